"""Answer sheets from a file: each row judged as it would be recorded, then all of them or none."""

from datetime import timedelta
from uuid import uuid4

import pytest

from pulih.actions import imports as registers
from pulih.actions.assessments import sheet_import as actions
from pulih.queries import imports as register_queries
from pulih.queries.assessments.sheets import sheet_batch, sheet_batches, sheet_rows, sheets_standing
from pulih.records.models import ImportRow, Response, Task
from pulih.rules.errors import RuleBroken
from pulih.rules.permissions import Role
from tests import factories, waves
from tests.waves import START, acting

pytestmark = pytest.mark.usefixtures("db")
DAY = START + timedelta(days=3)


@pytest.fixture
def team():
    return waves.team()


@pytest.fixture
def wave(team):
    return waves.plan(team, social=20)


def someone(team, wave, number: str):
    """A participant known by a register number."""
    return waves.admitted(team, wave.cycles["social"], waves.resident(team, register_number=number))


def row(number: int, register_number: str, **more) -> actions.SheetRow:
    said = {"taken_on": DAY, "coding": "raw", "mode": "self", "answers": waves.answers(), **more}
    return actions.SheetRow(number=number, register_number=register_number, **said)


def file(*rows, refused=None) -> actions.SheetFile:
    cells = {one.number: {"register_number": one.register_number} for one in rows}
    return actions.SheetFile(
        "lembar.xlsx", b"0", {"register_number": "Nomor Register"}, rows, refused or {}, cells
    )


def stage(team, wave, *rows, point: str = "baseline", instrument: str = "whoqol-bref"):
    with acting(team.assessor, DAY):
        batch = actions.stage_sheets(
            file=file(*rows), about=actions.About(instrument, wave.reference, point), by=team.assessor
        )
        return sheet_batch(team.assessor, batch)


def reasons(team, batch) -> dict[int, list[str]]:
    with acting(team.assessor, DAY):
        lines = sheets_standing(team.assessor, batch.id)
        return {one.row_number: [reason.code for reason in one.reasons] for one in lines}


def apply(team, batch, **more):
    with acting(team.assessor, DAY):
        return actions.apply_sheets(batch_id=batch.id, revision=batch.revision, by=team.assessor, **more)


def forms(team) -> list[Response]:
    with acting(team.assessor, DAY):
        return list(Response.objects.filter(organisation_id=team.office))


def test_what_is_sound_is_shown_and_nothing_is_recorded_until_it_is_applied(team, wave):
    enrolment = someone(team, wave, "BI.1/2024")
    batch = stage(team, wave, row(2, "bi 1 / 2024", stated=78))
    assert (batch.counts["new"], batch.counts["bad"], batch.wave) == (1, 0, "Tahap 1")
    assert forms(team) == []
    with acting(team.assessor, DAY):
        (line,) = sheet_rows(team.assessor, batch.id, "new").rows
    assert (line.register_number, line.point, line.taken_on) == ("bi 1 / 2024", "baseline", DAY)
    assert apply(team, batch).counts["recorded"] == 1
    (form,) = forms(team)
    assert (form.enrolment_id, form.taken_on, form.mode, form.scorable) == (enrolment, DAY, "self", True)


