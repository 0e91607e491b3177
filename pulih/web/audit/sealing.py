"""The state of the seals, a verification on the spot, and the question whether a printed head is known."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pulih.queries import audit
from pulih.records import scope
from pulih.web.audit.page import SealsPage

OFFERED = (100, 1000)
MOST = 5000


@require_safe
def seals(request: HttpRequest) -> HttpResponse:
    """The queue, the newest seals, and whether they hold."""
    sealing = audit.sealing(request.actor)
    asked = request.GET.get("verify", "")
    last = min(int(asked), MOST) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0
    head = request.GET.get("head", "").strip()
    page = SealsPage(
        sealing=sealing,
        age=_age(int((scope.now() - sealing.last.sealed_at).total_seconds())) if sealing.last else "–",
        checked=audit.verify(last=last) if last else None,
        verified=last,
        head=head,
        head_known=bool(head) and audit.known_head(request.actor, head),
    )
    return render(request, "audit/seals.html", {"page": page, "offered": OFFERED})


def _age(seconds: int) -> str:
    """How long ago, in the largest fitting unit."""
    if seconds < 120:
        return _("%(n)s detik lalu") % {"n": max(0, seconds)}
    if seconds < 7200:
        return _("%(n)s menit lalu") % {"n": seconds // 60}
    return _("%(n)s jam lalu") % {"n": seconds // 3600}
