"""Which day to get ready for, and who settles what."""

from datetime import date, timedelta

import pytest

from pulih.rules.permissions import Role
from pulih.rules.releases import (
    Item,
    Settled,
    State,
    check_going,
    check_settling,
    due,
    expected_release,
    standing,
)
from tests.rules.refusing import codes

TODAY = date(2024, 5, 20)
WEEK = timedelta(days=7)


@pytest.mark.parametrize(
    ("two_thirds", "expected"),
    [
        (TODAY + WEEK, "two_thirds"),
        (TODAY - WEEK, "two_thirds"),
        (date(2024, 5, 12), "expiry"),
        (None, "expiry"),
    ],
)
def test_two_thirds_come_first_and_the_expiry_once_they_have_passed(two_thirds, expected):
    expiry = date(2025, 1, 1)
    assert expected_release(two_thirds, expiry, TODAY) == (two_thirds if expected == "two_thirds" else expiry)


def test_the_list_stands_a_week_before_and_until_they_have_gone():
    assert [due(TODAY + timedelta(days=n), TODAY) for n in (8, 7, 0, -30)] == [False, True, True, True]
    assert not due(None, TODAY)


def test_the_newest_word_counts_and_what_was_done_for_another_release_is_owed_again():
    steps = [
        Settled("papers", "done", TODAY - timedelta(days=200)),
        Settled("medicine", "done", TODAY),
        Settled("aftercare", "not_needed", TODAY),
        Settled("aftercare", "open", TODAY),
    ]
    found = standing(steps, TODAY + WEEK)
    assert [item for item, state in found.items() if state is not State.OPEN] == [Item.MEDICINE]


@pytest.mark.parametrize(
    ("role", "item", "state", "note", "found"),
    [
        (Role.NURSE, "medicine", "done", "", []),
        (Role.PROGRAMME_MANAGER, "medicine", "done", "", []),
        (Role.COUNSELLOR, "medicine", "done", "", ["release_item_of_others"]),
        (Role.NURSE, "medicine", "not_needed", "", ["release_note_missing"]),
        (Role.NURSE, "medicine", "not_needed", "Tidak minum obat", []),
        (Role.NURSE, "shoes", "done", "", ["release_item_unknown"]),
    ],
)
def test_each_role_settles_its_own_and_says_why_something_is_not_needed(role, item, state, note, found):
    assert codes(check_settling(role, item, state, note)) == found


def test_going_with_something_open_is_warned_about_and_not_kept_from():
    assert check_going(0, "")
    assert codes(check_going(2, "")) == ["release_items_open"]
    assert check_going(2, "Bebas mendadak malam hari")
