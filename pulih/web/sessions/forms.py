"""Forms about groups and sessions: syntax only; what a rule refuses is shown at its field."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from pulih.queries.sessions import GroupRow, Member, RoomRow
from pulih.rules.lifecycles import Side
from pulih.rules.timetable import Band
from pulih.web.sessions.words import hour, words
from pulih.web.ui.fields import DateField, NameField
from pulih.web.ui.forms import PulihForm

_HOUR = re.compile(r"([01]?\d|2[0-3])[.:]?([0-5]\d)")


class HourField(forms.Field):
    """An hour of the day as people write it: 8.30, 08:30 or 0830."""

    def __init__(self, **more: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off", "class": "input w-24", "maxlength": 5}
        super().__init__(widget=forms.TextInput(attrs=attrs), **more)

    def prepare_value(self, value: Any) -> Any:
        """The hour as it is written; what was typed stays."""
        return hour(value) if isinstance(value, time) else value

    def clean(self, value: Any) -> time | None:
        """The hour, or None where it may be left out."""
        typed = str(super().clean(value) or "").strip()
        if not typed:
            return None
        found = _HOUR.fullmatch(typed)
        if found is None:
            raise forms.ValidationError(_("Tulis jam seperti 08.30."))
        return time(int(found[1]), int(found[2]))


def _number(label: Any, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input w-24", "autocomplete": "off"}),
        error_messages={"invalid": _("Tulis dengan angka saja. Contoh: 30.")},
        **more,
    )


def _one_of(label: Any, *, required: bool = False) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, coerce=UUID, empty_value=None, required=required)


class HoursForm(PulihForm):
    """When, where and with whom."""

    on = DateField(label=_("Hari"))
    starts_at = HourField(label=_("Mulai jam"))
    ends_at = HourField(label=_("Sampai jam"))
    room = _one_of(_("Ruang"))
    leader = _one_of(_("Pemimpin sesi"))

    def __init__(
        self, *args: Any, rooms: Iterable[RoomRow], leaders: Sequence[tuple[UUID, str]], **more: Any
    ) -> None:
        """Rooms in use with their seats, and those who can lead."""
        super().__init__(*args, **more)
        self.fields["room"].choices = [
            ("", _("Tanpa ruang")),
            *((one.id, f"{one.name} ({one.seats})") for one in rooms if one.closed_on is None),
        ]
        self.fields["leader"].choices = [("", _("Belum ditentukan")), *leaders]

    def given(self) -> dict[str, Any]:
        """What the actions take."""
        found = self.cleaned_data
        return {
            "on": found["on"],
            "starts_at": found["starts_at"],
            "ends_at": found["ends_at"],
            "room_id": found["room"],
            "leader_id": found["leader"],
        }


class SessionForm(HoursForm):
    """One session by hand: for a group, or for everybody of a programme."""

    title = NameField(label=_("Kegiatan"), max_length=120)
    group = forms.ChoiceField(label=_("Untuk siapa"))
    field_order = ("title", "group", "on", "starts_at", "ends_at", "room", "leader")

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **more: Any) -> None:
        """Groups and whole cycles, as `group:<id>` and `cycle:<id>`."""
        super().__init__(*args, **more)
        self.fields["group"].choices = choices


class CancelForm(PulihForm):
    """Whose doing, and why."""

    side = forms.ChoiceField(label=_("Dari pihak siapa"), widget=forms.RadioSelect)
    because = forms.CharField(label=_("Alasannya"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **more: Any) -> None:
        """Sides in the language of the page."""
        super().__init__(*args, **more)
        self.fields["side"].choices = [(one.value, words(f"session_side.{one.value}")) for one in Side]


class GroupForm(PulihForm):
    """A group with its first members."""

    name = NameField(label=_("Nama kelompok"), max_length=60)
    from_on = DateField(label=_("Mulai"))
    members = forms.MultipleChoiceField(
        label=_("Anggota"), required=False, widget=forms.CheckboxSelectMultiple
    )
    members.widget.template_name = "ui/ticks.html"  # type: ignore[attr-defined]

    def __init__(self, *args: Any, members: Iterable[Member], **more: Any) -> None:
        """Those who are in no group yet."""
        super().__init__(*args, **more)
        self.fields["members"].choices = [
            (str(one.enrolment_id), f"{one.name} · {one.register_number}") for one in members
        ]


class SplitForm(PulihForm):
    """How large groups shall be, and from when."""

    size = _number(_("Paling banyak orang per kelompok"))
    from_on = DateField(label=_("Mulai"))


class AddForm(PulihForm):
    """One more member."""

    members = _one_of(_("Siapa"), required=True)
    from_on = DateField(label=_("Mulai"))

    def __init__(self, *args: Any, members: Iterable[Member], **more: Any) -> None:
        """Everybody of the cycle who is not in this group."""
        super().__init__(*args, **more)
        self.fields["members"].choices = [
            ("", _("Pilih satu")),
            *((one.enrolment_id, f"{one.name} · {one.register_number}") for one in members),
        ]


class MemberForm(PulihForm):
    """Into which group somebody moves, or that they leave."""

    target = _one_of(_("Pindah ke"))
    on = DateField(label=_("Hari pertama di kelompok baru, atau hari terakhir di sini"))

    def __init__(self, *args: Any, groups: Iterable[GroupRow], **more: Any) -> None:
        """The other open groups of the cycle."""
        super().__init__(*args, **more)
        self.fields["target"].choices = [
            ("", _("Tidak pindah; keluar dari kelompok ini")),
            *((one.id, one.name) for one in groups),
        ]


class RoomForm(PulihForm):
    """A room; one that exists can be closed."""

    name = NameField(label=_("Nama ruang"), max_length=60)
    seats = _number(_("Tempat duduk"))
    closed = forms.BooleanField(label=_("Tidak dipakai lagi"), required=False)

    def __init__(self, *args: Any, new: bool = False, **more: Any) -> None:
        """A new room is not closed."""
        super().__init__(*args, **more)
        if new:
            del self.fields["closed"]


class ClosureForm(PulihForm):
    """A day without sessions."""

    on = DateField(label=_("Hari"))
    name = NameField(label=_("Mengapa"), max_length=80, help_text=_("Misalnya: Hari Kemerdekaan"))


class GenerateForm(PulihForm):
    """From when, in which hours; `mark` is the preview that was seen."""

    from_on = DateField(label=_("Disusun mulai"))
    curriculum = forms.ChoiceField(label=_("Kurikulum"), required=False)
    morning_from = HourField(label=_("Pagi, dari jam"))
    morning_to = HourField(label=_("Pagi, sampai jam"))
    afternoon_from = HourField(label=_("Siang, dari jam"), required=False)
    afternoon_to = HourField(label=_("Siang, sampai jam"), required=False)
    afresh = forms.BooleanField(
        label=_("Susun ulang sesi mendatang yang belum diubah"),
        required=False,
        help_text=_("Yang sudah dipindah, dibatalkan, atau ditandai tetap seperti adanya."),
    )
    mark = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, curricula: Sequence[tuple[str, str]], **more: Any) -> None:
        """A programme to choose where the cycle's version has no curriculum."""
        super().__init__(*args, **more)
        self.fields["curriculum"].choices = curricula
        if not curricula:
            del self.fields["curriculum"]

    def bands(self) -> tuple[Band, ...]:
        """The hours of the day."""
        pairs = [
            (self.cleaned_data[f"{name}_from"], self.cleaned_data[f"{name}_to"])
            for name in ("morning", "afternoon")
        ]
        return tuple(Band(first, last) for first, last in pairs if first and last)


def week_day(text: str, today: date) -> date:
    """The day a week is asked by; nonsense is today."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return today
    return found if abs((found - today).days) < 4000 else today
