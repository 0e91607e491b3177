"""Who was trained for what: one's own, one worker's, and the register of an office."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Lower

from pulih.queries.staff.lists import Place, places_to_staff
from pulih.records import scope
from pulih.records.asking import ask
from pulih.records.models import Account, Competency, Membership
from pulih.rules.actors import Actor
from pulih.rules.competencies import (
    COMPETENCIES,
    Held,
    Standing,
    check_of_another,
    ended,
    ends_soon,
    standing,
)
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission, Role, may
from pulih.rules.verdicts import Verdict, all_of

MEASURING = tuple(role.value for role in Role if role is not Role.SYSTEM and may(role, Permission.MEASURE))
"""Roles whose work asks for competencies."""

PAGE = 50
SHOW = ("", "pressing", "without")
"""Everybody; those with one that ended or ends soon; those without any that counts today."""


@dataclass(frozen=True)
class CompetencyLine:
    """One competency of a worker as the register shows it."""

    id: UUID
    code: str
    certificate: str
    granted_on: date
    expires_on: date | None
    withdrawn_on: date | None
    because: str
    standing: Standing
    presses: bool
    """Whether it ended or ends soon and nothing follows it."""
    history: bool
    """Whether it is over, and another of its kind counts today."""


@dataclass(frozen=True)
class CompetentWorker:
    """A worker of the register with what they hold, the newest first of each competency."""

    id: UUID
    name: str
    roles: tuple[str, ...]
    lines: tuple[CompetencyLine, ...]
    may_change: Verdict

    @property
    def presses(self) -> bool:
        """Whether something has to be renewed."""
        return any(line.presses for line in self.lines)

    @property
    def holds_any(self) -> bool:
        """Whether something counts today."""
        return any(line.standing in (Standing.VALID, Standing.ENDS_SOON) for line in self.lines)


@dataclass(frozen=True)
class CompetencyRegister:
    """A page of those of an office who measure or hold a competency."""

    place: Place
    places: tuple[Place, ...]
    rows: tuple[CompetentWorker, ...]
    total: int
    page: int
    pressing: int
    without: int


def held_by(actor: Actor) -> tuple[Held, ...]:
    """The actor's own competencies, withdrawn and ended ones too, for pages that say who may measure."""
    return tuple(_held(row) for row in _rows_of([actor.account_id] if actor.account_id else []))


def competencies_of(account_id: UUID) -> tuple[CompetencyLine, ...]:
    """What one worker holds. Ask only after `open_member`, or for the actor's own account."""
    return _lines(_rows_of([account_id]))


def may_change_competencies(actor: Actor, account_id: UUID) -> Verdict:
    """Whether the actor may record and withdraw competencies of that account, as far as roles say."""
    return all_of((actor.may(Permission.MANAGE_COMPETENCIES), check_of_another(actor.account_id, account_id)))


