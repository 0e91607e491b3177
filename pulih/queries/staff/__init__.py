"""Who works where, in which role, until when; and who of them is locked out."""

from pulih.queries.staff.competencies import held_by
from pulih.queries.staff.demo import DemoAccount, demo_accounts
from pulih.queries.staff.lists import PAGE, Place, StaffList, StaffRow, list_staff, places_to_staff
from pulih.queries.staff.members import RoleLine, StaffMember, open_member, open_role

__all__ = [
    "PAGE",
    "DemoAccount",
    "Place",
    "RoleLine",
    "StaffList",
    "StaffMember",
    "StaffRow",
    "demo_accounts",
    "held_by",
    "list_staff",
    "open_member",
    "open_role",
    "places_to_staff",
]
