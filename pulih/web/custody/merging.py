"""Putting two records of one person together: the other one is named, both are compared, one stays."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulih.actions import people as actions
from pulih.language.wording import day, number, reason_text, say
from pulih.queries import people
from pulih.queries.people import Comparison, MergeSide
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.web.custody.custody_forms import MergeForm
from pulih.web.ui.answering import answer
from pulih.web.ui.asking import kept_text, typed


@dataclass(frozen=True)
class Line:
    """One fact in both records."""

    words: str
    kept: str
    gone: str

    @property
    def differs(self) -> bool:
        """Whether a reader should look twice."""
        return self.kept != self.gone


@require_safe
def choose(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask which other record is the same person, then go on to the comparison."""
    require(request.actor.may(Permission.MERGE_PEOPLE), attempt=True)
    record = people.open_person(request.actor, reference, "merging")
    other, trouble = typed(request.GET, "other", 30), ""
    if other:
        try:
            people.compare(request.actor, reference, other)
        except RuleBroken as broken:
            trouble = reason_text(broken.reasons[0], get_language() or "id")
        else:
            query = urlencode({"other": other})
            return HttpResponseRedirect(reverse("custody:merge", args=[reference]) + "?" + query)
    context = {"record": record, "other": other, "trouble": trouble}
    return render(request, "custody/merge_choose.html", context, status=422 if trouble else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, reference: str) -> HttpResponse:
    """Both records side by side; the one of the address stays."""
    pair = people.compare(request.actor, reference, typed(request.GET, "other", 30))
    form = MergeForm(request.POST or None, initial=kept_text(request))

    def act(data: dict[str, Any]) -> str:
        return actions.merge_people(
            kept=pair.kept.record.reference,
            gone=pair.gone.record.reference,
            confirmed=data["confirmed"],
            reason=data["reason"],
            token=form.token,
            by=request.actor,
        )

    swapped = urlencode({"other": pair.kept.record.reference})
    return answer(
        request,
        form,
        act,
        template="custody/merge.html",
        done=_("Kedua catatan menjadi satu. Nomor lama mengantar ke catatan ini."),
        to=lambda kept: reverse("people:person", args=[kept]),
        context={
            "pair": pair,
            "lines": lines(pair),
            "swap": reverse("custody:merge", args=[pair.gone.record.reference]) + "?" + swapped,
        },
    )


def lines(pair: Comparison) -> tuple[Line, ...]:
    """What tells a reader whether these are one person, fact beside fact."""
    language = get_language() or "id"
    sides = (_said(pair.kept, language), _said(pair.gone, language))
    return tuple(Line(words, sides[0][words], sides[1][words]) for words in sides[0])


def _said(side: MergeSide, language: str) -> dict[str, str]:
    record = side.record
    stay = record.open_stay
    sentence = record.sentence
    born = _day(record.birth_date, language) if record.birth_date else str(record.birth_year or "–")
    aliases = ", ".join(one.name for one in record.names if one.name != record.name)
    return {
        _("Nama"): record.name,
        _("Nama lain"): aliases or "–",
        _("Jenis kelamin"): say(f"sex.{side.twin.sex}", language),
        _("Lahir"): born,
        _("NIK"): f"… {record.number_ending}" if side.twin.number else "–",
        _("Nomor register"): stay.register_number if stay else "–",
        _("Tempat"): stay.block or "–" if stay else "–",
        _("Tanggal masuk"): _day(stay.started_on if stay else None, language),
        _("Ekspirasi"): _day(sentence.expires_on if sentence else None, language),
        _("Kepesertaan program"): number(side.enrolments, language),
        _("Formulir"): number(side.measurements, language),
    }


def _day(on: date | None, language: str) -> str:
    return day(on, language) if on else "–"
