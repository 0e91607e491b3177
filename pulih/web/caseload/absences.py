"""Who is away: the list, a new absence, coming back, and withdrawing one that did not come about."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulih.actions import caseload as actions
from pulih.queries import caseload
from pulih.queries.caseload import AbsenceLine
from pulih.records import scope
from pulih.rules.actors import Actor
from pulih.rules.assigning import check_reporting
from pulih.rules.errors import require
from pulih.rules.permissions import Permission
from pulih.rules.verdicts import Verdict
from pulih.web.caseload.forms import AbsenceForm, ComeBackForm, WithdrawForm
from pulih.web.caseload.words import words
from pulih.web.ui.answering import answer
from pulih.web.ui.asking import kept_text, typed

FORM = ("GET", "HEAD", "POST")


@require_safe
def absences(request: HttpRequest) -> HttpResponse:
    """Absences that run, come, or ended of late."""
    actor, today = request.actor, scope.today()
    rows = [
        (one, words(f"absence.{one.reason}"), one.runs(today), bool(_may_report(actor, one.account_id)))
        for one in caseload.absences(actor)
    ]
    context = {"rows": rows, "may_add": bool(_workers(actor)), "today": today}
    return render(request, "caseload/absences.html", context)


def _may_report(actor: Actor, account_id: UUID) -> Verdict:
    return check_reporting(account_id, actor.account_id, actor.may(Permission.ASSIGN_COUNSELLORS))


def _workers(actor: Actor) -> list[tuple[str, str]]:
    """Those whose absence this actor may say."""
    return [(str(one.id), one.name) for one in caseload.team(actor) if _may_report(actor, one.id)]


@require_http_methods(FORM)
def add(request: HttpRequest) -> HttpResponse:
    """Say who is away; a link from the workload names the worker."""
    workers = _workers(request.actor)
    if not workers:
        require(request.actor.may(Permission.ASSIGN_COUNSELLORS), attempt=True)
    asked = typed(request.GET, "worker")
    first = asked if asked in dict(workers) else (workers[0][0] if len(workers) == 1 else "")
    begin = {"account_id": first, "from_on": scope.today()}
    form = AbsenceForm(request.POST or None, people=workers, initial=kept_text(request) or begin)

    def act(given: dict[str, Any]) -> None:
        actions.record_absence(
            account_id=UUID(given["account_id"]),
            from_on=given["from_on"],
            until_on=given["until_on"],
            reason=given["reason"],
            token=form.token,
            by=request.actor,
        )

    return answer(
        request,
        form,
        act,
        template="caseload/absence.html",
        done=_("Tercatat. Residennya belum dialihkan."),
        to=lambda _done: reverse("caseload:absences"),
        context={"title": _("Catat tidak bertugas"), "back": reverse("caseload:absences")},
    )


def _open(request: HttpRequest, absence_id: UUID) -> AbsenceLine:
    found = caseload.absence_of(request.actor, absence_id)
    require(_may_report(request.actor, found.account_id), attempt=True)
    return found


@require_http_methods(FORM)
def come_back(request: HttpRequest, absence_id: UUID) -> HttpResponse:
    """Somebody is here again, and may take their people back."""
    one = _open(request, absence_id)
    people: tuple[caseload.PersonFacts, ...] = ()
    if request.actor.may(Permission.ASSIGN_COUNSELLORS):
        people = caseload.to_take_back(caseload.snapshot(request.actor), one.account_id)
    begin = {"returned_on": scope.today(), "take_back": bool(people)}
    form = ComeBackForm(request.POST or None, to_take_back=len(people), initial=kept_text(request) or begin)

    def act(given: dict[str, Any]) -> None:
        actions.come_back(
            absence_id=absence_id,
            returned_on=given["returned_on"],
            take_back=bool(given.get("take_back")),
            token=form.token,
            by=request.actor,
        )

    return answer(
        request,
        form,
        act,
        template="caseload/come_back.html",
        done=_("Tercatat bertugas lagi."),
        to=lambda _done: reverse("caseload:workload"),
        context={"one": one, "people": people},
    )


@require_http_methods(FORM)
def withdraw(request: HttpRequest, absence_id: UUID) -> HttpResponse:
    """An absence that did not come about, or was entered in error."""
    one = _open(request, absence_id)
    form = WithdrawForm(request.POST or None)

    def act(_given: dict[str, Any]) -> None:
        actions.withdraw_absence(absence_id=absence_id, token=form.token, by=request.actor)

    return answer(
        request,
        form,
        act,
        template="caseload/withdraw.html",
        done=_("Catatan dibatalkan."),
        to=lambda _done: reverse("caseload:absences"),
        context={"one": one},
    )
