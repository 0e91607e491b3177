"""The demo's wave as it runs: counsellors, groups, a timetable, two weeks of attendance, people who wait."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from pulih.cli.scenarios.founding import definition
from pulih.rules.actors import Actor
from pulih.rules.timetable import monday_of

MARKED_DAYS = 13
"""Sessions are planned, and marked, from the Monday of the week so many days ago."""
MISSING = 0.09
"""How often somebody does not come."""
COMES_LATE = 0.02
TIRED = 6
"""Who stays away without a word these days, so that a pattern becomes a task."""
_ZONE = ZoneInfo("Asia/Jakarta")


@dataclass(frozen=True)
class Inside:
    """Somebody who takes part."""

    person: UUID
    enrolment: UUID
    programme: str


@dataclass(frozen=True)
class Stage:
    """What the wave is played with."""

    workers: Mapping[str, Actor]
    draw: random.Random
    today: date
    start: date
    wave: str
    cycles: Mapping[str, UUID]
    inside: Sequence[Inside]
    acting: Callable[[Actor, date], Any]
    data: Mapping[str, Any]

    @property
    def planned_on(self) -> date:
        """The Monday from which the timetable runs."""
        return monday_of(self.today - timedelta(days=MARKED_DAYS))

    def of(self, programme: str) -> list[Inside]:
        """Those of a programme."""
        return [one for one in self.inside if one.programme == programme]


def adopt_programmes(administrator: Actor) -> None:
    """Two of the programmes that ship, so that a wave planned from now on has a curriculum."""
    from pulih.actions.programmes import adopt_template

    for code in ("medical", "social-tc"):
        adopt_template(given=definition("programmes", code), by=administrator)


def run(stage: Stage) -> None:
    """From the first day to today: whoever looks after whom, what is held, who came, who is away."""
    _assign(stage)
    groups = _furnish(stage)
    _plan(stage)
    _mark(stage)
    _today(stage, groups)
    _away(stage)


def _assign(stage: Stage) -> None:
    """Everybody gets the counsellor who is suggested."""
    from pulih.actions.caseload import accept_suggestions
    from pulih.queries.caseload import snapshot, suggestions

    manager = stage.workers["manajer"]
    with stage.acting(manager, stage.start + timedelta(days=1)):
        advised = suggestions(snapshot(manager))
        chosen = {one.enrolment: one.worker for one in advised if one.worker}
        accept_suggestions(chosen=chosen, by=manager)


def _furnish(stage: Stage) -> list[UUID]:
    """Rooms, days without sessions, and the groups, on the Monday from which the timetable runs.

    Answers the social groups.
    """
    from pulih.actions.sessions import add_closure, add_room, make_group

    manager, day = stage.workers["manajer"], stage.planned_on
    made: dict[str, list[UUID]] = {}
    with stage.acting(manager, day):
        for room in stage.data["rooms"]:
            add_room(name=room["name"], seats=room["seats"], by=manager)
        for on, name in _closed(stage):
            add_closure(on=on, name=name, by=manager)
        for programme, names in stage.data["groups"].items():
            people = [one.enrolment for one in stage.of(programme)]
            made[programme] = [
                make_group(
                    cycle_id=stage.cycles[programme],
                    name=name,
                    members=people[place :: len(names)],
                    from_on=day,
                    by=manager,
                )
                for place, name in enumerate(names)
            ]
    return made["social"]


def _closed(stage: Stage) -> list[tuple[date, str]]:
    """Holidays in the rest of the wave, and a day of the house's own."""
    days = [stage.planned_on + timedelta(days=day) for day in range(180)]
    holidays = stage.data["holidays"]
    found = {day: holidays[f"{day:%m-%d}"] for day in days if f"{day:%m-%d}" in holidays}
    own = stage.data["closed"]
    return list({stage.today + timedelta(days=own["in_days"]): own["name"], **found}.items())


