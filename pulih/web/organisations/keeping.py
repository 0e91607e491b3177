"""Recording, correcting, renaming, moving and closing an organisation."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulih.actions import organisations as actions
from pulih.queries import organisations as queries
from pulih.rules.errors import require
from pulih.rules.keeping import OF_THE_STATE
from pulih.rules.organisations import Kind
from pulih.web.organisations.forms import AddForm, CloseForm, FactsForm, MoveForm, RenameForm
from pulih.web.organisations.page import FormPage, KindsPage
from pulih.web.organisations.showing import parent_choices, to_profile
from pulih.web.ui.answering import answer
from pulih.web.ui.asking import kept_text, number
from pulih.web.ui.forms import PulihForm

FORM = ("GET", "HEAD", "POST")
FACTS = ("level", "facility_class", "sex_served", "capacity", "province_code", "place", "time_zone")


@require_safe
def kinds(request: HttpRequest) -> HttpResponse:
    """Which kind of organisation is to be recorded: the form after it asks only what such a kind has."""
    offered = queries.kinds_to_add(request.actor)
    parent = number(request.GET.get("parent", ""))
    page = KindsPage(
        tuple(kind for kind in offered if kind in OF_THE_STATE),
        tuple(kind for kind in offered if kind not in OF_THE_STATE),
        f"?parent={parent}" if parent else "",
    )
    return render(request, "organisations/kinds.html", {"page": page})


@require_http_methods(FORM)
def add(request: HttpRequest, kind: str) -> HttpResponse:
    """A new organisation of one kind."""
    if kind not in set(Kind):
        raise Http404
    sort = Kind(kind)
    begin = {"parent": request.GET.get("parent", ""), "time_zone": request.actor.time_zone}
    form = AddForm(
        request.POST or None,
        initial=kept_text(request) or begin,
        kind=sort,
        parents=parent_choices(request, sort),
        owed=queries.parent_is_owed(sort),
    )

    def act(given: dict[str, Any]) -> int:
        parent = int(given["parent"]) if given["parent"] else None
        names = {"name": given["name"], "short_name": given["short_name"]}
        made = actions.add_organisation(
            kind=kind, parent_id=parent, **names, **_facts(given), token=form.token, by=request.actor
        )
        return int(made.pk)

    return answer(
        request,
        form,
        act,
        template="organisations/add.html",
        done=_("Organisasi tercatat."),
        to=to_profile,
        context={"page": FormPage(kind=kind)},
    )


def _facts(given: dict[str, Any]) -> dict[str, Any]:
    """The facts by the names of the action; those a kind cannot have stay away."""
    found = {name: given[name] for name in FACTS if name in given}
    started: date | None = given["started_on"]
    return {**found, "exists_from": started}


@require_http_methods(FORM)
def edit(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Correct facts."""
    found = _open(request, organisation_id)
    _allow_looking(request, found.may.edit)
    facts = found.facts
    begin: dict[str, Any] = {name: getattr(facts, name) for name in FACTS}
    form = FactsForm(
        request.POST or None,
        initial=kept_text(request) or {**begin, "started_on": facts.exists_from},
        revision=found.revision,
        kind=Kind(found.kind),
    )

    def act(given: dict[str, Any]) -> None:
        actions.edit_organisation(
            organisation_id=organisation_id, **_facts(given), **_marks(form), by=request.actor
        )

    return _answer(request, form, act, found, "edit", _("Fakta tersimpan."))


@require_http_methods(FORM)
def rename(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """A new name from a day on, or a spelling put right."""
    found = _open(request, organisation_id)
    _allow_looking(request, found.may.edit)
    begin = {"name": found.name, "short_name": found.short_name}
    form = RenameForm(request.POST or None, initial=kept_text(request) or begin, revision=found.revision)

    def act(given: dict[str, Any]) -> None:
        actions.rename_organisation(
            organisation_id=organisation_id,
            name=given["name"],
            short_name=given["short_name"],
            from_day=given["since"],
            **_marks(form),
            by=request.actor,
        )

    return _answer(request, form, act, found, "rename", _("Nama tersimpan."))


@require_http_methods(FORM)
def move(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Put it under another organisation."""
    found = _open(request, organisation_id)
    _allow_looking(request, found.may.move)
    kind = Kind(found.kind)
    parents = [one for one in parent_choices(request, kind) if one[0] != str(found.id)]
    begin = {"parent": found.above[-1].id if found.above else ""}
    form = MoveForm(
        request.POST or None,
        initial=kept_text(request) or begin,
        revision=found.revision,
        parents=parents,
        owed=queries.parent_is_owed(kind),
    )

    def act(given: dict[str, Any]) -> None:
        parent = int(given["parent"]) if given["parent"] else None
        actions.move_organisation(
            organisation_id=organisation_id, parent_id=parent, **_marks(form), by=request.actor
        )

    return _answer(request, form, act, found, "move", _("Organisasi dipindahkan."))


@require_http_methods(FORM)
def close(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Say since when it no longer exists, after saying what that means."""
    found = _open(request, organisation_id)
    _allow_looking(request, found.may.close)
    form = CloseForm(request.POST or None, initial=kept_text(request), revision=found.revision)

    def act(given: dict[str, Any]) -> None:
        actions.close_organisation(
            organisation_id=organisation_id, exists_to=given["ended_on"], **_marks(form), by=request.actor
        )

    return _answer(request, form, act, found, "close", _("Tutupnya organisasi tercatat."))


def _open(request: HttpRequest, organisation_id: int) -> queries.Profile:
    return queries.open_profile(request.actor, organisation_id)


def _allow_looking(request: HttpRequest, verdict: Any) -> None:
    """Show a form only where it can be carried out; a sent one is judged and audited by its action."""
    if request.method != "POST":
        require(verdict)


def _marks(form: PulihForm) -> dict[str, Any]:
    return {"revision": form.seen_revision or 0, "token": form.token}


def _answer(
    request: HttpRequest, form: PulihForm, act: Any, found: queries.Profile, name: str, done: str
) -> HttpResponse:
    return answer(
        request,
        form,
        act,
        template=f"organisations/{name}.html",
        done=done,
        to=lambda _made: to_profile(found.id),
        context={"page": FormPage(found)},
    )
