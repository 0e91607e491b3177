"""What becomes of an enrolment when the person leaves the facility: nobody is forgotten on the pathway."""

from collections.abc import Mapping
from datetime import date

from pulih.rules.lifecycles.steps import Pathway, Step
from pulih.rules.lifecycles.table import IN_PLACE, Status
from pulih.rules.stays import Ending

EXIT_BY_ENDING: Mapping[Ending, str] = {
    Ending.RELEASED_EXPIRY: "released_expiry",
    Ending.RELEASED_PAROLE: "released_early",
    Ending.RELEASED_EARLY: "released_early",
    Ending.TRANSFERRED: "transferred",
    Ending.DIED: "died",
    Ending.ESCAPED: "escaped",
    Ending.COURT_ORDER: "court",
    Ending.OTHER: "other",
}
"""Why a running programme ends with the stay. Leaving is administrative unless the person ran."""


def step_on_leaving(pathway: Pathway, how: Ending, on: date, note: str) -> Step:
    """The step that ends an open enrolment with the stay: an exit once admitted, else not selected.

    It is never dated before the step it follows.
    """
    day = max(on, pathway.since)
    if pathway.status in IN_PLACE and pathway.admitted_on is not None:
        reason = EXIT_BY_ENDING[how]
        return Step(Status.EXITED, day, reason, note if reason == "other" else "")
    return Step(Status.NOT_SELECTED, day, "left_facility")
