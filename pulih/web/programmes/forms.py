"""Forms about waves: syntax only. Places are asked once a programme, so that a wave is planned in one go."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pulih.queries.programmes import CycleFacts, Offered
from pulih.rules.programmes import URINE, WHOQOL
from pulih.web.programmes.words import point_words, words
from pulih.web.ui.fields import DateField, NameField, choice
from pulih.web.ui.forms import PulihForm

SUSPENSION_REASONS = ("outbreak", "lockdown", "disaster", "staff", "budget", "other")


def _number(label: Any, *, required: bool = True, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input w-24", "autocomplete": "off"}),
        error_messages={"invalid": _("Tulis dengan angka saja. Contoh: 30.")},
    )


class Ticks(forms.CheckboxSelectMultiple):
    """Several out of few."""

    template_name = "ui/ticks.html"


class PlanForm(PulihForm):
    """A wave: name, budget year, first day, and the places of each programme it offers."""

    name = NameField(label=_("Nama tahap"), max_length=80, help_text=_("Contoh: Tahap 1 2024"))
    budget_year = _number(_("Tahun anggaran"))
    starts_on = DateField(
        label=_("Hari mulai"), help_text=_("Mulai hari itu aturan hasil tidak dapat diubah lagi.")
    )

    def __init__(self, *args: Any, programmes: Iterable[Offered], **more: Any) -> None:
        """One field of places for each programme."""
        super().__init__(*args, **more)
        for one in programmes:
            label = gettext("Tempat %(programme)s") % {
                "programme": words(f"programme.{one.programme}").lower()
            }
            field = _number(label, required=False, help_text=_targets(one))
            self.fields[f"places_{one.programme}"] = field
            self._dress(f"places_{one.programme}", field)

    def places(self) -> dict[str, int]:
        """How many places by programme; programmes without a number are not part of the wave."""
        return {
            name.removeprefix("places_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("places_") and value is not None
        }


def _targets(one: Offered) -> str:
    months = gettext("%(months)s bulan.") % {"months": one.months}
    named = [
        gettext("Ditetapkan %(target)s orang untuk %(year)s.") % {"target": target, "year": year}
        for year, target in one.targets[-2:]
    ]
    return " ".join([months, *named])


class RuleForm(PulihForm):
    """What counts as success."""

    domains = forms.MultipleChoiceField(label=_("Domain yang harus naik"), required=False, widget=Ticks)
    threshold = forms.FloatField(
        label=_("Naik lebih dari"),
        help_text=_("Angka pada skala 0 sampai 100. 0 berarti setiap kenaikan dihitung."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "input w-24", "autocomplete": "off"}),
        error_messages={"invalid": _("Tulis dengan angka saja. Contoh: 5.")},
    )
    last = choice(_("Dibandingkan dengan pengukuran awal"), [])
    urine_point = choice(_("Tes urine yang dipakai"), [])

    def __init__(self, *args: Any, cycle: CycleFacts, domains: Iterable[str], **more: Any) -> None:
        """Offers what the plan of the cycle measures."""
        super().__init__(*args, **more)
        self.fields["domains"].choices = [(one, words(f"domain.{one}")) for one in domains]
        for name, kind in (("last", WHOQOL), ("urine_point", URINE)):
            self.fields[name].choices = [
                (one.code, point_words(one.kind, one.code))
                for one in cycle.plan
                if one.kind == kind and not (kind == WHOQOL and one.code == cycle.rule.first)
            ]


class PlacesForm(PulihForm):
    """How many places a cycle has."""

    capacity = _number(_("Tempat"))


class SuspendForm(PulihForm):
    """From which day, why."""

    from_on = DateField(label=_("Ditangguhkan mulai"), help_text=_("Hari pertama yang tidak dihitung."))
    reason = forms.ChoiceField(label=_("Alasan"), widget=forms.RadioSelect)
    note = forms.CharField(label=_("Apa yang terjadi"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **more: Any) -> None:
        """Reasons in the language of the page."""
        super().__init__(*args, **more)
        self.fields["reason"].choices = [(one, words(f"suspension.{one}")) for one in SUSPENSION_REASONS]


class ResumeForm(PulihForm):
    """From which day on it counts again."""

    until_on = DateField(label=_("Dilanjutkan mulai"), help_text=_("Hari pertama yang dihitung lagi."))


class CloseForm(PulihForm):
    """When a wave was closed."""

    closed_on = DateField(label=_("Tanggal tutup"))
