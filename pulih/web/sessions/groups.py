"""Groups of a wave: made one by one or by a suggested split, with people who come, move and leave."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulih.actions import sessions as actions
from pulih.queries import programmes
from pulih.queries import sessions as queries
from pulih.records import scope
from pulih.rules import grouping
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.web.sessions.forms import AddForm, GroupForm, MemberForm, SplitForm
from pulih.web.ui.answering import answer
from pulih.web.ui.asking import kept_text
from pulih.web.ui.forms import PulihForm

FORM = ("GET", "HEAD", "POST")


def _cycles(
    request: HttpRequest, reference: str
) -> tuple[programmes.WaveFacts, tuple[queries.CycleGroups, ...]]:
    wave = programmes.wave_of(request.actor, reference)
    pairs = tuple((one.id, one.programme) for one in wave.cycles)
    return wave, queries.groups_of(request.actor, wave.id, pairs)


@require_safe
def groups(request: HttpRequest, reference: str) -> HttpResponse:
    """Every group of a wave, and who is in none."""
    wave, cycles = _cycles(request, reference)
    may = bool(request.actor.may(Permission.PLAN_SESSIONS)) and wave.closed_on is None
    return render(request, "sessions/groups.html", {"wave": wave, "cycles": cycles, "may_plan": may})


def _cycle(
    request: HttpRequest, reference: str, programme: str
) -> tuple[programmes.WaveFacts, queries.CycleGroups]:
    require(request.actor.may(Permission.PLAN_SESSIONS), attempt=True)
    wave, cycles = _cycles(request, reference)
    found = next((one for one in cycles if one.programme == programme), None)
    if found is None:
        raise Http404
    return wave, found


@require_http_methods(FORM)
def new(request: HttpRequest, reference: str, programme: str) -> HttpResponse:
    """One more group."""
    wave, cycle = _cycle(request, reference, programme)
    form = GroupForm(
        request.POST or None,
        members=cycle.without,
        initial=kept_text(request) or {"from_on": max(scope.today(), wave.starts_on)},
    )

    def act(given: dict[str, Any]) -> UUID:
        return actions.make_group(
            cycle_id=cycle.cycle_id,
            name=given["name"],
            members=[UUID(one) for one in given["members"]],
            from_on=given["from_on"],
            token=form.token,
            by=request.actor,
        )

    return answer(
        request,
        form,
        act,
        template="sessions/new_group.html",
        done=_("Kelompok tersimpan."),
        to=lambda made: reverse("sessions:group", args=[made]),
        context={"wave": wave, "cycle": cycle},
    )


@require_http_methods(FORM)
def split(request: HttpRequest, reference: str, programme: str) -> HttpResponse:
    """Everybody without a group, split by counsellor and size; shown first, kept with a second press."""
    wave, cycle = _cycle(request, reference, programme)
    form = SplitForm(
        request.POST or None,
        initial=kept_text(request) or {"size": 20, "from_on": max(scope.today(), wave.starts_on)},
    )
    shown: list[tuple[str, list[queries.Member]]] = []
    keep = "keep" in request.POST
    if request.method == "POST" and form.is_valid():
        verdict = grouping.check_size(form.cleaned_data["size"])
        form.add_reasons(verdict.reasons)
        if verdict:
            shown = _suggested(cycle, form.cleaned_data["size"])

    def act(given: dict[str, Any]) -> int:
        return actions.make_groups(
            cycle_id=cycle.cycle_id,
            groups=[(name, [one.enrolment_id for one in members]) for name, members in shown],
            from_on=given["from_on"],
            token=form.token,
            by=request.actor,
        )

    context = {"wave": wave, "cycle": cycle, "shown": shown}
    if not keep:
        status = 422 if form.errors else 200
        return render(request, "sessions/split.html", {"form": form, **context}, status=status)
    return answer(
        request,
        form,
        act,
        template="sessions/split.html",
        done=_("Kelompok tersimpan."),
        to=lambda _made: reverse("sessions:groups", args=[reference]),
        context=context,
    )


def _suggested(cycle: queries.CycleGroups, size: int) -> list[tuple[str, list[queries.Member]]]:
    by_id = {one.enrolment_id: one for one in cycle.without}
    wanted = [grouping.Candidate(one.enrolment_id, one.counsellor) for one in cycle.without]
    taken = {group.name for group in cycle.groups}
    names = (name for number in range(1, 1000) if (name := f"Kelompok {number}") not in taken)
    return [(next(names), [by_id[one] for one in ids]) for ids in grouping.suggest(wanted, size)]


def _found(
    request: HttpRequest, group_id: UUID
) -> tuple[programmes.WaveFacts, queries.CycleGroups, queries.GroupRow]:
    reference = queries.wave_of_group(request.actor, group_id)
    wave, cycles = _cycles(request, reference)
    for cycle in cycles:
        for group in cycle.groups:
            if group.id == group_id:
                return wave, cycle, group
    raise RuleBroken("group_unknown", attempt=True, subject="group", subject_id=str(group_id))


@require_safe
def group(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """One group with its people."""
    wave, _cycle_of, found = _found(request, group_id)
    may = bool(request.actor.may(Permission.PLAN_SESSIONS)) and not found.closed_on
    return render(request, "sessions/group.html", {"wave": wave, "group": found, "may_plan": may})


@require_http_methods(FORM)
def add(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Somebody joins."""
    require(request.actor.may(Permission.PLAN_SESSIONS), attempt=True)
    wave, cycle, found = _found(request, group_id)
    others = [one for other in cycle.groups if other.id != group_id for one in other.members]
    free = {one.enrolment_id: one for one in (*cycle.without, *others)}
    form = AddForm(
        request.POST or None,
        members=free.values(),
        initial=kept_text(request) or {"from_on": max(scope.today(), wave.starts_on)},
    )

    def act(given: dict[str, Any]) -> None:
        actions.add_member(
            group_id=group_id,
            enrolment_id=given["members"],
            from_on=given["from_on"],
            token=form.token,
            by=request.actor,
        )

    return _back(request, form, act, wave, found, "sessions/add_member.html", _("Anggota tersimpan."))


