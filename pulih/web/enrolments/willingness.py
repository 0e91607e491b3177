"""The statement of willingness on paper: recording it, and recording that somebody took it back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pulih.actions import people as actions
from pulih.queries import enrolments, people
from pulih.records import scope
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.rules.willingness import TEXT_VERSION
from pulih.web.enrolments.asking import an_id
from pulih.web.enrolments.forms import WillingnessForm, WithdrawForm
from pulih.web.ui.answering import answer
from pulih.web.ui.asking import kept_text

FORM = ("GET", "HEAD", "POST")


def _back(request: HttpRequest, reference: str) -> str:
    """Back to the pathway somebody came from, else to the record."""
    pathway = an_id(request.GET.get("pathway", ""))
    if pathway:
        return reverse("enrolments:enrolment", args=[pathway])
    return reverse("people:person", args=[reference])


@require_http_methods(FORM)
def record(request: HttpRequest, reference: str) -> HttpResponse:
    """The paper somebody signed."""
    require(request.actor.may(Permission.RECORD_WILLINGNESS), attempt=True)
    found = people.open_person(request.actor, reference, "pathway")
    form = WillingnessForm(
        request.POST or None,
        initial=kept_text(request) or {"signed_on": scope.today(), "language": "id"},
    )

    def act(given: dict[str, Any]) -> None:
        actions.record_willingness(
            person_id=found.id,
            signed_on=given["signed_on"],
            witness=given["witness"],
            read_aloud=given["read_aloud"],
            guardian=given["guardian"],
            language=given["language"],
            token=form.token,
            by=request.actor,
        )

    known = enrolments.statements_of(request.actor, found.id)
    return answer(
        request,
        form,
        act,
        template="enrolments/willingness.html",
        done=_("Surat kesediaan tercatat."),
        to=lambda _done: _back(request, reference),
        context={
            "record": found,
            "known": known,
            "standing": next((one for one in known if one.given.withdrawn_on is None), None),
            "back": _back(request, reference),
            "version": TEXT_VERSION,
        },
    )


@require_http_methods(FORM)
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Somebody takes it back; what was recorded before stays."""
    require(request.actor.may(Permission.RECORD_WILLINGNESS), attempt=True)
    found = people.open_person(request.actor, reference, "pathway")
    known = enrolments.statements_of(request.actor, found.id)
    standing = next((one for one in known if one.given.withdrawn_on is None), None)
    if standing is None:
        raise RuleBroken("willingness_missing")
    form = WithdrawForm(request.POST or None, initial=kept_text(request) or {"withdrawn_on": scope.today()})

    def act(given: dict[str, Any]) -> None:
        actions.withdraw_willingness(
            consent_id=standing.id,
            withdrawn_on=given["withdrawn_on"],
            because=given["because"],
            token=form.token,
            by=request.actor,
        )

    return answer(
        request,
        form,
        act,
        template="enrolments/withdraw_willingness.html",
        done=_("Pencabutan tercatat. Tidak ada pengukuran baru sejak hari itu."),
        to=lambda _done: _back(request, reference),
        context={"record": found, "standing": standing, "back": _back(request, reference)},
    )
