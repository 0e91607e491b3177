"""Pages of notes: somebody's notes in the compartments that are open, writing one, putting one right."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulih.actions import plans as actions
from pulih.queries.plans.notes import PAGE, note_form, note_to_correct, notes_of
from pulih.records import scope
from pulih.rules.errors import RuleBroken
from pulih.rules.notes import LATE_AFTER_DAYS
from pulih.web.plans.note_forms import CorrectNoteForm, NoteForm
from pulih.web.ui.answering import answer
from pulih.web.ui.asking import kept_text, page_number, typed
from pulih.web.ui.paging import Pager


@require_safe
def notes(request: HttpRequest, reference: str) -> HttpResponse:
    """Somebody's notes, each with what stood there before."""
    page = notes_of(request.actor, reference, page_number(request.GET))
    context = {
        "page": page,
        "record": page.record,
        "pager": Pager(page.page, PAGE, page.total),
        "late_days": LATE_AFTER_DAYS,
    }
    return render(request, "plans/notes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, reference: str) -> HttpResponse:
    """Write a note, of a session or beside every session."""
    facts = note_form(request.actor, reference, _session_asked(request))
    session = facts.session
    form = NoteForm(
        request.POST or None,
        compartments=facts.compartments,
        of_session=session is not None,
        initial=kept_text(request) or {"on": scope.today()},
    )

    def act(data: dict[str, Any]) -> UUID:
        return actions.write_note(
            person_id=facts.record.id,
            compartment=data.get("compartment") or facts.compartments[0].value,
            on=session.on if session else data["on"],
            text=data["text"],
            session_id=session.id if session else None,
            token=form.token,
            by=request.actor,
        )

    return answer(
        request,
        form,
        act,
        template="plans/note_write.html",
        done=_("Catatan tersimpan."),
        to=lambda _made: reverse("plans:notes", args=[reference]),
        context={"facts": facts, "record": facts.record, "session": session, "late_days": LATE_AFTER_DAYS},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, reference: str, note_id: UUID) -> HttpResponse:
    """Put a note right; the earlier words stay beneath."""
    record, thread = note_to_correct(request.actor, reference, note_id)
    form = CorrectNoteForm(request.POST or None, initial=kept_text(request) or {"text": thread.newest.text})

    def act(data: dict[str, Any]) -> UUID:
        return actions.correct_note(
            note_id=note_id, text=data["text"], why=data["why"], token=form.token, by=request.actor
        )

    return answer(
        request,
        form,
        act,
        template="plans/note_correct.html",
        done=_("Perbaikan tersimpan. Catatan lama tetap terbaca di bawahnya."),
        to=lambda _made: reverse("plans:notes", args=[reference]),
        context={"record": record, "thread": thread},
    )


def _session_asked(request: HttpRequest) -> UUID | None:
    """The session in the address, if one stands there."""
    text = typed(request.GET, "session")
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise RuleBroken("not_found", subject="session", subject_id=text[:40]) from None
