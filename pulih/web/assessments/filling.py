"""Keying a questionnaire: a form of a plan, one beside every programme, and the amendment of a final one."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pulih.actions import assessments as actions
from pulih.language.wording import reason_text, say
from pulih.queries import assessments
from pulih.queries.assessments import Draft, FormFacts, Holder, ResponseRow, Subject
from pulih.records import scope
from pulih.rules.errors import RuleBroken
from pulih.rules.instruments import Instrument
from pulih.rules.measuring import Taking, check_taking
from pulih.rules.programmes import Window
from pulih.rules.verdicts import ALLOWED, Reason, Verdict, all_of, refused
from pulih.web.assessments.begun import EXTRA, as_fields, begun
from pulih.web.assessments.desk import Desk, desk_of
from pulih.web.assessments.questionnaire import QuestionnaireForm
from pulih.web.assessments.sheet import Sheet, sheet_of
from pulih.web.assessments.standing import Standing, known_instrument


@dataclass(frozen=True)
class FillPage:
    """The page of a form to key."""

    subject: Subject | Holder
    sheet: Sheet
    point: str
    window: Window | None
    kept: Draft | None
    draft_url: str
    """Where a draft is kept; empty when a final form is amended."""
    standing: Standing
    warning: Verdict
    """What the rules say of today; the day may be another."""
    blocked: Verdict
    """Nothing can be keyed at all while this says no."""
    older: bool
    """Whether a sheet of an earlier day is being keyed although the training has run out."""


@require_http_methods(["GET", "HEAD", "POST"])
def fill(request: HttpRequest, enrolment_id: UUID, instrument: str, point: str) -> HttpResponse:
    """Key one measurement of the plan.

    The facts of the page, and the read event they leave, are for a page that is shown. A form that is carried
    out leaves the event of the act, which names the person.
    """
    if request.method == "POST":
        return _filled(request, enrolment_id, instrument, point)
    facts = assessments.form_of(request.actor, enrolment_id, instrument, point)
    if facts.done:
        messages.info(request, _("Pengukuran ini sudah tercatat."))
        return HttpResponseRedirect(reverse("assessments:response", args=[facts.done]))
    desk = desk_of(request, known_instrument(instrument))
    form = desk.form(request, begun(request, facts.draft, facts.last_coding))
    return _sheet_to_fill(request, desk, form, facts)


def _filled(request: HttpRequest, enrolment_id: UUID, instrument: str, point: str) -> HttpResponse:
    """A measurement is handed in: carried out, or shown again with everything that stands in the way."""
    desk = desk_of(request, known_instrument(instrument))
    form = desk.form(request, {})
    valid = form.is_valid()
    if valid:
        try:
            recorded = actions.record_response(
                enrolment_id=enrolment_id,
                instrument=instrument,
                point=point,
                answers=form.answers,
                outside_because=form.cleaned_data["outside_because"],
                **form.circumstances,
                token=form.token,
                by=request.actor,
            )
        except RuleBroken as broken:
            if broken.attempt:
                raise
            form.add_reasons(broken)
        else:
            return _after(request, desk.definition, recorded, _("Formulir tersimpan."))
    facts = assessments.form_of(request.actor, enrolment_id, instrument, point)
    if not valid:
        form.add_reasons(_about_the_day(form, facts.subject, facts.window))
    return _sheet_to_fill(request, desk, form, facts)


def _sheet_to_fill(
    request: HttpRequest, desk: Desk, form: QuestionnaireForm, facts: FormFacts
) -> HttpResponse:
    page = FillPage(
        subject=facts.subject,
        sheet=sheet_of(desk.definition, form, desk.pack),
        point=facts.point,
        window=facts.window,
        kept=facts.draft,
        draft_url=reverse(
            "assessments:draft", args=[facts.subject.enrolment_id, desk.definition.code, facts.point]
        ),
        standing=desk.standing,
        warning=_may_measure(facts),
        blocked=all_of((_ever(facts), desk.standing.verdict)),
        older=_older(request, desk.standing, _ever(facts)),
    )
    return _show(request, page, form)


@require_http_methods(["GET", "HEAD", "POST"])
def beside(request: HttpRequest, reference: str, instrument: str) -> HttpResponse:
    """Fill a form that belongs to no programme, such as a screening."""
    definition = known_instrument(instrument)
    facts = assessments.form_beside(request.actor, reference, instrument)
    desk = desk_of(request, definition)
    # A draft is the office's: an observer who saw a colleague's would no longer observe for themselves.
    draft = None if definition.observed else facts.draft
    form = desk.form(request, begun(request, draft, facts.last_coding), beside=True)
    today = facts.holder.may_be_asked(definition, scope.today(), scope.today())
    # Whoever signed once may have been asked while it held: an older sheet can still be keyed.
    ever = ALLOWED if facts.holder.here_since and facts.holder.statements else today
    if request.method == "POST" and form.is_valid():
        try:
            recorded = actions.record_beside_plan(
                person_id=facts.holder.person_id,
                instrument=instrument,
                answers=form.answers,
                **form.circumstances,
                token=form.token,
                by=request.actor,
            )
        except RuleBroken as broken:
            form.add_reasons(broken)
        else:
            return _after(request, desk.definition, recorded, _("Formulir tersimpan."))
    elif request.method == "POST":
        form.add_reasons(_about_that_day(form, definition, facts.holder))
    page = FillPage(
        subject=facts.holder,
        sheet=sheet_of(definition, form, desk.pack),
        point=EXTRA,
        window=None,
        kept=draft,
        draft_url=""
        if definition.observed
        else reverse("assessments:draft_beside", args=[facts.holder.person_id, instrument]),
        standing=desk.standing,
        warning=today,
        blocked=all_of((ever, desk.standing.verdict)),
        older=_older(request, desk.standing, ever),
    )
    return _show(request, page, form)


@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """Replace a final form by a further one that says why."""
    facts = assessments.response_of(request.actor, response_id)
    before = facts.response
    if before.amended:
        raise RuleBroken("response_amended_already")
    desk = desk_of(request, known_instrument(before.instrument, before.version))
    form = desk.form(
        request, as_fields(request, before, desk.definition), amending=True, beside=facts.subject is None
    )
    if request.method == "POST" and form.is_valid():
        # What stands in no section, such as a row the paper prints in vain, is taken over as it was.
        taken_over = {
            code: value for code, value in before.answers.items() if code not in form.answers
        }  # fmt: skip
        try:
            recorded = actions.amend_response(
                response_id=response_id,
                answers={**taken_over, **form.answers},
                outside_because=form.cleaned_data.get("outside_because", ""),
                **form.circumstances,
                rule=before.rule,
                why=form.cleaned_data["why"],
                token=form.token,
                by=request.actor,
            )
        except RuleBroken as broken:
            form.add_reasons(broken)
        else:
            return _after(
                request,
                desk.definition,
                recorded,
                _("Perbaikan tersimpan. Formulir lama tetap ada dalam riwayat."),
            )
    elif request.method == "POST":
        about = facts.subject
        form.add_reasons(
            _about_the_day(form, about, facts.window)
            if about
            else _about_that_day(form, desk.definition, facts.holder)
        )
    page = FillPage(
        subject=facts.subject or facts.holder,
        sheet=sheet_of(desk.definition, form, desk.pack),
        point=before.point,
        window=facts.window,
        kept=None,
        draft_url="",
        standing=desk.standing,
        warning=facts.subject.willing(before.taken_on) if facts.subject else ALLOWED,
        blocked=ALLOWED if desk.standing.older else desk.standing.verdict,
        older=False,
    )
    return _show(request, page, form, before)


def _show(
    request: HttpRequest, page: FillPage, form: QuestionnaireForm, response: ResponseRow | None = None
) -> HttpResponse:
    month = page.subject.month(scope.today()) if isinstance(page.subject, Subject) else None
    context = {
        "page": page,
        "sheet": page.sheet,
        "form": form,
        "response": response,
        "subject": page.subject,
        "programme_month": month,
        "back": reverse("assessments:person", args=[page.subject.reference]),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "assessments/fill.html", context, status=status)


def _older(request: HttpRequest, standing: Standing, otherwise: Verdict) -> bool:
    asked = "older" in request.GET or request.method == "POST"
    return asked and standing.older and bool(otherwise)


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


def _about_that_day(form: QuestionnaireForm, definition: Instrument, holder: Holder) -> tuple[Reason, ...]:
    on: date | None = form.cleaned_data.get("taken_on")
    return () if on is None else holder.may_be_asked(definition, on, scope.today()).reasons


def _may_measure(facts: FormFacts) -> Verdict:
    """What stands in the way today, told before anything is typed."""
    return all_of((_admitted(facts), facts.subject.willing(scope.today())))


def _admitted(facts: FormFacts) -> Verdict:
    return ALLOWED if facts.subject.admitted_on else refused("measure_before_admission")


def _ever(facts: FormFacts) -> Verdict:
    """Whether anything can be keyed at all: not before admission, and not of whoever was never willing."""
    return ALLOWED if facts.subject.admitted_on and facts.subject.statements else _may_measure(facts)


def _after(
    request: HttpRequest, definition: Instrument, recorded: actions.Recorded, done: str
) -> HttpResponse:
    """On to the result; that there is no score, or that somebody must look today, is said at once."""
    language = get_language() or "id"
    messages.success(request, done)
    if not recorded.scorable and recorded.reason:
        messages.warning(request, _("Tanpa skor.") + " " + reason_text(recorded.reason, language))
    roles = {one.code: one.role for one in definition.alerts}
    for code in recorded.alerts:
        said = {"alert": say(f"task.{code}", language), "role": say(f"role.{roles[code]}", language)}
        messages.warning(request, _("%(alert)s: tugas bagi %(role)s sudah dibuat.") % said)
    return HttpResponseRedirect(reverse("assessments:response", args=[recorded.id]), status=303)
