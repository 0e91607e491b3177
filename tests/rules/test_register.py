import hashlib
import string
import time
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulih.language.definitions import wording
from pulih.rules.identity import Sex
from pulih.rules.register import (
    Difference,
    Holder,
    KnownResident,
    Outcome,
    RegisterRow,
    RowOutcome,
    check_rows,
    compare,
)
from pulih.rules.stays import StayKind

TODAY = date(2024, 5, 14)
NUMBER = "9971010305900012"
OTHER_NUMBER = "9971010305900013"


def index(number: str) -> str:
    return hashlib.sha256(number.encode()).hexdigest()


def row(number: int = 2, **more: Any) -> RegisterRow:
    stated: dict[str, Any] = {
        "register_number": "BI.1/2024",
        "name": "Budi Contoh",
        "sex": Sex.MALE,
        "birth_date": date(1990, 5, 3),
        "kind": StayKind.SENTENCED,
        "block": "A",
        "started_on": date(2024, 1, 9),
    }
    return RegisterRow(number=number, **{**stated, **more})


def known_from(stated: RegisterRow, person_id: Any = "p1") -> KnownResident:
    """What the record holds once the row was applied to nothing."""
    particulars = {
        name: getattr(stated, name) for name in KnownResident.__dataclass_fields__ if hasattr(stated, name)
    }
    key = index(stated.national_number) if stated.national_number else None
    ending = (stated.national_number or "")[-4:]
    return KnownResident(person_id=person_id, number_key=key, number_ending=ending, **particulars)


def codes(outcome: RowOutcome) -> list[str]:
    for reason in outcome.reasons:
        for language in ("id", "en"):
            wording(language)[reason.code].format_map(dict(reason.facts))
    return [reason.code for reason in outcome.reasons]


def one(stated: RegisterRow, *known: KnownResident, **holders: Holder) -> RowOutcome:
    return compare([stated], known, holders, number_key=index)[0]


def test_an_unknown_person_is_new() -> None:
    assert one(row()).outcome is Outcome.NEW


@pytest.mark.parametrize(
    ("left_out", "field"),
    [("sex", "sex"), ("birth_date", "birth_date"), ("kind", "kind"), ("started_on", "started_on")],
)
def test_a_new_person_owes_what_a_first_registration_needs(left_out: str, field: str) -> None:
    outcome = one(row(**{left_out: None}))
    assert outcome.outcome is Outcome.CONFLICT
    assert [(reason.code, reason.about) for reason in outcome.reasons] == [("register_new_incomplete", field)]


def test_the_same_row_again_changes_nothing_even_spelt_in_capitals_and_other_punctuation() -> None:
    again = row(name="BUDI  CONTOH", register_number="B.I-1/2024")
    assert one(again, known_from(row())).outcome is Outcome.SAME


def test_a_blank_cell_erases_nothing() -> None:
    bare = RegisterRow(number=2, register_number="BI.1/2024", name="Budi Contoh")
    full = known_from(row(national_number=NUMBER, aliases=("Bud",), articles=("127",)))
    assert one(bare, full).outcome is Outcome.SAME


def test_what_is_stated_otherwise_is_a_difference() -> None:
    outcome = one(row(block="B", aliases=("Anto",)), known_from(row(aliases=("Bud",))))
    assert outcome.outcome is Outcome.CHANGED
    assert outcome.person_id == "p1"
    assert outcome.differences == (
        Difference("aliases", ("Bud",), ("Bud", "Anto")),
        Difference("block", "A", "B"),
    )


def test_an_estimated_year_does_not_blur_a_known_date() -> None:
    assert one(row(birth_date=None, birth_year=1990), known_from(row())).outcome is Outcome.SAME
    assert codes(one(row(birth_date=None, birth_year=1991), known_from(row()))) == [
        "register_birth_contradicts"
    ]
    estimated = known_from(row(birth_date=None, birth_year=1991))
    assert one(row(), estimated).differences == (Difference("birth_date", None, date(1990, 5, 3)),)


def test_the_national_number_finds_a_person_under_a_new_register_number() -> None:
    outcome = one(
        row(register_number="BI.9/2024", national_number=NUMBER), known_from(row(national_number=NUMBER))
    )
    assert outcome.outcome is Outcome.CHANGED
    assert codes(outcome) == ["register_number_changed"]
    assert not outcome.needs_decision
    assert [difference.field for difference in outcome.differences] == ["register_number"]


