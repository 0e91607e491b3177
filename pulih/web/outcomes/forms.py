"""The form of a review: which step, and why a sheet goes back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pulih.web.ui.forms import PulihForm


class ReviewForm(PulihForm):
    """One step of the review; the button pressed says which."""

    step = forms.ChoiceField(
        choices=[(one, one) for one in ("draft", "check", "return", "approve")], widget=forms.HiddenInput
    )
    why = forms.CharField(
        label=_("Yang harus dilihat lagi"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Diperlukan bila lembar dikembalikan."),
    )

    def __init__(self, *arguments: Any, **more: Any) -> None:
        """The step comes from the button, never from what stood in the form before."""
        super().__init__(*arguments, **more)
        self.fields["step"].error_messages["required"] = str(_("Pilih langkahnya dengan tombol."))
