"""What people do with organisations: record, correct, rename, close, and entrust with a programme."""

from pulih.actions.organisations.designations import DesignationMade, designate
from pulih.actions.organisations.keeping import add_organisation, close_organisation, edit_organisation
from pulih.actions.organisations.moving import move_organisation
from pulih.actions.organisations.naming import rename_organisation

__all__ = [
    "DesignationMade",
    "add_organisation",
    "close_organisation",
    "designate",
    "edit_organisation",
    "move_organisation",
    "rename_organisation",
]
