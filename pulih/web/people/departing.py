"""People the register no longer names: the list of questions, and the answer to one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from pulih.actions import imports as actions
from pulih.queries import imports as queries
from pulih.rules.errors import RuleBroken
from pulih.rules.names import display_name
from pulih.web.people.importing_forms import DepartureForm
from pulih.web.people.importing_page import DeparturePage, DeparturesPage
from pulih.web.ui.asking import kept_text


@require_GET
def departures(request: HttpRequest) -> HttpResponse:
    """Who is no longer in the register and waits for an answer."""
    page = DeparturesPage(queries.departures(request.actor))
    return render(request, "people/departures.html", {"page": page})


@require_http_methods(["GET", "POST"])
def departure_answer(request: HttpRequest, question_id: UUID) -> HttpResponse:
    """Say what became of one person."""
    departure = queries.departure(request.actor, question_id)
    form = DepartureForm(request.POST or None, initial=kept_text(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.answer_departure(
                question_id=question_id,
                answer=given["answer"],
                ended_on=given["ended_on"],
                where_to=given["where_to"],
                note=given["note"],
                token=form.token,
                by=request.actor,
            )
        except RuleBroken as broken:
            form.add_reasons(broken)
        else:
            messages.success(
                request, _("Jawaban tentang %(name)s tersimpan.") % {"name": display_name(departure.name)}
            )
            return HttpResponseRedirect(reverse("people:departures"), status=303)
    page = DeparturePage(departure, form, queries.other_facilities(request.actor))
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "people/departure.html", {"page": page, "form": form}, status=status)
