"""The waiting list at work: ranked, offered, overridden with a reason, answered, objected to."""

import json
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pulih.actions import assessments
from pulih.actions import enrolments as actions
from pulih.queries import enrolments
from pulih.queries.programmes import wave_of
from pulih.records.models import Enrolment, Objection, RankingRule, StatusChange, Stay
from pulih.rules.errors import RuleBroken
from tests import waves
from tests.waves import START, acting

DAY = START - timedelta(days=20)
TODAY = START + timedelta(days=1)
WHY = "Disepakati dalam sidang TPP, ditinjau setiap tahun."
BECAUSE = "Dokter menganjurkan mulai sekarang"


@pytest.fixture
def team(db):
    return waves.team()


@pytest.fixture
def wave(team):
    return waves.plan(team, social=2)


def waiting(team, wave, name, *, on=DAY, need=None, **more):
    """Somebody on the list since a day, with a DAST where a number of yes answers is said."""
    person = waves.resident(team, name, **more)
    enrolment = waves.recommended(team, wave.cycles["social"], person)
    if need is not None:
        with acting(team.assessor, DAY):
            assessments.record_beside_plan(
                person_id=person, instrument="dast-10", taken_on=DAY, coding="raw", mode="interview",
                time_window="before_custody_12_months",
                answers={str(item): int((item <= need) != (item == 3)) for item in range(1, 11)},
                by=team.assessor,
            )  # fmt: skip
    with acting(team.manager, on):
        actions.put_on_list(enrolment_id=enrolment, on=on, by=team.manager)
    return enrolment


def the_list(team, wave, by=None):
    with acting(by or team.manager, TODAY):
        return enrolments.waiting_list(by or team.manager, wave.cycles["social"])


def codes(broken) -> list[str]:
    return [reason.code for reason in broken.value.reasons]


def last_event(team, event: str) -> dict:
    """The newest audit event of a kind, as the head of the office reads it."""
    with acting(team.head, TODAY), connection.cursor() as cursor:
        cursor.execute("SELECT body FROM audit_event WHERE event = %s ORDER BY id DESC LIMIT 1", [event])
        return json.loads(cursor.fetchone()[0])


def refused(team, act, *, by=None, day=TODAY, **given) -> list[str]:
    with pytest.raises(RuleBroken) as broken, acting(by or team.manager, day):
        act(**given, by=by or team.manager)
    return codes(broken)


def test_the_list_is_ranked_by_need_time_and_days_with_the_reasons(team, wave):
    late = waiting(team, wave, "Agus Rekaan", on=DAY + timedelta(days=5), need=10)
    early = waiting(team, wave, "Bayu Rekaan", need=10)
    soon = waiting(team, wave, "Cahyo Rekaan", on=DAY + timedelta(days=9), expires_on=date(2024, 12, 1))
    found = the_list(team, wave)
    assert [one.facts.id for one in found.rows] == [early, late, soon]
    assert [one.ranked.rank for one in found.rows] == [1, 2, 3]
    assert [one.code for one in found.rows[0].ranked.reasons] == [
        "rank_need_high", "rank_time_long", "rank_waited_longest",
    ]  # fmt: skip
    assert [one.code for one in found.rows[2].ranked.reasons][:2] == ["rank_need_unknown", "rank_time_last"]
    assert found.needs_shown
    assert not the_list(team, wave, team.head).needs_shown


def test_a_published_rule_changes_the_order_and_earlier_ones_stay(team, wave):
    needy = waiting(team, wave, "Agus Rekaan", on=DAY + timedelta(days=5), need=10)
    patient = waiting(team, wave, "Bayu Rekaan")
    assert [one.facts.id for one in the_list(team, wave).rows] == [needy, patient]
    with acting(team.head, TODAY):
        version = actions.publish_rule(
            weights={"need": 0, "time": 0, "waited": 100}, why=WHY, seen=0, by=team.head
        )
        rules = enrolments.published_rules(team.head)
    assert version == 1
    assert [(one.version, one.weights["waited"]) for one in rules] == [(1, 100)]
    assert [one.facts.id for one in the_list(team, wave).rows] == [patient, needy]


