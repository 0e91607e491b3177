"""Forms that belong to no programme: screenings, and whatever is asked between the points of a plan."""

from datetime import date, timedelta

import pytest

from pulih.actions import assessments
from pulih.actions.people import withdraw_willingness
from pulih.language.instruments import instrument
from pulih.queries.assessments import form_beside, measures_of, response_of
from pulih.records.models import Consent, Person, Task
from pulih.rules.errors import RuleBroken
from pulih.rules.permissions import Role
from tests import factories, waves
from tests.waves import START, acting

DAY = START + timedelta(days=3)
DAST = {str(item): 1 for item in range(1, 11)}


@pytest.fixture
def team(db):
    return waves.team()


@pytest.fixture
def person(team):
    return willing(team, waves.resident(team))


def willing(team, person):
    waves.willing(team, person)
    return person


def asked(team, person, instrument="dast-10", answers=None, on=DAY, by=None, mode="interview", **more):
    by = by or team.assessor
    with acting(by, DAY + timedelta(days=1)):
        return assessments.record_beside_plan(
            person_id=person, instrument=instrument, taken_on=on, answers=answers or DAST, coding="raw",
            mode=mode, by=by, **more,
        )  # fmt: skip


def test_a_screening_is_scored_with_its_band_and_needs_no_programme(team, person):
    made = asked(team, person, time_window="before_custody_12_months")
    with acting(team.assessor, DAY + timedelta(days=1)):
        facts = response_of(team.assessor, made.id)
        beside = measures_of(team.assessor, person, "whoqol-bref").beside
    score = facts.response.score("total")
    assert (score.value, score.bands) == (9, {"band": "severe"})
    assert facts.response.time_window == "before_custody_12_months"
    assert (facts.subject, facts.holder.person_id) == (None, person)
    assert [one.id for one in beside] == [made.id]


def test_what_earlier_answers_leave_out_counts_nothing_and_is_not_missing(team, person):
    made = asked(team, person, answers={"1": 0})
    assert made.scorable
    with acting(team.assessor, DAY + timedelta(days=1)):
        assert response_of(team.assessor, made.id).response.score("total").value == 0


def test_an_incomplete_form_is_kept_without_a_score(team, person):
    made = asked(team, person, answers={"1": 1, "2": 1})
    assert not made.scorable
    assert made.reason.code == "subscale_too_few_answered"


def test_the_cut_off_follows_the_sex_of_the_register(team):
    form = {str(item): 1 if item <= 4 else 0 for item in range(1, 12)}
    woman = willing(team, waves.resident(team, sex="female"))
    man = willing(team, waves.resident(team))
    bands = {}
    for who, person in (("f", woman), ("m", man)):
        made = asked(team, person, "dudit", form)
        with acting(team.assessor, DAY + timedelta(days=1)):
            response = response_of(team.assessor, made.id).response
        bands[who] = (response.circumstances, response.score("total").bands["drug_problem"])
    assert bands == {"f": ({"sex": "f"}, True), "m": ({"sex": "m"}, False)}


