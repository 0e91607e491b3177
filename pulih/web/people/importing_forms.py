"""Forms of the import: a file, a decision about it, and what became of somebody who is gone."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pulih.actions.imports.departures import ANSWERS
from pulih.language.wording import say
from pulih.queries.imports import RowLine
from pulih.rules.names import display_name
from pulih.web.ui.fields import DateField
from pulih.web.ui.forms import PulihForm


class UploadForm(PulihForm):
    """A register file, and the day its sentence dates were true where the file does not say."""

    file = forms.FileField(
        label=_("Berkas register"),
        help_text=_("Excel (.xlsx) atau CSV, paling besar 20 MB dan 50.000 baris."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
        error_messages={
            "empty": _("Berkas ini kosong. Pilih berkas lain."),
            "required": _("Pilih berkas register lebih dahulu."),
        },
    )
    part = forms.BooleanField(
        label=_("Berkas ini hanya sebagian register"),
        required=False,
        help_text=_("Yang tidak ada dalam berkas tidak ditanyakan. Berkas perbaikan dikenali sendiri."),
    )
    as_of = DateField(
        label=_("Data per tanggal"),
        required=False,
        help_text=_("Tanggal register ini diambil, bila berkasnya tidak punya kolom Per Tanggal."),
    )


class ApplyForm(PulihForm):
    """Which doubtful rows are right, and whether the rows in the way stay out."""

    take = forms.MultipleChoiceField(
        label=_("Baris meragukan yang benar"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "checkbox checkbox-sm"}),
        help_text=_("Centang setelah Anda mencocokkannya. Yang tidak dicentang disisihkan."),
    )
    leave_out = forms.BooleanField(label=_("Sisihkan baris yang belum bisa diambil"), required=False)

    complete = forms.BooleanField(label=_("Berkas ini memang register lengkap"), required=False)

    def __init__(
        self, *args: Any, doubts: Sequence[RowLine], standing: int, many_gone: int, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        if many_gone:
            self.fields["complete"].help_text = _(
                "%(count)s orang tidak ada dalam berkas. Centang bila mereka memang sudah keluar semua."
            ) % {"count": many_gone}
        else:
            del self.fields["complete"]
        if doubts:
            self.fields["take"].choices = [(str(one.id), _doubt(one)) for one in doubts]  # type: ignore[attr-defined]
        else:
            del self.fields["take"]
        if standing:
            self.fields["leave_out"].help_text = _(
                "%(count)s baris tidak disimpan sekarang; unduh, perbaiki, lalu impor lagi."
            ) % {"count": standing}
        elif not doubts:
            del self.fields["leave_out"]


def _doubt(one: RowLine) -> str:
    """A doubtful row in a line: where it stands and who it names; the reasons stand in its tab."""
    facts = {"row": one.row_number, "name": display_name(one.name), "register": one.register_number}
    return str(_("Baris %(row)s: %(name)s, %(register)s") % facts)


class DepartureForm(PulihForm):
    """What became of somebody, when, and where to."""

    answer = forms.ChoiceField(label=_("Apa yang terjadi?"), widget=forms.RadioSelect)
    ended_on = DateField(
        label=_("Tanggal keluar"), required=False, help_text=_("Tidak perlu bila orangnya masih di sini.")
    )
    where_to = forms.CharField(
        label=_("Dipindahkan ke"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "tempat", "autocomplete": "off"}),
        help_text=_("Hanya bila dipindahkan."),
    )
    note = forms.CharField(
        label=_("Catatan"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        language = get_language() or "id"
        self.fields["answer"].choices = [(code, say(f"ending.{code}", language)) for code in ANSWERS]  # type: ignore[attr-defined]
