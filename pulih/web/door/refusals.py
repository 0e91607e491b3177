"""How a rule's refusal looks when no form can carry it: a page with the reasons and the way on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from pulih.language.wording import reason_text
from pulih.rules.errors import RuleBroken

NOT_FOUND = frozenset(
    {
        "not_found",
        "wave_unknown",
        "cycle_unknown",
        "enrolment_unknown",
        "response_unknown",
        "instrument_unknown",
        "test_unknown",
        "task_unknown",
        "point_unknown",
        "sheet_unknown",
        "event_unknown",
        "document_unknown",
        "session_unknown",
        "group_unknown",
        "room_unknown",
        "closure_unknown",
        "feedback_unknown",
        "complaint_unknown",
    }
)
"""Somebody else's is the same as nobody's: a status must not tell that it exists elsewhere."""
FORBIDDEN = frozenset({"permission_missing"})


def refused_response(request: HttpRequest, broken: RuleBroken) -> HttpResponse:
    """Answer 404 for what is not there (or not theirs), 403 for what a role lacks, 409 for a rule."""
    status = 404 if broken.code in NOT_FOUND else 403 if broken.code in FORBIDDEN else 409
    language = get_language() or "id"
    reasons = [reason_text(reason, language) for reason in broken.reasons]
    return render(request, "refused.html", {"reasons": reasons, "code": broken.code}, status=status)
