"""Forms about organisations: syntax only, and of the facts only those that a kind can have."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from pulih.language.provinces import provinces
from pulih.language.wording import say
from pulih.rules.organisations import (
    HOLDS_PEOPLE,
    LARGEST_TARGET,
    LEVELLED,
    TIME_ZONES,
    UNITS,
    FacilityClass,
    Kind,
    Level,
    SexServed,
)
from pulih.web.ui.fields import DateField, NameField, choice
from pulih.web.ui.forms import PulihForm

LONGEST = 200
MOST_PLACES = 100_000


def words(code: str, **facts: object) -> str:
    """The words of a code in the language of the page."""
    return say(code, get_language() or "id", **facts)


def class_words(code: str) -> str:
    """A class as people say it."""
    return gettext("Kelas %(code)s") % {"code": code}


def _number(label: Any, *, required: bool = True, most: int, help_text: Any = "") -> forms.IntegerField:
    too_many = _("Paling banyak %(most)s.") % {"most": most}
    return forms.IntegerField(
        label=label,
        required=required,
        max_value=most,
        help_text=help_text,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input w-32", "autocomplete": "off"}),
        error_messages={"invalid": _("Tulis dengan angka saja. Contoh: 240."), "max_value": too_many},
    )


def _text(label: Any, *, required: bool = True, help_text: Any = "") -> NameField:
    return NameField(
        label=label,
        required=required,
        max_length=LONGEST,
        help_text=help_text,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class NamesForm(PulihForm):
    """A name and what people call it for short."""

    name = _text(
        _("Nama"), help_text=_("Lengkap, seperti pada kop surat. Contoh: Lapas Kelas IIA Tirta Wana.")
    )
    short_name = _text(_("Nama singkat"), required=False, help_text=_("Contoh: Kanwil Sumsel."))


class FactsForm(PulihForm):
    """The facts of an organisation; a hospital has no class and a foundation no capacity."""

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= _facts(kind)
        for name, field in self.fields.items():
            self._dress(name, field)


def _facts(kind: Kind) -> dict[str, forms.Field]:
    """The fields of a kind, in the order people know the facts."""
    found: dict[str, forms.Field] = {}
    if kind in LEVELLED:
        found["level"] = _choice(_("Tingkat"), "level", Level)
    if kind in UNITS:
        classes = [(one.value, class_words(one.value)) for one in FacilityClass]
        found["facility_class"] = choice(
            gettext("Kelas"), [("", gettext("Tanpa kelas")), *classes], required=False
        )
    if kind in HOLDS_PEOPLE:
        served = [SexServed.WOMEN] if kind is Kind.WOMENS_PRISON else list(SexServed)
        found["sex_served"] = _choice(_("Menempatkan"), "sex_served", served)
        found["sex_served"].error_messages["required"] = gettext("Pilih siapa yang ditempatkan.")
        found["capacity"] = _number(
            _("Kapasitas"), required=False, most=MOST_PLACES, help_text=_("Jumlah orang menurut bangunannya.")
        )
    listed = [(one.code, one.name) for one in provinces().values()]
    help_text = gettext("Kode Kemendagri dan BPS mengikuti provinsi ini.")
    found["province_code"] = choice(gettext("Provinsi"), listed, required=False, help_text=help_text)
    found["place"] = _text(_("Kota atau kabupaten"), required=False)
    found["time_zone"] = _choice(_("Zona waktu"), "time_zone", TIME_ZONES)
    found["started_on"] = DateField(
        label=_("Berdiri sejak"), required=False, help_text=_("Kosongkan bila tidak diketahui.")
    )
    return found


def _choice(label: Any, code: str, values: Any) -> forms.ChoiceField:
    return choice(label, [(str(one), words(f"{code}.{one}")) for one in values])


def _parents(parents: list[tuple[str, str]], *, owed: bool) -> forms.ChoiceField:
    """Under what it stands; a partner may stand alone."""
    alone = [] if owed else [("", gettext("Berdiri sendiri"))]
    return forms.ChoiceField(label=_("Berada di bawah"), choices=[*alone, *parents], required=owed)


class AddForm(NamesForm, FactsForm):
    """A new organisation of a kind that was chosen on the page before."""

    def __init__(self, *args: Any, parents: list[tuple[str, str]], owed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"] = _parents(parents, owed=owed)
        self._dress("parent", self.fields["parent"])
        self.order_fields(("name", "short_name", "parent"))


class RenameForm(NamesForm):
    """A new name from a day on, or a spelling put right."""

    NEW, SPELLING = "new", "spelling"
    how = forms.ChoiceField(
        label=_("Apa yang terjadi?"),
        choices=[(NEW, _("Berganti nama mulai suatu hari")), (SPELLING, _("Nama yang sekarang salah tulis"))],
        widget=forms.RadioSelect,
    )
    since = DateField(
        label=_("Nama baru berlaku sejak"),
        required=False,
        help_text=_("Hanya bila berganti nama. Nama lama tetap berlaku untuk surat sebelum hari itu."),
    )
    field_order = ("how", "since", "name", "short_name")

    def clean_since(self) -> Any:
        """A day is owed for a new name, and means nothing for a spelling."""
        day = self.cleaned_data["since"]
        if self.cleaned_data.get("how") == self.NEW and day is None:
            raise forms.ValidationError(gettext("Isi tanggal nama baru mulai berlaku."))
        return day if self.cleaned_data.get("how") == self.NEW else None


class MoveForm(PulihForm):
    """Another organisation above."""

    def __init__(self, *args: Any, parents: list[tuple[str, str]], owed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"] = _parents(parents, owed=owed)
        self._dress("parent", self.fields["parent"])


class CloseForm(PulihForm):
    """The first day on which it no longer exists."""

    ended_on = DateField(label=_("Tutup sejak"), help_text=_("Hari pertama organisasi ini tidak ada lagi."))


class DecreeForm(PulihForm):
    """What a decree says: number, date, how many people."""

    target = _number(
        _("Target"), most=LARGEST_TARGET, help_text=_("Jumlah peserta dalam tahun anggaran itu.")
    )
    decree_number = _text(_("Nomor surat keputusan"), help_text=_("Seperti tertulis pada suratnya."))
    decree_date = DateField(label=_("Tanggal surat keputusan"))


class DesignationForm(DecreeForm):
    """A facility entrusted with a programme for a budget year."""

    budget_year = _number(_("Tahun anggaran"), most=9999)
    field_order = ("programme", "budget_year", "target", "decree_number", "decree_date")

    def __init__(self, *args: Any, programmes: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"] = _choice(_("Program"), "programme", programmes)
        self._dress("programme", self.fields["programme"])
        self.order_fields(self.field_order)


class OnDayForm(PulihForm):
    """A day to ask a name for; read only, so it needs neither token nor revision."""

    once = None  # type: ignore[assignment]
    revision = None  # type: ignore[assignment]
    on = DateField(label=_("Nama pada tanggal"))
