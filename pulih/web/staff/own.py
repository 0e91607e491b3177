"""One's own account: language and look, active role, and a new password with a code from paper."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from pulih.actions import staff as actions
from pulih.queries import staff as queries
from pulih.records.sessions import MEMBERSHIP
from pulih.rules.errors import RuleBroken
from pulih.rules.permissions import Permission
from pulih.web.staff.forms import PreferencesForm, ResetForm, words
from pulih.web.staff.page import FormPage, OwnPage
from pulih.web.staff.showing import see, show_form


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Go on in another of one's own roles; the session gets a new key with its new rights."""
    wanted = _uuid(request.POST.get("membership", ""))
    actions.switch_membership(membership_id=wanted, by=request.actor)
    request.session.cycle_key()
    request.session[MEMBERSHIP] = str(wanted)
    chosen = next(one for one in request.actor.memberships if one.id == wanted)
    facts = {"role": words(f"role.{chosen.role.value}"), "place": chosen.organisation_name}
    messages.success(request, _("Anda sekarang bekerja sebagai %(role)s di %(place)s.") % facts)
    return see("/")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise RuleBroken("not_found") from None


@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Language and look, and what one was trained for. A form that sends one of the two keeps the other."""
    present = {"language": request.actor.language, "theme": request.actor.theme}
    sent = {**present, **request.POST.dict()} if request.method == "POST" else None
    form = PreferencesForm(sent, initial=present)
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data
        actions.save_preferences(language=chosen["language"], theme=chosen["theme"], by=request.actor)
        with override(chosen["language"]):
            messages.success(request, _("Pilihan tersimpan."))
        return see(_way_back(request))
    measures = bool(request.actor.may(Permission.MEASURE))
    page = OwnPage(form, request.actor, queries.competencies_of(request.actor.account_id), measures)
    return render(
        request, "staff/preferences.html", {"page": page, "form": form}, status=422 if form.errors else 200
    )


def _way_back(request: HttpRequest) -> str:
    """The page somebody came from, when it is one of ours."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else reverse("staff:preferences")


@sensitive_post_parameters("code", "password1", "password2")
@require_http_methods(["GET", "POST"])
def reset(request: HttpRequest) -> HttpResponse:
    """A new password with a one-time code. The answer never tells whether a user name exists.

    Whoever is signed in knows a password, or sits at somebody else's open desk.
    """
    if request.actor:
        return see(reverse("account_change_password"))
    form = ResetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            verdict = actions.reset_with_code(
                username=given["username"], code=given["code"], new_password=given["password1"], by=None
            )
        except RuleBroken as broken:
            form.add_reasons(broken)
        else:
            if verdict:
                messages.success(request, _("Kata sandi baru berlaku. Silakan masuk."))
                return see(reverse("account_login"))
            form.add_reasons(verdict.reasons)
    return show_form(request, "account/reset_with_code.html", FormPage(form))