def competency_register(
    actor: Actor, *, organisation_id: int | None = None, show: str = "", code: str = "", page: int = 1
) -> CompetencyRegister:
    """Who of an office was trained for what: valid, ending, ended, withdrawn; four statements in all."""
    places = places_to_staff(actor)
    wanted = organisation_id or actor.organisation_id
    place = next((one for one in places if one.id == wanted), None)
    if place is None:
        raise RuleBroken("not_found", attempt=True, subject="organisation", subject_id=wanted)
    workers = _workers(actor, place.id)
    pressing, without = sum(one.presses for one in workers), sum(not one.holds_any for one in workers)
    shown = [one for one in workers if _fits(one, show, code)]
    page = min(max(1, page), max(1, -(-len(shown) // PAGE)))
    rows = tuple(shown[(page - 1) * PAGE : page * PAGE])
    return CompetencyRegister(place, places, rows, len(shown), page, pressing, without)


def _fits(worker: CompetentWorker, show: str, code: str) -> bool:
    if show == "pressing" and not worker.presses:
        return False
    if show == "without" and worker.holds_any:
        return False
    return not code or any(line.code == code for line in worker.lines)


def _workers(actor: Actor, organisation_id: int) -> list[CompetentWorker]:
    today = scope.today()
    running = Membership.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=today), organisation_id=organisation_id, valid_from__lte=today
    )
    roles: dict[UUID, set[str]] = defaultdict(set)
    for account_id, role in running.values_list("account_id", "role"):
        roles[account_id].add(role)
    rows: dict[UUID, list[Competency]] = defaultdict(list)
    for row in _rows_of(roles):
        rows[row.account_id].append(row)
    asked = [one for one in roles if one in rows or roles[one] & set(MEASURING)]
    accounts = Account.objects.filter(pk__in=asked, is_active=True).order_by(Lower("full_name"), "pk")
    return [
        CompetentWorker(
            account.pk,
            account.full_name,
            tuple(sorted(roles[account.pk])),
            _lines(rows[account.pk]),
            may_change_competencies(actor, account.pk),
        )
        for account in accounts
    ]


@dataclass(frozen=True)
class ToRenew:
    """Names of those at an office who measure and whose competency ended, or ends soon."""

    ended: tuple[str, ...] = ()
    ending: tuple[str, ...] = ()


_MEASURING_HERE = """
SELECT a.id, a.full_name, c.code, c.granted_on, c.expires_on, c.withdrawn_on
FROM competency c JOIN account a ON a.id = c.account_id
WHERE a.is_active AND EXISTS (
    SELECT 1 FROM membership m WHERE m.account_id = a.id AND m.organisation_id = %(office)s::int
      AND m.role = ANY (%(measuring)s::text[]) AND m.valid_from <= %(today)s::date
      AND (m.valid_to IS NULL OR m.valid_to >= %(today)s::date))
ORDER BY lower(a.full_name), a.id
"""


def competencies_to_renew(actor: Actor) -> ToRenew:
    """Whom the own office has to send to a training again, by name; one statement."""
    require(actor.may(Permission.READ_STAFF), attempt=True)
    today = scope.today()
    values = {"office": actor.organisation_id, "measuring": list(MEASURING), "today": today}
    held: dict[tuple[UUID, str], list[Held]] = {}
    for account_id, name, *facts in ask(_MEASURING_HERE, values):
        held.setdefault((account_id, name), []).append(Held(*facts))
    return ToRenew(
        tuple(name for (_, name), own in held.items() if ended(own, today)),
        tuple(name for (_, name), own in held.items() if ends_soon(own, today)),
    )


def _rows_of(account_ids: Iterable[UUID]) -> list[Competency]:
    return list(Competency.objects.filter(account_id__in=list(account_ids)).order_by("granted_on", "pk"))


def _held(row: Competency) -> Held:
    return Held(row.code, row.granted_on, row.expires_on, row.withdrawn_on)


def _lines(rows: Iterable[Competency]) -> tuple[CompetencyLine, ...]:
    today = scope.today()
    paired = [(row, _held(row)) for row in rows]
    held = [one for _, one in paired]
    pressing = {*ends_soon(held, today), *ended(held, today)}
    counts = {one.code for one in held if one.covers(today)}
    lines = [
        CompetencyLine(
            row.pk,
            row.code,
            row.certificate,
            row.granted_on,
            row.expires_on,
            row.withdrawn_on,
            row.withdrawn_because,
            standing(one, today),
            one in pressing,
            row.code in counts and not one.covers(today),
        )
        for row, one in paired
    ]
    return tuple(sorted(lines, key=_order))


def _order(line: CompetencyLine) -> tuple[int, bool, int]:
    """As competencies are listed everywhere; of one, what counts first, then the newest."""
    place = COMPETENCIES.index(line.code) if line.code in COMPETENCIES else len(COMPETENCIES)
    return place, line.history, -line.granted_on.toordinal()
