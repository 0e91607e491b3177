"""The clinic's list, one test, its second look and its amendment."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulih.actions import clinic as actions
from pulih.queries import clinic
from pulih.queries.clinic import UrineRow
from pulih.records import scope
from pulih.rules.errors import require
from pulih.rules.permissions import Permission
from pulih.rules.urine import WITH_SAMPLE
from pulih.rules.verdicts import ALLOWED, all_of, refused
from pulih.web.clinic.forms import READ, LookForm, UrineForm, strip_field
from pulih.web.clinic.page import read_strips
from pulih.web.ui.answering import answer
from pulih.web.ui.asking import kept_text

SHOWN = 60


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What is due, what waits for a second look, what was done of late."""
    page = clinic.overview(request.actor)
    context = {
        "page": page,
        "due": page.due[:SHOWN],
        "more": len(page.due) - SHOWN,
        "may_test": bool(request.actor.may(Permission.TEST_URINE)),
        "may_look": bool(request.actor.may(Permission.LOOK_AGAIN)),
    }
    return render(request, "clinic/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def test(request: HttpRequest, enrolment_id: UUID, point: str) -> HttpResponse:
    """Enter one test of the plan, or one beside it."""
    facts = clinic.urine_form(request.actor, enrolment_id, point)
    if facts.done and request.method != "POST":
        return HttpResponseRedirect(reverse("clinic:urine_test", args=[facts.done.id]))
    fresh = {"taken_on": scope.today(), "outcome": READ}
    form = UrineForm(request.POST or None, initial=kept_text(request) or fresh)

    def act(data: dict[str, Any]) -> UUID:
        return actions.record_test(
            enrolment_id=enrolment_id, point=point, **_typed(form), token=form.token, by=request.actor
        )

    subject = facts.subject
    admitted = ALLOWED if subject.admitted_on else refused("measure_before_admission")
    return answer(
        request,
        form,
        act,
        template="clinic/test.html",
        done=_("Tes tersimpan."),
        to=lambda made: reverse("clinic:urine_test", args=[made]),
        context={
            "subject": subject,
            "programme_month": subject.month(scope.today()),
            "point": point,
            "window": facts.window,
            "willing": all_of((admitted, subject.willing(scope.today()))),
            "blocked": subject.admitted_on is None or not subject.statements,
        },
    )


@require_safe
def urine_test(request: HttpRequest, test_id: UUID) -> HttpResponse:
    """One test: strips, second look, history."""
    facts = clinic.urine_test(request.actor, test_id)
    context = {
        "facts": facts,
        "subject": facts.subject,
        "programme_month": facts.subject.month(scope.today()),
        "strips": read_strips(facts.test),
        "in_force": facts.history[-1],
    }
    return render(request, "clinic/urine_test.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest, test_id: UUID) -> HttpResponse:
    """Read the strips of a positive a second time."""
    require(request.actor.may(Permission.LOOK_AGAIN), attempt=True)
    facts = clinic.urine_test(request.actor, test_id)
    form = LookForm(request.POST or None, initial=kept_text(request))

    def act(data: dict[str, Any]) -> None:
        actions.look_again(
            test_id=test_id,
            agrees=data["agrees"] == "yes",
            note=data["note"],
            token=form.token,
            by=request.actor,
        )

    return answer(
        request,
        form,
        act,
        template="clinic/look.html",
        done=_("Pembacaan kedua tersimpan."),
        to=lambda _made: reverse("clinic:urine_test", args=[test_id]),
        context={
            "facts": facts,
            "subject": facts.subject,
            "programme_month": facts.subject.month(scope.today()),
            "strips": read_strips(facts.test),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: HttpRequest, test_id: UUID) -> HttpResponse:
    """Replace a test by a further row that says why."""
    require(request.actor.may(Permission.TEST_URINE), attempt=True)
    facts = clinic.urine_test(request.actor, test_id)
    require(facts.may_amend)
    begun = kept_text(request) or _as_typed(facts.test)
    form = UrineForm(request.POST or None, amending=True, initial=begun)

    def act(data: dict[str, Any]) -> UUID:
        return actions.amend_test(
            test_id=test_id, **_typed(form), why=data["why"], token=form.token, by=request.actor
        )

    return answer(
        request,
        form,
        act,
        template="clinic/test.html",
        done=_("Perbaikan tersimpan. Hasil lama tetap ada dalam riwayat."),
        to=lambda made: reverse("clinic:urine_test", args=[made]),
        context={
            "subject": facts.subject,
            "programme_month": facts.subject.month(scope.today()),
            "point": facts.test.point,
            "window": facts.window,
            "amends": facts.test,
            "willing": ALLOWED,
        },
    )


def _typed(form: UrineForm) -> dict[str, Any]:
    given = form.cleaned_data
    names = ("taken_on", "reason", "witness", "outside_because")
    return {"state": form.state, "results": form.results, **{name: given[name] for name in names}}


def _as_typed(test: UrineRow) -> dict[str, Any]:
    """A finished test as its fields would carry it, for mending."""
    read = bool(test.results) or test.state in WITH_SAMPLE
    return {
        "taken_on": test.taken_on,
        "outcome": READ if read else test.state,
        "reason": test.reason,
        "witness": test.witness,
        "outside_because": test.outside_because,
        **{strip_field(analyte): result for analyte, result in test.results.items()},
    }