def test_two_people_may_swap_register_numbers_in_one_file() -> None:
    known = [
        known_from(row(national_number=NUMBER), "p1"),
        known_from(row(register_number="BI.2/2024", name="Anton Misal", national_number=OTHER_NUMBER), "p2"),
    ]
    rows = [
        row(2, register_number="BI.2/2024", national_number=NUMBER),
        row(3, register_number="BI.1/2024", name="Anton Misal", national_number=OTHER_NUMBER),
    ]
    outcomes = compare(rows, known, {}, number_key=index)
    assert [(o.outcome, o.person_id) for o in outcomes] == [(Outcome.CHANGED, "p1"), (Outcome.CHANGED, "p2")]


def test_a_national_number_of_one_and_a_register_number_of_another_is_a_conflict() -> None:
    known = [
        known_from(row(national_number=NUMBER), "p1"),
        known_from(row(register_number="BI.2/2024"), "p2"),
    ]
    outcomes = compare(
        [row(register_number="BI.2/2024", national_number=NUMBER)], known, {}, number_key=index
    )
    assert [(o.outcome, o.person_id) for o in outcomes] == [(Outcome.CONFLICT, "p1")]
    assert codes(outcomes[0]) == ["register_two_people"]


def test_a_register_number_with_another_name_birth_and_number_is_another_person() -> None:
    stranger = row(name="Anton Misal", birth_date=date(1985, 1, 1), national_number=OTHER_NUMBER)
    assert codes(one(stranger, known_from(row(national_number=NUMBER)))) == ["register_other_person"]
    assert codes(one(row(name="Anton Misal", birth_date=None), known_from(row()))) == [
        "register_other_person"
    ]


@pytest.mark.parametrize(
    "correction",
    [{"name": "Budi Conto"}, {"name": "Anton Misal"}, {"birth_date": date(1991, 5, 3)}, {"name": "Budi"}],
)
def test_a_register_number_with_name_or_birth_agreeing_is_a_correction(correction: dict[str, Any]) -> None:
    assert one(row(**correction), known_from(row())).outcome is Outcome.CHANGED


def test_a_changed_national_number_is_shown_masked_and_looked_at_first() -> None:
    outcome = one(row(national_number=OTHER_NUMBER), known_from(row(national_number=NUMBER)))
    assert outcome.outcome is Outcome.CHANGED
    assert codes(outcome) == ["register_national_number_changed"]
    assert outcome.needs_decision
    assert NUMBER not in repr(outcome)
    assert OTHER_NUMBER not in repr(outcome)


def test_a_first_national_number_is_an_ordinary_change() -> None:
    outcome = one(row(national_number=NUMBER), known_from(row()))
    assert outcome.differences == (Difference("national_number", None, "••••••••••••0012"),)
    assert not outcome.needs_decision


def test_somebody_held_elsewhere_is_a_conflict_that_names_the_place() -> None:
    elsewhere = {index(NUMBER): Holder("Rutan Contoh")}
    for known in ([], [known_from(row())]):
        outcome = compare([row(national_number=NUMBER)], known, elsewhere, number_key=index)[0]
        assert outcome.outcome is Outcome.CONFLICT
        assert codes(outcome) == ["register_held_elsewhere"]
        assert outcome.reasons[0].facts == {"organisation": "Rutan Contoh"}


def test_somebody_who_was_here_before_returns_to_the_old_record() -> None:
    before = {index(NUMBER): Holder("Lapas Contoh", yours=True, person_id="p7")}
    bare = row(national_number=NUMBER, sex=None, birth_date=None)
    outcome = compare([bare], [], before, number_key=index)[0]
    assert (outcome.outcome, outcome.person_id) == (Outcome.NEW, "p7")
    assert codes(outcome) == ["register_person_returned"]
    assert codes(compare([bare], [known_from(row())], before, number_key=index)[0]) == ["register_two_people"]


def test_the_same_name_and_birth_date_only_warn() -> None:
    outcome = one(row(register_number="BI.9/2024", name="Boedi Tjontoh"), known_from(row()))
    assert outcome.outcome is Outcome.NEW
    assert codes(outcome) == ["register_likely_known"]
    assert outcome.needs_decision
    twins = compare([row(2), row(3, register_number="BI.2/2024")], [], {}, number_key=index)
    assert [codes(twin) for twin in twins] == [[], ["register_likely_twice"]]


def test_a_row_said_twice_is_taken_once() -> None:
    outcomes = compare([row(2), row(3, name="Anton Misal")], [known_from(row())], {}, number_key=index)
    assert [o.outcome for o in outcomes] == [Outcome.SAME, Outcome.CONFLICT]
    assert codes(outcomes[1]) == ["register_row_twice"]


