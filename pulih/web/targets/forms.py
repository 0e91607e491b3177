"""The form of a target."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pulih.web.ui.fields import NameField, choice
from pulih.web.ui.forms import PulihForm

QUARTERS = (
    ("", _("Setahun")),
    ("1", _("Triwulan 1")),
    ("2", _("Triwulan 2")),
    ("3", _("Triwulan 3")),
    ("4", _("Triwulan 4")),
)


def _number(label: Any, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input w-32", "autocomplete": "off"}),
        error_messages={"invalid": _("Tulis dengan angka saja. Contoh: 240.")},
    )


class TargetForm(PulihForm):
    """How many people, of which programme, in which year or quarter."""

    year = _number(_("Tahun"))
    quarter = forms.TypedChoiceField(
        label=_("Waktu"), choices=QUARTERS, coerce=int, empty_value=None, required=False
    )
    amount = _number(
        _("Target orang"), _("Berapa orang diterima ke program ini. Angka 0 menarik target yang sudah ada.")
    )
    reason = NameField(
        label=_("Alasan perubahan"),
        required=False,
        max_length=500,
        help_text=_("Wajib bila target ini sudah ada; yang lama tetap tersimpan."),
    )

    def __init__(self, *arguments: Any, programmes: Sequence[tuple[str, str]], **more: Any) -> None:
        """Programmes come from a query and stand first."""
        super().__init__(*arguments, **more)
        field = choice(_("Program"), programmes)
        self.fields["programme"] = field
        self._dress("programme", field)
        self.order_fields(["programme", "year", "quarter", "amount", "reason"])
