"""How a page answers a form: carry it out and go on, or show it again with every reason at its place."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from pulih.rules.errors import RuleBroken
from pulih.web.ui.forms import PulihForm


def answer(
    request: HttpRequest,
    form: PulihForm,
    act: Callable[[dict[str, Any]], object],
    *,
    template: str,
    done: str,
    to: Callable[[Any], str],
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Run `act` with the cleaned data. `done` is what to say, `to` turns what `act` answered into an address.

    A form that was carried out already (double click, reload) says so in the summary and changes nothing.
    """
    if request.method == "POST" and form.is_valid():
        try:
            result = act(form.cleaned_data)
        except RuleBroken as broken:
            form.add_reasons(broken)
        else:
            messages.success(request, done)
            return HttpResponseRedirect(to(result), status=303)
    status = 422 if form.errors else 200
    return render(request, template, {"form": form, **(context or {})}, status=status)
