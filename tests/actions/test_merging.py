"""Two records of one person become one: everything moves, nothing is chosen silently, the old reference leads on."""

from datetime import timedelta

import psycopg
import pytest

from pulih.actions import people as actions
from pulih.actions.people import merge_people
from pulih.queries import people
from pulih.records.gates.merging import BY_HAND, MOVED, STORY
from pulih.records.models import Enrolment, Person, PersonSearch, Stay
from pulih.rules.errors import RuleBroken
from tests import factories, waves
from tests.waves import START, acting

DAY = START + timedelta(days=20)
WHY = "Orang yang sama, tercatat lagi saat pindah blok"


@pytest.fixture
def team(db):
    return waves.team()


def reference(team, person):
    with acting(team.registrar, DAY):
        return Person.objects.get(pk=person).reference


def merge(team, kept, gone, *, confirmed="", reason=WHY):
    with acting(team.registrar, DAY):
        return merge_people(
            kept=kept, gone=gone, confirmed=confirmed or gone, reason=reason, by=team.registrar
        )


@pytest.mark.commits
def test_every_table_that_points_at_a_person_is_known_to_the_gate(owner: psycopg.Connection):
    """Whoever adds a table with a person in it says here what a merge does with it."""
    rows = owner.execute(
        "SELECT c.relname::text FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
        " WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attname = 'person_id' AND a.attnum > 0"
        " UNION SELECT c.relname::text FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid"
        " WHERE k.contype = 'f' AND k.confrelid = 'person'::regclass AND NOT c.relispartition"
    ).fetchall()
    assert {name for (name,) in rows} == {*MOVED, *BY_HAND, *STORY}


def test_two_records_become_one_and_the_old_reference_leads_to_it(team):
    wave = waves.plan(team, social=2)
    kept = waves.resident(team, "Bagas Rekaan")
    number = factories.national_number()
    gone = waves.resident(team, "Bagus Rekaan", since=START - timedelta(days=400), national_number=number)
    enrolment = waves.admitted(team, wave.cycles["social"], gone)
    waves.measured(team, enrolment, "baseline", START, waves.answers(3))
    stays, goes = reference(team, kept), reference(team, gone)

    assert merge(team, stays, goes, confirmed=goes.lower().replace("-", " ")) == stays
    with acting(team.registrar, DAY):
        assert Enrolment.objects.get(pk=enrolment).person_id == kept
        open_stay = Stay.objects.get(person_id=kept, ended_on=None)
        assert open_stay.started_on == START - timedelta(days=400), "both were one stay, from its first day"
        folded = Stay.objects.get(person_id=kept, ended_on=open_stay.started_on)
        assert (folded.how_ended, folded.note) == ("other", WHY)
        record = people.open_person(team.registrar, stays)
        assert {(one.name, one.kind) for one in record.names} == {
            ("Bagas Rekaan", "official"),
            ("Bagus Rekaan", "alias"),
        }
        assert people.reveal_number(team.registrar, record) == number
        assert [hit.reference for hit in people.find(team.registrar, "bagus").hits] == [stays]
        assert [hit.reference for hit in people.find(team.registrar, goes).hits] == [stays]
        assert PersonSearch.objects.filter(person_id__in=[kept, gone]).count() == 1
        assert people.survivor_of(team.registrar, goes) == stays
        with pytest.raises(RuleBroken, match="not_found"):
            people.open_person(team.registrar, goes)


def test_a_chain_of_merges_leads_to_its_end_and_only_those_who_have_the_person(team):
    first, second, third = (reference(team, waves.resident(team)) for _ in range(3))
    merge(team, second, first)
    merge(team, third, second)
    with acting(team.registrar, DAY):
        assert people.survivor_of(team.registrar, first) == third
    other = waves.team()
    with acting(other.registrar, DAY):
        assert people.survivor_of(other.registrar, first) is None
    with pytest.raises(RuleBroken, match="not_found"):
        merge(team, third, first)


def test_somebody_who_came_back_is_joined_with_the_record_of_before(team):
    """Nobody holds the former record; the office that had it puts both together."""
    from pulih.actions import custody

    before = waves.resident(team, since=START - timedelta(days=300))
    with acting(team.registrar, START):
        stay = Stay.objects.get(person_id=before)
        custody.end_stay(
            stay_id=stay.pk, ended_on=START, how="released_expiry", revision=None, by=team.registrar
        )
    with acting(team.registrar, DAY):
        again = factories.person(team.registrar, started_on=DAY)
    merge(team, again, reference(team, before))
    with acting(team.registrar, DAY):
        record = people.open_person(team.registrar, again)
        assert [one.started_on for one in record.stays] == [DAY, START - timedelta(days=300)]


def test_what_cannot_both_be_true_is_put_right_first_and_nothing_is_half_done(team):
    wave = waves.plan(team, social=2)
    one = waves.resident(team, national_number=factories.national_number())
    two = waves.resident(team, national_number=factories.national_number(), sex="female")
    for person in (one, two):
        waves.candidate(team, wave.cycles["social"], person)
    kept, gone = reference(team, one), reference(team, two)
    with pytest.raises(RuleBroken) as caught:
        merge(team, kept, gone)
    assert {reason.code for reason in caught.value.reasons} == {
        "merge_sex_differs", "merge_numbers_differ", "merge_enrolled_twice"
    }  # fmt: skip
    assert reference(team, two) == gone


@pytest.mark.parametrize(
    ("typed", "reason", "code"),
    [("7KQM-4XWA", WHY, "merge_not_confirmed"), ("", "sama", "merge_reason_short")],
)
def test_it_is_confirmed_by_the_reference_that_goes_and_with_a_reason(team, typed, reason, code):
    kept, gone = (reference(team, waves.resident(team)) for _ in range(2))
    with pytest.raises(RuleBroken, match=code):
        merge(team, kept, gone, confirmed=typed, reason=reason)


def test_a_record_of_another_office_or_another_role_is_out_of_reach(team):
    other = waves.team()
    mine, theirs = reference(team, waves.resident(team)), reference(other, waves.resident(other))
    with pytest.raises(RuleBroken, match="not_found"):
        merge(team, mine, theirs)
    with acting(team.manager, DAY), pytest.raises(RuleBroken, match="permission_missing"):
        merge_people(kept=mine, gone=mine, confirmed=mine, reason=WHY, by=team.manager)
    assert actions.merge_people is merge_people
