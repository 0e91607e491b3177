"""Two records side by side, before they become one, and where an old reference leads afterwards."""

from dataclasses import dataclass

from pulih.queries.people.opening import PersonRecord, StayRow, open_person
from pulih.records import passage
from pulih.records.models import Enrolment, Person, Response, TimeAway, Transfer
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.identity import check_reference
from pulih.rules.lifecycles import OPEN
from pulih.rules.merging import Twin, check_merge
from pulih.rules.permissions import Permission
from pulih.rules.stays import Ending, Stay, StayKind
from pulih.rules.verdicts import Verdict


@dataclass(frozen=True)
class MergeSide:
    """One of the two records, with what tells a reader whether they are one person."""

    record: PersonRecord
    twin: Twin
    enrolments: int
    measurements: int


@dataclass(frozen=True)
class Comparison:
    """Both records: which stays, which goes, and why it cannot be yet."""

    kept: MergeSide
    gone: MergeSide
    verdict: Verdict


def compare(actor: Actor, kept: str, gone: str) -> Comparison:
    """Open both records for merging; each opening is a read event. Somebody else's is `not_found`."""
    require(actor.may(Permission.MERGE_PEOPLE), attempt=True)
    if check_reference(kept) == check_reference(gone):
        raise RuleBroken("merge_same", "other")
    first, second = _side(actor, kept), _side(actor, gone)
    return Comparison(first, second, check_merge(first.twin, second.twin, actor.organisation_id))


def survivor_of(actor: Actor, reference: str) -> str | None:
    """The record that an old reference means now, if the actor's office has that person."""
    require(actor.may(Permission.READ_PERSON), attempt=True)
    try:
        return passage.survivor_of(check_reference(reference))
    except RuleBroken:
        return None


def _side(actor: Actor, reference: str) -> MergeSide:
    record = open_person(actor, reference, "merging")
    number = Person.objects.values_list("national_number_hash", flat=True).get(pk=record.id)
    enrolments = Enrolment.objects.filter(person_id=record.id)
    open_codes = enrolments.filter(status__in=[one.value for one in OPEN])
    twin = Twin(
        reference=record.reference,
        sex=Person.objects.values_list("sex", flat=True).get(pk=record.id),
        held_here=record.basis == "custody",
        held_elsewhere=passage.held_elsewhere(record.id),
        number=bytes(number) if number is not None else None,
        stays=tuple(_stay(one) for one in record.stays),
        open_programmes=frozenset(open_codes.values_list("programme_id", flat=True)),
        away=TimeAway.objects.filter(person_id=record.id, back_on=None).exists(),
        moving=Transfer.objects.filter(person_id=record.id, state="proposed").exists(),
    )
    return MergeSide(record, twin, enrolments.count(), Response.objects.filter(person_id=record.id).count())


def _stay(row: StayRow) -> Stay:
    return Stay(
        organisation_id=row.organisation_id,
        register_number=row.register_number,
        kind=StayKind(row.kind),
        started_on=row.started_on,
        ended_on=row.ended_on,
        how_ended=Ending(row.how_ended) if row.how_ended else None,
    )
