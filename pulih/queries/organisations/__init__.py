"""The tree of institutions, one institution's profile, and who is entrusted with what."""

from pulih.queries.organisations.designations import Designated, designated
from pulih.queries.organisations.profile import DesignationRow, NameRow, Near, Profile, profile
from pulih.queries.organisations.tree import Branch, Leaf, Tree, possible_parents, tree

__all__ = [
    "Branch",
    "Designated",
    "DesignationRow",
    "Leaf",
    "NameRow",
    "Near",
    "Profile",
    "Tree",
    "designated",
    "possible_parents",
    "profile",
    "tree",
]
