"""Forms of attendance: syntax only. Which words and reasons there are comes from the rules."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from pulih.language.wording import reason_text, say
from pulih.rules.attendance import PLAIN, REASONS, Mark, Word
from pulih.rules.errors import RuleBroken
from pulih.rules.lifecycles import Side
from pulih.web.ui.fields import choice
from pulih.web.ui.forms import PulihForm

FINER = (Word.EXCUSED, Word.ABSENT)
"""Words behind which a finer reason can be chosen."""
LONGEST_LATE = 600
_WORDS = frozenset(one.value for one in Word)
_CODES = {word.value: frozenset(one.code for one in REASONS.values() if one.word is word) for word in FINER}
_LATE = forms.IntegerField(min_value=0, max_value=LONGEST_LATE)
_ONCE = forms.UUIDField()


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


class GroupForm:
    """A whole group: a word for everybody, a finer reason and minutes late where somebody adds them.

    Four fields a person. They are read as they were sent and shown by the page's own template: as many Django
    fields would take longer to make than the group takes to be kept.
    """

    def __init__(
        self, data: QueryDict | None = None, *, people: Mapping[UUID, str], initial: Any = None
    ) -> None:
        """`people` are enrolments with their names, in order; `initial` is shown first, or kept text."""
        self.people = people
        self.marks: dict[UUID, Mark] = {}
        """What was said of everybody who was marked without a mistake."""
        self.errors: dict[str, list[str]] = {}
        self.once = ""
        self.token: UUID | None = None
        self._shown: Mapping[str, Any] = data if data is not None else initial or {}
        if data is None:
            self.once = str(self._shown.get("once") or uuid4())
        else:
            self._read(data)

    def _read(self, data: QueryDict) -> None:
        sent = {name: str(value) for name, value in data.items()}
        self.once = sent.get("once", "").strip()
        if self.once:
            self.token = self._cleaned("", _ONCE, self.once)
        for one in self.people:
            key = str(one)
            said = sent.get(f"m_{key}", "")
            self._check(f"m_{key}", said, _WORDS)
            for word, codes in _CODES.items():
                self._check(f"{word}_{key}", sent.get(f"{word}_{key}", ""), codes)
            typed = sent.get(f"l_{key}", "").strip()
            late = self._cleaned(f"l_{key}", _LATE, typed) if typed else None
            if said in _WORDS:
                self.marks[one] = mark_from(said, sent.get(f"{said}_{key}", ""), late)

    def _check(self, name: str, said: str, known: Collection[str]) -> None:
        if said and said not in known:
            self.add_reason(_("Pilih salah satu dari daftar."), name)

    def _cleaned(self, name: str, field: forms.Field, typed: str) -> Any:
        try:
            return field.clean(typed)
        except forms.ValidationError as wrong:
            for text in wrong.messages:
                self.add_reason(text, name)
            return None

    def name_unmarked(self) -> None:
        """Nobody is left out by oversight: who was not marked is named."""
        for one in self.people:
            if one not in self.marks and f"m_{one}" not in self.errors:
                self.add_reason(say("attendance_unmarked", get_language() or "id"), f"m_{one}")

    def value(self, name: str) -> str:
        """What a field shows."""
        found = self._shown.get(name)
        return "" if found is None else str(found)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """The summary names whom each refusal is about, and leads to the row's first choice."""
        names = {str(one): name for one, name in self.people.items()}
        found = []
        for field, errors in self.errors.items():
            key = field.rpartition("_")[2]
            where = f"id_m_{key}_0" if key in names else ""
            found += [(where, f"{names[key]}: {one}" if key in names else one) for one in errors]
        return found

    @property
    def summary(self) -> SafeString | str:
        """The error summary, which stands first and takes the focus; nothing when all is well."""
        return render_to_string("ui/errors.html", {"problems": self.problems}) if self.errors else ""

    def add_reason(self, text: str, field: str = "") -> None:
        """Show a worded refusal at a row's field, or in the summary where it concerns the whole."""
        self.errors.setdefault(field, []).append(text)

    def add_reasons(self, broken: RuleBroken) -> None:
        """Show everything a rule refused; one about a person names the enrolment, and here that is a row."""
        about = {str(one): f"m_{one}" for one in self.people}
        for reason in broken.reasons:
            self.add_reason(reason_text(reason, get_language() or "id"), about.get(reason.about or "", ""))


def people_sent(data: QueryDict) -> dict[UUID, str]:
    """Whom a form speaks of, without their names: to carry it out nobody has to be read first."""
    found = {}
    for name in data:
        if name.startswith("m_"):
            with suppress(ValueError):
                found[UUID(name[2:])] = ""
    return found


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
