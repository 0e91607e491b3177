"""What a measurement is judged by: the enrolment, its window, willingness; shared with urine tests.

Keying a form is done all day, so the facts come in two prepared statements. The second begins when the lock is
held: only then does it see what whoever held it before has written.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from pulih.actions.acting import require_first_time
from pulih.actions.people.willingness import statements_of
from pulih.records import scope
from pulih.records.asking import ask
from pulih.records.models import Stay
from pulih.records.together import ONCE, once_values
from pulih.rules import programmes
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.instruments import Instrument
from pulih.rules.measuring import Taking, check_beside_plan, check_taking
from pulih.rules.programmes import Point, Suspension, Window, plan_of
from pulih.rules.verdicts import ALLOWED
from pulih.rules.willingness import Willingness, willing_on

EXTRA = "extra"
"""The point of a test or a form beside the plan."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The enrolment a measurement is for, locked until the transaction ends."""

    id: UUID
    person_id: UUID
    admitted_on: date | None
    ended_on: date | None
    wave_id: UUID
    plan: tuple[Point, ...]

    def planned(self, kind: str, code: str) -> Point | None:
        """The measurement of the plan; None for an extra one. Refuses a point the plan does not have."""
        if code == EXTRA:
            return None
        for point in self.plan:
            if (point.kind, point.code) == (kind, code):
                return point
        raise RuleBroken("point_unknown", "point")


@dataclass(frozen=True, slots=True)
class Judged:
    """What else a measurement of an enrolment is judged by."""

    suspensions: tuple[Suspension, ...]
    statements: tuple[Willingness, ...]
    known: bool
    """Whether a form counts for this point already."""
    approved: bool
    """Whether the wave has an approved result sheet, which a change may supersede."""


_TAKE = f"""
WITH {ONCE},
mine AS (
    SELECT e.id, e.person_id, e.admitted_on, e.ended_on, c.wave_id, c.plan::text AS plan
    FROM enrolment e JOIN cycle c ON c.id = e.cycle_id
    WHERE e.id = %(enrolment)s::uuid AND e.organisation_id = %(office)s::bigint FOR UPDATE OF e)
SELECT (SELECT count(*) FROM once), mine.* FROM (SELECT 1) one LEFT JOIN mine ON true
"""

_JUDGED = """
SELECT (SELECT array_agg(s.from_on ORDER BY s.from_on, s.id) FROM suspension s
        WHERE s.organisation_id = %(office)s::bigint AND (s.wave_id = %(wave)s::uuid OR s.wave_id IS NULL)),
       (SELECT array_agg(s.until_on ORDER BY s.from_on, s.id) FROM suspension s
        WHERE s.organisation_id = %(office)s::bigint AND (s.wave_id = %(wave)s::uuid OR s.wave_id IS NULL)),
       (SELECT array_agg(k.signed_on ORDER BY k.signed_on, k.id) FROM consent k
        WHERE k.organisation_id = %(office)s::bigint AND k.person_id = %(person)s::uuid),
       (SELECT array_agg(k.withdrawn_on ORDER BY k.signed_on, k.id) FROM consent k
        WHERE k.organisation_id = %(office)s::bigint AND k.person_id = %(person)s::uuid),
       EXISTS (SELECT FROM response r
               WHERE r.organisation_id = %(office)s::bigint AND r.wave_id = %(wave)s::uuid
                 AND r.person_id = %(person)s::uuid AND r.instrument = %(kind)s::text
                 AND r.point = %(point)s::text AND r.taken_on >= %(admitted)s::date
                 AND NOT EXISTS (SELECT FROM response n WHERE n.amends_id = r.id)),
       EXISTS (SELECT FROM result_sheet t
               WHERE t.organisation_id = %(office)s::bigint AND t.wave_id = %(wave)s::uuid
                 AND t.state = 'approved' AND t.superseded_at IS NULL)
"""
"""The form in force that counts for the enrolment is amended by no other and was taken since its admission:
somebody admitted to a second programme later is measured anew for what lay before."""


def take_measured(enrolment_id: UUID, by: Actor, token: UUID | None = None) -> Measured:
    """The enrolment a measurement is for, locked, so that its end and the measurement do not cross.

    Takes the form's token in the same statement; a form that was carried out before is refused first.
    """
    values = {"enrolment": enrolment_id, "office": by.organisation_id, **once_values(token, by)}
    taken, id, person_id, admitted_on, ended_on, wave_id, plan = ask(_TAKE, values)[0]
    require_first_time(taken, token, by)
    if id is None:
        raise RuleBroken("enrolment_unknown", attempt=True, subject="enrolment", subject_id=str(enrolment_id))
    return Measured(id, person_id, admitted_on, ended_on, wave_id, plan_of(json.loads(plan)))


def judged(measured: Measured, kind: str, code: str, by: Actor) -> Judged:
    """What the measurement is judged by, as it stands under the lock."""
    values = {
        "office": by.organisation_id,
        "wave": measured.wave_id,
        "person": measured.person_id,
        "kind": kind,
        "point": code,
        "admitted": measured.admitted_on or date.max,
    }
    from_on, until_on, signed, withdrawn, known, approved = ask(_JUDGED, values)[0]
    return Judged(_suspensions(from_on, until_on), _statements(signed, withdrawn), known, approved)


def _suspensions(
    from_on: Sequence[date] | None, until_on: Sequence[date | None] | None
) -> tuple[Suspension, ...]:
    return tuple(Suspension(*one) for one in zip(from_on or (), until_on or (), strict=True))


def _statements(
    signed: Sequence[date] | None, withdrawn: Sequence[date | None] | None
) -> tuple[Willingness, ...]:
    both = zip(signed or (), withdrawn or (), strict=True)
    return tuple(Willingness(on, "", withdrawn_on=until) for on, until in both)


def require_taking(
    measured: Measured, kind: str, code: str, on: date, outside_because: str, by: Actor
) -> Judged:
    """Refuse a measurement that is not willing, not within the enrolment, or unexplained outside its window.

    Answers what it was judged by.
    """
    around = judged(measured, kind, code, by)
    require(
        check_taking(
            Taking(
                on=on,
                today=scope.today(),
                admitted_on=measured.admitted_on,
                ended_on=measured.ended_on,
                willing=willing_on(around.statements, on),
                window=_window(measured, around, kind, code),
                outside_because=outside_because,
            )
        )
    )
    return around


def _window(measured: Measured, around: Judged, kind: str, code: str) -> Window | None:
    """When the measurement is in time; None for an extra one and before admission."""
    point = measured.planned(kind, code)
    if point is None or measured.admitted_on is None:
        return None
    return programmes.window(measured.admitted_on, point, around.suspensions, scope.today())


def require_beside_plan(person_id: UUID, on: date, definition: Instrument, by: Actor) -> None:
    """Refuse a form beside every programme on a day on which the person was not here, or not willing."""
    stays = Stay.objects.filter(person_id=person_id, organisation_id=by.organisation_id, ended_on=None)
    since = stays.values_list("started_on", flat=True).first()
    willing = ALLOWED
    if definition.needs_willingness:
        willing = willing_on(statements_of([person_id], by)[person_id], on)
    require(check_beside_plan(on, scope.today(), since, willing))
