"""A questionnaire as a page: sections, items with what is chosen, how far it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pulih.queries.instruments import Pack
from pulih.rules.instruments import Instrument, Item, ItemType, Section
from pulih.web.assessments import conditions
from pulih.web.assessments.answers import numbered
from pulih.web.assessments.forms import SKIPPED, item_field
from pulih.web.assessments.questionnaire import QuestionnaireForm

FEW, NARROW, WIDE = 3, 12, 27
"""Words that stand in one line beside the caption, and those that still stand side by side under it."""
MOST_BESIDE = 5


@dataclass(frozen=True)
class Choice:
    """One answer of a choice: its code, and its words where we or the office's pack have them."""

    value: str
    words: str = ""


@dataclass(frozen=True)
class ItemRow:
    """One item: its field's name, what is chosen, what is wrong."""

    code: str
    number: str
    """As printed on the sheet; empty where the code is a name for programs."""
    name: str
    caption: str
    type: str
    layout: str
    """`digits`, `short` (words in one line), `words` (side by side under the caption), `listed`."""
    reverse: bool
    on_sheet_reversed: bool
    """Whether some sheets print its codes the other way round."""
    choices: tuple[Choice, ...]
    chosen: str
    error: str
    unit: str
    least: int
    most: int
    optional: bool
    when: str
    """Its conditions as data for the script."""
    only: str
    """The same in words."""

    @property
    def skipped(self) -> bool:
        """Whether it is marked as left empty."""
        return self.chosen == SKIPPED

    @property
    def ends(self) -> tuple[str, str]:
        """First and last code, as the sheet prints them."""
        return self.choices[0].value, self.choices[-1].value


@dataclass(frozen=True)
class SectionRows:
    """Neighbouring items under one heading."""

    heading: str
    low: str
    high: str
    first: str
    last: str
    hint: str
    only: str
    """The condition that all its items share."""
    items: tuple[ItemRow, ...]


@dataclass(frozen=True)
class Sheet:
    """The part of a page that is the questionnaire itself."""

    code: str
    title: str
    purpose: str
    """What it measures: the rest of its title."""
    whole: bool
    """All sections on one page; else, where there is a script, one at a time."""
    sections: tuple[SectionRows, ...]
    intro: str
    licence: str
    """Whose wording is shown; empty where the captions are ours."""
    ours: str
    """What the definition says of its captions: whose the wording is, and where it stands."""
    window: str
    """The stretch of time that is asked about, where there is only one."""
    reversed_codes: str
    total: int
    answered: int
    skipped: int
    least: int
    """With fewer answers there is no score."""
    running_score: bool
    keys: tuple[str, ...] = field(default=())
    """First and last digit that answers an item."""

    @property
    def too_few(self) -> bool:
        """Whether so many items are marked as left empty that there will be no score."""
        return self.skipped > self.total - self.least


def captions_of(definition: Instrument, pack: Pack | None, language: str) -> dict[str, str]:
    """What stands beside each item: the office's licensed wording where it has it, else our caption."""
    texts: Mapping[str, str] = pack.items if pack else {}
    return {item.code: texts.get(item.code) or item.caption.say(language) for item in definition.items}


def sheet_of(definition: Instrument, form: QuestionnaireForm, pack: Pack | None = None) -> Sheet:
    """Put the questionnaire together; nothing is looked up here."""
    language = get_language() or "id"
    captions = captions_of(definition, pack, language)
    sections = tuple(_section(definition, form, one, captions, pack, language) for one in definition.sections)
    rows = [item for section in sections for item in section.items]
    coding = str(form["coding"].value() or "") if "coding" in form.fields else ""
    out = conditions.left_out(definition, {row.code: row.chosen for row in rows}, coding)
    counted = [row for row in rows if not row.optional and (row.code not in out or row.chosen)]
    digits = sorted(int(one.value) for row in rows for one in row.choices if len(one.value) == 1)
    return Sheet(
        code=definition.code,
        title=title_of(definition, language),
        purpose=purpose_of(definition, language),
        whole=definition.whole_sheet or len(sections) == 1,
        sections=sections,
        intro=pack.intro if pack else "",
        ours=definition.licence.say(language),
        licence=f"{pack.holder}, {pack.licence}" if pack else "",
        window=definition.windows[0].words.say(language) if len(definition.windows) == 1 else "",
        reversed_codes=conditions.reversed_on_sheets(definition),
        total=len(counted),
        answered=sum(row.chosen not in ("", SKIPPED) for row in counted),
        skipped=sum(row.skipped for row in counted),
        least=definition.least_answered,
        running_score=definition.score_shown == "while_filling",
        keys=(str(digits[0]), str(digits[-1])) if digits else (),
    )


