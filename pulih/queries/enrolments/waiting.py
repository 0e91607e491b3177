"""The waiting list of a cycle: everybody who waits, ranked by the published rule, with what each waits for."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from pulih.queries.enrolments.pathways import PathwayFacts, pathways
from pulih.queries.programmes import CycleFacts, WaveFacts
from pulih.queries.programmes.waves import load_waves
from pulih.records import scope
from pulih.rules import programmes
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.lifecycles import Status
from pulih.rules.permissions import Permission
from pulih.rules.verdicts import Verdict, all_of
from pulih.rules.waiting import (
    NEED_INSTRUMENTS,
    STANDARD,
    Need,
    Offer,
    Ranked,
    Waiting,
    check_offer,
    check_place,
    greatest_need,
    need_share,
    rank,
)
from pulih.rules.willingness import willing_on


@dataclass(frozen=True)
class RuleFacts:
    """A published order. Version 0 is what holds before an office has published one."""

    version: int
    weights: Mapping[str, int]
    why: str
    published_at: datetime | None
    published_by: str


@dataclass(frozen=True)
class WaitingRow:
    """Somebody on the list, with their place in it."""

    facts: PathwayFacts
    ranked: Ranked
    waiting_since: date
    permitted: Verdict
    offer: Verdict
    """Whether a place can be offered now: the person's own obstacles, and whether one is free."""


@dataclass(frozen=True)
class WaitingList:
    """A cycle's list: who waits in order, who was offered a place, who is recommended but not on it."""

    wave: WaveFacts
    cycle: CycleFacts
    rule: RuleFacts
    rows: tuple[WaitingRow, ...]
    offered: tuple[PathwayFacts, ...]
    recommended: tuple[PathwayFacts, ...]
    free: int
    """Places neither filled nor offered."""
    needs_shown: bool
    """Whether this role may see what the assessments say; else nothing of them is handed on."""

    def row(self, enrolment_id: UUID) -> WaitingRow | None:
        """One of those who wait."""
        return next((one for one in self.rows if one.facts.id == enrolment_id), None)


_RULES = """
SELECT r.version, r.weights::text, r.why, r.published_at, coalesce(a.full_name, '')
FROM ranking_rule r LEFT JOIN account a ON a.id = r.published_by
WHERE r.organisation_id = %s ORDER BY r.version DESC
"""


def published_rules(actor: Actor) -> tuple[RuleFacts, ...]:
    """Every order the office published, the one in force first; the standard one where there is none."""
    require(actor.may(Permission.READ_WAVES), attempt=True)
    with connection.cursor() as cursor:
        cursor.execute(_RULES, [actor.organisation_id])
        rows = cursor.fetchall()
    found = tuple(RuleFacts(row[0], json.loads(row[1]), *row[2:]) for row in rows)
    return found or (RuleFacts(0, dict(STANDARD), "", None, ""),)


_WHICH = "e.cycle_id = %(cycle)s AND e.status = ANY (%(steps)s)"
_STEPS = [Status.RECOMMENDED.value, Status.WAITING.value, Status.OFFERED.value]


def waiting_list(actor: Actor, cycle_id: UUID) -> WaitingList:
    """The list of a cycle of the office; the same number of statements whatever its length."""
    require(actor.may(Permission.READ_WAVES), attempt=True)
    wave, cycle = _cycle(actor, cycle_id)
    today = scope.today()
    found = pathways(actor, _WHICH, {"cycle": cycle_id, "steps": _STEPS})
    rule = published_rules(actor)[0]
    waiting = [one for one in found if one.status is Status.WAITING]
    since = _since(actor, [one.id for one in waiting])
    needs = _needs(actor, [one.person_id for one in waiting])
    offered = tuple(one for one in found if one.status is Status.OFFERED)
    free = cycle.free - len(offered)
    by_key = {_key(one): one for one in waiting}
    ends = programmes.ends_on(wave.starts_on, cycle.months, wave.still_days, today)
    length = (programmes.add_months(wave.starts_on, cycle.months) - wave.starts_on).days
    entries = [
        Waiting(
            _key(one),
            needs.get(one.person_id),
            _days_left(one, today),
            (ends - today).days,
            length,
            (today - since.get(one.id, one.since)).days,
            _able(one, ends, today),
        )
        for one in waiting
    ]
    permitted = actor.may(Permission.MANAGE_ENROLMENTS)
    place = check_place(free)
    rows = tuple(
        WaitingRow(
            facts := by_key[ranked.who.reference],
            ranked,
            since.get(facts.id, facts.since),
            permitted,
            all_of((ranked.who.able, place)),
        )
        for ranked in rank(entries, rule.weights)
    )
    recommended = tuple(one for one in found if one.status is Status.RECOMMENDED)
    return WaitingList(
        wave, cycle, rule, rows, offered, recommended, free, bool(actor.may(Permission.READ_MEASURES))
    )


