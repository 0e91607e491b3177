"""What is keyed for one item: syntax only, for every type of answer."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from pulih.rules.instruments import Answer, Instrument, Item, ItemType
from pulih.web.assessments.forms import SKIPPED

LONGEST_NUMBER = 20
LONGEST_CODE = 3


def numbered(code: str) -> bool:
    """Whether an item's code is a number printed on the sheet, such as 7a, and no name for programs."""
    return code[:1].isdigit() and len(code) <= LONGEST_CODE


def called(item: Item, caption: str) -> str:
    """How an item is named in a sentence: by the number on the sheet where it has one."""
    if not numbered(item.code):
        return caption
    return _("Butir %(item)s, %(caption)s") % {"item": item.code, "caption": caption}


@cache
def typed_codes(values: tuple[int, ...]) -> Mapping[str, int]:
    """The codes of a choice by what is typed for them."""
    return {str(value): value for value in values}


class AnswerField(forms.CharField):
    """One answer as typed: a code, a number, or a text. An empty one is judged by the whole form."""

    def __init__(self, item: Item, caption: str) -> None:
        self.item = item
        longest = item.most if item.type is ItemType.NOTE else LONGEST_NUMBER
        super().__init__(label=called(item, caption), required=False, max_length=longest or None)

    def clean(self, value: Any) -> Answer | None:
        """The answer; an empty text where nothing was keyed, None where it was left empty on purpose."""
        text = super().clean(value)
        if self.item.type is ItemType.NOTE or not text:
            return text
        if text == SKIPPED:
            return None
        return self._choice(text) if self.item.type is ItemType.CHOICE else self._number(text)

    def _choice(self, text: str) -> int:
        code = typed_codes(self.item.values).get(text)
        if code is not None:
            return code
        values = self.item.values
        said = {"item": self.label, "first": min(values), "last": max(values)}
        if list(values) == list(range(min(values), max(values) + 1)):
            words = _("%(item)s: jawaban hanya %(first)s sampai %(last)s.") % said
        else:
            words = _("%(item)s: jawaban hanya %(values)s.") % {
                "item": self.label,
                "values": ", ".join(str(one) for one in values),
            }
        raise forms.ValidationError(words, "invalid_choice")

    def _number(self, text: str) -> int | Decimal:
        said = {"item": self.label, "least": self.item.least, "most": self.item.most}
        whole = self.item.type is ItemType.COUNT
        try:
            number = Decimal(text.replace(" ", "").replace(",", "."))
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            raise forms.ValidationError(_("%(item)s: tulis dengan angka.") % said, "not_number")
        if whole and number != number.to_integral_value():
            raise forms.ValidationError(_("%(item)s: tulis angka bulat.") % said, "not_whole")
        if not self.item.least <= number <= self.item.most:
            words = _("%(item)s: isi antara %(least)s dan %(most)s.") % said
            raise forms.ValidationError(words, "not_between")
        return int(number) if whole else number


def shown_items(definition: Instrument) -> tuple[Item, ...]:
    """The items that stand on the page, in its order; an extra in no section stands only on the paper."""
    found = (definition.item(code) for section in definition.sections for code in section.items)
    return tuple(item for item in found if item is not None)


def as_typed(answer: Answer | None) -> str:
    """An answer as its field would carry it; an item without one was left empty on purpose."""
    return SKIPPED if answer is None or answer == "" else f"{answer}"
