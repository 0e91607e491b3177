"""What the pages of the waiting list are handed: each row with its rank, its reasons, its button."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pulih.queries.enrolments import WaitingList, WaitingRow
from pulih.queries.programmes import CycleFacts, WaveFacts
from pulih.rules.waiting import LARGEST, Factor, Part, Ranked
from pulih.web.enrolments.page import stay_end
from pulih.web.enrolments.words import counted, said, words
from pulih.web.ui.fields import DateField, choice
from pulih.web.ui.forms import PulihForm


@dataclass(frozen=True)
class Place:
    """Somebody's line in the list."""

    row: WaitingRow
    waited: str
    end: str
    end_note: str
    reasons: tuple[str, ...]
    """Why this rank; or, without a rank, what stands in the way."""
    points: str
    locked: tuple[str, ...]
    """Why the button is locked; empty where it can be pressed."""


def place(found: WaitingList, row: WaitingRow, today: date) -> Place:
    """One line, in words; what assessments say only for those who may see it."""
    end, end_note = stay_end(row.facts, today)
    days = row.ranked.who.days_waited
    reasons = tuple(
        said(one) for one in row.ranked.reasons if found.needs_shown or not one.code.startswith("rank_need")
    )
    locked = (*row.permitted.reasons, *row.offer.reasons)
    return Place(
        row=row,
        waited=ngettext("%(days)s hari", "%(days)s hari", days) % {"days": counted(days)},
        end=end,
        end_note=end_note,
        reasons=reasons,
        points=points_words(row.ranked.points) if found.needs_shown else "",
        locked=tuple(said(one) for one in locked),
    )


def points_words(points: float) -> str:
    """Points as people write them."""
    return f"{points:.1f}".replace(".", ",")


def parts_words(ranked: Ranked) -> list[tuple[str, str]]:
    """The points of each factor."""
    return [(factor_words(one), points_words(one.points)) for one in ranked.parts]


def factor_words(part: Part) -> str:
    """What a factor is called."""
    return words(f"factor.{part.factor.value}")


def weights_words(weights: Mapping[str, int]) -> list[tuple[str, str, str, int]]:
    """The rule in words: factor, meaning, weight, and what share of the whole that is."""
    whole = sum(weights.values()) or 1
    return [
        (
            words(f"factor.{one.value}"),
            words(f"factor_means.{one.value}"),
            counted(weights.get(one.value, 0)),
            round(100 * weights.get(one.value, 0) / whole),
        )
        for one in Factor
    ]


def cycle_choices(waves: tuple[WaveFacts, ...]) -> list[tuple[str, str, CycleFacts, WaveFacts]]:
    """The cycles of open waves: id, words, facts."""
    return [
        (str(cycle.id), f"{words(f'programme.{cycle.programme}')}, {wave.name}", cycle, wave)
        for wave in waves
        for cycle in wave.cycles
    ]


class RuleForm(PulihForm):
    """Weights of the order, a number each, and why."""

    why = forms.CharField(
        label=gettext_lazy("Mengapa begini"),
        max_length=1000,
        help_text=gettext_lazy("Dapat dibaca siapa pun yang menanyakan urutannya."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        """A field a factor, named as the rule names it."""
        super().__init__(*args, **more)
        for factor in Factor:
            self.fields[factor.value] = forms.IntegerField(
                label=words(f"factor.{factor.value}"),
                help_text=words(f"factor_means.{factor.value}"),
                min_value=0,
                max_value=LARGEST,
                error_messages={
                    code: words("ranking_weight_range", largest=LARGEST)
                    for code in ("invalid", "min_value", "max_value")
                },
            )
            self._dress(factor.value, self.fields[factor.value])
        self.order_fields([*(one.value for one in Factor), "why"])

    def weights(self) -> dict[str, int]:
        """What was entered."""
        return {one.value: self.cleaned_data[one.value] for one in Factor}


class OfferForm(PulihForm):
    """An offer; a reason where somebody else stands before."""

    because = forms.CharField(
        label=gettext_lazy("Mengapa didahulukan"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("Tersimpan bersama kedua urutan dan dapat dibaca siapa pun yang bertanya."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, first: bool, **more: Any) -> None:
        """The first in the list needs no reason."""
        super().__init__(*args, **more)
        if first:
            del self.fields["because"]


class OffersForm(PulihForm):
    """Places for the first of the list; a reason where somebody among them is passed over."""

    because = forms.CharField(
        label=gettext_lazy("Mengapa ada yang dilewati"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("Hanya bila Anda melepas centang orang yang berurutan lebih atas."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReplyForm(PulihForm):
    """What somebody answered to an offer."""

    says = choice(
        gettext_lazy("Jawaban"),
        [("yes", gettext_lazy("Mau, diterima ke program")), ("no", gettext_lazy("Tidak mau"))],
    )
    effective_on = DateField(label=gettext_lazy("Berlaku pada"))
    reason = forms.ChoiceField(label=gettext_lazy("Alasan bila tidak mau"), required=False)
    note = forms.CharField(
        label=gettext_lazy("Keterangan"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args: Any, reasons: tuple[str, ...], **more: Any) -> None:
        """Reasons in the words of the page."""
        super().__init__(*args, **more)
        self.fields["reason"].choices = [
            ("", _("Pilih satu")),
            *((one, words(f"reason.{one}")) for one in reasons),
        ]


class SayForm(PulihForm):
    """Words: an objection, or the answer to one."""

    def __init__(self, *args: Any, name: str, label: str, help_text: str, **more: Any) -> None:
        """The field is named as the rule names it."""
        super().__init__(*args, **more)
        self.fields[name] = forms.CharField(
            label=label,
            help_text=help_text,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 4}),
        )
        self._dress(name, self.fields[name])
