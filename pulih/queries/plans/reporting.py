"""What a progress report says of somebody: attendance, goals, skills, measurements done; no scores, no notes."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from pulih.queries.attendance import EnrolmentAttendance, attendance_of
from pulih.queries.plans.reading import PlanRecord, open_plan
from pulih.queries.programmes import Enrolled, participants, wave_of
from pulih.records import scope
from pulih.rules import programmes
from pulih.rules.actors import Actor
from pulih.rules.documents import initials
from pulih.rules.errors import RuleBroken


@dataclass(frozen=True)
class Reported:
    """A plan with everything else the report says; `facts` are codes and ISO days, worded when printed."""

    record: PlanRecord
    facts: dict[str, Any]


def report_of(actor: Actor, enrolment_id: UUID) -> Reported:
    """Gather a report as things stand today; only by the office whose programme it is."""
    record = open_plan(actor, enrolment_id, "progress_report")
    if not record.own:
        raise RuleBroken("report_not_own")
    episode, today = record.episode, scope.today()
    wave = wave_of(actor, episode.wave_reference)
    found = [
        one
        for who in participants(actor, (wave,), today)
        for one in who.enrolled
        if who.person_id == episode.person_id and one.id == enrolment_id
    ]
    came = next(
        (
            one
            for one in attendance_of(actor, episode.reference).enrolments
            if one.enrolment_id == enrolment_id
        ),
        None,
    )
    begun = episode.course.starts_on
    until = min(today, episode.course.ended_on or today)
    return Reported(
        record,
        {
            "programme": episode.programme,
            "wave": episode.wave,
            "months": episode.months,
            "name": record.person.name,
            "initials": initials(record.person.name),
            "reference": episode.reference,
            "register_number": episode.register_number,
            "begun_on": begun.isoformat(),
            "ends_on": episode.course.ends_on.isoformat(),
            "days": 1 + programmes.programme_days(begun, until, wave.still_days, today),
            "attendance": _attendance(came),
            "goals": _goals(record),
            "skills": _skills(record),
            "measured": _measured(found[0]) if found else [],
            "review_on": _iso(record.agreed.review_on) if record.agreed else "",
        },
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _attendance(came: EnrolmentAttendance | None) -> dict[str, Any]:
    if came is None:
        return {"held": 0, "attended": 0, "sides": {}}
    return {"held": came.held, "attended": came.attended, "sides": came.sides}


def _goals(record: PlanRecord) -> list[dict[str, Any]]:
    goals = record.agreed.goals if record.agreed else ()
    return [
        {
            "dimension": one.goal.dimension,
            "horizon": one.goal.horizon,
            "text": one.goal.text,
            "state": one.state.value,
            "since": _iso(one.since),
        }
        for one in goals
    ]


def _skills(record: PlanRecord) -> list[dict[str, Any]]:
    return [
        {
            "title_id": one.module.title_id,
            "title_en": one.module.title_en,
            "first": one.seen[0].level,
            "level": one.seen[-1].level,
            "on": _iso(one.seen[-1].on),
        }
        for one in record.skills
    ]


def _measured(enrolled: Enrolled) -> list[dict[str, Any]]:
    return [
        {"kind": one.point.kind, "point": one.point.code, "how": one.how.value} for one in enrolled.measures
    ]
