"""The library of instruments: what each is for, who may use it, under which licence, and how it is scored."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from pulih.language.instruments import instruments, versions
from pulih.language.wording import say
from pulih.queries.instruments import PackLine, packs
from pulih.records import scope
from pulih.rules.actors import Actor
from pulih.rules.competencies import Held
from pulih.rules.errors import require
from pulih.rules.instruments import Instrument, ItemType
from pulih.rules.permissions import Permission
from pulih.rules.verdicts import Verdict
from pulih.web.assessments import explained
from pulih.web.assessments.answers import numbered
from pulih.web.assessments.conditions import in_words
from pulih.web.assessments.others import GROUPS, group_of
from pulih.web.assessments.sheet import purpose_of, title_of
from pulih.web.assessments.standing import held_for, known_instrument, standing_of


@dataclass(frozen=True)
class LibraryRow:
    """One instrument as the list shows it."""

    code: str
    title: str
    purpose: str
    version: str
    items: int
    licence: str
    roles: tuple[str, ...]
    self_filled: bool
    competency: str
    needs_wording: bool
    worded: tuple[PackLine, ...]
    """The office's licensed wording in use, one a language."""
    mine: Verdict | None
    """Whether the reader may use it today; None for a role that never measures."""


@dataclass(frozen=True)
class LibraryGroup:
    """Instruments about the same thing."""

    words: str
    rows: tuple[LibraryRow, ...]


@dataclass(frozen=True)
class ItemWords:
    """One item as the page of its instrument shows it."""

    number: str
    caption: str
    answers: str
    only: str
    reverse: bool
    optional: bool


@dataclass(frozen=True)
class InstrumentPage:
    """Everything a definition says, in words."""

    row: LibraryRow
    definition: Instrument
    sections: tuple[tuple[str, tuple[ItemWords, ...]], ...]
    scales: tuple[explained.ScaleWords, ...]
    bands: tuple[explained.BandWords, ...]
    alerts: tuple[str, ...]
    changed: tuple[tuple[str, str], ...]
    """What is different in each version, the newest first."""
    modes: tuple[str, ...]
    windows: tuple[str, ...]
    codings: tuple[str, ...]
    source: str
    note: str


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """Every instrument of the house."""
    require(request.actor.may(Permission.READ_INSTRUMENTS), attempt=True)
    language = get_language() or "id"
    loaded = packs(request.actor)
    held = held_for(request.actor, instruments().values())
    rows: dict[str, list[LibraryRow]] = {code: [] for code in GROUPS}
    for one in instruments().values():
        rows[group_of(one)].append(_row(request.actor, one, loaded, held, language))
    groups = tuple(
        LibraryGroup(say(f"group.{code}", language), tuple(found)) for code, found in rows.items() if found
    )
    context = {"groups": groups, "total": len(instruments()), "prints": _prints(request.actor)}
    return render(request, "assessments/instruments.html", context)


@require_safe
def detail(request: HttpRequest, instrument: str) -> HttpResponse:
    """One instrument, and how it is scored."""
    require(request.actor.may(Permission.READ_INSTRUMENTS), attempt=True)
    definition = known_instrument(instrument)
    language = get_language() or "id"
    held = held_for(request.actor, (definition,))
    page = _page(definition, _row(request.actor, definition, packs(request.actor), held, language), language)
    context = {"page": page, "prints": _prints(request.actor)}
    return render(request, "assessments/instrument.html", context)


def _prints(actor: Actor) -> bool:
    return bool(actor.may(Permission.MEASURE))


def _row(
    actor: Actor, one: Instrument, loaded: tuple[PackLine, ...], held: tuple[Held, ...], language: str
) -> LibraryRow:
    worded = tuple(pack for pack in loaded if pack.instrument == one.code and pack.state == "in_use")
    mine = None
    if actor.may(Permission.MEASURE):
        mine = standing_of(actor, one, held, scope.today(), worded=bool(worded)).verdict
    return LibraryRow(
        code=one.code,
        title=title_of(one, language),
        purpose=purpose_of(one, language),
        version=one.version,
        items=len(one.items),
        licence=one.licence.say(language),
        roles=tuple(say(f"role.{role.value}", language) for role in one.roles),
        self_filled="self" in one.modes,
        competency=say(f"competency.{one.competency}", language) if one.competency else "",
        needs_wording=one.needs_wording,
        worded=worded,
        mine=mine,
    )


def _page(definition: Instrument, row: LibraryRow, language: str) -> InstrumentPage:
    captions = {item.code: item.caption.say(language) for item in definition.items}
    note = say(f"result_note.{definition.code}", language)
    return InstrumentPage(
        row=row,
        definition=definition,
        sections=tuple(
            (
                section.heading.say(language),
                tuple(_item(definition, code, captions, language) for code in section.items),
            )
            for section in definition.sections
        ),
        scales=explained.scales(definition, language),
        bands=explained.bands(definition, language),
        alerts=explained.alerts(definition, language),
        changed=tuple(
            (version, one.changed.say(language))
            for version, one in sorted(versions(definition.code).items(), key=lambda pair: -int(pair[0]))
        ),
        modes=tuple(say(f"mode.{mode}", language) for mode in definition.modes),
        windows=tuple(one.words.say(language) for one in definition.windows),
        codings=tuple(say(f"coding.{one.code}", language) for one in definition.codings),
        source=definition.source.say(language),
        note="" if note.startswith("result_note.") else note,
    )


def _item(definition: Instrument, code: str, captions: dict[str, str], language: str) -> ItemWords:
    item = definition.by_code[code]
    unit = item.unit.say(language) if item.unit else ""
    if item.answers is not None:
        words = [one.say(language) for one in item.answers.words] or [""] * len(item.values)
        answers = " · ".join(
            f"{value} = {said}" if said else f"{value}"
            for value, said in zip(item.values, words, strict=True)
        )
    elif item.type is ItemType.NOTE:
        answers = say("item_type.note", language)
    else:
        answers = f"{item.least}–{item.most} {unit}".strip()
    number = code if numbered(code) else ""
    return ItemWords(
        number, captions[code], answers, in_words(definition, item, captions, language), item.reverse,
        item.optional,
    )  # fmt: skip
