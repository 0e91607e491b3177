"""Planning a wave, fixing its success rule, letting it stand still, and closing it."""

from pulih.actions.programmes.adopting import Adopted, adopt_template
from pulih.actions.programmes.closing import close_wave
from pulih.actions.programmes.planning import CyclePlan, change_capacity, change_rule, plan_wave
from pulih.actions.programmes.standing_still import preview_resumption, preview_suspension, resume, suspend

__all__ = [
    "Adopted",
    "CyclePlan",
    "adopt_template",
    "change_capacity",
    "change_rule",
    "close_wave",
    "plan_wave",
    "preview_resumption",
    "preview_suspension",
    "resume",
    "suspend",
]
