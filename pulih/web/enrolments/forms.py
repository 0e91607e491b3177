"""Forms about pathways: syntax only. Reasons are offered where the step owes one."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pulih.rules.lifecycles import REASONS, Status
from pulih.rules.stays import StayKind
from pulih.web.enrolments.words import words
from pulih.web.ui.fields import FEW, DateField, NameField
from pulih.web.ui.forms import PulihForm

LONGEST_NOTE = 2000
PAPER_LANGUAGES = ("id", "local", "en", "other")


def _note(label: Any, *, required: bool = False, help_text: Any = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST_NOTE,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _reasons(target: Status) -> forms.ChoiceField:
    """The reasons of a status; whether one was chosen is for the rule to say."""
    known = [(one.code, words(f"reason.{one.code}")) for one in REASONS[target]]
    if len(known) <= FEW:
        return forms.ChoiceField(label=_("Alasan"), choices=known, widget=forms.RadioSelect)
    return forms.ChoiceField(label=_("Alasan"), choices=[("", _("Pilih satu")), *known])


class StepForm(PulihForm):
    """A step: its day, its reason where one is owed, a note."""

    effective_on = DateField(label=_("Berlaku pada"))
    note = _note(_("Keterangan"))
    field_order = ["effective_on", "reason", "note"]

    def __init__(self, *args: Any, target: Status, **more: Any) -> None:
        """The reasons are those of the status it leads to."""
        super().__init__(*args, **more)
        if REASONS.get(target):
            self.fields["reason"] = _reasons(target)
            self._dress("reason", self.fields["reason"])
            self.order_fields(self.field_order)


class AdmitForm(PulihForm):
    """The first day of the programme for somebody."""

    effective_on = DateField(
        label=_("Hari diterima"), help_text=_("Jatuh tempo pengukuran dihitung dari hari itu.")
    )


class CorrectForm(StepForm):
    """A further row that replaces a step, or takes it back."""

    annul = forms.BooleanField(
        label=_("Batalkan langkah ini"),
        required=False,
        help_text=_("Langkah ini tidak pernah terjadi; jalurnya kembali ke langkah sebelumnya."),
    )
    why = _note(_("Mengapa diperbaiki"), required=True, help_text=_("Catatan lama tetap dapat dibaca."))
    field_order = ["effective_on", "reason", "note", "annul", "why"]


class BulkForm(PulihForm):
    """One step on one day for everybody ticked."""

    target = forms.CharField(widget=forms.HiddenInput)
    effective_on = DateField(label=_("Berlaku pada"))


class RecheckForm(PulihForm):
    """What a second look at the end of a stay found."""

    still_unknown = forms.ChoiceField(
        label=_("Akhir masa tinggal"),
        choices=[
            ("yes", _("Masih belum diketahui")),
            ("no", _("Sudah diketahui; tercatat dalam data pidana")),
        ],
        widget=forms.RadioSelect,
    )
    note = _note(_("Keterangan"))


class AskForm(PulihForm):
    """Why somebody should be admitted although the time left is too short."""

    reason = _note(
        _("Alasan"), required=True, rows=4, help_text=_("Kepala UPT memutuskan menurut alasan ini.")
    )


class DecideForm(PulihForm):
    """The second person's answer."""

    grant = forms.ChoiceField(
        label=_("Keputusan"),
        choices=[("yes", _("Setujui: boleh diterima")), ("no", _("Tolak"))],
        widget=forms.RadioSelect,
    )
    note = _note(_("Keterangan"))


class WillingnessForm(PulihForm):
    """The paper somebody signed."""

    signed_on = DateField(label=_("Tanggal tanda tangan"))
    witness = NameField(label=_("Saksi"), max_length=120, help_text=_("Nama orang yang melihat."))
    language = forms.ChoiceField(label=_("Bahasa surat"), widget=forms.RadioSelect)
    read_aloud = forms.BooleanField(label=_("Dibacakan kepadanya"), required=False)
    guardian = NameField(
        label=_("Wali yang ikut tanda tangan"),
        required=False,
        max_length=120,
        help_text=_("Wajib untuk yang belum berumur 18 tahun."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        """Languages in the words of the page."""
        super().__init__(*args, **more)
        self.fields["language"].choices = [(one, words(f"paper_language.{one}")) for one in PAPER_LANGUAGES]


class SeveralWillingForm(WillingnessForm):
    """Papers signed at one meeting: one day, one witness. Whoever needs a guardian has a page of their own."""

    def __init__(self, *args: Any, **more: Any) -> None:
        """Everything but the guardian."""
        super().__init__(*args, **more)
        del self.fields["guardian"]


class FinishForm(PulihForm):
    """The day on which several people completed."""

    effective_on = DateField(label=_("Selesai pada"))


class LeaveOutForm(StepForm):
    """One reason for several who were not selected."""

    def __init__(self, *args: Any, **more: Any) -> None:
        """The reasons are those of not being selected."""
        super().__init__(*args, target=Status.NOT_SELECTED, **more)


class WithdrawForm(PulihForm):
    """When somebody took it back, and why if they said."""

    withdrawn_on = DateField(label=_("Dicabut pada"))
    because = _note(_("Yang dikatakan orangnya"))


class ProposeForm(PulihForm):
    """To which facility, and why."""

    receiver = forms.ChoiceField(label=_("Ke kantor"))
    reason = _note(_("Alasan"), required=True)

    def __init__(self, *args: Any, receivers: Sequence[tuple[int, str, str]], **more: Any) -> None:
        """Facilities under the office above them."""
        super().__init__(*args, **more)
        groups: dict[str, list[tuple[str, str]]] = {}
        for id, name, parent in receivers:
            groups.setdefault(parent or "–", []).append((str(id), name))
        self.fields["receiver"].choices = [("", _("Pilih satu")), *groups.items()]


class AcceptForm(PulihForm):
    """How the person is held from now on."""

    register_number = forms.CharField(label=_("Nomor register"), max_length=60)
    kind = forms.ChoiceField(label=_("Status"), widget=forms.RadioSelect)
    block = forms.CharField(label=_("Blok dan kamar"), required=False, max_length=40)
    moved_on = DateField(label=_("Tanggal masuk"))

    def __init__(self, *args: Any, grounds: Sequence[StayKind], **more: Any) -> None:
        """Only the grounds this office can hold people on."""
        super().__init__(*args, **more)
        self.fields["kind"].choices = [(one.value, words(f"stay_kind.{one.value}")) for one in grounds]


class NoteForm(PulihForm):
    """A refusal of a transfer, with why."""

    note = _note(_("Alasan"), required=True)


class TakeBackForm(PulihForm):
    """A proposal taken back."""

    note = _note(_("Alasan"))
