"""What asking participants depends on: the activities of a wave with their people, and the rounds so far."""

import json
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from pulih.records.models import FeedbackRound
from pulih.rules.actors import Actor
from pulih.rules.curricula import ModuleKind
from pulih.rules.programme_templates import from_plain

WHOLE = ""
"""In the place of a module: the wave as a whole."""
_ORDER = (ModuleKind.GROUP, ModuleKind.INDIVIDUAL, ModuleKind.ALL)


@dataclass(frozen=True)
class Activity:
    """Something participants can be asked about: a module of the curriculum, or the whole wave."""

    module: str
    title_id: str
    title_en: str
    people: int
    """Who takes part in it now."""
    capacity: int


_CYCLES = """
SELECT c.capacity, v.curriculum::text,
       (SELECT coalesce(jsonb_object_agg(x.module, x.title), '{}') FROM
          (SELECT DISTINCT ON (s.module) s.module, s.title FROM session_plan s
           WHERE s.cycle_id = c.id AND s.organisation_id = %(office)s AND s.module <> ''
           ORDER BY s.module, s."on" DESC) x)::text,
       coalesce((SELECT array_agg(DISTINCT e.person_id) FROM enrolment e WHERE e.cycle_id = c.id
                 AND e.organisation_id = %(office)s AND e.in_place), '{}')
FROM cycle c JOIN programme_version v ON v.id = c.version_id
WHERE c.organisation_id = %(office)s AND c.wave_id = %(wave)s ORDER BY c.programme_id
"""


def activities_of(actor: Actor, wave_id: UUID) -> tuple[Activity, ...]:
    """The whole wave first, then what its curriculum and its timetable name: groups before guidance of one."""
    with connection.cursor() as cursor:
        cursor.execute(_CYCLES, {"office": actor.organisation_id, "wave": wave_id})
        rows = cursor.fetchall()
    known: dict[str, tuple[int, str, str]] = {}
    people: dict[str, set[UUID]] = {WHOLE: set()}
    places: dict[str, int] = {WHOLE: 0}
    for capacity, kept, held, inside in rows:
        named = {code: (len(_ORDER), title, title) for code, title in json.loads(held).items()}
        curriculum = from_plain(json.loads(kept))
        for one in curriculum.modules if curriculum else ():
            named[one.code] = (_ORDER.index(ModuleKind(one.kind)), one.title_id, one.title_en)
        known = {**named, **known}
        for code in (WHOLE, *named):
            people.setdefault(code, set()).update(inside)
            places[code] = places.get(code, 0) + capacity
    known[WHOLE] = (-1, "Seluruh tahap", "The whole wave")
    return tuple(
        Activity(code, title_id, title_en, len(people[code]), places[code])
        for code, (_place, title_id, title_en) in sorted(known.items(), key=lambda found: found[1])
    )


def runs_until(actor: Actor, wave_id: UUID, module: str, today: date) -> date | None:
    """The last day of a round about the same activity that has not closed yet."""
    rows = FeedbackRound.objects.filter(
        organisation_id=actor.organisation_id, wave_id=wave_id, module=module, closes_on__gte=today
    )
    return rows.order_by("-closes_on").values_list("closes_on", flat=True).first()


_KNOWN_AS = """
SELECT p.id FROM person p
WHERE p.merged_into_id IS NULL AND (p.reference = upper(%(typed)s) OR EXISTS (
    SELECT 1 FROM stay t WHERE t.person_id = p.id AND t.organisation_id = %(office)s AND t.ended_on IS NULL
    AND upper(t.register_number) = upper(%(typed)s)))
ORDER BY p.reference = upper(%(typed)s) DESC LIMIT 1
"""


def known_as(actor: Actor, typed: str) -> UUID | None:
    """Whoever stays here under a register number, or bears a reference."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN_AS, {"typed": typed.strip(), "office": actor.organisation_id})
        row = cursor.fetchone()
        return row[0] if row else None