def test_whom_the_file_leaves_out_is_gone_but_not_whom_a_refused_row_names() -> None:
    known = [known_from(row(), "p1"), known_from(row(register_number="BI.2/2024"), "p2")]
    rest = [row(register_number="BI.3/2024", name="Anton Misal")]
    outcomes = compare(rest, known, {}, number_key=index, mentioned={"bi 2-2024"})
    assert [(o.outcome, o.person_id) for o in outcomes] == [(Outcome.NEW, None), (Outcome.GONE, "p1")]


SENTENCE = {
    "sentence_started_on": date(2023, 1, 1),
    "two_thirds_on": date(2025, 1, 1),
    "expires_on": date(2026, 1, 1),
    "as_of": date(2024, 3, 1),
}


def test_an_older_export_does_not_overwrite_a_newer_sentence() -> None:
    older = {**SENTENCE, "expires_on": date(2026, 6, 1), "as_of": date(2024, 2, 1)}
    outcome = one(row(**older), known_from(row(**SENTENCE)))
    assert outcome.outcome is Outcome.SAME
    assert codes(outcome) == ["register_sentence_older"]


def test_a_newer_export_changes_the_sentence_or_confirms_it() -> None:
    remission = {**SENTENCE, "expires_on": date(2025, 12, 1), "as_of": date(2024, 5, 1)}
    assert one(row(**remission), known_from(row(**SENTENCE))).differences == (
        Difference("expires_on", date(2026, 1, 1), date(2025, 12, 1)),
        Difference("as_of", date(2024, 3, 1), date(2024, 5, 1)),
    )
    confirmed = one(row(**{**SENTENCE, "as_of": date(2024, 5, 1)}), known_from(row(**SENTENCE)))
    assert (confirmed.outcome, confirmed.confirmed_as_of) == (Outcome.SAME, date(2024, 5, 1))


def test_a_change_that_no_longer_fits_the_rest_is_a_conflict() -> None:
    early = row(expires_on=date(2024, 12, 1), as_of=date(2024, 5, 1))
    assert codes(one(early, known_from(row(**SENTENCE)))) == ["sentence_expires_before_two_thirds"]
    remand = row(kind=StayKind.REMAND)
    assert codes(one(remand, known_from(row(**SENTENCE)))) == ["sentence_under_remand"]
    newborn = row(birth_date=date(2024, 1, 10), started_on=None)
    assert codes(one(newborn, known_from(row()))) == ["stay_starts_before_birth"]


def test_judgment_turns_remand_into_a_sentence() -> None:
    outcome = one(row(**SENTENCE), known_from(row(kind=StayKind.REMAND)))
    assert outcome.outcome is Outcome.CHANGED
    assert outcome.differences[0] == Difference("kind", StayKind.REMAND, StayKind.SENTENCED)


def test_a_number_that_disagrees_with_sex_warns_only_when_something_of_it_changes() -> None:
    assert codes(one(row(sex=Sex.FEMALE, national_number=NUMBER))) == ["national_number_sex_differs"]
    settled = row(sex=Sex.FEMALE, national_number=NUMBER)
    assert codes(one(settled, known_from(settled))) == []


def test_rows_tell_every_error_they_carry_in_themselves() -> None:
    wrong = row(
        register_number=" - ",
        name="Budi 2",
        birth_date=date(2020, 1, 1),
        national_number="997101",
        started_on=date(2024, 5, 15),
        expires_on=date(2024, 6, 1),
    )
    found = check_rows([wrong, row(3)], TODAY)
    assert list(found) == [2]
    assert [(reason.code, reason.about) for reason in found[2]] == [
        ("name_with_digits", "name"),
        ("birth_too_young", "birth_date"),
        ("national_number_length", "national_number"),
        ("register_number_missing", "register_number"),
        ("stay_starts_in_future", "started_on"),
        ("sentence_as_of_missing", "as_of"),
    ]


def test_rows_that_claim_one_number_are_all_refused_and_name_each_other() -> None:
    rows = [
        row(2, national_number=NUMBER),
        row(3, register_number="b.i 1/2024"),
        row(4, register_number="BI.4", national_number=NUMBER),
        row(5, register_number="BI.5"),
    ]
    found = check_rows(rows, TODAY)
    assert {number: [(r.code, r.facts["rows"]) for r in reasons] for number, reasons in found.items()} == {
        2: [("register_number_twice", (2, 3)), ("national_number_twice", (2, 4))],
        3: [("register_number_twice", (2, 3))],
        4: [("national_number_twice", (2, 4))],
    }


