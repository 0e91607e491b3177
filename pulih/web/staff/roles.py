"""Roles of a worker: give one, end one."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pulih.actions import staff as actions
from pulih.queries import staff as queries
from pulih.records import scope
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.web.staff.forms import EndRoleForm, RoleForm
from pulih.web.staff.page import FormPage
from pulih.web.staff.showing import done, place_choices, show_form
from pulih.web.ui.asking import kept_text


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Give a worker a further role."""
    who = queries.open_member(request.actor, account_id)
    require(request.actor.may(Permission.MANAGE_STAFF), attempt=True)
    places = place_choices(request)
    initial = kept_text(request) or {"since": scope.today(), "organisation": places[0][0]}
    form = RoleForm(request.POST or None, initial=initial, places=places)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.add_membership(
                account_id=account_id,
                organisation_id=int(given["organisation"]),
                role=given["role"],
                valid_from=given["since"],
                valid_to=given["until"],
                token=form.token,
                by=request.actor,
            )
            return done(request, account_id, _("Peran tersimpan."))
        except RuleBroken as broken:
            form.add_reasons(broken)
    return show_form(request, "staff/add_role.html", FormPage(form, who))


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, account_id: UUID, membership_id: UUID) -> HttpResponse:
    """Say which day is a role's last."""
    who, role = queries.open_role(request.actor, account_id, membership_id)
    require(role.may_end)
    initial = kept_text(request) or {"last_day": role.until or scope.today()}
    form = EndRoleForm(request.POST or None, initial=initial, revision=role.revision)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_membership(
                membership_id=membership_id,
                last_day=form.cleaned_data["last_day"],
                revision=form.seen_revision or 0,
                token=form.token,
                by=request.actor,
            )
            return done(request, account_id, _("Hari terakhir peran tersimpan."))
        except RuleBroken as broken:
            form.add_reasons(broken)
    page = FormPage(form, who, role, yesterday=scope.today() - timedelta(days=1))
    return show_form(request, "staff/end_role.html", page)
