"""What is held today, and what passed without being marked."""

from dataclasses import dataclass
from datetime import date, timedelta

from pulih.queries.attendance.rows import SessionRow, sessions
from pulih.records import scope
from pulih.rules.actors import Actor
from pulih.rules.errors import require
from pulih.rules.permissions import Permission, Role

_TO_MARK = """
s.state = 'planned' AND s."on" <= %(until)s::date AND NOT EXISTS (
    SELECT 1 FROM suspension u WHERE u.organisation_id = s.organisation_id
    AND (u.wave_id = s.wave_id OR u.wave_id IS NULL) AND u.from_on <= s."on"
    AND (u.until_on IS NULL OR u.until_on > s."on"))
"""
_MINE = "(s.leader_id IS NULL OR s.leader_id = %(account)s)"


@dataclass(frozen=True)
class Day:
    """A worker's sessions: one's own of the day, others' of the day, and what is still unmarked."""

    on: date
    mine: tuple[SessionRow, ...]
    others: tuple[SessionRow, ...]
    unmarked: tuple[SessionRow, ...]
    """Oldest first; one's own before others'."""

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.mine or self.others or self.unmarked)


def day_of_sessions(actor: Actor, on: date | None = None) -> Day:
    """The sessions of a day, and everything before today that nobody marked; three statements."""
    require(actor.may(Permission.READ_SESSIONS), attempt=True)
    today = scope.today()
    day = on or today
    held = sessions(actor, 's."on" = %(day)s', {"day": day})
    late = sessions(actor, _TO_MARK, {"until": today - timedelta(days=1)})
    return Day(
        day,
        tuple(one for one in held if one.led_by(actor)),
        tuple(one for one in held if not one.led_by(actor)),
        tuple(sorted(late, key=lambda one: not one.led_by(actor))),
    )


def unmarked_sessions(actor: Actor) -> tuple[SessionRow, ...]:
    """What this worker should mark today or should have marked before: a counsellor's own, a manager's all.

    One statement; nothing for whoever does not mark.
    """
    if not actor.may(Permission.MARK_ATTENDANCE):
        return ()
    today = scope.today()
    own = _MINE if actor.role is Role.COUNSELLOR else "true"
    return sessions(actor, f"{_TO_MARK} AND {own}", {"until": today, "account": actor.account_id})
