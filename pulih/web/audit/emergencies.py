"""Emergencies and their review."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulih.actions.audit import review_break_glass
from pulih.queries import audit
from pulih.web.audit.forms import ReviewForm
from pulih.web.audit.page import EmergenciesPage, ReviewPage
from pulih.web.ui.answering import answer
from pulih.web.ui.asking import kept_text
from pulih.web.ui.paging import KeyPager


@require_safe
def break_glass(request: HttpRequest) -> HttpResponse:
    """Every emergency opening, those that wait for a review first on demand."""
    state = request.GET.get("state", "")
    state = state if state in ("waiting", "reviewed") else ""
    try:
        after = UUID(request.GET.get("after", ""))
    except ValueError:
        after = None
    found = audit.emergencies(request.actor, state=state, after=after)
    pager = KeyPager(
        str(found.next) if found.next else None, after is None, f"state={state}&" if state else ""
    )
    return render(request, "audit/break_glass.html", {"page": EmergenciesPage(found, state, pager)})


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, id: UUID) -> HttpResponse:
    """One emergency; somebody else than its author says whether it was justified."""
    form = ReviewForm(request.POST or None, initial=kept_text(request))
    page = ReviewPage(audit.opening(request.actor, id), form)
    return answer(
        request,
        form,
        lambda given: review_break_glass(
            id=id, finding=given["finding"], note=given["note"], token=form.token, by=request.actor
        ),
        template="audit/review.html",
        done=_("Tinjauan tersimpan."),
        to=lambda _done: reverse("audit:break_glass"),
        context={"page": page},
    )
