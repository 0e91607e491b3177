"""What is owed in the office's open waves, as facts: two statements beside those of waves and participants."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from pulih.language.instruments import instrument
from pulih.queries.programmes import Participant, WaveFacts
from pulih.queries.programmes.waves import BEFORE
from pulih.records.asking import ask
from pulih.rules import programmes
from pulih.rules.actors import Actor
from pulih.rules.completeness import DECIDE_DAYS, PLAN_DAYS, Duty, Kind, of_measure
from pulih.rules.permissions import Role
from pulih.rules.programmes import URINE


class Owed(NamedTuple):
    """A duty with whom and what it is about; a facility has thousands, so it is as light as can be."""

    duty: Duty
    wave: WaveFacts
    role: Role
    worker_id: UUID | None
    worker: str
    name: str
    """Of the person; of a session its title."""
    under: str
    """Register number and block; of a session its hours and group."""
    target: tuple[str, ...]
    """What the form needs: an enrolment with instrument and point, a session, or a person's reference."""
    reference: str = ""
    enrolment_id: UUID | None = None


@dataclass(frozen=True)
class Pathway:
    """An enrolment of an open wave with what stands beside it."""

    id: UUID
    wave_id: UUID
    reference: str
    name: str
    under: str
    status: str
    since: date
    admitted_on: date | None
    ended_on: date | None
    sentence_known: bool
    category_known: bool
    willing: bool
    agreed: bool
    review_on: date | None
    reviews: int
    worker_id: UUID | None
    worker: str


_PATHWAYS = """
SELECT e.id, c.wave_id, coalesce(p.reference, ''), coalesce(p.name, e.register_number),
       e.register_number || CASE WHEN coalesce(t.block, '') = '' THEN '' ELSE ' · ' || t.block END,
       e.status, e.since, e.admitted_on, e.ended_on,
       coalesce(t.kind <> 'sentenced', true) OR EXISTS (
         SELECT 1 FROM sentence s WHERE s.person_id = e.person_id AND s.expires_on IS NOT NULL),
       EXISTS (SELECT 1 FROM participant_category k WHERE k.person_id = e.person_id),
       EXISTS (SELECT 1 FROM consent k WHERE k.person_id = e.person_id AND k.organisation_id = %(office)s::bigint
               AND k.withdrawn_on IS NULL),
       EXISTS (SELECT 1 FROM plan l WHERE l.enrolment_id = e.id AND l.agreed_on IS NOT NULL),
       (SELECT l.review_on FROM plan l WHERE l.enrolment_id = e.id AND l.state = 'agreed'),
       (SELECT count(*) FROM plan_review v JOIN plan l ON l.id = v.plan_id
        WHERE l.enrolment_id = e.id AND v."on" < %(today)s::date)::int,
       a.account_id, coalesce(w.full_name, '')
FROM enrolment e JOIN cycle c ON c.id = e.cycle_id
LEFT JOIN person p ON p.id = e.person_id
LEFT JOIN LATERAL (SELECT s.block, s.kind FROM stay s WHERE s.person_id = e.person_id
                   AND s.organisation_id = %(office)s::bigint ORDER BY s.ended_on IS NOT NULL, s.started_on DESC
                   LIMIT 1) t ON true
LEFT JOIN assignment a ON a.enrolment_id = e.id AND a.organisation_id = %(office)s::bigint AND a.main
     AND a.until_on IS NULL
LEFT JOIN account w ON w.id = a.account_id
WHERE e.organisation_id = %(office)s::bigint AND c.wave_id = ANY (%(waves)s::uuid[])
  AND (e.status = ANY (%(before)s::text[]) OR (e.admitted_on IS NOT NULL AND e.status <> 'removed'))
ORDER BY e.id
"""

_SESSIONS = """
SELECT s.id, s.wave_id, s."on", s.state, s.title, to_char(s.starts_at, 'HH24.MI'), to_char(s.ends_at, 'HH24.MI'),
       coalesce(g.name, p.name, ''), s.leader_id, coalesce(l.full_name, ''),
       EXISTS (SELECT 1 FROM session_plan n WHERE n.catches_up_id = s.id AND n.organisation_id = %(office)s::bigint
               AND n.state <> 'cancelled')
FROM session_plan s
LEFT JOIN session_group g ON g.id = s.group_id
LEFT JOIN enrolment e ON e.id = s.enrolment_id
LEFT JOIN person p ON p.id = e.person_id
LEFT JOIN account l ON l.id = s.leader_id
WHERE s.organisation_id = %(office)s::bigint AND s.wave_id = ANY (%(waves)s::uuid[]) AND s."on" <= %(today)s::date
  AND (s.state <> 'cancelled' OR s.cancelled_side IN ('facility', 'external'))
ORDER BY s.id
"""


def pathways(actor: Actor, waves: Iterable[WaveFacts], today: date) -> tuple[Pathway, ...]:
    """Everybody on the way to an admission or admitted, with plan, papers and main counsellor."""
    values = {
        "office": actor.organisation_id,
        "waves": [one.id for one in waves],
        "before": BEFORE,
        "today": today,
    }
    return tuple(Pathway(*row) for row in ask(_PATHWAYS, values))


