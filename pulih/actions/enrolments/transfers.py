"""A move to another facility: proposed by the sender, accepted by the receiver, nothing in between lost.

At the moment of acceptance, in one transaction: the receiver's access opens, the sender's enrolments
end as transferred, its stay ends, its access shrinks to its own episode, and the receiver's stay begins.
"""

from datetime import date
from uuid import UUID

from django.db import DatabaseError, IntegrityError, transaction

from pulih.actions.acting import action, use_once
from pulih.actions.enrolments.leaving import leave_programmes
from pulih.actions.outcomes.superseding import note_change_of
from pulih.actions.people.facts import constraints_as_rules, require_holding, stays_of, take_person
from pulih.records import audit, passage, scope
from pulih.records.models import Enrolment, Organisation, Person, Stay, Transfer
from pulih.rules import stays
from pulih.rules.actors import Actor, system_actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.lifecycles import OPEN
from pulih.rules.organisations import HOLDS_PEOPLE, Kind
from pulih.rules.permissions import Permission


@action(Permission.TRANSFER)
def propose_transfer(
    *, person_id: UUID, receiver_id: int, reason: str, token: UUID | None = None, by: Actor
) -> UUID:
    """Offer somebody to another facility. Until it accepts, nothing changes and nothing opens there."""
    use_once(token, by)
    person = take_person(person_id, None, by)
    if receiver_id == by.organisation_id:
        raise RuleBroken("transfer_same_office", "receiver")
    receiver = Organisation.objects.filter(pk=receiver_id, exists_to=None).first()
    if receiver is None or Kind(receiver.kind) not in HOLDS_PEOPLE:
        raise RuleBroken("transfer_receiver_unknown", "receiver")
    if len(reason.strip()) < 5:
        raise RuleBroken("transfer_reason_missing", "reason")
    stay = Stay.objects.filter(person=person, organisation_id=by.organisation_id, ended_on=None).first()
    if stay is None:
        raise RuleBroken("transfer_not_held")
    running = Enrolment.objects.filter(
        person=person, organisation_id=by.organisation_id, status__in=[one.value for one in OPEN]
    )
    try:
        with transaction.atomic():
            row = Transfer.objects.create(
                person=person,
                organisation_id=by.organisation_id,
                receiver=receiver,
                reference=person.reference,
                name=person.name,
                sex=person.sex,
                register_number=stay.register_number,
                stay_kind=stay.kind,
                reason=reason.strip(),
                programmes=sorted(running.values_list("programme_id", flat=True)),
                proposed_at=scope.now(),
                proposed_by=by.account_id,
            )
    except IntegrityError as known:
        if "transfer_open_once" not in str(known):
            raise
        raise RuleBroken("transfer_open_already") from known
    audit.note_event(
        "enrolments.propose_transfer",
        by=by,
        subject="transfer",
        subject_id=row.pk,
        person_id=person.pk,
        changes={"receiver": [None, receiver.pk]},
        why=row.reason,
    )
    return row.pk


