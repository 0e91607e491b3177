"""Performance targets of facilities, and the strategic objectives they serve."""

from pulih.actions.targets.objectives import set_objective, withdraw_objective
from pulih.actions.targets.setting import set_target

__all__ = ["set_objective", "set_target", "withdraw_objective"]
