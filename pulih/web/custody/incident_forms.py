"""Forms of incidents: syntax only."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pulih.language.wording import say
from pulih.rules.incidents import IncidentKind
from pulih.web.ui.fields import DateField, choice
from pulih.web.ui.forms import PulihForm

LONGEST = 5000
"""The field takes more than the rule does, so that the rule can say how much is too much."""


def kinds() -> list[tuple[str, str]]:
    """What an incident can be, in words."""
    language = get_language() or "id"
    return [(one.value, say(f"incident.{one.value}", language)) for one in IncidentKind]


class IncidentForm(PulihForm):
    """What happened, when, and what followed; on correcting also why."""

    on = DateField(label=_("Tanggal kejadian"))
    text = forms.CharField(
        label=_("Apa yang terjadi"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5})
    )
    followed_by = forms.CharField(
        label=_("Tindak lanjut"),
        required=False,
        max_length=LONGEST,
        help_text=_("Boleh menyusul."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    why = forms.CharField(
        label=_("Mengapa diperbaiki"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    field_order = ["kind", "on", "text", "followed_by", "why"]

    def __init__(self, *args: Any, correcting: bool = False, **more: Any) -> None:
        """A reason is owed only where an earlier row is replaced."""
        super().__init__(*args, **more)
        self.fields["kind"] = choice(_("Jenis kejadian"), kinds())
        self._dress("kind", self.fields["kind"])
        if not correcting:
            del self.fields["why"]
        self.order_fields(self.field_order)

    @property
    def told(self) -> dict[str, Any]:
        """The incident as it is told."""
        return {name: self.cleaned_data[name] for name in ("kind", "on", "text", "followed_by")}
