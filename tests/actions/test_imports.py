"""The import of a register, awkward cases first: nothing half done, nothing deleted, nobody doubled."""

import json
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection

from pulih.actions import imports
from pulih.queries import imports as queries
from pulih.records import scope
from pulih.records.keys import keys
from pulih.records.models import (
    DepartureQuestion,
    ImportBatch,
    ImportRow,
    Person,
    PersonName,
    PersonSearch,
    Sentence,
    Stay,
)
from pulih.rules.errors import RuleBroken
from pulih.rules.names import search_key
from pulih.rules.permissions import Role
from pulih.rules.stays import StayKind
from pulih.rules.verdicts import Reason
from tests import factories, registers
from tests.registers import apply, bring, but, resident, residents, stage

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def registrar(db):
    return factories.worker(Role.REGISTRAR, factories.organisation())


@pytest.fixture
def elsewhere(db):
    return factories.worker(Role.REGISTRAR, factories.organisation("Lapas Jauh"))


def refusal(call) -> RuleBroken:
    with pytest.raises(RuleBroken) as caught:
        call()
    return caught.value


def seen(by, look):
    with scope.acting_as(by):
        return look()


def outcomes(by, batch) -> dict[int, str]:
    rows = ImportRow.objects.filter(batch_id=batch.id)
    return seen(by, lambda: dict(rows.values_list("row_number", "outcome")))


def reasons(by, batch, row: int) -> list[str]:
    rows = ImportRow.objects.filter(batch_id=batch.id, row_number=row)
    return seen(by, lambda: [reason["code"] for reason in rows.get().reasons])


class TestAllOrNothing:
    @pytest.mark.commits
    def test_a_failure_in_the_last_row_stores_nothing_of_the_first_thousand(self, registrar, owner):
        owner.execute("ALTER TABLE sentence ADD CHECK (expires_on <> '2040-02-02')")
        rows = [*residents(1100)[:-1], resident(1101, expires_on=date(2040, 2, 2))]
        batch = stage(registrar, rows)
        assert refusal(lambda: apply(registrar, batch)).code == "import_overtaken"
        for table in ("person", "person_access", "person_search", "stay", "sentence"):
            assert owner.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
        assert owner.execute("SELECT state FROM import_batch").fetchone() == ("checked",)
        assert owner.execute("SELECT count(*) FROM import_row").fetchone() == (1100,)

    def test_rows_in_the_way_refuse_the_whole_register_until_they_are_left_out(self, registrar, elsewhere):
        bring(elsewhere, [resident(2)])
        wrong = {9: (Reason("date_unknown", {"value": "kemarin"}, "birth_date"),)}
        cells = {9: {"register_number": "BI.9", "name": "Budi"}}
        batch = stage(registrar, residents(3), refused=wrong, cells=cells)
        broken = refusal(lambda: apply(registrar, batch))
        assert [(one.code, one.facts["count"]) for one in broken.reasons] == [
            ("import_conflicts_stand", 1),
            ("import_bad_rows_stand", 1),
        ]
        assert seen(registrar, Person.objects.count) == 0
        applied = apply(registrar, batch, leave_out=True)
        assert (applied.counts["new"], applied.counts["left_out"]) == (2, 2)
        assert seen(registrar, lambda: queries.batch(registrar, batch.id)).counts["left_out"] == 2

    def test_a_register_that_changed_since_the_dry_run_is_refused_and_checked_again(self, registrar):
        bring(registrar, residents(3))
        changed = stage(registrar, [but(one, block="Z 9") for one in residents(3)])
        bring(registrar, [but(resident(2), block="A 1"), resident(3), resident(4)])
        broken = refusal(lambda: apply(registrar, changed))
        assert broken.code == "import_register_changed"
        assert broken.reasons[0].facts["rows"] == [2]
        with scope.acting_as(registrar):
            imports.recheck_import(batch_id=changed.id, revision=1, by=registrar)
            again = queries.batch(registrar, changed.id)
        assert apply(registrar, again).counts["changed"] == 3

    def test_somebody_new_at_the_desk_since_the_dry_run_is_not_silently_gone(self, registrar):
        bring(registrar, residents(2))
        batch = stage(registrar, residents(2))
        bring(registrar, residents(3))
        broken = refusal(lambda: apply(registrar, batch))
        assert broken.reasons[0].facts["gone"] == 1

    def test_a_double_click_applies_once(self, registrar):
        batch, token = stage(registrar, residents(2)), uuid4()
        apply(registrar, batch, token=token)
        assert refusal(lambda: apply(registrar, batch, token=token)).code == "already_sent"
        assert refusal(lambda: apply(registrar, batch)).code == "import_already_applied"

    def test_a_page_that_is_stale_applies_nothing(self, registrar):
        batch = stage(registrar, residents(2))
        with scope.acting_as(registrar):
            imports.recheck_import(batch_id=batch.id, revision=1, by=registrar)
        assert refusal(lambda: apply(registrar, batch)).code == "page_stale"

    def test_a_register_laid_aside_is_gone_and_its_rows_with_it(self, registrar):
        batch = stage(registrar, residents(2))
        with scope.acting_as(registrar):
            imports.discard_import(batch_id=batch.id, revision=1, by=registrar)
            assert ImportRow.objects.filter(batch_id=batch.id).count() == 0
        assert refusal(lambda: apply(registrar, batch)).code == "import_already_discarded"


