"""Outcomes: how far a share may be trusted, what change is beyond error, and three pairs of eyes."""

from datetime import UTC, date, datetime
from math import isclose
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulih.rules.outcomes import (
    Column,
    Domain,
    Head,
    Lost,
    Place,
    ResultSheet,
    RuleShown,
    Share,
    SheetState,
    Signed,
    Urine,
    check_sheet_step,
    from_plain,
    reliable_change,
    rise_by_chance,
    to_plain,
    wilson,
)
from pulih.rules.outcomes.review import Review, check_drafting
from tests.rules.refusing import codes

counts = st.integers(1, 2000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


def test_of_nobody_there_is_no_share_and_no_interval_which_is_not_nought():
    assert wilson(0, 0) is None
    assert (Share(0, 0).percent, Share(0, 0).low, Share(0, 0).high) == (None, None, None)


def test_none_of_twenty_is_not_surely_none():
    low, high = wilson(0, 20)
    assert isclose(low, 0, abs_tol=1e-12)
    assert isclose(high, 0.1611, abs_tol=1e-4)


def test_all_of_twenty_is_not_surely_all():
    low, high = wilson(20, 20)
    assert isclose(low, 0.8389, abs_tol=1e-4)
    assert isclose(high, 1)


def test_wilson_gives_the_figures_of_the_textbook():
    low, high = wilson(81, 263)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


@given(counts)
def test_an_interval_lies_within_nought_and_one_and_holds_the_share(pair):
    count, of = pair
    low, high = wilson(count, of)
    assert 0 <= low <= count / of + 1e-12
    assert count / of - 1e-12 <= high <= 1


@given(counts)
def test_the_interval_of_the_others_is_its_mirror(pair):
    count, of = pair
    (low, high), (other_low, other_high) = wilson(count, of), wilson(of - count, of)
    assert isclose(low, 1 - other_high, abs_tol=1e-9)
    assert isclose(high, 1 - other_low, abs_tol=1e-9)


@given(counts, st.integers(2, 50))
def test_more_people_with_the_same_share_narrow_the_interval(pair, times):
    count, of = pair
    (low, high), (narrow_low, narrow_high) = wilson(count, of), wilson(count * times, of * times)
    assert narrow_high - narrow_low < high - low


def test_a_change_below_twenty_two_points_may_be_error_alone():
    assert isclose(reliable_change(15, 0.72), 22.0, abs_tol=0.01)
    assert reliable_change(15, 1.0) == 0, "a perfect measure errs never"


def test_noise_alone_makes_four_of_ten_rise_and_never_more_than_half():
    assert isclose(rise_by_chance(15, 0.72, 7), 0.437, abs_tol=1e-3)
    assert rise_by_chance(15, 1.0, 7) == 0


@given(st.floats(1, 40), st.floats(0, 0.99), st.integers(1, 30))
def test_chance_is_below_one_half_and_grows_with_finer_steps(sd, retest, items):
    coarse, fine = rise_by_chance(sd, retest, items), rise_by_chance(sd, retest, items + 1)
    assert 0 <= coarse <= fine < 0.5


DRAFTER, CHECKER, HEAD = uuid4(), uuid4(), uuid4()


def review(state=SheetState.DRAFT, checked_by=None, superseded=False, stale=False):
    return Review(state, DRAFTER, checked_by, superseded, stale)


def test_three_pairs_of_eyes_and_no_pair_twice():
    assert check_sheet_step(review(), SheetState.CHECKED, CHECKER)
    assert codes(check_sheet_step(review(), SheetState.CHECKED, DRAFTER)) == ["sheet_own_draft"]
    checked = review(SheetState.CHECKED, CHECKER)
    assert check_sheet_step(checked, SheetState.APPROVED, HEAD)
    assert codes(check_sheet_step(checked, SheetState.APPROVED, CHECKER)) == ["sheet_own_check"]
    assert codes(check_sheet_step(checked, SheetState.APPROVED, DRAFTER)) == ["sheet_own_draft"]


def test_a_draft_is_not_approved_unchecked_and_an_approved_sheet_moves_no_more():
    assert codes(check_sheet_step(review(), SheetState.APPROVED, HEAD)) == ["sheet_step_closed"]
    for to in SheetState:
        done = check_sheet_step(review(SheetState.APPROVED, CHECKER), to, HEAD, "karena sesuatu")
        assert codes(done) == ["sheet_step_closed"]


def test_records_that_changed_meanwhile_stop_approval_but_not_a_return():
    stale = review(SheetState.CHECKED, CHECKER, stale=True)
    assert codes(check_sheet_step(stale, SheetState.APPROVED, HEAD)) == ["sheet_stale"]
    assert check_sheet_step(stale, SheetState.RETURNED, HEAD, "Angka berubah")
    assert codes(check_sheet_step(stale, SheetState.RETURNED, HEAD, " ya ")) == ["sheet_reason_missing"]
    gone = review(SheetState.CHECKED, CHECKER, superseded=True)
    assert codes(check_sheet_step(gone, SheetState.RETURNED, HEAD, "Angka berubah")) == ["sheet_superseded"]


@pytest.mark.parametrize(
    ("closed", "newest", "superseded", "expected"),
    [
        (False, None, False, ["sheet_wave_open"]),
        (True, None, False, []),
        (True, SheetState.RETURNED, False, []),
        (True, SheetState.APPROVED, True, []),
        (True, SheetState.APPROVED, False, ["sheet_stands"]),
        (True, SheetState.DRAFT, False, ["sheet_in_review"]),
        (True, SheetState.CHECKED, False, ["sheet_in_review"]),
    ],
)
def test_a_revision_is_drafted_when_none_waits_and_none_stands(closed, newest, superseded, expected):
    assert codes(check_drafting(closed, newest, superseded)) == expected


def column(code="people", started=3):
    domain = Domain("physical", True, 2, 1, 2, 1, 1, 1, 0, 22.0, 0.437)
    states = {"negative": 2, "not_due": 1}
    places = (Place("completed", "", 2), Place("death", "died", started - 2))
    return Column(code, "", None, started, 0, started, 2, places, {"both": 2}, (domain,), 1, 2, 1,
                  Urine(started, 2, 2, states, 2), 1, 1)  # fmt: skip


def sheet():
    at = datetime(2020, 7, 3, 9, tzinfo=UTC)
    head = Head("AAAA-BBBB/1", "Tahap 1", "AAAA-BBBB", "Lapas Uji", "Kanwil Uji", 2020, date(2020, 1, 2),
                date(2020, 7, 2), 1, "draft", "whoqol-bref", "1", "1", "syntax",
                drafted=Signed("Petugas Rekaan", "programme_manager", at))  # fmt: skip
    rule = RuleShown(("physical",), 6, 0.0, "month_6", ("negative",), 1, date(2019, 12, 3))
    lost = (Lost("B1-1", "social", 3, date(2020, 3, 31), "died", "death"),)
    return ResultSheet(head, rule, (column("social"), column()), lost)


def test_a_sheet_comes_back_from_json_as_it_was():
    import json

    assert from_plain(json.loads(json.dumps(to_plain(sheet())))) == sheet()


def test_people_stand_last_and_cycles_before_them():
    assert [one.code for one in sheet().cycles] == ["social"]
    assert sheet().people.code == "people"


def test_a_column_adds_up_only_when_everybody_stands_somewhere():
    assert column().adds_up
    assert not Column(**{**vars(column()), "started": 4}).adds_up


def test_success_of_everybody_who_started_is_told_beside_that_of_completers():
    found = column()
    assert (found.success_of_started, found.success_of_completers) == (Share(1, 3), Share(1, 2))
    assert found.domains[0].of_started(found.started) == Share(1, 3)
    assert found.domains[0].of_completers == Share(1, 2)
