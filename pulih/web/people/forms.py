"""Forms about people: syntax only. What may be chosen comes from the rules and is worded in `language`."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pulih.language.wording import say
from pulih.rules.categories import Category, ClinicalBasis, LegalBasis
from pulih.rules.identity import Sex
from pulih.rules.stays import Ending, StayKind
from pulih.web.ui.fields import DateField, NameField
from pulih.web.ui.forms import PulihForm


def worded(prefix: str, values: Iterable[str]) -> list[tuple[str, str]]:
    """Choices with the words of their codes in the reader's language."""
    return [(str(value), say(f"{prefix}.{value}", get_language() or "id")) for value in values]


class _Choices(PulihForm):
    """Fills in the words of coded choices when the form is made, so that they follow the language."""

    coded: dict[str, tuple[str, tuple[str, ...]]] = {}

    def __init__(self, *args: Any, offer: Mapping[str, tuple[str, ...]] | None = None, **more: Any) -> None:
        """`offer` narrows a coded choice to what the office can have."""
        super().__init__(*args, **more)
        for name, (prefix, every) in self.coded.items():
            values = (offer or {}).get(name, every)
            field = self.fields.get(name)
            if isinstance(field, forms.ChoiceField):
                listed = not isinstance(field.widget, forms.RadioSelect)
                empty = [("", _("Pilih satu") if listed else _("Tidak ada"))]
                words = worded(prefix, values)
                field.choices = [*empty, *words] if listed or not field.required else words


def radios(label: Any, *, required: bool = True, **more: Any) -> forms.ChoiceField:
    """A choice out of few whose words come later."""
    return forms.ChoiceField(label=label, required=required, widget=forms.RadioSelect, **more)


class IdentityForm(_Choices):
    """Name, sex and birth."""

    coded = {"sex": ("sex", tuple(Sex))}
    name = NameField(label=_("Nama lengkap"), max_length=200)
    sex = radios(_("Jenis kelamin"))
    birth_date = DateField(
        label=_("Tanggal lahir"), required=False, help_text=_("Tanggal, bulan, tahun. Contoh: 14 5 1990")
    )
    birth_year = forms.IntegerField(
        label=_("Tahun lahir, perkiraan"), required=False, help_text=_("Bila tanggalnya tidak diketahui.")
    )


class PlacingForm(_Choices):
    """A stay: register number, ground, block and first day."""

    coded = {"kind": ("stay_kind", tuple(StayKind))}
    register_number = forms.CharField(label=_("Nomor register"), max_length=60)
    kind = radios(_("Status"))
    block = forms.CharField(label=_("Blok dan kamar"), required=False, max_length=40)
    started_on = DateField(label=_("Tanggal masuk"))


class RegisterForm(IdentityForm):
    """Somebody new with the stay that brings them."""

    coded = {**IdentityForm.coded, **PlacingForm.coded}
    aliases = forms.CharField(label=_("Nama lain"), required=False, help_text=_("Pisahkan dengan koma."))
    national_number = forms.CharField(
        label=_("NIK"), required=False, help_text=_("16 angka. Mencegah orang yang sama tercatat dua kali.")
    )
    register_number = forms.CharField(label=_("Nomor register"), max_length=60)
    kind = radios(_("Status"))
    block = forms.CharField(label=_("Blok dan kamar"), required=False, max_length=40)
    started_on = DateField(label=_("Tanggal masuk"))
    confirmed_new = forms.BooleanField(
        label=_("Sudah saya periksa: ini orang lain"), required=False, widget=forms.HiddenInput
    )

    def ask_to_confirm(self) -> None:
        """Show the box once somebody alike was found."""
        self.fields["confirmed_new"].widget = forms.CheckboxInput(attrs={"class": "checkbox"})


class ReadmitForm(PlacingForm):
    """Somebody with a record whom nobody holds."""

    national_number = forms.CharField(label=_("NIK"), help_text=_("16 angka."))
    field_order = ["national_number"]


class AliasForm(PulihForm):
    """A further name."""

    alias = NameField(label=_("Nama lain"), max_length=200)


class NumberForm(PulihForm):
    """The national number."""

    national_number = forms.CharField(
        label=_("NIK"),
        help_text=_("16 angka, dari KTP atau kartu keluarga."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )


class EndingForm(_Choices):
    """How and when a stay ended."""

    coded = {"how_ended": ("ending", tuple(Ending))}
    how_ended = forms.ChoiceField(label=_("Mengapa tidak lagi di sini"))
    ended_on = DateField(label=_("Tanggal keluar"))
    note = forms.CharField(label=_("Keterangan"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


class SentenceForm(PulihForm):
    """Sentence dates as the register states them."""

    articles = forms.CharField(
        label=_("Pasal"), required=False, help_text=_("Pisahkan dengan titik koma. Contoh: 112 ayat (1); 127")
    )
    sentence_started_on = DateField(label=_("Mulai pidana"), required=False)
    two_thirds_on = DateField(label=_("Tanggal dua pertiga"), required=False)
    expires_on = DateField(label=_("Tanggal ekspirasi"), required=False)
    as_of = DateField(
        label=_("Keadaan per tanggal"),
        help_text=_("Tanggal data ini diambil dari basis data. Pulih tidak menghitung tanggal pidana."),
    )
    source = forms.CharField(label=_("Sumber"), max_length=120, help_text=_("Contoh: register B, SK remisi"))


class CategoryForm(_Choices):
    """Participant category with its basis."""

    coded = {
        "category": ("category", tuple(Category)),
        "legal_basis": ("legal_basis", tuple(LegalBasis)),
        "clinical_basis": ("clinical_basis", tuple(ClinicalBasis)),
    }
    category = radios(_("Kategori menurut undang-undang"))
    legal_basis = radios(_("Dasar hukum"), required=False)
    paper = forms.CharField(label=_("Nomor putusan atau surat"), required=False, max_length=120)
    clinical_basis = radios(_("Dasar klinis"), required=False)
    decided_on = DateField(label=_("Tanggal penetapan"))


class BreakGlassForm(PulihForm):
    """Who is in need, and why the record must be opened now."""

    who = forms.CharField(
        label=_("NIK atau nomor Pulih"),
        help_text=_("16 angka NIK, atau nomor Pulih seperti ABCD-EFGH."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=_("Alasan"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Apa yang terjadi, dan mengapa tidak bisa menunggu. Peninjau membaca ini."),
    )
