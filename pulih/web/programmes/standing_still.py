"""Suspending, resuming and closing: each says beforehand what follows from it."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pulih.actions import programmes as actions
from pulih.actions.sessions.standing import Effect
from pulih.queries import programmes
from pulih.records import scope
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.web.programmes.forms import CloseForm, ResumeForm, SuspendForm
from pulih.web.ui.answering import answer
from pulih.web.ui.asking import kept_text

FORM = ("GET", "HEAD", "POST")


def _back(wave: programmes.WaveFacts | None) -> str:
    return reverse("programmes:wave", args=[wave.reference]) if wave else reverse("programmes:list")


@require_http_methods(FORM)
def suspend(request: HttpRequest, reference: str = "") -> HttpResponse:
    """Let one wave stand still, or every wave of the facility."""
    require(request.actor.may(Permission.SUSPEND_WAVES), attempt=True)
    wave = programmes.wave_of(request.actor, reference) if reference else None
    form = SuspendForm(request.POST or None, initial=kept_text(request) or {"from_on": scope.today()})
    asked = form.cleaned_data["from_on"] if form.is_bound and form.is_valid() else scope.today()
    shown = actions.preview_suspension(wave_id=wave.id if wave else None, from_on=asked, by=request.actor)
    context = {"wave": wave, "back": _back(wave), "shown": shown, "asked": asked}
    if "show" in request.POST:
        return render(request, "programmes/suspend.html", {**context, "form": form})

    def act(given: dict[str, Any]) -> None:
        actions.suspend(
            wave_id=wave.id if wave else None,
            from_on=given["from_on"],
            reason=given["reason"],
            note=given["note"],
            token=form.token,
            by=request.actor,
        )

    return answer(
        request,
        form,
        act,
        template="programmes/suspend.html",
        done=_("Penangguhan tercatat. Jatuh tempo dan akhir program bergeser mulai hari itu."),
        to=lambda _done: _back(wave),
        context=context,
    )


@dataclass(frozen=True)
class Expected:
    """What going on from a day would do, wave by wave, or why it cannot be."""

    on: date
    effects: tuple[Effect, ...] = ()
    refused: RuleBroken | None = None


def _expected(request: HttpRequest, suspension_id: UUID, on: date) -> Expected:
    try:
        return Expected(
            on, actions.preview_resumption(suspension_id=suspension_id, until_on=on, by=request.actor)
        )
    except RuleBroken as broken:
        return Expected(on, refused=broken)


@require_http_methods(FORM)
def resume(request: HttpRequest, suspension_id: UUID) -> HttpResponse:
    """Go on from a day."""
    require(request.actor.may(Permission.SUSPEND_WAVES), attempt=True)
    waves = programmes.list_waves(request.actor)
    found = [(one, wave) for wave in waves for one in wave.suspensions if one.id == suspension_id]
    if not found:
        raise RuleBroken("not_found", attempt=True, subject="suspension", subject_id=str(suspension_id))
    suspension, wave = found[0][0], None if found[0][0].whole_facility else found[0][1]
    form = ResumeForm(request.POST or None, initial=kept_text(request) or {"until_on": scope.today()})
    asked = form.cleaned_data["until_on"] if form.is_bound and form.is_valid() else scope.today()
    context: dict[str, Any] = {"wave": wave, "suspension": suspension, "back": _back(wave)}
    context["expected"] = _expected(request, suspension_id, asked)
    if "show" in request.POST:
        return render(request, "programmes/resume.html", {**context, "form": form})

    def act(given: dict[str, Any]) -> None:
        actions.resume(
            suspension_id=suspension_id, until_on=given["until_on"], token=form.token, by=request.actor
        )

    return answer(
        request,
        form,
        act,
        template="programmes/resume.html",
        done=_("Dilanjutkan. Jatuh tempo, jadwal, dan akhir program sudah dihitung ulang."),
        to=lambda _done: _back(wave),
        context=context,
    )


@require_http_methods(FORM)
def close(request: HttpRequest, reference: str) -> HttpResponse:
    """Close a wave that nobody is in any more."""
    require(request.actor.may(Permission.PLAN_WAVES), attempt=True)
    wave = programmes.wave_of(request.actor, reference)
    form = CloseForm(
        request.POST or None,
        revision=wave.revision,
        initial=kept_text(request) or {"closed_on": scope.today()},
    )

    def act(given: dict[str, Any]) -> None:
        actions.close_wave(
            wave_id=wave.id,
            closed_on=given["closed_on"],
            revision=form.seen_revision,
            token=form.token,
            by=request.actor,
        )

    return answer(
        request,
        form,
        act,
        template="programmes/close.html",
        done=_("Tahap ditutup. Lembar hasil dapat disusun."),
        to=lambda _done: _back(wave),
        context={"wave": wave, "back": _back(wave)},
    )
