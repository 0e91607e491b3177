"""Recording, correcting, renaming, closing and designating institutions."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from pulih.actions import organisations as actions
from pulih.queries import organisations as queries
from pulih.rules.errors import require
from pulih.rules.verdicts import Verdict
from pulih.web.organisations import forms
from pulih.web.ui.answering import answer
from pulih.web.ui.forms import PulihForm

FACTS = ("level", "facility_class", "sex_served", "capacity", "province_code", "place", "time_zone")


def _facts(data: dict[str, Any]) -> dict[str, Any]:
    return {**{name: data[name] for name in FACTS}, "exists_from": data["started_on"]}


def _profile(pk: int) -> Callable[[Any], str]:
    return lambda _made: reverse("organisations:profile", args=[pk])


def add(request: HttpRequest) -> HttpResponse:
    """A new institution below the own office, or a partner."""
    parents = queries.possible_parents(request.actor)
    initial = {"parent": request.GET.get("parent", ""), "time_zone": request.actor.time_zone}
    form = forms.AddForm(request.POST or None, initial=initial, parents=parents)

    def act(data: dict[str, Any]) -> Any:
        return actions.add_organisation(
            kind=data["kind"],
            name=data["name"],
            short_name=data["short_name"],
            parent_id=int(data["parent"]) if data["parent"] else None,
            **_facts(data),
            token=form.token,
            by=request.actor,
        )

    return answer(
        request,
        form,
        act,
        template="organisations/change.html",
        done=_("Organisasi baru tersimpan."),
        to=lambda made: reverse("organisations:profile", args=[made.pk]),
        context={"title": _("Tambah organisasi"), "button": _("Simpan organisasi")},
    )


def _change(
    request: HttpRequest,
    page: queries.Profile,
    form: PulihForm,
    act: Callable[[dict[str, Any]], Any],
    may: Verdict,
    *,
    title: str,
    button: str,
    done: str,
) -> HttpResponse:
    require(may, attempt=True)
    context = {"page": page, "title": title, "button": button}
    return answer(
        request,
        form,
        act,
        template="organisations/change.html",
        done=done,
        to=_profile(page.organisation.pk),
        context=context,
    )


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the facts."""
    page = queries.profile(request.actor, pk)
    row = page.organisation
    initial = {name: getattr(row, name) for name in FACTS} | {"started_on": row.exists_from}
    form = forms.FactsForm(request.POST or None, revision=row.revision, initial=initial)

    def act(data: dict[str, Any]) -> None:
        actions.edit_organisation(
            organisation_id=pk,
            **_facts(data),
            revision=form.seen_revision or 0,
            token=form.token,
            by=request.actor,
        )

    return _change(
        request,
        page,
        form,
        act,
        page.may_edit,
        title=_("Ubah keterangan"),
        button=_("Simpan keterangan"),
        done=_("Keterangan tersimpan."),
    )


def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """A new name from a day on."""
    page = queries.profile(request.actor, pk)
    row = page.organisation
    initial = {"name": row.name, "short_name": row.short_name}
    form = forms.RenameForm(request.POST or None, revision=row.revision, initial=initial)

    def act(data: dict[str, Any]) -> None:
        actions.rename_organisation(
            organisation_id=pk,
            name=data["name"],
            short_name=data["short_name"],
            from_day=data["from_day"],
            revision=form.seen_revision or 0,
            token=form.token,
            by=request.actor,
        )

    return _change(
        request,
        page,
        form,
        act,
        page.may_edit,
        title=_("Ganti nama"),
        button=_("Simpan nama"),
        done=_("Nama tersimpan. Nama lama tetap berlaku untuk harinya."),
    )


def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that an institution ceased."""
    page = queries.profile(request.actor, pk)
    form = forms.CloseForm(request.POST or None, revision=page.organisation.revision)

    def act(data: dict[str, Any]) -> None:
        actions.close_organisation(
            organisation_id=pk,
            exists_to=data["ended_on"],
            revision=form.seen_revision or 0,
            token=form.token,
            by=request.actor,
        )

    return _change(
        request,
        page,
        form,
        act,
        page.may_close,
        title=_("Catat penutupan"),
        button=_("Simpan penutupan"),
        done=_("Penutupan tersimpan. Catatannya tetap dapat dibaca."),
    )


def designate(request: HttpRequest, pk: int) -> HttpResponse:
    """Entrust a facility with a programme."""
    page = queries.profile(request.actor, pk)
    form = forms.DesignationForm(request.POST or None)
    return _designate(request, page, form, _("Penetapan tersimpan."))


def redesignate(request: HttpRequest, pk: int, programme: str, year: int) -> HttpResponse:
    """Correct a designation."""
    page = queries.profile(request.actor, pk)
    fits = (one for one in page.designations if (one.programme, one.budget_year) == (programme, year))
    row = next(fits, None)
    initial: dict[str, Any] = {"programme": programme, "year": year}
    if row:
        fields = ("target", "decree_number", "decree_date")
        initial |= {name: getattr(row, name) for name in fields}
    form = forms.DesignationForm(request.POST or None, revision=row.revision if row else 0, initial=initial)
    return _designate(request, page, form, _("Penetapan diperbaiki."))


def _designate(request: HttpRequest, page: queries.Profile, form: PulihForm, done: str) -> HttpResponse:
    def act(data: dict[str, Any]) -> None:
        actions.designate(
            organisation_id=page.organisation.pk,
            programme=data["programme"],
            budget_year=data["year"],
            target=data["target"],
            decree_number=data["decree_number"],
            decree_date=data["decree_date"],
            revision=form.seen_revision,
            token=form.token,
            by=request.actor,
        )

    return _change(
        request,
        page,
        form,
        act,
        page.may_designate,
        title=_("Penetapan program"),
        button=_("Simpan penetapan"),
        done=done,
    )