@action(Permission.TRANSFER)
def accept_transfer(
    *,
    transfer_id: UUID,
    register_number: str,
    kind: str,
    block: str,
    moved_on: date,
    token: UUID | None = None,
    by: Actor,
) -> str:
    """Take somebody over; answers their reference. Both offices' records change at once or not at all."""
    use_once(token, by)
    row = _take(transfer_id, by, receiver=True)
    arriving = stays.Stay(
        organisation_id=by.organisation_id,
        register_number=register_number.strip(),
        kind=stays.StayKind(kind),
        started_on=moved_on,
        block=block.strip(),
    )
    require_holding(by, arriving.kind)
    if moved_on > scope.today():
        raise RuleBroken("stay_starts_in_future", "moved_on", date=moved_on)
    try:
        with transaction.atomic():
            passage.accept_transfer(row.pk, moved_on, by.account_id)
    except DatabaseError as refused:
        if "no longer holds" not in str(refused):
            raise
        raise RuleBroken("transfer_not_held") from refused
    person = Person.objects.get(pk=row.person_id)
    before = Stay.objects.filter(person=person, organisation_id=row.organisation_id, ended_on=None).first()
    if before is None:
        raise RuleBroken("transfer_not_held")
    if moved_on < before.started_on:
        raise RuleBroken("stay_ends_before_start", "moved_on", start=before.started_on)
    with scope.acting_as(system_actor(row.organisation_id, time_zone=by.time_zone)):
        _let_go(row, moved_on, system_actor(row.organisation_id, time_zone=by.time_zone))
    others = [one for one in stays_of(person.pk) if one.organisation_id != by.organisation_id]
    require(stays.check_stay(arriving, others, scope.today(), person.birth_date, person.birth_year))
    with constraints_as_rules(), transaction.atomic():
        made = Stay.objects.create(
            person=person,
            organisation_id=by.organisation_id,
            register_number=arriving.register_number,
            kind=kind,
            block=arriving.block,
            started_on=moved_on,
        )
    audit.note_event(
        "enrolments.accept_transfer",
        by=by,
        subject="transfer",
        subject_id=row.pk,
        person_id=person.pk,
        holder_id=row.organisation_id,
        changes={"moved_on": [None, moved_on], "stay": [None, made.pk]},
    )
    return person.reference


def _let_go(row: Transfer, on: date, sender: Actor) -> None:
    """What the move ends at the sender, in the sender's own name."""
    waves = leave_programmes(row.person_id, stays.Ending.TRANSFERRED, on, "", f"transfer {row.pk}", sender)
    stay = Stay.objects.select_for_update().get(
        person_id=row.person_id, organisation_id=row.organisation_id, ended_on=None
    )
    stay.ended_on, stay.how_ended = on, stays.Ending.TRANSFERRED.value
    stay.revision += 1
    stay.save(update_fields=["ended_on", "how_ended", "revision"])
    passage.close_access([row.person_id], f"transfer {row.pk} accepted")
    audit.note_event(
        "people.end_stay",
        by=sender,
        subject="stay",
        subject_id=stay.pk,
        person_id=row.person_id,
        changes={"ended_on": [None, on], "how_ended": [None, stay.how_ended]},
        why=f"transfer {row.pk}",
    )
    for wave in waves:
        note_change_of(wave, sender, "enrolments.accept_transfer")


@action(Permission.TRANSFER)
def refuse_transfer(*, transfer_id: UUID, note: str, token: UUID | None = None, by: Actor) -> None:
    """Say no, and why; the person stays where they are."""
    use_once(token, by)
    if len(note.strip()) < 5:
        raise RuleBroken("transfer_reason_missing", "note")
    _decide(_take(transfer_id, by, receiver=True), "refused", note, by, "enrolments.refuse_transfer")


@action(Permission.TRANSFER)
def withdraw_transfer(*, transfer_id: UUID, note: str = "", token: UUID | None = None, by: Actor) -> None:
    """Take a proposal back before it is answered."""
    use_once(token, by)
    _decide(_take(transfer_id, by, receiver=False), "withdrawn", note, by, "enrolments.withdraw_transfer")


def _take(transfer_id: UUID, by: Actor, *, receiver: bool) -> Transfer:
    mine = {"receiver_id" if receiver else "organisation_id": by.organisation_id}
    row = Transfer.objects.filter(pk=transfer_id, **mine).first()
    if row is None:
        raise RuleBroken("not_found", attempt=True, subject="transfer", subject_id=str(transfer_id))
    if row.state == "proposed":
        row = Transfer.objects.select_for_update().filter(pk=transfer_id, **mine).first() or row
    if row.state != "proposed":
        raise RuleBroken("transfer_closed", state=row.state)
    return row


def _decide(row: Transfer, state: str, note: str, by: Actor, event: str) -> None:
    row.state, row.note = state, note.strip()
    row.decided_at, row.decided_by = scope.now(), by.account_id
    row.save(update_fields=["state", "note", "decided_at", "decided_by"])
    audit.note_event(
        event,
        by=by,
        subject="transfer",
        subject_id=row.pk,
        person_id=row.person_id,
        holder_id=row.organisation_id,
        changes={"state": ["proposed", state]},
        why=row.note,
    )
