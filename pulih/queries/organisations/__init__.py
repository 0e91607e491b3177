"""Institutions as pages, reports and scenarios look them up; the tables are open, the roles still asked."""

from pulih.queries.organisations.choices import (
    ParentChoice,
    kinds_to_add,
    parent_is_owed,
    parents_for,
    programmes,
)
from pulih.queries.organisations.designated import Designated, ProgrammeTotal, designated, designated_years
from pulih.queries.organisations.listing import FACILITIES, PAGE, PARTNERS, Filter, Found, find_organisations
from pulih.queries.organisations.profile import DesignationLine, Profile, open_profile
from pulih.queries.organisations.tree import Branch, Office, Tree, see_branch, see_tree

__all__ = [
    "FACILITIES",
    "PAGE",
    "PARTNERS",
    "Branch",
    "Designated",
    "DesignationLine",
    "Filter",
    "Found",
    "Office",
    "ParentChoice",
    "Profile",
    "ProgrammeTotal",
    "Tree",
    "designated",
    "designated_years",
    "find_organisations",
    "kinds_to_add",
    "open_profile",
    "parent_is_owed",
    "parents_for",
    "programmes",
    "see_branch",
    "see_tree",
]
