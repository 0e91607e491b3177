"""Rooms that sessions can be held in, and whoever can lead them: profession, role, competencies, absences."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from django.db.models import Q

from pulih.records.models import Competency, Membership, Room, StaffAbsence
from pulih.rules.actors import Actor
from pulih.rules.permissions import Role
from pulih.rules.timetable import Leader, Place

LEADS = {
    Role.COUNSELLOR: "addiction_counsellor",
    Role.NURSE: "nurse",
    Role.ASSESSOR: "",
    Role.PROGRAMME_MANAGER: "",
}
"""Roles that lead sessions, and the profession the role itself stands for."""


def places_of(by: Actor) -> list[Place]:
    """The office's rooms in use."""
    rows = Room.objects.filter(organisation_id=by.organisation_id, closed_on=None)
    return [Place(*row) for row in rows.values_list("pk", "name", "seats")]


def leaders_of(on: date, by: Actor) -> list[Leader]:
    """Whoever can lead sessions at this office: profession, what the role stands for, competencies, absences."""
    works = Membership.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=on),
        organisation_id=by.organisation_id,
        valid_from__lte=on,
        role__in=[role.value for role in LEADS],
        account__is_active=True,
    )
    names: dict[UUID, str] = {}
    skills: dict[UUID, set[str]] = defaultdict(set)
    for id, name, profession, role in works.values_list(
        "account_id", "account__full_name", "account__profession", "role"
    ):
        names[id] = name
        skills[id] |= {profession, LEADS[Role(role)]} - {""}
    trained = Competency.objects.filter(
        Q(expires_on=None) | Q(expires_on__gte=on),
        account_id__in=names,
        granted_on__lte=on,
        withdrawn_on=None,
    )
    for id, code in trained.values_list("account_id", "code"):
        skills[id].add(code)
    away: dict[UUID, list[tuple[date, date]]] = defaultdict(list)
    absences = StaffAbsence.objects.filter(
        organisation_id=by.organisation_id, account_id__in=names, withdrawn_at=None, until_on__gte=on
    )
    for id, first, last in absences.values_list("account_id", "from_on", "until_on"):
        away[id].append((first, last))
    return [Leader(id, names[id], frozenset(skills[id]), tuple(sorted(away[id]))) for id in names]
