"""Targets with their realisation, counted from admissions."""

from pulih.queries.targets.realisation import TargetLine, Targets, targets_of

__all__ = ["TargetLine", "Targets", "targets_of"]
