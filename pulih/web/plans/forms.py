"""Forms of plans: syntax only. What a goal owes, and which days can stand, is for the rules."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from pulih.rules.documents import LONGEST_NUMBER
from pulih.rules.plans import (
    MOST_STEPS,
    Dimension,
    Doer,
    Goal,
    Horizon,
    Looked,
    Outcome,
    Progress,
    Said,
    Step,
)
from pulih.web.plans.words import choices
from pulih.web.ui.fields import DateField, NameField, choice
from pulih.web.ui.forms import PulihForm

LONGEST = 3000
"""The field takes more than the rule does, so that the rule can say how much is too much."""
LEAST_ROWS = 3


def _text(label: Any, *, required: bool = True, rows: int = 3, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class GoalForm(PulihForm):
    """One goal with its steps; a row of a step that is left empty is no step."""

    text = _text(_("Apa yang ingin dicapai"), rows=2, help_text=_("Dengan kata yang dipahami orangnya."))
    reached_when = _text(
        _("Tercapai bila"), required=False, rows=2, help_text=_("Apa yang terlihat bila tujuan ini tercapai.")
    )
    field_order = ["dimension", "horizon", "text", "reached_when"]

    def __init__(self, *args: Any, steps: Sequence[Step] = (), **more: Any) -> None:
        """`steps` of the goal as it stands; some empty rows follow them."""
        super().__init__(*args, **more)
        self.fields["dimension"] = choice(_("Bidang"), choices("goal_dimension", Dimension))
        self.fields["horizon"] = choice(_("Jangka"), choices("goal_horizon", Horizon), segments=True)
        self.rows = range(1, min(MOST_STEPS, max(LEAST_ROWS, len(steps) + 2)) + 1)
        added = ["dimension", "horizon"]
        for place in self.rows:
            known = steps[place - 1] if place <= len(steps) else Step("", "")
            self._add_row(place, known)
            added += [f"step_{place}", f"due_{place}", f"who_{place}", f"code_{place}"]
        for name in added:
            self._dress(name, self.fields[name])
        self.order_fields(self.field_order)

    def _add_row(self, place: int, step: Step) -> None:
        self.fields[f"step_{place}"] = NameField(
            label=_("Langkah"), required=False, max_length=LONGEST, initial=step.text
        )
        self.fields[f"due_{place}"] = DateField(label=_("Paling lambat"), required=False, initial=step.due)
        self.fields[f"who_{place}"] = forms.ChoiceField(
            label=_("Oleh"), choices=choices("step_who", Doer), required=False, initial=step.who
        )
        self.fields[f"code_{place}"] = forms.CharField(
            required=False, max_length=40, initial=step.code, widget=forms.HiddenInput
        )

    @property
    def step_rows(self) -> list[tuple[int, list[forms.BoundField]]]:
        """The rows as the page shows them."""
        return [(place, [self[f"{name}_{place}"] for name in ("step", "due", "who")]) for place in self.rows]

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """What stands before the steps."""
        return [self[name] for name in self.field_order]

    @property
    def _filled(self) -> list[int]:
        given = self.cleaned_data
        return [place for place in self.rows if given.get(f"step_{place}") or given.get(f"due_{place}")]

    @property
    def goal(self) -> Goal:
        """What was written."""
        given = self.cleaned_data
        steps = tuple(
            Step(
                given[f"code_{place}"],
                given[f"step_{place}"],
                given[f"due_{place}"],
                given[f"who_{place}"] or Doer.PERSON.value,
            )
            for place in self._filled
        )
        return Goal(given["dimension"], given["horizon"], given["text"], given["reached_when"], steps)

    def add_reason(self, text: str, field: str | None = None) -> None:
        """A rule counts the steps that were written; here that is a row, and rows between may be empty."""
        name, _under, place = (field or "").rpartition("_")
        if name in ("step", "due", "who") and place.isdigit() and 0 < int(place) <= len(self._filled):
            field = f"{name}_{self._filled[int(place) - 1]}"
        super().add_reason(text, field)


class ReviseForm(PulihForm):
    """Why a plan changes."""

    because = _text(_("Mengapa rencana diubah"))


class RemoveForm(PulihForm):
    """Taking a goal out asks nothing more."""


class AgreeForm(PulihForm):
    """When somebody agreed, what they want, and when the plan is looked at again."""

    own_words = _text(
        _("Apa yang diinginkan orangnya"),
        rows=4,
        help_text=_("Dengan kata-katanya sendiri, seperti diucapkan."),
    )
    on = DateField(label=_("Disepakati pada"))
    review_on = DateField(
        label=_("Tinjauan berikut"), required=False, help_text=_("Bila kosong, empat minggu sesudahnya.")
    )


class ReviewForm(PulihForm):
    """A look at the plan together with the person."""

    on = DateField(label=_("Ditinjau pada"))
    text = _text(_("Apa yang dibicarakan"), rows=4)
    without = forms.BooleanField(label=_("Orangnya tidak ikut"), required=False)
    why_without = _text(_("Mengapa tidak ikut"), required=False, rows=2)
    review_on = DateField(
        label=_("Tinjauan berikut"), required=False, help_text=_("Bila kosong, empat minggu sesudahnya.")
    )
    field_order = ["on", "text", "without", "why_without", "outcome", "review_on"]

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["outcome"] = choice(_("Sesudah ini"), choices("review_outcome", Outcome))
        self._dress("outcome", self.fields["outcome"])
        self.order_fields(self.field_order)

    @property
    def looked(self) -> Looked:
        """What was seen."""
        given = self.cleaned_data
        return Looked(
            given["on"],
            given["outcome"],
            given["text"],
            not given["without"],
            given["why_without"],
            given["review_on"],
        )


class ProgressForm(PulihForm):
    """How far a goal, or one of its steps, has come. A correction keeps what it is about and says why."""

    on = DateField(label=_("Tanggal"))
    note = _text(_("Catatan"), required=False, rows=2)
    field_order = ["step", "state", "on", "note"]

    def __init__(
        self, *args: Any, steps: Sequence[Step] = (), corrects: UUID | None = None, **more: Any
    ) -> None:
        """`steps` of the goal, where it may also be about one of them."""
        super().__init__(*args, **more)
        self.corrects = corrects
        self.fields["state"] = choice(_("Keadaan"), choices("goal_state", Progress))
        if steps and corrects is None:
            named = [(one.code, one.text) for one in steps]
            self.fields["step"] = forms.ChoiceField(
                label=_("Tentang"), choices=[("", _("Tujuan ini")), *named], required=False
            )
            self._dress("step", self.fields["step"])
        if corrects is not None:
            self.fields["note"].label, self.fields["note"].required = _("Mengapa diperbaiki"), True
        self._dress("state", self.fields["state"])
        self.order_fields(self.field_order)

    @property
    def said(self) -> Said:
        """What was said."""
        given = self.cleaned_data
        return Said(given["on"], given["state"], given["note"], self.corrects)


class ReportForm(PulihForm):
    """Number and day of a progress report."""

    number = NameField(
        label=_("Nomor surat"), max_length=LONGEST_NUMBER, help_text=_("Menurut buku agenda kantor.")
    )
    on = DateField(label=_("Tanggal surat"))
