"""Forms about papers: syntax only."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pulih.rules.documents import LONGEST_NUMBER
from pulih.web.ui.fields import DateField, NameField
from pulih.web.ui.forms import PulihForm


class IssueForm(PulihForm):
    """Number and day of a paper."""

    number = NameField(
        label=_("Nomor surat"), max_length=LONGEST_NUMBER, help_text=_("Menurut buku agenda kantor.")
    )
    on = DateField(label=_("Tanggal surat"))


class SeriesForm(PulihForm):
    """Numbers and day of many papers."""

    pattern = NameField(
        label=_("Nomor surat"),
        max_length=LONGEST_NUMBER,
        help_text=_("Tulis # di tempat nomor urut: SERT-###/2025 menjadi SERT-001/2025, SERT-002/2025."),
    )
    first = forms.IntegerField(label=_("Nomor urut pertama"), min_value=1, max_value=99999)
    on = DateField(label=_("Tanggal surat"))


class WithdrawForm(PulihForm):
    """Why a paper is taken back."""

    because = forms.CharField(
        label=_("Alasan"),
        max_length=1000,
        help_text=_("Surat tetap tercatat; halaman periksa menyebut bahwa surat sudah ditarik."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
