"""The day's sessions, somebody's attendance, a wave's completeness, and the register on paper."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from pulih.queries import attendance
from pulih.reports.attendance_register import register_pdf
from pulih.rules.permissions import Permission


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What is held today and what waits to be marked."""
    day = attendance.day_of_sessions(request.actor)
    to_mark = [one.id for one in (*day.unmarked, *day.mine) if one.state == "planned" and not one.suspended]
    context = {
        "day": day,
        "may_mark": bool(request.actor.may(Permission.MARK_ATTENDANCE)),
        "first": to_mark[0] if to_mark else None,
    }
    return render(request, "attendance/home.html", context)


@require_safe
def person(request: HttpRequest, reference: str) -> HttpResponse:
    """How often somebody came, session by session."""
    page = attendance.attendance_of(request.actor, reference)
    return render(request, "attendance/person.html", {"page": page, "record": page.record})


@require_safe
def wave(request: HttpRequest, reference: str) -> HttpResponse:
    """How complete a wave's attendance is."""
    return render(
        request, "attendance/wave.html", {"page": attendance.wave_attendance(request.actor, reference)}
    )


@require_safe
def paper(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """The register to print: names to tick and to sign, or what was marked."""
    register = attendance.register_of(request.actor, session_id)
    content = register_pdf(register, get_language() or "id", issuer=request.actor.organisation_name)
    name = f"daftar-hadir-{register.session.on.isoformat()}-{str(session_id)[-6:]}"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}.pdf"'},
    )