def _plan(stage: Stage) -> None:
    """The timetable of both programmes as it is suggested."""
    from pulih.actions.sessions import generate_timetable, preview_timetable

    manager, day = stage.workers["manajer"], stage.planned_on
    with stage.acting(manager, day):
        for cycle in stage.cycles.values():
            found = preview_timetable(cycle_id=cycle, from_on=day, by=manager)
            generate_timetable(cycle_id=cycle, from_on=day, mark=found.mark, by=manager)


def _mark(stage: Stage) -> None:
    """Every session until yesterday: most came; one was not held."""
    counsellor = stage.workers["konselor"]
    enrolments = {one.person: one.enrolment for one in stage.inside}
    tired = stage.of("social")[TIRED].enrolment
    lost = False
    for days in range((stage.today - stage.planned_on).days):
        day = stage.planned_on + timedelta(days=days)
        with _evening(counsellor, day):
            for row in _sessions_of(stage, counsellor, day):
                fallen = not lost and bool(row.group_id) and day >= stage.today - timedelta(days=5)
                lost = lost or fallen
                here = sorted((enrolments[one] for one in row.people if one in enrolments), key=str)
                if fallen:
                    _not_held(stage, counsellor, row.id)
                else:
                    _held(stage, counsellor, row, here, tired)


def _sessions_of(stage: Stage, counsellor: Actor, day: date) -> list[Any]:
    from pulih.queries import programmes, sessions

    week = sessions.week_of(counsellor, programmes.wave_of(counsellor, stage.wave), day)
    return [row for row in week.rows if row.on == day and row.people]


def _not_held(stage: Stage, by: Actor, session: UUID) -> None:
    from pulih.actions.attendance import mark_group

    said = stage.data["not_held"]
    mark_group(session_id=session, happened=False, side=said["side"], because=said["because"], by=by)


def _held(stage: Stage, by: Actor, row: Any, here: Sequence[UUID], tired: UUID) -> None:
    from pulih.actions.attendance import Mark, mark_group

    words = stage.data["absences"]
    marks = {}
    for one in here:
        luck = stage.draw.random()
        if luck < MISSING:
            marks[one] = Mark(False, reason=stage.draw.choices(list(words), list(words.values()))[0])
        elif luck > 1 - COMES_LATE:
            marks[one] = Mark(True, late_minutes=10)
    if tired in here and row.on >= stage.today - timedelta(days=4):
        marks[tired] = Mark(False, reason="no_word")
    mark_group(session_id=row.id, marks=marks, by=by)


def _today(stage: Stage, groups: Sequence[UUID]) -> None:
    """Sessions of today wait to be marked; where the timetable has none, on a weekend, sport is held."""
    from pulih.actions.sessions import plan_session
    from pulih.queries import programmes, sessions

    manager, leader = stage.workers["manajer"], stage.workers["konselor"]
    with stage.acting(manager, stage.today):
        wave = programmes.wave_of(manager, stage.wave)
        if any(row.on == stage.today for row in sessions.week_of(manager, wave, stage.today).rows):
            return
        said = stage.data["weekend"]
        for place, group in enumerate(groups):
            plan_session(
                wave_id=wave.id,
                cycle_id=stage.cycles["social"],
                group_id=group,
                enrolment_id=None,
                module="",
                title=said["title"],
                on=stage.today,
                starts_at=time(said["starts"] + 2 * place),
                ends_at=time(said["starts"] + 2 * place + 1),
                leader_id=leader.account_id,
                by=manager,
            )


def _away(stage: Stage) -> None:
    """The second counsellor is at a training next week: their sessions need somebody else."""
    from pulih.actions.caseload import record_absence

    manager, other = stage.workers["manajer"], stage.workers["konselor2"]
    said = stage.data["away"]
    first = monday_of(stage.today) + timedelta(days=said["first"])
    assert other.account_id is not None
    with stage.acting(manager, stage.today):
        record_absence(
            account_id=other.account_id,
            from_on=first,
            until_on=first + timedelta(days=said["days"] - 1),
            reason=said["reason"],
            by=manager,
        )


def _evening(actor: Actor, day: date) -> Any:
    """The hour at which a day is marked: its sessions are over."""
    from pulih.records import scope

    return scope.acting_as(actor, at=datetime.combine(day, time(16), _ZONE))
