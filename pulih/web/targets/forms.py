"""The forms of a target and of a strategic objective."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from pulih.queries.targets import ObjectiveChoice
from pulih.web.ui.fields import NameField, choice
from pulih.web.ui.forms import PulihForm

LONGEST = 60
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

    objective = forms.TypedChoiceField(
        label=_("Sasaran strategis"),
        coerce=UUID,
        empty_value=None,
        required=False,
        help_text=_("Sasaran kantor di atas UPT ini yang dilayani target tersebut."),
    )

    def __init__(
        self,
        *arguments: Any,
        programmes: Sequence[tuple[str, str]],
        objectives: Sequence[ObjectiveChoice],
        **more: Any,
    ) -> None:
        """Programmes and objectives come from queries; programmes stand first."""
        super().__init__(*arguments, **more)
        offered = [(one.id, f"{one.code}: {_shortened(one.text)}") for one in objectives]
        self.fields["objective"].choices = [("", _("Tidak terkait sasaran")), *offered]
        field = choice(_("Program"), programmes)
        self.fields["programme"] = field
        self._dress("programme", field)
        self.order_fields(["programme", "year", "quarter", "amount", "objective", "reason"])


class ObjectiveForm(PulihForm):
    """A strategic objective in the words of the office that sets it."""

    code = NameField(
        label=_("Kode"), max_length=40, help_text=_("Seperti dalam rencana strategisnya, misalnya SS-1.")
    )
    text = NameField(label=_("Bunyi sasaran"), max_length=500)
    source = NameField(
        label=_("Sumber"), max_length=200, help_text=_("Rencana atau keputusan yang memuatnya.")
    )
    from_year = _number(_("Dari tahun"))
    until_year = _number(_("Sampai tahun"))


def _shortened(text: str) -> str:
    """A sentence as far as a list can show it."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rsplit(' ', 1)[0]} …"
