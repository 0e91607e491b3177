"""Targets with their realisation, counted from admissions, and the objectives they serve."""

from pulih.queries.targets.history import FacilityTargets, TargetRevision, targets_set
from pulih.queries.targets.objectives import (
    ObjectiveChoice,
    ObjectiveLine,
    Objectives,
    objectives_of,
    to_serve,
)
from pulih.queries.targets.realisation import Reached, TargetLine, Targets, targets_of

__all__ = [
    "FacilityTargets",
    "ObjectiveChoice",
    "ObjectiveLine",
    "Objectives",
    "Reached",
    "TargetLine",
    "TargetRevision",
    "Targets",
    "objectives_of",
    "targets_of",
    "targets_set",
    "to_serve",
]
