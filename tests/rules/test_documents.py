"""Papers: codes without look-alikes, numbers, and what must hold before one is issued."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulih.rules.documents import (
    Completion,
    check_certificate,
    check_decree,
    check_number,
    check_withdrawal,
    initials,
    new_code,
    read_code,
)

DAY = date(2024, 8, 4)


def codes(verdict) -> list[str]:
    return [reason.code for reason in verdict.reasons]


@given(st.binary(min_size=8, max_size=8))
def test_a_code_is_read_as_it_was_printed_however_it_is_typed(chance):
    code = new_code(chance)
    assert not set(code) & set("ILO01")
    assert read_code(f" {code.lower().replace('-', ' ')} ") == code


@pytest.mark.parametrize("typed", ["", "ABCD", "ABCD-EFG0", "' OR 1=1", "2345-6789A", "\0"])
def test_what_can_be_no_code(typed):
    assert read_code(typed) is None


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Agus Rekaan", "A. R."), ("siti nur-aini", "S. N. A."), ("", ""), ("Ö. Rekaan", "Ö. R.")],
)
def test_initials(name, shown):
    assert initials(name) == shown


@pytest.mark.parametrize(
    ("number", "on", "found"),
    [
        ("SK-012/W.6.PAS.1/2024", DAY, []),
        (" ", DAY, ["document_number_missing"]),
        ("<b>1</b>", DAY, ["document_number_odd"]),
        ("1" * 61, DAY, ["document_number_odd"]),
        ("1", date(2024, 8, 5), ["document_in_future"]),
    ],
)
def test_numbers(number, on, found):
    assert codes(check_number(number, on, DAY)) == found


def test_a_decree_names_somebody_and_nobody_admitted_later():
    assert check_decree(1, DAY, DAY)
    assert codes(check_decree(0, None, DAY)) == ["decree_nobody"]
    assert codes(check_decree(1, DAY, date(2024, 8, 3))) == ["decree_before_admission"]


def test_a_certificate_is_for_the_completed_and_once():
    assert check_certificate(Completion(DAY), DAY)
    assert codes(check_certificate(Completion(None), DAY)) == ["certificate_not_completed"]
    assert codes(check_certificate(Completion(DAY, True), DAY)) == ["certificate_issued"]
    assert codes(check_certificate(Completion(DAY), date(2024, 8, 3))) == ["certificate_before_completion"]


def test_a_paper_is_withdrawn_once_with_a_reason():
    assert check_withdrawal(False, "Nama keliru")
    assert codes(check_withdrawal(True, "Nama keliru")) == ["document_withdrawn"]
    assert codes(check_withdrawal(False, "  a ")) == ["withdrawal_reason_short"]
