"""Answer sheets from a file, on pages: hand in, look at what it would do, decide; and the file to type into."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pulih.actions.assessments import sheet_import as actions
from pulih.exchange.spreadsheets.error_file import write_error_file
from pulih.exchange.spreadsheets.reading import LARGEST_FILE
from pulih.exchange.spreadsheets.responses import read_responses, sheets_to_mend, write_sheet_template
from pulih.language.instruments import instrument as definition_of
from pulih.language.wording import number, reason_text
from pulih.queries.assessments.sheets import (
    PAGE,
    SheetBatch,
    SheetLine,
    sheet_batch,
    sheet_batches,
    sheet_rows,
    wave_people,
)
from pulih.rules.errors import RuleBroken
from pulih.rules.verdicts import Reason
from pulih.web.assessments.importing_forms import ApplyForm, TemplateForm, UploadForm
from pulih.web.ui.asking import page_number, typed
from pulih.web.ui.forms import PulihForm
from pulih.web.ui.paging import Pager

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OUTCOMES = ("new", "same", "bad")


@dataclass(frozen=True)
class Tab:
    """Rows of one outcome."""

    code: str
    count: int
    current: bool


@dataclass(frozen=True)
class SheetsPage:
    """One file with its rows."""

    batch: SheetBatch
    title: str
    tabs: tuple[Tab, ...]
    shown: str
    rows: tuple[SheetLine, ...]
    pager: Pager
    form: ApplyForm
    mark: PulihForm


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Hand in a file; it is judged at once, and nothing of the record changes."""
    history = sheet_batches(request.actor)
    form = UploadForm(request.POST or None, request.FILES or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data["file"]
            file = read_responses(_content(given), given.name, definition_of(form.cleaned_data["instrument"]))
            batch_id = actions.stage_sheets(file=file, about=form.about(), token=form.token, by=request.actor)
        except RuleBroken as broken:
            form.add_reasons(broken)
        else:
            return _see(batch_id)
    context = {
        "form": form,
        "history": history,
        "template_form": TemplateForm(actor=request.actor, auto_id="templat_%s"),
    }
    return render(request, "assessments/import_sheets.html", context, status=_status(form))


def _content(file: UploadedFile) -> bytes:
    """The bytes of a file of sensible size; a larger one is not even read."""
    if (file.size or 0) > LARGEST_FILE:
        raise RuleBroken("file_too_large", "file", limit=LARGEST_FILE // 1024 // 1024)
    return file.read()


@require_GET
def staged(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """What a file would do or did, row by row."""
    return _page(request, batch_id)


@require_POST
def apply(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Record the sheets, or say what stands in the way."""
    batch = sheet_batch(request.actor, batch_id)
    form = ApplyForm(request.POST, revision=batch.revision, standing=batch.counts["bad"])
    if form.is_valid():
        try:
            applied = actions.apply_sheets(
                batch_id=batch_id,
                revision=form.seen_revision or 0,
                leave_out=form.cleaned_data.get("leave_out", False),
                token=form.token,
                by=request.actor,
            )
        except RuleBroken as broken:
            form.add_reasons(broken)
        else:
            _tell(request, applied.counts)
            return _see(batch_id)
    return _page(request, batch_id, form)


def _tell(request: HttpRequest, counts: dict[str, int]) -> None:
    language = get_language() or "id"
    said = {name: number(count, language) for name, count in counts.items()}
    messages.success(
        request, _("%(recorded)s lembar tersimpan, %(left_out)s baris disisihkan.") % said
    )  # fmt: skip
    if counts["alerts"]:
        words = _("%(alerts)s jawaban mengkhawatirkan: tugas untuk konselor sudah dibuat.")
        messages.warning(request, words % said)


@require_POST
def discard(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Lay a file aside."""
    form = PulihForm(request.POST)
    if form.is_valid():
        actions.discard_sheets(
            batch_id=batch_id, revision=form.seen_revision or 0, token=form.token, by=request.actor
        )
        messages.success(request, _("Impor dibuang. Tidak ada catatan yang berubah."))
    return HttpResponseRedirect(reverse("assessments:import"), status=303)


@require_GET
def errors(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """The rows to mend as a workbook that can be handed in once mended."""
    back = actions.hand_back_sheets(batch_id=batch_id, by=request.actor)
    language = get_language() or "id"
    content = write_error_file(
        sheets_to_mend(back.headings, back.cells),
        back.reasons,
        lambda one: reason_text(one, language),
        language,
    )
    return _workbook(content, _("perbaikan") + "-" + back.file_name.rsplit(".", 1)[0])


@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """A file with the right headings and the people of the wave, to type into where no line is."""
    form = TemplateForm(request.GET, actor=request.actor)
    if not form.is_valid():
        messages.error(request, _("Pilih instrumen dan tahap untuk berkas isian."))
        return HttpResponseRedirect(reverse("assessments:import"), status=303)
    about = form.about()
    people = wave_people(request.actor, about.wave_reference, about.instrument)
    language = get_language() or "id"

    def word(reason: Reason) -> str:
        return reason_text(reason, language)

    content = write_sheet_template(
        definition_of(about.instrument),
        people,
        about.point,
        names=form.cleaned_data["names"],
        word=word,
        language=language,
    )
    return _workbook(content, f"{about.instrument}-{about.wave_reference}")


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    plain = "".join(sign if sign.isalnum() or sign in "-_. " else "_" for sign in name)
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{plain.encode("ascii", "replace").decode()}.xlsx"'
    )
    return response


def _page(request: HttpRequest, batch_id: UUID, form: ApplyForm | None = None) -> HttpResponse:
    """One file with its tabs; a refused decision comes back with its reasons."""
    batch = sheet_batch(request.actor, batch_id)
    asked = typed(request.GET, "show")
    begin = "bad" if batch.counts["bad"] else "new"
    shown = asked if asked in OUTCOMES else begin
    lines = sheet_rows(request.actor, batch_id, shown, page_number(request.GET))
    form = form or ApplyForm(revision=batch.revision, standing=batch.counts["bad"])
    page = SheetsPage(
        batch=batch,
        title=definition_of(batch.instrument).title.say(get_language() or "id").split(",")[0],
        tabs=tuple(Tab(one, batch.counts[one], one == shown) for one in OUTCOMES),
        shown=shown,
        rows=lines.rows,
        pager=Pager(lines.number, PAGE, lines.total, f"show={shown}&"),
        form=form,
        mark=PulihForm(revision=batch.revision),
    )
    return render(
        request, "assessments/import_staged.html", {"page": page, "form": form}, status=_status(form)
    )


def _see(batch_id: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("assessments:import_staged", args=[batch_id]), status=303)


def _status(form: PulihForm) -> int:
    return 422 if form.is_bound and form.errors else 200
