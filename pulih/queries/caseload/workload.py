"""Who has how many: counsellors beside each other, ratios, whom nobody looks after, and a suggested balance."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from pulih.queries.caseload.facts import AbsenceRow, CounsellorFacts, PersonFacts, Snapshot, snapshot
from pulih.rules import caseload
from pulih.rules.actors import Actor
from pulih.rules.caseload import Load, Looked, Suggestion, Waiting, Worker
from pulih.rules.errors import require
from pulih.rules.permissions import Permission
from pulih.rules.verdicts import Reason, Verdict


@dataclass(frozen=True)
class CounsellorLoad:
    """One counsellor with what they carry."""

    id: UUID
    name: str
    here: bool
    people: int
    programmes: tuple[tuple[str, int], ...]
    load: Load
    away: AbsenceRow | None
    coming: AbsenceRow | None
    """The next absence that has not begun."""
    to_take_back: int
    """People handed over around an absence, who are with others now."""

    @property
    def presses(self) -> bool:
        """Whether somebody has to look at it."""
        return self.load is Load.OVER or (self.people > 0 and (self.away is not None or not self.here))


@dataclass(frozen=True)
class ProgrammeRatio:
    """A programme with its people and the counsellors who look after them."""

    programme: str
    people: int
    counsellors: int
    ratio: Decimal | None
    limit: int
    """As the curriculum says, else as the page asks."""
    above: bool


@dataclass(frozen=True)
class Advice:
    """Somebody with the counsellor suggested for them, by name, and why."""

    person: PersonFacts
    worker: UUID | None
    worker_name: str
    leaves: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Workload:
    """The office's caseload on a day."""

    day: date
    limit: int
    limit_from: str
    """The programme whose curriculum says so; empty for the general figure."""
    people: int
    counsellors: int
    """Who looks after somebody."""
    ratio: Decimal | None
    programmes: tuple[ProgrammeRatio, ...]
    rows: tuple[CounsellorLoad, ...]
    unassigned: tuple[Advice, ...]
    moves: tuple[Advice, ...]
    may_assign: Verdict

    @property
    def over(self) -> tuple[CounsellorLoad, ...]:
        """Those above the limit."""
        return tuple(one for one in self.rows if one.load is Load.OVER)


def workload(actor: Actor, limit: int | None = None) -> Workload:
    """Everything the workload page shows; three statements whatever the number of people."""
    require(actor.may(Permission.READ_CASELOAD), attempt=True)
    return workload_of(actor, snapshot(actor), limit)


def limit_in(found: Snapshot) -> tuple[int, str]:
    """What the curricula of those who take part say, and which of them."""
    return caseload.limit_of({one.programme: one.most for one in found.people if one.in_place})


def workload_of(actor: Actor, found: Snapshot, asked: int | None = None) -> Workload:
    """The workload out of a snapshot; with the limit of the curricula where none is asked for."""
    inside = [one for one in found.people if one.in_place]
    limit, limit_from = limit_in(found) if asked is None else (asked, "")
    people = len({one.person_id for one in inside})
    looking = {one.counsellor for one in inside if one.counsellor}
    return Workload(
        day=found.day,
        limit=limit,
        limit_from=limit_from,
        people=people,
        counsellors=len(looking),
        ratio=caseload.ratio(people, len(looking)),
        programmes=tuple(_ratio(inside, code, limit) for code in sorted({one.programme for one in inside})),
        rows=_rows(found, limit),
        unassigned=tuple(_advice(found, one) for one in suggestions(found, limit)),
        moves=tuple(_advice(found, one) for one in moves(found, limit)),
        may_assign=actor.may(Permission.ASSIGN_COUNSELLORS),
    )


def _ratio(inside: Iterable[PersonFacts], programme: str, limit: int) -> ProgrammeRatio:
    of_it = [one for one in inside if one.programme == programme]
    people = len({one.person_id for one in of_it})
    counsellors = len({one.counsellor for one in of_it if one.counsellor})
    most = min((one.most for one in of_it if one.most), default=limit)
    return ProgrammeRatio(
        programme,
        people,
        counsellors,
        caseload.ratio(people, counsellors),
        most,
        caseload.above(people, counsellors, most),
    )


