"""Urine tests: strips decide the state, medicines are no offence, and a positive is seen twice."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulih.rules import urine
from pulih.rules.urine import PANEL, READABLE, Analyte, Result, UrineState, UrineTest, check_test, state_of
from tests.rules.refusing import codes

CLEAN = dict.fromkeys(PANEL, Result.NEGATIVE)
METHADONE = {Analyte.METHADONE: Result.PRESCRIBED}
panels = st.dictionaries(st.sampled_from(list(Analyte)), st.sampled_from(list(Result)), min_size=1)


def test_methadone_from_the_clinic_is_not_held_against_anybody():
    assert state_of(CLEAN | METHADONE) is UrineState.PRESCRIBED_POSITIVE
    assert not urine.needs_second_look(UrineState.PRESCRIBED_POSITIVE)


def test_methadone_beside_another_positive_hides_nothing():
    assert state_of(CLEAN | METHADONE | {Analyte.METHAMPHETAMINE: Result.POSITIVE}) is UrineState.POSITIVE


def test_a_broken_strip_makes_a_clean_panel_unreadable_but_not_a_positive_one():
    broken = {Analyte.COCAINE: Result.INVALID}
    assert state_of(CLEAN | broken) is UrineState.INVALID
    assert state_of(CLEAN | broken | {Analyte.CANNABIS: Result.POSITIVE}) is UrineState.POSITIVE


@given(panels)
def test_one_positive_strip_is_enough_and_no_strip_makes_it_less(panel):
    assert (state_of(panel) is UrineState.POSITIVE) == (Result.POSITIVE in panel.values())
    assert state_of(panel | {Analyte.OPIATES: Result.POSITIVE}) is UrineState.POSITIVE


@given(panels, st.sampled_from(sorted(READABLE)))
def test_the_state_that_is_keyed_is_the_state_the_strips_show(panel, state):
    verdict = check_test(UrineTest(state, panel, "Resep dokter"))
    assert bool(verdict) == (state_of(panel) is state)
    assert set(codes(verdict)) <= {"test_state_differs"}


def test_a_positive_keyed_as_negative_is_seen_before_it_is_stored():
    strips = CLEAN | {Analyte.METHAMPHETAMINE: Result.POSITIVE}
    assert codes(check_test(UrineTest(UrineState.NEGATIVE, strips))) == ["test_state_differs"]


@pytest.mark.parametrize("state", sorted(set(UrineState) - READABLE - {UrineState.INVALID}))
def test_without_a_sample_there_are_no_strips(state):
    assert codes(check_test(UrineTest(state, CLEAN, "karena sesuatu"))) == ["test_results_without_sample"]


def test_an_invalid_sample_may_show_its_strips_or_none():
    assert check_test(UrineTest(UrineState.INVALID, {}))
    assert check_test(UrineTest(UrineState.INVALID, CLEAN | {Analyte.COCAINE: Result.INVALID}))


@pytest.mark.parametrize("state", sorted(READABLE))
def test_a_sample_that_was_read_shows_its_strips(state):
    assert codes(check_test(UrineTest(state, {}, "Resep dokter"))) == ["test_results_missing"]


def test_exempt_and_not_done_say_why_and_a_prescription_names_itself():
    assert codes(check_test(UrineTest(UrineState.EXEMPT, {}, "  -  "))) == ["test_reason_missing"]
    assert check_test(UrineTest(UrineState.NOT_DONE, {}, "Strip habis"))
    prescribed = UrineTest(UrineState.PRESCRIBED_POSITIVE, CLEAN | METHADONE)
    assert codes(check_test(prescribed)) == ["test_prescription_missing"]


def test_refusing_and_admitting_owe_nobody_a_reason():
    assert check_test(UrineTest(UrineState.REFUSED, {}))
    assert check_test(UrineTest(UrineState.ADMITTED, {}))


def test_a_second_look_is_for_positives_by_somebody_else_once():
    one, other = uuid4(), uuid4()
    positive = UrineState.POSITIVE
    assert urine.check_second_look(positive, one, other, False)
    assert codes(urine.check_second_look(positive, one, one, False)) == ["second_look_own"]
    assert codes(urine.check_second_look(positive, one, other, True)) == ["second_look_done"]
    negative = urine.check_second_look(UrineState.NEGATIVE, one, other, False)
    assert codes(negative) == ["second_look_not_needed"]
