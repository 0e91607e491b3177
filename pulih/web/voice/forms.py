"""Forms of what participants say: syntax only."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as lazy

from pulih.language.wording import say
from pulih.queries.voice import Activity
from pulih.rules.complaints import LONGEST_TEXT as LONGEST_COMPLAINT
from pulih.rules.complaints import About, Decision
from pulih.rules.feedback import AGAIN, LONGEST_TEXT, POINTS
from pulih.web.ui.fields import DateField, NameField, choice
from pulih.web.ui.forms import PulihForm

LONGEST_CODE = 20


class CodeForm(PulihForm):
    """The code on a slip, or the number of a complaint."""

    code = NameField(
        label=lazy("Kode"),
        max_length=LONGEST_CODE,
        help_text=lazy("Delapan huruf dan angka di kertas Anda"),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class SlipForm(PulihForm):
    """The questions of a slip; every one may be left out."""

    code = forms.CharField(widget=forms.HiddenInput, max_length=LONGEST_CODE)
    text = forms.CharField(
        label=lazy("Yang ingin saya sampaikan"),
        required=False,
        max_length=LONGEST_TEXT,
        help_text=lazy("Jangan menulis nama, nama Anda atau orang lain."),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        language = get_language() or "id"
        for name, points in POINTS.items():
            prefix = "feedback_again" if name == AGAIN else "feedback_points"
            self.fields[name] = choice(
                say(f"feedback_question.{name}", language),
                [(str(one), say(f"{prefix}.{one}", language)) for one in points],
                required=False,
                segments=True,
            )
            self._dress(name, self.fields[name])

    @property
    def statements(self) -> list[forms.BoundField]:
        """The questions with faces, in the order of the slip."""
        return [self[name] for name in POINTS if name != AGAIN]

    @property
    def answers(self) -> dict[str, int]:
        """Points of what was answered."""
        return {name: int(self.cleaned_data[name]) for name in POINTS if self.cleaned_data.get(name)}


class TypedSlipForm(SlipForm):
    """A paper slip, with the code as it stands there."""

    code: forms.CharField = NameField(
        label=lazy("Kode"),
        max_length=LONGEST_CODE,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class RoundForm(PulihForm):
    """What to ask about, and until when."""

    module = forms.ChoiceField(label=lazy("Tentang apa"), required=False)
    opens_on = DateField(label=lazy("Mulai dijawab"))
    closes_on = DateField(
        label=lazy("Hari terakhir menjawab"),
        help_text=lazy("Hasil baru terlihat sesudah hari ini, bila paling sedikit lima orang menjawab."),
    )

    def __init__(self, *args: Any, activities: Sequence[Activity], **more: Any) -> None:
        super().__init__(*args, **more)
        titled = {one.module: one.title_en if get_language() == "en" else one.title_id for one in activities}
        self.fields["module"].choices = [
            (one.module, f"{titled[one.module]} ({one.people})") for one in activities
        ]


class PrintForm(PulihForm):
    """How many slips."""

    slips = forms.IntegerField(
        label=lazy("Berapa kartu"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input w-24"}),
    )


class ComplaintForm(PulihForm):
    """What somebody complains of; a name only if they want it there."""

    about = forms.ChoiceField(label=lazy("Tentang apa"))
    text = forms.CharField(
        label=lazy("Apa yang terjadi"),
        max_length=LONGEST_COMPLAINT,
        help_text=lazy("Dengan kata-kata orangnya sendiri."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    received_on = DateField(label=lazy("Diterima tanggal"))
    who = NameField(
        label=lazy("Nomor register orangnya"),
        max_length=60,
        required=False,
        help_text=lazy("Hanya bila ia mau disebut. Tanpa nama pun pengaduan dijawab."),
    )
    wave = forms.TypedChoiceField(label=lazy("Tahap"), coerce=UUID, empty_value=None, required=False)

    def __init__(self, *args: Any, waves: Sequence[tuple[UUID, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        language = get_language() or "id"
        kinds = [(one.value, say(f"complaint_about.{one}", language)) for one in About]
        self.fields["about"].widget = forms.RadioSelect(choices=kinds)
        self.fields["about"].choices = kinds
        self.fields["wave"].choices = [("", lazy("Tidak terkait satu tahap")), *waves]


class AnswerForm(PulihForm):
    """What was found, and the answer as the one who complained reads it."""

    decision = choice(lazy("Yang ditemukan"), ())
    answer = forms.CharField(
        label=lazy("Jawaban"),
        max_length=LONGEST_COMPLAINT,
        help_text=lazy(
            "Terbaca oleh siapa pun yang memegang nomornya: tanpa nama orang, dengan alasan dan apa yang dilakukan."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        language = get_language() or "id"
        self.fields["decision"].choices = [
            (one.value, say(f"complaint_decision.{one}", language)) for one in Decision
        ]