@pytest.mark.parametrize(
    ("weights", "why", "code"),
    [
        ({"need": 0, "time": 0, "waited": 0}, WHY, "ranking_ranks_nobody"),
        ({"need": 500}, WHY, "ranking_weight_range"),
        ({"faith": 5}, WHY, "ranking_factor_unknown"),
        ({"need": 5}, "", "ranking_why_short"),
    ],
)
def test_a_rule_that_cannot_rank_is_refused(team, weights, why, code):
    assert refused(team, actions.publish_rule, by=team.head, weights=weights, why=why) == [code]
    with acting(team.head, TODAY):
        assert not RankingRule.objects.filter(organisation_id=team.office).exists()


def test_a_rule_is_published_by_the_head_and_not_over_another_unseen(team):
    assert refused(team, actions.publish_rule, weights={"need": 1}, why=WHY) == ["permission_missing"]
    with acting(team.head, TODAY):
        actions.publish_rule(weights={"need": 1}, why=WHY, seen=0, by=team.head)
    assert refused(team, actions.publish_rule, by=team.head, weights={"need": 2}, why=WHY, seen=0) == [
        "page_stale"
    ]


def test_the_first_is_offered_a_place_without_more_ado(team, wave):
    first = waiting(team, wave, "Agus Rekaan")
    with acting(team.manager, TODAY):
        actions.offer(enrolment_id=first, by=team.manager)
        row = Enrolment.objects.get(pk=first)
    assert (row.status, row.since) == ("offered", TODAY)
    assert the_list(team, wave).free == 1


def test_somebody_lower_only_with_a_reason_kept_with_both_ranks(team, wave):
    first = waiting(team, wave, "Agus Rekaan")
    lower = waiting(team, wave, "Bayu Rekaan", on=DAY + timedelta(days=5))
    assert refused(team, actions.offer, enrolment_id=lower) == ["offer_before_others"]
    assert refused(team, actions.offer, enrolment_id=lower, because=" ya ") == ["offer_before_others"]
    with acting(team.manager, TODAY):
        actions.offer(enrolment_id=lower, because=BECAUSE, by=team.manager)
        assert StatusChange.objects.filter(enrolment_id=lower).latest("id").note == BECAUSE
    event = last_event(team, "enrolments.offer")
    assert event["changes"]["rank"] == [1, 2]
    assert event["changes"]["passed_over"] == [None, str(first)]
    assert event["why"] == BECAUSE


def test_nobody_is_promised_a_place_that_is_promised_already(team):
    wave = waves.plan(team, social=1)
    one, two = waiting(team, wave, "Agus Rekaan"), waiting(team, wave, "Bayu Rekaan")
    with acting(team.manager, TODAY):
        actions.offer(enrolment_id=one, because=BECAUSE, by=team.manager)
    assert refused(team, actions.offer, enrolment_id=two, because=BECAUSE) == ["offer_no_place"]
    with acting(team.manager, TODAY):
        actions.decline_offer(enrolment_id=one, on=TODAY, reason="unwilling", by=team.manager)
        actions.offer(enrolment_id=two, by=team.manager)


def test_somebody_released_is_offered_nothing_and_the_list_says_so_before(team, wave):
    gone = waiting(team, wave, "Agus Rekaan")
    with acting(team.registrar, TODAY):
        Stay.objects.filter(organisation_id=team.office).update(ended_on=DAY, how_ended="released_expiry")
    row = the_list(team, wave).rows[0]
    assert (row.ranked.rank, [one.code for one in row.offer.reasons]) == (None, ["offer_not_held_here"])
    assert refused(team, actions.offer, enrolment_id=gone, because=BECAUSE) == ["offer_not_held_here"]


def test_whoever_leaves_too_early_stays_in_view_without_a_rank(team, wave):
    waiting(team, wave, "Agus Rekaan", expires_on=date(2024, 5, 1))
    row = the_list(team, wave).rows[0]
    assert (row.ranked.rank, [one.code for one in row.ranked.reasons]) == (None, ["offer_time_short"])


def test_an_offer_is_accepted_into_the_programme_or_declined_with_a_reason(team, wave):
    yes, no = waiting(team, wave, "Agus Rekaan"), waiting(team, wave, "Bayu Rekaan")
    with acting(team.manager, TODAY):
        for one in (yes, no):
            actions.offer(enrolment_id=one, because=BECAUSE, by=team.manager)
        actions.accept_offer(enrolment_id=yes, on=TODAY, by=team.manager)
    assert refused(team, actions.decline_offer, enrolment_id=no, on=TODAY, reason="") == [
        "step_reason_missing"
    ]
    with acting(team.manager, TODAY):
        actions.decline_offer(enrolment_id=no, on=TODAY, reason="work_or_study", by=team.manager)
        found = {row.pk: row for row in Enrolment.objects.filter(pk__in=[yes, no])}
    assert (found[yes].status, found[yes].admitted_on, found[no].status) == ("admitted", TODAY, "declined")
    assert refused(team, actions.accept_offer, enrolment_id=no, on=TODAY) == ["step_not_legal"]


