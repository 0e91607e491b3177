"""Programme time: months that end on days a month does not have, and days that do not count."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulih.rules import programmes
from pulih.rules.programmes import Point, SuccessRule, Suspension
from tests.rules.refusing import codes

TODAY = date(2030, 1, 1)
JANUARY = date(2020, 1, 31)
MONTH_6 = Point("urine", "month_6", 6, before=30, after=14)
START = Point("whoqol-bref", "baseline", 0, before=0, after=30)

days = st.dates(date(2015, 1, 1), date(2029, 12, 31))


@st.composite
def suspensions(draw):
    found = []
    for _ in range(draw(st.integers(0, 4))):
        begin = draw(days)
        found.append(Suspension(begin, begin + timedelta(days=draw(st.integers(1, 400)))))
    return found


def test_a_month_after_the_last_of_january_is_the_last_of_february_leap_day_or_not():
    assert programmes.add_months(JANUARY, 1) == date(2020, 2, 29)
    assert programmes.add_months(date(2021, 1, 31), 1) == date(2021, 2, 28)
    assert programmes.add_months(date(2020, 2, 29), 12) == date(2021, 2, 28)
    assert programmes.add_months(date(2020, 2, 29), 48) == date(2024, 2, 29)


def test_months_pass_the_edge_of_the_year():
    assert programmes.add_months(date(2020, 9, 1), 6) == date(2021, 3, 1)
    assert programmes.add_months(date(2020, 12, 31), 2) == date(2021, 2, 28)
    assert programmes.add_months(date(2020, 12, 1), 0) == date(2020, 12, 1)


def test_six_months_from_the_second_of_january_end_on_the_first_of_july():
    assert programmes.ends_on(date(2020, 1, 2), 6, [], TODAY) == date(2020, 7, 1)
    assert programmes.ends_on(date(2019, 8, 31), 6, [], TODAY) == date(2020, 2, 28), (
        "the 29th is day one after"
    )


def test_a_suspension_moves_the_end_by_its_days_and_the_day_of_resumption_counts():
    still = [Suspension(date(2020, 7, 6), date(2020, 9, 1))]
    assert programmes.ends_on(date(2020, 7, 6), 6, still, TODAY) == date(2021, 3, 3)
    assert programmes.programme_days(date(2020, 7, 6), date(2020, 9, 1), still, TODAY) == 0
    assert programmes.programme_days(date(2020, 7, 6), date(2020, 9, 2), still, TODAY) == 1


def test_a_suspension_from_the_first_day_leaves_the_first_day_after_it_to_begin_with():
    start, still = date(2020, 3, 16), [Suspension(date(2020, 3, 16), date(2020, 4, 1))]
    assert programmes.day_of_programme(start, 0, still, TODAY) == date(2020, 4, 1)
    assert programmes.programme_month(start, date(2020, 4, 1), still, TODAY) == 1


def test_a_suspension_before_the_start_costs_nothing_and_one_across_it_costs_only_the_days_after():
    start = date(2020, 9, 1)
    before = [Suspension(date(2020, 7, 1), date(2020, 8, 1))]
    across = [Suspension(date(2020, 8, 1), date(2020, 9, 11))]
    assert programmes.ends_on(start, 6, before, TODAY) == programmes.ends_on(start, 6, [], TODAY)
    assert programmes.ends_on(start, 6, across, TODAY) == date(2021, 3, 10)


def test_two_suspensions_that_overlap_are_one_so_that_no_day_is_lost_twice():
    one = [Suspension(date(2020, 3, 1), date(2020, 5, 1))]
    two = [Suspension(date(2020, 3, 1), date(2020, 4, 10)), Suspension(date(2020, 4, 1), date(2020, 5, 1))]
    inside = [*one, Suspension(date(2020, 3, 20), date(2020, 3, 25))]
    start = date(2020, 1, 2)
    ends = {programmes.ends_on(start, 6, still, TODAY) for still in (one, two, inside)}
    assert ends == {date(2020, 8, 31)}


def test_a_suspension_that_still_runs_lasts_until_today_and_the_end_moves_with_every_day():
    start, still = date(2020, 1, 2), [Suspension(date(2020, 3, 1))]
    first = programmes.ends_on(start, 6, still, date(2020, 4, 1))
    assert programmes.ends_on(start, 6, still, date(2020, 4, 2)) == first + timedelta(days=1)
    assert programmes.ends_on(start, 6, still, date(2020, 2, 1)) == date(2020, 7, 1), "announced, not begun"


def test_a_second_suspension_that_begins_on_the_day_the_first_moved_the_end_to_moves_it_again():
    start = date(2020, 1, 1)
    first = [Suspension(date(2020, 2, 1), date(2020, 2, 11))]
    aim = programmes.day_of_programme(start, 60, first, TODAY)
    again = [*first, Suspension(aim, aim + timedelta(days=5))]
    assert programmes.day_of_programme(start, 60, again, TODAY) == aim + timedelta(days=5)


@given(days, st.integers(0, 800), suspensions())
def test_days_of_programme_and_the_day_of_so_many_are_inverse(start, many, still):
    on = programmes.day_of_programme(start, many, still, TODAY)
    assert programmes.programme_days(start, on, still, TODAY) == many
    assert on >= start + timedelta(days=many)


@given(days, st.integers(0, 600), suspensions())
def test_the_day_found_is_never_one_that_stands_still(start, many, still):
    on = programmes.day_of_programme(start, many, still, TODAY)
    assert not any(one.from_on <= on < one.until_on for one in still)


@given(days, st.integers(0, 500), suspensions())
def test_programme_days_never_run_backwards(start, later, still):
    on = start + timedelta(days=later)
    now, next_day = (
        programmes.programme_days(start, day, still, TODAY) for day in (on, on + timedelta(days=1))
    )
    assert next_day - now in (0, 1)
    assert programmes.programme_days(start, start - timedelta(days=later), still, TODAY) == 0


@given(days, st.integers(0, 700))
def test_months_are_counted_from_one_and_turn_on_the_same_day_of_the_month(start, later):
    on = start + timedelta(days=later)
    month = programmes.programme_month(start, on, [], TODAY)
    assert programmes.add_months(start, month - 1) <= on < programmes.add_months(start, month)


def test_windows_open_and_close_around_the_day_they_aim_at_and_never_before_the_start():
    found = programmes.window(date(2020, 1, 2), MONTH_6, [], TODAY)
    assert (found.first, found.aim, found.last) == (date(2020, 6, 2), date(2020, 7, 2), date(2020, 7, 16))
    first = programmes.window(date(2020, 1, 2), START, [], TODAY)
    assert (first.first, first.last) == (date(2020, 1, 2), date(2020, 2, 1))
    assert first.holds(date(2020, 2, 1))
    assert not first.holds(date(2020, 2, 2))


@given(days, suspensions())
def test_a_window_is_in_order_however_often_the_wave_stood_still(start, still):
    for point in (START, MONTH_6):
        found = programmes.window(start, point, still, TODAY)
        assert start <= found.first <= found.aim <= found.last


@pytest.mark.parametrize(
    ("name", "year", "starts_on", "expected"),
    [
        ("Tahap 1", 2020, date(2020, 1, 2), []),
        ("Tahap 2", 2020, date(2021, 1, 4), []),  # a late wave of a year may begin in the next
        ("  T ", 2020, date(2020, 1, 2), ["wave_name_missing"]),
        ("Tahap 1", 2018, date(2020, 1, 2), ["wave_year_differs"]),
    ],
)
def test_a_wave_is_planned_with_name_start_and_budget_year(name, year, starts_on, expected):
    assert codes(programmes.check_wave(name, year, starts_on, TODAY)) == expected


def test_a_cycle_has_places_and_a_length():
    assert programmes.check_cycle(1, 1)
    assert codes(programmes.check_cycle(0, 25)) == ["cycle_capacity", "cycle_months"]
    assert codes(programmes.check_cycle(1001, 24)) == ["cycle_capacity"]


def test_the_success_rule_is_fixed_on_the_first_day_or_by_the_first_admission():
    start = date(2020, 1, 2)
    assert programmes.check_rule_change(start, 0, start - timedelta(days=1))
    assert codes(programmes.check_rule_change(start, 0, start)) == ["rule_is_fixed"]
    assert codes(programmes.check_rule_change(start, 1, start - timedelta(days=1))) == ["rule_is_fixed"]


def test_a_rule_judges_only_what_the_plan_measures():
    plan = [Point("whoqol-bref", "baseline", 0, 0, 30), Point("whoqol-bref", "month_6", 6, 30, 14), MONTH_6]
    known = ["physical", "psychological", "social", "environment"]
    assert programmes.check_rule(SuccessRule(), known, plan)
    wrong = SuccessRule(domains=(), threshold=-1, last="month_9", urine_point="month_9")
    assert codes(programmes.check_rule(wrong, known, plan)) == [
        "rule_domains", "rule_threshold", "rule_months", "rule_urine_month"
    ]  # fmt: skip
    same = SuccessRule(first="month_6")
    assert codes(programmes.check_rule(same, known, plan)) == ["rule_months"]


def test_a_suspension_has_a_reason_no_future_and_no_other_that_runs():
    day = date(2020, 7, 6)
    assert programmes.check_suspension(day, "Pandemi", day, [])
    assert programmes.check_suspension(day, "Pandemi", day, [Suspension(date(2020, 3, 1), day)])
    found = programmes.check_suspension(day + timedelta(days=1), "-", day, [Suspension(date(2020, 3, 1))])
    assert codes(found) == ["suspension_in_future", "suspension_reason_missing", "suspension_overlaps"]


def test_a_resumption_comes_after_the_first_day_and_once():
    running = Suspension(date(2020, 7, 6))
    assert programmes.check_resumption(running, date(2020, 7, 7), TODAY)
    assert codes(programmes.check_resumption(running, date(2020, 7, 6), TODAY)) == ["resumption_before"]
    assert codes(programmes.check_resumption(running, date(2030, 1, 2), TODAY)) == ["suspension_in_future"]
    ended = Suspension(date(2020, 7, 6), date(2020, 9, 1))
    assert codes(programmes.check_resumption(ended, date(2020, 9, 2), TODAY)) == ["suspension_ended"]
