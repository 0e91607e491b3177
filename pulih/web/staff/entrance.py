"""Signing in, choosing a password, signing out: allauth's views, each with its action.

Nothing here lets an exception out when somebody is turned away: the count of wrong tries and the audit
are written in the same transaction and must be committed. A second factor comes as a stage of allauth's
login, between the password and the session.
"""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from allauth.account.views import LoginView, LogoutView, PasswordChangeView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from pulih.actions import staff as actions
from pulih.queries.staff import demo_accounts
from pulih.records.sessions import MEMBERSHIP
from pulih.rules.errors import RuleBroken
from pulih.web.staff.forms import ChangePasswordForm, SignInForm
from pulih.web.staff.showing import see


class SignInView(LoginView):
    """User name and password; then the role to begin with goes into the session for the door to find."""

    form_class = SignInForm
    template_name = "account/login.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A session whose role has ended is nobody's: without this the door and allauth would disagree."""
        if request.actor is None and SESSION_KEY in request.session:
            logout(request)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: SignInForm) -> HttpResponse:
        """Choose the role first: whoever has none is not signed in at all."""
        begun = actions.sign_in(account_id=form.user.pk, by=None)
        if begun.membership_id is None:
            return render(self.request, "staff/no_membership.html", status=403)
        response = super().form_valid(form)
        self.request.session[MEMBERSHIP] = str(begun.membership_id)
        return response

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        """The same answer for a wrong name and a wrong password; past the limit axes shows its page."""
        if form.tried:
            locked = bool(getattr(self.request, "axes_locked_out", False))
            actions.note_failed_sign_in(username=form.cleaned_data.get("login", ""), locked=locked, by=None)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_success_url(self) -> str:
        """Where somebody was going, and what they had typed there."""
        address, kept = super().get_success_url() or settings.LOGIN_REDIRECT_URL, self._kept()
        if not kept:
            return address
        return address + ("&" if "?" in address else "?") + urlencode({"kept": kept})

    def _kept(self) -> str:
        asked = self.request.POST.get("kept") or self.request.GET.get("kept") or ""
        try:
            return str(UUID(asked))
        except ValueError:
            return ""

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """What the page carries on, and in the demo whom to sign in as."""
        carried = {"next": self.get_next_url() or "", "kept": self._kept()}
        kept_only = {name: value for name, value in carried.items() if value}
        return super().get_context_data(carried=kept_only, demo_accounts=demo_accounts(), **more)


class SignOutView(LogoutView):
    """Leave: asked on GET, done on POST."""

    template_name = "account/logout.html"

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Note who left, then end the session."""
        if self.request.actor:
            actions.sign_out(by=self.request.actor)
        return super().post(*args, **kwargs)


class ChangePasswordView(PasswordChangeView):
    """A password of one's own; the first one was somebody else's and has to go."""

    form_class = ChangePasswordForm
    template_name = "account/password_change.html"

    def form_valid(self, form: ChangePasswordForm) -> HttpResponse:
        """Change it, keep this session under a new key, end all others."""
        try:
            actions.change_password(
                old_password=form.cleaned_data["oldpassword"],
                new_password=form.cleaned_data["password1"],
                keep_session=self.request.session.session_key or "",
                token=form.token,
                by=self.request.actor,
            )
        except RuleBroken as broken:
            form.add_reasons(broken)
            return self.form_invalid(form)
        form.user.refresh_from_db()
        update_session_auth_hash(self.request, form.user)
        messages.success(self.request, _("Kata sandi baru berlaku."))
        return see("/")

    def form_invalid(self, form: ChangePasswordForm) -> HttpResponse:
        """Once more, with what is wrong; passwords are typed again."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """Whether the change is owed, because the page then says why."""
        return super().get_context_data(owed=self.request.actor.must_change_password, **more)
