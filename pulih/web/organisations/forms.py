"""Forms about institutions: syntax only; choices come from the rules and are worded in `language`."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pulih.language.provinces import provinces
from pulih.language.wording import say
from pulih.rules.organisations import TIME_ZONES, FacilityClass, Kind, Level, SexServed
from pulih.web.ui.fields import DateField, NameField
from pulih.web.ui.forms import PulihForm


def _worded(prefix: str, values: Iterable[str]) -> list[tuple[str, str]]:
    return [(str(value), say(f"{prefix}.{value}", get_language() or "id")) for value in values]


class FactsForm(PulihForm):
    """What an institution is like; what it is and where it stands is decided when it is added."""

    level = forms.ChoiceField(label=_("Tingkat"), required=False)
    facility_class = forms.ChoiceField(label=_("Kelas"), required=False)
    sex_served = forms.ChoiceField(label=_("Penghuni"), required=False)
    capacity = forms.IntegerField(label=_("Kapasitas"), required=False, min_value=1)
    province_code = forms.ChoiceField(label=_("Provinsi"), required=False)
    place = forms.CharField(label=_("Kota atau kabupaten"), required=False, max_length=80)
    time_zone = forms.ChoiceField(label=_("Zona waktu"))
    started_on = DateField(label=_("Ada sejak"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        none = [("", _("Tidak ditentukan"))]
        words: dict[str, Any] = {
            "level": none + _worded("level", Level),
            "facility_class": none + [(str(one), str(one)) for one in FacilityClass],
            "sex_served": none + _worded("sex_served", SexServed),
            "province_code": none + [(one.code, one.name) for one in provinces().values()],
            "time_zone": _worded("time_zone", TIME_ZONES),
        }
        for name, choices in words.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


class AddForm(FactsForm):
    """A new institution."""

    name = NameField(label=_("Nama"), max_length=200)
    short_name = NameField(label=_("Singkatan"), required=False, max_length=60)
    kind = forms.ChoiceField(label=_("Jenis"))
    parent = forms.ChoiceField(
        label=_("Di bawah"), required=False, help_text=_("Mitra boleh berdiri sendiri, tanpa induk.")
    )
    field_order = ["name", "short_name", "kind", "parent"]

    def __init__(self, *args: Any, parents: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        for name, choices in (
            ("kind", [("", _("Pilih satu")), *_worded("organisation_kind", Kind)]),
            ("parent", [("", _("Tidak di bawah siapa pun")), *((str(key), words) for key, words in parents)]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


class RenameForm(PulihForm):
    """A new name from a day on, or a correction of the one in force."""

    name = NameField(label=_("Nama"), max_length=200)
    short_name = NameField(label=_("Singkatan"), required=False, max_length=60)
    from_day = DateField(
        label=_("Berlaku sejak"),
        required=False,
        help_text=_(
            "Kosongkan bila hanya memperbaiki salah tulis. Dokumen lama tetap memakai nama pada harinya."
        ),
    )


class CloseForm(PulihForm):
    """The day an institution ceased."""

    ended_on = DateField(label=_("Tidak ada lagi sejak"))


class DesignationForm(PulihForm):
    """A decree that entrusts a facility with a programme for a budget year."""

    programme = forms.ChoiceField(label=_("Program"), widget=forms.RadioSelect)
    year = forms.IntegerField(label=_("Tahun anggaran"))
    target = forms.IntegerField(label=_("Target orang"))
    decree_number = forms.CharField(label=_("Nomor SK"), max_length=120)
    decree_date = DateField(label=_("Tanggal SK"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["programme"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = _worded("programme", ("medical", "social"))
