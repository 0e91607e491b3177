"""Forms about counsellors: syntax only. Who may be chosen, and when, is for the rules."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pulih.rules.assigning import ABSENCES
from pulih.web.caseload.words import words
from pulih.web.ui.fields import DateField, choice
from pulih.web.ui.forms import PulihForm

LONGEST = 2000
"""The field takes more than the rule does, so that the rule can say how much is too much."""

Choices = Sequence[tuple[str, str]]


def _why(label: Any, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AssignForm(PulihForm):
    """Who looks after somebody, from which day, and why if it is not whom Pulih suggests."""

    on = DateField(label=_("Mulai"))
    because = _why(_("Alasan"), help_text=_("Diisi bila memilih selain yang disarankan, atau mengganti."))
    field_order = ["account_id", "part", "on", "because"]

    def __init__(self, *args: Any, people: Choices, **more: Any) -> None:
        """The workers of the office who may be chosen, with how many they have."""
        super().__init__(*args, **more)
        self.fields["account_id"] = choice(_("Petugas"), people)
        self.fields["part"] = choice(
            _("Sebagai"), [("main", _("Konselor utama")), ("beside", _("Pendamping"))], segments=True
        )
        for name in ("account_id", "part"):
            self._dress(name, self.fields[name])
        self.order_fields(self.field_order)


class EndForm(PulihForm):
    """The last day of a counsellor, and why."""

    on = DateField(label=_("Hari terakhir"))
    because = _why(_("Alasan"), required=True)


BALANCED = ""
"""No one in particular: as the balance suggests."""


class HandOverForm(PulihForm):
    """Whose people go to whom: the ticked ones, to one counsellor or evenly."""

    on = DateField(label=_("Mulai"))
    because = _why(
        _("Alasan"), required=True, help_text=_("Misalnya cuti, pindah tugas, atau pembagian ulang.")
    )
    field_order = ["to", "on", "because"]

    def __init__(self, *args: Any, takers: Choices, **more: Any) -> None:
        """Other counsellors, after the choice to spread them."""
        super().__init__(*args, **more)
        self.fields["to"] = choice(
            _("Kepada"), [(BALANCED, _("Dibagi rata kepada yang ada tempat")), *takers], required=False
        )
        if len(takers) >= 5:
            self.fields["to"].choices = [(BALANCED, _("Dibagi rata kepada yang ada tempat")), *takers]
        self._dress("to", self.fields["to"])
        self.order_fields(self.field_order)


class AbsenceForm(PulihForm):
    """Who is away from when to when."""

    from_on = DateField(label=_("Hari pertama"))
    until_on = DateField(label=_("Hari terakhir"))
    field_order = ["account_id", "from_on", "until_on", "reason"]

    def __init__(self, *args: Any, people: Choices, **more: Any) -> None:
        """The workers whose absence may be recorded; oneself only, where one may not assign."""
        super().__init__(*args, **more)
        self.fields["account_id"] = choice(_("Petugas"), people)
        self.fields["reason"] = choice(_("Sebab"), [(one, words(f"absence.{one}")) for one in ABSENCES])
        for name in ("account_id", "reason"):
            self._dress(name, self.fields[name])
        self.order_fields(self.field_order)


class ComeBackForm(PulihForm):
    """The day on which somebody is here again, and whether they take their people back."""

    returned_on = DateField(label=_("Bertugas lagi sejak"))

    def __init__(self, *args: Any, to_take_back: int = 0, **more: Any) -> None:
        """Taking back is offered where there is somebody to take back."""
        super().__init__(*args, **more)
        if to_take_back:
            self.fields["take_back"] = forms.BooleanField(
                label=_("Kembalikan residennya (%(count)s orang)") % {"count": to_take_back}, required=False
            )
            self._dress("take_back", self.fields["take_back"])


class WithdrawForm(PulihForm):
    """Withdrawing an absence asks nothing more."""