class TestWalls:
    def test_another_office_sees_nothing_of_what_is_staged(self, registrar, elsewhere):
        batch = stage(registrar, residents(2))
        with scope.acting_as(elsewhere):
            assert ImportBatch.objects.count() == ImportRow.objects.count() == 0
            assert queries.batches(elsewhere) == ()
        for reach in (
            lambda: queries.batch(elsewhere, batch.id),
            lambda: imports.apply_import(batch_id=batch.id, revision=1, by=elsewhere),
            lambda: imports.discard_import(batch_id=batch.id, revision=1, by=elsewhere),
            lambda: imports.recheck_import(batch_id=batch.id, revision=1, by=elsewhere),
            lambda: imports.hand_back_rows(batch_id=batch.id, by=elsewhere),
        ):
            broken = refusal(lambda reach=reach: seen(elsewhere, reach))
            assert (broken.code, broken.attempt) == ("not_found", True)

    def test_only_whoever_keeps_the_register_imports_it(self, registrar):
        nurse = factories.worker(Role.NURSE, factories.organisation())
        assert refusal(lambda: stage(nurse, residents(1))).code == "permission_missing"

    def test_somebody_whom_another_office_holds_is_a_conflict_that_names_it(self, registrar, elsewhere):
        bring(elsewhere, [resident(2)])
        batch = stage(registrar, residents(2))
        assert outcomes(registrar, batch) == {2: "conflict", 3: "new"}
        held = seen(registrar, lambda: queries.rows_of(registrar, batch.id, "conflict")).rows[0]
        assert held.reasons[0].code == "register_held_elsewhere"
        assert held.reasons[0].facts["organisation"] == "Lapas Jauh"
        assert held.reference == ""

    def test_asking_whose_the_numbers_are_is_one_event_for_the_whole_file(self, registrar, owner_events):
        stage(registrar, residents(50))
        asked = [event for event in owner_events() if event["event"] == "imports.ask_holders"]
        assert [event["changes"] for event in asked] == [{"asked": 50}]


@pytest.fixture
def owner_events(registrar):
    """The audit of the registrar's office, as its head reads it."""

    def read() -> list[dict]:
        head = factories.worker(Role.HEAD_OF_FACILITY, _organisation(registrar))
        with scope.acting_as(head), connection.cursor() as cursor:
            cursor.execute("SELECT body FROM audit_event WHERE organisation_id = %s ORDER BY id",
                           [registrar.organisation_id])  # fmt: skip
            return [json.loads(body) for (body,) in cursor.fetchall()]

    return read


def _organisation(actor):
    from pulih.records.models import Organisation

    return Organisation.objects.get(id=actor.organisation_id)


