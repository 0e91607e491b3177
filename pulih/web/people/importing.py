"""The import on pages: hand in a file, look at what it would do, decide."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pulih.actions import imports as actions
from pulih.exchange.spreadsheets.importing import register_from, rows_to_mend
from pulih.exchange.spreadsheets.template import write_template
from pulih.language.wording import number, reason_text
from pulih.queries import imports as queries
from pulih.queries.imports.kept import many_gone
from pulih.records import scope
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.rules.verdicts import Reason
from pulih.web.people.importing_forms import ApplyForm, UploadForm
from pulih.web.people.importing_page import (
    BatchPage,
    ImportPage,
    consequences_of,
    first_tab,
    pager_of,
    shown_rows,
    tabs_of,
)
from pulih.web.ui.files import content_of, workbook
from pulih.web.ui.forms import PulihForm


@require_http_methods(["GET", "POST"])
def import_register(request: HttpRequest) -> HttpResponse:
    """Hand in a register; it is read and compared at once, and nothing of the record changes."""
    history = queries.batches(request.actor)
    form = UploadForm(request.POST or None, request.FILES or None, initial={"as_of": scope.today()})
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data
            file = register_from(
                content_of(given["file"]), given["file"].name, as_of=given["as_of"], part=given["part"]
            )
            batch_id = actions.stage_import(file=file, token=form.token, by=request.actor)
        except RuleBroken as broken:
            form.add_reasons(broken)
        else:
            return _see("people:import_batch", batch_id)
    page = ImportPage(form, history)
    return render(request, "people/import.html", {"page": page, "form": form}, status=_status(form))


@require_GET
def import_batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """What an import would do or did, row by row."""
    return _batch_page(request, batch_id)


@require_POST
def import_apply(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Write the import to the record, or say what stands in the way."""
    batch = queries.batch(request.actor, batch_id)
    form = _apply_form(request, batch, request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            applied = actions.apply_import(
                batch_id=batch_id,
                revision=form.seen_revision or 0,
                leave_out=given.get("leave_out", False),
                complete=given.get("complete", False),
                take=[UUID(one) for one in given.get("take", [])],
                token=form.token,
                by=request.actor,
            )
        except RuleBroken as broken:
            form.add_reasons(broken)
        else:
            messages.success(request, _applied_words(applied.counts))
            return _see("people:import_batch", batch_id)
    return _batch_page(request, batch_id, form)


def _applied_words(counts: dict[str, int]) -> str:
    language = get_language() or "id"
    facts = {name: number(count, language) for name, count in counts.items()}
    return (
        _("Register tersimpan: %(new)s orang baru, %(changed)s berubah, %(gone)s tidak ada lagi, ")
        + _("%(left_out)s baris disisihkan.")
    ) % facts


@require_POST
def import_recheck(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Compare a staged register anew, because the record changed since."""
    form = PulihForm(request.POST)
    if form.is_valid():
        actions.recheck_import(
            batch_id=batch_id, revision=form.seen_revision or 0, token=form.token, by=request.actor
        )
        messages.success(request, _("Berkas diperiksa ulang dengan catatan sekarang."))
    return _see("people:import_batch", batch_id)


@require_POST
def import_discard(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Lay a staged register aside."""
    form = PulihForm(request.POST)
    if form.is_valid():
        actions.discard_import(
            batch_id=batch_id, revision=form.seen_revision or 0, token=form.token, by=request.actor
        )
        messages.success(request, _("Impor dibuang. Tidak ada catatan yang berubah."))
    return _see("people:import")


@require_GET
def import_errors(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """The rows to mend as a workbook that can be imported once mended."""
    back = actions.hand_back_rows(batch_id=batch_id, by=request.actor)
    language = get_language() or "id"
    content = rows_to_mend(back, lambda reason: reason_text(reason, language), language)
    return workbook(content, _("perbaikan") + "-" + back.file_name.rsplit(".", 1)[0])


@require_GET
def import_template(request: HttpRequest) -> HttpResponse:
    """An empty register to fill in, with an example and explanations."""
    require(request.actor.may(Permission.IMPORT_REGISTER), attempt=True)
    language = get_language() or "id"

    def word(reason: Reason) -> str:
        return reason_text(reason, language)

    return workbook(write_template(word, language), _("templat-register"))


def _apply_form(request: HttpRequest, batch: queries.Batch, given: Any = None) -> ApplyForm:
    doubts = queries.rows_in_doubt(request.actor, batch.id) if batch.counts.get("doubt") else ()
    standing = batch.counts.get("conflict", 0) + batch.counts.get("bad", 0)
    gone = batch.counts.get("gone", 0)
    many = gone if many_gone(gone, batch.counts.get("residents", 0)) else 0
    return ApplyForm(given, revision=batch.revision, doubts=doubts, standing=standing, many_gone=many)


def _batch_page(request: HttpRequest, batch_id: UUID, form: ApplyForm | None = None) -> HttpResponse:
    """One import with its tabs; a refused decision comes back with its reasons."""
    batch = queries.batch(request.actor, batch_id)
    shown = first_tab(batch.counts, request.GET.get("show", ""))
    asked = request.GET.get("page", "")
    lines = queries.rows_of(request.actor, batch_id, shown, int(asked) if asked.isdigit() else 1)
    form = form or _apply_form(request, batch)
    page = BatchPage(
        batch=batch,
        tabs=tabs_of(batch.counts, shown),
        shown=shown,
        rows=shown_rows(lines.rows),
        pager=pager_of(lines, shown),
        standing=batch.counts.get("conflict", 0) + batch.counts.get("bad", 0),
        consequences=consequences_of(batch),
        apply=form,
        mark=PulihForm(revision=batch.revision),
    )
    return render(request, "people/import_batch.html", {"page": page, "form": form}, status=_status(form))


def _see(name: str, *arguments: object) -> HttpResponse:
    """On to another page after something was done (303), so that a reload repeats nothing."""
    return HttpResponseRedirect(reverse(name, args=arguments), status=303)


def _status(form: PulihForm) -> int:
    return 422 if form.is_bound and form.errors else 200
