"""One session: planned by hand, moved, cancelled with whose reason, made good."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pulih.actions import sessions as actions
from pulih.queries import programmes
from pulih.queries import sessions as queries
from pulih.records import scope
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.rules.sessions import check_movable
from pulih.web.sessions.forms import CancelForm, HoursForm, SessionForm, week_day
from pulih.web.sessions.views import line
from pulih.web.sessions.words import words
from pulih.web.ui.answering import answer
from pulih.web.ui.asking import kept_text

FORM = ("GET", "HEAD", "POST")


def _offered(request: HttpRequest) -> dict[str, Any]:
    return {"rooms": queries.rooms_of(request.actor), "leaders": queries.leaders_of(request.actor)}


@require_http_methods(FORM)
def plan(request: HttpRequest, reference: str) -> HttpResponse:
    """One more session."""
    require(request.actor.may(Permission.PLAN_SESSIONS), attempt=True)
    wave = programmes.wave_of(request.actor, reference)
    cycles = tuple((one.id, one.programme) for one in wave.cycles)
    cycle_of: dict[str, UUID] = {}
    choices = []
    for cycle in queries.groups_of(request.actor, wave.id, cycles):
        for group in cycle.groups:
            if group.closed_on is None:
                choices.append((f"group:{group.id}", group.name))
                cycle_of[f"group:{group.id}"] = cycle.cycle_id
        everybody = _("Semua peserta %(programme)s") % {
            "programme": words(f"programme.{cycle.programme}").lower()
        }
        choices.append((f"cycle:{cycle.cycle_id}", everybody))
        cycle_of[f"cycle:{cycle.cycle_id}"] = cycle.cycle_id
    begin = {"on": week_day(request.GET.get("on", ""), scope.today()), "group": request.GET.get("group", "")}
    form = SessionForm(
        request.POST or None, initial=kept_text(request) or begin, choices=choices, **_offered(request)
    )

    def act(given: dict[str, Any]) -> UUID:
        kind, _sep, chosen = given["group"].partition(":")
        return actions.plan_session(
            wave_id=wave.id,
            cycle_id=cycle_of[given["group"]],
            group_id=UUID(chosen) if kind == "group" else None,
            enrolment_id=None,
            module="",
            title=given["title"],
            **form.given(),
            token=form.token,
            by=request.actor,
        )

    return answer(
        request,
        form,
        act,
        template="sessions/plan.html",
        done=_("Sesi masuk jadwal."),
        to=lambda made: reverse("sessions:session", args=[made]),
        context={"wave": wave},
    )


@require_http_methods(FORM)
def move(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Another day, hour, room or leader."""
    require(request.actor.may(Permission.PLAN_SESSIONS), attempt=True)
    row = queries.session_of(request.actor, session_id)
    begin = {"on": row.on, "starts_at": row.starts_at, "ends_at": row.ends_at, "room": row.room_id,
             "leader": row.leader_id}  # fmt: skip
    form = HoursForm(
        request.POST or None, initial=kept_text(request) or begin, revision=row.revision, **_offered(request)
    )

    def act(_given: dict[str, Any]) -> None:
        actions.move_session(
            session_id=session_id,
            **form.given(),
            revision=form.seen_revision,
            token=form.token,
            by=request.actor,
        )

    return _changed(request, form, act, row, "sessions/move.html", _("Sesi dipindahkan."))


@require_http_methods(FORM)
def cancel(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Say that it is not held; what follows is told before."""
    require(request.actor.may(Permission.PLAN_SESSIONS), attempt=True)
    row = queries.session_of(request.actor, session_id)
    form = CancelForm(request.POST or None, initial=kept_text(request), revision=row.revision)

    def act(given: dict[str, Any]) -> None:
        actions.cancel_session(
            session_id=session_id,
            side=given["side"],
            because=given["because"],
            revision=form.seen_revision,
            token=form.token,
            by=request.actor,
        )

    return _changed(request, form, act, row, "sessions/cancel.html", _("Sesi dibatalkan."))


def _changed(
    request: HttpRequest, form: Any, act: Any, row: queries.SessionRow, template: str, done: str
) -> HttpResponse:
    standing = check_movable(row.state, row.on, row.marked, scope.today())
    if request.method != "POST" and not standing:
        raise RuleBroken.because(standing)
    return answer(
        request,
        form,
        act,
        template=template,
        done=done,
        to=lambda _done: reverse("sessions:session", args=[row.id]),
        context={"line": line(row), "row": row},
    )


@require_http_methods(FORM)
def catch_up(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Make a cancelled session good."""
    require(request.actor.may(Permission.PLAN_SESSIONS), attempt=True)
    row = queries.session_of(request.actor, session_id)
    begin = {"starts_at": row.starts_at, "ends_at": row.ends_at, "room": row.room_id, "leader": row.leader_id}
    form = HoursForm(request.POST or None, initial=kept_text(request) or begin, **_offered(request))

    def act(_given: dict[str, Any]) -> UUID:
        return actions.catch_up(session_id=session_id, **form.given(), token=form.token, by=request.actor)

    return answer(
        request,
        form,
        act,
        template="sessions/catch_up.html",
        done=_("Sesi pengganti masuk jadwal."),
        to=lambda made: reverse("sessions:session", args=[made]),
        context={"line": line(row), "row": row},
    )
