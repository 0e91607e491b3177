"""Forms of days away, of the list before a release, and of merging two records: syntax only."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pulih.language.wording import say
from pulih.rules.releases import Item, State
from pulih.rules.time_away import AwayKind
from pulih.web.ui.fields import DateField, choice
from pulih.web.ui.forms import PulihForm

LONGEST = 2000
"""The fields take more than the rules do, so that a rule can say how much is too much."""


def _worded(prefix: str, codes: Iterable[str]) -> list[tuple[str, str]]:
    language = get_language() or "id"
    return [(str(code), say(f"{prefix}.{code}", language)) for code in codes]


def _note(label: Any, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AwayForm(PulihForm):
    """Where somebody is, since when, and whether they are back."""

    from_on = DateField(label=_("Sejak tanggal"))
    back_on = DateField(
        label=_("Kembali tanggal"), required=False, help_text=_("Kosongkan bila belum kembali.")
    )
    note = _note(_("Keterangan"), help_text=_("Tanpa diagnosis: itu catatan klinik."))
    field_order = ["kind", "from_on", "back_on", "note"]

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["kind"] = choice(_("Di mana"), _worded("away_kind", AwayKind))
        self._dress("kind", self.fields["kind"])
        self.order_fields(self.field_order)


class ReturnForm(PulihForm):
    """The day somebody came back."""

    back_on = DateField(label=_("Kembali tanggal"), help_text=_("Hari itu sudah dihitung lagi."))


class SettleForm(PulihForm):
    """How one item of the list stands."""

    note = _note(_("Keterangan"), help_text=_("Perlu bila tidak diperlukan atau dibuka lagi."))
    field_order = ["item", "state", "note"]

    def __init__(self, *args: Any, items: Iterable[Item], **more: Any) -> None:
        """`items` are those the reader may settle."""
        super().__init__(*args, **more)
        self.fields["item"] = choice(_("Yang diselesaikan"), _worded("release_item", items))
        states = (State.DONE, State.NOT_NEEDED, State.OPEN)
        self.fields["state"] = choice(_("Keadaannya"), _worded("release_state", states))
        for name in ("item", "state"):
            self._dress(name, self.fields[name])
        self.order_fields(self.field_order)


class MergeForm(PulihForm):
    """Which reference goes, typed once more, and why both are one person."""

    confirmed = forms.CharField(
        label=_("Nomor Pulih yang akan hilang"),
        max_length=30,
        help_text=_("Ketik nomornya sendiri, seperti ABCD-EFGH."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reason = _note(
        _("Mengapa keduanya satu orang"),
        required=True,
        help_text=_("Apa yang Anda periksa: sidik jari, kartu, berkas putusan."),
    )