def title_of(definition: Instrument, language: str) -> str:
    """The name of an instrument without what it measures."""
    return definition.title.say(language).split(",")[0]


def purpose_of(definition: Instrument, language: str) -> str:
    """What an instrument measures: the rest of its title."""
    return definition.title.say(language).partition(",")[2].strip()


def _section(
    definition: Instrument,
    form: QuestionnaireForm,
    section: Section,
    captions: Mapping[str, str],
    pack: Pack | None,
    language: str,
) -> SectionRows:
    items = [one for one in map(definition.item, section.items) if one is not None]
    rows = tuple(_row(definition, form, one, captions, pack, language) for one in items)
    shared = {row.only for row in rows}
    only = rows[0].only if len(rows) > 1 and len(shared) == 1 else ""
    hint = section.hint.say(language) if section.hint else ""
    first, last = rows[0].ends if rows and rows[0].choices else ("", "")
    return SectionRows(
        heading=section.heading.say(language),
        low=section.low.say(language) if section.low else "",
        high=section.high.say(language) if section.high else "",
        first=first,
        last=last,
        # Where the definition's own hint is the condition it is not said twice.
        hint="" if hint.rstrip(".").casefold() == only.casefold() else hint,
        only=only,
        items=rows,
    )


def _row(
    definition: Instrument,
    form: QuestionnaireForm,
    item: Item,
    captions: Mapping[str, str],
    pack: Pack | None,
    language: str,
) -> ItemRow:
    bound: Any = form[item_field(item.code)]
    turned = any(item.code in one.already_reversed for one in definition.codings)
    words = _words(item, pack, language)
    choices = tuple(
        Choice(str(value), words[place] if words else "") for place, value in enumerate(item.values)
    )
    return ItemRow(
        code=item.code,
        number=item.code if numbered(item.code) else "",
        name=item_field(item.code),
        caption=captions[item.code],
        type=item.type.value,
        layout=_layout(words),
        reverse=item.reverse,
        on_sheet_reversed=turned,
        choices=choices,
        chosen=str(bound.value() or ""),
        error=_error(form, item),
        unit=item.unit.say(language) if item.unit else "",
        least=item.least,
        most=item.most,
        optional=item.optional,
        when=conditions.as_data(item),
        only=conditions.in_words(definition, item, captions, language),
    )


def _words(item: Item, pack: Pack | None, language: str) -> tuple[str, ...]:
    """The words of its answers, in the order of their codes; the pack's where it has them."""
    if item.answers is None:
        return ()
    licensed = tuple(pack.answers.get(item.answers.code, ())) if pack else ()
    if len(licensed) == len(item.values):
        return licensed
    return tuple(one.say(language) for one in item.answers.words)


def _layout(words: tuple[str, ...]) -> str:
    if not words:
        return "digits"
    longest = max(len(one) for one in words)
    if len(words) <= FEW and longest <= NARROW:
        return "short"
    return "words" if len(words) <= MOST_BESIDE and longest <= WIDE else "listed"


def _error(form: QuestionnaireForm, item: Item) -> str:
    """What to do about an item; the summary names it, so that here the name is not said again."""
    name = item_field(item.code)
    if not form.has_error(name, "required"):
        errors = form.errors.get(name)
        return str(errors[0]) if errors else ""
    if item.type is not ItemType.CHOICE:
        return _("Isi, atau tandai tidak dijawab.")
    values = [str(one) for one in item.values]
    if len(values) == item.values[-1] - item.values[0] + 1:
        return _("Pilih %(first)s sampai %(last)s, atau tandai tidak dijawab.") % {
            "first": values[0],
            "last": values[-1],
        }
    return _("Pilih %(values)s, atau tandai tidak dijawab.") % {"values": ", ".join(values)}
