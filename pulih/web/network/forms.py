"""Forms of an event: facts, guests in rows, a photo."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from pulih.language.wording import say
from pulih.queries.network import Office
from pulih.rules.network import MOST_GUESTS, MOST_PEOPLE, EventKind, Field, Guest
from pulih.web.ui.fields import DateField, NameField, choice
from pulih.web.ui.forms import PulihForm

FEWEST_ROWS, SPARE_ROWS = 6, 3
SUGGESTIONS = "daftar-organisasi"
_FACTS = ("kind", "title", "held_on", "place", "host", "host_role", "wave")


def cooperation(language: str) -> list[tuple[str, str]]:
    """The fields of cooperation in words."""
    return [(one.value, say(f"cooperation.{one.value}", language)) for one in Field]


class OfficeField(forms.CharField):
    """An organisation by its name, with suggestions while one types; answers its id.

    A list would hold thousands in every row; a name typed whole is found without any script too.
    """

    def __init__(self, **more: Any) -> None:
        """Names stay unknown until the form hands them in."""
        attrs = {"list": SUGGESTIONS, "autocomplete": "off", "spellcheck": "false"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **more)
        self.ids: Mapping[str, int] = {}
        self.labels: Mapping[int, str] = {}

    def know(self, offices: Sequence[Office]) -> None:
        """Which organisations there are."""
        self.ids = {one.label.casefold(): one.id for one in offices}
        self.labels = {one.id: one.label for one in offices}

    def prepare_value(self, value: Any) -> Any:
        """The name of the organisation that was chosen before; what was typed stays as it is."""
        return self.labels.get(value, "") if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:  # type: ignore[override]
        """The id, or a word that no organisation is called so."""
        typed = " ".join(super().clean(value).split())
        if not typed:
            return None
        found = self.ids.get(typed.casefold())
        if found is None:
            raise forms.ValidationError(
                gettext("Tidak ada organisasi bernama %(name)s. Pilih dari daftar yang muncul saat mengetik.")
                % {"name": typed}
            )
        return found


class EventForm(PulihForm):
    """An event; guests are rows of organisation, people, field, and who speaks for it by office."""

    title = NameField(label=_("Judul"), max_length=200, help_text=_("Misalnya: Pembukaan rehabilitasi 2024"))
    held_on = DateField(
        label=_("Tanggal"),
        help_text=_("Penutupan dan rapat koordinasi boleh diumumkan dahulu; berita acaranya menyusul."),
    )
    place = NameField(label=_("Tempat"), max_length=200, required=False)
    host = OfficeField(
        label=_("Penyelenggara"),
        max_length=300,
        help_text=_("Ketik bagian nama kantornya, lalu pilih."),
        error_messages={"required": _("Pilih kantor penyelenggaranya.")},
    )
    host_role = NameField(
        label=_("Jabatan yang memimpin"),
        max_length=200,
        required=False,
        help_text=_("Jabatannya, misalnya Kepala Kantor Wilayah"),
    )
    wave = forms.TypedChoiceField(label=_("Tahap"), coerce=UUID, empty_value=None, required=False)
    minutes = forms.CharField(
        label=_("Berita acara"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(
        self,
        *arguments: Any,
        offices: Sequence[Office],
        waves: Sequence[tuple[UUID, str]],
        guests: Sequence[Guest] = (),
        **more: Any,
    ) -> None:
        """Choices come from queries; there are a few more rows than guests."""
        super().__init__(*arguments, **more)
        self.language = get_language() or "id"
        kinds = [(one.value, say(f"event_kind.{one.value}", self.language)) for one in EventKind]
        self.fields["kind"] = choice(_("Jenis"), kinds, segments=True)
        self._dress("kind", self.fields["kind"])
        self.fields["host"].know(offices)
        self.fields["wave"].choices = [("", _("Tidak terkait satu tahap")), *waves]
        self.suggested = [one.label for one in offices if one.near]
        given = self.data if self.is_bound else self._kept or {}
        sent = sum(name.startswith("guest_") for name in given)
        self.rows = min(max(FEWEST_ROWS, len(guests) + SPARE_ROWS, sent), MOST_GUESTS + SPARE_ROWS)
        for place in range(self.rows):
            self._add_row(place, offices, guests[place] if place < len(guests) else None)

    def _add_row(self, place: int, offices: Sequence[Office], guest: Guest | None) -> None:
        number = {"n": place + 1}
        office = OfficeField(
            label=_("Organisasi %(n)s") % number,
            required=False,
            max_length=300,
            initial=guest.organisation_id if guest else None,
        )
        office.know(offices)
        people = forms.IntegerField(
            label=_("Orang"),
            required=False,
            min_value=1,
            max_value=MOST_PEOPLE,
            initial=guest.people if guest else None,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input w-full max-md:w-24"}),
            error_messages={
                "invalid": _("Tulis dengan angka saja. Contoh: 240."),
                "min_value": _("Paling sedikit 1 orang."),
                "max_value": _("Paling banyak %(most)s.") % {"most": MOST_PEOPLE},
            },
        )
        role = NameField(
            label=_("Diwakili oleh (jabatan)"),
            required=False,
            max_length=200,
            initial=guest.represented_by if guest else "",
        )
        came_for = forms.ChoiceField(
            label=_("Bidang kerja sama"),
            required=False,
            choices=[("", "–"), *cooperation(self.language)],
            initial=guest.field if guest else "",
        )
        row = {"guest": office, "people": people, "role": role, "field": came_for}
        for name, field in ((f"{name}_{place}", field) for name, field in row.items()):
            self.fields[name] = field
            self._dress(name, field)

    @property
    def facts(self) -> list[forms.BoundField]:
        """The fields before the guests."""
        return [self[name] for name in _FACTS]

    @property
    def guest_rows(self) -> list[list[forms.BoundField]]:
        """The rows of guests."""
        cells = ("guest", "people", "role", "field")
        return [[self[f"{cell}_{place}"] for cell in cells] for place in range(self.rows)]

    def clean(self) -> dict[str, Any]:
        """A row with people or an office but no organisation is not thrown away silently."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for place in range(self.rows):
            filled = any(given.get(f"{cell}_{place}") for cell in ("people", "role", "field"))
            if filled and f"guest_{place}" in given and given[f"guest_{place}"] is None:
                self.add_error(f"guest_{place}", gettext("Pilih organisasinya, atau kosongkan baris ini."))
        return given

    def guests(self) -> tuple[Guest, ...]:
        """Those rows in which an organisation was chosen; one person where no number stands."""
        return tuple(
            Guest(
                self.cleaned_data[f"guest_{place}"],
                self.cleaned_data.get(f"people_{place}") or 1,
                self.cleaned_data.get(f"role_{place}") or "",
                self.cleaned_data.get(f"field_{place}") or "",
            )
            for place in self._filled()
        )

    def _filled(self) -> list[int]:
        return [place for place in range(self.rows) if self.cleaned_data.get(f"guest_{place}")]

    def add_reason(self, text: str, field: str | None = None) -> None:
        """A refusal names a guest by its place among those filled in; it is shown at that row."""
        if field and field.startswith("guest_"):
            filled, place = self._filled(), int(field.removeprefix("guest_"))
            field = f"guest_{filled[place]}" if place < len(filled) else None
        super().add_reason(text, field)


class PhotoForm(PulihForm):
    """One picture with its caption."""

    photo = forms.FileField(label=_("Foto (JPEG atau PNG, paling besar 2 MB)"))
    caption = NameField(
        label=_("Keterangan"),
        max_length=200,
        required=False,
        help_text=_("Apa yang terlihat, tanpa nama orang. Dibacakan bagi yang tidak melihat fotonya."),
    )
