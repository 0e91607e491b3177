"""Looking at a result sheet, reviewing it, and taking it along as PDF or workbook."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulih.actions import outcomes as actions
from pulih.queries import outcomes as queries
from pulih.queries.outcomes import SheetView
from pulih.reports.result_book import result_workbook
from pulih.reports.result_sheet import result_pdf
from pulih.rules.errors import RuleBroken
from pulih.rules.permissions import Permission
from pulih.web.outcomes.forms import ReviewForm
from pulih.web.outcomes.page import sheet_lines, sheet_page
from pulih.web.ui.files import WORKBOOK


@require_safe
def sheets(request: HttpRequest) -> HttpResponse:
    """The office's waves with the state of their sheets."""
    waves = sheet_lines(queries.waves_with_sheets(request.actor), get_language() or "id")
    context = {
        "waves": waves,
        "may_read_targets": bool(request.actor.may(Permission.READ_TARGETS)),
        "may_read_events": bool(request.actor.may(Permission.READ_EVENTS)),
    }
    return render(request, "outcomes/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, reference: str) -> HttpResponse:
    """One sheet, and the step of its review that the actor takes."""
    view = queries.sheet_of(request.actor, reference, _revision(request))
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            words = _take_step(request, view, form)
        except RuleBroken as broken:
            form.add_reasons(broken)
        else:
            messages.success(request, words)
            return HttpResponseRedirect(reverse("outcomes:sheet", args=[reference]), status=303)
    page = sheet_page(view, get_language() or "id")
    status = 422 if form.errors else 200
    return render(request, "outcomes/sheet.html", {"page": page, "form": form}, status=status)


def _take_step(request: HttpRequest, view: SheetView, form: ReviewForm) -> str:
    given: dict[str, Any] = {"token": form.token, "by": request.actor}
    step = form.cleaned_data["step"]
    if step == "draft":
        actions.draft_sheet(wave_id=view.wave_id, **given)
        return _("Konsep tersusun. Angkanya sekarang tetap; mintalah orang kedua memeriksanya.")
    if view.sheet_id is None:
        raise RuleBroken("sheet_unknown")
    if step == "check":
        actions.check_sheet(sheet_id=view.sheet_id, **given)
        return _("Lembar diperiksa. Sekarang menunggu persetujuan kepala.")
    if step == "return":
        actions.return_sheet(sheet_id=view.sheet_id, why=form.cleaned_data["why"], **given)
        return _("Lembar dikembalikan kepada penyusunnya.")
    actions.approve_sheet(sheet_id=view.sheet_id, **given)
    return _("Lembar hasil disetujui. Kepala jejak audit tercetak padanya.")


@require_safe
def pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """The sheet as a tagged PDF."""
    view = queries.sheet_of(request.actor, reference, _revision(request))
    content = result_pdf(view.sheet, get_language() or "id")
    return _file(content, "application/pdf", view, "pdf")


@require_safe
def workbook(request: HttpRequest, reference: str) -> HttpResponse:
    """The sheet as a workbook."""
    view = queries.sheet_of(request.actor, reference, _revision(request))
    content = result_workbook(view.sheet, get_language() or "id")
    return _file(content, WORKBOOK, view, "xlsx")


def _file(content: bytes, media_type: str, view: SheetView, ending: str) -> HttpResponse:
    head = view.sheet.head
    name = f"lembar-hasil-{head.wave_reference}-{head.revision or 'pratinjau'}.{ending}"
    return HttpResponse(
        content, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _revision(request: HttpRequest) -> int | None:
    asked = request.GET.get("revision", "")
    if asked and not (asked.isascii() and asked.isdigit() and len(asked) < 6):
        raise Http404
    return int(asked) if asked else None
