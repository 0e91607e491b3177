"""Who acts: one person, in one role, at one organisation, for the length of a request, command or job."""

from dataclasses import dataclass
from uuid import UUID

from pulih.rules.permissions import Permission, Role, may
from pulih.rules.verdicts import Verdict


@dataclass(frozen=True)
class MembershipChoice:
    """A membership its holder can switch to."""

    id: UUID
    role: Role
    organisation_name: str


@dataclass(frozen=True)
class Actor:
    """The active membership of whoever acts. `account_id` is None for jobs and for the command line."""

    account_id: UUID | None
    name: str
    role: Role
    organisation_id: int
    organisation_name: str = ""
    parent_name: str = ""
    time_zone: str = "Asia/Jakarta"
    membership_id: UUID | None = None
    language: str = "id"
    theme: str = ""
    must_change_password: bool = False
    memberships: tuple[MembershipChoice, ...] = ()
    organisation_kind: str = ""
    """Empty where nobody read it; whoever needs it then asks."""

    def may(self, permission: Permission) -> Verdict:
        """Whether this actor's role carries the permission."""
        return may(self.role, permission)


def system_actor(organisation_id: int, *, name: str = "Pulih", time_zone: str = "Asia/Jakarta") -> Actor:
    """What jobs and commands act as: one organisation at a time, never a person."""
    return Actor(None, name, Role.SYSTEM, organisation_id, time_zone=time_zone)
