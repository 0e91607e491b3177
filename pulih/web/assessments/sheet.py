"""A questionnaire as a page: sections, items with what is chosen, how far it is."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pulih.queries.assessments import FormFacts, Subject
from pulih.records import scope
from pulih.rules.instruments import Instrument, Item
from pulih.rules.programmes import Window
from pulih.rules.verdicts import Verdict
from pulih.web.assessments.forms import SKIPPED, QuestionnaireForm, item_field


@dataclass(frozen=True)
class ItemRow:
    """One item: its field's name, what is chosen, what is wrong."""

    code: str
    name: str
    caption: str
    reverse: bool
    on_sheet_reversed: bool
    """Whether some sheets print its codes from 5 to 1."""
    values: tuple[str, ...]
    chosen: str
    error: str


@dataclass(frozen=True)
class SectionRows:
    """Neighbouring items under one heading."""

    heading: str
    low: str
    high: str
    first: str
    last: str
    items: tuple[ItemRow, ...]


@dataclass(frozen=True)
class SheetPage:
    """The page of a form to key."""

    subject: Subject
    title: str
    point: str
    programme_month: int | None
    window: Window | None
    sections: tuple[SectionRows, ...]
    total: int
    answered: int
    skipped: int
    least: int
    """With fewer answers there is no score."""
    draft: FormFacts | None
    """Set where a draft can be kept: not when a final form is amended."""
    willing: Verdict
    blocked: bool
    """Whether nothing can be keyed at all: never admitted, or never willing."""
    instrument: str

    @property
    def too_few(self) -> bool:
        """Whether so many items are marked as left empty that there will be no score."""
        return self.skipped > self.total - self.least


def sheet_page(
    subject: Subject,
    definition: Instrument,
    form: QuestionnaireForm,
    *,
    point: str,
    window: Window | None,
    willing: Verdict,
    draft: FormFacts | None = None,
) -> SheetPage:
    """Put the page of a form together; nothing is looked up here."""
    language = get_language() or "id"
    sections = tuple(
        SectionRows(
            section.heading.say(language),
            section.low.say(language),
            section.high.say(language),
            *_ends(definition, section.items),
            tuple(_item(definition, form, code, language) for code in section.items),
        )
        for section in definition.sections
    )
    rows = [item for section in sections for item in section.items]
    return SheetPage(
        subject=subject,
        title=definition.title.say(language).split(",")[0],
        point=point,
        programme_month=subject.month(scope.today()),
        window=window,
        sections=sections,
        total=len(rows),
        answered=sum(one.chosen not in ("", SKIPPED) for one in rows),
        skipped=sum(one.chosen == SKIPPED for one in rows),
        least=definition.least_answered,
        draft=draft,
        willing=willing,
        blocked=draft is not None and (subject.admitted_on is None or not subject.statements),
        instrument=definition.code,
    )


def _ends(definition: Instrument, codes: tuple[str, ...]) -> tuple[str, str]:
    item = _known(definition, codes[0])
    return str(min(item.values)), str(max(item.values))


def _known(definition: Instrument, code: str) -> Item:
    item = definition.item(code)
    if item is None:
        raise LookupError(code)
    return item


def _item(definition: Instrument, form: QuestionnaireForm, code: str, language: str) -> ItemRow:
    item = _known(definition, code)
    bound: Any = form[item_field(code)]
    return ItemRow(
        code=code,
        name=item_field(code),
        caption=item.caption.say(language),
        reverse=item.reverse,
        on_sheet_reversed=any(code in one.already_reversed for one in definition.codings),
        values=tuple(str(value) for value in item.values),
        chosen=str(bound.value() or ""),
        error=_error(form, item),
    )


def _error(form: QuestionnaireForm, item: Item) -> str:
    """What to do about an item; the summary names it, so that here the name is not said again."""
    name = item_field(item.code)
    if form.has_error(name, "required"):
        ends = {"first": min(item.values), "last": max(item.values)}
        return _("Pilih %(first)s sampai %(last)s, atau tandai tidak dijawab.") % ends
    errors = form.errors.get(name)
    return str(errors[0]) if errors else ""