def of_sessions(actor: Actor, waves: Iterable[WaveFacts], today: date) -> Iterator[Owed]:
    """Sessions whose day has come; what stands on a suspended day is owed by nobody."""
    known = {one.id: one for one in waves}
    values = {"office": actor.organisation_id, "waves": list(known), "today": today}
    for id, wave_id, on, state, title, begins, ends, group, leader_id, leader, made_good in ask(
        _SESSIONS, values
    ):
        wave = known[wave_id]
        if state == "planned" and any(one.holds(on) for one in wave.suspensions):
            continue
        if state == "cancelled" and any(one.holds(today) for one in wave.suspensions):
            continue  # planned anew once the wave goes on
        lost = state == "cancelled"
        duty = Duty(Kind.CATCH_UP, made_good) if lost else Duty(Kind.SESSION, state == "held", on, on)
        under = " · ".join(one for one in (f"{begins}–{ends}", group) if one)
        role = Role.PROGRAMME_MANAGER if lost else Role.COUNSELLOR
        worker_id, worker = _NOBODY if lost else (leader_id, leader)
        yield Owed(duty, wave, role, worker_id, worker, title, under, (str(id),))


def of_measures(people: Iterable[Participant], by_id: dict[UUID, Pathway]) -> Iterator[Owed]:
    """Every measurement of the plan, urine tests among them; a person who follows two programmes is asked once."""
    for who in people:
        under = " · ".join(one for one in (who.register_number, who.block) if one)
        of = {one.id: (one.ended_on, by_id.get(one.id), str(one.id)) for one in who.enrolled}
        for measure in who.measures:
            point, window = measure.point, measure.window
            ended_on, beside, enrolment = of[measure.enrolment_id]
            kind = Kind.URINE if point.kind == URINE else Kind.MEASUREMENT
            duty = of_measure(kind, measure.how, window.first, window.last, ended_on)
            role, owner = _asks(point.kind, beside)
            yield Owed(duty, who.wave, role, *owner, who.name, under, (enrolment, point.kind, point.code),
                       who.reference, measure.enrolment_id)  # fmt: skip


_NOBODY: tuple[UUID | None, str] = (None, "")
"""By name: anybody of the role may do it."""


def _asks(kind: str, beside: Pathway | None) -> tuple[Role, tuple[UUID | None, str]]:
    """Who asks: the main counsellor where the instrument is a counsellor's, else the first role it names."""
    if kind == URINE:
        return Role.NURSE, _NOBODY
    roles = instrument(kind).roles
    if beside is not None and beside.worker_id and Role.COUNSELLOR in roles:
        return Role.COUNSELLOR, (beside.worker_id, beside.worker)
    return (Role.ASSESSOR if Role.ASSESSOR in roles else roles[0]), _NOBODY


_DECIDES = {"candidate": Role.ASSESSOR, "assessed": Role.ASSESSOR}
"""Who takes the next step before an admission; every other one is the programme manager's."""


def of_pathways(rows: Iterable[Pathway], waves: Iterable[WaveFacts], today: date) -> Iterator[Owed]:
    """Plans, reviews, decisions, statements and facts of the register."""
    known = {one.id: one for one in waves}
    seen: set[tuple[str, str, Kind]] = set()
    for one in rows:
        wave, owner, target = known[one.wave_id], (one.worker_id, one.worker), (str(one.id),)
        for duty, role, by_name in _duties(one, wave, today):
            if duty.due_on is None:  # of the person: whoever follows two programmes is asked once
                of = (wave.reference, one.reference, duty.kind)
                if of in seen:
                    continue
                seen.add(of)
            yield Owed(duty, wave, role, *(owner if by_name else _NOBODY), one.name, one.under, target,
                       one.reference, one.id)  # fmt: skip


def _duties(one: Pathway, wave: WaveFacts, today: date) -> Iterator[tuple[Duty, Role, bool]]:
    began, ended = one.admitted_on, one.ended_on
    if began is None:
        last = one.since + timedelta(days=DECIDE_DAYS)
        yield Duty(Kind.DECISION, False, one.since, last), _decides(one), False
    else:
        yield Duty(Kind.DECISION, True, began, began), _decides(one), False
        until = programmes.day_of_programme(began, PLAN_DAYS, wave.still_days, today)
        yield Duty(Kind.PLAN, one.agreed, began, until, ended), Role.COUNSELLOR, True
        if one.review_on is not None:
            review = Duty(Kind.REVIEW, False, one.review_on - timedelta(days=7), one.review_on, ended)
            yield review, Role.COUNSELLOR, True
        for _ in range(one.reviews):
            yield Duty(Kind.REVIEW, True, began, began), Role.COUNSELLOR, True
    yield Duty(Kind.WILLINGNESS, one.willing, ended_on=ended), Role.ASSESSOR, False
    yield Duty(Kind.SENTENCE, one.sentence_known, ended_on=ended), Role.REGISTRAR, False
    yield Duty(Kind.CATEGORY, one.category_known, ended_on=ended), Role.ASSESSOR, False


def _decides(one: Pathway) -> Role:
    return _DECIDES.get(one.status, Role.PROGRAMME_MANAGER)
