"""Looking at institutions."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from pulih.language.provinces import province_name, provinces
from pulih.language.wording import say
from pulih.queries import organisations
from pulih.rules.organisations import Kind
from pulih.rules.permissions import Permission


@require_safe
def tree(request: HttpRequest) -> HttpResponse:
    """The tree, or what a filter leaves of it."""
    chosen = {name: request.GET.get(name, "") for name in ("kind", "province", "text")}
    language = get_language() or "id"
    context = {
        "page": organisations.tree(request.actor, **chosen),
        "chosen": chosen,
        "kinds": [(kind.value, say(f"organisation_kind.{kind.value}", language)) for kind in Kind],
        "provinces": [(one.code, one.name) for one in provinces().values()],
        "may_add": request.actor.may(Permission.ADD_ORGANISATION),
    }
    return render(request, "organisations/tree.html", context)


@require_safe
def profile(request: HttpRequest, pk: int) -> HttpResponse:
    """One institution."""
    page = organisations.profile(request.actor, pk, _day(request.GET.get("on", "")))
    province = province_name(page.organisation.province_code)
    return render(request, "organisations/profile.html", {"page": page, "province": province})


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
