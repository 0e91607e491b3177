"""Pages for a hundred people at once: papers of willingness, offers down the list, programmes completed."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pulih.actions import enrolments as actions
from pulih.actions import people as papers
from pulih.queries import enrolments
from pulih.queries.enrolments import BoardRow, PathwayFacts
from pulih.records import scope
from pulih.rules import programmes
from pulih.rules.errors import require
from pulih.rules.lifecycles import Status
from pulih.rules.permissions import Permission
from pulih.web.enrolments.forms import FinishForm, LeaveOutForm, SeveralWillingForm
from pulih.web.enrolments.ordering import OffersForm, place
from pulih.web.enrolments.several import Row, answer_several
from pulih.web.enrolments.words import on_day, said, words
from pulih.web.ui.asking import kept_text

FORM = ("GET", "HEAD", "POST")


@require_http_methods(FORM)
def willing(request: HttpRequest) -> HttpResponse:
    """The papers of a meeting, for everybody who signed there; nobody is ticked beforehand."""
    rows = [
        Row(one, False, f"{words(f'programme.{one.programme}')}, {one.wave.name}")
        for one in enrolments.without_statement(request.actor)
    ]
    begin = kept_text(request) or {"signed_on": scope.today(), "language": "id"}
    form = SeveralWillingForm(request.POST or None, initial=begin)

    def act(one: PathwayFacts, token: UUID | None) -> None:
        given = form.cleaned_data
        papers.record_willingness(
            person_id=one.person_id,
            signed_on=given["signed_on"],
            witness=given["witness"],
            read_aloud=given["read_aloud"],
            language=given["language"],
            token=token,
            by=request.actor,
        )

    back = reverse("enrolments:board")
    return answer_several(request, form, rows, act, template="enrolments/willing.html", back=back, context={})


@require_http_methods(FORM)
def offers(request: HttpRequest, cycle_id: UUID) -> HttpResponse:
    """Places for as many of the list as there are, from the top; whoever is passed over is told why."""
    require(request.actor.may(Permission.MANAGE_ENROLMENTS), attempt=True)
    found = enrolments.waiting_list(request.actor, cycle_id)
    able = [one for one in found.rows if one.ranked.rank]
    today = scope.today()
    rows = [
        Row(
            one.facts,
            one.offer.allowed and number < found.free,
            _("urutan %(rank)s, menunggu %(waited)s")
            % {"rank": one.ranked.rank, "waited": place(found, one, today).waited},
            tuple(said(why) for why in one.offer.reasons),
        )
        for number, one in enumerate(able)
    ]
    form = OffersForm(request.POST or None, initial=kept_text(request))

    def act(one: PathwayFacts, token: UUID | None) -> None:
        actions.offer(
            enrolment_id=one.id, because=form.cleaned_data["because"], token=token, by=request.actor
        )

    back = reverse("enrolments:waiting") + f"?cycle={cycle_id}&tab=offered"
    context = {"found": found, "programme": words(f"programme.{found.cycle.programme}")}
    return answer_several(
        request, form, rows, act, template="enrolments/offers.html", back=back, context=context
    )


@require_http_methods(FORM)
def finish(request: HttpRequest, reference: str) -> HttpResponse:
    """Everybody of a wave whose programme has come to its end."""
    found = enrolments.finishing(request.actor, reference)
    rows = [_finishing(one) for one in found.rows]
    begin = kept_text(request) or {"effective_on": scope.today()}
    form = FinishForm(request.POST or None, initial=begin)

    def act(one: PathwayFacts, token: UUID | None) -> None:
        actions.move_on(
            enrolment_id=one.id,
            target=Status.COMPLETED.value,
            effective_on=form.cleaned_data["effective_on"],
            token=token,
            by=request.actor,
        )

    back = reverse("programmes:wave", args=[reference])
    return answer_several(
        request, form, rows, act, template="enrolments/finish.html", back=back, context={"wave": found.wave}
    )


def _finishing(row: BoardRow) -> Row:
    """Ticked where the programme can be called completed today."""
    facts, step = row.facts, row.step(Status.COMPLETED)
    ends = facts.wave.starts_on
    if facts.admitted_on:
        ends = programmes.ends_on(facts.admitted_on, facts.cycle.months, facts.wave.still_days, scope.today())
    note = _("%(programme)s, sampai %(day)s") % {
        "programme": words(f"programme.{facts.programme}"), "day": on_day(ends),
    }  # fmt: skip
    reasons = tuple(said(why) for why in step.verdict.reasons) if step else ()
    return Row(facts, bool(step and step.open), note, reasons)


@require_http_methods(FORM)
def leave_out(request: HttpRequest, reference: str) -> HttpResponse:
    """Those for whom a wave had no place, with the reason they share; nobody is ticked beforehand."""
    wave, found = enrolments.on_the_way(request.actor, reference)
    rows = [
        Row(
            one,
            False,
            f"{words(f'programme.{one.programme}')}, {words(f'status.{one.status.value}').lower()}",
        )
        for one in found
    ]
    begin = kept_text(request) or {"effective_on": scope.today()}
    form = LeaveOutForm(request.POST or None, initial=begin)

    def act(one: PathwayFacts, token: UUID | None) -> None:
        given = form.cleaned_data
        actions.move_on(
            enrolment_id=one.id,
            target=Status.NOT_SELECTED.value,
            effective_on=given["effective_on"],
            reason=given["reason"],
            note=given["note"],
            token=token,
            by=request.actor,
        )

    back = reverse("programmes:wave", args=[reference])
    return answer_several(
        request, form, rows, act, template="enrolments/leave_out.html", back=back, context={"wave": wave}
    )
