"""The rows of a stack as they are keyed: what stands in the cells, what it says, and what is wrong with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from pulih.language.wording import reason_text
from pulih.queries.assessments.stack import StackFacts, StackRow
from pulih.rules.instruments import Instrument, Item, ItemType, check_answers, coded_raw, not_asked
from pulih.rules.instruments.check_sum import check_sum
from pulih.rules.verdicts import Reason
from pulih.web.assessments.forms import item_field, worded
from pulih.web.ui.asking import number, typed
from pulih.web.ui.fields import DateField, Segments
from pulih.web.ui.forms import PulihForm

LEFT_EMPTY = ("-", "–", "−")
"""What is keyed for an item that is empty on paper; 0 may be a code."""
PAGE = 60
LONGEST = 12
"""Characters of a cell that are looked at."""


class StackForm(PulihForm):
    """What is the same for the whole stack."""

    taken_on = DateField(
        label=lazy("Tanggal pengisian"),
        required=False,
        help_text=lazy("Bagi semua baris yang tidak memuat tanggal sendiri."),
    )
    outside_because = forms.CharField(
        label=lazy("Alasan di luar jendela"),
        required=False,
        max_length=300,
        help_text=lazy("Bagi baris yang tanggalnya di luar jendela."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    coding = forms.ChoiceField(label=lazy("Kode pada lembar kertas"), widget=forms.RadioSelect)
    mode = forms.ChoiceField(label=lazy("Cara pengisian"), widget=Segments)
    reader = forms.CharField(label=lazy("Siapa yang membacakan"), required=False, max_length=200)
    time_window = forms.ChoiceField(label=lazy("Rentang waktu yang ditanyakan"), widget=forms.RadioSelect)

    def __init__(
        self, data: Any = None, *, definition: Instrument, beside: bool, initial: Any = None
    ) -> None:
        """`initial` may be a mapping or what was typed before, as a QueryDict."""
        super().__init__(data, initial=initial)
        self.fields["coding"].choices = worded("coding", (one.code for one in definition.codings))
        self.fields["mode"].choices = worded("mode", definition.modes)
        language = get_language() or "id"
        if definition.windows:
            self.fields["time_window"].choices = [
                (one.code, one.words.say(language)) for one in definition.windows
            ]
        else:
            del self.fields["time_window"]
        if "read_aloud" not in definition.modes:
            del self.fields["reader"]
        if beside:
            del self.fields["outside_because"]


@dataclass(frozen=True)
class Column:
    """One item as a column."""

    code: str
    caption: str
    """Empty where only licensed text may be shown."""
    hint: str
    said: str
    """The item in words, for whoever does not see the head of the column; said once, not in every cell."""
    longest: str
    """Characters of its longest code."""
    fifth: bool
    """A line stands behind every fifth column, as eyes count in fives."""


@dataclass
class KeyedRow:
    """One row of the page."""

    index: int
    row: StackRow
    cells: Mapping[str, str]
    """As typed, by item."""
    day: str = ""
    because: str = ""
    stated: str = ""
    faults: list[Reason] = field(default_factory=list)

    @property
    def key(self) -> UUID:
        """Whom the row is bound to, whatever moves on the page meanwhile."""
        return self.row.subject.enrolment_id

    @property
    def begun(self) -> bool:
        """Whether anything at all was keyed."""
        return any((*self.cells.values(), self.day, self.because, self.stated))

    @property
    def wrong(self) -> frozenset[str]:
        """The fields a fault is about, as rules name them."""
        named = {str(one.about) for one in self.faults if one.about}
        open_items = (str(code) for one in self.faults for code in one.facts.get("open", ()))
        return frozenset(named.union(item_field(code) for code in open_items))

    @property
    def first_wrong(self) -> str:
        """The id of the first field to mend, for the summary."""
        wrong = self.wrong
        for code in self.cells:
            if item_field(code) in wrong:
                return f"id_a_{self.index}_{code}"
        places = {"check_sum": "s", "taken_on": "d", "outside_because": "b"}
        found = next((sign for name, sign in places.items() if name in wrong), "s")
        return f"id_{found}_{self.index}"

    @property
    def messages(self) -> list[str]:
        """What to do about it."""
        language = get_language() or "id"
        return list(dict.fromkeys(reason_text(one, language) for one in self.faults))


@dataclass(frozen=True)
class Cell:
    """One cell of the page."""

    column: Column
    name: str
    text: str
    wrong: bool


@dataclass(frozen=True)
class Keyed:
    """What a sound row says."""

    taken_on: date
    answers: Mapping[str, int | None]
    stated: int
    because: str


def columns_of(definition: Instrument) -> tuple[Column, ...]:
    """The items as columns, in the order of the sheet."""
    language = get_language() or "id"
    return tuple(
        Column(
            item.code,
            "" if definition.needs_wording else item.caption.say(language),
            _hint(item),
            _("butir %(code)s") % {"code": item.code},
            str(len(str(_most(item)))),
            place % 5 == 0,
        )
        for place, item in enumerate(definition.listed, start=1)
    )


def cells_of(keyed: KeyedRow, columns: Iterable[Column]) -> tuple[Cell, ...]:
    """A row's cells for the template."""
    wrong = keyed.wrong
    return tuple(
        Cell(
            one,
            f"a_{keyed.index}_{one.code}",
            keyed.cells.get(one.code, ""),
            item_field(one.code) in wrong,
        )
        for one in columns
    )


