"""Certificates for many people at once: one series of numbers, each paper with a code of its own."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pulih.actions import documents as actions
from pulih.language.wording import reason_text
from pulih.queries import documents
from pulih.queries.documents import Certifiable
from pulih.records import scope
from pulih.rules.documents import check_series, numbers_of
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.web.documents.forms import SeriesForm
from pulih.web.ui.asking import kept_text


@dataclass(frozen=True)
class Row:
    """Somebody a certificate is owed to."""

    owed: Certifiable
    ticked: bool = True
    reasons: tuple[str, ...] = ()


@require_http_methods(["GET", "HEAD", "POST"])
def certificates(request: HttpRequest) -> HttpResponse:
    """Certificates for everybody ticked, numbered in the order of the page; a refusal leaves its number free."""
    require(request.actor.may(Permission.ISSUE_CERTIFICATES), attempt=True)
    owed = sorted(documents.certifiable(request.actor), key=lambda one: (one.programme, one.name.lower()))
    rows = [Row(one) for one in owed]
    form = SeriesForm(request.POST or None, initial=kept_text(request) or {"on": scope.today(), "first": 1})
    if request.method == "POST":
        wanted = set(request.POST.getlist("enrolment"))
        rows = [Row(one, str(one.enrolment_id) in wanted) for one in owed]
        if form.is_valid():
            form.add_reasons(check_series(form.cleaned_data["pattern"]).reasons)
            if not any(one.ticked for one in rows):
                form.add_error(None, _("Centang paling sedikit satu orang."))
        if not form.errors:
            rows = _issue(request, form, rows)
            if not any(one.reasons for one in rows):
                return HttpResponseRedirect(reverse("documents:list"), status=303)
            form = SeriesForm(initial={**form.cleaned_data, "once": None})
    context = {"form": form, "rows": rows, "refused": sum(bool(one.reasons) for one in rows)}
    return render(request, "documents/certificates.html", context, status=422 if form.errors else 200)


def _issue(request: HttpRequest, form: SeriesForm, rows: list[Row]) -> list[Row]:
    """Issue paper after paper; answers the rows that are left, those refused with the reason."""
    given, left = form.cleaned_data, []
    numbers = iter(numbers_of(given["pattern"], given["first"], len(rows)))
    number, done = next(numbers), 0
    for row in rows:
        if not row.ticked:
            left.append(row)
            continue
        try:
            actions.issue_certificate(
                enrolment_id=row.owed.enrolment_id,
                number=number,
                on=given["on"],
                token=_token(form.token, row.owed.enrolment_id),
                by=request.actor,
            )
        except RuleBroken as broken:
            said = tuple(reason_text(one, get_language() or "id") for one in broken.reasons)
            left.append(Row(row.owed, True, said))
            # A number that is taken stays taken: the next paper gets the next one.
            if any(one.code == "document_number_taken" for one in broken.reasons):
                number = next(numbers, number)
        else:
            done += 1
            number = next(numbers, number)
    if done:
        words = ngettext("%(count)s sertifikat terbit.", "%(count)s sertifikat terbit.", done)
        messages.success(request, words % {"count": done})
    return left


def _token(token: UUID | None, row: UUID) -> UUID | None:
    return uuid5(token, str(row)) if token else None
