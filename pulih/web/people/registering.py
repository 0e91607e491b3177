"""Registering somebody new, taking somebody back, and opening a record in an emergency."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from pulih.actions import people as actions
from pulih.queries import people
from pulih.rules.errors import require
from pulih.rules.permissions import Permission
from pulih.web.people.forms import BreakGlassForm, ReadmitForm, RegisterForm
from pulih.web.ui.answering import answer
from pulih.web.ui.asking import kept_text

_PLACING = ("register_number", "kind", "block", "started_on", "national_number")


def _facts(data: dict[str, Any]) -> actions.NewPerson:
    known = {name: data[name] for name in ("register_number", "kind", "block", "started_on")}
    return actions.NewPerson(
        name=data.get("name", ""),
        sex=data.get("sex", ""),
        birth_date=data.get("birth_date"),
        birth_year=data.get("birth_year"),
        national_number=data.get("national_number", ""),
        aliases=tuple(one.strip() for one in data.get("aliases", "").split(",") if one.strip()),
        **known,
    )


def register(request: HttpRequest) -> HttpResponse:
    """Register somebody nobody knows yet."""
    require(request.actor.may(Permission.REGISTER_PEOPLE), attempt=True)
    offer = {"kind": people.grounds_here(request.actor)}
    form = RegisterForm(request.POST or None, initial=kept_text(request), offer=offer)

    def act(data: dict[str, Any]) -> str:
        return actions.register_person(
            facts=_facts(data), confirmed_new=data["confirmed_new"], token=form.token, by=request.actor
        )

    response = answer(
        request,
        form,
        act,
        template="people/register.html",
        done=_("Orang baru tercatat. Lengkapi yang masih kosong."),
        to=lambda reference: reverse("people:person", args=[reference]),
    )
    if "confirmed_new" in form.errors:
        form.ask_to_confirm()
        return render(request, "people/register.html", {"form": form}, status=422)
    return response


def readmit(request: HttpRequest) -> HttpResponse:
    """Take back somebody whom no office holds."""
    require(request.actor.may(Permission.REGISTER_PEOPLE), attempt=True)
    offer = {"kind": people.grounds_here(request.actor)}
    form = ReadmitForm(request.POST or None, initial=kept_text(request), offer=offer)

    def act(data: dict[str, Any]) -> str:
        # Name, sex and birth stand in the record already.
        facts = actions.NewPerson(name="", sex="", **{name: data[name] for name in _PLACING})
        return actions.readmit_person(facts=facts, token=form.token, by=request.actor)

    return answer(
        request,
        form,
        act,
        template="people/readmit.html",
        done=_("Orangnya diterima kembali. Catatan lamanya terbuka lagi."),
        to=lambda reference: reverse("people:person", args=[reference]),
    )


def break_glass(request: HttpRequest) -> HttpResponse:
    """Open a record in an emergency."""
    require(request.actor.may(Permission.BREAK_GLASS), attempt=True)
    form = BreakGlassForm(request.POST or None, initial=kept_text(request))

    def act(data: dict[str, Any]) -> str:
        return actions.break_glass(who=data["who"], reason=data["reason"], token=form.token, by=request.actor)

    return answer(
        request,
        form,
        act,
        template="people/break_glass.html",
        done=_("Akses darurat terbuka selama tiga jam. Setiap pembukaan dicatat dan akan ditinjau."),
        to=lambda reference: reverse("people:person", args=[reference]),
    )
