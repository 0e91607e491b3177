"""Who keeps which organisation: regional offices those below them, a head the own facility."""

from dataclasses import dataclass

from pulih.rules.actors import Actor
from pulih.rules.organisations import HOLDS_PEOPLE, Kind
from pulih.rules.permissions import Permission, Role
from pulih.rules.verdicts import ALLOWED, Verdict, all_of, refused

OF_THE_STATE = HOLDS_PEOPLE | {
    Kind.MINISTRY,
    Kind.DIRECTORATE,
    Kind.REGIONAL_OFFICE,
    Kind.OFFICE_DIVISION,
    Kind.PROBATION_OFFICE,
}
"""Kinds in the ministry's tree; all others are partners beside it."""


@dataclass(frozen=True)
class Place:
    """An organisation as far as it decides who keeps it."""

    id: int
    kind: Kind
    ancestors: tuple[int, ...] = ()
    province_code: str = ""

    @property
    def stands_beside(self) -> bool:
        """A partner beside the ministry's tree; of all partners only other things may stand inside it."""
        return self.kind not in OF_THE_STATE and (self.kind is not Kind.OTHER or not self.ancestors)


def check_adding(by: Actor, kind: Kind, parent: Place | None) -> Verdict:
    """Whether `by` may record an organisation there: below the own office, or a partner among partners.

    Codes: `organisation_added_elsewhere`, with the field `parent`.
    """
    if by.role is Role.SYSTEM:
        return ALLOWED
    if parent is None:
        return ALLOWED if kind not in OF_THE_STATE else refused("organisation_added_elsewhere", "parent")
    among_partners = kind not in OF_THE_STATE and parent.stands_beside
    if among_partners or by.organisation_id in (parent.id, *parent.ancestors):
        return ALLOWED
    return _refuse("organisation_added_elsewhere", parent, "parent")


def check_editing(by: Actor, own: Place, place: Place) -> Verdict:
    """Whether `by` may change this organisation's facts and name.

    A regional office keeps itself, what stands below it, and the partners of its province;
    a head keeps the own facility. Codes: `permission_missing`, `organisation_kept_elsewhere`.
    """
    allowed = by.may(Permission.EDIT_ORGANISATION)
    if not allowed or by.role is Role.SYSTEM or place.id == by.organisation_id:
        return allowed
    if by.may(Permission.ADD_ORGANISATION):
        near = place.stands_beside and place.province_code in ("", own.province_code)
        if near or by.organisation_id in place.ancestors:
            return ALLOWED
    return _refuse("organisation_kept_elsewhere", place)


def check_closing(by: Actor, own: Place, place: Place) -> Verdict:
    """Whether `by` may say that an organisation closed; nobody closes the office they sit in.

    Codes: `permission_missing`, `organisation_kept_elsewhere`, `organisation_closes_itself`.
    """
    allowed = by.may(Permission.ADD_ORGANISATION)
    if not allowed:
        return allowed
    if place.id == by.organisation_id and by.role is not Role.SYSTEM:
        return _refuse("organisation_closes_itself", place)
    return check_editing(by, own, place)


def check_moving(by: Actor, own: Place, place: Place, parent: Place | None) -> Verdict:
    """Whether `by` may put an organisation under another one: both ends must be theirs to keep.

    Codes: those of `check_taking_away` and `check_adding`.
    """
    return all_of([check_taking_away(by, own, place), check_adding(by, place.kind, parent)])


def check_taking_away(by: Actor, own: Place, place: Place) -> Verdict:
    """Whether `by` may take an organisation from where it stands; nobody moves the office they sit in.

    Codes: `permission_missing`, `organisation_kept_elsewhere`, `organisation_moves_itself`.
    """
    allowed = by.may(Permission.ADD_ORGANISATION)
    if not allowed:
        return allowed
    if place.id == by.organisation_id and by.role is not Role.SYSTEM:
        return _refuse("organisation_moves_itself", place)
    return check_editing(by, own, place)


def check_designating(by: Actor, place: Place) -> Verdict:
    """Whether `by` may record that this facility was entrusted with a programme.

    Codes: `permission_missing`, `designation_facility`, `designation_elsewhere`.
    """
    allowed = by.may(Permission.DESIGNATE)
    if not allowed:
        return allowed
    if place.kind not in HOLDS_PEOPLE:
        return refused("designation_facility", "organisation")
    if by.role is Role.SYSTEM or by.organisation_id in place.ancestors:
        return ALLOWED
    return _refuse("designation_elsewhere", place)


def check_target_for(by: Actor, place: Place) -> Verdict:
    """Whether `by` may set what this facility is to reach.

    Codes: `permission_missing`, `target_facility`, `target_elsewhere`.
    """
    allowed = by.may(Permission.SET_TARGETS)
    if not allowed:
        return allowed
    if place.kind not in HOLDS_PEOPLE:
        return refused("target_facility", "organisation")
    if by.role is Role.SYSTEM or by.organisation_id in place.ancestors:
        return ALLOWED
    return _refuse("target_elsewhere", place)


def _refuse(code: str, place: Place, about: str | None = None) -> Verdict:
    """A refusal that the audit finds again: at whom it was aimed."""
    return refused(code, about, subject="organisation", subject_id=place.id, holder_id=place.id)
