"""One person's counsellors, the end of an assignment, and a caseload that is handed over."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from pulih.actions import caseload as actions
from pulih.queries import caseload, enrolments
from pulih.queries.caseload import AssignmentRow, CounsellorLoad, Workload
from pulih.records import scope
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission, Role
from pulih.web.caseload.forms import AssignForm, EndForm, HandOverForm
from pulih.web.caseload.words import on_day, said, words
from pulih.web.ui.answering import answer
from pulih.web.ui.asking import kept_text

FORM = ("GET", "HEAD", "POST")


def _an_id(text: str) -> UUID | None:
    """What a choice sent; the field has checked that it is one of those offered."""
    return UUID(text) if text else None


@require_http_methods(FORM)
def assign(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Give somebody a counsellor; the suggested one is chosen already and says why."""
    actor = request.actor
    require(actor.may(Permission.ASSIGN_COUNSELLORS), attempt=True)
    record = enrolments.open_enrolment(actor, enrolment_id)
    snapshot = caseload.snapshot(actor)
    advice = caseload.suggestion_for(snapshot, enrolment_id)
    found = caseload.workload_of(actor, snapshot)
    worker = advice.worker if advice else None
    begin = {"account_id": str(worker or ""), "part": "main", "on": scope.today()}
    form = AssignForm(
        request.POST or None, people=_people(request, found), initial=kept_text(request) or begin
    )

    def act(given: dict[str, Any]) -> None:
        actions.assign(
            enrolment_id=enrolment_id,
            account_id=UUID(given["account_id"]),
            on=given["on"],
            main=given["part"] == "main",
            because=given["because"],
            token=form.token,
            by=actor,
        )

    return answer(
        request,
        form,
        act,
        template="caseload/assign.html",
        done=_("Penugasan tersimpan."),
        to=lambda _done: reverse("enrolments:enrolment", args=[enrolment_id]),
        context={
            **_about(record),
            "rows": caseload.assignments_of(actor, enrolment_id),
            "suggested": snapshot.counsellors[worker].name if worker else "",
            "why": [said(one) for one in advice.reasons] if advice else [],
        },
    )


def _about(record: enrolments.EnrolmentRecord) -> dict[str, Any]:
    return {
        "record": record.person,
        "facts": record.facts,
        "programme": words(f"programme.{record.facts.programme}"),
    }


def _people(request: HttpRequest, found: Workload) -> list[tuple[str, str]]:
    """Everybody who may be chosen: counsellors with how many they have, then who may stand beside."""
    loads = {one.id: one for one in found.rows}
    team = caseload.team(request.actor)
    counsellors = [one for one in team if Role.COUNSELLOR in one.roles]
    others = [one for one in team if Role.COUNSELLOR not in one.roles]
    return [
        *((str(one.id), _with_count(loads[one.id])) for one in counsellors if one.id in loads),
        *((str(one.id), f"{one.name} ({words(f'role.{one.roles[0].value}')})") for one in others),
    ]


def _with_count(one: CounsellorLoad) -> str:
    count = ngettext("%(count)s orang", "%(count)s orang", one.people) % {"count": one.people}
    if one.away is None:
        return f"{one.name} ({count})"
    away = _("tidak bertugas sampai %(day)s") % {"day": on_day(one.away.days.until_on)}
    return f"{one.name} ({count}, {away})"


@require_http_methods(FORM)
def end(request: HttpRequest, enrolment_id: UUID, assignment_id: UUID) -> HttpResponse:
    """End one counsellor of somebody; the page says what follows."""
    actor = request.actor
    require(actor.may(Permission.ASSIGN_COUNSELLORS), attempt=True)
    record = enrolments.open_enrolment(actor, enrolment_id)
    row = _row(caseload.assignments_of(actor, enrolment_id), assignment_id)
    form = EndForm(request.POST or None, initial=kept_text(request) or {"on": scope.today()})

    def act(given: dict[str, Any]) -> None:
        actions.end_assignment(
            assignment_id=row.id, on=given["on"], because=given["because"], token=form.token, by=actor
        )

    return answer(
        request,
        form,
        act,
        template="caseload/end.html",
        done=_("Penugasan berakhir."),
        to=lambda _done: reverse("enrolments:enrolment", args=[enrolment_id]),
        context={**_about(record), "row": row},
    )


def _row(rows: tuple[AssignmentRow, ...], assignment_id: UUID) -> AssignmentRow:
    for one in rows:
        if one.id == assignment_id and one.until_on is None:
            return one
    raise RuleBroken("not_found", subject="assignment", subject_id=str(assignment_id))


@require_http_methods(FORM)
def hand_over(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Hand over somebody's people, all or some, to one counsellor or evenly."""
    actor = request.actor
    require(actor.may(Permission.ASSIGN_COUNSELLORS), attempt=True)
    snapshot = caseload.snapshot(actor)
    who = snapshot.counsellors.get(account_id)
    if who is None:
        raise RuleBroken("not_found", attempt=True, subject="account", subject_id=str(account_id))
    found = caseload.workload_of(actor, snapshot)
    takers = [(str(one.id), _with_count(one)) for one in found.rows if one.here and one.id != account_id]
    people = snapshot.of(account_id)
    ticked = _ticked(request) if request.method == "POST" else [one.enrolment for one in people]
    form = HandOverForm(
        request.POST or None, takers=takers, initial=kept_text(request) or {"on": scope.today(), "to": ""}
    )

    def act(given: dict[str, Any]) -> int:
        return actions.hand_over(
            account_id=account_id,
            to=_an_id(given["to"]),
            enrolments=ticked,
            because=given["because"],
            on=given["on"],
            token=form.token,
            by=actor,
        )

    return answer(
        request,
        form,
        act,
        template="caseload/hand_over.html",
        done=_("Residen dialihkan."),
        to=lambda _done: reverse("caseload:workload"),
        context={
            "who": who,
            "away": who.away(snapshot.day),
            "people": [(one, words(f"programme.{one.programme}"), one.enrolment in ticked) for one in people],
        },
    )


def _ticked(request: HttpRequest) -> list[UUID]:
    found = []
    for text in request.POST.getlist("enrolment")[:500]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return list(dict.fromkeys(found))