@st.composite
def files(draw: st.DrawFn) -> list[RegisterRow]:
    """Small registers drawn from few values, so that everything collides with everything."""
    count = draw(st.integers(0, 6))
    return [
        row(
            number,
            register_number=f"BI.{draw(st.integers(1, 5))}",
            name=draw(st.sampled_from(["Budi Contoh", "Boedi Tjontoh", "Anton Misal", "Citra Umpama"])),
            birth_date=draw(st.sampled_from([None, date(1990, 5, 3), date(1985, 2, 28)])),
            birth_year=draw(st.sampled_from([None, 1990])),
            national_number=draw(st.sampled_from([None, NUMBER, OTHER_NUMBER, "9971014305900014"])),
            sex=draw(st.sampled_from([None, Sex.MALE, Sex.FEMALE])),
            kind=draw(st.sampled_from([None, StayKind.REMAND, StayKind.SENTENCED])),
            expires_on=draw(st.sampled_from([None, date(2026, 1, 1)])),
            as_of=draw(st.sampled_from([date(2024, 1, 1), date(2024, 5, 1)])),
        )
        for number in range(2, 2 + count)
    ]


HOLDERS = st.dictionaries(
    st.sampled_from([index(NUMBER), index(OTHER_NUMBER)]),
    st.sampled_from([Holder("Rutan Contoh"), Holder("Lapas Contoh", yours=True, person_id="p99")]),
)


def residents(rows: list[RegisterRow]) -> list[KnownResident]:
    """Those rows as people already here: one per register number and per national number."""
    sound = [r for r in rows if r.number not in check_rows(rows, TODAY)]
    return [known_from(r, f"p{r.number}") for r in sound]


@given(files(), files(), HOLDERS)
def test_every_row_has_exactly_one_outcome_and_every_resident_at_most_one(
    rows: list[RegisterRow], before: list[RegisterRow], holders: dict[str, Holder]
) -> None:
    known = residents(before)
    holders = {key: holder for key, holder in holders.items() if key not in {k.number_key for k in known}}
    outcomes = compare(rows, known, holders, number_key=index)
    assert [o.row for o in outcomes if o.row] == rows
    ours = [o.person_id for o in outcomes if o.person_id not in (None, "p99")]
    assert len(ours) == len(set(ours))
    gone = [o for o in outcomes if o.outcome is Outcome.GONE]
    assert all(o.row is None for o in gone)
    assert outcomes[len(rows) :] == gone
    for outcome in outcomes:
        codes(outcome)
        assert (outcome.outcome is Outcome.CHANGED) == bool(outcome.differences)
        assert outcome.outcome is not Outcome.CONFLICT or outcome.reasons


@given(files())
def test_importing_the_same_file_twice_gives_all_the_same(rows: list[RegisterRow]) -> None:
    refused = check_rows(rows, TODAY)
    sound = [r for r in rows if r.number not in refused]
    outcomes = compare(sound, residents(rows), {}, number_key=index)
    assert {o.outcome for o in outcomes} <= {Outcome.SAME}


@given(files(), files())
def test_a_change_once_applied_is_the_same_the_next_time(
    rows: list[RegisterRow], before: list[RegisterRow]
) -> None:
    known = residents(before)
    people = {k.person_id: k for k in known}
    refused = check_rows(rows, TODAY)
    sound = [r for r in rows if r.number not in refused]
    for outcome in compare(sound, known, {}, number_key=index):
        if outcome.outcome is Outcome.CHANGED and outcome.row:
            changed = {d.field: d.after for d in outcome.differences if d.field != "national_number"}
            if any(d.field == "national_number" for d in outcome.differences):
                changed["number_key"] = index(outcome.row.national_number or "")
            after = replace(people[outcome.person_id], **changed)  # type: ignore[arg-type]
            assert one(outcome.row, after).outcome is Outcome.SAME


def test_five_thousand_rows_against_five_thousand_residents_take_well_under_a_second() -> None:
    letters = string.ascii_lowercase
    rows = [
        row(
            n,
            register_number=f"BI.{n}/2024",
            name=f"Contoh {letters[n % 26]}{letters[n // 26 % 26]}{letters[n // 676]}",
            national_number=f"997101030590{n:04}",
        )
        for n in range(1, 5001)
    ]
    known = [known_from(r, r.number) for r in rows]
    started = time.process_time()
    assert check_rows(rows, TODAY) == {}
    assert {o.outcome for o in compare(rows, known, {}, number_key=index)} == {Outcome.SAME}
    assert time.process_time() - started < 3.0, "measured 0.8 s; it is no longer linear"
