"""What the plan page shows, worked out before rendering: what to do now, goals by dimension, skills as lines."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from pulih.queries.plans import GoalRow, NotedRow, PlanRecord, PlanRow, SkillLine
from pulih.rules.actors import Actor
from pulih.rules.permissions import Permission
from pulih.rules.plans import Dimension, Outcome, Progress, Step, check_writing
from pulih.web.plans.forms import ProgressForm
from pulih.web.plans.words import SHAPES, title_of, words

WIDTH, HEIGHT, EDGE = 220, 64, 8


@dataclass(frozen=True)
class Now:
    """What is to be done first, and where."""

    title: str
    note: str
    shape: str
    href: str = ""
    button: str = ""


@dataclass(frozen=True)
class StepView:
    """A step with how it stands."""

    step: Step
    shape: str
    state: str
    late: bool


@dataclass(frozen=True)
class NotedView:
    """A row of progress in words."""

    row: NotedRow
    about: str
    shape: str
    state: str


@dataclass(frozen=True)
class GoalView:
    """A goal with how it goes, and the form to say how it goes now."""

    goal: GoalRow
    shape: str
    state: str
    steps: tuple[StepView, ...]
    rows: tuple[NotedView, ...]
    form: ProgressForm | None


@dataclass(frozen=True)
class Group:
    """The goals of one dimension."""

    words: str
    goals: tuple[GoalView, ...]


@dataclass(frozen=True)
class SkillView:
    """The levels of one module as a small line, with the words beside it."""

    title: str
    path: str
    spots: tuple[tuple[str, str], ...]
    now: str
    since: date
    said: tuple[tuple[date, str], ...]


@dataclass(frozen=True)
class PlanPage:
    """Everything the template shows."""

    record: PlanRecord
    now: Now | None
    groups: tuple[Group, ...]
    draft: tuple[Group, ...]
    earlier: tuple[PlanRow, ...]
    skills: tuple[SkillView, ...]
    may_write: bool
    may_revise: bool
    may_review: bool
    may_record: bool
    may_report: bool
    may_agree: bool
    """Whether the draft can be agreed and the first thing to do is another."""


def plan_page(actor: Actor, record: PlanRecord, today: date) -> PlanPage:
    """Lay out one plan for this reader."""
    course = record.episode.course
    may_write = record.own and bool(actor.may(Permission.WRITE_PLANS))
    open_way = bool(check_writing(course))
    agreed, draft = record.agreed, record.draft
    runs = course.admitted_on is not None and course.ended_on is None
    now = _now(record, today) if may_write and open_way else None
    first = now.href if now else ""
    follows = may_write and agreed is not None and course.admitted_on is not None
    return PlanPage(
        record=record,
        now=now,
        groups=_groups(agreed, today, with_form=follows),
        draft=_groups(draft, today, with_form=False),
        earlier=tuple(one for one in record.plans if one not in (agreed, draft)),
        skills=tuple(skill_view(one) for one in record.skills),
        may_write=may_write and open_way,
        may_revise=may_write and open_way and agreed is not None and draft is None,
        may_review=may_write and agreed is not None and runs and first != _address(record, "review"),
        may_record=record.own and runs and bool(actor.may(Permission.RECORD_SKILLS)),
        may_report=may_write and course.admitted_on is not None,
        may_agree=bool(may_write and draft and draft.goals and runs and first != _address(record, "agree")),
    )


def _address(record: PlanRecord, name: str) -> str:
    return reverse(f"plans:{name}", args=[record.episode.id])


def _now(record: PlanRecord, today: date) -> Now | None:
    agreed, draft, admitted = record.agreed, record.draft, record.episode.course.admitted_on
    if agreed is None and (draft is None or not draft.goals):
        return Now(
            _("Belum ada rencana"),
            _("Tulis bersama orangnya apa yang ingin dicapai: satu tujuan cukup untuk mulai."),
            "due",
            _address(record, "add_goal"),
            _("Tulis tujuan pertama"),
        )
    if agreed and agreed.review_on and agreed.review_on <= today:
        return Now(
            _("Tinjauan jatuh tempo"),
            _("Bicarakan bersama orangnya bagaimana rencananya berjalan."),
            "late" if agreed.review_on < today else "due",
            _address(record, "review"),
            _("Tinjau rencana"),
        )
    if draft is not None and admitted is None:
        return Now(
            _("Menunggu diterima"),
            _("Rancangan dapat disepakati sejak orangnya diterima dalam program."),
            "waiting",
        )
    if draft is not None:
        return Now(
            _("Rancangan belum disepakati"),
            _("Bacakan tujuannya, ubah bila perlu, lalu catat persetujuannya."),
            "due",
            _address(record, "agree"),
            _("Catat persetujuan"),
        )
    if agreed and agreed.reviews and agreed.reviews[0].outcome is Outcome.REVISE:
        return Now(
            _("Rencana perlu diubah"),
            _("Tinjauan terakhir meminta perubahan."),
            "due",
            _address(record, "revise"),
            _("Ubah rencana"),
        )
    return None


def _groups(plan: PlanRow | None, today: date, *, with_form: bool) -> tuple[Group, ...]:
    if plan is None:
        return ()
    views = [goal_view(one, number, today, with_form=with_form) for number, one in enumerate(plan.goals, 1)]
    return tuple(
        Group(words(f"goal_dimension.{dimension}"), found)
        for dimension in Dimension
        if (found := tuple(one for one in views if one.goal.goal.dimension == dimension))
    )


def goal_view(goal: GoalRow, number: int, today: date, *, with_form: bool) -> GoalView:
    """One goal; the form's fields carry the goal's number, since a page holds several."""
    steps = goal.goal.steps
    texts = {one.code: one.text for one in steps}
    form = None
    if with_form:
        begin = {"on": today, "state": goal.state.value}
        form = ProgressForm(steps=steps, initial=begin, auto_id=f"g{number}_%s")
    return GoalView(
        goal,
        SHAPES[goal.state],
        words(f"goal_state.{goal.state}"),
        tuple(_step(one, goal.step_state(one.code), today) for one in steps),
        tuple(
            NotedView(
                row,
                texts.get(row.noted.step, _("langkah lama")) if row.noted.step else "",
                SHAPES[row.noted.state],
                words(f"goal_state.{row.noted.state}"),
            )
            for row in goal.rows
        ),
        form,
    )


def _step(step: Step, state: Progress, today: date) -> StepView:
    late = bool(step.due and step.due < today and state in (Progress.NOT_STARTED, Progress.UNDER_WAY))
    return StepView(step, SHAPES[state], words(f"goal_state.{state}"), late)


def skill_view(line: SkillLine) -> SkillView:
    """A line that climbs: days as far apart as they were, levels as steps of one height."""
    first, last = line.seen[0].on, line.seen[-1].on
    whole = (last - first).days
    spots = tuple(
        (
            _at(EDGE + (WIDTH - 2 * EDGE) * ((one.on - first).days / whole if whole else 0.5)),
            _at(HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * one.level / 3),
        )
        for one in line.seen
    )
    path = "M" + "L".join(f"{x} {y}" for x, y in spots) if len(spots) > 1 else ""
    said = tuple((one.on, words(f"skill_level.{one.level}")) for one in line.seen)
    return SkillView(title_of(line.module), path, spots, said[-1][1], last, said)


def _at(place: float) -> str:
    return f"{place:.1f}"
