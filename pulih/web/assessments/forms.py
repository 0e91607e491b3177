"""Forms of measurements: syntax only. Items and codings come from the instrument's definition."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from pulih.actions.assessments.recording import MODES
from pulih.actions.assessments.tasks import CONCERN_ROLES
from pulih.language.wording import say
from pulih.rules.instruments import Instrument, Item
from pulih.web.ui.fields import DateField, Segments
from pulih.web.ui.forms import PulihForm

SKIPPED = "0"
"""What is keyed for an item the person left empty: an empty item must be meant, not overlooked."""
MANY = 5
"""From more forgotten items than this the summary tells them in one line."""


def worded(prefix: str, codes: Iterable[str]) -> list[tuple[str, str]]:
    """Choices with the words of their codes in the reader's language."""
    return [(str(code), say(f"{prefix}.{code}", get_language() or "id")) for code in codes]


def item_field(code: str) -> str:
    """The name of an item's field; errors of the rules name it too."""
    return f"item_{code}"


class QuestionnaireForm(PulihForm):
    """A sheet of an instrument, keyed: day, coding, mode and an answer an item."""

    taken_on = DateField(label=lazy("Tanggal pengisian"))
    outside_because = forms.CharField(
        label=lazy("Alasan di luar jendela"),
        required=False,
        max_length=300,
        help_text=lazy("Wajib bila tanggalnya di luar jendela."),
        widget=forms.TextInput(attrs={"list": "alasan-jendela", "autocomplete": "off"}),
    )
    coding = forms.ChoiceField(label=lazy("Kode pada lembar kertas"), widget=forms.RadioSelect)
    mode = forms.ChoiceField(label=lazy("Cara pengisian"), widget=Segments, initial=MODES[0])
    why = forms.CharField(label=lazy("Mengapa diperbaiki"), max_length=500)

    def __init__(
        self, data: Any = None, *, definition: Instrument, amending: bool = False, initial: Any = None
    ) -> None:
        """`initial` may be a mapping or what was typed before, as a QueryDict."""
        self.definition = definition
        super().__init__(data, initial=initial)
        language = get_language() or "id"
        self.fields["coding"].choices = worded("coding", (one.code for one in definition.codings))
        self.fields["mode"].choices = worded("mode", MODES)
        already = sorted({code for one in definition.codings for code in one.already_reversed}, key=int)
        if already:
            self.fields["coding"].help_text = _("Lihat butir %(items)s di lembar Anda.") % {
                "items": ", ".join(already)
            }
        if not amending:
            del self.fields["why"]
        for item in definition.items:
            name = item_field(item.code)
            self.fields[name] = _answer_field(item, language)
            self._dress(name, self.fields[name])

    @property
    def answers(self) -> dict[str, int | None]:
        """The answers of a valid form; None where the person left an item empty."""
        found = {code: self.cleaned_data[item_field(code)] for code in self._codes}
        return {code: None if value == SKIPPED else int(value) for code, value in found.items()}

    @property
    def _codes(self) -> list[str]:
        return [item.code for item in self.definition.items]

    @property
    def problems(self) -> list[tuple[str, str]]:
        """The summary; many forgotten items are one line, so that the rest can still be seen."""
        forgotten = [code for code in self._codes if self.has_error(item_field(code), "required")]
        if len(forgotten) <= MANY:
            return super().problems
        names = {item_field(code) for code in forgotten}
        others = [
            one for one in super().problems if one[0].removeprefix("id_").removesuffix("_0") not in names
        ]
        text = ngettext(
            "%(count)s butir belum ada jawaban: %(items)s.",
            "%(count)s butir belum ada jawaban: %(items)s.",
            len(forgotten),
        ) % {"count": len(forgotten), "items": ", ".join(forgotten)}
        return [*others, (f"id_{item_field(forgotten[0])}_0", text)]


def _answer_field(item: Item, language: str) -> forms.ChoiceField:
    said = {"item": item.code, "caption": item.caption.say(language)}
    values = [str(value) for value in item.values]
    between = {"first": values[0], "last": values[-1]}
    return forms.ChoiceField(
        label=_("Butir %(item)s, %(caption)s") % said,
        choices=[*((one, one) for one in values), (SKIPPED, _("Tidak dijawab"))],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Butir %(item)s, %(caption)s: belum ada jawaban.") % said,
            "invalid_choice": _("Butir %(item)s: jawaban hanya %(first)s sampai %(last)s.")
            % {**said, **between},
        },
    )


class ConcernForm(PulihForm):
    """What a worker saw, and who should look."""

    role = forms.ChoiceField(label=lazy("Siapa yang perlu menindaklanjuti"), widget=forms.RadioSelect)
    why = forms.CharField(
        label=lazy("Apa yang Anda lihat"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
        help_text=lazy("Tulis yang dilihat atau didengar, kapan dan di mana; bukan kesimpulan."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["role"].choices = worded("role", CONCERN_ROLES)


class FinishForm(PulihForm):
    """What was done about a task."""

    note = forms.CharField(
        label=lazy("Apa yang dilakukan"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )
