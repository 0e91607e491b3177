"""The pathway: which steps are legal, what they owe, and what a corrected history amounts to."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulih.rules import lifecycles
from pulih.rules.lifecycles import Change, Pathway, Status, Step
from pulih.rules.permissions import GRANTS, Role
from tests.rules.refusing import codes

DAY = date(2024, 2, 29)
TODAY = date(2024, 12, 31)


def at(status: Status, held_from: Status | None = None, admitted_on: date | None = None) -> Pathway:
    return Pathway(status, DAY, held_from, admitted_on)


def test_on_hold_goes_back_to_where_it_came_from_and_nowhere_else():
    held = at(Status.ON_HOLD, Status.RECOMMENDED)
    assert lifecycles.check_step(held, Step(Status.RECOMMENDED, DAY), TODAY)
    assert codes(lifecycles.check_step(held, Step(Status.ADMITTED, DAY), TODAY)) == ["step_not_legal"]
    assert Status.ADMITTED not in {one.target for one in lifecycles.next_steps(held)}


def test_a_place_is_taken_by_whoever_is_inside_and_on_hold_only_after_admission():
    assert at(Status.ADMITTED).took_place
    assert at(Status.ON_HOLD, Status.ADMITTED).took_place
    assert not at(Status.ON_HOLD, Status.WAITING).took_place
    assert not at(Status.COMPLETED).took_place


def test_nobody_is_admitted_without_a_recommendation():
    for early in (Status.CANDIDATE, Status.ASSESSED, Status.SCREENED_OUT, Status.DECLINED):
        assert lifecycles.transition(early, Status.ADMITTED) is None


def test_what_ended_does_not_begin_again():
    for end in (Status.COMPLETED, Status.EXITED, Status.REMOVED, Status.CLOSED, Status.NOT_SELECTED):
        targets = {one.target for one in lifecycles.TRANSITIONS if one.source is end}
        assert targets <= {Status.AFTERCARE, Status.CLOSED}


def test_who_is_on_hold_leaves_without_being_taken_up_first_but_does_not_complete():
    held = at(Status.ON_HOLD, Status.ADMITTED, DAY)
    assert lifecycles.check_step(held, Step(Status.EXITED, DAY, "died"), TODAY)
    assert codes(lifecycles.check_step(held, Step(Status.COMPLETED, DAY), TODAY)) == ["step_not_legal"]


@pytest.mark.parametrize("status", Status)
def test_every_status_can_be_reached_and_none_is_a_dead_end_by_oversight(status):
    if status is not Status.CANDIDATE:
        assert any(one.target is status for one in lifecycles.TRANSITIONS)
    ends = {Status.NOT_SELECTED, Status.SCREENED_OUT, Status.DECLINED, Status.REMOVED, Status.CLOSED}
    assert bool(lifecycles.next_steps(at(status))) == (status not in ends)


def test_the_table_names_each_step_once():
    pairs = [(one.source, one.target) for one in lifecycles.TRANSITIONS]
    assert len(pairs) == len(set(pairs))


@given(st.sampled_from(list(Status)), st.sampled_from(list(Status)), st.sampled_from(list(Role)))
def test_a_step_is_open_to_a_role_only_where_the_table_and_the_grants_say_so(source, target, role):
    owed = lifecycles.REASONS.get(target, ())
    step = Step(target, DAY, owed[0].code if owed else "")
    verdict = lifecycles.check_step(at(source, held_from=target), step, TODAY, role)
    legal = lifecycles.transition(source, target)
    assert bool(verdict) == (legal is not None and legal.permission in GRANTS[role])


def test_a_step_that_owes_a_reason_says_one_of_its_own_and_a_note_where_the_reason_says_too_little():
    inside = at(Status.ADMITTED, admitted_on=DAY)

    def leaving(reason="", note=""):
        return codes(lifecycles.check_step(inside, Step(Status.EXITED, DAY, reason, note), TODAY))

    assert leaving() == ["step_reason_missing"]
    assert leaving("ill") == ["step_reason_unknown"], "a reason of another step"
    assert leaving("expelled") == ["step_note_missing"]
    assert leaving("expelled", "    ") == ["step_note_missing"]
    assert leaving("expelled", "berkelahi") == []


def test_a_step_may_fall_on_the_day_of_the_one_before_and_on_today_but_on_no_other_side():
    inside = Pathway(Status.ADMITTED, DAY, None, DAY)

    def completing(on):
        return codes(lifecycles.check_step(inside, Step(Status.COMPLETED, on), TODAY))

    assert completing(DAY) == completing(TODAY) == []
    assert completing(TODAY + timedelta(days=1)) == ["step_in_future"]
    assert completing(DAY - timedelta(days=1)) == ["step_before_admission"]
    held = Pathway(Status.ON_HOLD, DAY + timedelta(days=9), Status.ADMITTED, DAY)
    early = Step(Status.ADMITTED, DAY + timedelta(days=8))
    assert codes(lifecycles.check_step(held, early, TODAY)) == ["step_before_last"]


def test_an_entry_is_late_from_the_eighth_day_on_also_across_the_year():
    assert not lifecycles.entered_late(date(2023, 12, 28), date(2024, 1, 4))
    assert lifecycles.entered_late(date(2023, 12, 28), date(2024, 1, 5))


def test_exits_are_grouped_so_that_what_the_state_does_is_no_drop_out():
    assert lifecycles.exit_group("released_early") == lifecycles.exit_group("transferred") == "administrative"
    assert lifecycles.exit_group("withdrew") == lifecycles.exit_group("escaped") == "dropout"
    assert lifecycles.exit_group("died") == "death"
    assert lifecycles.exit_group("a reason of years ago") == "external"


def change(number, target, day, corrects=None, annuls=False, reason=""):
    return Change(number, target, DAY + timedelta(days=day), reason, corrects, annuls)


HISTORY = [
    change(1, Status.CANDIDATE, 0),
    change(2, Status.ASSESSED, 5),
    change(3, Status.RECOMMENDED, 9),
    change(4, Status.ADMITTED, 20),
    change(5, Status.EXITED, 60, reason="withdrew"),
]


def test_a_correction_stands_where_the_wrong_row_stood_and_a_correction_of_it_again():
    rows = [*HISTORY, change(6, Status.EXITED, 58, corrects=5, reason="died"),
            change(7, Status.ADMITTED, 21, corrects=4),
            change(8, Status.EXITED, 59, corrects=6, reason="escaped")]  # fmt: skip
    assert [one.id for one in lifecycles.standing(rows)] == [1, 2, 3, 7, 8]


def test_a_step_taken_back_leaves_the_one_before_and_can_be_taken_anew():
    rows = [*HISTORY, change(6, Status.EXITED, 60, corrects=5, annuls=True)]
    assert lifecycles.standing(rows)[-1].target is Status.ADMITTED
    rows.append(change(7, Status.COMPLETED, 180))
    assert [one.id for one in lifecycles.standing(rows)] == [1, 2, 3, 4, 7]
    assert lifecycles.check_correction(lifecycles.standing(rows), TODAY)


@st.composite
def corrected(draw):
    """The history with corrections of any row, and of corrections."""
    rows, alive = list(HISTORY), {row.id for row in HISTORY}
    for number in range(6, 6 + draw(st.integers(0, 8))):
        if not alive:
            break
        named = draw(st.sampled_from(sorted(alive)))
        wrong = next(row for row in rows if row.id == named)
        annuls = draw(st.booleans())
        rows.append(change(number, wrong.target, draw(st.integers(0, 90)), wrong.id, annuls))
        alive = alive - {named} if annuls else alive - {named} | {number}
    return rows, alive


@given(corrected())
def test_what_stands_is_exactly_what_nothing_has_replaced_in_the_order_of_the_pathway(told):
    rows, alive = told
    found = lifecycles.standing(rows)
    assert {one.id for one in found} == alive
    order = [one.target for one in HISTORY]
    places = [order.index(one.target) for one in found]
    assert places == sorted(places)


def test_a_corrected_history_must_still_be_a_pathway_in_order_of_its_days():
    assert lifecycles.check_correction(HISTORY, TODAY)
    gap = [one for one in HISTORY if one.id != 3]
    assert codes(lifecycles.check_correction(gap, TODAY)) == ["correction_breaks"]
    assert codes(lifecycles.check_correction(HISTORY[1:], TODAY)) == ["correction_breaks"]
    crossed = [*HISTORY[:3], change(7, Status.ADMITTED, 61), HISTORY[4]]
    assert codes(lifecycles.check_correction(crossed, TODAY)) == ["correction_out_of_order"]
    assert codes(lifecycles.check_correction(HISTORY, DAY)) == ["step_in_future"]


def test_a_corrected_hold_still_leads_back_to_where_it_came_from():
    held = [*HISTORY[:3], change(10, Status.ON_HOLD, 12)]
    assert lifecycles.check_correction([*held, change(11, Status.RECOMMENDED, 13)], TODAY)
    elsewhere = [*held, change(11, Status.WAITING, 13)]
    assert codes(lifecycles.check_correction(elsewhere, TODAY)) == ["correction_breaks"]


def test_days_on_hold_are_those_of_the_history_in_force():
    held = [*HISTORY[:3], change(10, Status.ON_HOLD, 12), change(11, Status.RECOMMENDED, 15)]
    first, back = DAY + timedelta(days=12), DAY + timedelta(days=15)
    assert lifecycles.days_on_hold(held) == [(first, back)]
    assert lifecycles.days_on_hold(held[:4]) == [(first, None)]
    moved = [*held, change(12, Status.ON_HOLD, 14, corrects=10)]
    assert lifecycles.days_on_hold(moved) == [(DAY + timedelta(days=14), back)]
    assert lifecycles.days_on_hold(HISTORY[:3]) == []
