"""Whose eyes the database sees with. Nothing reads or writes a person's record outside `acting_as`.

One statement opens the door: it reads session, account and membership and sets the scope of the
transaction. Settings are local to the transaction, so a pooled connection hands nothing on.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from pulih.records.asking import ask
from pulih.rules.actors import Actor, MembershipChoice
from pulih.rules.errors import RuleBroken
from pulih.rules.permissions import AUDIT_BELOW, AUDIT_OWN_OFFICE, Role

_ORGS_BELOW = (
    "(SELECT array_agg(b.id)::text FROM organisation b WHERE b.id = {own} OR b.ancestors @> ARRAY[{own}])"
)


@dataclass
class Context:
    """The scope in force: who acts, on what day it stands still (if it does), what was refused."""

    actor: Actor | None
    at: datetime | None
    read_only: bool
    refusals: list[tuple[Actor, RuleBroken, str]] = field(default_factory=list)


_context: ContextVar[Context | None] = ContextVar("pulih_context", default=None)


def current_actor() -> Actor | None:
    """Who acts at the moment; None outside any context."""
    context = _context.get()
    return context.actor if context else None


def now() -> datetime:
    """The moment, with zone: real, unless the context fixed it."""
    context = _context.get()
    return context.at if context and context.at else datetime.now(ZoneInfo("UTC"))


def today() -> date:
    """The day in the acting organisation's time zone: Indonesia has three."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """The day on which that moment fell for the acting organisation."""
    context = _context.get()
    zone = context.actor.time_zone if context and context.actor else "Asia/Jakarta"
    return moment.astimezone(ZoneInfo(zone)).date()


def note_refusal(actor: Actor, broken: RuleBroken, tried: str) -> None:
    """Remember an attempt; it is audited in a transaction of its own after this one ended.

    Once only, though action and door both meet the same refusal.
    """
    context = _context.get()
    if context is not None and not any(known is broken for _actor, known, _tried in context.refusals):
        context.refusals.append((actor, broken, tried))


@contextmanager
def acting_as(actor: Actor, *, at: datetime | None = None, read_only: bool = False) -> Iterator[Context]:
    """Open a transaction (or, nested, a savepoint) that sees what `actor` may see.

    Leaving a nested use restores the outer scope, also after an exception: a released savepoint
    would keep the inner settings. Only scenario, demo, generate and tests set `at`.
    """
    outer = _context.get()
    context = Context(
        actor,
        at if at or not outer else outer.at,
        read_only,
        refusals=outer.refusals if outer else [],
    )
    nested = connection.in_atomic_block
    token = _context.set(context)
    try:
        with transaction.atomic():
            _set_scope(actor, read_only)
            yield context
    finally:
        _context.reset(token)
        if nested and not connection.needs_rollback:
            _set_scope(outer.actor if outer else None, outer.read_only if outer else False)
        if outer is None:
            flush_refusals(context)


def _set_scope(actor: Actor | None, read_only: bool) -> None:
    orgs = f"{{{actor.organisation_id}}}" if actor else ""
    account = str(actor.account_id) if actor and actor.account_id else ""
    audit = "%s"
    parameters: list[Any] = [orgs, account]
    if actor and actor.role in AUDIT_BELOW:
        audit = _ORGS_BELOW.format(own="%s")
        parameters += [actor.organisation_id, actor.organisation_id]
    else:
        parameters.append(orgs if actor and actor.role in AUDIT_OWN_OFFICE else "")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pulih.orgs', %s, true), set_config('pulih.account', %s, true),"
            f" set_config('pulih.audit', {audit}, true), set_config('synchronous_commit', %s, true)",
            [*parameters, "off" if read_only else "on"],
        )


@dataclass(frozen=True)
class Door:
    """What the door's one statement found: the session's data and, when somebody is signed in, who."""

    session_data: str | None
    expires_at: datetime | None
    actor: Actor | None
    stale_account_id: UUID | None = None
    """Whose session it was that ran out, so that what they typed can be kept for them."""


