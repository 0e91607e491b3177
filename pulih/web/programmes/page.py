"""What the pages about waves are handed; rendering them asks nothing more."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from pulih.queries.programmes import Journey, Participant, WaveFacts, WaveRecord, WaveState, journey
from pulih.rules.actors import Actor
from pulih.rules.lifecycles import Status
from pulih.rules.permissions import Permission
from pulih.rules.programmes import URINE, WHOQOL
from pulih.web.programmes.acts import Act, acts
from pulih.web.programmes.figure import Figure, figure
from pulih.web.programmes.gaps import Gap, gaps
from pulih.web.programmes.people import PersonRow, person_row
from pulih.web.programmes.words import point_words, words
from pulih.web.ui.paging import Pager

PAGE = 50
STATE_SHAPES: Mapping[WaveState, str] = {
    WaveState.PLANNED: "not-started",
    WaveState.RUNNING: "running",
    WaveState.SUSPENDED: "suspended",
    WaveState.ENDED: "late",
    WaveState.CLOSED: "done",
}

BUTTONS: Mapping[WaveState, tuple[str, ...]] = {
    WaveState.PLANNED: ("rules", "candidates"),
    WaveState.RUNNING: ("suspend", "candidates"),
    WaveState.SUSPENDED: ("resume",),
    WaveState.ENDED: ("sheet", "finish", "close"),
    WaveState.CLOSED: ("sheet",),
}


@dataclass(frozen=True)
class Standing:
    """How a wave stands, in words and as a shape."""

    shape: str
    words: str


def standing(wave: WaveFacts, today: date) -> Standing:
    """The state of a wave with its month where it runs."""
    state = wave.state(today)
    said = words(f"wave_state.{state.value}")
    if state is WaveState.RUNNING:
        said = _("%(state)s, bulan %(month)s dari %(months)s") % {
            "state": said, "month": wave.month(today), "months": wave.months,
        }  # fmt: skip
    return Standing(STATE_SHAPES[state], said)


@dataclass(frozen=True)
class WaveRow:
    """A wave in the list."""

    wave: WaveFacts
    standing: Standing
    ends_on: date
    late: int
    due: int


@dataclass(frozen=True)
class Wanted:
    """What the table of participants is narrowed to."""

    text: str = ""
    state: str = ""
    measure: str = ""
    needs: bool = False

    @property
    def any(self) -> bool:
        """Whether it is narrowed at all."""
        return bool(self.text or self.state or self.measure or self.needs)


@dataclass(frozen=True)
class WavePage:
    """One wave."""

    record: WaveRecord
    today: date
    standing: Standing
    ends_on: date
    journey: Journey
    figure: Figure | None
    heads: tuple[str, ...]
    """Months of the plan above the columns of WHOQOL-BREF and urine."""
    rows: tuple[PersonRow, ...]
    pager: Pager
    wanted: Wanted
    needing: int
    gaps: tuple[Gap, ...]
    acts: tuple[Act, ...]
    inside: int
    many_programmes: bool
    may_manage: bool
    may_read_caseload: bool
    may_read_plans: bool
    may_read_sessions: bool
    may_read_completeness: bool
    may_read_feedback: bool
    may_read_measures: bool
    points: tuple[tuple[str, str], ...]

    @property
    def possible(self) -> tuple[Act, ...]:
        """What can be done now."""
        return tuple(act for act in self.acts if act.verdict)

    @property
    def closed_to(self) -> tuple[Act, ...]:
        """What cannot be done now, with why."""
        return tuple(act for act in self.acts if not act.verdict)

    @property
    def buttons(self) -> tuple[Act, ...]:
        """What stands beside the title: the last one is the likeliest."""
        wanted = BUTTONS[self.record.wave.state(self.today)]
        return tuple(act for code in wanted for act in self.possible if act.code == code)

    @property
    def gone(self) -> int:
        """How many left before the end."""
        return sum(count for _reason, count in self.journey.exits)

    @property
    def gone_small(self) -> str:
        """The most frequent reason of leaving, or how many finished."""
        if self.journey.completed:
            return _("%(count)s selesai") % {"count": self.journey.completed}
        if not self.journey.exits:
            return ""
        reason, count = self.journey.exits[0]
        return f"{count} {words(f'reason.{reason}').lower()}"

    @property
    def whole(self) -> int:
        """How many parts of the completeness are whole."""
        return sum(gap.whole for gap in self.gaps)


STATES: Mapping[str, Callable[[Participant], bool]] = {
    "inside": lambda who: who.inside,
    "on_hold": lambda who: any(one.status is Status.ON_HOLD for one in who.enrolled),
    "completed": lambda who: not who.inside and not who.left,
    "left": lambda who: who.left,
}


def wave_page(
    actor: Actor, record: WaveRecord, today: date, wanted: Wanted, page: int, query: str
) -> WavePage:
    """Put a wave's page together; nothing is looked up here."""
    wave, people = record.wave, record.people
    way = journey(wave, people, today)
    needing = [who for who in people if who.needs(today)]
    chosen = [who for who in people if _fits(who, wanted, today)]
    pager = Pager(1, PAGE, len(chosen), query)
    pager = Pager(min(max(1, page), pager.pages), PAGE, len(chosen), query)
    shown = chosen[(pager.page - 1) * PAGE : pager.page * PAGE]
    return WavePage(
        record=record,
        today=today,
        standing=standing(wave, today),
        ends_on=wave.ends_on(today),
        journey=way,
        figure=figure(way) if people else None,
        heads=tuple(_months(way, kind) for kind in (WHOQOL, URINE)),
        rows=tuple(person_row(actor, who, today) for who in shown),
        pager=pager,
        wanted=wanted,
        needing=len(needing),
        gaps=gaps(actor, record, way, people),
        acts=acts(actor, record, people, today),
        inside=sum(who.inside for who in people),
        many_programmes=len(wave.cycles) > 1,
        may_manage=bool(actor.may(Permission.MANAGE_ENROLMENTS)),
        may_read_caseload=bool(actor.may(Permission.READ_CASELOAD)),
        may_read_plans=bool(actor.may(Permission.READ_PLANS)),
        may_read_sessions=bool(actor.may(Permission.READ_SESSIONS)),
        may_read_completeness=bool(actor.may(Permission.READ_COMPLETENESS)),
        may_read_feedback=bool(actor.may(Permission.READ_FEEDBACK)),
        may_read_measures=bool(actor.may(Permission.READ_MEASURES)),
        points=tuple((f"{one.kind}.{one.code}", point_words(one.kind, one.code)) for one in way.measured),
    )


def _months(way: Journey, kind: str) -> str:
    return " · ".join(str(one.column) for one in way.measured if one.kind == kind)


def _fits(who: Participant, wanted: Wanted, today: date) -> bool:
    if wanted.text and wanted.text.lower() not in f"{who.name} {who.register_number} {who.block}".lower():
        return False
    if wanted.state in STATES and not STATES[wanted.state](who):
        return False
    if wanted.needs and not who.needs(today):
        return False
    if wanted.measure:
        kind, _dot, code = wanted.measure.partition(".")
        measure = who.measure(kind, code)
        return measure is not None and measure.presses and who.inside
    return True
