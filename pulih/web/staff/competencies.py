"""Competencies: the register of an office, recording one from a certificate, withdrawing one."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from pulih.actions import staff as actions
from pulih.queries import staff as queries
from pulih.records import scope
from pulih.rules.competencies import COMPETENCIES
from pulih.rules.errors import RuleBroken, require
from pulih.web.staff.forms import GrantForm, WithdrawForm
from pulih.web.staff.page import FormPage, RegisterPage
from pulih.web.staff.showing import done, show_form
from pulih.web.ui.asking import kept_text, number, page_number, typed
from pulih.web.ui.paging import Pager


@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """Who of an office was trained for what, and what ends soon."""
    show, code = typed(request.GET, "show"), typed(request.GET, "code")
    show, code = show if show in queries.SHOW else "", code if code in COMPETENCIES else ""
    found = queries.competency_register(
        request.actor,
        organisation_id=number(request.GET.get("organisation", "")),
        show=show,
        code=code,
        page=page_number(request.GET),
    )
    rest = {"organisation": found.place.id, "show": show, "code": code}
    query = urlencode({name: value for name, value in rest.items() if value}) + "&"
    pager = Pager(found.page, queries.PAGE, found.total, query)
    page = RegisterPage(found, pager, show, code, COMPETENCIES)
    return render(request, "staff/competencies.html", {"page": page})


@require_http_methods(["GET", "POST"])
def grant(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Record what a worker was trained for."""
    who = queries.open_member(request.actor, account_id)
    require(queries.may_change_competencies(request.actor, account_id), attempt=True)
    asked = typed(request.GET, "code")
    initial = kept_text(request) or {"code": asked if asked in COMPETENCIES else ""}
    form = GrantForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.grant_competency(
                account_id=account_id,
                code=given["code"],
                certificate=given["certificate"],
                granted_on=given["granted_on"],
                expires_on=given["expires_on"],
                token=form.token,
                by=request.actor,
            )
            return done(request, account_id, _("Kompetensi tercatat."))
        except RuleBroken as broken:
            form.add_reasons(broken)
    return show_form(request, "staff/grant_competency.html", FormPage(form, who))


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, account_id: UUID, competency_id: UUID) -> HttpResponse:
    """Say from which day on a competency counts no more, and why."""
    who = queries.open_member(request.actor, account_id)
    require(queries.may_change_competencies(request.actor, account_id), attempt=True)
    line = next((one for one in queries.competencies_of(account_id) if one.id == competency_id), None)
    if line is None:
        raise RuleBroken("not_found", attempt=True, subject="competency", subject_id=str(competency_id))
    form = WithdrawForm(request.POST or None, initial=kept_text(request) or {"withdrawn_on": scope.today()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.withdraw_competency(
                competency_id=competency_id,
                withdrawn_on=given["withdrawn_on"],
                because=given["because"],
                token=form.token,
                by=request.actor,
            )
            return done(request, account_id, _("Kompetensi dicabut."))
        except RuleBroken as broken:
            form.add_reasons(broken)
    return show_form(request, "staff/withdraw_competency.html", FormPage(form, who, competency=line))
