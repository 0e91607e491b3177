"""The people of a cycle or of one of its groups with their level in one module, for the form of a whole group."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from pulih.language.curricula import modules_of
from pulih.rules.actors import Actor
from pulih.rules.curricula import Module
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission


@dataclass(frozen=True)
class Learner:
    """Somebody of the group with the level last seen; None where nobody looked yet."""

    enrolment: UUID
    name: str
    register_number: str
    group_id: UUID | None
    level: int | None
    on: date | None


@dataclass(frozen=True)
class SkillSheet:
    """A cycle with its modules, groups and people; levels are of one module."""

    cycle_id: UUID
    programme: str
    wave: str
    wave_reference: str
    modules: tuple[Module, ...]
    module: Module
    groups: tuple[tuple[UUID, str], ...]
    group: UUID | None
    people: tuple[Learner, ...]


_CYCLE = """
SELECT c.programme_id, w.name, w.reference, v.curriculum::text,
       (SELECT coalesce(array_agg(g.id::text ORDER BY g.name), '{}') FROM session_group g
        WHERE g.cycle_id = c.id AND g.closed_on IS NULL),
       (SELECT coalesce(array_agg(g.name ORDER BY g.name), '{}') FROM session_group g
        WHERE g.cycle_id = c.id AND g.closed_on IS NULL)
FROM cycle c JOIN wave w ON w.id = c.wave_id JOIN programme_version v ON v.id = c.version_id
WHERE c.id = %(cycle)s AND c.organisation_id = %(office)s
"""
_PEOPLE = """
SELECT e.id, coalesce(p.name, e.register_number), e.register_number, m.group_id, s.level, s."on"
FROM enrolment e LEFT JOIN person p ON p.id = e.person_id
LEFT JOIN group_member m ON m.enrolment_id = e.id AND m.organisation_id = %(office)s AND m.until_on IS NULL
LEFT JOIN LATERAL (
  SELECT x.level, x."on" FROM skill_progress x
  WHERE x.enrolment_id = e.id AND x.module = %(module)s AND x.organisation_id = %(office)s
  ORDER BY x."on" DESC, x.id DESC LIMIT 1) s ON true
WHERE e.organisation_id = %(office)s AND e.cycle_id = %(cycle)s AND e.in_place AND e.admitted_on IS NOT NULL
  AND (%(group)s::uuid IS NULL OR m.group_id = %(group)s)
ORDER BY lower(coalesce(p.name, e.register_number)), e.id
"""


def skill_sheet(actor: Actor, cycle_id: UUID, module: str = "", group: str = "") -> SkillSheet:
    """The people of a cycle with their level in a module (the first where none is named); two statements."""
    require(actor.may(Permission.RECORD_SKILLS), attempt=True)
    values: dict[str, Any] = {"cycle": cycle_id, "office": actor.organisation_id}
    with connection.cursor() as cursor:
        cursor.execute(_CYCLE, values)
        row = cursor.fetchone()
        if row is None:
            raise RuleBroken("cycle_unknown", attempt=True, subject="cycle", subject_id=str(cycle_id))
        programme, wave, reference, curriculum, ids, names = row
        modules = modules_of(json.loads(curriculum), programme)
        chosen = next((one for one in modules if one.code == module), modules[0])
        groups = tuple((UUID(id), name) for id, name in zip(ids, names, strict=True))
        asked = next((id for id, _name in groups if str(id) == group), None)
        cursor.execute(_PEOPLE, {**values, "module": chosen.code, "group": asked})
        people = {one[0]: Learner(*one) for one in cursor.fetchall()}
    return SkillSheet(
        cycle_id, programme, wave, reference, modules, chosen, groups, asked, tuple(people.values())
    )
