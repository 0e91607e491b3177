"""Changing a record: each page is one form about one part of it."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from pulih.actions import custody
from pulih.actions import people as actions
from pulih.queries import people
from pulih.queries.people import PersonRecord, StayRow
from pulih.records import scope
from pulih.rules.errors import RuleBroken, require
from pulih.rules.verdicts import Verdict
from pulih.web.people import forms
from pulih.web.people.page import may_categorise, may_write, person_page
from pulih.web.ui.answering import answer
from pulih.web.ui.asking import kept_text
from pulih.web.ui.forms import PulihForm


def _mend(
    request: HttpRequest,
    record: PersonRecord,
    form: PulihForm,
    act: Callable[[dict[str, Any]], object],
    *,
    title: str,
    button: str,
    done: str,
    may: Verdict,
    part: str = "summary",
    note: str = "",
) -> HttpResponse:
    require(may, attempt=True)
    page = person_page(request.actor, record, part, scope.today())
    address = (
        reverse("people:person", args=[record.reference])
        if part == "summary"
        else reverse("people:part", args=[record.reference, part])
    )
    return answer(
        request,
        form,
        act,
        template="people/mend.html",
        done=done,
        to=lambda _result: address,
        context={
            "page": page,
            "record": record,
            "title": title,
            "button": button,
            "back": address,
            "note": note,
        },
    )


def _open(request: HttpRequest, reference: str) -> PersonRecord:
    return people.open_person(request.actor, reference, "correction")


def _stay(record: PersonRecord, stay_id: UUID) -> StayRow:
    for stay in record.stays:
        if stay.id == stay_id and stay.ended_on is None:
            return stay
    raise RuleBroken("stay_already_left")


def identity(request: HttpRequest, reference: str) -> HttpResponse:
    """Correct name, sex, birth."""
    record = _open(request, reference)
    initial = {name: getattr(record, name) for name in ("name", "sex", "birth_date", "birth_year")}
    form = forms.IdentityForm(
        request.POST or None, revision=record.revision, initial=kept_text(request) or initial
    )

    def act(data: Mapping[str, Any]) -> None:
        actions.correct_identity(
            person_id=record.id,
            name=data["name"],
            sex=data["sex"],
            birth_date=data["birth_date"],
            birth_year=data["birth_year"],
            revision=form.seen_revision,
            token=form.token,
            by=request.actor,
        )

    return _mend(
        request,
        record,
        form,
        act,
        title=_("Perbaiki identitas"),
        button=_("Simpan identitas"),
        done=_("Identitas diperbaiki. Nama lama tetap tersimpan dalam riwayat."),
        may=may_write(request.actor, record),
        part="identity",
    )


def alias(request: HttpRequest, reference: str) -> HttpResponse:
    """Add a name somebody is also known by."""
    record = _open(request, reference)
    form = forms.AliasForm(request.POST or None, revision=record.revision, initial=kept_text(request))

    def act(data: Mapping[str, Any]) -> None:
        actions.add_alias(
            person_id=record.id,
            alias=data["alias"],
            revision=form.seen_revision,
            token=form.token,
            by=request.actor,
        )

    return _mend(
        request,
        record,
        form,
        act,
        title=_("Tambah nama lain"),
        button=_("Simpan nama lain"),
        done=_("Nama lain tersimpan; pencarian mengenalnya sekarang."),
        may=may_write(request.actor, record),
        part="identity",
    )


def number(request: HttpRequest, reference: str) -> HttpResponse:
    """Record the national number."""
    record = _open(request, reference)
    form = forms.NumberForm(request.POST or None, revision=record.revision, initial=kept_text(request))

    def act(data: Mapping[str, Any]) -> None:
        actions.set_number(
            person_id=record.id,
            national_number=data["national_number"],
            revision=form.seen_revision,
            token=form.token,
            by=request.actor,
        )

    return _mend(
        request,
        record,
        form,
        act,
        title=_("Isi NIK"),
        button=_("Simpan NIK"),
        done=_("NIK tersimpan dalam keadaan tersandi."),
        may=may_write(request.actor, record),
        part="identity",
        note=_("NIK disimpan tersandi. Di halaman hanya empat angka terakhir yang tampak."),
    )


def stay(request: HttpRequest, reference: str, stay_id: UUID) -> HttpResponse:
    """Another block, from remand to sentenced, or a corrected number."""
    record = _open(request, reference)
    row = _stay(record, stay_id)
    fields = ("register_number", "kind", "block", "started_on")
    initial = {name: getattr(row, name) for name in fields}
    form = forms.PlacingForm(
        request.POST or None,
        revision=row.revision,
        initial=kept_text(request) or initial,
        offer={"kind": people.grounds_here(request.actor)},
    )

    def act(data: Mapping[str, Any]) -> None:
        actions.amend_stay(
            stay_id=row.id,
            **{name: data[name] for name in fields},
            revision=form.seen_revision,
            token=form.token,
            by=request.actor,
        )

    return _mend(
        request,
        record,
        form,
        act,
        title=_("Ubah penempatan"),
        button=_("Simpan penempatan"),
        done=_("Penempatan tersimpan."),
        may=may_write(request.actor, record),
        part="custody",
    )


def stay_end(request: HttpRequest, reference: str, stay_id: UUID) -> HttpResponse:
    """Somebody has left."""
    record = _open(request, reference)
    row = _stay(record, stay_id)
    form = forms.EndingForm(request.POST or None, revision=row.revision, initial=kept_text(request))

    def act(data: Mapping[str, Any]) -> None:
        custody.end_stay(
            stay_id=row.id,
            ended_on=data["ended_on"],
            how=data["how_ended"],
            note=data["note"],
            revision=form.seen_revision,
            token=form.token,
            by=request.actor,
        )

    return _mend(
        request,
        record,
        form,
        act,
        title=_("Catat keluar"),
        button=_("Catat keluar"),
        done=_("Keluarnya tercatat. Catatan kantor Anda tetap dapat dibaca."),
        may=may_write(request.actor, record),
        part="custody",
        note=_(
            "Sesudah ini catatan orang ini tertutup bagi kantor Anda, kecuali nama dan penempatan di sini."
        ),
    )


def sentence(request: HttpRequest, reference: str) -> HttpResponse:
    """State the sentence dates as the register has them."""
    record = _open(request, reference)
    known = record.sentence
    initial: dict[str, Any] = {"as_of": scope.today()}
    if known:
        initial |= {
            "articles": "; ".join(known.articles),
            "sentence_started_on": known.started_on,
            "two_thirds_on": known.two_thirds_on,
            "expires_on": known.expires_on,
        }
    form = forms.SentenceForm(request.POST or None, initial=kept_text(request) or initial)

    def act(data: Mapping[str, Any]) -> None:
        actions.record_sentence(
            person_id=record.id,
            articles=data["articles"],
            started_on=data["sentence_started_on"],
            two_thirds_on=data["two_thirds_on"],
            expires_on=data["expires_on"],
            as_of=data["as_of"],
            source=data["source"],
            token=form.token,
            by=request.actor,
        )

    return _mend(
        request,
        record,
        form,
        act,
        title=_("Tanggal pidana"),
        button=_("Simpan tanggal pidana"),
        done=_("Tanggal pidana tersimpan. Yang lama tetap ada dalam riwayat."),
        may=may_write(request.actor, record),
        part="custody",
    )


def category(request: HttpRequest, reference: str) -> HttpResponse:
    """Set the participant category with its basis."""
    record = _open(request, reference)
    initial = {"decided_on": scope.today()}
    form = forms.CategoryForm(request.POST or None, initial=kept_text(request) or initial)

    def act(data: Mapping[str, Any]) -> None:
        actions.set_category(
            person_id=record.id,
            category=data["category"],
            decided_on=data["decided_on"],
            legal_basis=data["legal_basis"],
            clinical_basis=data["clinical_basis"],
            paper=data["paper"],
            token=form.token,
            by=request.actor,
        )

    return _mend(
        request,
        record,
        form,
        act,
        title=_("Tetapkan kategori peserta"),
        button=_("Simpan kategori"),
        done=_("Kategori peserta tersimpan."),
        may=may_categorise(request.actor, record),
    )
