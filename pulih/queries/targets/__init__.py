"""Targets with their realisation, counted from admissions."""

from pulih.queries.targets.history import FacilityTargets, TargetRevision, targets_set
from pulih.queries.targets.realisation import Reached, TargetLine, Targets, targets_of

__all__ = [
    "FacilityTargets",
    "Reached",
    "TargetLine",
    "TargetRevision",
    "Targets",
    "targets_of",
    "targets_set",
]
