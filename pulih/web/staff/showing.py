"""What the views about staff share: showing a form, going back, reading an address."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from pulih.queries import staff as queries
from pulih.web.staff.page import FormPage


def show_form(request: HttpRequest, template: str, page: FormPage) -> HttpResponse:
    """A form, fresh or with everything typed and what is wrong."""
    return render(
        request, template, {"page": page, "form": page.form}, status=422 if page.form.errors else 200
    )


def see(address: str) -> HttpResponse:
    """On to another page after something was done (303), so that a reload repeats nothing."""
    return HttpResponseRedirect(address, status=303)


def done(request: HttpRequest, account_id: UUID, message: str) -> HttpResponse:
    """Back to the worker's page with what was done."""
    messages.success(request, message)
    return see(reverse("staff:member", args=[account_id]))


def place_choices(request: HttpRequest) -> list[tuple[str, str]]:
    """Where this administrator may give roles, their own organisation first."""
    return [(str(place.id), place.name) for place in queries.places_to_staff(request.actor)]