def _most(item: Item) -> int:
    return max(item.values) if item.type is ItemType.CHOICE else item.most


def _hint(item: Item) -> str:
    if item.type is not ItemType.CHOICE:
        return f"{item.least}–{item.most}"
    values = sorted(item.values)
    if values == list(range(values[0], values[-1] + 1)):
        return f"{values[0]}–{values[-1]}"
    return ", ".join(str(one) for one in values)


def rows_of_stack(
    rows: Sequence[StackRow], definition: Instrument, given: QueryDict | None
) -> tuple[KeyedRow, ...]:
    """The rows of a page with what was keyed in them; each sent row names its person itself."""
    given = given or QueryDict()
    at = {typed(given, name): name.removeprefix("p_") for name in given if name.startswith("p_") and name[2:]}
    made = []
    for index, row in enumerate(rows):
        sent = at.get(str(row.subject.enrolment_id))
        texts = {
            item.code: "" if sent is None else typed(given, f"a_{sent}_{item.code}", LONGEST)
            for item in definition.listed
        }
        keyed = KeyedRow(index, row, texts)
        if sent is not None:
            keyed.day = typed(given, f"d_{sent}", 20)
            keyed.because = typed(given, f"b_{sent}", 300)
            keyed.stated = typed(given, f"s_{sent}", LONGEST)
        made.append(keyed)
    return tuple(made)


def read_row(
    keyed: KeyedRow, definition: Instrument, coding: str, taken_on: date | None, because: str
) -> Keyed | None:
    """What a row says; None where something is wrong, which then stands in its faults."""
    answers: dict[str, int | None] = {}
    unread: list[str] = []
    for code, text in keyed.cells.items():
        if text in LEFT_EMPTY:
            answers[code] = None
        elif text:
            value = number(text)
            if value is None:
                keyed.faults.append(Reason("answer_not_whole", {"item": code}, item_field(code)))
            else:
                answers[code] = value
        else:
            unread.append(code)
    verdict = check_answers(definition, answers, coding)
    keyed.faults += verdict.reasons
    if verdict:
        asked = not_asked(definition, coded_raw(definition, answers, coding))
        unread = [code for code in unread if code not in asked]
    if unread:
        keyed.faults.append(Reason("stack_items_open", {"items": _listed(unread), "open": unread}, None))
    stated = _stated(keyed)
    if not keyed.stated or not keyed.faults:
        keyed.faults += check_sum(answers, stated).reasons
    day = _day(keyed) or taken_on
    if day is None and not any(one.about == "taken_on" for one in keyed.faults):
        keyed.faults.append(Reason("stack_day_missing", {}, "taken_on"))
    if keyed.faults or day is None or stated is None:
        return None
    return Keyed(day, answers, stated, keyed.because or because)


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(codes)


def _stated(keyed: KeyedRow) -> int | None:
    if not keyed.stated:
        return None
    value = number(keyed.stated)
    if value is None:
        keyed.faults.append(Reason("check_sum_not_whole", {}, "check_sum"))
    return value


def _day(keyed: KeyedRow) -> date | None:
    """The row's own date; where it cannot be read the row says so."""
    if not keyed.day:
        return None
    parts = DateField.widget().value_from_datadict({"day": keyed.day}, {}, "day")
    try:
        return DateField().clean(parts)
    except forms.ValidationError:
        keyed.faults.append(Reason("stack_day_unreadable", {}, "taken_on"))
        return None


def beginning(facts: StackFacts, definition: Instrument, today: date) -> dict[str, Any]:
    """What the stack's own fields open with: the office's latest coding, and a mode the instrument takes."""
    codings = [one.code for one in definition.codings]
    coding = facts.last_coding if facts.last_coding in codings else codings[0] if len(codings) == 1 else ""
    mode = facts.last_mode if facts.last_mode in definition.modes else definition.modes[0]
    return {"taken_on": today, "coding": coding, "mode": mode}
