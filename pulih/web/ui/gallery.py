"""The gallery at `/ui/`: every component that exists, in all its states. Open to everybody, shows no data."""

from dataclasses import dataclass, field
from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from pulih.rules.verdicts import Reason
from pulih.web.ui.fields import DateField, choice
from pulih.web.ui.forms import PulihForm
from pulih.web.ui.icons import SHAPES
from pulih.web.ui.paging import Pager


class SampleForm(PulihForm):
    """One field of each kind."""

    register_number = forms.CharField(label=lazy("Nomor register"), help_text=lazy("Contoh: B1-2024"))
    born = DateField(label=lazy("Tanggal lahir"), help_text=lazy("Tanggal, bulan, tahun. Contoh: 14 5 1990"))
    note = forms.CharField(label=lazy("Catatan"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    sex = choice(lazy("Jenis kelamin"), [("male", lazy("Laki-laki")), ("female", lazy("Perempuan"))])
    kind = choice(
        lazy("Keadaan"), [("a", lazy("Hadir")), ("b", lazy("Izin")), ("c", lazy("Sakit"))], segments=True
    )
    block = choice(lazy("Blok"), [(one, one) for one in "ABCDEFG"])
    agreed = forms.BooleanField(label=lazy("Saya sudah memeriksa"), required=False)


@dataclass(frozen=True)
class GalleryPage:
    """What the gallery shows; the rows are samples."""

    form: PulihForm
    wrong: PulihForm
    statuses: tuple[tuple[str, str], ...]
    pager: Pager
    reasons: tuple[Reason, ...] = (
        Reason("permission_missing", {"role": "nurse", "permission": "read_national_number"}),
    )
    rows: tuple[tuple[str, int, int], ...] = (("A", 1048, 12), ("B", 96, 0))
    people: int = 1144
    remand: int = 12
    day: date = field(default=date(2024, 5, 14))


def status_words() -> tuple[tuple[str, str], ...]:
    """The ten status words with their shapes, in the guide's order."""
    words = (_("Belum mulai"), _("Berjalan"), _("Jatuh tempo"), _("Terlambat"), _("Selesai"), _("Ditangguhkan"),
             _("Keluar"), _("Positif"), _("Menunggu orang lain"), _("Tidak perlu"))  # fmt: skip
    return tuple(zip(SHAPES, words, strict=True))


def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component."""
    wrong = SampleForm(
        {"born_day": "31", "born_month": "2", "born_year": "1990"}, prefix=None, auto_id="wrong_%s"
    )
    wrong.is_valid()
    page = GalleryPage(SampleForm(), wrong, status_words(), Pager(3, 20, 208))
    base = "base.html" if request.actor else "outside.html"
    return render(request, "gallery/gallery.html", {"page": page, "gallery_base": base})
