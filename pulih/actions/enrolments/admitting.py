"""Admission, and the monthly second look at those whose end nobody knows."""

from datetime import date
from uuid import UUID

from pulih.actions.acting import action, use_once
from pulih.actions.enrolments.pathway import change_status, take_enrolment
from pulih.actions.outcomes.superseding import note_change_of
from pulih.actions.people.willingness import statements_of
from pulih.actions.waves import suspensions_of
from pulih.records import audit, scope
from pulih.records.models import AdmissionException, Cycle, Enrolment, Sentence, Stay
from pulih.rules import programmes
from pulih.rules.actors import Actor
from pulih.rules.admission import Admission, Arrival, check_admission
from pulih.rules.errors import RuleBroken, require
from pulih.rules.lifecycles import IN_PLACE, Status, Step
from pulih.rules.permissions import Permission
from pulih.rules.stays import StayKind
from pulih.rules.verdicts import Reason
from pulih.rules.willingness import willing_on


@action(Permission.MANAGE_ENROLMENTS)
def admit(
    *, enrolment_id: UUID, on: date, revision: int | None = None, token: UUID | None = None, by: Actor
) -> Reason | None:
    """Take somebody into a cycle. Answers the mark an admission without a known end carries."""
    use_once(token, by)
    row, cycle = take_enrolment(enrolment_id, revision, by)
    if row.status == Status.ON_HOLD.value:
        raise RuleBroken("step_not_legal", source=row.status, target=Status.ADMITTED.value)
    judged = judge(row, cycle, on, by)
    require(judged.verdict)
    row.end_unknown = judged.unknown_end
    change_status(row, Step(Status.ADMITTED, on), by, event="enrolments.admit")
    note_change_of(cycle.wave, by, "enrolments.admit")
    return judged.verdict.reasons[0] if judged.verdict.reasons else None


def judge(row: Enrolment, cycle: Cycle, on: date, by: Actor) -> Admission:
    """Gather what an admission is judged by, and judge it."""
    today = scope.today()
    wave = cycle.wave
    known = suspensions_of(wave)
    stay = Stay.objects.filter(
        person_id=row.person_id, organisation_id=by.organisation_id, ended_on=None
    ).first()
    sentence = Sentence.objects.filter(person_id=row.person_id).order_by("-recorded_at", "-id").first()
    granted = AdmissionException.objects.filter(
        enrolment=row, organisation_id=by.organisation_id, granted=True
    ).exists()
    return check_admission(
        Arrival(
            on=on,
            today=today,
            willing=willing_on(statements_of([row.person_id], by)[row.person_id], on),
            stay_since=stay.started_on if stay else None,
            stay_kind=StayKind(stay.kind) if stay else None,
            expires_on=sentence.expires_on if sentence else None,
            cycle_starts_on=wave.starts_on,
            cycle_ends_on=programmes.ends_on(wave.starts_on, cycle.months, known, today),
            suspended=any(one.from_on <= on and (one.until_on is None or on < one.until_on) for one in known),
            closed=wave.closed_on is not None,
            capacity=cycle.capacity,
            taken=cycle.taken,
            exception_granted=granted,
        )
    )


@action(Permission.RECHECK_REMAND)
def recheck_remand(
    *, enrolment_id: UUID, still_unknown: bool, note: str = "", token: UUID | None = None, by: Actor
) -> None:
    """Say that the end was looked at again this month; a known end takes the mark away.

    The dates themselves come from the register: `record_sentence` is where they are written.
    """
    use_once(token, by)
    row, _cycle = take_enrolment(enrolment_id, None, by)
    if not row.end_unknown or Status(row.status) not in IN_PLACE:
        raise RuleBroken("recheck_not_needed")
    if not still_unknown:
        sentence = Sentence.objects.filter(person_id=row.person_id).order_by("-recorded_at", "-id").first()
        if sentence is None or sentence.expires_on is None:
            raise RuleBroken("recheck_needs_sentence", "still_unknown")
    row.end_unknown = still_unknown
    row.rechecked_on = scope.today()
    row.revision += 1
    row.save(update_fields=["end_unknown", "rechecked_on", "revision"])
    audit.note_event(
        "enrolments.recheck_remand",
        by=by,
        subject="enrolment",
        subject_id=row.pk,
        person_id=row.person_id,
        changes={"rechecked_on": [None, row.rechecked_on], "end_unknown": [True, still_unknown]},
        why=note.strip(),
    )