class TestNationalNumbers:
    def test_staging_holds_them_sealed_and_nowhere_else(self, registrar):
        row = resident(2)
        batch = stage(registrar, [row])
        with scope.acting_as(registrar):
            kept = ImportRow.objects.get(batch_id=batch.id)
        assert row.national_number not in json.dumps([kept.cells, kept.facts, kept.differences, kept.reasons])
        assert keys().open_number(kept.number_cipher, kept.id) == row.national_number

    def test_one_in_a_wrong_column_is_refused_and_sealed_too(self, registrar):
        stray = but(resident(2), block=resident(2).national_number, national_number=None)
        batch = stage(registrar, [stray])
        assert outcomes(registrar, batch) == {2: "bad"}
        assert reasons(registrar, batch, 2) == ["import_number_in_other_column"]
        with scope.acting_as(registrar):
            kept = ImportRow.objects.get(batch_id=batch.id)
            back = imports.hand_back_rows(batch_id=batch.id, by=registrar)
        assert stray.block not in json.dumps([kept.cells, kept.reasons])
        assert back.cells[2]["block"] == stray.block

    def test_none_stands_in_the_audit(self, registrar, owner_events):
        bring(registrar, [resident(2)])
        bring(registrar, [but(resident(2), block="Z 1")])
        assert resident(2).national_number not in json.dumps(owner_events())

    def test_the_record_opens_the_number_it_was_given(self, registrar):
        bring(registrar, [resident(2)])
        with scope.acting_as(registrar):
            person = Person.objects.get()
        assert keys().open_number(person.national_number_cipher, person.id) == resident(2).national_number
        assert person.national_number_last4 == resident(2).national_number[-4:]

    def test_one_that_was_missing_is_added_later(self, registrar):
        bring(registrar, [but(resident(2), national_number=None)])
        bring(registrar, [resident(2)])
        with scope.acting_as(registrar):
            person = Person.objects.get()
        assert keys().open_number(person.national_number_cipher, person.id) == resident(2).national_number

    def test_what_was_written_keeps_no_sealed_number_in_staging(self, registrar):
        batch = stage(registrar, residents(2))
        apply(registrar, batch)
        rows = ImportRow.objects.filter(batch_id=batch.id).exclude(number_cipher=None)
        assert seen(registrar, rows.count) == 0


class TestNewcomers:
    def test_they_get_person_names_stay_sentence_and_a_place_in_the_search(self, registrar):
        bring(registrar, [resident(2, aliases=("Nana", "Si Bungsu"))])
        with scope.acting_as(registrar):
            person, stay, sentence = Person.objects.get(), Stay.objects.get(), Sentence.objects.get()
            names = set(PersonName.objects.values_list("kind", "name"))
            key = PersonSearch.objects.get().name_key
        assert (person.name, stay.register_number, stay.kind) == (resident(2).name, "BI.2/2024", "sentenced")
        assert (sentence.two_thirds_on, sentence.source) == (resident(2).two_thirds_on, "register.xlsx")
        assert names == {("official", resident(2).name), ("alias", "Nana"), ("alias", "Si Bungsu")}
        assert all(search_key(name) in key for name in (resident(2).name, "Nana", "Si Bungsu"))

    def test_a_remand_detainee_has_no_sentence_and_that_is_normal(self, registrar):
        nothing = {"sentence_started_on": None, "two_thirds_on": None, "expires_on": None, "as_of": None}
        bring(registrar, [resident(2, kind=StayKind.REMAND, articles=(), **nothing)])
        assert seen(registrar, Sentence.objects.count) == 0

    def test_a_namesake_with_the_same_birthday_waits_for_somebody_to_look(self, registrar):
        bring(registrar, [but(resident(2), national_number=None)])
        twin = but(resident(2), number=3, register_number="BI.3/2025", national_number=None)
        batch = stage(registrar, [but(resident(2), national_number=None), twin])
        assert batch.counts["doubt"] == 1
        assert refusal(lambda: apply(registrar, batch)).code == "import_doubts_stand"
        (line,) = seen(registrar, lambda: queries.rows_in_doubt(registrar, batch.id))
        assert apply(registrar, batch, take=[line.id]).counts["new"] == 1

    def test_a_doubtful_row_nobody_ticked_stays_out_and_can_still_be_mended(self, registrar):
        bring(registrar, [but(resident(2), national_number=None)])
        other = registers.national_number(resident(2).birth_date, 77)
        twin = but(resident(2), number=3, register_number="BI.3/2025", national_number=other)
        batch = stage(registrar, [but(resident(2), national_number=None), twin])
        assert apply(registrar, batch, leave_out=True).counts["left_out"] == 1
        back = seen(registrar, lambda: imports.hand_back_rows(batch_id=batch.id, by=registrar))
        assert back.cells[3]["national_number"] == other
        assert "register_likely_known" in [one.code for one in back.reasons[3]]


