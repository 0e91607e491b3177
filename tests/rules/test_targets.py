"""Targets: within bounds, changed only with a reason, and never 0 % where nobody was to be admitted."""

import pytest

from pulih.rules.targets import EARLIEST_YEAR, LARGEST_TARGET, capaian, check_target


def codes(amount=10, year=2024, quarter=None, this_year=2024, known=False, reason=""):
    verdict = check_target(amount, year, quarter, this_year, known, reason)
    return [(reason.code, reason.about) for reason in verdict.reasons]


@pytest.mark.parametrize("quarter", [None, 1, 2, 3, 4])
def test_a_first_target_needs_no_reason(quarter):
    assert codes(quarter=quarter) == []


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"amount": -1}, "target_amount", "amount"),
        ({"amount": LARGEST_TARGET + 1}, "target_amount", "amount"),
        ({"amount": 0}, "target_nothing_to_take_back", "amount"),
        ({"year": EARLIEST_YEAR - 1}, "target_year", "year"),
        ({"year": 2027}, "target_year", "year"),
        ({"quarter": 5}, "target_quarter", "quarter"),
        ({"quarter": 0}, "target_quarter", "quarter"),
        ({"known": True, "reason": " ab "}, "target_reason_missing", "reason"),
    ],
)
def test_what_is_wrong_is_named_at_its_field(given, code, field):
    assert codes(**given) == [(code, field)]


def test_a_target_that_stands_changes_or_is_taken_back_with_a_reason():
    assert codes(amount=12, known=True, reason="Anggaran bertambah") == []
    assert codes(amount=0, known=True, reason="Salah UPT") == []


def test_realisation_may_exceed_the_target_and_is_nothing_without_one():
    assert capaian(5, 10) == 50
    assert capaian(15, 10) == 150
    assert capaian(0, 10) == 0
    assert capaian(3, None) is None
    assert capaian(3, 0) is None
