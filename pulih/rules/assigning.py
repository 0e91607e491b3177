"""Whether a counsellor may be given somebody, and when a worker is away."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from pulih.rules.competencies import Held, check_held
from pulih.rules.lifecycles import Status
from pulih.rules.permissions import Role
from pulih.rules.verdicts import ALLOWED, Verdict, all_of, refused

MAIN_ROLES = frozenset({Role.COUNSELLOR})
"""One role answers for somebody."""
BESIDE_ROLES = frozenset({Role.COUNSELLOR, Role.ASSESSOR, Role.NURSE, Role.PROGRAMME_MANAGER})
"""Who may stand beside the main counsellor."""
ASSIGNABLE = frozenset({Status.RECOMMENDED, Status.WAITING, Status.OFFERED, Status.ADMITTED, Status.ON_HOLD})
"""From the recommendation on somebody may have a counsellor; with the end of the pathway it lapses."""
ABSENCES = ("leave", "ill", "training", "duty", "other")
"""Why a worker is away; the words stand under `absence.<code>`."""
LONGEST_ABSENCE = timedelta(days=366)
LATE_ABSENCE = timedelta(days=92)
"""An absence further back tells nobody anything."""
REASON_LONGEST = 500
_SHORTEST = 5


@dataclass(frozen=True)
class Given:
    """A worker on the day on which somebody is given to them."""

    id: UUID
    roles: frozenset[Role] = frozenset()
    """Roles at the office on that day."""
    away_until: date | None = None
    held: tuple[Held, ...] = ()


@dataclass(frozen=True)
class Place:
    """The pathway that gets a counsellor, as it stands."""

    status: Status
    held_from: Status | None
    opened_on: date
    main: UUID | None = None
    main_since: date | None = None
    all: frozenset[UUID] = frozenset()
    """Everybody assigned now, the main one too."""
    needs: tuple[str, ...] = ()
    """Competencies which what is measured in the programme asks for."""


def check_assigning(worker: Given, place: Place, on: date, today: date, *, main: bool = True) -> Verdict:
    """Whether this worker may be given that person from that day on.

    Codes: `caseload_not_staff`, `caseload_not_counsellor`, `caseload_away`, `caseload_status`,
    `caseload_already`, `caseload_competency`, and those of `check_day`.
    """
    return all_of(
        (
            check_pathway(place.status, place.held_from),
            check_day(on, place.main_since if main and place.main_since else place.opened_on, today),
            *_check_worker(worker, place, on, main),
        )
    )


def _check_worker(worker: Given, place: Place, on: date, main: bool) -> Iterable[Verdict]:
    allowed = MAIN_ROLES if main else BESIDE_ROLES
    if not worker.roles & BESIDE_ROLES:
        yield refused("caseload_not_staff", "account_id", date=on)
    elif not worker.roles & allowed:
        yield refused("caseload_not_counsellor", "account_id")
    if worker.away_until is not None:
        yield refused("caseload_away", "account_id", date=on, until=worker.away_until)
    if worker.id == place.main or (not main and worker.id in place.all):
        yield refused("caseload_already", "account_id")
    if main:
        missing = [code for code in place.needs if not check_held(code, worker.held, on)]
        if missing:
            yield refused("caseload_competency", "account_id", competencies=missing)


def check_pathway(status: Status, held_from: Status | None) -> Verdict:
    """Whether a pathway stands where somebody has a counsellor. Code: `caseload_status`."""
    real = held_from if status is Status.ON_HOLD and held_from else status
    return ALLOWED if real in ASSIGNABLE else refused("caseload_status", status=status.value)


def check_day(on: date, first: date, today: date) -> Verdict:
    """Whether a change of counsellor may begin that day. Codes: `caseload_in_future`, `caseload_before`."""
    if on > today:
        return refused("caseload_in_future", "on", date=on)
    return refused("caseload_before", "on", since=first) if on < first else ALLOWED


def check_why(because: str, code: str = "caseload_why_missing") -> Verdict:
    """Whether a reason was given. Codes: `caseload_why_missing` (or the given one), `caseload_reason_long`."""
    length = len(because.strip())
    if length < _SHORTEST:
        return refused(code, "because")
    if length > REASON_LONGEST:
        return refused("caseload_reason_long", "because", most=REASON_LONGEST)
    return ALLOWED


def check_choice(chosen: UUID, suggested: UUID | None, because: str) -> Verdict:
    """Whoever chooses another than the suggested one says why; following the suggestion needs no words.

    Code: `caseload_reason_missing`.
    """
    if chosen == suggested and not because.strip():
        return ALLOWED
    return check_why(because, "caseload_reason_missing")


def check_reporting(account_id: UUID, by: UUID | None, may_assign: Verdict) -> Verdict:
    """Whoever assigns counsellors says who is away; everybody says it of themselves."""
    return ALLOWED if by == account_id else may_assign


@dataclass(frozen=True)
class Absence:
    """Days on which a worker is away; both ends count."""

    from_on: date
    until_on: date

    def covers(self, day: date) -> bool:
        """Whether the worker is away that day."""
        return self.from_on <= day <= self.until_on


def check_absence(new: Absence, reason: str, others: Iterable[Absence], today: date) -> Verdict:
    """Whether an absence may be recorded.

    Codes: `absence_reason`, `absence_order`, `absence_long`, `absence_long_ago`, `absence_far`,
    `absence_overlaps`.
    """
    found = [ALLOWED if reason in ABSENCES else refused("absence_reason", "reason")]
    if new.until_on < new.from_on:
        found.append(refused("absence_order", "until_on", since=new.from_on))
    elif new.until_on - new.from_on >= LONGEST_ABSENCE:
        found.append(refused("absence_long", "until_on"))
    if new.from_on < today - LATE_ABSENCE:
        found.append(refused("absence_long_ago", "from_on"))
    if new.from_on > today + LONGEST_ABSENCE:
        found.append(refused("absence_far", "from_on"))
    crossing = [one for one in others if one.from_on <= new.until_on and new.from_on <= one.until_on]
    if crossing:
        first = min(crossing, key=lambda one: one.from_on)
        found.append(refused("absence_overlaps", "from_on", start=first.from_on, end=first.until_on))
    return all_of(found)


def check_coming_back(absence: Absence, on: date, today: date) -> Verdict:
    """Whether somebody came back that day. Codes: `return_in_future`, `return_before`."""
    if on > today:
        return refused("return_in_future", "returned_on", date=on)
    return refused("return_before", "returned_on", since=absence.from_on) if on < absence.from_on else ALLOWED


def remaining(absence: Absence, returned_on: date) -> Absence | None:
    """What stays of an absence when somebody came back that day; None where nothing does."""
    last = min(absence.until_on, returned_on - timedelta(days=1))
    return Absence(absence.from_on, last) if last >= absence.from_on else None


def last_day(from_on: date, next_on: date) -> date:
    """The last day of a counsellor when another begins; one who began the same day keeps that day."""
    return max(from_on, next_on - timedelta(days=1))
