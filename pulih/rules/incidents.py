"""Incidents: what broke the order of the house. Custody data, apart from every note on treatment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pulih.rules.permissions import Role
from pulih.rules.stays import Stay
from pulih.rules.verdicts import Verdict, all_of, refused

LEAST_TEXT = 10
LONGEST_TEXT = 3000
LEAST_WHY = 5
LONGEST_WHY = 500

TASK = "self_harm_incident"
"""The kind of the task that an incident of self-harm makes."""
TASK_ROLE = Role.NURSE


class IncidentKind(StrEnum):
    """What happened, in one word."""

    FIGHT = "fight"
    CONTRABAND = "contraband"
    DRUG_USE = "drug_use"
    ESCAPE_ATTEMPT = "escape_attempt"
    SELF_HARM = "self_harm"
    DAMAGE = "damage"
    OTHER = "other"


@dataclass(frozen=True)
class Told:
    """An incident as somebody tells it."""

    kind: str
    on: date
    text: str
    followed_by: str = ""
    """What was done about it, if anything yet."""


def check_incident(told: Told, stays: Iterable[Stay], today: date) -> Verdict:
    """Whether an incident may be recorded. `stays` are those at the recording office.

    Codes: `incident_kind_unknown`, `incident_in_future`, `incident_not_here`, `incident_text_missing`,
    `incident_text_long`, `incident_followed_long`.
    """
    found = []
    if told.kind not in {one.value for one in IncidentKind}:
        found.append(refused("incident_kind_unknown", "kind"))
    if told.on > today:
        found.append(refused("incident_in_future", "on", date=told.on))
    elif not any(stay.covers(told.on) or stay.ended_on == told.on for stay in stays):
        found.append(refused("incident_not_here", "on", date=told.on))
    if len(told.text.strip()) < LEAST_TEXT:
        found.append(refused("incident_text_missing", "text"))
    elif len(told.text.strip()) > LONGEST_TEXT:
        found.append(refused("incident_text_long", "text", most=LONGEST_TEXT))
    if len(told.followed_by.strip()) > LONGEST_TEXT:
        found.append(refused("incident_followed_long", "followed_by", most=LONGEST_TEXT))
    return all_of(found)


def check_correction(
    before: Told, told: Told, why: str, stays: Iterable[Stay], today: date, *, corrected: bool
) -> Verdict:
    """Whether a further row may stand in the place of one that was wrong or not yet whole.

    Codes: `incident_corrected_already`, `incident_unchanged`, `incident_why_missing`, `incident_why_long`,
    those of `check_incident`.
    """
    if corrected:
        return refused("incident_corrected_already")
    found = [check_incident(told, stays, today)]
    if _plain(before) == _plain(told):
        found.append(refused("incident_unchanged", "text"))
    if len(why.strip()) < LEAST_WHY:
        found.append(refused("incident_why_missing", "why"))
    elif len(why.strip()) > LONGEST_WHY:
        found.append(refused("incident_why_long", "why", most=LONGEST_WHY))
    return all_of(found)


def needs_a_nurse(kind: str, before: str = "") -> bool:
    """Whether somebody of the clinic has to look: self-harm, unless the row that is corrected said so already."""
    return kind == IncidentKind.SELF_HARM and before != IncidentKind.SELF_HARM


def _plain(told: Told) -> tuple[str, date, str, str]:
    return told.kind, told.on, told.text.strip(), told.followed_by.strip()
