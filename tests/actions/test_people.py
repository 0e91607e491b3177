"""What a clerk can do with a person's record, and what is refused with which words."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from uuid_utils.compat import uuid7

from pulih.actions import custody
from pulih.actions import people as actions
from pulih.actions.people import NewPerson
from pulih.queries import people
from pulih.records import scope
from pulih.rules.errors import RuleBroken
from pulih.rules.identity import reference_from
from pulih.rules.permissions import Role
from tests import factories

NEW = NewPerson(
    name="Bagas Rekaan",
    sex="male",
    register_number="B2-2042",
    kind="sentenced",
    started_on=date(2025, 3, 1),
    birth_date=date(1990, 5, 14),
)
EMERGENCY = "Pingsan di ruang periksa, riwayat obatnya tidak diketahui."

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def office():
    return factories.worker(Role.REGISTRAR, factories.organisation())


@pytest.fixture
def elsewhere():
    return factories.worker(Role.REGISTRAR, factories.organisation())


@contextmanager
def refused(code, about=None):
    with pytest.raises(RuleBroken) as caught:
        yield
    assert code in [reason.code for reason in caught.value.reasons]
    if about:
        assert about in [reason.about for reason in caught.value.reasons]


def opened(actor, reference):
    return people.open_person(actor, reference)


def test_a_reference_that_is_given_already_is_drawn_again(office, monkeypatch):
    drawn = iter([41, 41, 41, 42])
    monkeypatch.setattr("secrets.randbelow", lambda below: next(drawn))
    with scope.acting_as(office):
        first = actions.register_person(facts=NEW, by=office)
        other = replace(NEW, name="Cahya Rekaan", register_number="B2-2043", birth_date=date(1991, 6, 15))
        second = actions.register_person(facts=other, by=office)
    assert (first, second) == (reference_from(41), reference_from(42))


def test_a_registered_person_is_found_and_opened_with_the_first_stay(office):
    with scope.acting_as(office):
        reference = actions.register_person(facts=NEW, by=office)
        record = opened(office, reference)
        assert [hit.reference for hit in people.find(office, "bagas").hits] == [reference]
    assert record.basis == "custody"
    assert record.open_stay.register_number == "B2-2042"


def test_a_number_held_elsewhere_is_refused_with_the_name_of_the_holder(office, elsewhere):
    number = factories.national_number()
    with scope.acting_as(elsewhere):
        factories.person(elsewhere, national_number=number)
    with scope.acting_as(office), pytest.raises(RuleBroken) as caught:
        actions.register_person(facts=replace(NEW, national_number=number), by=office)
    (reason,) = caught.value.reasons
    assert (reason.code, reason.about) == ("number_held", "national_number")
    assert reason.facts["holder"] == elsewhere.organisation_name
    assert caught.value.attempt


def test_the_same_name_and_birth_is_asked_about_once_and_done_when_confirmed(office):
    with scope.acting_as(office):
        actions.register_person(facts=NEW, by=office)
        again = replace(NEW, register_number="B2-2043")
        with refused("person_alike", "confirmed_new"):
            actions.register_person(facts=again, by=office)
        assert actions.register_person(facts=again, confirmed_new=True, by=office)


def test_two_people_cannot_have_one_register_number_at_a_time(office):
    with scope.acting_as(office):
        actions.register_person(facts=NEW, by=office)
        with refused("register_number_taken", "register_number"):
            actions.register_person(facts=replace(NEW, name="Oki Lain"), by=office)
        assert people.find(office, "oki").hits == ()


def test_a_double_click_registers_once(office):
    token = uuid7()
    with scope.acting_as(office):
        actions.register_person(facts=NEW, token=token, by=office)
        with refused("already_sent"):
            actions.register_person(facts=replace(NEW, register_number="B2-9"), token=token, by=office)


@pytest.mark.parametrize(
    ("change", "code", "about"),
    [
        ({"started_on": date(2999, 1, 1)}, "stay_starts_in_future", "started_on"),
        ({"birth_date": date(2999, 1, 1)}, "birth_in_future", "birth_date"),
        ({"birth_date": None}, "birth_missing", "birth_date"),
        ({"started_on": date(1980, 1, 1)}, "stay_starts_before_birth", "started_on"),
        ({"national_number": "99 1234"}, "national_number_length", "national_number"),
        ({"name": "   "}, "name_missing", "name"),
    ],
)
def test_bad_input_is_refused_at_its_field_and_changes_nothing(office, change, code, about):
    with scope.acting_as(office):
        with refused(code, about):
            actions.register_person(facts=replace(NEW, **change), by=office)
        assert people.list_people(office, today=date(2026, 1, 1)).total == 0


def test_a_nurse_cannot_register(office):
    nurse = replace(office, role=Role.NURSE)
    with scope.acting_as(nurse) as context:
        with refused("permission_missing"):
            actions.register_person(facts=NEW, by=nurse)
        assert [tried for _, _, tried in context.refusals] == ["people.register_person"]
        context.refusals.clear()


def test_today_is_the_day_of_the_office_not_of_the_server():
    """At 23.30 in Jakarta it is already tomorrow in Jayapura."""
    late = datetime(2026, 3, 31, 23, 30, tzinfo=ZoneInfo("Asia/Jakarta"))
    tomorrow = replace(NEW, started_on=date(2026, 4, 1))
    for zone, allowed in (("Asia/Jayapura", True), ("Asia/Jakarta", False)):
        clerk = factories.worker(Role.REGISTRAR, factories.organisation(time_zone=zone))
        with scope.acting_as(clerk, at=late):
            if allowed:
                assert actions.register_person(facts=tomorrow, by=clerk)
            else:
                with refused("stay_starts_in_future"):
                    actions.register_person(facts=tomorrow, by=clerk)


def test_a_corrected_name_keeps_the_former_one_and_both_are_found(office):
    with scope.acting_as(office):
        reference = actions.register_person(facts=NEW, by=office)
        record = opened(office, reference)
        actions.correct_identity(
            person_id=record.id,
            name="Bagus Rekaan",
            sex="male",
            birth_date=NEW.birth_date,
            birth_year=None,
            revision=record.revision,
            by=office,
        )
        after = opened(office, reference)
        assert after.name == "Bagus Rekaan"
        assert {name.name for name in after.names} == {"Bagas Rekaan", "Bagus Rekaan"}
        assert people.find(office, "bagas").hits == people.find(office, "bagus").hits
        with refused("page_stale"):
            actions.add_alias(person_id=record.id, alias="Tole", revision=record.revision, by=office)


def test_a_stay_that_ends_closes_the_record_but_keeps_name_and_place(office):
    with scope.acting_as(office):
        reference = factories.person(office)
        record = opened(office, reference)
        custody.end_stay(
            stay_id=record.open_stay.id,
            ended_on=scope.today(),
            how="released_parole",
            revision=1,
            by=office,
        )
        after = opened(office, reference)
        assert after.basis == "episode"
        assert (after.birth_date, after.sentences, after.names) == (None, (), ())
        assert after.stays[0].how_ended == "released_parole"
        with refused("not_found"):
            actions.add_alias(person_id=record.id, alias="Tole", revision=None, by=office)


def test_somebody_released_is_readmitted_anywhere_by_the_whole_number(office, elsewhere):
    number = factories.national_number()
    with scope.acting_as(office):
        reference = factories.person(office, national_number=number)
        stay = opened(office, reference).open_stay
        arguments = {"how": "released_parole", "revision": 1, "by": office}
        custody.end_stay(stay_id=stay.id, ended_on=date(2025, 9, 1), **arguments)
    back = replace(NEW, national_number=number, started_on=date(2026, 2, 1))
    with scope.acting_as(elsewhere):
        assert people.find(elsewhere, number).answer == "free"
        with refused("number_free"):
            actions.register_person(facts=back, by=elsewhere)
        assert actions.readmit_person(facts=back, by=elsewhere) == reference
        assert [hit.reference for hit in people.find(elsewhere, "rekaan").hits] == [reference]


def test_sentence_dates_are_stated_again_never_overwritten(office):
    with scope.acting_as(office):
        reference = factories.person(office)
        person = opened(office, reference).id
        base = {"person_id": person, "articles": "112; 127", "started_on": date(2025, 1, 1)}
        base |= {"two_thirds_on": date(2027, 1, 1), "as_of": date(2026, 1, 1), "source": "register B"}
        actions.record_sentence(**base, expires_on=date(2028, 1, 1), by=office)
        actions.record_sentence(**base, expires_on=date(2027, 12, 1), by=office)
        assert [one.expires_on for one in opened(office, reference).sentences] == [
            date(2027, 12, 1),
            date(2028, 1, 1),
        ]
        with refused("sentence_expires_before_start", "expires_on"):
            actions.record_sentence(**base, expires_on=date(2024, 1, 1), by=office)


def test_a_category_needs_a_basis(office):
    assessor = replace(office, role=Role.ASSESSOR)
    with scope.acting_as(office):
        person = opened(office, factories.person(office)).id
    with scope.acting_as(assessor):
        given = {"person_id": person, "category": "abuser", "decided_on": date(2026, 1, 5), "by": assessor}
        with refused("category_basis_missing", "legal_basis"):
            actions.set_category(**given)
        actions.set_category(**given, clinical_basis="assessment")


def test_break_glass_opens_to_one_account_for_reading_only(office, elsewhere):
    with scope.acting_as(office):
        reference = factories.person(office)
        person = opened(office, reference).id
    nurse = factories.worker(Role.NURSE, factories.organisation())
    colleague = factories.worker(Role.NURSE, factories.organisation())
    colleague = replace(colleague, organisation_id=nurse.organisation_id)
    with scope.acting_as(nurse):
        with refused("reason_too_short", "reason"):
            actions.break_glass(who=reference, reason="darurat", by=nurse)
        with refused("nobody_with_that", "who"):
            actions.break_glass(who=factories.national_number(), reason=EMERGENCY, by=nurse)
        assert actions.break_glass(who=reference, reason=EMERGENCY, by=nurse) == reference
        record = opened(nurse, reference)
        assert record.basis == "break_glass"
        assert (record.opened_until - scope.now()).total_seconds() == pytest.approx(3 * 3600, abs=60)
        assert people.find(nurse, record.name).hits == ()
    with scope.acting_as(colleague), refused("not_found"):
        opened(colleague, reference)
    clerk = replace(nurse, role=Role.REGISTRAR)
    with scope.acting_as(clerk), refused("not_found"):
        actions.add_alias(person_id=person, alias="Tole", revision=None, by=clerk)


def test_another_office_cannot_reach_a_person_by_any_action(office, elsewhere):
    with scope.acting_as(office):
        record = opened(office, factories.person(office))
    with scope.acting_as(elsewhere):
        for act in (
            lambda: actions.add_alias(person_id=record.id, alias="Tole", revision=None, by=elsewhere),
            lambda: custody.end_stay(
                stay_id=record.open_stay.id, ended_on=date(2026, 1, 1), how="died", revision=1, by=elsewhere
            ),
            lambda: actions.set_number(
                person_id=record.id,
                national_number=factories.national_number(),
                revision=None,
                by=elsewhere,
            ),
            lambda: opened(elsewhere, record.reference),
        ):
            with refused("not_found"):
                act()
