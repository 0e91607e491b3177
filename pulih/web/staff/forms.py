"""Forms about staff: syntax only; choices come from queries."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from pulih.language.wording import say
from pulih.rules.competencies import CERTIFICATE_LONGEST, COMPETENCIES, REASON_LONGEST
from pulih.rules.permissions import SIGN_IN_ROLES
from pulih.rules.staff import (
    PASSWORD_SHORTEST,
    USERNAME_LONGEST,
    Profession,
    check_username,
    normal_username,
)
from pulih.web.ui.fields import DateField, NameField, choice
from pulih.web.ui.forms import PulihForm


def words(code: str, **facts: object) -> str:
    """The words of a code in the language of the page."""
    return say(code, get_language() or "id", **facts)


def _password(label: Any, *, new: bool, help_text: Any = "") -> forms.CharField:
    attributes = {"autocomplete": "new-password" if new else "current-password", "spellcheck": "false"}
    return forms.CharField(
        label=label,
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs=attributes),
        help_text=help_text,
    )


def _username(label: Any, help_text: Any = "") -> forms.CharField:
    attributes = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
    return forms.CharField(
        label=label,
        max_length=USERNAME_LONGEST,
        widget=forms.TextInput(attrs=attributes),
        help_text=help_text,
    )


class SignInForm(PulihForm, LoginForm):
    """User name and password. A name of a shape no account has is not even asked for.

    Otherwise a letter that only looks like another to the database would find the account, yet be
    counted apart from it.
    """

    once = None  # type: ignore[assignment]
    revision = None  # type: ignore[assignment]
    user: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tried = False
        self.fields["login"] = _username(_("Nama pengguna"))
        self.fields["password"] = _password(_("Kata sandi"), new=False)
        for name in ("login", "password"):
            self._dress(name, self.fields[name])
        self.order_fields(("login", "password"))

    def clean_login(self) -> str:
        """One way to write a user name, so that tries are counted together."""
        return normal_username(self.cleaned_data["login"])

    def _clean_with_password(self, credentials: dict[str, str]) -> Any:
        self.tried = True
        wrong = forms.ValidationError(
            words(
                "staff_sign_in_wrong",
                limit=settings.AXES_FAILURE_LIMIT,
                minutes=round(settings.AXES_COOLOFF_TIME * 60),
            )
        )
        if not check_username(credentials["username"]):
            raise wrong
        try:
            cleaned = super()._clean_with_password(credentials)
        except forms.ValidationError as refusal:
            raise wrong from refusal
        if self.user is None or not self.user.is_active:
            self.user = None
            raise wrong
        return cleaned


class NewPasswordForm(PulihForm):
    """A new password typed twice; what it must be is asked of the rules."""

    password1 = _password(
        _("Kata sandi baru"),
        new=True,
        help_text=_("Paling sedikit %(least)s tanda. Beberapa kata yang tidak berhubungan mudah diingat.")
        % {"least": PASSWORD_SHORTEST},
    )
    password2 = _password(_("Kata sandi baru, sekali lagi"), new=True)

    def clean_password2(self) -> str:
        """The same twice, because nobody sees what was typed."""
        second: str = self.cleaned_data["password2"]
        if self.cleaned_data.get("password1", second) != second:
            raise forms.ValidationError(words("staff_passwords_differ"))
        return second


class ChangePasswordForm(NewPasswordForm):
    """The old password and a new one."""

    oldpassword = _password(_("Kata sandi sekarang"), new=False)
    field_order = ("oldpassword", "password1", "password2")

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user


class ResetForm(NewPasswordForm):
    """User name, the code from the paper, and a new password."""

    username = _username(_("Nama pengguna"))
    code = forms.CharField(
        label=_("Kode di kertas"),
        max_length=20,
        help_text=_("Delapan tanda, misalnya KD7M-2RXA. Garis dan huruf besar tidak berpengaruh."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    field_order = ("username", "code", "password1", "password2")


class ConfirmForm(PulihForm):
    """A single button; carries the token and the revision."""


class RoleForm(PulihForm):
    """A role at an organisation in a period."""

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [(role.value, words(f"role.{role.value}")) for role in SIGN_IN_ROLES]
        self.fields["role"] = choice(gettext("Peran"), roles)
        self.fields["organisation"] = choice(gettext("Di organisasi"), places)
        self.fields["since"] = DateField(label=_("Mulai"), help_text=_("Tanggal, bulan, tahun."))
        self.fields["until"] = DateField(
            label=_("Hari terakhir"), required=False, help_text=_("Kosongkan bila belum diketahui.")
        )
        for name in ("role", "organisation", "since", "until"):
            self._dress(name, self.fields[name])
        if len(places) == 1:
            self.fields["organisation"].widget = forms.HiddenInput()


class _PersonFields(PulihForm):
    """Name and profession of a worker."""

    name = NameField(
        label=_("Nama lengkap"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [(one.value, words(f"profession.{one.value}")) for one in Profession]
        self.fields["profession"] = choice(gettext("Profesi"), listed, required=False)
        self._dress("profession", self.fields["profession"])


class AccountForm(_PersonFields):
    """Corrects name and profession."""

    field_order = ("name", "profession")


class NewAccountForm(_PersonFields, RoleForm):
    """A new account with its first role."""

    username = _username(
        _("Nama pengguna"),
        _("Huruf kecil, angka, titik atau garis. Contoh: ratri.wulandari. Tidak dapat diubah."),
    )
    field_order = ("name", "username", "profession", "organisation", "role", "since", "until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs["autocomplete"] = "off"
        self.order_fields(self.field_order)


class EndRoleForm(PulihForm):
    """The last day of a role."""

    last_day = DateField(label=_("Hari terakhir"))


class ThemeField(forms.ChoiceField):
    """Always answered: the empty choice means to follow the device, not that nothing was chosen."""

    def validate(self, value: str) -> None:
        """One of the three."""
        if not self.valid_value(value):
            raise forms.ValidationError(words("staff_preference_unknown"))


class PreferencesForm(PulihForm):
    """Language and look."""

    language = forms.ChoiceField(
        label=_("Bahasa"), choices=[("id", "Bahasa Indonesia"), ("en", "English")], widget=forms.RadioSelect
    )
    theme = ThemeField(
        label=_("Tampilan"),
        choices=[("", _("Ikuti perangkat")), ("pulih", _("Terang")), ("pulih-gelap", _("Gelap"))],
        widget=forms.RadioSelect,
    )


class GrantForm(PulihForm):
    """A competency as the certificate says it."""

    certificate = forms.CharField(
        label=_("Sertifikat"),
        max_length=CERTIFICATE_LONGEST,
        help_text=_("Nomor atau nama, dan siapa yang memberikannya."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    granted_on = DateField(label=_("Tanggal sertifikat"))
    expires_on = DateField(
        label=_("Berlaku sampai"), required=False, help_text=_("Kosongkan bila sertifikat tidak berakhir.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [(code, words(f"competency.{code}")) for code in COMPETENCIES]
        self.fields["code"] = choice(gettext("Kompetensi"), listed)
        self._dress("code", self.fields["code"])
        self.order_fields(("code", "certificate", "granted_on", "expires_on"))


class WithdrawForm(PulihForm):
    """From which day on a competency counts no more, and why."""

    withdrawn_on = DateField(label=_("Tidak berlaku sejak"))
    because = forms.CharField(
        label=_("Mengapa dicabut"), max_length=REASON_LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )
