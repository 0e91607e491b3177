"""Papers of the office: what is owed, what was issued, printing one again, taking one back."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulih.actions import documents as actions
from pulih.language.wording import say
from pulih.queries import documents, enrolments
from pulih.records import scope
from pulih.reports.letters import letter_pdf, printable
from pulih.rules.actors import Actor
from pulih.rules.documents import Kind
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.web.documents.forms import IssueForm, WithdrawForm
from pulih.web.ui.answering import answer
from pulih.web.ui.asking import kept_text

FORM = ("GET", "HEAD", "POST")
ISSUES = {
    Kind.DECREE: Permission.ISSUE_DECREES,
    Kind.CERTIFICATE: Permission.ISSUE_CERTIFICATES,
    Kind.PROGRESS_REPORT: Permission.WRITE_PLANS,
}


def _may(actor: Actor, kind: Kind) -> bool:
    permission = ISSUES.get(kind)
    return permission is not None and bool(actor.may(permission))


@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    """What is owed first, then what was issued."""
    actor = request.actor
    context = {
        "decrees": documents.decreeable(actor),
        "certificates": documents.certifiable(actor),
        "papers": [(one, _may(actor, one.kind)) for one in documents.documents(actor)],
        "may_decree": bool(actor.may(Permission.ISSUE_DECREES)),
        "may_certify": bool(actor.may(Permission.ISSUE_CERTIFICATES)),
    }
    return render(request, "documents/list.html", context)


@require_http_methods(FORM)
def decree(request: HttpRequest, cycle_id: UUID) -> HttpResponse:
    """A decree for those of a cycle whom none names yet."""
    require(request.actor.may(Permission.ISSUE_DECREES), attempt=True)
    owed = next((one for one in documents.decreeable(request.actor) if one.cycle_id == cycle_id), None)
    form = IssueForm(request.POST or None, initial=kept_text(request) or {"on": scope.today()})

    def act(given: dict[str, Any]) -> None:
        actions.issue_decree(
            cycle_id=cycle_id, number=given["number"], on=given["on"], token=form.token, by=request.actor
        )

    if owed is None and request.method != "POST":
        raise RuleBroken("decree_nobody")
    return answer(
        request,
        form,
        act,
        template="documents/decree.html",
        done=_("Surat keputusan terbit."),
        to=lambda _done: reverse("documents:list"),
        context={"owed": owed},
    )


@require_http_methods(FORM)
def certificate(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """A certificate for somebody who completed."""
    require(request.actor.may(Permission.ISSUE_CERTIFICATES), attempt=True)
    found = enrolments.open_enrolment(request.actor, enrolment_id)
    form = IssueForm(request.POST or None, initial=kept_text(request) or {"on": scope.today()})

    def act(given: dict[str, Any]) -> None:
        actions.issue_certificate(
            enrolment_id=enrolment_id,
            number=given["number"],
            on=given["on"],
            token=form.token,
            by=request.actor,
        )

    return answer(
        request,
        form,
        act,
        template="documents/certificate.html",
        done=_("Sertifikat terbit."),
        to=lambda _done: reverse("documents:list"),
        context={
            "record": found.person,
            "facts": found.facts,
            "programme": say(f"programme.{found.facts.programme}", get_language() or "id"),
        },
    )


@require_safe
def pdf(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """The paper as it was issued; in Indonesian whatever the page speaks, as every official paper."""
    paper = documents.document_of(request.actor, document_id)
    if paper.kind is Kind.PROGRESS_REPORT:
        require(request.actor.may(Permission.PRINT_DOCUMENTS), attempt=True)
    if not printable(paper):
        raise Http404
    name = f"{say(f'document_kind.{paper.kind.value}', 'id').lower().replace(' ', '-')}-{paper.code}.pdf"
    return HttpResponse(
        letter_pdf(paper, "id"),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_http_methods(FORM)
def withdraw(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Take a paper back, with the reason."""
    paper = documents.document_of(request.actor, document_id)
    require(request.actor.may(ISSUES.get(paper.kind, Permission.ISSUE_DECREES)), attempt=True)
    form = WithdrawForm(request.POST or None, initial=kept_text(request))

    def act(given: dict[str, Any]) -> None:
        actions.withdraw_document(
            document_id=document_id, because=given["because"], token=form.token, by=request.actor
        )

    return answer(
        request,
        form,
        act,
        template="documents/withdraw.html",
        done=_("Surat ditarik."),
        to=lambda _done: reverse("documents:list"),
        context={"paper": paper},
    )
