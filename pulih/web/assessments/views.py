"""Finished forms, somebody's measurements, and the tasks that worrying answers and concerns make."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulih.actions import assessments as actions
from pulih.queries import assessments, people
from pulih.rules.errors import require
from pulih.rules.permissions import Permission
from pulih.web.assessments.forms import ConcernForm, FinishForm
from pulih.web.assessments.person import measures_page
from pulih.web.assessments.result import result_page
from pulih.web.ui.answering import answer
from pulih.web.ui.asking import kept_text


@require_safe
def response(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """A finished form: scores, change, history."""
    facts = assessments.response_of(request.actor, response_id)
    page = result_page(request.actor, facts)
    context = {"page": page, "subject": page.subject, "programme_month": page.programme_month}
    return render(request, "assessments/response.html", context)


@require_safe
def person(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything this office measured of somebody."""
    require(request.actor.may(Permission.READ_MEASURES), attempt=True)
    record = people.open_person(request.actor, reference, "measures")
    page = measures_page(request.actor, record.id, here=record.open_stay is not None)
    return render(request, "assessments/person.html", {"page": page, "record": record})


@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """What waits for this role."""
    found = assessments.tasks_for(request.actor)
    context = {
        "open": [one for one in found if one.done_at is None],
        "done": [one for one in found if one.done_at is not None],
        "may_measure": bool(request.actor.may(Permission.MEASURE)),
    }
    return render(request, "assessments/tasks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def task(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """One task: why it was made, and what was done."""
    facts = assessments.task_of(request.actor, task_id)
    form = FinishForm(request.POST or None, initial=kept_text(request))

    def act(data: dict[str, Any]) -> None:
        actions.finish_task(task_id=task_id, note=data["note"], token=form.token, by=request.actor)

    return answer(
        request,
        form,
        act,
        template="assessments/task.html",
        done=_("Tugas selesai. Catatannya tersimpan."),
        to=lambda _result: reverse("assessments:tasks"),
        context={"task": facts},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def concern(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask a role to look at somebody soon."""
    require(request.actor.may(Permission.RAISE_CONCERN), attempt=True)
    record = people.open_person(request.actor, reference, "concern")
    form = ConcernForm(request.POST or None, initial=kept_text(request))

    def act(data: dict[str, Any]) -> None:
        actions.raise_concern(
            person_id=record.id, role=data["role"], why=data["why"], token=form.token, by=request.actor
        )

    return answer(
        request,
        form,
        act,
        template="assessments/concern.html",
        done=_("Kekhawatiran Anda sudah menjadi tugas."),
        to=lambda _result: reverse("people:person", args=[reference]),
        context={"record": record, "may_read": bool(request.actor.may(Permission.READ_MEASURES))},
    )
