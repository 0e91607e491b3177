"""Pages for whoever holds a slip or the number of a complaint: nobody is signed in, nothing tells who it was.

Codes travel in the body of a form, never in an address: addresses are kept by browsers and by servers' logs.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from pulih.actions import voice as actions
from pulih.queries import voice
from pulih.rules.errors import RuleBroken
from pulih.web.voice.forms import CodeForm, SlipForm
from pulih.web.voice.throttle import MINUTES, note_miss, too_many

FORM = ("GET", "HEAD", "POST")


@require_http_methods(FORM)
def code(request: HttpRequest) -> HttpResponse:
    """Where the code of a slip is typed; one that opens something shows the questions."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = None if _waits(request, form) else voice.slip_opens(form.cleaned_data["code"])
            if found:
                questions = SlipForm(initial={"code": found[0]})
                return render(request, "voice/slip.html", {"form": questions, "slip": found[1]})
            if not form.errors:
                note_miss(request)
                raise RuleBroken("slip_opens_nothing", "code")
        except RuleBroken as broken:
            form.add_reasons(broken)
    return render(request, "voice/code.html", {"form": form}, status=422 if form.errors else 200)


def _waits(request: HttpRequest, form: CodeForm | SlipForm) -> bool:
    """Whether too many codes opened nothing here; said at the form."""
    if too_many(request):
        form.add_reasons(RuleBroken("slip_too_many", None, minutes=MINUTES))
        return True
    return False


@require_http_methods(FORM)
def answer(request: HttpRequest) -> HttpResponse:
    """The answers of a slip; used once, then thanked for."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("slips:code"))
    form = SlipForm(request.POST)
    if form.is_valid() and not _waits(request, form):
        given = form.cleaned_data
        try:
            actions.leave_answers(code=given["code"], answers=form.answers, text=given["text"])
        except RuleBroken as broken:
            if broken.code == "slip_opens_nothing":
                note_miss(request)
            form.add_reasons(broken)
        else:
            return HttpResponseRedirect(reverse("slips:thanks"), status=303)
    found = voice.slip_opens(form.data.get("code", ""))
    return render(request, "voice/slip.html", {"form": form, "slip": found and found[1]}, status=422)


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """The end of a slip."""
    return render(request, "voice/thanks.html")


@require_http_methods(FORM)
def complaint(request: HttpRequest) -> HttpResponse:
    """How a complaint stands and what was answered, to whoever holds its number."""
    form = CodeForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid() and not _waits(request, form):
        found = voice.ask_complaint(form.cleaned_data["code"])
        if found is None:
            note_miss(request)
            form.add_reasons(RuleBroken("complaint_number_unknown", "code"))
    context = {"form": form, "found": found}
    return render(request, "voice/ask.html", context, status=422 if form.errors else 200)
