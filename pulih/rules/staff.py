"""Those who work with Pulih: user names, roles in periods, whose account is whose, codes on paper."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from pulih.rules.actors import Actor
from pulih.rules.organisations import HOLDS_PEOPLE, Kind
from pulih.rules.permissions import SIGN_IN_ROLES, Role
from pulih.rules.verdicts import ALLOWED, Verdict, all_of, refused

USERNAME_SHORTEST = 3
USERNAME_LONGEST = 40
PASSWORD_SHORTEST = 10
_USERNAME = re.compile(rf"[a-z0-9][a-z0-9._-]{{{USERNAME_SHORTEST - 1},{USERNAME_LONGEST - 1}}}")

FARTHEST = timedelta(days=5 * 366)
"""How far from today a role may begin or end; farther is a slip of the keyboard."""


class Profession(StrEnum):
    """What somebody learned, apart from the role they hold here."""

    DOCTOR = "doctor"
    PSYCHIATRIST = "psychiatrist"
    PSYCHOLOGIST = "psychologist"
    NURSE = "nurse"
    ADDICTION_COUNSELLOR = "addiction_counsellor"
    SOCIAL_WORKER = "social_worker"
    PHARMACIST = "pharmacist"
    LABORATORY_ANALYST = "laboratory_analyst"
    PROBATION_COUNSELLOR = "probation_counsellor"
    CORRECTIONAL_OFFICER = "correctional_officer"
    CIVIL_SERVANT = "civil_servant"
    OTHER = "other"


def normal_username(raw: str) -> str:
    """A user name as it is kept and compared: without regard to case and surrounding blanks."""
    return raw.strip().lower()


def check_username(username: str) -> Verdict:
    """Whether a user name has the shape all accounts have; no other can exist, so none is looked for."""
    if _USERNAME.fullmatch(username):
        return ALLOWED
    return refused("staff_username_shape", "username", least=USERNAME_SHORTEST, most=USERNAME_LONGEST)


def check_profession(profession: str) -> Verdict:
    """Whether the profession is one of those listed; empty means nobody said."""
    if profession == "" or profession in tuple(Profession):
        return ALLOWED
    return refused("staff_profession_unknown", "profession")


@dataclass(frozen=True)
class Office:
    """The organisation a role is given at; `ancestors` are ids from the root, its own not among them."""

    id: int
    kind: Kind
    ancestors: tuple[int, ...] = ()

    def lies_within(self, organisation_id: int) -> bool:
        """Whether it is that organisation or stands below it."""
        return organisation_id == self.id or organisation_id in self.ancestors


@dataclass(frozen=True)
class RolePeriod:
    """A role somebody has, had or will have; the last day still counts."""

    id: UUID
    role: Role
    office: Office
    since: date
    until: date | None = None

    def counts_on(self, day: date) -> bool:
        """Whether the role is held that day."""
        return self.since <= day and not self.over_on(day)

    def over_on(self, day: date) -> bool:
        """Whether the role had ended before that day."""
        return self.until is not None and self.until < day

    def overlaps(self, since: date, until: date | None) -> bool:
        """Whether the two periods share a day."""
        return (until is None or self.since <= until) and (self.until is None or since <= self.until)


@dataclass(frozen=True)
class Giver:
    """Who gives or ends a role. `account_id` is None for the command line, which founds the first office."""

    account_id: UUID | None
    role: Role
    organisation_id: int

    @classmethod
    def of(cls, actor: Actor) -> "Giver":
        """Whoever acts."""
        return cls(actor.account_id, actor.role, actor.organisation_id)

    @property
    def founds(self) -> bool:
        """Whether it is Pulih itself, which alone may act on accounts that belong to nobody yet."""
        return self.role is Role.SYSTEM


_UNITS = HOLDS_PEOPLE | {Kind.PROBATION_OFFICE}


def check_giving(
    giver: Giver,
    account_id: UUID | None,
    role: str,
    office: Office,
    since: date,
    until: date | None,
    held: Iterable[RolePeriod],
    today: date,
) -> Verdict:
    """Whether `giver` may give this role there and then; `account_id` is None for an account to be made.

    Codes: `staff_role_unknown`, `staff_role_elsewhere`, `staff_role_auditor_self`,
    `staff_role_not_at_unit`, `staff_role_only_at_unit`, `staff_period_order`, `staff_period_far`,
    `staff_role_held`.
    """
    if role not in SIGN_IN_ROLES:
        return refused("staff_role_unknown", "role")
    return all_of(
        (
            _check_place(giver, account_id, Role(role), office),
            _check_period(since, until, today),
            _check_not_held(Role(role), office, since, until, held),
        )
    )


def _check_place(giver: Giver, account_id: UUID | None, role: Role, office: Office) -> Verdict:
    if not office.lies_within(giver.organisation_id):
        return refused("staff_role_elsewhere", "organisation")
    if role is Role.AUDITOR and account_id is not None and account_id == giver.account_id:
        return refused("staff_role_auditor_self", "role")
    if role is Role.REGIONAL_OFFICER and office.kind in _UNITS:
        return refused("staff_role_not_at_unit", "role", role=role.value)
    if role is Role.HEAD_OF_FACILITY and office.kind not in _UNITS:
        return refused("staff_role_only_at_unit", "role", role=role.value)
    return ALLOWED


def _check_period(since: date, until: date | None, today: date) -> Verdict:
    if until is not None and until < since:
        return refused("staff_period_order", "until", since=since)
    if abs(since - today) > FARTHEST:
        return refused("staff_period_far", "since")
    if until is not None and until - today > FARTHEST:
        return refused("staff_period_far", "until")
    return ALLOWED


def _check_not_held(
    role: Role, office: Office, since: date, until: date | None, held: Iterable[RolePeriod]
) -> Verdict:
    for one in held:
        if one.role is role and one.office.id == office.id and one.overlaps(since, until):
            return refused("staff_role_held", "role", role=role.value, since=one.since)
    return ALLOWED


def earliest_last_day(today: date) -> date:
    """The earliest last day a running role may be given: yesterday, so that it stops at once."""
    return today - timedelta(days=1)


def check_ending(
    giver: Giver,
    account_id: UUID,
    period: RolePeriod,
    last_day: date,
    held: Iterable[RolePeriod],
    today: date,
) -> Verdict:
    """Whether `giver` may end a role on that last day; yesterday means at once, earlier would be a lie.

    Codes: `staff_role_elsewhere`, `staff_role_over`, `staff_end_past`, `staff_period_far`,
    `staff_last_administrator`.
    """
    if not period.office.lies_within(giver.organisation_id):
        return refused("staff_role_elsewhere")
    if period.over_on(today):
        return refused("staff_role_over", until=period.until)
    if last_day < earliest_last_day(today):
        return refused("staff_end_past", "last_day", today=today)
    if last_day - today > FARTHEST:
        return refused("staff_period_far", "last_day")
    if account_id == giver.account_id and period.role is Role.ADMINISTRATOR:
        return _check_administrator_remains(period, held, today)
    return ALLOWED


def _check_administrator_remains(period: RolePeriod, held: Iterable[RolePeriod], today: date) -> Verdict:
    """Nobody takes the key from themself: another administrator has to do it."""
    others = (one for one in held if one.id != period.id and one.role is Role.ADMINISTRATOR)
    if any(one.counts_on(today) and one.until is None for one in others):
        return ALLOWED
    return refused("staff_last_administrator")


def responsible_offices(periods: Iterable[RolePeriod], today: date) -> tuple[Office, ...]:
    """The offices that answer for an account: where its roles run or will run, else where the last one ended.

    Were an office where somebody merely once worked enough, or one of several, then an administrator
    could give a stranger a small role, replace the password and sign in as that stranger elsewhere.
    """
    known = tuple(periods)
    running = tuple(one for one in known if not one.over_on(today))
    if running:
        return tuple({one.office.id: one.office for one in running}.values())
    if not known:
        return ()
    last = max(one.until or date.max for one in known)
    return tuple({one.office.id: one.office for one in known if one.until == last}.values())


def check_account_of(giver: Giver, periods: Iterable[RolePeriod], today: date) -> Verdict:
    """Whether an account as a whole (password, lock, end) is this administrator's to manage.

    Code: `staff_account_shared`: the person also works where the administrator has no say.
    """
    if giver.founds:
        return ALLOWED
    offices = responsible_offices(periods, today)
    if offices and all(office.lies_within(giver.organisation_id) for office in offices):
        return ALLOWED
    return refused("staff_account_shared")


def check_not_oneself(giver: Giver, account_id: UUID) -> Verdict:
    """Nobody closes their own account or writes themself a code: a stolen session could.

    Code: `staff_own_account`.
    """
    return refused("staff_own_account") if account_id == giver.account_id else ALLOWED


CODE_ALPHABET = "2346789ACDEFGHJKMNPQRTVWXY"
"""Without 0 O, 1 I L, 5 S, B (as 8), U (as V), Z (as 2): read aloud or copied by hand, it stays itself."""

CODE_LENGTH = 8
CODE_LASTS = timedelta(hours=24)
CODE_TRIES = 5
FIRST_PASSWORD_LENGTH = 12
_GROUP = 4


def in_groups(signs: str) -> str:
    """Four signs, a dash, four signs: how codes and first passwords stand on paper."""
    return "-".join(signs[start : start + _GROUP] for start in range(0, len(signs), _GROUP))


def normal_code(typed: str) -> str:
    """A code as compared: without regard to case, blanks and dashes."""
    return re.sub(r"[\s\-–—.]", "", typed).upper()


def check_code_shape(code: str) -> Verdict:
    """Whether something can be a code at all; if not, no try is spent on it."""
    if len(code) == CODE_LENGTH and all(sign in CODE_ALPHABET for sign in code):
        return ALLOWED
    return refused("staff_code_shape", "code", signs=CODE_LENGTH)


@dataclass(frozen=True)
class CodeState:
    """What became of a one-time code so far."""

    expires_at: datetime
    used_at: datetime | None = None
    failures: int = 0

    def usable(self, now: datetime) -> bool:
        """Whether it still opens: unused, in time, and not guessed at five times."""
        return self.used_at is None and now < self.expires_at and self.failures < CODE_TRIES