def _rows(found: Snapshot, limit: int) -> tuple[CounsellorLoad, ...]:
    load = caseload.loads((one for one in workers(found) if found.counsellors[one.id].here), limit)
    rows = [_row(found, one, load.get(one.id, Load.AWAY)) for one in found.counsellors.values()]
    return tuple(rows)


def _row(found: Snapshot, one: CounsellorFacts, load: Load) -> CounsellorLoad:
    own = found.of(one.id)
    counted = Counter(person.programme for person in own)
    coming = next((row for row in one.absences if row.days.from_on > found.day), None)
    return CounsellorLoad(
        id=one.id,
        name=one.name,
        here=one.here,
        people=_count(own),
        programmes=tuple(sorted(counted.items())),
        load=load,
        away=one.away(found.day),
        coming=coming,
        to_take_back=len(to_take_back(found, one.id)),
    )


def to_take_back(found: Snapshot, counsellor: UUID) -> tuple[PersonFacts, ...]:
    """Those who were handed over around an absence and are with somebody else, or nobody, now."""
    ids = found.handed_over.get(counsellor, ())
    people = [found.person(one) for one in ids]
    return tuple(one for one in people if one is not None and one.counsellor != counsellor)


def _count(people: Iterable[PersonFacts]) -> int:
    """Somebody who follows two programmes is one person to look after."""
    return len({one.person_id for one in people})


def workers(found: Snapshot, on: date | None = None) -> tuple[Worker, ...]:
    """The counsellors as the balance takes them; who holds the role no longer takes nobody."""
    day = on or found.day
    needs = {one.programme: one.needs for one in found.people}
    return tuple(
        Worker(
            id=one.id,
            people=_count(found.of(one.id)),
            last_on=one.last_on,
            away=not one.here or one.away(day) is not None,
            may_take=frozenset(code for code, asked in needs.items() if one.takes(asked, day)),
        )
        for one in found.counsellors.values()
    )


def without_counsellor(found: Snapshot) -> tuple[PersonFacts, ...]:
    """Whom nobody looks after: in a programme with no main counsellor, or with one who works here no more."""
    return tuple(one for one in found.people if one.in_place and _alone(found, one))


def _alone(found: Snapshot, one: PersonFacts) -> bool:
    return one.counsellor is None or not found.counsellors[one.counsellor].here


def waiting(one: PersonFacts) -> Waiting:
    """Somebody as the balance takes them."""
    return Waiting(one.enrolment, one.programme, one.since, one.before, one.counsellor)


def suggestions(found: Snapshot, limit: int | None = None) -> tuple[Suggestion, ...]:
    """A counsellor for everybody nobody looks after."""
    asked = [waiting(one) for one in without_counsellor(found)]
    return caseload.suggest(workers(found), asked, found.day, limit or limit_in(found)[0])


def moves(found: Snapshot, limit: int | None = None) -> tuple[Suggestion, ...]:
    """Who might go from a counsellor above the limit to one with room, after those without one are placed."""
    known = {one.id: one for one in workers(found)}
    for placed in suggestions(found, limit):
        if placed.worker:
            before = known[placed.worker]
            known[placed.worker] = Worker(
                before.id, before.people + 1, found.day, before.away, before.may_take
            )
    running = [
        Looked(one.enrolment, one.counsellor, one.programme, one.from_on or one.since, one.before)
        for one in found.people
        if one.counsellor and not _alone(found, one)
    ]
    return caseload.relieve(known.values(), running, found.day, limit or limit_in(found)[0])


def suggestion_for(found: Snapshot, enrolment: UUID, limit: int | None = None) -> Suggestion | None:
    """What is suggested for one person: as in the whole balance, or by itself before an admission."""
    known = (*suggestions(found, limit), *moves(found, limit))
    one = next((one for one in known if one.enrolment == enrolment), None)
    person = found.person(enrolment)
    if one is None and person is not None and person.counsellor is None:
        (one,) = caseload.suggest(workers(found), [waiting(person)], found.day, limit or limit_in(found)[0])
    return one


def _advice(found: Snapshot, one: Suggestion) -> Advice:
    person = found.person(one.enrolment)
    assert person is not None
    return Advice(
        person,
        one.worker,
        found.counsellors[one.worker].name if one.worker else "",
        found.counsellors[one.leaves].name if one.leaves else "",
        one.reasons,
    )
