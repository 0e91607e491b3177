"""The tree of organisations and the page of one."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pulih.language.provinces import provinces
from pulih.queries import organisations as queries
from pulih.rules.keeping import OF_THE_STATE
from pulih.rules.organisations import Kind
from pulih.rules.permissions import Permission
from pulih.web.organisations.acting import acts
from pulih.web.organisations.forms import OnDayForm, words
from pulih.web.organisations.page import FilterPage, KindChoice, ProfilePage, TreePage
from pulih.web.ui.asking import number
from pulih.web.ui.paging import Pager

KINDS = frozenset({kind.value for kind in Kind} | {queries.FACILITIES, queries.PARTNERS})
MOST_OPEN = 40


@require_safe
def tree(request: HttpRequest) -> HttpResponse:
    """The tree; with a filter, the list of what fits instead."""
    wanted = _wanted(request)
    listed = tuple((one.code, one.name) for one in provinces().values())
    unfolded = bool(wanted) or request.GET.get("filter") == "1"
    asked = FilterPage(wanted, _kind_groups(), listed, unfolded)
    may_add = request.actor.may(Permission.ADD_ORGANISATION)
    if not wanted:
        page = TreePage(asked, may_add, tree=queries.see_tree(request.actor, _opened(request)))
        return render(request, "organisations/tree.html", {"page": page})
    found = queries.find_organisations(request.actor, wanted, number(request.GET.get("page", "")) or 1)
    pager = Pager(found.page, queries.PAGE, found.total, _query(wanted))
    return render(
        request, "organisations/tree.html", {"page": TreePage(asked, may_add, found=found, pager=pager)}
    )


def _opened(request: HttpRequest) -> list[str]:
    """The branches an address asks for: numbers of offices and kinds of partners."""
    asked = request.GET.getlist("open")[:MOST_OPEN]
    return [key for key in asked if key in KINDS or number(key) is not None]


def _wanted(request: HttpRequest) -> queries.Filter:
    """The filter of the address; words it does not know are left out."""
    given = request.GET
    kind, province = given.get("kind", ""), given.get("province", "")
    return queries.Filter(
        fragment=" ".join(given.get("q", "").replace("\0", "").split())[:80],
        kind=kind if kind in KINDS else "",
        province=province if province in provinces() else "",
        under=number(given.get("under", "")),
        closed=given.get("closed") == "1",
    )


def _query(wanted: queries.Filter) -> str:
    given = {
        "q": wanted.fragment,
        "kind": wanted.kind,
        "province": wanted.province,
        "under": wanted.under or "",
        "closed": "1" if wanted.closed else "",
    }
    return urlencode({name: value for name, value in given.items() if value}) + "&"


def _kind_groups() -> tuple[tuple[str, tuple[KindChoice, ...]], ...]:
    """Kinds to choose from: those of the state, then the partners, each with a word for all of them."""
    state = [KindChoice(queries.FACILITIES, _("Semua UPT"))]
    beside = [KindChoice(queries.PARTNERS, _("Semua mitra"))]
    for kind in Kind:
        listed = state if kind in OF_THE_STATE else beside
        listed.append(KindChoice(kind.value, words(f"organisation_kind.{kind.value}")))
    return ((_("Pemasyarakatan"), tuple(state)), (_("Mitra"), tuple(beside)))


@require_safe
def branch(request: HttpRequest, key: str) -> HttpResponse:
    """One branch as a piece of the tree's page, asked for when somebody opens it."""
    if key not in KINDS and number(key) is None:
        raise Http404
    return render(request, "organisations/branch.html", {"branch": queries.see_branch(request.actor, key)})


@require_safe
def profile(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """One organisation: facts, names, place in the tree, programmes, what one may do."""
    found = queries.open_profile(request.actor, organisation_id)
    asked = any(name.startswith("on") for name in request.GET)
    form = OnDayForm(request.GET if asked else None)
    day = form.cleaned_data["on"] if asked and form.is_valid() else None
    page = ProfilePage(
        found,
        acts(found),
        bool(found.may.designate),
        form,
        day,
        found.name_on(day) if day else None,
    )
    return render(request, "organisations/profile.html", {"page": page})
