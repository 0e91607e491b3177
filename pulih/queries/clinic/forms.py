"""What a urine test's form needs, and one finished test with its second look."""

from dataclasses import dataclass
from uuid import UUID

from pulih.queries.assessments.subject import Subject, subject_of
from pulih.queries.clinic.rows import UrineRow, history, urine_at, urine_of_person, urine_rows
from pulih.records import reading, scope
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.rules.programmes import URINE, Window
from pulih.rules.urine import UrineState, check_second_look
from pulih.rules.verdicts import Verdict, all_of, refused

EXTRA = "extra"


@dataclass(frozen=True)
class UrineFormFacts:
    """A test that somebody is about to enter."""

    subject: Subject
    point: str
    window: Window | None
    """None for a test beside the plan."""
    done: UrineRow | None


@dataclass(frozen=True)
class UrineTestFacts:
    """One test of the office."""

    subject: Subject
    test: UrineRow
    history: tuple[UrineRow, ...]
    """From the first row to the one in force."""
    window: Window | None
    may_look: Verdict
    may_amend: Verdict


def urine_form(actor: Actor, enrolment_id: UUID, point: str) -> UrineFormFacts:
    """The facts of one test's form; refused by `point_unknown` where the plan has no such test."""
    require(actor.may(Permission.TEST_URINE), attempt=True)
    subject = subject_of(actor, enrolment_id)
    planned = subject.point(URINE, point)
    if planned is None and point != EXTRA:
        raise RuleBroken("point_unknown", "point")
    rows = urine_of_person(actor, subject.person_id)
    reading.note(actor, subject.person_id, "testing")
    return UrineFormFacts(
        subject,
        point,
        subject.window(planned, scope.today()),
        urine_at(rows, subject, point) if planned else None,
    )


def urine_test(actor: Actor, test_id: UUID) -> UrineTestFacts:
    """One test with its history; leaves a read event."""
    require(actor.may(Permission.READ_TESTS), attempt=True)
    rows = urine_rows(
        actor,
        "(u.person_id, u.wave_id) IN (SELECT x.person_id, x.wave_id FROM urine_test x"
        " WHERE x.id = %(test)s AND x.organisation_id = %(office)s)",
        {"test": test_id},
    )
    found = next((one for one in rows if one.id == test_id), None)
    if found is None:
        raise RuleBroken("not_found", attempt=True, subject="urine_test", subject_id=str(test_id))
    subject = subject_of(actor, found.enrolment_id)
    reading.note(actor, subject.person_id, "tests")
    in_force = refused("test_amended_already") if found.amended else Verdict(True)
    return UrineTestFacts(
        subject,
        found,
        history(rows, test_id),
        subject.window(subject.point(URINE, found.point), scope.today()),
        may_look=all_of(
            (
                actor.may(Permission.LOOK_AGAIN),
                in_force,
                check_second_look(
                    UrineState(found.state),
                    found.recorded_by_id,
                    actor.account_id,
                    found.agreed is not None,
                ),
            )
        ),
        may_amend=all_of((actor.may(Permission.TEST_URINE), in_force)),
    )
