"""The state of the seals: is somebody sealing, and what is the newest seal?"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Func, IntegerField

from pulih.queries.audit.verification import LATE_AFTER, short_form
from pulih.records import audit, scope
from pulih.records.models import AuditSeal
from pulih.rules.actors import Actor
from pulih.rules.errors import require
from pulih.rules.permissions import Permission


@dataclass(frozen=True)
class SealLine:
    """One seal: number, moment, events under it, and its form for paper."""

    n: int
    sealed_at: datetime
    events: int
    short: str


@dataclass(frozen=True)
class Sealing:
    """How many events wait and since when; `late` when it is longer than a minute."""

    waiting: int
    oldest: datetime | None
    late: bool
    newest: tuple[SealLine, ...]

    @property
    def last(self) -> SealLine | None:
        """The newest seal."""
        return self.newest[0] if self.newest else None


def sealing(actor: Actor, *, show: int = 20) -> Sealing:
    """The queue and the newest seals; looking does not seal."""
    require(actor.may(Permission.READ_AUDIT), attempt=True)
    events, oldest = audit.waiting()
    late = oldest is not None and scope.now() - oldest > LATE_AFTER
    found = AuditSeal.objects.annotate(
        events=Func(F("ids"), function="cardinality", output_field=IntegerField())
    ).order_by("-n")[:show]
    lines = tuple(
        SealLine(n, at, count, short_form(n, bytes(digest).hex()))
        for n, at, count, digest in found.values_list("n", "sealed_at", "events", "hash")
    )
    return Sealing(events, oldest, late, lines)


def known_head(actor: Actor, short: str) -> bool:
    """Whether a head that stands on paper still stands in the chain: a shortened chain loses it."""
    require(actor.may(Permission.READ_AUDIT), attempt=True)
    number, _, _digest = short.strip().lower().partition("-")
    if not number.isdigit() or len(number) > 18:
        return False
    found = AuditSeal.objects.filter(n=int(number)).values_list("hash", flat=True).first()
    return found is not None and short_form(int(number), bytes(found).hex()) == short.strip().lower()
