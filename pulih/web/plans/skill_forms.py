"""Forms of skills: a level for each person of a group in one module, or for each module of one person."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pulih.rules.skills import LEVELS
from pulih.web.plans.words import choices
from pulih.web.ui.fields import DateField, Segments
from pulih.web.ui.forms import PulihForm


class SkillForm(PulihForm):
    """A row for each key, which nobody needs to fill; the day and a remark are for all of them."""

    on = DateField(label=_("Dilihat pada"))
    note_text = forms.CharField(
        label=_("Catatan"), required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, rows: Mapping[str, str], **more: Any) -> None:
        """`rows` are people or modules by their key, with their names, in order."""
        self.keys = dict(rows)
        super().__init__(*args, **more)
        offered = [(str(one), str(one)) for one in LEVELS]
        for key, name in self.keys.items():
            field = forms.ChoiceField(label=name, choices=offered, required=False, widget=Segments())
            self.fields[f"l_{key}"] = field
            self._dress(f"l_{key}", field)

    @property
    def rows(self) -> list[tuple[str, forms.BoundField]]:
        """Key and field of each row."""
        return [(key, self[f"l_{key}"]) for key in self.keys]

    @property
    def levels(self) -> dict[str, int]:
        """What was said, by key; rows that were left alone are not in it."""
        given = {key: self.cleaned_data.get(f"l_{key}", "") for key in self.keys}
        return {key: int(level) for key, level in given.items() if level}

    def add_reason(self, text: str, field: str | None = None) -> None:
        """A rule names the person or the module; here that is a row."""
        if f"l_{field}" in self.fields:
            text, field = f"{self.keys[field or '']}: {text}", f"l_{field}"
        super().add_reason(text, field)


def level_words() -> list[tuple[str, str]]:
    """The levels with what they mean, for the key above the rows."""
    return choices("skill_level", LEVELS)
