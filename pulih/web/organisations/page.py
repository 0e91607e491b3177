"""What the pages about organisations are handed; rendering them asks nothing more."""

from dataclasses import dataclass
from datetime import date

from pulih.queries.organisations import DesignationLine, Filter, Found, Profile, Tree
from pulih.rules.organisations import Kind
from pulih.rules.verdicts import Reason, Verdict
from pulih.web.organisations.forms import OnDayForm, words
from pulih.web.ui.paging import Pager


@dataclass(frozen=True)
class KindChoice:
    """A kind or group of kinds one can look for."""

    code: str
    label: str


@dataclass(frozen=True)
class FilterPage:
    """The filter as typed, with what it offers."""

    wanted: Filter
    groups: tuple[tuple[str, tuple[KindChoice, ...]], ...]
    provinces: tuple[tuple[str, str], ...]
    unfolded: bool
    """Whether a phone shows the whole filter; wider pages always do."""


@dataclass(frozen=True)
class TreePage:
    """The tree, or what a filter found instead."""

    asked: FilterPage
    may_add: Verdict
    tree: Tree | None = None
    found: Found | None = None
    pager: Pager | None = None


@dataclass(frozen=True)
class Act:
    """Something one may do with an organisation, or why not."""

    code: str
    title: str
    meaning: str
    button: str
    address: str
    verdict: Verdict


@dataclass(frozen=True)
class ProfilePage:
    """One organisation with what may be done."""

    profile: Profile
    acts: tuple[Act, ...]
    may_designate: bool
    on_form: OnDayForm
    on: date | None = None
    name_on: str | None = None

    @property
    def possible(self) -> tuple[Act, ...]:
        """What can be done now."""
        return tuple(act for act in self.acts if act.verdict)

    @property
    def refused(self) -> tuple[tuple[tuple[Reason, ...], tuple[Act, ...]], ...]:
        """What cannot be done, gathered under its reasons, so that each is read once."""
        gathered: dict[str, list[Act]] = {}
        for act in self.acts:
            if not act.verdict:
                gathered.setdefault(" ".join(one.code for one in act.verdict.reasons), []).append(act)
        return tuple((_reasons(acts), tuple(acts)) for acts in gathered.values())

    @property
    def owing(self) -> int:
        """How many facilities directly below run no programme this year."""
        return sum(one.owes_designation for one in self.profile.below)


def _reasons(acts: list[Act]) -> tuple[Reason, ...]:
    """The reasons these acts share; where a role lacks several permissions, all are named."""
    reasons = acts[0].verdict.reasons
    if reasons[0].code != "permission_missing":
        return reasons
    lacking = dict.fromkeys(words(f"permission.{act.verdict.reasons[0].facts['permission']}") for act in acts)
    return (Reason("permission_missing", {**reasons[0].facts, "permission": ", ".join(lacking)}),)


@dataclass(frozen=True)
class KindsPage:
    """The kinds one may record, in two groups."""

    of_the_state: tuple[Kind, ...]
    partners: tuple[Kind, ...]
    parent: str


@dataclass(frozen=True)
class FormPage:
    """A form about an organisation, or about one that is to be."""

    profile: Profile | None = None
    kind: str = ""
    designation: DesignationLine | None = None
