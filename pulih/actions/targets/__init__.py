"""Performance targets of facilities."""

from pulih.actions.targets.setting import set_target

__all__ = ["set_target"]
