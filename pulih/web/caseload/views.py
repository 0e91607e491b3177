"""The workload of the office with its suggestions, and one's own people."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from pulih.actions import caseload as actions
from pulih.queries import caseload
from pulih.queries.caseload import Advice, CounsellorLoad, MyPerson
from pulih.records import scope
from pulih.rules.errors import RuleBroken
from pulih.rules.measuring import Due
from pulih.web.caseload.words import figure, on_day, said, standing, words
from pulih.web.ui.forms import PulihForm

SHOWN = 30
"""Suggestions on the page at once; the button above them carries out all of them."""
MOST = 500


@dataclass(frozen=True)
class Row:
    """A counsellor in the table."""

    load: CounsellorLoad
    shape: str
    words: str
    programmes: str
    share: int
    """Percent of the limit, for the bar; never above a hundred."""


@dataclass(frozen=True)
class Proposal:
    """A suggestion in words, with what its button sends."""

    advice: Advice
    programme: str
    why: str
    pair: str


@require_http_methods(["GET", "HEAD", "POST"])
def workload(request: HttpRequest) -> HttpResponse:
    """Who has how many, whom nobody looks after, and what Pulih suggests."""
    form = PulihForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = actions.accept_suggestions(chosen=_pairs(request), token=form.token, by=request.actor)
        except RuleBroken as broken:
            form.add_reasons(broken)
        else:
            messages.success(
                request,
                ngettext("%(count)s orang ditugaskan.", "%(count)s orang ditugaskan.", done)
                % {"count": done},
            )
            return HttpResponseRedirect(reverse("caseload:workload"), status=303)
    found = caseload.workload(request.actor)
    context = {
        "form": form,
        "found": found,
        "rows": [_row(one, found.limit) for one in found.rows],
        "ratio": figure(found.ratio),
        "programmes": [
            (words(f"programme.{one.programme}"), one, figure(one.ratio)) for one in found.programmes
        ],
        "unassigned": _proposals(found.unassigned),
        "moves": _proposals(found.moves),
        "lacking": () if found.may_assign else found.may_assign.reasons,
    }
    return render(request, "caseload/workload.html", context, status=422 if form.errors else 200)


def _pairs(request: HttpRequest) -> dict[UUID, UUID]:
    """Who goes to whom, as the button said: `<enrolment>:<counsellor>`; nonsense is left out."""
    found = {}
    for text in request.POST.getlist("pair")[:MOST]:
        enrolment, _colon, worker = text.partition(":")
        try:
            found[UUID(enrolment)] = UUID(worker)
        except ValueError:
            continue
    return found


def _row(one: CounsellorLoad, limit: int) -> Row:
    shape, said_of = standing(one)
    programmes = ", ".join(f"{words(f'programme.{code}')} {count}" for code, count in one.programmes)
    return Row(one, shape, said_of, programmes, min(100, round(100 * one.people / limit)))


def _proposals(advice: tuple[Advice, ...]) -> dict[str, object]:
    """The first of them in words, every pair that can be accepted, and how many go to whom."""
    open_to_all = [one for one in advice if one.worker]
    shared = Counter(one.worker_name for one in open_to_all)
    return {
        "count": len(advice),
        "shown": [_proposal(one) for one in advice[:SHOWN]],
        "rest": max(0, len(advice) - SHOWN),
        "pairs": [_pair(one) for one in open_to_all[:MOST]],
        "shared": sorted(shared.items()),
    }


def _pair(one: Advice) -> str:
    return f"{one.person.enrolment}:{one.worker}"


def _proposal(one: Advice) -> Proposal:
    why = " ".join(said(reason) for reason in one.reasons)
    return Proposal(one, words(f"programme.{one.person.programme}"), why, _pair(one) if one.worker else "")


@dataclass(frozen=True)
class Mine:
    """One of the actor's own people in words."""

    person: MyPerson
    programme: str
    status: str
    next: str
    shape: str
    state: str


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The people the actor looks after, whoever needs something first."""
    people = caseload.my_people(request.actor)
    rows = [_mine(one) for one in people]
    away = [one for one in caseload.absences(request.actor) if one.account_id == request.actor.account_id]
    context = {
        "main": [one for one in rows if one.person.main],
        "beside": [one for one in rows if not one.person.main],
        "away": away,
        "today": scope.today(),
    }
    return render(request, "caseload/mine.html", context)


def _mine(one: MyPerson) -> Mine:
    measure = one.next
    shape, state, said_next = "not-needed", "", ""
    if measure is not None:
        point = words(f"point.{measure.point.code}")
        said_next = f"{words(f'measurement.{measure.point.kind}')} {point}"
        shape = {Due.LATE: "late", Due.DUE: "due"}.get(measure.how, "not-started")
        state = (
            _("Mulai %(day)s") % {"day": on_day(measure.window.first)}
            if measure.how is Due.NOT_YET
            else _("Paling lambat %(day)s") % {"day": on_day(measure.window.last)}
        )
    return Mine(
        one, words(f"programme.{one.programme}"), words(f"status.{one.status.value}"), said_next, shape, state
    )
