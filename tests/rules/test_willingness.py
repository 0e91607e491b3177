"""Willingness: dated, witnessed, for the young by two, and taken back from a day on."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulih.rules.willingness import Willingness, check_willingness, check_withdrawal, willing_on
from tests.rules.refusing import codes

SIGNED = date(2024, 2, 29)
TODAY = date(2024, 6, 1)
PAPER = Willingness(SIGNED, "Saksi Rekaan")


def recorded(born=date(1990, 1, 1), year=None, since=date(2023, 1, 1), **other):
    return codes(check_willingness(replace(PAPER, **other), TODAY, born, year, since))


def test_a_paper_is_signed_while_held_here_and_not_tomorrow():
    assert recorded(since=SIGNED) == []
    assert recorded(since=SIGNED + timedelta(days=1)) == ["willingness_before_stay"]
    assert recorded(signed_on=TODAY) == []
    assert recorded(signed_on=TODAY + timedelta(days=1)) == ["willingness_in_future"]
    assert recorded(born=SIGNED) == ["willingness_before_birth", "willingness_guardian_missing"]


def test_somebody_watched_and_has_a_name():
    assert recorded(witness=" A ") == ["willingness_witness_missing"]


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        (date(2006, 2, 28), []),  # eighteen since yesterday
        (date(2006, 3, 1), ["willingness_guardian_missing"]),  # eighteen tomorrow
        (date(2004, 2, 29), []),
        (None, []),  # nobody knows; the register mends that, not this form
    ],
)
def test_below_eighteen_a_guardian_signs_too(born, expected):
    assert recorded(born=born) == expected
    assert recorded(born=born, guardian="Wali Rekaan") == []


def test_a_statement_counts_from_its_day_until_the_day_before_it_was_taken_back():
    taken_back = replace(PAPER, withdrawn_on=date(2024, 4, 1))
    assert willing_on([taken_back], SIGNED)
    assert willing_on([taken_back], date(2024, 3, 31))
    assert codes(willing_on([taken_back], date(2024, 4, 1))) == ["willingness_withdrawn"]
    assert codes(willing_on([taken_back], SIGNED - timedelta(days=1))) == ["willingness_later"]
    assert codes(willing_on([], SIGNED)) == ["willingness_missing"]


def test_signed_and_taken_back_on_one_day_counts_on_none():
    same = replace(PAPER, withdrawn_on=SIGNED)
    assert codes(willing_on([same], SIGNED)) == ["willingness_withdrawn"]


def test_a_second_paper_counts_again_and_the_gap_between_them_does_not():
    first = replace(PAPER, withdrawn_on=date(2024, 4, 1))
    second = replace(PAPER, signed_on=date(2024, 5, 1))
    assert codes(willing_on([second, first], date(2024, 4, 15))) == ["willingness_withdrawn"]
    assert willing_on([first, second], date(2024, 5, 1))


@given(
    st.lists(st.tuples(st.integers(0, 60), st.none() | st.integers(0, 60)), max_size=4), st.integers(0, 130)
)
def test_willing_is_whoever_has_a_paper_that_covers_the_day(papers, after):
    start = date(2024, 1, 1)
    known = [
        Willingness(start + timedelta(days=begin), "Saksi Rekaan",
                    withdrawn_on=None if lasts is None else start + timedelta(days=begin + lasts))
        for begin, lasts in papers
    ]  # fmt: skip
    covered = any(begin <= after and (lasts is None or after < begin + lasts) for begin, lasts in papers)
    assert bool(willing_on(known, start + timedelta(days=after))) == covered


def test_taking_back_is_not_before_signing_not_tomorrow_and_once():
    assert check_withdrawal(PAPER, SIGNED, TODAY)
    assert codes(check_withdrawal(PAPER, SIGNED - timedelta(days=1), TODAY)) == [
        "willingness_withdrawn_before"
    ]
    assert codes(check_withdrawal(PAPER, TODAY + timedelta(days=1), TODAY)) == ["willingness_in_future"]
    gone = replace(PAPER, withdrawn_on=date(2024, 4, 1))
    assert codes(check_withdrawal(gone, TODAY, TODAY)) == ["willingness_withdrawn_already"]