class TestMonthAfterMonth:
    def test_the_same_register_again_changes_nothing(self, registrar):
        bring(registrar, residents(3))
        before = seen(registrar, lambda: list(Person.objects.values_list("id", "revision").order_by("id")))
        batch = stage(registrar, residents(3))
        assert (batch.counts["same"], batch.counts["rows"]) == (3, 3)
        apply(registrar, batch)
        after = seen(registrar, lambda: list(Person.objects.values_list("id", "revision").order_by("id")))
        assert after == before
        assert seen(registrar, Sentence.objects.count) == 3

    def test_a_change_is_shown_field_by_field_and_written(self, registrar):
        bring(registrar, [resident(2)])
        batch = stage(registrar, [but(resident(2), block="D 2", name="Dimas Nama Baru")])
        (line,) = seen(registrar, lambda: queries.rows_of(registrar, batch.id, "changed")).rows
        assert {(one.field, one.before, one.after) for one in line.differences} == {
            ("name", resident(2).name, "Dimas Nama Baru"),
            ("block", "C 2", "D 2"),
        }
        apply(registrar, batch)
        with scope.acting_as(registrar):
            person, stay = Person.objects.get(), Stay.objects.get()
            ended = PersonName.objects.get(name=resident(2).name).valid_to
            key = PersonSearch.objects.get().name_key
        assert (person.name, stay.block, ended) == ("Dimas Nama Baru", "D 2", scope.today())
        assert (person.revision, stay.revision) == (2, 2)
        assert search_key(resident(2).name) in key
        assert search_key("Dimas Nama Baru") in key

    def test_a_blank_cell_erases_nothing(self, registrar):
        bring(registrar, [resident(2, aliases=("Nana",))])
        nothing = {
            "block": "",
            "national_number": None,
            "birth_date": None,
            "articles": (),
            "expires_on": None,
            "sex": None,
            "started_on": None,
        }
        batch = stage(registrar, [but(resident(2), **nothing)])
        assert batch.counts["same"] == 1
        apply(registrar, batch)
        with scope.acting_as(registrar):
            facts = next(iter(queries.residents(registrar).values())).facts
        assert (facts.block, facts.articles, facts.aliases) == ("C 2", resident(2).articles, ("Nana",))
        assert facts.expires_on == resident(2).expires_on

    def test_a_new_sentence_date_keeps_the_other_dates_and_the_earlier_row(self, registrar):
        bring(registrar, [resident(2)])
        later = but(resident(2), two_thirds_on=date(2025, 5, 5), articles=(), as_of=date(2026, 7, 1))
        bring(registrar, [later])
        with scope.acting_as(registrar):
            first, second = Sentence.objects.order_by("recorded_at", "id")
        assert first.two_thirds_on == resident(2).two_thirds_on
        assert (second.two_thirds_on, second.expires_on) == (date(2025, 5, 5), resident(2).expires_on)
        assert second.articles == list(resident(2).articles)

    def test_the_same_sentence_in_a_newer_register_is_newer_knowledge(self, registrar):
        bring(registrar, [resident(2)])
        bring(registrar, [but(resident(2), as_of=date(2026, 7, 1))])
        with scope.acting_as(registrar):
            facts = next(iter(queries.residents(registrar).values())).facts
        assert facts.as_of == date(2026, 7, 1)

    def test_two_people_may_swap_register_numbers(self, registrar):
        bring(registrar, residents(2))
        first, second = (one.register_number for one in residents(2))
        swapped = [but(resident(2), register_number=second), but(resident(3), register_number=first)]
        assert bring(registrar, swapped).counts["changed"] == 2
        with scope.acting_as(registrar):
            now = dict(Stay.objects.values_list("person__name", "register_number"))
        assert now == {resident(2).name: second, resident(3).name: first}

    def test_a_newcomer_may_bear_the_number_a_resident_gave_up(self, registrar):
        bring(registrar, [resident(2)])
        heir = but(resident(3), register_number=resident(2).register_number)
        applied = bring(registrar, [but(resident(2), register_number="BI.900/2026"), heir])
        assert (applied.counts["changed"], applied.counts["new"]) == (1, 1)

    def test_somebody_missing_becomes_a_question_and_is_never_deleted(self, registrar):
        bring(registrar, residents(3))
        applied = bring(registrar, residents(2))
        assert (applied.counts["gone"], applied.counts["questions_asked"]) == (1, 1)
        assert seen(registrar, lambda: Stay.objects.filter(ended_on=None).count()) == 3
        (question,) = seen(registrar, lambda: queries.departures(registrar))
        assert question.register_number == resident(4).register_number

    def test_so_does_one_with_a_wrong_register_number_and_a_sound_national_number(self, registrar):
        bring(registrar, residents(3))
        slipped = but(resident(3), register_number=resident(2).register_number)
        batch = stage(registrar, [resident(2), slipped, resident(4)])
        assert (batch.counts["bad"], batch.counts["gone"]) == (2, 0)
        with scope.acting_as(registrar):
            imports.recheck_import(batch_id=batch.id, revision=1, by=registrar)
            assert queries.batch(registrar, batch.id).counts["gone"] == 0

    def test_a_part_of_a_register_makes_nobody_missing(self, registrar):
        bring(registrar, residents(3))
        batch = stage(registrar, [but(resident(2), block="Z 1")], part=True)
        assert batch.counts["gone"] == 0
        assert apply(registrar, batch).counts["questions_asked"] == 0

    def test_half_a_file_is_not_taken_for_an_emptied_prison(self, registrar):
        bring(registrar, residents(60))
        batch = stage(registrar, residents(30))
        assert refusal(lambda: apply(registrar, batch)).code == "import_many_gone"
        assert apply(registrar, batch, complete=True).counts["gone"] == 30

    def test_somebody_missing_twice_is_asked_about_once(self, registrar):
        bring(registrar, residents(3))
        bring(registrar, residents(2))
        assert bring(registrar, residents(2)).counts["questions_asked"] == 0

    def test_whoever_comes_back_answers_the_question(self, registrar):
        bring(registrar, residents(3))
        bring(registrar, residents(2))
        assert bring(registrar, residents(3)).counts["questions_closed"] == 1
        question = seen(registrar, DepartureQuestion.objects.get)
        assert (question.answer, question.answered_by) == ("back_in_register", registrar.account_id)

    def test_a_row_that_cannot_be_read_still_says_that_its_person_is_here(self, registrar):
        bring(registrar, residents(2))
        wrong = {3: (Reason("date_unknown", {"value": "kemarin"}, "birth_date"),)}
        cells = {3: {"register_number": resident(3).register_number, "name": resident(3).name}}
        assert stage(registrar, [resident(2)], refused=wrong, cells=cells).counts["gone"] == 0


