"""The form of a filled sheet. Items, codings, modes and windows come from the instrument's definition."""

import copy
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from pulih.language.instruments import instrument
from pulih.rules.instruments import Answer, Instrument, Item, coded_raw, not_asked
from pulih.web.assessments.answers import AnswerField, numbered, shown_items, typed_codes
from pulih.web.assessments.forms import MODES, SKIPPED, item_field, worded
from pulih.web.ui.fields import DateField, Segments
from pulih.web.ui.forms import PulihForm

MANY = 5
"""From more forgotten items than this the summary tells them in one line."""
OTHER = "other"
LANGUAGES = ("id", "en", OTHER)


class QuestionnaireForm(PulihForm):
    """A sheet of an instrument, keyed: day, circumstances of asking, and an answer an item.

    The fields of its items are made when the sheet is shown or something is wrong with an answer: most sheets
    are handed in once, with codes that stand on them, and building forty fields takes longer than all the rest.
    """

    taken_on = DateField(label=lazy("Tanggal pengisian"))
    outside_because = forms.CharField(
        label=lazy("Alasan di luar jendela"),
        required=False,
        max_length=300,
        help_text=lazy("Wajib bila tanggalnya di luar jendela."),
        widget=forms.TextInput(attrs={"list": "alasan-jendela", "autocomplete": "off"}),
    )
    time_window = forms.ChoiceField(label=lazy("Rentang waktu yang ditanyakan"), widget=forms.RadioSelect)
    coding = forms.ChoiceField(label=lazy("Kode pada lembar kertas"), widget=forms.RadioSelect)
    mode = forms.ChoiceField(label=lazy("Cara pengisian"), widget=Segments)
    reader = forms.CharField(
        label=lazy("Dibacakan oleh"), max_length=200, required=False,
        help_text=lazy("Bila dibacakan orang lain, tulis namanya."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    language = forms.ChoiceField(label=lazy("Bahasa yang dipakai"), widget=Segments, required=False)
    language_other = forms.CharField(
        label=lazy("Bahasa daerah apa"), max_length=40, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    show_all = forms.BooleanField(
        label=lazy("Tampilkan semua butir"),
        required=False,
        help_text=lazy("Bila lembar kertas menjawab juga butir yang tidak perlu ditanyakan."),
    )
    why = forms.CharField(label=lazy("Mengapa diperbaiki"), max_length=500)

    def __init__(
        self,
        data: Any = None,
        *,
        definition: Instrument,
        amending: bool = False,
        beside: bool = False,
        modes: Sequence[str] = (),
        captions: Callable[[], Mapping[str, str]] | None = None,
        initial: Any = None,
    ) -> None:
        """`initial` may be a mapping or what was typed before, as a QueryDict. `modes` narrows the ways."""
        self.definition = definition
        self._captions = captions
        self._items = shown_items(definition)
        self._itemised = False
        self._make_class_ready()
        ways = tuple(one for one in MODES if one in (modes or definition.modes))
        language = get_language() or "id"
        self.base_fields = _lead(  # type: ignore[misc]
            definition.code, definition.version, ways, language, amending, beside
        )
        super().__init__(data, initial=initial)

    def _itemise(self) -> None:
        """Add the fields of the items."""
        if self._itemised:
            return
        self._itemised = True
        language = get_language() or "id"
        captions = self._captions() if self._captions else {}
        for item in self._items:
            name = item_field(item.code)
            self.fields[name] = AnswerField(item, captions.get(item.code) or item.caption.say(language))
            self._dress(name, self.fields[name])

    def __getitem__(self, name: str) -> forms.BoundField:
        if name not in self.fields:
            self._itemise()
        return super().__getitem__(name)

    def full_clean(self) -> None:
        """A sheet with an error is shown again, with all its fields."""
        super().full_clean()
        if self._errors:
            self._itemise()

    def add_reason(self, text: str, field: str | None = None) -> None:
        """As of every form; a reason may be about an item."""
        self._itemise()
        super().add_reason(text, field)

    def clean(self) -> dict[str, Any]:
        """An item the earlier answers leave out may stay empty; any other must be answered or marked."""
        given = super().clean() or self.cleaned_data
        if given.get("language") == OTHER and not given.get("language_other"):
            self.add_error("language_other", _("Tulis bahasa apa yang dipakai."))
        for item in self._items:
            self._read(item)
        overlooked = [
            one for one in self._items if given.get(item_field(one.code)) == "" and not one.optional
        ]
        if overlooked:
            self._itemise()
            left_out = not_asked(self.definition, self._raw())
            for item in (one for one in overlooked if one.code not in left_out):
                name = item_field(item.code)
                words = _("%(item)s: belum ada jawaban.") % {"item": self.fields[name].label}
                self.add_error(name, ValidationError(words, "required"))
        return given

    def _read(self, item: Item) -> None:
        """Take one answer; what is no code of the sheet is read, or refused, by the item's field."""
        name = item_field(item.code)
        text = self.data.get(name, "")
        code = typed_codes(item.values).get(text)
        if code is not None or text == SKIPPED:
            self.cleaned_data[name] = code
            return
        self._itemise()
        try:
            self.cleaned_data[name] = self.fields[name].clean(text)
        except ValidationError as unread:
            self.add_error(name, unread)

    def _raw(self) -> dict[str, Answer]:
        coding = self.cleaned_data.get("coding") or self.definition.codings[0].code
        return coded_raw(self.definition, self.answers, coding)

    @property
    def answers(self) -> dict[str, Answer | None]:
        """The answers keyed so far that can be read; None where an item was left empty."""
        found: dict[str, Answer | None] = {}
        for item in self._items:
            value = self.cleaned_data.get(item_field(item.code), "")
            found[item.code] = None if value == "" else value
        return found

    @property
    def circumstances(self) -> dict[str, Any]:
        """How a valid form was taken, by the names the actions know."""
        given = self.cleaned_data
        language = given.get("language") or LANGUAGES[0]
        return {
            "taken_on": given["taken_on"],
            "coding": given.get("coding") or self.definition.codings[0].code,
            "mode": given["mode"],
            "language": given["language_other"].strip() if language == OTHER else language,
            "reader": given.get("reader", ""),
            "time_window": given.get("time_window", ""),
        }

    @property
    def problems(self) -> list[tuple[str, str]]:
        """The summary; many forgotten items are one line, so that the rest can still be seen."""
        forgotten = [one for one in self._items if self.has_error(item_field(one.code), "required")]
        if len(forgotten) <= MANY:
            return super().problems
        names = {item_field(one.code) for one in forgotten}
        others = [
            one for one in super().problems if one[0].removeprefix("id_").removesuffix("_0") not in names
        ]
        text = ngettext(
            "%(count)s butir belum ada jawaban: %(items)s.",
            "%(count)s butir belum ada jawaban: %(items)s.",
            len(forgotten),
        ) % {"count": len(forgotten), "items": self._listed([one.code for one in forgotten])}
        return [*others, (f"id_{item_field(forgotten[0].code)}_0", text)]

    def _listed(self, codes: Sequence[str]) -> str:
        """Numbers of the sheet; of items that have none only the first few, by their captions."""
        if all(numbered(code) for code in codes):
            return ", ".join(codes)
        first = [str(self.fields[item_field(code)].label) for code in codes[:3]]
        return ", ".join(first) + (", …" if len(codes) > len(first) else "")

    def _first_input(self, bound: forms.BoundField) -> str:
        return f"{bound.auto_id}_0" if bound.name.startswith("item_") else super()._first_input(bound)


class _Shared(dict[str, forms.Field]):
    """Fields that no form changes any more, so that forms share them; copying them takes longer than the rest."""

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, forms.Field]:
        return dict(self)


@lru_cache(maxsize=256)
def _lead(
    code: str, version: str, modes: tuple[str, ...], language: str, amending: bool, beside: bool
) -> _Shared:
    """The fields before the items, with what a published instrument offers; a version never changes."""
    definition = instrument(code, version)
    fields = copy.deepcopy(QuestionnaireForm.base_fields)
    _offer(definition, fields, modes, language)
    unneeded = {
        "why": not amending,
        "outside_because": beside,
        "coding": len(definition.codings) < 2,
        "time_window": len(definition.windows) < 2,
        "reader": "read_aloud" not in definition.modes,
        "show_all": not definition.conditional or definition.hidden_answers != "count",
    }
    return _Shared({name: field for name, field in fields.items() if not unneeded.get(name)})


def _offer(definition: Instrument, fields: Mapping[str, Any], modes: Sequence[str], language: str) -> None:
    fields["coding"].choices = worded("coding", (one.code for one in definition.codings))
    fields["mode"].choices = worded("mode", modes)
    fields["mode"].initial = modes[0]
    fields["language"].choices = worded("asked_in", LANGUAGES)
    fields["language"].initial = LANGUAGES[0]
    windows = [(one.code, one.words.say(language)) for one in definition.windows]
    fields["time_window"].choices = windows
    fields["time_window"].initial = windows[0][0] if windows else ""
    already = {code for one in definition.codings for code in one.already_reversed}
    if already:
        on_sheet = [item.code for item in definition.items if item.code in already]
        fields["coding"].help_text = _("Lihat butir %(items)s di lembar Anda.") % {
            "items": ", ".join(on_sheet)
        }
