"""Marking a session's group, saying that it was not held, and correcting one mark."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pulih.actions import attendance as actions
from pulih.actions.attendance import Marked
from pulih.language.wording import reason_text
from pulih.queries import attendance
from pulih.queries.attendance import Register
from pulih.rules.attendance import LATE_ENTRY_DAYS, Word, check_mark
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.rules.sessions import SessionState
from pulih.web.attendance.forms import CorrectForm, GroupForm, NotHeldForm, people_sent, rest_present
from pulih.web.attendance.page import counts_of, marking_rows, suggested
from pulih.web.ui.answering import answer
from pulih.web.ui.asking import kept_text

ARRIVED = ("already_sent", "attendance_marked", "attendance_cancelled")
"""Refusals after which there is nothing left to send: the session has its marks, or is not held."""


@require_http_methods(["GET", "HEAD", "POST"])
def session(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """One session: marked here while it waits, its register afterwards."""
    if request.method == "POST":
        require(request.actor.may(Permission.MARK_ATTENDANCE), attempt=True)
        return _mark(request, session_id)
    register = attendance.register_of(request.actor, session_id)
    if not register.session.may_mark(request.actor):
        context = {"register": register, "counts": counts_of(register), "late_days": LATE_ENTRY_DAYS,
                   "may_mark": register.session.may_mark(request.actor),
                   "may_correct": _may_correct(request, register),
                   "may_note": bool(request.actor.may(Permission.WRITE_NOTES))}  # fmt: skip
        return render(request, "attendance/register.html", context)
    form = GroupForm(people=_people(register), initial=kept_text(request) or suggested(register))
    return _marking_page(request, register, form)


def _people(register: Register) -> dict[UUID, str]:
    return {one.enrolment_id: one.name for one in register.rows}


def _may_correct(request: HttpRequest, register: Register) -> bool:
    held = register.session.state == SessionState.HELD
    return held and bool(request.actor.may(Permission.MARK_ATTENDANCE))


def _marking_page(
    request: HttpRequest, register: Register, form: GroupForm, status: int = 200
) -> HttpResponse:
    context = {"register": register, "form": form, "rows": marking_rows(form, register)}
    return render(request, "attendance/mark.html", context, status=status)


def _mark(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """A browser that sends by itself asks for JSON: it goes on, or sends the page again to see what is wrong.

    The register is read only to show the page again: what is sent says whom it is about, the action judges it.
    """
    if "rest" in request.POST:
        register = attendance.register_of(request.actor, session_id)
        people = _people(register)
        return _marking_page(
            request, register, GroupForm(people=people, initial=rest_present(request.POST, people))
        )
    form = GroupForm(request.POST, people=people_sent(request.POST))
    refused: RuleBroken | None = None
    if not form.errors:
        try:
            made = actions.mark_group(
                session_id=session_id, marks=form.marks, everybody=True, token=form.token, by=request.actor
            )
        except RuleBroken as broken:
            if broken.attempt:
                raise
            if broken.code in ARRIVED:
                if broken.code != "already_sent":
                    messages.warning(request, reason_text(broken.reasons[0], get_language() or "id"))
                return _go_on(request)
            refused = broken
        else:
            messages.success(request, _said(made))
            return _go_on(request)
    if _by_itself(request):
        return JsonResponse({"again": True}, status=422)
    register = attendance.register_of(request.actor, session_id)
    form = GroupForm(request.POST, people=_people(register))
    form.name_unmarked()
    if refused and not form.errors:
        form.add_reasons(refused)
    return _marking_page(request, register, form, status=422)


def _by_itself(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _go_on(request: HttpRequest) -> HttpResponse:
    if _by_itself(request):
        return JsonResponse({"to": request.path})
    return HttpResponseRedirect(request.path, status=303)


def _said(made: Marked) -> str:
    words = _("Kehadiran tersimpan: %(present)s hadir, %(absent)s tidak hadir.") % {
        "present": made.present,
        "absent": made.absent,
    }
    if made.late:
        words += " " + _("Dicatat sebagai entri terlambat.")
    if made.tasks:
        words += " " + _("Ketidakhadiran yang berulang menjadi tugas konselor.")
    return words


@require_http_methods(["GET", "HEAD", "POST"])
def not_held(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Say that a session was not held, whose doing that was and why."""
    require(request.actor.may(Permission.MARK_ATTENDANCE), attempt=True)
    register = attendance.register_of(request.actor, session_id)
    require(register.session.may_mark(request.actor))
    form = NotHeldForm(request.POST or None, initial=kept_text(request))

    def act(data: dict[str, Any]) -> Marked:
        return actions.mark_group(
            session_id=session_id,
            happened=False,
            side=data["side"],
            because=data["because"],
            token=form.token,
            by=request.actor,
        )

    return answer(
        request,
        form,
        act,
        template="attendance/not_held.html",
        done=_("Tersimpan: sesi ini tidak berlangsung."),
        to=lambda _made: reverse("attendance:session", args=[session_id]),
        context={"register": register},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, session_id: UUID, enrolment_id: UUID) -> HttpResponse:
    """Replace what was said of one person by a further row."""
    require(request.actor.may(Permission.MARK_ATTENDANCE), attempt=True)
    register = attendance.register_of(request.actor, session_id)
    row = register.row(enrolment_id)
    history = attendance.mark_history(request.actor, session_id, enrolment_id)
    form = CorrectForm(request.POST or None, initial=kept_text(request) or _as_typed(row.mark))

    def act(data: dict[str, Any]) -> UUID:
        return actions.correct_mark(
            session_id=session_id,
            enrolment_id=enrolment_id,
            mark=form.mark,
            why=data["why"],
            token=form.token,
            by=request.actor,
        )

    return answer(
        request,
        form,
        act,
        template="attendance/correct.html",
        done=_("Perbaikan tersimpan. Tanda lama tetap ada dalam riwayat."),
        to=lambda _made: reverse("attendance:session", args=[session_id]),
        context={"register": register, "row": row, "history": history},
    )


def _as_typed(mark: actions.Mark | None) -> dict[str, Any]:
    if mark is None or not check_mark(mark, 24 * 60):
        return {"word": Word.PRESENT.value}
    return {
        "word": mark.word.value,
        mark.word.value: mark.reason,
        "late": mark.late_minutes or None,
    }
