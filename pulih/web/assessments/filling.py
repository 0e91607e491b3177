"""Keying a questionnaire: the form, its draft, and the amendment of a final one."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pulih.actions import assessments as actions
from pulih.language.instruments import instrument as definition_of
from pulih.language.wording import reason_text, say
from pulih.queries import assessments
from pulih.queries.assessments import FormFacts, ResponseRow, Subject
from pulih.records import scope
from pulih.rules.errors import RuleBroken
from pulih.rules.measuring import Taking, check_taking
from pulih.rules.programmes import Window
from pulih.rules.verdicts import ALLOWED, Reason, Verdict, all_of, refused
from pulih.web.assessments.forms import MODES, SKIPPED, QuestionnaireForm, item_field
from pulih.web.assessments.sheet import SheetPage, sheet_page
from pulih.web.ui.asking import kept_text

NEVER_KEPT = ("csrfmiddlewaretoken", "once", "revision")


@require_http_methods(["GET", "HEAD", "POST"])
def fill(request: HttpRequest, enrolment_id: UUID, instrument: str, point: str) -> HttpResponse:
    """Key one measurement of the plan."""
    facts = assessments.form_of(request.actor, enrolment_id, instrument, point)
    if facts.done and request.method != "POST":
        messages.info(request, _("Pengukuran ini sudah tercatat."))
        return HttpResponseRedirect(reverse("assessments:response", args=[facts.done]))
    definition = definition_of(instrument)
    form = QuestionnaireForm(request.POST or None, definition=definition, initial=_begun(request, facts))
    if request.method == "POST" and form.is_valid():
        try:
            recorded = actions.record_response(
                enrolment_id=enrolment_id,
                instrument=instrument,
                point=point,
                **_typed(form),
                token=form.token,
                by=request.actor,
            )
        except RuleBroken as broken:
            form.add_reasons(broken)
        else:
            return _after(request, recorded, _("Formulir tersimpan."))
    elif request.method == "POST":
        form.add_reasons(_about_the_day(form, facts.subject, facts.window))
    page = sheet_page(
        facts.subject,
        definition,
        form,
        point=point,
        window=facts.window,
        willing=_may_measure(facts),
        draft=facts,
    )
    return _show(request, page, form)


@require_POST
def draft(request: HttpRequest, enrolment_id: UUID, instrument: str, point: str) -> HttpResponse:
    """Keep what is typed so far; quietly for the page's own saving, and as a button without JavaScript."""
    typed = {
        name: str(value).replace("\0", "")
        for name, value in request.POST.items()
        if name not in NEVER_KEPT and "\0" not in name
    }
    quiet = request.headers.get("Accept") == "application/json"
    try:
        actions.keep_draft(
            enrolment_id=enrolment_id, instrument=instrument, point=point, fields=typed, by=request.actor
        )
    except RuleBroken as broken:
        if not quiet:
            raise
        reason = reason_text(broken.reasons[0], get_language() or "id")
        return JsonResponse({"reason": reason}, status=409)
    if quiet:
        clock = scope.now().astimezone(ZoneInfo(request.actor.time_zone))
        return JsonResponse({"clock": f"{clock:%H:%M}" if get_language() == "en" else f"{clock:%H.%M}"})
    messages.success(request, _("Draf tersimpan. Anda atau rekan dapat melanjutkannya nanti."))
    return HttpResponseRedirect(
        reverse("assessments:fill", args=[enrolment_id, instrument, point]), status=303
    )


@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """Replace a final form by a further one that says why."""
    facts = assessments.response_of(request.actor, response_id)
    if facts.response.amended:
        raise RuleBroken("response_amended_already")
    definition = definition_of(facts.response.instrument)
    begun = kept_text(request) or _as_typed(facts.response)
    form = QuestionnaireForm(request.POST or None, definition=definition, amending=True, initial=begun)
    if request.method == "POST" and form.is_valid():
        try:
            recorded = actions.amend_response(
                response_id=response_id,
                **_typed(form),
                why=form.cleaned_data["why"],
                token=form.token,
                by=request.actor,
            )
        except RuleBroken as broken:
            form.add_reasons(broken)
        else:
            return _after(request, recorded, _("Perbaikan tersimpan. Formulir lama tetap ada dalam riwayat."))
    elif request.method == "POST":
        form.add_reasons(_about_the_day(form, facts.subject, facts.window))
    page = sheet_page(
        facts.subject,
        definition,
        form,
        point=facts.response.point,
        window=facts.window,
        willing=facts.subject.willing(facts.response.taken_on),
    )
    return _show(request, page, form, facts.response)


def _show(
    request: HttpRequest, page: SheetPage, form: QuestionnaireForm, response: ResponseRow | None = None
) -> HttpResponse:
    context = {
        "page": page,
        "form": form,
        "response": response,
        "subject": page.subject,
        "programme_month": page.programme_month,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "assessments/fill.html", context, status=status)


def _about_the_day(form: QuestionnaireForm, subject: Subject, window: Window | None) -> tuple[Reason, ...]:
    """What the rules say of the day while other fields are wrong, so that everything is mended in one go."""
    on = form.cleaned_data.get("taken_on")
    if on is None:
        return ()
    because = form.cleaned_data.get("outside_because", "")
    taking = Taking(
        on, scope.today(), subject.admitted_on, subject.ended_on, subject.willing(on), window, because
    )
    return check_taking(taking).reasons


def _may_measure(facts: FormFacts) -> Verdict:
    """What stands in the way today, told before anything is typed."""
    admitted = ALLOWED if facts.subject.admitted_on else refused("measure_before_admission")
    return all_of((admitted, facts.subject.willing(scope.today())))


def _typed(form: QuestionnaireForm) -> dict[str, Any]:
    given = form.cleaned_data
    return {
        "taken_on": given["taken_on"],
        "answers": form.answers,
        "coding": given["coding"],
        "mode": given["mode"],
        "outside_because": given["outside_because"],
    }


def _after(request: HttpRequest, recorded: actions.Recorded, done: str) -> HttpResponse:
    """On to the result; that there is no score, or that somebody must look today, is said at once."""
    language = get_language() or "id"
    messages.success(request, done)
    if not recorded.scorable and recorded.reason:
        messages.warning(request, _("Tanpa skor.") + " " + reason_text(recorded.reason, language))
    for code in recorded.alerts:
        words = say(f"task.{code}", language)
        messages.warning(request, _("%(alert)s: tugas untuk konselor sudah dibuat.") % {"alert": words})
    return HttpResponseRedirect(reverse("assessments:response", args=[recorded.id]), status=303)


def _begun(request: HttpRequest, facts: FormFacts) -> QueryDict | dict[str, Any]:
    """What the form opens with: typed before the session ended, the draft, or today's date."""
    fresh = {"taken_on": scope.today(), "coding": facts.last_coding, "mode": MODES[0]}
    typed = kept_text(request)
    if typed is None and facts.draft:
        typed = _querydict(facts.draft.fields)
    return fresh if typed is None else typed


def _querydict(fields: Mapping[str, Any]) -> QueryDict:
    made = QueryDict(mutable=True)
    for name, value in fields.items():
        made[str(name)] = str(value)
    return made


def _as_typed(response: ResponseRow) -> dict[str, Any]:
    """A final form as its fields would carry it, for mending."""
    definition = definition_of(response.instrument)
    answers = {
        item_field(item.code): str(response.answers.get(item.code) or SKIPPED) for item in definition.items
    }
    return {
        "taken_on": response.taken_on,
        "coding": response.coding,
        "mode": response.mode,
        "outside_because": response.outside_because,
        **answers,
    }
