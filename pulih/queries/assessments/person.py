"""Everything an office has asked one person, and what is still due."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from pulih.queries.assessments.responses import ResponseRow, responses_of_person, standing
from pulih.queries.assessments.subject import Subject, subjects_of_person
from pulih.records import scope
from pulih.rules.actors import Actor
from pulih.rules.errors import require
from pulih.rules.measuring import Due, how_due
from pulih.rules.permissions import Permission
from pulih.rules.programmes import Point, Window


@dataclass(frozen=True)
class Measurement:
    """One questionnaire of one enrolment's plan: the form in force, or how it stands."""

    subject: Subject
    point: Point
    window: Window | None
    due: Due | None
    """None before admission."""
    response: ResponseRow | None


@dataclass(frozen=True)
class PersonMeasures:
    """All enrolments of somebody at this office, newest wave first, with what was asked in each."""

    subjects: tuple[Subject, ...]
    measurements: tuple[Measurement, ...]
    beside: tuple[ResponseRow, ...]
    """The forms in force that belong to no programme, of every instrument, newest first."""

    def of_wave(self, wave_id: UUID) -> tuple[Measurement, ...]:
        """What was asked in one wave, by enrolment and month."""
        return tuple(one for one in self.measurements if one.subject.wave_id == wave_id)


def measures_of(actor: Actor, person_id: UUID, instrument: str) -> PersonMeasures:
    """What this office asked somebody whose record was opened; opening it left the read event."""
    require(actor.may(Permission.READ_MEASURES), attempt=True)
    subjects = subjects_of_person(actor, person_id)
    rows = responses_of_person(actor, person_id)
    today = scope.today()
    return PersonMeasures(
        subjects,
        tuple(
            _measurement(one, point, standing(rows, one, instrument, point.code), today)
            for one in subjects
            for point in one.points(instrument)
        ),
        tuple(one for one in reversed(rows) if one.wave_id is None and not one.amended),
    )


def _measurement(subject: Subject, point: Point, response: ResponseRow | None, today: date) -> Measurement:
    window = subject.window(point, today)
    due = how_due(window, response is not None, subject.ended_on, today) if window else None
    return Measurement(subject, point, window, due, response)
