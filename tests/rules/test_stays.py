from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulih.rules.categories import Category, ClinicalBasis, LegalBasis, ParticipantCategory, check_category
from pulih.rules.sentences import Sentence, TimeLeft, check_sentence, split_articles, time_left
from pulih.rules.stays import Ending, Stay, StayKind, check_ending, check_stay
from pulih.rules.verdicts import Verdict

TODAY = date(2024, 5, 14)


def stay(
    started_on: date,
    ended_on: date | None = None,
    how: Ending | None = None,
    kind: StayKind = StayKind.SENTENCED,
    **more: str,
) -> Stay:
    if ended_on is not None and how is None:
        how = Ending.TRANSFERRED
    return Stay(
        1, more.get("register", "BI.1/2024"), kind, started_on, "", ended_on, how, more.get("note", "")
    )


def codes(verdict: Verdict) -> list[str]:
    return [reason.code for reason in verdict.reasons]


def test_leaving_one_prison_and_entering_another_on_one_day_is_no_overlap() -> None:
    old = stay(date(2023, 1, 1), date(2024, 3, 1))
    assert check_stay(stay(date(2024, 3, 1)), [old], TODAY)
    assert codes(check_stay(stay(date(2024, 2, 29)), [old], TODAY)) == ["stay_overlaps"]


def test_two_open_stays_are_named_as_such() -> None:
    assert codes(check_stay(stay(date(2024, 3, 1)), [stay(date(2023, 1, 1))], TODAY)) == ["stay_already_open"]


def test_an_ended_stay_inside_an_open_one_overlaps() -> None:
    ended = stay(date(2024, 2, 1), date(2024, 3, 1))
    assert codes(check_stay(ended, [stay(date(2023, 1, 1))], TODAY)) == ["stay_overlaps_open"]


def test_a_day_in_transit_claims_no_day() -> None:
    transit = stay(date(2024, 3, 1), date(2024, 3, 1))
    assert check_stay(transit, [stay(date(2023, 1, 1), date(2024, 3, 1)), stay(date(2024, 3, 1))], TODAY)


def test_a_stay_under_remand_without_an_end_is_ordinary() -> None:
    assert check_stay(stay(date(2020, 1, 1), kind=StayKind.REMAND), [], TODAY)


def test_every_trouble_of_a_stay_is_told_at_once() -> None:
    verdict = check_stay(stay(date(2024, 5, 15), register=" "), [], TODAY, birth_date=date(2024, 6, 1))
    assert codes(verdict) == [
        "stay_register_number_missing",
        "stay_starts_in_future",
        "stay_starts_before_birth",
    ]
    assert codes(check_stay(stay(date(1989, 12, 31)), [], TODAY, birth_year=1990)) == [
        "stay_starts_before_birth"
    ]
    assert check_stay(stay(date(1990, 1, 1)), [], TODAY, birth_year=1990)


def test_an_ending_without_a_date_is_unfinished() -> None:
    assert codes(check_stay(stay(date(2024, 1, 1), how=Ending.DIED), [], TODAY)) == ["stay_end_date_missing"]


@pytest.mark.parametrize(
    ("ended_on", "how", "note", "code"),
    [
        (date(2024, 5, 15), Ending.DIED, "", "stay_ends_in_future"),
        (date(2023, 12, 31), Ending.DIED, "", "stay_ends_before_start"),
        (date(2024, 5, 14), None, "", "stay_ending_missing"),
        (date(2024, 5, 14), Ending.OTHER, " ", "stay_ending_note_missing"),
    ],
)
def test_an_ending_that_cannot_be_is_refused(
    ended_on: date, how: Ending | None, note: str, code: str
) -> None:
    assert codes(check_ending(stay(date(2024, 1, 1)), ended_on, how, TODAY, note)) == [code]


def test_a_stay_ends_once_and_remand_never_by_a_sentence_running_out() -> None:
    assert check_ending(stay(date(2024, 1, 1)), date(2024, 1, 1), Ending.TRANSFERRED, TODAY)
    assert check_ending(stay(date(2024, 1, 1)), TODAY, Ending.OTHER, TODAY, "pindah ke rumah sakit")
    ended = stay(date(2023, 1, 1), date(2024, 1, 1))
    assert codes(check_ending(ended, TODAY, Ending.DIED, TODAY)) == ["stay_already_ended"]
    remand = stay(date(2024, 1, 1), kind=StayKind.REMAND)
    assert codes(check_ending(remand, TODAY, Ending.RELEASED_PAROLE, TODAY)) == ["stay_ending_needs_sentence"]
    assert check_ending(remand, TODAY, Ending.COURT_ORDER, TODAY)


