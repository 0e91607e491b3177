"""Break-glass openings and their reviews."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from pulih.queries.audit.offices import Offices, audited_offices
from pulih.records import audit
from pulih.records.models import Account, BreakGlass, Organisation, ReadEvent
from pulih.rules.actors import Actor
from pulih.rules.emergencies import may_review
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission
from pulih.rules.verdicts import Verdict

PAGE = 50
WAITING, REVIEWED = "waiting", "reviewed"


@dataclass(frozen=True)
class Emergency:
    """One opening: who, whose record, why, for how long, what the review found; and may I review it?"""

    id: UUID
    reference: str
    office: str
    holder: str
    opened_by: str
    reason: str
    opened_at: datetime
    ends_at: datetime
    finding: str
    review_note: str
    reviewed_at: datetime | None
    reviewed_by: str
    may_review: Verdict


@dataclass(frozen=True)
class Emergencies:
    """A page of emergencies, newest first, and how many wait for a review."""

    lines: tuple[Emergency, ...]
    waiting: int
    next: UUID | None


@dataclass(frozen=True)
class Opening:
    """One emergency with what was read under it."""

    emergency: Emergency
    reads: tuple[tuple[datetime, str], ...]


def emergencies(
    actor: Actor, *, state: str = "", after: UUID | None = None, limit: int = PAGE
) -> Emergencies:
    """Openings by the audited offices or of people they hold."""
    require(actor.may(Permission.REVIEW_BREAK_GLASS), attempt=True)
    mine = _audited(audited_offices(actor))
    found = mine
    if state in (WAITING, REVIEWED):
        found = found.filter(reviewed_at__isnull=state == WAITING)
    if after:
        found = found.filter(id__lt=after)
    rows = list(found.order_by("-id")[: limit + 1])
    return Emergencies(
        tuple(_told(rows[:limit], actor)),
        mine.filter(reviewed_at=None).count(),
        rows[limit - 1].id if len(rows) > limit else None,
    )


def waiting_reviews(actor: Actor) -> int:
    """How many emergencies wait for a review by somebody like this actor."""
    if not actor.may(Permission.REVIEW_BREAK_GLASS):
        return 0
    found = _audited(audited_offices(actor)).filter(reviewed_at=None)
    return found.exclude(account_id=actor.account_id).count() if actor.account_id else found.count()


def opening(actor: Actor, id: UUID) -> Opening:
    """One emergency, and every part of the record that was opened under it."""
    require(actor.may(Permission.REVIEW_BREAK_GLASS), attempt=True)
    row = _audited(audited_offices(actor)).filter(id=id).first()
    if row is None:
        raise RuleBroken("not_found")
    read = ReadEvent.objects.filter(
        person_id=row.person_id,
        account_id=row.account_id,
        organisation_id=row.organisation_id,
        by_break_glass=True,
        at__gte=row.opened_at,
        at__lte=row.ends_at,
        day__gte=row.opened_at.date(),
        day__lte=row.ends_at.date(),
    )
    return Opening(_told([row], actor)[0], tuple(read.order_by("at").values_list("at", "what")[:200]))


def _audited(offices: Offices) -> QuerySet[BreakGlass]:
    return BreakGlass.objects.filter(Q(organisation_id__in=offices.ids) | Q(holder_id__in=offices.ids))


def _told(rows: list[BreakGlass], actor: Actor) -> list[Emergency]:
    references = audit.references_of({row.person_id for row in rows})
    names = _names(one for row in rows for one in (row.account_id, row.reviewed_by))
    ids = {one for row in rows for one in (row.organisation_id, row.holder_id)}
    offices: dict[int | None, str] = dict(
        Organisation.objects.filter(id__in=[one for one in ids if one]).values_list("id", "name")
    )
    return [
        Emergency(
            id=row.id,
            reference=references.get(row.person_id, ""),
            office=offices.get(row.organisation_id, ""),
            holder=offices.get(row.holder_id, ""),
            opened_by=names.get(row.account_id, ""),
            reason=row.reason,
            opened_at=row.opened_at,
            ends_at=row.ends_at,
            finding=row.finding,
            review_note=row.review_note,
            reviewed_at=row.reviewed_at,
            reviewed_by=names.get(row.reviewed_by, "") if row.reviewed_by else "",
            may_review=may_review(actor, opened_by=row.account_id, reviewed=row.reviewed_at is not None),
        )
        for row in rows
    ]


def _names(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    wanted = {one for one in ids if one is not None}
    return dict(Account.objects.filter(id__in=wanted).values_list("id", "full_name"))