class TestReturning:
    def leave(self, by, on=date(2026, 1, 1)) -> None:
        """The one resident of an office leaves it."""
        bring(by, [resident(900, region=7)])
        with scope.acting_as(by):
            for one in queries.departures(by):
                imports.answer_departure(
                    question_id=one.id, answer="transferred", ended_on=on, where_to="Lapas Uji", by=by
                )

    def test_somebody_nobody_holds_is_taken_back_with_the_old_record(self, registrar, elsewhere):
        bring(elsewhere, [resident(2, aliases=("Nana",))])
        self.leave(elsewhere)
        row = but(resident(2), started_on=date(2026, 1, 1), register_number="A.1/2026", name="Dimas Arya")
        batch = stage(registrar, [row])
        assert reasons(registrar, batch, 2)[-1] in ("import_free", "import_free_other_name")
        take = [one.id for one in seen(registrar, lambda: queries.rows_in_doubt(registrar, batch.id))]
        apply(registrar, batch, take=take)
        with scope.acting_as(registrar):
            person = Person.objects.get()
            stays = list(person.stays.order_by("started_on").values_list("organisation_id", flat=True))
            key = PersonSearch.objects.get().name_key
        assert person.name == "Dimas Arya"
        assert stays == [elsewhere.organisation_id, registrar.organisation_id]
        assert search_key("Nana") in key

    def test_the_dry_run_opens_nobodys_record(self, registrar, elsewhere):
        bring(elsewhere, [resident(2)])
        self.leave(elsewhere)
        stage(registrar, [but(resident(2), started_on=date(2026, 1, 1))])
        assert seen(registrar, Person.objects.count) == 0

    def test_a_stay_that_meets_an_earlier_one_is_a_conflict(self, registrar, elsewhere):
        bring(elsewhere, [resident(2)])
        self.leave(elsewhere)
        batch = stage(registrar, [but(resident(2), started_on=date(2025, 12, 1))])
        assert outcomes(registrar, batch) == {2: "conflict"}
        assert reasons(registrar, batch, 2) == ["stay_overlaps"]

    def test_another_name_under_the_number_waits_for_somebody_to_look(self, registrar, elsewhere):
        bring(elsewhere, [resident(2)])
        self.leave(elsewhere)
        batch = stage(registrar, [but(resident(2), started_on=date(2026, 1, 1), name="Zulkifli Entah")])
        assert batch.counts["doubt"] == 1
        assert "import_free_other_name" in reasons(registrar, batch, 2)

    def test_somebody_who_left_comes_back_to_the_same_office(self, registrar):
        bring(registrar, [resident(2)])
        self.leave(registrar)
        back = but(resident(2), started_on=date(2026, 3, 1), register_number="BI.77/2026")
        assert bring(registrar, [back, resident(900, region=7)]).counts["new"] == 1
        with scope.acting_as(registrar):
            person = Person.objects.get(name=resident(2).name)
            assert person.stays.count() == 2


