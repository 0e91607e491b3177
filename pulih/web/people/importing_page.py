"""What the pages of the import are handed; rendering them asks nothing more."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from pulih.language.wording import day, number, reason_text, say
from pulih.queries.imports import Batch, BatchLine, Departure, RowLine, RowPage
from pulih.queries.imports.batches import PAGE
from pulih.rules.names import display_name
from pulih.rules.register import Difference
from pulih.rules.verdicts import Reason
from pulih.web.people.importing_forms import ApplyForm, DepartureForm, UploadForm
from pulih.web.ui.forms import PulihForm
from pulih.web.ui.paging import Pager

TABS: Mapping[str, Any] = {
    "conflict": lazy("Periksa"),
    "bad": lazy("Tidak terbaca"),
    "doubt": lazy("Meragukan"),
    "new": lazy("Baru"),
    "changed": lazy("Berubah"),
    "gone": lazy("Tidak ada lagi"),
    "same": lazy("Tetap"),
}
"""What must be looked at stands first."""

_CODED = {"sex": "sex", "kind": "stay_kind"}


@dataclass(frozen=True)
class Change:
    """One difference in words: what it was and what it becomes."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ShownRow:
    """One row of the register in words."""

    line: RowLine
    name: str
    changes: tuple[Change, ...]
    reasons: tuple[str, ...]
    """Why the row is what it is, or what to mind."""


@dataclass(frozen=True)
class Tab:
    """One outcome with its number of rows."""

    code: str
    words: str
    count: int
    current: bool


@dataclass(frozen=True)
class ImportPage:
    """Where a file is handed in, with the imports so far."""

    form: UploadForm
    history: tuple[BatchLine, ...]


@dataclass(frozen=True)
class BatchPage:
    """One import: what it would do or did, row by row, and the decision."""

    batch: Batch
    tabs: tuple[Tab, ...]
    shown: str
    rows: tuple[ShownRow, ...]
    pager: Pager
    standing: int
    consequences: tuple[str, ...]
    apply: ApplyForm
    mark: PulihForm


@dataclass(frozen=True)
class DeparturesPage:
    """The questions that wait."""

    departures: tuple[Departure, ...]


@dataclass(frozen=True)
class DeparturePage:
    """One question and the places somebody may have gone to."""

    departure: Departure
    form: DepartureForm
    places: tuple[str, ...]


def first_tab(counts: Mapping[str, int], asked: str) -> str:
    """The tab to open: the one asked for, else the first with rows in it."""
    if asked in TABS:
        return asked
    return next((code for code in TABS if counts.get(code)), "new")


def tabs_of(counts: Mapping[str, int], shown: str) -> tuple[Tab, ...]:
    """Tabs of outcomes that have rows, and of the ordinary ones even when they have none."""
    return tuple(
        Tab(code, str(words), counts.get(code, 0), code == shown)
        for code, words in TABS.items()
        if counts.get(code) or code in ("new", "changed", "gone", "same") or code == shown
    )


def shown_rows(rows: Sequence[RowLine]) -> tuple[ShownRow, ...]:
    """Rows in the reader's words."""
    language = get_language() or "id"
    return tuple(
        ShownRow(
            one,
            display_name(one.name),
            tuple(_change(difference, language) for difference in one.differences),
            tuple(_worded_reasons(one.reasons, language)),
        )
        for one in rows
    )


def _worded_reasons(reasons: Sequence[Reason], language: str) -> Iterator[str]:
    """Every reason in words; what a newcomer still owes stands in one sentence."""
    owed = [str(one.facts["field"]) for one in reasons if one.code == "register_new_incomplete"]
    if owed:
        listed = ", ".join(say(f"field.{name}", language) for name in owed)
        yield say("register_new_incomplete", language, field=listed)
    yield from (reason_text(one, language) for one in reasons if one.code != "register_new_incomplete")


def _change(difference: Difference, language: str) -> Change:
    label = say(f"field.{difference.field}", language)
    before, after = (
        _worded(difference.field, one, language) for one in (difference.before, difference.after)
    )
    return Change(label[:1].upper() + label[1:], before, after)


def _worded(field: str, value: object, language: str) -> str:
    if value in (None, "", ()):
        return _("belum ada")
    if field in _CODED:
        return say(f"{_CODED[field]}.{value}", language)
    if isinstance(value, date):
        return day(value, language)
    if isinstance(value, tuple):
        return ", ".join(str(one) for one in value)
    return display_name(str(value)) if field == "name" else str(value)


def pager_of(page: RowPage, shown: str) -> Pager:
    """The pages of one tab."""
    return Pager(page.number, PAGE, page.total, urlencode({"show": shown}) + "&")


def consequences_of(batch: Batch) -> tuple[str, ...]:
    """What applying does, one line each, leaving out what does not happen."""
    language = get_language() or "id"
    lines = (
        ("new", _("%(count)s orang didaftarkan atau diterima kembali")),
        ("changed", _("%(count)s orang berubah datanya")),
        ("gone", _("%(count)s orang tidak ada dalam berkas: ditanyakan, tidak dihapus")),
        ("same", _("%(count)s orang tetap")),
        ("doubt", _("%(count)s di antaranya meragukan: cocokkan dan centang dahulu")),
    )
    return tuple(
        words % {"count": number(batch.counts.get(code, 0), language)}
        for code, words in lines
        if batch.counts.get(code)
    )
