"""Asking the participants of a wave: rounds, slips to print, paper slips to type in, figures."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pulih.actions import voice as actions
from pulih.language.wording import reason_text, say
from pulih.queries import voice
from pulih.records import scope
from pulih.reports.feedback_slips import Slips, slips_pdf
from pulih.reports.percent import points_text
from pulih.rules.errors import RuleBroken, require
from pulih.rules.feedback import closes_by_default
from pulih.rules.permissions import Permission
from pulih.web.ui.answering import answer
from pulih.web.ui.asking import kept_text
from pulih.web.voice.forms import PrintForm, RoundForm, TypedSlipForm
from pulih.web.voice.page import content_text, round_page

FORM = ("GET", "HEAD", "POST")


@require_safe
def wave(request: HttpRequest, reference: str) -> HttpResponse:
    """What the people of a wave say: one figure, activities beside each other, every round."""
    found, today = voice.wave_voice(request.actor, reference), scope.today()
    whole = found.satisfaction
    context = {
        "voice": found,
        "mean": points_text(whole.mean, get_language() or "id") if whole.mean is not None else "",
        "content": content_text(whole),
        "compared": [round_page(one, today) for one in found.shown],
        "rounds": [round_page(one, today) for one in found.rounds],
        "may_prepare": request.actor.may(Permission.PREPARE_FEEDBACK),
    }
    return render(request, "voice/wave.html", context)


@require_http_methods(FORM)
def prepare(request: HttpRequest, reference: str) -> HttpResponse:
    """Open a round."""
    wave_id, name, activities = voice.activities(request.actor, reference)
    today = scope.today()
    begin = {"opens_on": today, "closes_on": closes_by_default(today)}
    form = RoundForm(request.POST or None, initial=kept_text(request) or begin, activities=activities)

    def act(given: dict[str, Any]) -> UUID:
        days: dict[str, date] = {"opens_on": given["opens_on"], "closes_on": given["closes_on"]}
        return actions.open_round(
            wave_id=wave_id, module=given["module"], **days, token=form.token, by=request.actor
        )

    return answer(
        request,
        form,
        act,
        template="voice/prepare.html",
        done=_("Pertanyaan siap. Sekarang cetak kartunya."),
        to=lambda made: reverse("voice:round", args=[made]),
        context={"reference": reference, "wave": name},
    )


@require_safe
def one(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """One round: slips while it runs, figures once it has closed."""
    return _show(request, round_id)


def _show(request: HttpRequest, round_id: UUID, problems: tuple[str, ...] = ()) -> HttpResponse:
    found = voice.round_of(request.actor, round_id)
    context = {
        "page": round_page(found, scope.today()),
        "row": found,
        "form": PrintForm(initial={"slips": "" if found.printed else found.slips}),
        "may_prepare": request.actor.may(Permission.PREPARE_FEEDBACK) and found.result is None,
        "problems": problems,
    }
    return render(request, "voice/round.html", context, status=422 if problems else 200)


@require_POST
def slips(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """New slips as a file; a refusal comes with a fresh form, since the old one may have been carried out."""
    form, language = PrintForm(request.POST), get_language() or "id"
    if not form.is_valid():
        return _show(request, round_id, tuple(str(words) for _field, words in form.problems))
    try:
        made = actions.print_slips(
            round_id=round_id, count=form.cleaned_data["slips"], token=form.token, by=request.actor
        )
    except RuleBroken as broken:
        return _show(request, round_id, tuple(reason_text(one, language) for one in broken.reasons))
    address = request.get_host() + reverse("slips:code")
    paper = Slips(made.title, made.wave, made.closes_on, made.codes, address)
    name = say("slip.document", "id").lower().replace(" ", "-")
    return HttpResponse(
        slips_pdf(paper, "id", issuer=request.actor.organisation_name),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}.pdf"', "Cache-Control": "no-store"},
    )


@require_http_methods(FORM)
def typing(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Put in a paper slip; the next one follows on the same page."""
    require(request.actor.may(Permission.PREPARE_FEEDBACK), attempt=True)
    found = voice.round_of(request.actor, round_id)
    form = TypedSlipForm(request.POST or None)

    def act(given: dict[str, Any]) -> None:
        actions.type_slip(
            round_id=round_id,
            code=given["code"],
            answers=form.answers,
            text=given["text"],
            token=form.token,
            by=request.actor,
        )

    return answer(
        request,
        form,
        act,
        template="voice/typing.html",
        done=_("Kartu masuk. Ketik kartu berikutnya, atau kembali."),
        to=lambda _done: reverse("voice:typing", args=[round_id]),
        context={"row": found},
    )