# What is prepared (`records.asking`) is planned once a connection: left to itself, PostgreSQL plans every
# statement with seven walled parts anew, five milliseconds each time, for a plan that is never another.
_OPEN_DOOR = f"""
SELECT s.session_data, s.expire_date, s.expire_date > now(), s.account_id,
       a.full_name, a.language, a.theme, a.must_change_password,
       m.id, m.role, o.id, o.name, o.time_zone, coalesce(p.name, ''), o.kind,
       coalesce((SELECT jsonb_agg(jsonb_build_array(x.id, x.role, xo.name) ORDER BY xo.name, x.role)
                 FROM membership x JOIN organisation xo ON xo.id = x.organisation_id
                 WHERE x.account_id = a.id AND x.valid_from <= (now() AT TIME ZONE xo.time_zone)::date
                   AND (x.valid_to IS NULL OR x.valid_to >= (now() AT TIME ZONE xo.time_zone)::date)),
                '[]'::jsonb)::text,
       set_config('synchronous_commit', %(commit)s, true),
       set_config('plan_cache_mode', 'force_generic_plan', true),
       set_config('pulih.account', coalesce(CASE WHEN m.id IS NOT NULL THEN a.id::text END, ''), true),
       set_config('pulih.orgs', coalesce('{{' || o.id || '}}', ''), true),
       set_config('pulih.audit', coalesce(CASE
           WHEN m.role = ANY (%(own)s) THEN '{{' || o.id || '}}'
           WHEN m.role = ANY (%(below)s) THEN {_ORGS_BELOW.format(own="o.id")}
           ELSE '' END, ''), true)
FROM session s
LEFT JOIN account a ON a.id = s.account_id AND a.is_active AND s.expire_date > now()
LEFT JOIN (membership m JOIN organisation o ON o.id = m.organisation_id
           LEFT JOIN organisation p ON p.id = o.parent_id)
       ON m.id = s.membership_id AND m.account_id = a.id
      AND m.valid_from <= (now() AT TIME ZONE o.time_zone)::date
      AND (m.valid_to IS NULL OR m.valid_to >= (now() AT TIME ZONE o.time_zone)::date)
WHERE s.session_key = %(key)s
"""


@contextmanager
def entering(session_key: str | None, *, read_only: bool) -> Iterator[Door]:
    """Open a request's transaction with the scope of its session. Without a session: no rows.

    Inside another transaction (a test's) the scope is put back, or the next request would inherit it.
    """
    outer, nested = _context.get(), connection.in_atomic_block
    with transaction.atomic():
        door = _open_door(session_key, read_only) if session_key else Door(None, None, None)
        context = Context(door.actor, None, read_only)
        token = _context.set(context)
        try:
            yield door
        finally:
            _context.reset(token)
    if nested and not connection.needs_rollback:
        _set_scope(outer.actor if outer else None, outer.read_only if outer else False)
    # A view's exception has become a response by now; only what ends the process passes through here.
    flush_refusals(context)


def _open_door(session_key: str, read_only: bool) -> Door:
    parameters = {
        "key": session_key,
        "commit": "off" if read_only else "on",
        "own": [role.value for role in AUDIT_OWN_OFFICE],
        "below": [role.value for role in AUDIT_BELOW],
    }
    row = next(iter(ask(_OPEN_DOOR, parameters)), None)
    if row is None:
        return Door(None, None, None)
    data, expires_at, live, account_id, full_name, language, theme, must_change = row[:8]
    membership_id, role, organisation_id, organisation, zone, parent, kind, memberships = row[8:16]
    if not live:
        return Door(None, None, None, stale_account_id=account_id)
    if membership_id is None:
        return Door(data, expires_at, None)
    actor = Actor(
        account_id=account_id,
        name=full_name,
        role=Role(role),
        organisation_id=organisation_id,
        organisation_name=organisation,
        parent_name=parent,
        time_zone=zone,
        membership_id=membership_id,
        language=language,
        theme=theme,
        must_change_password=must_change,
        memberships=_choices(memberships),
        organisation_kind=kind,
    )
    return Door(data, expires_at, actor)


def _choices(encoded: str) -> tuple[MembershipChoice, ...]:
    return tuple(MembershipChoice(UUID(one), Role(role), name) for one, role, name in json.loads(encoded))


def flush_refusals(context: Context) -> None:
    """Audit what was refused, after the transaction in which it was tried has ended."""
    if not context.refusals or connection.in_atomic_block:
        return
    from pulih.records.audit import note_refused

    refusals, context.refusals = context.refusals, []
    with transaction.atomic():
        for actor, broken, tried in refusals:
            _set_scope(actor, False)
            note_refused(actor, broken, tried)
