"""The fact tables: what an indicator may know of an enrolment, with no name, number or key of a record in it.

They have the shape of the star that schema `mart` will have, so that the same files run there.
"""

from datetime import date
from typing import Any, NamedTuple

_TYPES = {str: "text", str | None: "text", int: "int", date | None: "date"}


class EnrolmentFact(NamedTuple):
    """One enrolment ever admitted; truth is 0 or 1, which every engine can add up."""

    enrolment_key: str
    person_key: str
    programme: str
    removed: int
    completed: int
    place_group: str | None
    place_reason: str | None
    place_rank: int
    ended_on: date | None
    better: int
    measured_both: int


class MeasureFact(NamedTuple):
    """One measurement of the plan that was taken while the enrolment ran."""

    enrolment_key: str
    person_key: str
    programme: str
    completed: int
    point: str


class DomainFact(NamedTuple):
    """One domain of one enrolment, between the two measurements of the success rule."""

    enrolment_key: str
    person_key: str
    programme: str
    completed: int
    domain: str
    in_rule: int
    measured: int
    increased: int
    improved: int
    declined: int


class UrineFact(NamedTuple):
    """The urine test of the rule's month of one enrolment."""

    enrolment_key: str
    person_key: str
    programme: str
    state: str
    state_rank: int
    eligible: int
    tested: int
    passed: int


FACTS: dict[str, type[Any]] = {
    "mart_enrolment": EnrolmentFact,
    "mart_measure": MeasureFact,
    "mart_domain": DomainFact,
    "mart_urine": UrineFact,
}
"""Each fact table with its row."""


def columns_of(table: str) -> dict[str, str]:
    """The columns of a fact table with their types, in order."""
    return {name: _TYPES[kind] for name, kind in FACTS[table].__annotations__.items()}
