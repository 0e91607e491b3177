"""The trail as an auditor reads it: who did what, who read whose record; references, never names."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from pulih.queries.audit.offices import Offices, audited_offices
from pulih.records import audit
from pulih.records.models import Account, AuditEvent, AuditSeal, Organisation, ReadEvent
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission

PAGE = 50


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for in the trail. Days are days at the reader's office, both included."""

    reference: str = ""
    username: str = ""
    organisation_id: int | None = None
    since: date | None = None
    until: date | None = None
    event: str = ""
    """The name of an event, or the beginning of one: `people.`"""
    outcome: str = ""
    break_glass_only: bool = False
    after: tuple[date, UUID] | None = None
    """The last line of the page before; lines are listed newest first."""


@dataclass(frozen=True)
class EventLine:
    """One act or refused attempt. `changes` maps a field to what it was and what it became."""

    day: date
    id: UUID
    at: datetime
    event: str
    outcome: str
    account_id: UUID | None
    name: str
    role: str
    office: str
    holder: str
    subject: str
    subject_id: str
    subject_name: str
    reference: str
    changes: Mapping[str, Any]
    why: str


@dataclass(frozen=True)
class ReadLine:
    """One opening of a record."""

    day: date
    id: UUID
    at: datetime
    name: str
    role: str
    office: str
    holder: str
    reference: str
    what: str
    by_break_glass: bool


@dataclass(frozen=True)
class Events:
    """A page of the trail, and the mark after which the next begins."""

    lines: tuple[EventLine, ...]
    offices: Offices
    next: tuple[date, UUID] | None


@dataclass(frozen=True)
class Reads:
    """A page of the read log."""

    lines: tuple[ReadLine, ...]
    offices: Offices
    next: tuple[date, UUID] | None


@dataclass(frozen=True)
class Proof:
    """One event with its exact text: whether the text still has the kept hash, and which seal holds it."""

    line: EventLine
    body: str
    kept: str
    found: str
    seal: int | None
    sealed_at: datetime | None


def events(actor: Actor, wanted: Wanted, *, limit: int = PAGE) -> Events:
    """Acts and refused attempts in the audited offices, or on people these hold; newest first."""
    require(actor.may(Permission.READ_AUDIT), attempt=True)
    offices = audited_offices(actor)
    found = _narrowed(AuditEvent.objects.all(), wanted, actor, offices)
    if found is not None and wanted.event:
        found = found.filter(event__startswith=wanted.event)
    if found is not None and wanted.outcome:
        found = found.filter(outcome=wanted.outcome)
    rows = list(found.order_by("-day", "-id")[: limit + 1]) if found is not None else []
    return Events(tuple(_lines(rows[:limit])), offices, _mark(rows, limit))


def reads(actor: Actor, wanted: Wanted, *, limit: int = PAGE) -> Reads:
    """Who opened whose record, newest first."""
    require(actor.may(Permission.READ_AUDIT), attempt=True)
    offices = audited_offices(actor)
    found = _narrowed(ReadEvent.objects.all(), wanted, actor, offices)
    if found is not None and wanted.break_glass_only:
        found = found.filter(by_break_glass=True)
    rows = list(found.order_by("-day", "-id")[: limit + 1]) if found is not None else []
    return Reads(tuple(_read_lines(rows[:limit])), offices, _mark(rows, limit))


def event(actor: Actor, day: date, id: UUID) -> Proof:
    """One event, its text as hashed, and the seal it lies under."""
    require(actor.may(Permission.READ_AUDIT), attempt=True)
    ids = audited_offices(actor).ids
    row = AuditEvent.objects.filter(_in(ids), day=day, id=id).first()
    if row is None:
        raise RuleBroken("not_found")
    seal = (
        AuditSeal.objects.filter(sealed_at__gte=row.at - timedelta(seconds=1), ids__contains=[id])
        .order_by("n")
        .values_list("n", "sealed_at")
        .first()
    )
    return Proof(
        line=_lines([row])[0],
        body=row.body,
        kept=bytes(row.sha256).hex(),
        found=hashlib.sha256(row.body.encode()).hexdigest(),
        seal=seal[0] if seal else None,
        sealed_at=seal[1] if seal else None,
    )


def _in(ids: list[int]) -> Q:
    return Q(organisation_id__in=ids) | Q(holder_id__in=ids)


