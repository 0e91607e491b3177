"""Small forms of measurements, and the names the pages of questionnaires share."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as lazy

from pulih.actions.assessments.recording import MODES
from pulih.actions.assessments.tasks import CONCERN_ROLES
from pulih.language.wording import say
from pulih.web.ui.forms import PulihForm

__all__ = ["MODES", "SKIPPED", "ConcernForm", "FinishForm", "item_field", "worded"]

SKIPPED = "-"
"""What is keyed for an item the person left empty: an empty item must be meant, not overlooked. No code of an
answer looks like it; 0 is one of many instruments."""


def worded(prefix: str, codes: Iterable[str]) -> list[tuple[str, str]]:
    """Choices with the words of their codes in the reader's language."""
    return [(str(code), say(f"{prefix}.{code}", get_language() or "id")) for code in codes]


def item_field(code: str) -> str:
    """The name of an item's field; errors of the rules name it too."""
    return f"item_{code}"


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
