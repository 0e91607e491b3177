from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulih.rules.errors import RuleBroken
from pulih.rules.identity import (
    REFERENCE_ALPHABET,
    REFERENCE_CAPACITY,
    Age,
    Sex,
    age_on,
    check_birth,
    check_reference,
    consistent,
    is_juvenile,
    looks_like_reference,
    mask,
    parse_national_number,
    reference_from,
)

TODAY = date(2024, 5, 14)


def number(day: int = 3, month: int = 5, year: int = 90, serial: str = "0012", region: str = "997101") -> str:
    return f"{region}{day:02}{month:02}{year:02}{serial}"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("", "national_number_characters"),
        ("997101430590001O", "national_number_characters"),
        ("٩٩٧١٠١٤٣٠٥٩٠٠٠١٢", "national_number_characters"),
        ("9.97101E+15", "national_number_characters"),
        ("997101430590001", "national_number_length"),
        ("99710143059000123", "national_number_length"),
        (number(region="097101"), "national_number_region"),
        (number(region="107101"), "national_number_region"),
        (number(day=0), "national_number_date"),
        (number(day=40), "national_number_date"),
        (number(day=32), "national_number_date"),
        (number(day=72), "national_number_date"),
        (number(day=31, month=4), "national_number_date"),
        (number(month=13), "national_number_date"),
        (number(month=0), "national_number_date"),
        (number(day=29, month=2, year=91), "national_number_date"),
        (number(serial="0000"), "national_number_serial"),
    ],
)
def test_a_national_number_that_cannot_be_one_is_refused(raw: str, code: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        parse_national_number(raw)
    assert broken.value.code == code
    assert not raw or raw not in str(broken.value.reasons)


def test_spaces_and_dots_are_tolerated_and_women_are_recognised() -> None:
    found = parse_national_number(" 997101.430590 0012 ")
    assert (found.digits, found.sex, found.birth) == ("9971014305900012", Sex.FEMALE, (3, 5, 90))
    assert found.synthetic
    assert parse_national_number(number()).sex is Sex.MALE


def test_a_leap_day_counts_when_either_century_had_it() -> None:
    assert parse_national_number(number(day=29, month=2, year=0)).birth == (29, 2, 0)
    assert parse_national_number(number(day=69, month=2, year=92)).birth == (29, 2, 92)


def test_a_number_that_disagrees_is_a_warning_and_never_a_refusal() -> None:
    found = parse_national_number(number())
    assert consistent(found, Sex.MALE, date(1990, 5, 3)).reasons == ()
    doubted = consistent(found, Sex.FEMALE, date(1990, 5, 4))
    assert doubted.allowed
    assert [reason.code for reason in doubted.reasons] == [
        "national_number_sex_differs",
        "national_number_birth_differs",
    ]
    assert consistent(found, None, None).reasons == ()


def test_a_national_number_never_shows_itself() -> None:
    found = parse_national_number(number())
    assert found.digits not in repr(found)
    assert mask(found.digits) == "••••••••••••0012"


@pytest.mark.parametrize(
    ("born", "year", "code"),
    [
        (None, None, "birth_missing"),
        (date(1990, 1, 1), 1991, "birth_year_differs"),
        (date(2024, 5, 15), None, "birth_in_future"),
        (None, 2025, "birth_in_future"),
        (date(1899, 12, 31), None, "birth_too_early"),
        (date(2012, 5, 15), None, "birth_too_young"),
        (None, 2013, "birth_too_young"),
        (date(1913, 5, 14), None, "birth_too_old"),
        (None, 1912, "birth_too_old"),
    ],
)
def test_a_birth_nobody_in_custody_can_have_is_refused(
    born: date | None, year: int | None, code: str
) -> None:
    assert [reason.code for reason in check_birth(born, year, TODAY).reasons] == [code]


@pytest.mark.parametrize(
    ("born", "year"),
    [
        (date(2012, 5, 14), None),
        (None, 2012),
        (date(1913, 5, 15), None),
        (None, 1913),
        (date(1992, 2, 29), 1992),
    ],
)
def test_a_birth_at_the_edge_is_allowed(born: date | None, year: int | None) -> None:
    assert check_birth(born, year, TODAY)


def test_someone_born_on_a_leap_day_turns_older_on_the_first_of_march() -> None:
    assert age_on(date(2004, 2, 29), None, date(2022, 2, 28)) == Age(17, estimated=False)
    assert age_on(date(2004, 2, 29), None, date(2022, 3, 1)) == Age(18, estimated=False)
    assert age_on(date(2004, 2, 29), None, date(2024, 2, 29)) == Age(20, estimated=False)


def test_age_at_the_edge_of_a_year() -> None:
    assert age_on(date(2000, 12, 31), None, date(2024, 12, 30)) == Age(23, estimated=False)
    assert age_on(date(2000, 12, 31), None, date(2024, 12, 31)) == Age(24, estimated=False)
    assert age_on(None, 2000, date(2024, 1, 1)) == Age(24, estimated=True)
    assert age_on(None, None, TODAY) is None


def test_a_doubt_about_age_protects_the_child() -> None:
    assert is_juvenile(date(2006, 5, 15), None, TODAY)
    assert not is_juvenile(date(2006, 5, 14), None, TODAY)
    assert is_juvenile(None, 2006, TODAY)
    assert not is_juvenile(None, 2005, TODAY)
    assert not is_juvenile(None, None, TODAY)


@given(st.integers(0, REFERENCE_CAPACITY - 1))
def test_a_reference_has_no_look_alikes_and_passes_its_own_check(source: int) -> None:
    reference = reference_from(source)
    assert not set("IlLO01") & set(reference)
    assert check_reference(reference.lower().replace("-", " ")) == reference
    assert looks_like_reference(reference)


@given(st.integers(0, REFERENCE_CAPACITY - 1), st.integers(0, 7), st.sampled_from(REFERENCE_ALPHABET))
def test_one_wrong_sign_never_passes(source: int, at: int, sign: str) -> None:
    signs = reference_from(source).replace("-", "")
    slipped = signs[:at] + sign + signs[at + 1 :]
    assert slipped == signs or not looks_like_reference(f"{slipped[:4]}-{slipped[4:]}")


@given(st.integers(0, REFERENCE_CAPACITY - 1), st.integers(0, 6))
def test_two_neighbours_swapped_never_pass(source: int, at: int) -> None:
    signs = reference_from(source).replace("-", "")
    swapped = signs[:at] + signs[at + 1] + signs[at] + signs[at + 2 :]
    assert swapped == signs or not looks_like_reference(f"{swapped[:4]}-{swapped[4:]}")


@given(st.binary(min_size=16, max_size=16))
def test_any_bytes_give_a_reference(source: bytes) -> None:
    assert looks_like_reference(reference_from(source))


def test_different_numbers_give_different_references() -> None:
    assert len({reference_from(number) for number in range(5000)}) == 5000


@pytest.mark.parametrize("source", [-1, REFERENCE_CAPACITY])
def test_a_number_out_of_range_is_a_programmers_mistake(source: int) -> None:
    with pytest.raises(ValueError):
        reference_from(source)


@pytest.mark.parametrize(
    ("raw", "code"),
    [("", "reference_length"), ("2222-22O2", "reference_characters"), ("2222-2223", "reference_check")],
)
def test_a_mistyped_reference_says_what_is_wrong(raw: str, code: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        check_reference(raw)
    assert broken.value.code == code
