"""Plans: drafted, agreed, followed, reviewed and revised; what people have learnt; notes on meetings."""

from pulih.actions.plans.agreeing import agree_plan
from pulih.actions.plans.notes import correct_note, write_note
from pulih.actions.plans.reviewing import record_progress, review_plan
from pulih.actions.plans.skills import record_skills
from pulih.actions.plans.writing import add_goal, change_goal, remove_goal, revise_plan

__all__ = [
    "add_goal",
    "agree_plan",
    "change_goal",
    "correct_note",
    "record_progress",
    "record_skills",
    "remove_goal",
    "review_plan",
    "revise_plan",
    "write_note",
]
