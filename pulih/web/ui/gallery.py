"""The gallery at `/ui/`: every component that exists, in all its states. Open to everybody, shows no data."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
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


COLOURS = (
    (lazy("Kertas"), "bg-base-100"),
    (lazy("Alas"), "bg-base-200"),
    (lazy("Garis"), "bg-base-300"),
    (lazy("Tinta"), "bg-base-content"),
    (lazy("Tinta kedua"), "bg-muted"),
    (lazy("Garis isian"), "bg-line"),
    (lazy("Daun"), "bg-primary"),
    (lazy("Daun muda"), "bg-primary-soft"),
    (lazy("Tanah"), "bg-chart-2"),
    (lazy("Galat"), "bg-error"),
    (lazy("Awas"), "bg-warning"),
    (lazy("Berhasil"), "bg-success"),
)
WORDS = (
    (lazy("Belum mulai"), lazy("belum waktunya, tidak perlu tindakan")),
    (lazy("Berjalan"), lazy("sudah mulai, belum selesai")),
    (lazy("Jatuh tempo"), lazy("perlu minggu ini")),
    (lazy("Terlambat"), lazy("lewat batas")),
    (lazy("Selesai"), lazy("sudah, tidak perlu apa-apa")),
    (lazy("Ditangguhkan"), lazy("berhenti sementara, ada alasan")),
    (lazy("Keluar"), lazy("tidak ikut lagi, alasan disebut")),
    (lazy("Positif"), lazy("hasil tes, selalu dengan kata")),
    (lazy("Menunggu orang lain"), lazy("giliran pihak lain")),
    (lazy("Tidak perlu"), lazy("tidak berlaku")),
)


@dataclass(frozen=True)
class GalleryPage:
    """What the gallery shows; people and figures are made up."""

    form: PulihForm
    wrong: PulihForm
    pager: Pager
    statuses: tuple[tuple[str, Any, Any], ...] = tuple(
        (shape, word, meaning) for shape, (word, meaning) in zip(SHAPES, WORDS, strict=True)
    )
    colours: tuple[tuple[Any, str], ...] = COLOURS
    reasons: tuple[Reason, ...] = (
        Reason("permission_missing", {"role": "nurse", "permission": "read_national_number"}),
    )
    rows: tuple[tuple[str, int, int], ...] = (("A", 1048, 12), ("B", 96, 0))
    people: int = 1144
    remand: int = 12
    day: date = date(2024, 5, 14)


def _sample_forms() -> tuple[PulihForm, PulihForm]:
    """One form filled in well, one with a mistake of every kind."""
    good = SampleForm(
        initial={
            "register_number": "B1-2024",
            "born": date(1990, 5, 14),
            "sex": "male",
            "kind": "a",
            "agreed": True,
        }
    )
    wrong = SampleForm({"born_day": "31", "born_month": "2", "born_year": "1990"}, auto_id="wrong_%s")
    wrong.is_valid()
    return good, wrong


def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component."""
    base = "base.html" if request.actor else "outside.html"
    return render(
        request,
        "gallery/gallery.html",
        {"page": GalleryPage(*_sample_forms(), Pager(3, 20, 208)), "gallery_base": base},
    )