def test_a_thought_of_suicide_makes_a_task_whatever_the_total(team, person):
    made = asked(team, person, "srq-20", {str(item): int(item == 17) for item in range(1, 21)})
    assert made.alerts == ("suicide_thought",)
    with acting(team.assessor, DAY + timedelta(days=1)):
        assert Task.objects.get(source=f"response {made.id}").role == Role.COUNSELLOR


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"on": DAY + timedelta(days=2)}, "measure_in_future"),
        ({"on": date(2020, 1, 1)}, "measure_before_stay"),
        ({"instrument": "dast-11"}, "instrument_unknown"),
        ({"answers": {"1": 2}}, "answer_out_of_range"),
        ({"answers": {"11": 1}}, "answer_item_unknown"),
        ({"mode": "telepathy"}, "mode_not_valid"),
        ({"time_window": "yesterday"}, "time_window_unknown"),
        ({"instrument": "assist-3.1", "answers": {"alcohol_q1": 0}, "mode": "self"}, "mode_not_valid"),
        ({"instrument": "csq-8", "answers": {"1": 1}}, "instrument_needs_wording"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_kept(team, person, change, code):
    with pytest.raises(RuleBroken) as broken:
        asked(team, person, **change)
    assert code in {reason.code for reason in broken.value.reasons}
    with acting(team.assessor, DAY + timedelta(days=1)):
        assert measures_of(team.assessor, person, "whoqol-bref").beside == ()


def test_nobody_is_screened_who_did_not_say_yes_but_the_sick_are_examined(team):
    never = waves.resident(team)
    with pytest.raises(RuleBroken, match="willingness_missing"):
        asked(team, never)
    assert asked(team, never, "cows", {item.code: 0 for item in instrument("cows").items}).scorable
    withdrawn = willing(team, waves.resident(team))
    with acting(team.assessor, DAY - timedelta(days=2)):
        consent = Consent.objects.get(person_id=withdrawn)
        withdraw_willingness(
            consent_id=consent.pk, withdrawn_on=DAY - timedelta(days=2), because="Tidak ingin lagi",
            by=team.assessor,
        )  # fmt: skip
    with pytest.raises(RuleBroken, match="willingness_withdrawn"):
        asked(team, withdrawn)


def test_the_same_form_once_a_day(team, person):
    asked(team, person)
    with pytest.raises(RuleBroken, match="response_known_that_day"):
        asked(team, person)
    asked(team, person, on=DAY + timedelta(days=1))


def test_somebody_elses_person_is_not_found(team, person):
    other = waves.team(mark="2")
    with pytest.raises(RuleBroken, match="not_found"):
        asked(other, person)


# Who may


def test_whoever_was_not_trained_may_key_a_self_filled_sheet_and_nothing_else(team, person):
    untrained = factories.worker(Role.ASSESSOR, _office(team), "belum", competent=False)
    with pytest.raises(RuleBroken, match="competency_missing"):
        asked(team, person, by=untrained)
    assert asked(
        team, person, "srq-20", {str(i): 0 for i in range(1, 21)}, by=untrained, mode="self"
    ).scorable


def test_a_certificate_is_judged_on_the_day_of_the_form(team, person):
    from pulih.actions.staff import grant_competency

    nearly = factories.worker(Role.ASSESSOR, _office(team), "hampir", competent=False)
    with acting(team.head, DAY - timedelta(days=10)):
        grant_competency(
            account_id=nearly.account_id, code="substance_screening", certificate="Rekaan 12/2024",
            granted_on=DAY - timedelta(days=10), expires_on=DAY, by=team.head,
        )  # fmt: skip
    assert asked(team, person, by=nearly, on=DAY).scorable, "it ended since, the form is older"
    with pytest.raises(RuleBroken, match="competency_expired"):
        asked(team, person, by=nearly, on=DAY + timedelta(days=1))


def test_a_tool_of_nurses_is_not_for_counsellors(team, person):
    counsellor = factories.worker(Role.COUNSELLOR, _office(team), "konselor")
    with pytest.raises(RuleBroken, match="instrument_not_for_role"):
        asked(team, person, "cows", {str(i): 0 for i in range(1, 12)}, by=counsellor)


def _office(team):
    from pulih.records import scope
    from pulih.records.models import Organisation

    with scope.acting_as(team.head):
        return Organisation.objects.get(pk=team.office)


# Drafts and amendments


def test_a_draft_is_one_a_person_and_instrument_and_ends_with_the_form(team, person):
    with acting(team.assessor, DAY):
        reference = Person.objects.get(pk=person).reference
        for typed in ("0", "1"):
            assessments.keep_draft(
                person_id=person, instrument="dast-10", point="extra", fields={"item_1": typed},
                by=team.assessor,
            )  # fmt: skip
        assert form_beside(team.assessor, reference, "dast-10").draft.fields == {"item_1": "1"}
    asked(team, person)
    with acting(team.assessor, DAY + timedelta(days=1)):
        facts = form_beside(team.assessor, reference, "dast-10")
    assert facts.draft is None
    assert facts.last_taken_on == DAY


def test_an_amendment_replaces_and_says_why(team, person):
    made = asked(team, person)
    with acting(team.assessor, DAY + timedelta(days=2)):
        with pytest.raises(RuleBroken, match="amendment_reason_missing"):
            assessments.amend_response(
                response_id=made.id, taken_on=DAY, answers={"1": 0}, coding="raw", mode="interview",
                why="", by=team.assessor,
            )  # fmt: skip
        after = assessments.amend_response(
            response_id=made.id, taken_on=DAY, answers={"1": 0}, coding="raw", mode="interview",
            why="Lembar orang lain", by=team.assessor,
        )  # fmt: skip
        facts = response_of(team.assessor, after.id)
    assert [one.score("total").value for one in facts.history] == [9, 0]
    assert (facts.response.amends, facts.response.why) == (made.id, "Lembar orang lain")