def test_nothing_is_left_of_a_trial_neither_tasks_nor_answers_once_applied(team, wave):
    someone(team, wave, "BI.1/2024")
    batch = stage(team, wave, row(2, "BI.1/2024", answers=waves.answers(q6=1, q7=None)))
    with acting(team.assessor, DAY):
        assert not Task.objects.filter(organisation_id=team.office).exists()
    assert batch.counts["alerts"] == 1
    assert apply(team, batch).counts["alerts"] == 1
    with acting(team.assessor, DAY):
        (kept,) = ImportRow.objects.filter(batch_id=batch.id)
    assert "answers" not in kept.facts
    assert kept.cells == {}


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"stated": 77}, "check_sum_wrong"),
        ({"answers": waves.answers(q5=9)}, "answer_out_of_range"),
        ({"answers": {"99": 1}}, "answer_item_unknown"),
        ({"taken_on": None}, "sheet_taken_on_missing"),
        ({"taken_on": START - timedelta(days=1)}, "measure_before_admission"),
        ({"taken_on": DAY + timedelta(days=1)}, "measure_in_future"),
        ({"coding": ""}, "sheet_coding_missing"),
        ({"mode": ""}, "sheet_mode_missing"),
        ({"point": "month_9"}, "point_unknown"),
        ({"point": "month_3"}, "measure_outside_window"),
        ({"register_number": "BI.404/2024"}, "sheet_person_unknown"),
        ({"register_number": ""}, "sheet_person_missing"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(team, wave, more, code):
    someone(team, wave, "BI.1/2024")
    said = {"register_number": "BI.1/2024", **more}
    batch = stage(team, wave, row(2, said.pop("register_number"), **said))
    assert code in reasons(team, batch)[2]


def test_everything_wrong_with_a_row_is_said_at_once(team, wave):
    someone(team, wave, "BI.1/2024")
    batch = stage(
        team,
        wave,
        row(2, "BI.1/2024", answers=waves.answers(q5=9), taken_on=START - timedelta(days=9), mode=""),
    )
    assert reasons(team, batch)[2] == [
        "sheet_mode_missing",
        "answer_out_of_range",
        "measure_before_admission",
    ]


def test_somebody_of_the_office_who_is_not_of_the_wave_is_told_apart_from_nobody(team, wave):
    someone(team, wave, "BI.1/2024")
    waves.resident(team, register_number="BI.7/2024")
    batch = stage(team, wave, row(2, "BI 7/2024"), row(3, "BI.8/2024"))
    assert reasons(team, batch) == {2: ["sheet_person_not_of_wave"], 3: ["sheet_person_unknown"]}


def test_two_rows_of_one_person_and_point_are_both_refused(team, wave):
    someone(team, wave, "BI.1/2024")
    batch = stage(team, wave, row(2, "BI.1/2024"), row(3, "BI.1/2024", answers=waves.answers(4)))
    assert reasons(team, batch) == {2: ["sheet_twice"], 3: ["sheet_twice"]}


def test_a_form_recorded_already_is_the_same_or_recorded_otherwise(team, wave):
    for number in (1, 2):
        waves.measured(team, someone(team, wave, f"BI.{number}/2024"), "baseline", DAY, waves.answers())
    batch = stage(team, wave, row(2, "BI.1/2024"), row(3, "BI.2/2024", answers=waves.answers(4)))
    assert (batch.counts["same"], reasons(team, batch)) == (1, {3: ["sheet_recorded_otherwise"]})


def test_rows_in_the_way_refuse_the_whole_file_unless_they_are_left_out(team, wave):
    for number in (1, 2):
        someone(team, wave, f"BI.{number}/2024")
    batch = stage(team, wave, row(2, "BI.1/2024"), row(3, "BI.2/2024", stated=1))
    with pytest.raises(RuleBroken) as broken:
        apply(team, batch)
    assert (broken.value.code, forms(team)) == ("sheets_stand", [])
    assert apply(team, batch, leave_out=True).counts == {
        "recorded": 1, "without_score": 0, "alerts": 0, "same": 0, "left_out": 1,
    }  # fmt: skip
    with pytest.raises(RuleBroken, match="import_already_applied"):
        apply(team, batch, leave_out=True)


def test_a_sheet_keyed_by_somebody_else_meanwhile_refuses_the_whole_file(team, wave):
    first, _second = (someone(team, wave, f"BI.{number}/2024") for number in (1, 2))
    batch = stage(team, wave, row(2, "BI.1/2024"), row(3, "BI.2/2024"))
    waves.measured(team, first, "baseline", DAY, waves.answers())
    with pytest.raises(RuleBroken) as broken:
        apply(team, batch)
    assert (broken.value.code, broken.value.reasons[0].facts["rows"]) == ("sheets_overtaken", [2])
    assert len(forms(team)) == 1
    assert apply(team, batch, leave_out=True).counts["left_out"] == 1
    assert len(forms(team)) == 2
    with acting(team.assessor, DAY):
        assert set(actions.hand_back_sheets(batch_id=batch.id, by=team.assessor).cells) == {2}


def test_a_screening_beside_the_plan_may_be_of_a_candidate(team, wave):
    person = waves.resident(team, register_number="BI.1/2024")
    waves.willing(team, person)
    waves.candidate(team, wave.cycles["social"], person)
    sheet = row(2, "BI.1/2024", answers={str(n): 1 for n in range(1, 11)}, time_window="past_12_months")
    batch = stage(team, wave, sheet, point="extra", instrument="dast-10")
    assert reasons(team, batch) == {}
    apply(team, batch)
    (form,) = forms(team)
    assert (form.enrolment_id, form.time_window) == (None, "past_12_months")


def test_registrars_see_no_answer_sheets_and_those_who_measure_no_registers(team, wave):
    someone(team, wave, "BI.1/2024")
    batch = stage(team, wave, row(2, "BI.1/2024"))
    with acting(team.registrar, DAY):
        assert register_queries.batches(team.registrar) == ()
        with pytest.raises(RuleBroken, match="not_found"):
            register_queries.batch(team.registrar, batch.id)
        with pytest.raises(RuleBroken):
            sheet_batch(team.registrar, batch.id)
        assert register_queries.rows_of(team.registrar, batch.id, "new").rows == ()
        with pytest.raises(RuleBroken, match="not_found"):
            registers.discard_import(batch_id=batch.id, revision=1, by=team.registrar)
        with pytest.raises(RuleBroken, match="not_found"):
            registers.hand_back_rows(batch_id=batch.id, by=team.registrar)
        with pytest.raises(RuleBroken):
            sheet_batches(team.registrar)


def test_another_office_has_no_such_file(team, wave):
    someone(team, wave, "BI.1/2024")
    batch = stage(team, wave, row(2, "BI.1/2024"))
    stranger = factories.worker(Role.ASSESSOR, factories.organisation())
    with acting(stranger, DAY), pytest.raises(RuleBroken, match="not_found"):
        sheet_batch(stranger, batch.id)
    with acting(stranger, DAY), pytest.raises(RuleBroken, match="wave_unknown"):
        actions.stage_sheets(
            file=file(row(2, "BI.1/2024")), about=actions.About("whoqol-bref", wave.reference), by=stranger
        )


def test_a_file_sent_twice_is_staged_once_and_a_discarded_one_leaves_no_rows(team, wave):
    someone(team, wave, "BI.1/2024")
    token, sent = uuid4(), file(row(2, "BI.1/2024"))
    about = actions.About("whoqol-bref", wave.reference, "baseline")
    with acting(team.assessor, DAY):
        batch = actions.stage_sheets(file=sent, about=about, token=token, by=team.assessor)
        with pytest.raises(RuleBroken, match="already_sent"):
            actions.stage_sheets(file=sent, about=about, token=token, by=team.assessor)
        actions.discard_sheets(batch_id=batch, revision=1, by=team.assessor)
        assert not ImportRow.objects.filter(batch_id=batch).exists()


def test_a_national_number_in_a_wrong_column_is_kept_masked(team, wave):
    someone(team, wave, "BI.1/2024")
    batch = stage(team, wave, row(2, "9971014305900012"))
    with acting(team.assessor, DAY):
        (kept,) = ImportRow.objects.filter(batch_id=batch.id)
        back = actions.hand_back_sheets(batch_id=batch.id, by=team.assessor)
    assert "997101430590" not in f"{kept.cells}{kept.facts}{kept.reasons}{back.cells}"