@require_http_methods(FORM)
def member(request: HttpRequest, group_id: UUID, enrolment_id: UUID) -> HttpResponse:
    """Somebody moves to another group, or leaves."""
    require(request.actor.may(Permission.PLAN_SESSIONS), attempt=True)
    wave, cycle, found = _found(request, group_id)
    who = next((one for one in found.members if one.enrolment_id == enrolment_id), None)
    if who is None:
        raise Http404
    others = [one for one in cycle.groups if one.id != group_id and one.closed_on is None]
    form = MemberForm(
        request.POST or None, groups=others, initial=kept_text(request) or {"on": scope.today()}
    )

    def act(given: dict[str, Any]) -> None:
        if given["target"]:
            actions.move_member(
                enrolment_id=enrolment_id,
                source_id=group_id,
                target_id=given["target"],
                on=given["on"],
                token=form.token,
                by=request.actor,
            )
        else:
            actions.remove_member(
                group_id=group_id,
                enrolment_id=enrolment_id,
                until_on=given["on"],
                token=form.token,
                by=request.actor,
            )

    return _back(
        request, form, act, wave, found, "sessions/member.html", _("Keanggotaan tersimpan."), who=who
    )


@require_http_methods(FORM)
def close(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """A group meets no more."""
    require(request.actor.may(Permission.PLAN_SESSIONS), attempt=True)
    wave, _cycle_of, found = _found(request, group_id)
    form = PulihForm(request.POST or None, revision=found.revision)

    def act(_given: dict[str, Any]) -> None:
        actions.close_group(
            group_id=group_id, revision=form.seen_revision, token=form.token, by=request.actor
        )

    return _back(request, form, act, wave, found, "sessions/close_group.html", _("Kelompok ditutup."))


def _back(
    request: HttpRequest, form: Any, act: Any, wave: Any, found: Any, template: str, done: str, **more: Any
) -> HttpResponse:
    return answer(
        request,
        form,
        act,
        template=template,
        done=done,
        to=lambda _done: reverse("sessions:group", args=[found.id]),
        context={"wave": wave, "group": found, **more},
    )
