"""What the clinic's pages show, worked out before rendering."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from pulih.language.wording import say
from pulih.queries.clinic import RoundRow, UrineRow
from pulih.rules.urine import PANEL, Result
from pulih.web.clinic.forms import RoundForm


@dataclass(frozen=True)
class ReadStrip:
    """One strip of a finished test."""

    words: str
    result: str
    positive: bool


@dataclass(frozen=True)
class RowOfRound:
    """One person of a round with what is keyed and what is wrong."""

    row: RoundRow
    state: Any
    note: Any
    chosen: tuple[str, ...]
    errors: tuple[str, ...]

    @property
    def key(self) -> str:
        """What the names of this row's fields end with."""
        return str(self.row.subject.enrolment_id)


def read_strips(test: UrineRow) -> tuple[ReadStrip, ...]:
    """The strips of a finished test, in the order of the panel."""
    language = get_language() or "id"
    known = [one.value for one in PANEL]
    order = sorted(test.results, key=lambda name: known.index(name) if name in known else len(known))
    return tuple(
        ReadStrip(
            say(f"analyte.{name}", language),
            say(f"strip.{test.results[name]}", language),
            test.results[name] == Result.POSITIVE,
        )
        for name in order
    )


def rows_of_round(form: RoundForm, rows: tuple[RoundRow, ...]) -> tuple[RowOfRound, ...]:
    """The rows of a round as they are keyed."""
    made = []
    for row in rows:
        key = row.subject.enrolment_id
        bound: list[Any] = [form[f"{name}_{key}"] for name in ("state", "strips", "note")]
        made.append(
            RowOfRound(
                row,
                bound[0],
                bound[2],
                tuple(bound[1].value() or ()),
                tuple(str(error) for one in bound for error in one.errors),
            )
        )
    return tuple(made)
