"""Plans as workers write them: drafted, agreed, followed, revised; and the skills of a group."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pulih.actions import documents
from pulih.actions import plans as actions
from pulih.queries.documents import document_of
from pulih.queries.documents import documents as papers
from pulih.queries.plans import open_plan, plan_lines, report_of, skill_sheet, wave_plans
from pulih.queries.today import today_for
from pulih.records.models import AuditEvent, GoalProgress, Plan, SkillProgress
from pulih.rules.errors import RuleBroken
from pulih.rules.plans import Looked, Said, Step
from tests import caseloads, waves
from tests.plans import AGREED, MOTHER, WORDS, WORK, agreed, counsellor, drafted
from tests.waves import START, acting

pytestmark = pytest.mark.usefixtures("db")
DAY = timedelta(days=1)


@pytest.fixture
def team():
    return waves.team()


@pytest.fixture
def wave(team):
    return waves.plan(team, social=5)


@pytest.fixture
def worker(team):
    return counsellor(team)


@pytest.fixture
def enrolment(team, wave):
    return waves.admitted(team, wave.cycles["social"], waves.resident(team, "Agus Rekaan"))


def refused(act, day=AGREED, *, by, **given) -> list[str]:
    with acting(by, day), pytest.raises(RuleBroken) as broken:
        act(by=by, **given)
    return [reason.code for reason in broken.value.reasons]


def opened(by, enrolment, day=AGREED):
    with acting(by, day):
        return open_plan(by, enrolment)


def test_a_draft_is_written_changed_and_agreed_and_nothing_else_becomes_a_plan(worker, enrolment):
    first, second = drafted(worker, enrolment)
    with acting(worker, AGREED):
        other = actions.change_goal(
            goal_id=first, goal=replace(MOTHER, text="Menulis surat kepada ibu"), by=worker
        )
    assert refused(actions.change_goal, by=worker, goal_id=first, goal=MOTHER) == ["page_stale"]
    with acting(worker, AGREED):
        actions.remove_goal(goal_id=second, by=worker)
        actions.remove_goal(goal_id=other, by=worker)
    agree = {"enrolment_id": enrolment, "on": AGREED, "own_words": WORDS}
    assert refused(actions.agree_plan, by=worker, **agree) == ["plan_no_goal"]
    drafted(worker, enrolment, WORK)
    assert refused(actions.agree_plan, by=worker, **agree, revision=7) == ["page_stale"]
    with acting(worker, AGREED):
        actions.agree_plan(**agree, revision=1, by=worker)
    assert refused(actions.agree_plan, by=worker, **agree) == ["plan_not_draft"]
    assert refused(actions.add_goal, by=worker, enrolment_id=enrolment, goal=MOTHER) == ["plan_not_draft"]
    found = opened(worker, enrolment)
    assert [one.goal.text for one in found.agreed.goals] == [WORK.text]
    assert (found.agreed.agreed_on, found.agreed.review_on) == (AGREED, AGREED + 28 * DAY)
    (goal,) = found.agreed.goals
    assert refused(actions.remove_goal, by=worker, goal_id=goal.id) == ["plan_not_draft"]


def test_bad_goals_are_refused_at_their_fields_and_nothing_is_kept(worker, enrolment, team):
    for goal, code in (
        (replace(MOTHER, text=""), "goal_text_missing"),
        (replace(MOTHER, steps=(Step("", "Minta kartu", START - DAY),)), "step_before_start"),
        (replace(MOTHER, steps=(Step("", "Minta kartu", START + 300 * DAY),)), "step_after_end"),
    ):
        assert refused(actions.add_goal, by=worker, enrolment_id=enrolment, goal=goal) == [code]
    assert refused(actions.add_goal, by=team.assessor, enrolment_id=enrolment, goal=MOTHER) == [
        "permission_missing"
    ]
    stranger = counsellor(waves.team(mark="2"))
    assert refused(actions.add_goal, by=stranger, enrolment_id=enrolment, goal=MOTHER) == [
        "enrolment_unknown"
    ]
    with acting(worker, AGREED):
        assert not Plan.objects.exists()


def test_a_revision_keeps_the_codes_so_that_progress_is_one_line(worker, enrolment):
    mother, work = agreed(worker, enrolment)
    later = AGREED + 10 * DAY
    with acting(worker, later):
        actions.record_progress(enrolment_id=enrolment, goal=mother, said=Said(later, "under_way"), by=worker)
        actions.revise_plan(enrolment_id=enrolment, because="Ibunya pindah kota", by=worker)
    again = {"enrolment_id": enrolment, "because": "Ibunya pindah kota"}
    assert refused(actions.revise_plan, later, by=worker, **again) == ["plan_draft_already"]
    found = opened(worker, enrolment, later)
    assert [one.code for one in found.draft.goals] == [mother, work]
    assert found.draft.goals[0].goal.steps == found.agreed.goals[0].goal.steps
    with acting(worker, later):
        actions.remove_goal(goal_id=found.draft.goals[1].id, by=worker)
        actions.agree_plan(enrolment_id=enrolment, on=later, own_words=WORDS, by=worker)
        states = Plan.objects.filter(enrolment_id=enrolment).order_by("revision")
        assert list(states.values_list("revision", "state")) == [(1, "replaced"), (2, "agreed")]
    found = opened(worker, enrolment, later)
    assert [(one.goal.text, one.state) for one in found.agreed.goals] == [(MOTHER.text, "under_way")]
    assert [one.goal.text for one in found.plans[1].goals] == [MOTHER.text, WORK.text]


def test_progress_waits_for_the_agreement_and_is_mended_by_a_further_row(worker, enrolment):
    drafted(worker, enrolment, MOTHER)
    code = opened(worker, enrolment).draft.goals[0].code
    given = {"enrolment_id": enrolment, "goal": code}
    reached = Said(AGREED, "reached")
    assert refused(actions.record_progress, by=worker, **given, said=reached) == ["progress_before_plan"]
    with acting(worker, AGREED):
        actions.agree_plan(enrolment_id=enrolment, on=AGREED, own_words=WORDS, by=worker)
        wrong = actions.record_progress(**given, said=reached, by=worker)
    before = replace(reached, on=AGREED - DAY)
    assert refused(actions.record_progress, by=worker, **given, said=before) == ["progress_before_plan"]
    strange = {"enrolment_id": enrolment, "goal": uuid4()}
    assert refused(actions.record_progress, by=worker, **strange, said=reached) == ["progress_goal_unknown"]
    assert refused(actions.record_progress, by=worker, **given, step="zz", said=reached) == [
        "progress_step_unknown"
    ]
    mended = Said(AGREED, "under_way", "Salah centang", wrong)
    with acting(worker, AGREED):
        actions.record_progress(**given, said=mended, by=worker)
    assert refused(actions.record_progress, by=worker, **given, said=mended) == ["progress_corrected"]
    (goal,) = opened(worker, enrolment).agreed.goals
    assert goal.state == "under_way"
    assert [one.counts for one in goal.rows] == [True, False]
    step = goal.goal.steps[0].code
    with acting(worker, AGREED):
        actions.record_progress(**given, step=step, said=reached, by=worker)
        assert GoalProgress.objects.count() == 3
    (goal,) = opened(worker, enrolment).agreed.goals
    assert (goal.state, goal.step_state(step)) == ("under_way", "reached")


def test_what_is_written_of_somebody_is_in_the_trail_only_as_a_mark(worker, enrolment, team):
    agreed(worker, enrolment)
    with acting(team.head, AGREED):
        bodies = AuditEvent.objects.filter(event__startswith="plans.").values_list("body", flat=True)
        told = " ".join(bodies)
    assert "plans.agree_plan" in told
    for text in (MOTHER.text, MOTHER.steps[0].text, WORDS):
        assert text not in told


def test_a_review_moves_the_next_one_and_closing_ends_them(worker, enrolment, team):
    look = Looked(AGREED, "continue", "Berjalan baik")
    assert refused(actions.review_plan, by=worker, enrolment_id=enrolment, looked=look) == ["review_no_plan"]
    agreed(worker, enrolment)
    caseloads.given(team, enrolment, worker, AGREED)
    due = AGREED + 30 * DAY
    with acting(worker, due):
        (work,) = [one for one in today_for(worker).works if one.code == "review_plan"]
        assert (work.urgency, work.days, work.route, work.args) == (
            "late",
            2,
            "plans:review",
            (str(enrolment),),
        )
        assert work.mine
        actions.review_plan(
            enrolment_id=enrolment, looked=replace(look, on=due, with_person=False, why_without="Sidang"),
            by=worker,
        )  # fmt: skip
        assert [one for one in today_for(worker).works if one.code == "review_plan"] == []
        assert open_plan(worker, enrolment).agreed.review_on == due + 28 * DAY
    with acting(team.manager, due + 40 * DAY):
        assert {one.code: one.count for one in today_for(team.manager).todos}["plan_reviews"] == 1
        closing = Looked(due + 40 * DAY, "close", "Semua tercapai")
        actions.review_plan(enrolment_id=enrolment, looked=closing, by=team.manager)
        found = open_plan(team.manager, enrolment)
    assert found.agreed.review_on is None
    assert [one.outcome for one in found.agreed.reviews] == ["close", "continue"]


def test_the_figures_of_a_wave_count_people_and_goals_apart(worker, enrolment, team, wave):
    """C5: who has an agreed plan, short and long goals, by dimension and state."""
    second = waves.admitted(team, wave.cycles["social"])
    waves.admitted(team, wave.cycles["social"])
    mother, _work, _choir = agreed(worker, enrolment, MOTHER, WORK, replace(MOTHER, text="Ikut paduan suara"))
    drafted(worker, second, WORK)
    reached, wrong = Said(AGREED, "reached"), Said(AGREED, "given_up", "Tidak jadi")
    with acting(worker, AGREED):
        first = actions.record_progress(enrolment_id=enrolment, goal=mother, said=wrong, by=worker)
        mended = replace(reached, note="Salah centang", corrects=first)
        actions.record_progress(enrolment_id=enrolment, goal=mother, said=mended, by=worker)
        found, lines = wave_plans(worker, wave.id), plan_lines(worker, wave.id)
    assert (found.people, found.with_plan, found.drafted) == (3, 1, 1)
    assert (found.with_short, found.with_long, found.with_both) == (1, 1, 1)
    assert (found.goals, found.short, found.long) == (3, 2, 1)
    social = next(one for one in found.counts if (one.dimension, one.horizon) == ("social", "short"))
    assert (social.people, social.goals) == (1, 2)
    assert social.states == {"not_started": 1, "under_way": 0, "reached": 1, "given_up": 0}
    assert [one.needs(AGREED) for one in lines] == ["agree", "write", ""]
    with acting(worker, AGREED + 28 * DAY):
        assert plan_lines(worker, wave.id)[0].needs(AGREED + 28 * DAY) == "review"


def test_after_a_transfer_the_receiver_reads_the_plan_and_writes_its_own(worker, enrolment, team, wave):
    from pulih.records.models import Enrolment
    from tests.actions.test_transfers import accept, propose

    (code,) = agreed(worker, enrolment, MOTHER)
    there = waves.team(mark="2")
    colleague = counsellor(there)
    moved = START + 60 * DAY
    assert refused(open_plan_by, by=colleague, enrolment=enrolment) == ["enrolment_unknown"]
    with acting(worker, AGREED):
        person = Enrolment.objects.get(pk=enrolment).person_id
    accept(there, propose(team, there, person))
    found = opened(colleague, enrolment, moved)
    assert not found.own
    assert [one.goal.text for one in found.agreed.goals] == [MOTHER.text]
    said = {"enrolment_id": enrolment, "goal": code, "said": Said(moved, "reached")}
    assert refused(actions.record_progress, moved, by=colleague, **said) == ["enrolment_unknown"]
    again = {"enrolment_id": enrolment, "because": "Tempat baru"}
    assert refused(actions.revise_plan, moved, by=colleague, **again) == ["enrolment_unknown"]
    assert refused(actions.revise_plan, moved, by=worker, **again) == ["plan_pathway"]
    assert opened(worker, enrolment, moved).own, "the sender goes on reading what it wrote"
    late = replace(said["said"], on=moved + DAY)
    assert refused(actions.record_progress, moved + DAY, by=worker, **{**said, "said": late}) == [
        "progress_after_end"
    ]


def test_a_plan_is_read_in_as_many_statements_with_many_goals_as_with_one(worker, team, wave):
    counts = []
    for goals in ((MOTHER,), (MOTHER, WORK) * 4):
        one = waves.admitted(team, wave.cycles["social"])
        codes = agreed(worker, one, *goals)
        with acting(worker, AGREED):
            for code in codes:
                said = Said(AGREED, "under_way")
                actions.record_progress(enrolment_id=one, goal=code, said=said, by=worker)
        with acting(worker, AGREED), CaptureQueriesContext(connection) as asked:
            open_plan(worker, one)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 8


def open_plan_by(*, enrolment, by):
    return open_plan(by, enrolment)


def test_the_skills_of_a_group_are_set_at_once_and_of_one_day_the_last_word_counts(worker, team, wave):
    people = [waves.admitted(team, wave.cycles["social"]) for _ in range(3)]
    with acting(worker, AGREED):
        sheet = skill_sheet(worker, wave.cycles["social"], "cbt")
        levels = {one: {"cbt": 1} for one in people}
        assert {one.enrolment for one in sheet.people} == set(people)
        assert actions.record_skills(levels=levels, on=AGREED, by=worker) == 3
        assert actions.record_skills(levels={people[0]: {"cbt": 2, "seminar": 0}}, on=AGREED, by=worker) == 2
    later = AGREED + 9 * DAY
    with acting(worker, later):
        actions.record_skills(levels={people[0]: {"cbt": 3}}, on=later, by=worker)
        lines = {one.module.code: one.seen for one in open_plan(worker, people[0]).skills}
        found = {one.enrolment: one.level for one in skill_sheet(worker, wave.cycles["social"], "cbt").people}
    assert [(one.on, one.level) for one in lines["cbt"]] == [(AGREED, 2), (later, 3)]
    assert [one.level for one in lines["seminar"]] == [0]
    assert found == {people[0]: 3, people[1]: 1, people[2]: 1}
    same = {"levels": {people[0]: {"cbt": 3}}, "on": later}
    assert refused(actions.record_skills, later, by=worker, **same) == ["skill_nothing"]
    mixed = {"levels": {people[1]: {"cbt": 2}, people[2]: {"welding": 2}}, "on": later}
    assert refused(actions.record_skills, later, by=worker, **mixed) == ["skill_module_unknown"]
    with acting(worker, later):
        assert not SkillProgress.objects.filter(enrolment_id=people[1], on=later).exists()


def test_a_progress_report_keeps_what_it_said_and_is_not_for_everybody(worker, enrolment, team):
    (code,) = agreed(worker, enrolment, MOTHER)
    given = {"enrolment_id": enrolment, "number": "LAP-1/2024"}
    early = {**given, "on": START - DAY}
    assert refused(documents.issue_progress_report, by=worker, **early) == ["report_before_start"]
    assert refused(documents.issue_progress_report, by=team.head, **given, on=AGREED) == [
        "permission_missing"
    ]
    with acting(worker, AGREED):
        issued = documents.issue_progress_report(**given, on=AGREED, by=worker)
        actions.record_progress(enrolment_id=enrolment, goal=code, said=Said(AGREED, "reached"), by=worker)
        facts = document_of(worker, issued).facts
        assert report_of(worker, enrolment).facts["goals"][0]["state"] == "reached"
    assert (facts["name"], facts["days"], facts["initials"]) == ("Agus Rekaan", 8, "A. R.")
    assert [(one["text"], one["state"]) for one in facts["goals"]] == [(MOTHER.text, "not_started")]
    assert {"kind": "whoqol-bref", "point": "baseline", "how": "due"} in facts["measured"]
    assert refused(paper, by=team.registrar, issued=issued) == ["permission_missing"]
    with acting(team.registrar, AGREED):
        assert papers(team.registrar) == ()
    with acting(team.head, AGREED):
        assert [one.id for one in papers(team.head)] == [issued]


def paper(*, issued, by):
    return document_of(by, issued)
