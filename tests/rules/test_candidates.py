"""Who of the register a programme is for, with the reasons."""

from dataclasses import replace
from datetime import date

import pytest

from pulih.rules.candidates import Registered, drug_articles, judge_candidate
from pulih.rules.stays import StayKind

ENDS = date(2024, 8, 4)
WHO = Registered(date(2023, 3, 1), StayKind.SENTENCED, ("112",), expires_on=date(2026, 1, 1))


def codes(fitness) -> list[str]:
    return [reason.code for reason in fitness.reasons]


@pytest.mark.parametrize(
    ("article", "drug"),
    [
        ("112", True),
        ("Pasal 127 ayat (1) huruf a UU 35/2009", True),
        ("114 ayat (2)", True),
        ("110", False),
        ("149", False),
        ("362 KUHP", False),
        ("Pasal 112 KUHP", False),
        ("Pasal 609 ayat (1)", True),
        ("Pasal 62 UU 5/1997 tentang Psikotropika", True),
        ("Pasal 62", False),
        ("Pasal 112 psikotropika", False),
        ("", False),
        ("tidak ada", False),
    ],
)
def test_articles_of_a_drug_law(article, drug):
    assert bool(drug_articles([article])) is drug


def test_somebody_fits_and_hears_why():
    found = judge_candidate(WHO, ENDS)
    assert found.fits
    assert codes(found) == ["candidate_drug_case", "candidate_time_enough", "candidate_here_since"]


@pytest.mark.parametrize(
    ("who", "against"),
    [
        (replace(WHO, articles=("362",)), ["candidate_no_drug_case"]),
        (replace(WHO, expires_on=date(2024, 9, 2)), ["candidate_time_short"]),
        (replace(WHO, open_status="waiting"), ["candidate_enrolled"]),
        (replace(WHO, served_in="Tahap 1"), ["candidate_served"]),
        (
            replace(WHO, articles=(), expires_on=date(2024, 1, 1), served_in="Tahap 1"),
            ["candidate_served", "candidate_no_drug_case", "candidate_time_short"],
        ),
    ],
)
def test_somebody_left_out_hears_every_reason(who, against):
    found = judge_candidate(who, ENDS)
    assert not found.fits
    assert codes(found) == against


def test_the_reserve_is_to_the_day():
    assert judge_candidate(replace(WHO, expires_on=date(2024, 9, 3)), ENDS).fits


def test_history_stands_for_a_drug_case_and_an_unknown_end_for_time():
    found = judge_candidate(
        replace(WHO, articles=("362",), history=True, kind=StayKind.REMAND, expires_on=None), ENDS
    )
    assert codes(found) == ["candidate_history", "candidate_end_unknown", "candidate_here_since"]
