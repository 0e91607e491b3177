"""Pages before a release: who goes soon, the list of one person, and who cannot finish any more."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulih.actions import custody as actions
from pulih.queries import custody, people
from pulih.records import scope
from pulih.rules.errors import require
from pulih.rules.permissions import Permission
from pulih.rules.releases import ROLES, Item, may_settle
from pulih.web.custody.custody_forms import SettleForm
from pulih.web.ui.answering import answer
from pulih.web.ui.asking import kept_text

SHAPES = {"open": "due", "done": "done", "not_needed": "not-needed"}


@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    """Whoever of the programme goes within a week, or was to be gone."""
    context = {"found": custody.due_releases(request.actor), "today": scope.today()}
    return render(request, "custody/releases.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, reference: str) -> HttpResponse:
    """The list of one person; each role settles its own items."""
    require(request.actor.may(Permission.PREPARE_RELEASE), attempt=True)
    record = people.open_person(request.actor, reference, "custody")
    found = custody.release_list(request.actor, record.id)
    mine = [item for item in Item if may_settle(request.actor.role, item)]
    form = SettleForm(request.POST or None, items=mine, initial=kept_text(request))

    def act(data: dict[str, Any]) -> None:
        told = {name: data[name] for name in ("item", "state", "note")}
        actions.settle_item(person_id=record.id, **told, token=form.token, by=request.actor)

    return answer(
        request,
        form,
        act,
        template="custody/release.html",
        done=_("Tersimpan dalam daftar persiapan bebas."),
        to=lambda _done: reverse("custody:release", args=[reference]),
        context={
            "record": record,
            "release": found,
            "lines": [
                (item, SHAPES[state], state, ROLES[item], found.said(item))
                for item, state in found.items.items()
            ],
            "due": found.due(scope.today()),
        },
    )


@require_safe
def finishing(request: HttpRequest) -> HttpResponse:
    """Whoever will be free before the programme ends, because a date moved; the manager decides."""
    return render(request, "custody/finishing.html", {"found": custody.cannot_finish(request.actor)})
