"""Forms of an agreement, its early end, and an activity under it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pulih.language.wording import say
from pulih.queries.network import Office
from pulih.rules.network import Agreed
from pulih.web.network.forms import OfficeField, cooperation
from pulih.web.ui.fields import DateField, NameField, choice
from pulih.web.ui.forms import PulihForm


class AgreementForm(PulihForm):
    """Whom it was signed with, in which fields, from when to when."""

    partner = OfficeField(
        label=_("Mitra"),
        max_length=300,
        help_text=_("Ketik bagian namanya, lalu pilih."),
        error_messages={"required": _("Pilih mitranya.")},
    )
    number = NameField(label=_("Nomor perjanjian"), max_length=120)
    title = NameField(
        label=_("Isi perjanjian"), max_length=300, help_text=_("Misalnya: Pelatihan las listrik")
    )
    signed_on = DateField(label=_("Ditandatangani"))
    starts_on = DateField(label=_("Berlaku mulai"))
    ends_on = DateField(
        label=_("Berlaku sampai"), required=False, help_text=_("Kosongkan bila tidak ada batas waktunya.")
    )

    def __init__(self, *arguments: Any, offices: Sequence[Office], **more: Any) -> None:
        """Partners come from a query."""
        super().__init__(*arguments, **more)
        self.fields["partner"].know(offices)
        self.suggested = [one.label for one in offices if one.near]
        self.fields["fields"] = forms.MultipleChoiceField(
            label=_("Bidang kerja sama"),
            choices=cooperation(get_language() or "id"),
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Pilih paling sedikit satu bidang.")},
        )
        self._dress("fields", self.fields["fields"])
        self.order_fields(["partner", "number", "title", "fields", "signed_on", "starts_on", "ends_on"])


class EndForm(PulihForm):
    """When and why an agreement ends before its time."""

    on = DateField(label=_("Hari terakhir"))
    because = NameField(label=_("Alasan"), max_length=500)


class ActivityForm(PulihForm):
    """What was done, in which of the agreement's fields, when and with how many people."""

    title = NameField(label=_("Kegiatan"), max_length=300, help_text=_("Misalnya: Pelatihan las tahap dasar"))
    starts_on = DateField(label=_("Mulai"))
    ends_on = DateField(
        label=_("Sampai"), required=False, help_text=_("Kosongkan bila sehari, atau belum selesai.")
    )
    people = forms.IntegerField(
        label=_("Jumlah peserta"),
        required=False,
        help_text=_("Kosongkan bila tidak dihitung."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input w-32", "autocomplete": "off"}),
        error_messages={"invalid": _("Tulis dengan angka saja. Contoh: 240.")},
    )
    wave = forms.TypedChoiceField(label=_("Tahap"), coerce=UUID, empty_value=None, required=False)
    module = NameField(
        label=_("Kegiatan dalam kurikulum"),
        required=False,
        max_length=120,
        help_text=_("Bila mitra memimpin salah satu kegiatan kurikulum: nama kegiatannya."),
    )

    def __init__(
        self, *arguments: Any, agreed: Agreed, waves: Sequence[tuple[UUID, str]], **more: Any
    ) -> None:
        """Only the agreement's own fields are offered."""
        super().__init__(*arguments, **more)
        language = get_language() or "id"
        offered = [(one, say(f"cooperation.{one}", language)) for one in agreed.fields]
        self.fields["field"] = choice(_("Bidang kerja sama"), offered)
        self._dress("field", self.fields["field"])
        self.fields["wave"].choices = [("", _("Tidak terkait satu tahap")), *waves]
        self.order_fields(["title", "field", "starts_on", "ends_on", "people", "wave", "module"])
