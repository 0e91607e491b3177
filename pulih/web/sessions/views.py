"""Reading sessions: one's own day, the week of a wave, one session with what can be done about it."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pulih.queries import programmes
from pulih.queries import sessions as queries
from pulih.records import scope
from pulih.rules.errors import require
from pulih.rules.permissions import Permission
from pulih.rules.sessions import check_catch_up, check_movable
from pulih.rules.verdicts import Verdict, all_of
from pulih.web.sessions.forms import week_day
from pulih.web.sessions.words import hours, state, whom


@dataclass(frozen=True)
class Line:
    """A session as a row of a page."""

    row: queries.SessionRow
    hours: str
    whom: str
    shape: str
    state: str
    clashes: bool = False


def line(row: queries.SessionRow, clashing: frozenset[UUID] = frozenset()) -> Line:
    """A session with its words."""
    shape, said = state(row)
    return Line(row, hours(row), whom(row), shape, said, row.id in clashing)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Today's own sessions, and the way to the timetable of each wave."""
    require(request.actor.may(Permission.READ_SESSIONS), attempt=True)
    today = scope.today()
    context = {
        "today": today,
        "lines": [line(row) for row in queries.day_of(request.actor, today)],
        "waves": programmes.open_waves(request.actor),
        "may_plan": bool(request.actor.may(Permission.PLAN_SESSIONS)),
    }
    return render(request, "sessions/home.html", context)


@require_safe
def week(request: HttpRequest, reference: str) -> HttpResponse:
    """A week of a wave; a table on a wide screen, days below one another on a phone.

    Talks with one person each are folded under their day: with a hundred people they would hide the rest.
    """
    wave = programmes.wave_of(request.actor, reference)
    today = scope.today()
    last = wave.ends_on(today)
    begin = min(max(today, wave.starts_on), last)
    on = week_day(request.GET.get("on", ""), begin)
    found = queries.week_of(request.actor, wave, on)
    clashing = frozenset(one.session.id for one in found.clashes)
    names = sorted({whom(row) for row in found.rows if not row.enrolment_id})
    shown = request.GET.get("group", "")
    days = [
        (
            day,
            found.closures.get(day, ""),
            any(one.holds(day) for one in wave.suspensions),
            [
                line(row, clashing)
                for row in rows
                if not row.enrolment_id and (not shown or whom(row) == shown)
            ],
            [line(row, clashing) for row in rows if row.enrolment_id and not shown],
        )
        for day, rows in found.days
    ]
    context = {
        "wave": wave,
        "monday": found.monday,
        "before": found.monday - timedelta(days=7),
        "after": found.monday + timedelta(days=7),
        "number": max(1, (found.monday - _monday(wave.starts_on)).days // 7 + 1),
        "days": days,
        "total": len(found.rows),
        "names": names,
        "shown": shown if shown in names else "",
        "clashes": [(line(one.session), one.reasons) for one in found.clashes],
        "today": today,
        "may_plan": bool(request.actor.may(Permission.PLAN_SESSIONS)) and wave.closed_on is None,
        "may_print": bool(request.actor.may(Permission.PRINT_DOCUMENTS)),
    }
    return render(request, "sessions/week.html", context)


def _monday(on: date) -> date:
    return on - timedelta(days=on.weekday())


@dataclass(frozen=True)
class Possible:
    """What can be done with a session, or why it cannot."""

    move: Verdict
    catch_up: Verdict


@require_safe
def session(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """One session: when, where, with whom, what became of it."""
    row = queries.session_of(request.actor, session_id)
    today = scope.today()
    plan = request.actor.may(Permission.PLAN_SESSIONS)
    context = {
        "line": line(row),
        "row": row,
        "today": today,
        "people": len(row.people),
        "possible": Possible(
            all_of((plan, check_movable(row.state, row.on, row.marked, today))),
            all_of(
                (plan, check_catch_up(row.state, row.caught_up_by is not None, row.on, max(today, row.on)))
            ),
        ),
    }
    return render(request, "sessions/session.html", context)
