"""What the pages about staff are handed; rendering them asks nothing more."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from pulih.actions.staff import IssuedCode, NewAccount
from pulih.queries.staff import CompetencyLine, CompetencyRegister, RoleLine, StaffList, StaffMember
from pulih.rules.actors import Actor
from pulih.rules.verdicts import Verdict
from pulih.web.staff.forms import ConfirmForm, PreferencesForm
from pulih.web.ui.forms import PulihForm
from pulih.web.ui.paging import Pager


@dataclass(frozen=True)
class ListPage:
    """The staff of one organisation."""

    staff: StaffList
    pager: Pager
    fragment: str
    former: bool
    may_manage: bool


@dataclass(frozen=True)
class MemberPage:
    """One worker, with a form for each button."""

    member: StaffMember
    may_give: bool
    reopen: ConfirmForm
    competencies: tuple[CompetencyLine, ...]
    may_train: Verdict
    """Whether competencies of this worker may be recorded and withdrawn."""
    trains: bool
    """Whether the role records competencies at all; of oneself it may not."""
    unlock: ConfirmForm = field(default_factory=ConfirmForm)
    code: ConfirmForm = field(default_factory=ConfirmForm)


@dataclass(frozen=True)
class FormPage:
    """One form about a worker, a role, or a worker to be."""

    form: PulihForm
    member: StaffMember | None = None
    role: RoleLine | None = None
    yesterday: date | None = None
    competency: CompetencyLine | None = None


@dataclass(frozen=True)
class OwnPage:
    """One's own account: choices, and the roles to switch to."""

    form: PreferencesForm
    actor: Actor
    competencies: tuple[CompetencyLine, ...]
    measures: bool


@dataclass(frozen=True)
class SlipPage:
    """A sheet that is printed now, because its secret is shown only once."""

    issued: IssuedCode | None = None
    made: NewAccount | None = None
    place: str = ""
    account_id: UUID | None = None


@dataclass(frozen=True)
class RegisterPage:
    """Who of an office was trained for what."""

    register: CompetencyRegister
    pager: Pager
    show: str
    code: str
    codes: tuple[str, ...]

    @property
    def narrowed(self) -> bool:
        """Whether something was chosen that leaves workers out."""
        return bool(self.show or self.code)