def _narrowed(rows: QuerySet[Any], wanted: Wanted, actor: Actor, offices: Offices) -> QuerySet[Any] | None:
    """The rows of the audited offices that fit; None when nobody bears the name asked for."""
    rows = rows.filter(_in(offices.under(wanted.organisation_id)))
    if wanted.reference:
        person_id = audit.person_of_reference(wanted.reference.strip().upper())
        if person_id is None:
            return None
        rows = rows.filter(person_id=person_id)
    if wanted.username:
        named = Account.objects.filter(username=wanted.username.strip().lower()).values_list("id", flat=True)
        account_id = named.first()
        if account_id is None:
            return None
        rows = rows.filter(account_id=account_id)
    if wanted.since:
        start = _midnight(wanted.since, actor)
        rows = rows.filter(at__gte=start, day__gte=start.astimezone(ZoneInfo("UTC")).date())
    if wanted.until:
        end = _midnight(wanted.until + timedelta(days=1), actor)
        rows = rows.filter(at__lt=end, day__lte=end.astimezone(ZoneInfo("UTC")).date())
    if wanted.after:
        day, id = wanted.after
        rows = rows.filter(Q(day__lte=day), Q(day__lt=day) | Q(day=day, id__lt=id))
    return rows


def _midnight(day: date, actor: Actor) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(actor.time_zone))


def _mark(rows: list[Any], limit: int) -> tuple[date, UUID] | None:
    return (rows[limit - 1].day, rows[limit - 1].id) if len(rows) > limit else None


def _lines(rows: list[AuditEvent]) -> list[EventLine]:
    references = audit.references_of({row.person_id for row in rows if row.person_id})
    offices = _office_names(rows)
    accounts = _account_names(_uuid(row.subject_id) for row in rows if row.subject == "account")
    lines = []
    for row in rows:
        facts = _facts_of(row.body)
        lines.append(
            EventLine(
                day=row.day,
                id=row.id,
                at=row.at,
                event=row.event,
                outcome=row.outcome,
                account_id=row.account_id,
                name=str(facts.get("name", "")),
                role=row.role,
                office=offices.get(row.organisation_id, ""),
                holder=offices.get(row.holder_id, ""),
                subject=row.subject,
                subject_id=row.subject_id,
                subject_name=_subject_name(row, offices, accounts),
                reference=references.get(row.person_id, "") if row.person_id else "",
                changes=facts.get("changes") or {},
                why=str(facts.get("why", "")),
            )
        )
    return lines


def _read_lines(rows: list[ReadEvent]) -> list[ReadLine]:
    references = audit.references_of({row.person_id for row in rows})
    offices = _office_names(rows)
    accounts = _account_names(row.account_id for row in rows)
    return [
        ReadLine(
            day=row.day,
            id=row.id,
            at=row.at,
            name=accounts.get(row.account_id, "") if row.account_id else "",
            role=row.role,
            office=offices.get(row.organisation_id, ""),
            holder=offices.get(row.holder_id, ""),
            reference=references.get(row.person_id, ""),
            what=row.what,
            by_break_glass=row.by_break_glass,
        )
        for row in rows
    ]


def _facts_of(body: str) -> dict[str, Any]:
    """The event's own text as facts; a text that was tampered with may hold none."""
    try:
        facts = json.loads(body)
    except ValueError:
        return {}
    return facts if isinstance(facts, dict) else {}


def _subject_name(row: AuditEvent, offices: Mapping[int | None, str], accounts: Mapping[UUID, str]) -> str:
    if row.subject == "account" and (id := _uuid(row.subject_id)):
        return accounts.get(id, "")
    if row.subject == "organisation" and row.subject_id.isdigit():
        return offices.get(int(row.subject_id), "")
    return ""


def _office_names(rows: Iterable[Any]) -> dict[int | None, str]:
    ids: set[int] = set()
    for row in rows:
        ids.update(one for one in (row.organisation_id, row.holder_id) if one is not None)
        if getattr(row, "subject", "") == "organisation" and row.subject_id.isdigit():
            ids.add(int(row.subject_id))
    return dict(Organisation.objects.filter(id__in=ids).values_list("id", "name"))


def _account_names(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    wanted = {one for one in ids if one is not None}
    return dict(Account.objects.filter(id__in=wanted).values_list("id", "full_name"))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