def test_reasons_come_back_from_staging_as_they_were(registrar):
    """A fact that is a date, and is named so, too."""
    future = date(2039, 5, 5)
    batch = stage(registrar, [resident(2, started_on=future)])
    (line,) = seen(registrar, lambda: queries.rows_of(registrar, batch.id, "bad")).rows
    assert Reason("stay_starts_in_future", {"date": future}, "started_on") in line.reasons
    assert refusal(lambda: apply(registrar, batch)).code == "import_bad_rows_stand"


def test_applying_leaves_one_event_with_counts_and_a_hash_of_the_people(registrar, owner_events):
    bring(registrar, residents(3))
    (event,) = [one for one in owner_events() if one["event"] == "imports.apply_import"]
    assert event["changes"]["counts"]["new"] == 3
    assert event["changes"]["people"].startswith("sha256:")


def test_checking_leaves_an_event_and_changes_no_record(registrar, owner_events):
    stage(registrar, residents(3))
    assert [one["event"] for one in owner_events()] == ["imports.ask_holders", "imports.stage_import"]
    assert seen(registrar, Person.objects.count) == 0


def test_handing_rows_back_is_an_event_for_it_opens_whole_numbers(registrar, elsewhere, owner_events):
    bring(elsewhere, [resident(2)])
    batch = stage(registrar, residents(2))
    back = seen(registrar, lambda: imports.hand_back_rows(batch_id=batch.id, by=registrar))
    assert back.cells[2]["national_number"] == resident(2).national_number
    assert list(back.cells) == [2]
    assert owner_events()[-1]["event"] == "imports.hand_back_rows"


def test_progress_is_told_to_whoever_listens(registrar):
    heard = []
    with scope.acting_as(registrar):
        batch_id = imports.stage_import(
            file=registers.register(residents(1500)), tell=lambda *said: heard.append(said), by=registrar
        )
        imports.apply_import(
            batch_id=batch_id, revision=1, tell=lambda *said: heard.append(said), by=registrar
        )
    assert heard[0] == ("staging", 1000, 1500)
    assert heard[-1] == ("applying", 1500, 1500)
