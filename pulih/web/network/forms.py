"""Forms of an opening: facts, guests in rows, a photo."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from pulih.rules.network import Guest
from pulih.web.ui.fields import DateField, NameField
from pulih.web.ui.forms import PulihForm

FEWEST_ROWS, SPARE_ROWS = 6, 3


class OpeningForm(PulihForm):
    """An opening; guests are rows of organisation, people, and who spoke for it by office."""

    title = NameField(label=_("Judul"), max_length=200, help_text=_("Misalnya: Pembukaan rehabilitasi 2024"))
    held_on = DateField(label=_("Tanggal"))
    place = NameField(label=_("Tempat"), max_length=200, required=False)
    host = forms.TypedChoiceField(label=_("Dibuka oleh"), coerce=int, empty_value=None)
    host_role = NameField(
        label=_("Jabatan yang membuka"),
        max_length=200,
        required=False,
        help_text=_("Jabatannya, misalnya Kepala Kantor Wilayah"),
    )
    wave = forms.TypedChoiceField(label=_("Tahap yang dibuka"), coerce=UUID, empty_value=None, required=False)
    minutes = forms.CharField(
        label=_("Berita acara"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(
        self,
        *arguments: Any,
        offices: Sequence[tuple[int, str]],
        waves: Sequence[tuple[UUID, str]],
        guests: Sequence[Guest] = (),
        **more: Any,
    ) -> None:
        """Choices come from queries; there are a few more rows than guests."""
        super().__init__(*arguments, **more)
        choices = [("", _("Pilih satu")), *offices]
        self.fields["host"].choices = choices
        self.fields["wave"].choices = [("", _("Tidak terkait satu tahap")), *waves]
        given = [name for name in self.data if name.startswith("guest_")] if self.is_bound else []
        self.rows = max(FEWEST_ROWS, len(guests) + SPARE_ROWS, len(given))
        for place in range(self.rows):
            guest = guests[place] if place < len(guests) else None
            self._add_row(place, choices, guest)

    def _add_row(self, place: int, choices: Sequence[Any], guest: Guest | None) -> None:
        number = {"n": place + 1}
        office = forms.TypedChoiceField(
            label=_("Undangan %(n)s") % number,
            choices=[("", "–"), *choices[1:]],
            required=False,
            coerce=int,
            empty_value=None,
            initial=guest.organisation_id if guest else None,
        )
        people = forms.IntegerField(
            label=_("Orang"),
            required=False,
            min_value=1,
            max_value=500,
            initial=guest.people if guest else None,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input w-20"}),
        )
        role = NameField(
            label=_("Diwakili oleh (jabatan)"),
            required=False,
            max_length=200,
            initial=guest.represented_by if guest else "",
        )
        for name, field in ((f"guest_{place}", office), (f"people_{place}", people), (f"role_{place}", role)):
            self.fields[name] = field
            self._dress(name, field)

    @property
    def facts(self) -> list[forms.BoundField]:
        """The fields before the guests."""
        return [self[name] for name in ("title", "held_on", "place", "host", "host_role", "wave")]

    @property
    def guest_rows(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """The rows of guests."""
        return [
            (self[f"guest_{place}"], self[f"people_{place}"], self[f"role_{place}"])
            for place in range(self.rows)
        ]

    def guests(self) -> tuple[Guest, ...]:
        """Those rows in which an organisation was chosen; one person where no number stands."""
        found = []
        for place in range(self.rows):
            office = self.cleaned_data.get(f"guest_{place}")
            if office:
                people = self.cleaned_data.get(f"people_{place}") or 1
                found.append(Guest(office, people, self.cleaned_data.get(f"role_{place}") or ""))
        return tuple(found)


class PhotoForm(PulihForm):
    """One picture with its caption."""

    photo = forms.FileField(label=_("Foto (JPEG atau PNG, paling besar 2 MB)"))
    caption = NameField(label=_("Keterangan"), max_length=200, required=False)
