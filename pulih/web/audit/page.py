"""What the pages of the audit are handed; rendering them asks nothing more."""

from dataclasses import dataclass

from pulih.queries.audit import (
    Emergencies,
    Offices,
    Opening,
    Problem,
    Proof,
    Reads,
    Sealing,
    Verification,
)
from pulih.web.audit.asking import Asked
from pulih.web.audit.words import Told
from pulih.web.ui.forms import PulihForm
from pulih.web.ui.paging import KeyPager


@dataclass(frozen=True)
class EventsPage:
    """A page of events, or of refused attempts alone."""

    lines: tuple[Told, ...]
    offices: Offices
    asked: Asked
    pager: KeyPager
    kinds: list[tuple[str, list[tuple[str, str]]]]
    refusals: bool = False


@dataclass(frozen=True)
class ReadsPage:
    """A page of the read log."""

    reads: Reads
    asked: Asked
    pager: KeyPager

    @property
    def offices(self) -> Offices:
        """The offices one may choose from."""
        return self.reads.offices


@dataclass(frozen=True)
class EventPage:
    """One event with its proof; `problems` are those of its seal, once somebody asked."""

    told: Told
    proof: Proof
    checked: bool
    problems: tuple[Problem, ...]

    @property
    def text_holds(self) -> bool:
        """Whether the text still has the hash it was kept with."""
        return self.proof.kept == self.proof.found


@dataclass(frozen=True)
class EmergenciesPage:
    """Emergencies with their state."""

    found: Emergencies
    state: str
    pager: KeyPager


@dataclass(frozen=True)
class ReviewPage:
    """One emergency, what was read under it, and the form for the finding."""

    opening: Opening
    form: PulihForm


@dataclass(frozen=True)
class SealsPage:
    """The state of the seals; `checked` after somebody asked to verify, `head` after asking about one."""

    sealing: Sealing
    age: str
    checked: Verification | None
    verified: int
    head: str
    head_known: bool
