"""Forms of urine tests: syntax only. What a strip and a test can be comes from the rules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from pulih.language.wording import say
from pulih.rules.urine import PANEL, WITH_SAMPLE, Analyte, Result, UrineState, state_of
from pulih.web.ui.fields import DateField, Segments
from pulih.web.ui.forms import PulihForm

READ = "read"
"""A sample was read: the strips say what the test is, so that the two can never differ."""
WITHOUT = tuple(state for state in UrineState if state not in WITH_SAMPLE)
MARKED = {
    UrineState.POSITIVE.value: Result.POSITIVE,
    UrineState.PRESCRIBED_POSITIVE.value: Result.PRESCRIBED,
}
"""What a ticked strip means, by the result of its row."""
MOST_ROWS = 100
"""People on one page of a round; the rest follows once these are saved."""


def worded(prefix: str, codes: Iterable[str]) -> list[tuple[str, str]]:
    """Choices with the words of their codes in the reader's language."""
    return [(str(code), say(f"{prefix}.{code}", get_language() or "id")) for code in codes]


def strip_field(analyte: str) -> str:
    """The name of a strip's field."""
    return f"strip_{analyte}"


class UrineForm(PulihForm):
    """One test: its day, whether a sample was read, and what each strip showed."""

    taken_on = DateField(label=lazy("Tanggal tes"))
    outside_because = forms.CharField(
        label=lazy("Alasan di luar jendela"),
        required=False,
        max_length=300,
        help_text=lazy("Wajib bila tanggalnya di luar jendela."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    outcome = forms.ChoiceField(label=lazy("Bagaimana tesnya"), widget=forms.RadioSelect)
    all_negative = forms.BooleanField(label=lazy("Semua strip negatif"), required=False)
    reason = forms.CharField(
        label=lazy("Alasan, atau obat resep"),
        required=False,
        max_length=500,
        help_text=lazy("Wajib bila dibebaskan, tidak dites, atau positif dari resep."),
    )
    witness = forms.CharField(label=lazy("Saksi"), required=False, max_length=200)
    why = forms.CharField(label=lazy("Mengapa diperbaiki"), max_length=500)

    def __init__(self, data: Any = None, *, amending: bool = False, initial: Any = None) -> None:
        """`initial` may be a mapping or what was typed before, as a QueryDict."""
        super().__init__(data, initial=initial)
        self.fields["outcome"].choices = [
            (READ, _("Sampel dibaca: hasil menurut strip")),
            *worded("urine_state", WITHOUT),
        ]
        if not amending:
            del self.fields["why"]
        language = get_language() or "id"
        for analyte in PANEL:
            name = strip_field(analyte)
            self.fields[name] = forms.ChoiceField(
                label=say(f"analyte.{analyte}", language),
                choices=worded("strip", Result),
                required=False,
                widget=Segments,
            )
            self._dress(name, self.fields[name])

    @property
    def strips(self) -> list[forms.BoundField]:
        """The panel, for the template."""
        return [self[strip_field(analyte)] for analyte in PANEL]

    @property
    def results(self) -> dict[str, str]:
        """What each strip showed; with the tick, strips left open are negative."""
        open_strips = Result.NEGATIVE.value if self.cleaned_data["all_negative"] else ""
        found = {one.value: self.cleaned_data[strip_field(one)] or open_strips for one in PANEL}
        return {analyte: result for analyte, result in found.items() if result}

    @property
    def state(self) -> str:
        """The state of the test: what was chosen, or what the strips say together."""
        outcome: str = self.cleaned_data["outcome"]
        if outcome != READ:
            return outcome
        read = {Analyte(name): Result(value) for name, value in self.results.items()}
        return state_of(read).value

    def add_reason(self, text: str, field: str | None = None) -> None:
        """A rule speaks of state and results; here they are the outcome and the strips."""
        places = {"state": "outcome", "results": strip_field(PANEL[0])}
        super().add_reason(text, places.get(field or "", field))


class LookForm(PulihForm):
    """The second reading of a positive."""

    agrees = forms.ChoiceField(label=lazy("Strip yang sama, dibaca lagi"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=lazy("Catatan"),
        required=False,
        max_length=500,
        help_text=lazy("Wajib bila tidak setuju: apa yang Anda lihat."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["agrees"].choices = [
            ("yes", _("Setuju: positif")),
            ("no", _("Tidak setuju: hasil ini tidak berlaku")),
        ]


@dataclass(frozen=True)
class Entry:
    """One row of a round that somebody filled."""

    enrolment_id: UUID
    state: str
    results: dict[str, str]
    note: str


class RoundForm(PulihForm):
    """A whole round: one day, one row a person. Only rows with a result are saved."""

    taken_on = DateField(label=lazy("Tanggal tes, bagi semua"))
    witness = forms.CharField(label=lazy("Saksi"), required=False, max_length=200)

    def __init__(self, data: Any = None, *, people: Mapping[UUID, str], initial: Any = None) -> None:
        """`people` are the rows: enrolment and name."""
        self.people = people
        super().__init__(data, initial=initial)
        states = [
            ("", _("Belum diisi")),
            (UrineState.NEGATIVE.value, _("Negatif semua")),
            *worded("urine_state", (one for one in UrineState if one is not UrineState.NEGATIVE)),
        ]
        states = [(code, _("Positif") if code == UrineState.POSITIVE else words) for code, words in states]
        strips = [(one.value, one.value.upper()) for one in PANEL]
        for enrolment_id in people:
            added = {
                f"state_{enrolment_id}": forms.ChoiceField(choices=states, required=False),
                f"strips_{enrolment_id}": forms.MultipleChoiceField(choices=strips, required=False),
                f"note_{enrolment_id}": forms.CharField(required=False, max_length=500),
            }
            for name, field in added.items():
                self.fields[name] = field
                self._dress(name, field)

    def clean(self) -> dict[str, Any]:
        """A row with strips or a note but no result is not finished, nor is a positive without a strip."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for one in self.people:
            state, strips = given.get(f"state_{one}"), given.get(f"strips_{one}")
            begun = strips or (given.get(f"note_{one}") or "").strip()
            if begun and state == "":
                self.add_error(f"state_{one}", _("Pilih hasilnya, atau kosongkan baris ini."))
            if state in MARKED and not strips:
                self.add_error(f"strips_{one}", _("Centang strip yang positif."))
        return given

    @property
    def entries(self) -> list[Entry]:
        """The rows that say something."""
        return [entry for one in self.people if (entry := self._entry(one))]

    def _entry(self, enrolment_id: UUID) -> Entry | None:
        given = self.cleaned_data
        state, strips = given[f"state_{enrolment_id}"], given[f"strips_{enrolment_id}"]
        note = given[f"note_{enrolment_id}"].strip()
        if not state:
            return None
        marked = MARKED.get(state, Result.POSITIVE)
        read = state in [one.value for one in WITH_SAMPLE]
        results = {
            one.value: (marked if one.value in strips else Result.NEGATIVE).value
            for one in PANEL
            if read or one.value in strips
        }
        return Entry(enrolment_id, state, results, note)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """The summary names whom each refusal is about, and leads to the row's result."""
        names = {str(one): name for one, name in self.people.items()}
        found = []
        for field, errors in self.errors.items():
            key = field.rpartition("_")[2]
            where = (
                f"id_state_{key}"
                if key in names
                else self._first_input(self[field])
                if field in self.fields
                else ""
            )
            found += [(where, f"{names[key]}: {one}" if key in names else str(one)) for one in errors]
        return found

    def add_row_reason(self, enrolment_id: UUID, text: str, about: str | None) -> None:
        """A refusal at the row it is about; the day belongs to the row too, since windows differ."""
        notes = ("reason", "outside_because")
        field = "note" if about in notes else "strips" if about == "results" else "state"
        self.add_error(f"{field}_{enrolment_id}", text)
