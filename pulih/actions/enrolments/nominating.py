"""Bringing candidates: who should be looked at for a cycle. Nothing is measured yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from uuid_utils.compat import uuid7

from pulih.actions.acting import action, use_once
from pulih.actions.enrolments.pathway import open_pathway
from pulih.actions.waves import take_cycle
from pulih.records import audit, scope
from pulih.records.models import Enrolment, Stay
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken
from pulih.rules.permissions import Permission
from pulih.rules.verdicts import Reason


@dataclass(frozen=True)
class Nominated:
    """How many were added, and why others were not."""

    added: int
    refused: tuple[tuple[UUID, Reason], ...]


@action(Permission.NOMINATE)
def nominate(*, cycle_id: UUID, people: Sequence[UUID], token: UUID | None = None, by: Actor) -> Nominated:
    """Put people who are held here on the pathway of a cycle; one who cannot does not stop the others."""
    use_once(token, by)
    if not people:
        raise RuleBroken("nomination_nobody", "people")
    cycle = take_cycle(cycle_id, by)
    if cycle.wave.closed_on:
        raise RuleBroken("wave_closed")
    stays = {
        row.person_id: row
        for row in Stay.objects.filter(
            organisation_id=by.organisation_id, person_id__in=list(people), ended_on=None
        )
    }
    added: list[Enrolment] = []
    refused: list[tuple[UUID, Reason]] = []
    for person_id in dict.fromkeys(people):
        stay = stays.get(person_id)
        if stay is None:
            refused.append((person_id, Reason("not_held_here")))
            continue
        row = Enrolment(
            pk=uuid7(),
            person_id=person_id,
            organisation_id=by.organisation_id,
            programme_id=cycle.programme_id,
            cycle=cycle,
            register_number=stay.register_number,
            opened_at=scope.now(),
        )
        try:
            open_pathway(row, scope.today(), by)
        except RuleBroken as broken:
            refused.append((person_id, broken.reasons[0]))
        else:
            added.append(row)
    if not added and len(people) == 1:
        reason = refused[0][1]
        raise RuleBroken(reason.code, "people", **reason.facts)
    audit.note_event(
        "enrolments.nominate",
        by=by,
        subject="cycle",
        subject_id=cycle.pk,
        changes={"added": [None, [row.pk for row in added]], "refused": [None, len(refused)]},
    )
    return Nominated(len(added), tuple(refused))