def test_only_whoever_waits_is_offered_a_place_and_only_whoever_was_recommended_waits(team, wave):
    person = waves.resident(team)
    enrolment = waves.candidate(team, wave.cycles["social"], person)
    assert refused(team, actions.put_on_list, enrolment_id=enrolment, on=TODAY) == ["willingness_missing"]
    waves.willing(team, person)
    assert refused(team, actions.put_on_list, enrolment_id=enrolment, on=TODAY) == ["step_not_legal"]
    assert refused(team, actions.offer, enrolment_id=enrolment) == ["step_not_legal"]
    assert refused(team, actions.offer, enrolment_id=uuid4()) == ["enrolment_unknown"]
    assert refused(team, actions.offer, by=team.assessor, enrolment_id=enrolment) == ["permission_missing"]


def test_a_form_sent_twice_offers_once(team, wave):
    first, token = waiting(team, wave, "Agus Rekaan"), uuid4()
    with acting(team.manager, TODAY):
        actions.offer(enrolment_id=first, token=token, by=team.manager)
    assert refused(team, actions.offer, enrolment_id=first, token=token) == ["already_sent"]


def test_the_list_asks_as_often_for_ten_as_for_two(team, wave):
    def asked() -> int:
        with acting(team.manager, TODAY), CaptureQueriesContext(connection) as seen:
            enrolments.waiting_list(team.manager, wave.cycles["social"])
        return len(seen)

    for name in ("Agus", "Bayu"):
        waiting(team, wave, f"{name} Rekaan", need=4)
    few = asked()
    for name in ("Cahyo", "Dedi", "Eko"):
        waiting(team, wave, f"{name} Rekaan", need=8)
    assert asked() == few


def test_an_objection_is_kept_with_the_rank_and_answered_by_the_head_once(team, wave):
    waiting(team, wave, "Agus Rekaan", need=9)
    lower = waiting(team, wave, "Bayu Rekaan")
    with acting(team.assessor, TODAY):
        raised = actions.raise_objection(
            enrolment_id=lower, text="Saya menunggu lebih lama dari dia", by=team.assessor
        )
        assert Objection.objects.get(pk=raised).rank == 2
        assert enrolments.objections_owed(team.assessor) == 1
    again = {"enrolment_id": lower, "text": "Sekali lagi saya keberatan"}
    assert refused(team, actions.raise_objection, **again) == ["objection_open_already"]
    answer = {"objection_id": raised, "answer": "Urutan menurut kebutuhan, menunggu dihitung 20 persen."}
    assert refused(team, actions.answer_objection, **answer) == ["permission_missing"]
    with acting(team.head, TODAY):
        actions.answer_objection(**answer, by=team.head)
        found = enrolments.objections(team.head)
    assert [(one.answer, one.rank) for one in found] == [(answer["answer"], 2)]
    assert refused(team, actions.answer_objection, by=team.head, **answer) == ["objection_answered"]
    assert refused(team, actions.answer_objection, by=team.head, **{**answer, "objection_id": uuid4()}) == [
        "not_found"
    ]


def test_the_register_is_judged_with_a_reason_for_each(team, wave):
    fits = waves.resident(team, "Agus Rekaan")
    short = waves.resident(team, "Bayu Rekaan", expires_on=date(2024, 5, 1))
    there = waves.resident(team, "Cahyo Rekaan")
    waves.candidate(team, wave.cycles["social"], there)
    unlinked = waves.resident(team, "Dedi Rekaan", expires_on=None)
    with acting(team.registrar, TODAY):
        facts = wave_of(team.registrar, wave.reference)
        found = enrolments.from_register(team.registrar, facts, facts.cycle(wave.cycles["social"]))
        narrowed = enrolments.from_register(
            team.registrar, facts, facts.cycle(wave.cycles["social"]), text="100%"
        )
    assert [one.id for one in found.fitting] == [fits]
    assert {one.id: [why.code for why in one.fitness.reasons] for one in found.left_out} == {
        short: ["candidate_time_short"],
        there: ["candidate_enrolled"],
        unlinked: ["candidate_no_drug_case"],
    }
    assert (narrowed.fitting, narrowed.left_out) == ((), ())
