"""What a plan owes before a person can have agreed to it, and what may follow from it."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulih.rules.lifecycles import Status
from pulih.rules.plans import (
    MOST_GOALS,
    Course,
    Goal,
    Looked,
    Noted,
    Progress,
    Said,
    Step,
    check_agreeing,
    check_another_goal,
    check_draft,
    check_goal,
    check_progress,
    check_report,
    check_review,
    check_revising,
    check_writing,
    next_review,
    standing,
    state_of,
)
from pulih.rules.skills import Seen, check_skills, line_of, of_day
from tests.rules.refusing import codes

DAY = timedelta(days=1)
BEGUN = date(2024, 2, 5)
ENDS = date(2024, 8, 4)
TODAY = date(2024, 3, 10)
COURSE = Course(Status.ADMITTED, BEGUN, ENDS, BEGUN)
BEFORE = Course(Status.RECOMMENDED, BEGUN, ENDS)
GOAL = Goal(
    "social", "short", "Menelepon ibu setiap pekan", "Catatan wartel", (Step("a", "Minta kartu", TODAY),)
)
WORDS = "Saya ingin pulang dan bekerja lagi."


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"text": "  "}, "goal_text_missing"),
        ({"text": "x" * 1001}, "goal_text_long"),
        ({"dimension": "money"}, "goal_dimension_unknown"),
        ({"horizon": "soon"}, "goal_horizon_unknown"),
        ({"steps": (Step("a", " "),)}, "step_text_missing"),
        ({"steps": (Step("a", "Minta kartu", who="nobody"),)}, "step_who_unknown"),
        ({"steps": (Step("a", "Minta kartu", BEGUN - DAY),)}, "step_before_start"),
        ({"steps": (Step("a", "Minta kartu", ENDS + 31 * DAY),)}, "step_after_end"),
        ({"steps": (Step("a", "Minta kartu"),) * 9}, "goal_steps_many"),
    ],
)
def test_a_goal_that_cannot_be_followed_is_refused(changes, code):
    assert codes(check_goal(replace(GOAL, **changes), COURSE)) == [code]


def test_a_step_may_lie_a_month_beyond_the_programme_because_the_way_home_begins_inside_it():
    assert check_goal(replace(GOAL, steps=(Step("a", "Daftar puskesmas", ENDS + 30 * DAY),)), COURSE)


def test_a_reason_about_a_step_names_its_place():
    goal = replace(GOAL, steps=(Step("a", "Minta kartu"), Step("b", "Bayar", BEGUN - DAY)))
    assert [one.about for one in check_goal(goal, COURSE).reasons] == ["due_2"]


def test_a_plan_is_written_from_the_recommendation_to_the_end_of_the_pathway():
    assert check_writing(BEFORE)
    assert codes(check_writing(replace(COURSE, status=Status.CANDIDATE))) == ["plan_pathway"]
    assert codes(check_writing(replace(COURSE, status=Status.EXITED))) == ["plan_pathway"]
    assert codes(check_another_goal(MOST_GOALS)) == ["plan_goals_many"]
    assert codes(check_draft("agreed")) == ["plan_not_draft"]


def agreeing(goals=(GOAL,), course=COURSE, on=TODAY, words=WORDS, review_on=None, former=None):
    return codes(check_agreeing(goals, course, on, TODAY, words, review_on or next_review(on), former))


def test_a_person_agrees_while_in_the_programme_to_at_least_one_goal_in_own_words():
    assert agreeing() == []
    assert agreeing(goals=()) == ["plan_no_goal"]
    assert agreeing(on=TODAY + DAY) == ["plan_in_future"]
    assert agreeing(on=BEGUN - DAY) == ["plan_not_in_programme"]
    assert agreeing(course=BEFORE) == ["plan_not_in_programme"]
    assert agreeing(course=replace(COURSE, ended_on=TODAY - DAY)) == ["plan_not_in_programme"]
    assert agreeing(words=" ya") == ["plan_own_words_missing"]
    assert agreeing(former=TODAY + DAY) == ["plan_before_former"]
    assert agreeing(review_on=TODAY) == ["plan_review_day"]
    assert agreeing(review_on=TODAY + 93 * DAY) == ["plan_review_day"]


def test_a_goal_that_no_longer_fits_the_days_of_the_programme_stops_the_agreement():
    late = replace(COURSE, starts_on=TODAY, admitted_on=TODAY)
    assert agreeing(goals=(replace(GOAL, steps=(Step("a", "Minta", BEGUN),)),), course=late) == [
        "step_before_start"
    ]


def test_a_revision_says_why_and_there_is_one_draft_at_a_time():
    assert check_revising(COURSE, True, False, "Sudah pindah kamar")
    assert codes(check_revising(COURSE, True, True, "Sudah pindah kamar")) == ["plan_draft_already"]
    assert codes(check_revising(COURSE, False, False, "Sudah pindah kamar")) == ["plan_none_agreed"]
    assert codes(check_revising(COURSE, True, False, " ")) == ["plan_because_missing"]


def reviewed(agreed_on=BEGUN, **changes):
    looked = Looked(**{"on": TODAY, "outcome": "continue", "text": "Berjalan baik.", **changes})
    return codes(check_review(looked, agreed_on, COURSE, TODAY))


def test_a_review_is_of_an_agreed_plan_and_says_why_the_person_was_not_there():
    assert reviewed() == []
    assert reviewed(agreed_on=None) == ["review_no_plan"]
    assert reviewed(on=BEGUN, agreed_on=TODAY) == ["review_before_plan"]
    assert reviewed(on=TODAY + DAY) == ["plan_in_future"]
    assert reviewed(outcome="bad", text="") == ["review_outcome_unknown", "review_text_missing"]
    assert reviewed(with_person=False) == ["review_why_without"]
    assert reviewed(with_person=False, why_without="Sidang hari itu.") == []
    assert reviewed(next_on=TODAY) == ["plan_review_day"]
    assert reviewed(outcome="close", next_on=TODAY) == []


def row(on, state, corrects=None, id=None) -> Noted:
    return Noted(id or uuid4(), on, Progress(state), UUID(int=1), "", corrects)


def test_nothing_is_reached_before_the_person_agreed_to_it():
    def said(on, state="reached", agreed_on=TODAY, note="", corrects=None, noted=(), course=COURSE):
        return codes(check_progress(Said(on, state, note, corrects), agreed_on, course, noted, TODAY))

    assert said(TODAY) == []
    assert said(TODAY - DAY) == ["progress_before_plan"]
    assert said(TODAY, agreed_on=None) == ["progress_before_plan"]
    assert said(TODAY + DAY) == ["plan_in_future"]
    over = replace(COURSE, ended_on=TODAY - 2 * DAY)
    assert said(TODAY, agreed_on=BEGUN, course=over) == ["progress_after_end"]
    assert said(TODAY, state="half") == ["progress_state_unknown"]
    assert said(TODAY, state="given_up") == ["progress_why_missing"]
    wrong = row(TODAY, "reached")
    assert said(TODAY, "under_way", corrects=wrong.id, noted=[wrong]) == ["progress_why_missing"]
    assert said(TODAY, note="Salah orang", corrects=wrong.id, noted=[wrong]) == ["progress_same"]
    assert said(TODAY, note="Salah orang", corrects=uuid4(), noted=[wrong]) == ["progress_corrected"]
    mended = row(TODAY, "under_way", wrong.id)
    assert said(TODAY, note="Salah orang", corrects=wrong.id, noted=[wrong, mended]) == ["progress_corrected"]


def test_the_newest_day_speaks_and_of_one_day_the_later_row():
    first, second = row(TODAY, "under_way", id=UUID(int=2)), row(TODAY, "reached", id=UUID(int=3))
    assert state_of([]) is Progress.NOT_STARTED
    assert state_of([second, first]) is Progress.REACHED
    assert state_of([first, second, row(TODAY - DAY, "given_up")]) is Progress.REACHED
    assert (
        state_of([first, second, row(TODAY, "not_started", second.id, UUID(int=4))]) is Progress.NOT_STARTED
    )


@given(st.lists(st.tuples(st.integers(0, 30), st.sampled_from(list(Progress)), st.booleans()), max_size=12))
def test_of_every_chain_of_corrections_exactly_the_last_row_stands(drawn):
    """However often rows are corrected, no row is lost and none counts twice."""
    rows: list[Noted] = []
    for at, (days, state, mends) in enumerate(drawn):
        target = standing(rows)[-1].id if mends and rows else None
        rows.append(Noted(UUID(int=at + 1), BEGUN + days * DAY, state, UUID(int=1), "", target))
    counting = standing(rows)
    assert len(counting) == len(rows) - sum(one.corrects is not None for one in rows)
    assert {one.id for one in counting}.isdisjoint({one.corrects for one in rows})
    assert [one.on for one in counting] == sorted(one.on for one in counting)


def test_a_report_is_for_somebody_who_began():
    assert check_report(COURSE, TODAY)
    assert codes(check_report(BEFORE, TODAY)) == ["report_not_admitted"]
    assert codes(check_report(COURSE, BEGUN - DAY)) == ["report_before_start"]


def test_a_skill_is_of_the_curriculum_and_seen_on_a_day_in_the_programme():
    def seen(levels, on=TODAY, note=""):
        return codes(check_skills(levels, {"cbt"}, COURSE, on, TODAY, note))

    assert seen({"cbt": 3}) == []
    assert seen({"welding": 1}) == ["skill_module_unknown"]
    assert seen({"cbt": 4}) == ["skill_level_unknown"]
    assert seen({"cbt": 1}, on=TODAY + DAY) == ["skill_in_future"]
    assert seen({"cbt": 1}, on=BEGUN - DAY) == ["skill_not_in_programme"]
    assert seen({"cbt": 1}, note="x" * 1001) == ["plan_text_long"]


def test_a_level_said_again_on_its_day_replaces_the_earlier_one():
    first = Seen(UUID(int=1), "cbt", 0, TODAY)
    again = Seen(UUID(int=2), "cbt", 1, TODAY, first.id)
    later = Seen(UUID(int=3), "cbt", 2, TODAY + DAY)
    assert line_of([later, first, again]) == (again, later)
    assert of_day([first, again, later], TODAY) == again
    assert of_day([first], BEGUN) is None
