"""The sum made from the paper proves what was keyed; which instruments can be keyed a row a person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulih.language.instruments import instrument, instruments
from pulih.rules.instruments.check_sum import MOST_ITEMS, check_stackable, check_sum, sum_of

ANSWERS = st.dictionaries(st.text("123456", min_size=1, max_size=2), st.none() | st.integers(0, 30))


def test_a_sheet_whose_sum_agrees_is_taken_and_empty_items_count_nothing():
    assert check_sum({"1": 3, "2": None, "3": 5}, 8)


def test_a_sheet_without_its_sum_is_refused():
    (reason,) = check_sum({"1": 3}, None).reasons
    assert (reason.code, reason.about) == ("check_sum_missing", "check_sum")


def test_a_wrong_sum_is_refused_with_both_figures():
    (reason,) = check_sum({"1": 3, "2": 4}, 8).reasons
    assert (reason.code, reason.about, reason.facts) == (
        "check_sum_wrong",
        "check_sum",
        {"stated": 8, "keyed": 7},
    )


@given(ANSWERS, st.integers(-5, 200))
def test_exactly_one_sum_agrees(answers, stated):
    assert bool(check_sum(answers, stated)) == (stated == sum_of(answers))


@given(ANSWERS, st.data())
def test_one_wrong_key_is_always_seen(answers, data):
    keyed = {code: one for code, one in answers.items() if one is not None}
    if not keyed:
        return
    slip = data.draw(st.sampled_from(sorted(keyed)))
    other = data.draw(st.integers(0, 30).filter(lambda one: one != keyed[slip]))
    assert not check_sum(answers | {slip: other}, sum_of(answers))


@pytest.mark.parametrize("code", ["whoqol-bref", "dast-10"])
def test_sheets_of_whole_numbers_can_be_stacked(code):
    assert check_stackable(instrument(code))


def test_too_many_columns_and_other_than_whole_numbers_are_refused_each_with_its_reason():
    for one in instruments().values():
        verdict = check_stackable(one)
        whole = all(item.type.value in ("choice", "count") for item in one.listed)
        assert bool(verdict) == (whole and 0 < len(one.listed) <= MOST_ITEMS)
