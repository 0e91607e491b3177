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
from pulih.queries.plans.waves import GoalCount, PlanLine, WavePlans, plan_lines, wave_plans

__all__ = [
    "Episode",
    "GoalCount",
    "GoalRow",
    "Learner",
    "NotedRow",
    "PlanLine",
    "PlanRecord",
    "PlanRow",
    "Reported",
    "ReviewRow",
    "SkillLine",
    "SkillSheet",
    "WavePlans",
    "open_plan",
    "plan_lines",
    "report_of",
    "skill_sheet",
    "wave_plans",
]
