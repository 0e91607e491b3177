"""One pathway: where it stands, what can follow, its history, the statement of willingness."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pulih.queries import caseload, enrolments
from pulih.queries.enrolments import EnrolmentRecord
from pulih.records import scope
from pulih.rules import programmes
from pulih.rules.actors import Actor
from pulih.rules.assigning import check_pathway
from pulih.rules.permissions import Permission
from pulih.web.enrolments.page import choices, exception_words, stay_end
from pulih.web.enrolments.words import SHAPES, words


@require_safe
def enrolment(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """One enrolment of the office."""
    found = enrolments.open_enrolment(request.actor, enrolment_id)
    actor, facts = request.actor, found.facts
    end, end_note = stay_end(facts, scope.today())
    admission = next((one for one in found.steps if one.transition.action == "admit"), None)
    context = {
        **about(found),
        "choices": choices(facts, found.steps, found.next),
        "history": list(reversed(found.changes)),
        "stay_end": end,
        "stay_end_note": end_note,
        "exception_words": exception_words(facts),
        "may_ask": bool(
            admission
            and admission.too_short
            and admission.permitted
            and not (facts.exception and facts.exception.waiting)
        ),
        "may_record": actor.may(Permission.RECORD_WILLINGNESS) if found.person.works_here else None,
        "may_correct": bool(actor.may(Permission.MANAGE_ENROLMENTS)),
        "may_recheck": bool(actor.may(Permission.RECHECK_REMAND)) and facts.recheck_due(scope.today()),
        "may_object": bool(actor.may(Permission.RECORD_OBJECTIONS)),
        "may_measure": bool(actor.may(Permission.READ_MEASURES)),
        "may_read_plans": bool(actor.may(Permission.READ_PLANS)),
        **_counsellors(found, actor),
    }
    return render(request, "enrolments/enrolment.html", context)


def _counsellors(found: EnrolmentRecord, actor: Actor) -> dict[str, object]:
    """Who looks after the person, for roles that see caseloads; a link to assign where that can be done."""
    if not actor.may(Permission.READ_CASELOAD):
        return {"may_read_caseload": False}
    facts = found.facts
    return {
        "may_read_caseload": True,
        "counsellors": caseload.assignments_of(actor, facts.id),
        "may_assign": bool(actor.may(Permission.ASSIGN_COUNSELLORS))
        and bool(check_pathway(facts.status, facts.held_from)),
    }


def about(found: EnrolmentRecord) -> dict[str, object]:
    """What every page about one pathway shows: the person, the status, the end of the programme."""
    facts, today = found.facts, scope.today()
    ends = None
    if facts.admitted_on and facts.ended_on is None:
        ends = programmes.ends_on(facts.admitted_on, facts.cycle.months, facts.wave.still_days, today)
    return {
        "record": found.person,
        "facts": facts,
        "programme": words(f"programme.{facts.programme}"),
        "status_shape": SHAPES[facts.status],
        "status_words": words(f"status.{facts.status.value}"),
        "ends_on": ends,
        "today": today,
    }
