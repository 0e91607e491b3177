"""Forms of attendance: syntax only. Which words and reasons there are comes from the rules."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as lazy

from pulih.language.wording import say
from pulih.rules.attendance import PLAIN, REASONS, Mark, Word
from pulih.rules.lifecycles import Side
from pulih.web.ui.fields import choice
from pulih.web.ui.forms import PulihForm

FINER = (Word.EXCUSED, Word.ABSENT)
"""Words behind which a finer reason can be chosen."""
LONGEST_LATE = 600


def words() -> list[tuple[str, str]]:
    """The four words of a mark in the reader's language."""
    return [(one.value, say(f"mark.{one}", get_language() or "id")) for one in Word]


def finer(word: Word) -> list[tuple[str, str]]:
    """The reasons behind a word; the first, already chosen, is what the word alone says."""
    language = get_language() or "id"
    return [
        (one.code, say(f"absent_reason.{one.code}", language)) for one in REASONS.values() if one.word is word
    ]


def mark_from(word: str, reason: str, late: int | None) -> Mark:
    """What was tapped, as a mark. Minutes and reasons of another word than the chosen one say nothing."""
    said = Word(word)
    if said is Word.PRESENT:
        return Mark(True, late_minutes=late or 0)
    return Mark(False, reason=reason or PLAIN[said])


class GroupForm(PulihForm):
    """A whole group: a word for everybody, a finer reason and minutes late where somebody adds them."""

    def __init__(self, data: Any = None, *, people: Mapping[UUID, str], initial: Any = None) -> None:
        """`people` are enrolments with their names, in order."""
        self.people = people
        super().__init__(data, initial=initial)
        for one in people:
            added: dict[str, forms.Field] = {
                f"m_{one}": forms.ChoiceField(choices=words(), required=False),
                f"l_{one}": forms.IntegerField(min_value=0, max_value=LONGEST_LATE, required=False),
            }
            for word in FINER:
                added[f"{word}_{one}"] = forms.ChoiceField(choices=finer(word), required=False)
            for name, field in added.items():
                self.fields[name] = field
                self._dress(name, field)

    def clean(self) -> dict[str, Any]:
        """Nobody is left out by oversight: who was not marked is named."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for one in self.people:
            if given.get(f"m_{one}") == "":
                self.add_error(f"m_{one}", say("attendance_unmarked", get_language() or "id"))
        return given

    @property
    def marks(self) -> dict[UUID, Mark]:
        """What was said of everybody."""
        given = self.cleaned_data
        return {
            one: mark_from(given[f"m_{one}"], given.get(f"{given[f'm_{one}']}_{one}", ""), given[f"l_{one}"])
            for one in self.people
        }

    @property
    def problems(self) -> list[tuple[str, str]]:
        """The summary names whom each refusal is about, and leads to the row's first choice."""
        names = {str(one): name for one, name in self.people.items()}
        found = []
        for field, errors in self.errors.items():
            key = field.rpartition("_")[2]
            where = f"id_m_{key}_0" if key in names else ""
            found += [(where, f"{names[key]}: {one}" if key in names else str(one)) for one in errors]
        return found

    def add_reason(self, text: str, field: str | None = None) -> None:
        """A rule names the enrolment a refusal is about; here that is a row."""
        super().add_reason(text, f"m_{field}" if f"m_{field}" in self.fields else field)


def rest_present(data: QueryDict, people: Mapping[UUID, str]) -> QueryDict:
    """What was tapped, with everybody else present: the button works without JavaScript too."""
    filled = data.copy()
    for one in people:
        if not filled.get(f"m_{one}"):
            filled[f"m_{one}"] = Word.PRESENT.value
    return filled


class NotHeldForm(PulihForm):
    """Why a session was not held, and whose doing that was."""

    side = choice(lazy("Karena siapa"), ())
    because = forms.CharField(
        label=lazy("Mengapa"),
        max_length=500,
        help_text=lazy("Misalnya: petugas dipanggil rapat, blok dikunci sejak pagi."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        language = get_language() or "id"
        order = (Side.FACILITY, Side.EXTERNAL, Side.PERSON)
        self.fields["side"].choices = [(one.value, say(f"not_held_side.{one}", language)) for one in order]


class CorrectForm(PulihForm):
    """What is said of one person instead, and why."""

    word = choice(lazy("Kehadiran"), ())
    excused = forms.ChoiceField(label=lazy("Alasan izin"), required=False)
    absent = forms.ChoiceField(label=lazy("Alasan alpa"), required=False)
    late = forms.IntegerField(
        label=lazy("Terlambat (menit)"), min_value=0, max_value=LONGEST_LATE, required=False
    )
    why = forms.CharField(
        label=lazy("Mengapa diperbaiki"),
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["word"].choices = words()
        self.fields["excused"].choices = finer(Word.EXCUSED)
        self.fields["absent"].choices = finer(Word.ABSENT)

    @property
    def mark(self) -> Mark:
        """What is said now."""
        given = self.cleaned_data
        return mark_from(given["word"], given.get(given["word"], ""), given["late"])
