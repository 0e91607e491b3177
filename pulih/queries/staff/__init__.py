"""Who works where, in which role, until when; who of them is locked out, and who was trained for what."""

from pulih.queries.staff.competencies import (
    SHOW,
    CompetencyLine,
    CompetencyRegister,
    CompetentWorker,
    ToRenew,
    competencies_of,
    competencies_to_renew,
    competency_register,
    held_by,
    may_change_competencies,
)
from pulih.queries.staff.demo import DemoAccount, demo_accounts
from pulih.queries.staff.lists import PAGE, Place, StaffList, StaffRow, list_staff, places_to_staff
from pulih.queries.staff.members import RoleLine, StaffMember, open_member, open_role
from pulih.queries.staff.named import worker_named

__all__ = [
    "PAGE",
    "SHOW",
    "CompetencyLine",
    "CompetencyRegister",
    "CompetentWorker",
    "DemoAccount",
    "Place",
    "RoleLine",
    "StaffList",
    "StaffMember",
    "StaffRow",
    "ToRenew",
    "competencies_of",
    "competencies_to_renew",
    "competency_register",
    "demo_accounts",
    "held_by",
    "list_staff",
    "may_change_competencies",
    "open_member",
    "open_role",
    "places_to_staff",
    "worker_named",
]
