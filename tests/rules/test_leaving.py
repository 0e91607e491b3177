"""Whoever leaves the facility leaves every pathway there, by a step that says why."""

from datetime import date, timedelta

import pytest

from pulih.rules.lifecycles import (
    EXIT_BY_ENDING,
    OPEN,
    Pathway,
    Status,
    check_step,
    reason_of,
    step_on_leaving,
)
from pulih.rules.stays import Ending

SINCE = date(2026, 3, 2)
LEFT = SINCE + timedelta(days=40)


def pathway(status: Status, held_from: Status | None = None) -> Pathway:
    inside = Status.ADMITTED in (status, held_from)
    return Pathway(status, SINCE, held_from, SINCE if inside else None)


BEFORE = (Status.CANDIDATE, Status.ASSESSED, Status.RECOMMENDED, Status.WAITING, Status.OFFERED)
EVERY_OPEN = (
    *(pathway(one) for one in BEFORE),
    *(pathway(Status.ON_HOLD, one) for one in BEFORE),
    pathway(Status.ADMITTED),
    pathway(Status.ON_HOLD, Status.ADMITTED),
)


def test_the_list_above_holds_every_open_status():
    assert {one.status for one in EVERY_OPEN} == OPEN


@pytest.mark.parametrize("how", list(Ending))
def test_from_every_open_status_the_step_is_legal_whatever_ended_the_stay(how):
    for one in EVERY_OPEN:
        step = step_on_leaving(one, how, LEFT, "Dipindah ke rumah tahanan polisi")
        assert check_step(one, step, LEFT), (one, step)
        admitted = one.admitted_on is not None
        assert step.target is (Status.EXITED if admitted else Status.NOT_SELECTED)


def test_a_release_on_parole_is_administrative_and_an_escape_is_not():
    groups = {how: reason_of(Status.EXITED, code).group for how, code in EXIT_BY_ENDING.items()}
    assert groups[Ending.RELEASED_PAROLE] == groups[Ending.TRANSFERRED] == "administrative"
    assert (groups[Ending.ESCAPED], groups[Ending.DIED]) == ("dropout", "death")
    assert set(EXIT_BY_ENDING) == set(Ending)


def test_a_stay_that_ended_before_the_last_step_was_entered_does_not_turn_time_round():
    step = step_on_leaving(pathway(Status.ADMITTED), Ending.DIED, SINCE - timedelta(days=3), "")
    assert step.effective_on == SINCE
