"""The staff of an organisation: list, one worker, and what an administrator does with an account."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pulih.actions import staff as actions
from pulih.queries import staff as queries
from pulih.records import scope
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.web.staff.entrance import ChangePasswordView, SignInView, SignOutView
from pulih.web.staff.forms import AccountForm, ConfirmForm, NewAccountForm
from pulih.web.staff.page import FormPage, ListPage, MemberPage, SlipPage
from pulih.web.staff.showing import done, place_choices, show_form
from pulih.web.ui.asking import kept_text, number
from pulih.web.ui.paging import Pager

__all__ = ["ChangePasswordView", "SignInView", "SignOutView"]


@require_GET
def staff_list(request: HttpRequest) -> HttpResponse:
    """Who works here, in which role, until when."""
    given = request.GET
    fragment, former = given.get("q", "").replace("\0", "").strip()[:60], given.get("former") == "1"
    staff = queries.list_staff(
        request.actor,
        organisation_id=number(given.get("organisation", "")),
        fragment=fragment,
        former=former,
        page=number(given.get("page", "")) or 1,
    )
    rest = {"organisation": staff.place.id, "q": fragment, "former": "1" if former else ""}
    query = urlencode({name: value for name, value in rest.items() if value}) + "&"
    pager = Pager(staff.page, queries.PAGE, staff.total, query)
    may_manage = bool(request.actor.may(Permission.MANAGE_STAFF))
    page = ListPage(staff, pager, fragment, former, may_manage)
    return render(request, "staff/list.html", {"page": page})


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new account; its first password is shown once, on a slip to hand over."""
    require(request.actor.may(Permission.MANAGE_STAFF), attempt=True)
    places = place_choices(request)
    initial = kept_text(request) or {"since": scope.today(), "organisation": places[0][0]}
    form = NewAccountForm(request.POST or None, initial=initial, places=places)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_account(
                **_account_facts(form.cleaned_data), token=form.token, by=request.actor
            )
            page = SlipPage(made=made, place=dict(places)[form.cleaned_data["organisation"]])
            return render(request, "staff/first_password.html", {"page": page})
        except RuleBroken as broken:
            form.add_reasons(broken)
    return show_form(request, "staff/add.html", FormPage(form))


def _account_facts(given: dict[str, Any]) -> dict[str, Any]:
    return {
        "username": given["username"],
        "name": given["name"],
        "profession": given["profession"],
        "role": given["role"],
        "organisation_id": int(given["organisation"]),
        "valid_from": given["since"],
        "valid_to": given["until"],
    }


@require_GET
def member(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """One worker: roles, account, and what may be done."""
    who = queries.open_member(request.actor, account_id)
    may_give = bool(request.actor.may(Permission.MANAGE_STAFF))
    page = MemberPage(
        who,
        may_give,
        ConfirmForm(revision=who.revision),
        queries.competencies_of(account_id),
        queries.may_change_competencies(request.actor, account_id),
        bool(request.actor.may(Permission.MANAGE_COMPETENCIES)),
    )
    return render(request, "staff/member.html", {"page": page})


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Correct name and profession."""
    who = queries.open_member(request.actor, account_id)
    require(who.may_manage)
    initial = kept_text(request) or {"name": who.name, "profession": who.profession}
    form = AccountForm(request.POST or None, initial=initial, revision=who.revision)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.change_account(
                account_id=account_id,
                name=given["name"],
                profession=given["profession"],
                revision=form.seen_revision or 0,
                token=form.token,
                by=request.actor,
            )
            return done(request, account_id, _("Nama dan profesi tersimpan."))
        except RuleBroken as broken:
            form.add_reasons(broken)
    return show_form(request, "staff/change.html", FormPage(form, who))


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Close an account, after saying what that means."""
    who = queries.open_member(request.actor, account_id)
    require(who.may_close)
    form = ConfirmForm(request.POST or None, revision=who.revision)
    if request.method == "POST" and form.is_valid():
        try:
            actions.deactivate_account(account_id=account_id, **_marks(form), by=request.actor)
            return done(request, account_id, _("Akun ditutup. Semua sesinya berakhir."))
        except RuleBroken as broken:
            form.add_reasons(broken)
    return show_form(request, "staff/close.html", FormPage(form, who))


def _marks(form: ConfirmForm) -> dict[str, Any]:
    return {"revision": form.seen_revision or 0, "token": form.token}


def _pressed(request: HttpRequest) -> ConfirmForm:
    """The one button of a page; without a token of the right shape it simply has none."""
    form = ConfirmForm(request.POST)
    form.is_valid()
    return form


@require_POST
def reopen(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Open a closed account again."""
    form = _pressed(request)
    actions.reactivate_account(account_id=account_id, **_marks(form), by=request.actor)
    return done(request, account_id, _("Akun terbuka lagi. Kata sandi lama tetap berlaku."))


@require_POST
def unlock(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Let somebody try again who mistyped the password too often."""
    actions.unlock_account(account_id=account_id, token=_pressed(request).token, by=request.actor)
    return done(request, account_id, _("Kunci dibuka. Orangnya dapat masuk lagi sekarang."))


@require_POST
def code(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """A one-time code, on a slip that is printed now and never shown again."""
    issued = actions.issue_code(account_id=account_id, token=_pressed(request).token, by=request.actor)
    page = SlipPage(issued=issued, account_id=account_id, place=request.actor.organisation_name)
    return render(request, "staff/code.html", {"page": page})