days = st.dates(date(2020, 1, 1), date(2020, 3, 1))
stays = st.builds(lambda start, end: stay(start, max(start, end) if end else None), days, st.none() | days)


@given(stays, stays)
def test_overlap_is_the_same_both_ways_and_means_a_shared_day(one: Stay, other: Stay) -> None:
    assert one.overlaps(other) == other.overlaps(one)
    span = [date.fromordinal(n) for n in range(date(2020, 1, 1).toordinal(), date(2020, 3, 3).toordinal())]
    shared = any(one.covers(day) and other.covers(day) for day in span)
    assert not shared or one.overlaps(other)
    empty = one.started_on == one.ended_on or other.started_on == other.ended_on
    assert empty or one.overlaps(other) == shared


def sentence(
    start: date | None, two_thirds: date | None, end: date | None, as_of: date | None = TODAY
) -> Sentence:
    return Sentence(("127",), start, two_thirds, end, as_of)


def test_the_dates_of_a_sentence_stand_in_order_or_are_refused() -> None:
    day = date(2024, 2, 29)
    assert check_sentence(sentence(day, day, day), StayKind.SENTENCED, TODAY)
    assert codes(check_sentence(sentence(day, date(2024, 2, 28), None), None, TODAY)) == [
        "sentence_two_thirds_before_start"
    ]
    assert codes(check_sentence(sentence(day, None, date(2024, 2, 28)), None, TODAY)) == [
        "sentence_expires_before_start"
    ]
    assert codes(check_sentence(sentence(None, day, date(2024, 2, 28)), None, TODAY)) == [
        "sentence_expires_before_two_thirds"
    ]


def test_imported_dates_say_when_they_were_true() -> None:
    assert codes(check_sentence(sentence(None, TODAY, None, None), None, TODAY)) == ["sentence_as_of_missing"]
    assert check_sentence(sentence(TODAY, None, None, None), None, TODAY)
    future = date(2024, 5, 15)
    assert codes(check_sentence(sentence(None, TODAY, None, future), None, TODAY)) == [
        "sentence_as_of_in_future"
    ]
    assert codes(check_sentence(sentence(future, None, None), None, TODAY)) == ["sentence_starts_in_future"]


def test_remand_has_articles_but_no_sentence() -> None:
    assert check_sentence(Sentence(("114",)), StayKind.REMAND, TODAY)
    assert codes(check_sentence(sentence(None, None, TODAY), StayKind.REMAND, TODAY)) == [
        "sentence_under_remand"
    ]


def test_a_life_sentence_has_no_expiry_and_a_past_date_counts_backwards() -> None:
    assert check_sentence(sentence(TODAY, None, None), StayKind.SENTENCED, TODAY)
    left = time_left(sentence(None, date(2024, 5, 13), date(2025, 5, 14)), TODAY)
    assert left == TimeLeft(-1, 365, TODAY)
    assert time_left(Sentence(), TODAY) == TimeLeft(None, None, None)


def test_articles_are_parted_and_each_kept_once() -> None:
    assert split_articles("Pasal 112 ayat (1); 127 ayat (1) huruf a jo. 55, 112 ayat (1)\n") == (
        "112 ayat (1)",
        "127 ayat (1) huruf a",
        "55",
    )
    assert split_articles(" ; ") == ()


def test_a_category_owes_a_ground_and_a_legal_one_its_paper() -> None:
    bare = ParticipantCategory(Category.VICTIM, TODAY)
    assert codes(check_category(bare, TODAY)) == ["category_basis_missing"]
    legal = ParticipantCategory(Category.ABUSER, TODAY, LegalBasis.COURT_DECISION)
    assert codes(check_category(legal, TODAY)) == ["category_paper_missing"]
    clinical = ParticipantCategory(Category.ADDICT, TODAY, clinical_basis=ClinicalBasis.DIAGNOSIS)
    assert check_category(clinical, TODAY).reasons == ()
    assert codes(check_category(clinical, date(2024, 5, 13), birth_year=2025)) == [
        "category_in_future",
        "category_before_birth",
    ]


def test_dependence_said_by_a_court_alone_is_allowed_with_a_warning() -> None:
    verdict = check_category(
        ParticipantCategory(Category.ADDICT, TODAY, LegalBasis.COURT_DECISION, paper="12/Pid"), TODAY
    )
    assert verdict.allowed
    assert codes(verdict) == ["category_addict_not_assessed"]
