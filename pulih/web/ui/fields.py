"""Fields and widgets in the guide's way: few choices as radios or segments, dates in three parts."""

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from copy import copy
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

FEW = 5
"""Up to this many choices are shown as radios, more as a list."""
YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")


class Segments(forms.RadioSelect):
    """One choice out of few, as large segments in a row."""

    template_name = "ui/segments.html"
    option_template_name = "django/forms/widgets/radio_option.html"


class DayMonthYear(forms.MultiWidget):
    """Day, month and year as three short inputs; also takes one value under the plain name."""

    template_name = "ui/day_month_year.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        number = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__(
            {
                "day": forms.TextInput({**number, "maxlength": 2, "class": "input w-16"}),
                "month": forms.TextInput({**number, "maxlength": 2, "class": "input w-16"}),
                "year": forms.TextInput({**number, "maxlength": 4, "class": "input w-24"}),
            },
            attrs,
        )

    def __deepcopy__(self, memo: dict[int, Any]) -> "DayMonthYear":
        """A form changes the attributes of the whole; its three inputs are the same in all forms."""
        own = copy(self)
        own.attrs = self.attrs.copy()
        return own

    def decompress(self, value: date | list[str] | None) -> list[str]:
        """Three texts from a date; what was typed before stays as it is."""
        if isinstance(value, list):
            return value
        if isinstance(value, date):
            return [str(value.day), str(value.month), str(value.year)]
        return ["", "", ""]

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        """The three parts as typed, or a whole date under the plain name split into three."""
        whole = str(data.get(name) or "").strip()
        if not whole:
            return [str(part or "").strip() for part in super().value_from_datadict(data, files, name)]
        if found := YEAR_FIRST.fullmatch(whole):
            return list(reversed(found.groups()))
        if found := DAY_FIRST.fullmatch(whole):
            return list(found.groups())
        return [whole, "", ""]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether neither the whole nor a part was sent."""
        return name not in data and super().value_omitted_from_data(data, files, name)


class DateField(forms.Field):
    """A date in three parts; says which part is wrong and keeps what was typed."""

    widget = DayMonthYear

    def clean(self, value: list[str] | None) -> date | None:
        """A date, or None where it may be left out."""
        parts = value or ["", "", ""]
        if not any(parts):
            if self.required:
                raise forms.ValidationError(_("Isi tanggalnya: tanggal, bulan, tahun."), "required")
            return None
        if not all(parts):
            words = (_("tanggal"), _("bulan"), _("tahun"))
            missing = [word for word, part in zip(words, parts, strict=True) if not part]
            raise forms.ValidationError(
                _("Lengkapi %(parts)s.") % {"parts": ", ".join(missing)}, "incomplete"
            )
        return self._existing_day(*parts)

    def _existing_day(self, day: str, month: str, year: str) -> date:
        """The date of three texts, or a word about the part that is wrong."""
        numbers = [part.isascii() and part.isdigit() for part in (day, month, year)]
        if not all(numbers):
            raise forms.ValidationError(
                _("Tulis tanggal, bulan, dan tahun dengan angka. Contoh: 14 5 2024."), "not_numbers"
            )
        if len(year) != 4 or int(year) == 0:
            raise forms.ValidationError(_("Tulis tahun dengan empat angka. Contoh: 2024."), "year")
        if not 1 <= int(month) <= 12:
            raise forms.ValidationError(_("Bulan ditulis dengan angka 1 sampai 12."), "month")
        last = monthrange(int(year), int(month))[1]
        if not 1 <= int(day) <= last:
            raise forms.ValidationError(
                _("Bulan itu hanya sampai tanggal %(last)s. Periksa tanggalnya.") % {"last": last}, "day"
            )
        return date(int(year), int(month), int(day))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the parts differ from the date shown first."""
        return DayMonthYear().decompress(initial) != (data or ["", "", ""])


class NameField(forms.CharField):
    """A line of text without stray spaces."""

    def to_python(self, value: Any) -> str:
        """Spaces folded to one."""
        return " ".join((super().to_python(value) or "").split())


def choice(
    label: Any,
    choices: Sequence[tuple[str, Any]],
    *,
    required: bool = True,
    segments: bool = False,
    **more: Any,
) -> forms.ChoiceField:
    """A choice in the shape for its length: radios (or segments) for few, a list from six."""
    if len(choices) <= FEW:
        widget: forms.Widget = Segments() if segments else forms.RadioSelect()
        return forms.ChoiceField(label=label, choices=choices, required=required, widget=widget, **more)
    return forms.ChoiceField(
        label=label, choices=[("", gettext_lazy("Pilih satu")), *choices], required=required, **more
    )
