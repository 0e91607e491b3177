"""Steps of one pathway: a plain step, an admission, a correction, the monthly second look."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pulih.actions import enrolments as actions
from pulih.queries import enrolments
from pulih.queries.enrolments import EnrolmentRecord, OpenStep
from pulih.records import scope
from pulih.rules import programmes
from pulih.rules.errors import RuleBroken, require
from pulih.rules.lifecycles import REASONS, Status
from pulih.rules.permissions import Permission
from pulih.web.enrolments.forms import AdmitForm, CorrectForm, RecheckForm, StepForm
from pulih.web.enrolments.page import stay_end
from pulih.web.enrolments.views import about
from pulih.web.enrolments.words import said, step_meaning, step_words, words
from pulih.web.ui.answering import answer
from pulih.web.ui.asking import kept_text

FORM = ("GET", "HEAD", "POST")
BY_DAY = frozenset(
    {
        "admission_outside_cycle",
        "admission_before_stay",
        "wave_suspended",
        "willingness_later",
        "willingness_withdrawn",
    }
)
"""Refusals of an admission today that another day may not meet; with any other the form stays shut."""


def _back(enrolment_id: UUID) -> str:
    return reverse("enrolments:enrolment", args=[enrolment_id])


def _step_to(found: EnrolmentRecord, target: Status) -> OpenStep:
    """The step somebody came for; a page that stayed open too long is told that it is gone."""
    for one in found.steps:
        if one.target is target:
            return one
    raise RuleBroken("step_not_legal", source=found.facts.status.value, target=target.value)


@require_http_methods(FORM)
def step(request: HttpRequest, enrolment_id: UUID, target: str) -> HttpResponse:
    """A step with its day, its reason where one is owed, and a note."""
    if target not in set(Status):
        raise Http404
    found = enrolments.open_enrolment(request.actor, enrolment_id)
    wanted = _step_to(found, Status(target))
    if wanted.transition.action == "admit":
        return HttpResponseRedirect(reverse("enrolments:admit", args=[enrolment_id]))
    require(wanted.permitted, attempt=True)
    context = about(found)
    form = StepForm(
        request.POST or None,
        target=wanted.target,
        revision=found.facts.revision,
        initial=kept_text(request) or {"effective_on": context["today"]},
    )

    def act(given: dict[str, Any]) -> None:
        actions.move_on(
            enrolment_id=enrolment_id,
            target=target,
            effective_on=given["effective_on"],
            reason=given.get("reason", ""),
            note=given["note"],
            revision=form.seen_revision,
            token=form.token,
            by=request.actor,
        )

    ending = wanted.target in (Status.EXITED, Status.REMOVED, Status.DECLINED, Status.NOT_SELECTED)
    return answer(
        request,
        form,
        act,
        template="enrolments/step.html",
        done=_("Tercatat: %(step)s.") % {"step": words(f"status.{target}").lower()},
        to=lambda _done: _back(enrolment_id),
        context={
            **context,
            "title": step_words(wanted.transition),
            "meaning": step_meaning(wanted.transition),
            "ending": ending,
            "reasons": () if wanted.verdict else tuple(said(one) for one in wanted.verdict.reasons),
        },
    )


@require_http_methods(FORM)
def admit(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Take somebody into the cycle; everything an admission is judged by stands beside the day."""
    found = enrolments.open_enrolment(request.actor, enrolment_id)
    wanted = _step_to(found, Status.ADMITTED)
    require(wanted.permitted, attempt=True)
    context, facts = about(found), found.facts
    form = AdmitForm(
        request.POST or None,
        revision=facts.revision,
        initial=kept_text(request) or {"effective_on": context["today"]},
    )

    def act(given: dict[str, Any]) -> None:
        if wanted.transition.action == "take_up":
            actions.move_on(
                enrolment_id=enrolment_id,
                target=Status.ADMITTED.value,
                effective_on=given["effective_on"],
                revision=form.seen_revision,
                token=form.token,
                by=request.actor,
            )
            return
        warning = actions.admit(
            enrolment_id=enrolment_id,
            on=given["effective_on"],
            revision=form.seen_revision,
            token=form.token,
            by=request.actor,
        )
        if warning:
            messages.warning(request, said(warning))

    wave, today = facts.wave, scope.today()
    end, end_note = stay_end(facts, today)
    return answer(
        request,
        form,
        act,
        template="enrolments/admit.html",
        done=_("Diterima. Pengukuran pertama jatuh tempo sekarang."),
        to=lambda _done: _back(enrolment_id),
        context={
            **context,
            "stay_end": end,
            "stay_end_note": end_note,
            "cycle_ends": programmes.ends_on(wave.starts_on, facts.cycle.months, wave.still_days, today),
            "verdict": wanted.verdict,
            "too_short": wanted.too_short,
            "by_day": bool(wanted.verdict) or all(one.code in BY_DAY for one in wanted.verdict.reasons),
        },
    )


@require_http_methods(FORM)
def correct(request: HttpRequest, enrolment_id: UUID, change_id: UUID) -> HttpResponse:
    """Replace a wrong step by a further row, or take it back; the old row stays to be read."""
    require(request.actor.may(Permission.MANAGE_ENROLMENTS), attempt=True)
    found = enrolments.open_enrolment(request.actor, enrolment_id)
    change = found.change(change_id)
    if change is None:
        raise RuleBroken("not_found", attempt=True, subject="status_change", subject_id=str(change_id))
    if not change.correctable:
        raise RuleBroken("correction_done_already")
    target = Status(change.to_status)
    form = CorrectForm(
        request.POST or None,
        target=target,
        initial=kept_text(request)
        or {"effective_on": change.effective_on, "reason": change.reason, "note": change.note},
    )
    if REASONS.get(target):
        form.fields["reason"].required = False  # taking a step back needs none; the rule asks otherwise

    def act(given: dict[str, Any]) -> None:
        actions.correct_change(
            change_id=change_id,
            effective_on=given["effective_on"],
            reason=given.get("reason", ""),
            note=given["note"],
            annul=given["annul"],
            why=given["why"],
            token=form.token,
            by=request.actor,
        )

    return answer(
        request,
        form,
        act,
        template="enrolments/correct.html",
        done=_("Langkah diperbaiki. Catatan lama tetap dapat dibaca."),
        to=lambda _done: _back(enrolment_id),
        context={**about(found), "change": change},
    )


@require_http_methods(FORM)
def recheck(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Say whether the end of a stay is known by now."""
    require(request.actor.may(Permission.RECHECK_REMAND), attempt=True)
    found = enrolments.open_enrolment(request.actor, enrolment_id)
    form = RecheckForm(request.POST or None, initial=kept_text(request))

    def act(given: dict[str, Any]) -> None:
        actions.recheck_remand(
            enrolment_id=enrolment_id,
            still_unknown=given["still_unknown"] == "yes",
            note=given["note"],
            token=form.token,
            by=request.actor,
        )

    return answer(
        request,
        form,
        act,
        template="enrolments/recheck.html",
        done=_("Tercatat. Bila masih belum diketahui, diingatkan lagi bulan depan."),
        to=lambda _done: _back(enrolment_id),
        context=about(found),
    )
