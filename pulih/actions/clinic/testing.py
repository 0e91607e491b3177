"""A urine test and its strips; a positive stands only after a second pair of eyes."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from pulih.actions.acting import action, use_once
from pulih.actions.assessments.facts import EXTRA, Measured, require_taking, take_measured
from pulih.actions.outcomes.superseding import note_change_in
from pulih.records import audit, scope
from pulih.records.models import AnalyteResult, SecondLook, UrineTest
from pulih.rules import urine
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.measuring import check_amendment
from pulih.rules.permissions import Permission
from pulih.rules.programmes import URINE


@action(Permission.TEST_URINE)
def record_test(
    *,
    enrolment_id: UUID,
    point: str,
    taken_on: date,
    state: str,
    results: Mapping[str, str],
    reason: str = "",
    witness: str = "",
    outside_because: str = "",
    token: UUID | None = None,
    by: Actor,
) -> UUID:
    """Record a test of the plan, or one beside it (`extra`)."""
    measured = take_measured(enrolment_id, by, token)
    around = require_taking(measured, URINE, point, taken_on, outside_because, by)
    if point != EXTRA and _current(measured, point, by):
        raise RuleBroken("test_known")
    test = _read(state, results, reason)
    made = _store(measured, point, taken_on, test, witness, outside_because, None, "", by)
    if around.approved:
        note_change_in(measured.wave_id, by, "clinic.record_test")
    return made.pk


@action(Permission.TEST_URINE)
def amend_test(
    *,
    test_id: UUID,
    taken_on: date,
    state: str,
    results: Mapping[str, str],
    reason: str = "",
    witness: str = "",
    outside_because: str = "",
    why: str,
    token: UUID | None = None,
    by: Actor,
) -> UUID:
    """Replace a test by a further row that says why; both stay, the newer counts."""
    use_once(token, by)
    before = UrineTest.objects.filter(pk=test_id, organisation_id=by.organisation_id).first()
    if before is None:
        raise RuleBroken("test_unknown", attempt=True, subject="urine_test", subject_id=str(test_id))
    measured = take_measured(before.enrolment_id, by)
    require(check_amendment(why))
    because = outside_because or before.outside_because
    around = require_taking(measured, URINE, before.point, taken_on, because, by)
    test = _read(state, results, reason)
    made = _store(measured, before.point, taken_on, test, witness, because, before, why.strip(), by)
    if around.approved:
        note_change_in(measured.wave_id, by, "clinic.amend_test")
    return made.pk


@action(Permission.LOOK_AGAIN)
def look_again(*, test_id: UUID, agrees: bool, note: str = "", token: UUID | None = None, by: Actor) -> None:
    """Somebody else reads a positive again. Without agreement it does not stand, and is taken anew."""
    use_once(token, by)
    row = UrineTest.objects.filter(pk=test_id, organisation_id=by.organisation_id).first()
    if row is None:
        raise RuleBroken("test_unknown", attempt=True, subject="urine_test", subject_id=str(test_id))
    take_measured(row.enrolment_id, by)  # so that a correction and a second look do not cross
    done = SecondLook.objects.filter(test=row).exists()
    amended = UrineTest.objects.filter(organisation_id=by.organisation_id, amends=row).exists()
    if amended:
        raise RuleBroken("test_amended_already")
    require(
        urine.check_second_look(urine.UrineState(row.state), row.recorded_by, by.account_id, done),
        attempt=row.recorded_by == by.account_id,
    )
    if not agrees and len(note.strip()) < 5:
        raise RuleBroken("second_look_note_missing", "note")
    try:
        with transaction.atomic():
            SecondLook.objects.create(
                test=row,
                person_id=row.person_id,
                organisation_id=row.organisation_id,
                agrees=agrees,
                note=note.strip(),
                looked_at=scope.now(),
                looked_by=by.account_id,
            )
    except IntegrityError as known:
        raise RuleBroken("second_look_done") from known
    audit.note_event(
        "clinic.look_again",
        by=by,
        subject="urine_test",
        subject_id=row.pk,
        person_id=row.person_id,
        changes={"second_look": [None, "done"]},
    )
    note_change_in(row.wave_id, by, "clinic.look_again")


def _read(state: str, results: Mapping[str, str], reason: str) -> urine.UrineTest:
    try:
        read = {urine.Analyte(name): urine.Result(value) for name, value in results.items() if value}
        test = urine.UrineTest(urine.UrineState(state), read, reason)
    except ValueError as strange:
        raise RuleBroken("test_unreadable", "state") from strange
    require(urine.check_test(test))
    return test


def _current(measured: Measured, point: str, by: Actor) -> bool:
    """Whether a test of this point counts for this enrolment already."""
    return UrineTest.objects.filter(
        organisation_id=by.organisation_id,
        wave_id=measured.wave_id,
        person_id=measured.person_id,
        point=point,
        taken_on__gte=measured.admitted_on or date.max,
    ).exists()


def _store(
    measured: Measured,
    point: str,
    taken_on: date,
    test: urine.UrineTest,
    witness: str,
    outside_because: str,
    amends: UrineTest | None,
    why: str,
    by: Actor,
) -> UrineTest:
    try:
        with transaction.atomic():
            made = UrineTest.objects.create(
                person_id=measured.person_id,
                organisation_id=by.organisation_id,
                enrolment_id=measured.id,
                wave_id=measured.wave_id,
                point=point,
                taken_on=taken_on,
                state=test.state.value,
                reason=test.reason.strip(),
                outside_because=outside_because.strip(),
                witness=witness.strip(),
                amends=amends,
                why=why,
                recorded_at=scope.now(),
                recorded_by=by.account_id,
            )
    except IntegrityError as known:
        if "urine_test_amended_once" not in str(known):
            raise
        raise RuleBroken("test_amended_already") from known
    AnalyteResult.objects.bulk_create(
        AnalyteResult(
            test=made,
            person_id=made.person_id,
            organisation_id=made.organisation_id,
            analyte=analyte.value,
            result=result.value,
        )
        for analyte, result in test.results.items()
    )
    # The result itself is clinical and stays out of the event.
    audit.note_event(
        "clinic.amend_test" if amends else "clinic.record_test",
        by=by,
        subject="urine_test",
        subject_id=made.pk,
        person_id=made.person_id,
        changes={
            "point": [None, point],
            "taken_on": [amends.taken_on if amends else None, taken_on],
            **({"amends": [None, amends.pk]} if amends else {}),
        },
        why=why,
    )
    return made
