"""Forms of notes: syntax only. Which compartments are offered is for the rules."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pulih.language.wording import say
from pulih.rules.notes import Compartment
from pulih.web.ui.fields import DateField, choice
from pulih.web.ui.forms import PulihForm

LONGEST = 8000
"""The field takes more than the rule does, so that the rule can say how much is too much."""


def _text() -> forms.CharField:
    return forms.CharField(label=_("Catatan"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 9}))


class NoteForm(PulihForm):
    """The day and the words of a note; its compartment is asked only of whoever has a choice."""

    on = DateField(label=_("Tanggal pertemuan"))
    text = _text()

    def __init__(
        self, *args: Any, compartments: Sequence[Compartment], of_session: bool = False, **more: Any
    ) -> None:
        """A note of a session bears the session's day, which is not asked again."""
        super().__init__(*args, **more)
        if of_session:
            del self.fields["on"]
        if len(compartments) > 1:
            language = get_language() or "id"
            choices = [(one.value, say(f"compartment.{one.value}", language)) for one in compartments]
            self.fields["compartment"] = choice(_("Jenis catatan"), choices, segments=True)
            self._dress("compartment", self.fields["compartment"])
            self.order_fields(["compartment", "on", "text"])

    def add_reason(self, text: str, field: str | None = None) -> None:
        """A refusal of what is not asked stands in the summary."""
        super().add_reason(text, field if field in self.fields else None)


class CorrectNoteForm(PulihForm):
    """The note as it should have been, and why."""

    text = _text()
    why = forms.CharField(
        label=_("Mengapa diperbaiki"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
