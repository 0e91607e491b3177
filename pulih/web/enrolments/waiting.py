"""The waiting list: who waits in which order and why, who was offered a place, and the rule itself."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pulih.actions import enrolments as actions
from pulih.queries import enrolments, programmes
from pulih.records import scope
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.rules.waiting import Factor
from pulih.web.enrolments.asking import an_id, one_of_many, ticked
from pulih.web.enrolments.ordering import RuleForm, cycle_choices, place, weights_words
from pulih.web.enrolments.page import PAGE
from pulih.web.enrolments.words import said
from pulih.web.ui.answering import answer
from pulih.web.ui.asking import kept_text, page_number, typed
from pulih.web.ui.paging import Pager

TABS = ("waiting", "offered", "recommended")


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """The list of one cycle; the first with somebody on the way where none is asked for."""
    actor, asked, today = request.actor, request.GET, scope.today()
    choices = cycle_choices(programmes.open_waves(actor))
    if not choices:
        return render(request, "enrolments/waiting_none.html")
    wanted = asked.get("cycle", "")
    known = {one[0] for one in choices}
    if wanted not in known:
        wanted = next((code for code, _words, cycle, _wave in choices if cycle.before), choices[0][0])
    found = enrolments.waiting_list(actor, UUID(wanted))
    tab = asked.get("tab", "")
    tab = tab if tab in TABS else TABS[0]
    pager = Pager(1, PAGE, len(found.rows))
    pager = Pager(min(page_number(asked), pager.pages), PAGE, len(found.rows), f"cycle={wanted}&")
    shown = found.rows[(pager.page - 1) * PAGE : pager.page * PAGE]
    counts = {"waiting": found.rows, "offered": found.offered, "recommended": found.recommended}
    titles = {"waiting": _("Menunggu"), "offered": _("Ditawari"), "recommended": _("Direkomendasikan")}
    days = sorted(row.ranked.who.days_waited for row in found.rows)
    manage = actor.may(Permission.MANAGE_ENROLMENTS)
    context = {
        "found": found,
        "choices": [(code, said_of, code == wanted) for code, said_of, _cycle, _wave in choices],
        "chosen": wanted,
        "tab": tab,
        "tabs": [(f"?cycle={wanted}&tab={one}", titles[one], len(counts[one]), one == tab) for one in TABS],
        "places": [place(found, row, today) for row in shown],
        "lacking": [said(one) for one in manage.reasons],
        "may_manage": bool(manage),
        "pager": pager,
        "median": days[len(days) // 2] if days else 0,
        "longest": days[-1] if days else 0,
        "owed": enrolments.objections_owed(actor),
        "once": RuleForm()["once"],
    }
    return render(request, "enrolments/waiting.html", context)


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Put everybody ticked on the list today; one who cannot does not stop the others."""
    done = 0
    token = an_id(request.POST.get("once", ""))
    for one in ticked(request.POST, "enrolment"):
        try:
            actions.put_on_list(
                enrolment_id=one, on=scope.today(), token=one_of_many(token, one), by=request.actor
            )
        except RuleBroken as broken:
            messages.warning(request, " ".join(said(why) for why in broken.reasons))
        else:
            done += 1
    if done:
        words = ngettext("%(count)s orang masuk daftar tunggu.", "%(count)s orang masuk daftar tunggu.", done)
        messages.success(request, words % {"count": done})
    cycle = an_id(typed(request.POST, "cycle"))
    rest = f"?cycle={cycle}" if cycle else ""
    return HttpResponseRedirect(reverse("enrolments:waiting") + rest, status=303)


@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest) -> HttpResponse:
    """The published rule in words, earlier ones, and a form for whoever answers for it."""
    rules = enrolments.published_rules(request.actor)
    may = request.actor.may(Permission.PUBLISH_RANKING)
    if request.method == "POST":
        require(may, attempt=True)
    in_force = rules[0]
    form = RuleForm(
        request.POST or None,
        revision=in_force.version,
        initial=kept_text(request) or {one.value: in_force.weights.get(one.value, 0) for one in Factor},
    )

    def act(_given: dict[str, object]) -> None:
        actions.publish_rule(
            weights=form.weights(),
            why=form.cleaned_data["why"],
            seen=form.seen_revision,
            token=form.token,
            by=request.actor,
        )

    return answer(
        request,
        form,
        act,
        template="enrolments/waiting_rule.html",
        done=_("Aturan terbit dan berlaku sekarang."),
        to=lambda _done: reverse("enrolments:waiting_rule"),
        context={
            "in_force": in_force,
            "weights": weights_words(in_force.weights),
            "earlier": [(one, weights_words(one.weights)) for one in rules[1:]],
            "may": may,
        },
    )