def _cycle(actor: Actor, cycle_id: UUID) -> tuple[WaveFacts, CycleFacts]:
    waves = load_waves(
        actor, "w.id = (SELECT y.wave_id FROM cycle y WHERE y.id = %(cycle)s)", {"cycle": cycle_id}
    )
    if not waves:
        raise RuleBroken("cycle_unknown", attempt=True, subject="cycle", subject_id=str(cycle_id))
    cycle = waves[0].cycle(cycle_id)
    assert cycle is not None
    return waves[0], cycle


def _key(one: PathwayFacts) -> str:
    """What settles a tie; somebody whose record closed here has no reference to us any more."""
    return one.reference or str(one.id)


def _able(one: PathwayFacts, ends_on: date, today: date) -> Verdict:
    granted = bool(one.exception and one.exception.granted)
    left = _days_left(one, today)
    return check_offer(
        Offer(
            held_here=one.stay_since is not None,
            willing=willing_on(one.willing, today),
            expires_before_end=left is not None and not granted and one.expires_on is not None
            and one.expires_on < ends_on,
            closed=one.wave.closed_on is not None,
        )
    )  # fmt: skip


def _days_left(one: PathwayFacts, today: date) -> int | None:
    if one.stay_kind == "remand" or one.expires_on is None:
        return None
    return (one.expires_on - today).days


_SINCE = """
SELECT s.enrolment_id, min(s.effective_on) FROM status_change s
WHERE s.organisation_id = %s AND s.enrolment_id = ANY (%s) AND s.to_status = 'waiting' AND NOT s.annuls
  AND NOT EXISTS (SELECT 1 FROM status_change x WHERE x.corrects_id = s.id)
GROUP BY s.enrolment_id
"""


def _since(actor: Actor, enrolments: list[UUID]) -> dict[UUID, date]:
    """Since when each waits: a hold in between takes nobody's days away."""
    with connection.cursor() as cursor:
        cursor.execute(_SINCE, [actor.organisation_id, enrolments])
        return dict(cursor.fetchall())


_SCORES = """
SELECT DISTINCT ON (r.person_id, r.instrument, s.scale) r.person_id, r.instrument, s.scale, s.value,
       s.bands::text
FROM response r JOIN score s ON s.response_id = r.id
WHERE r.organisation_id = %(office)s AND r.person_id = ANY (%(people)s)
  AND r.instrument = ANY (%(instruments)s)
  AND NOT EXISTS (SELECT 1 FROM response x WHERE x.amends_id = r.id)
ORDER BY r.person_id, r.instrument, s.scale, r.taken_on DESC, r.id DESC, s.id DESC
"""


def _needs(actor: Actor, people: list[UUID]) -> dict[UUID, Need]:
    """What the newest assessment of each kind says of everybody, in one statement."""
    values: dict[str, Any] = {
        "office": actor.organisation_id,
        "people": people,
        "instruments": list(NEED_INSTRUMENTS),
    }
    found: dict[UUID, list[Need]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_SCORES, values)
        for person, instrument, scale, value, bands in cursor.fetchall():
            share = need_share(instrument, scale, map(str, json.loads(bands).values()), value)
            if share is not None:
                found.setdefault(person, []).append(Need(share, instrument, scale))
    return {person: need for person, several in found.items() if (need := greatest_need(several))}
