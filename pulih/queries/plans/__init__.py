"""Plans, notes, skills and observations, looked up."""

from pulih.queries.plans.reading import (
    Episode,
    GoalRow,
    NotedRow,
    PlanRecord,
    PlanRow,
    ReviewRow,
    SkillLine,
    open_plan,
)
from pulih.queries.plans.reporting import Reported, report_of
from pulih.queries.plans.skills import Learner, SkillSheet, skill_sheet
from pulih.queries.plans.waves import (
    GoalCount,
    PlanLine,
    PlanLink,
    WavePlans,
    plan_lines,
    plans_of_person,
    wave_plans,
)

__all__ = [
    "Episode",
    "GoalCount",
    "GoalRow",
    "Learner",
    "NotedRow",
    "PlanLine",
    "PlanLink",
    "PlanRecord",
    "PlanRow",
    "Reported",
    "ReviewRow",
    "SkillLine",
    "SkillSheet",
    "WavePlans",
    "open_plan",
    "plan_lines",
    "plans_of_person",
    "report_of",
    "skill_sheet",
    "wave_plans",
]
