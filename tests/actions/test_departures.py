"""What became of somebody the register no longer names: answered once, by a person, with a date."""

from datetime import timedelta
from uuid import uuid4

import pytest

from pulih.actions import imports
from pulih.queries import imports as queries
from pulih.records import scope
from pulih.records.models import DepartureQuestion, PersonAccess, PersonSearch, Stay
from pulih.rules.errors import RuleBroken
from pulih.rules.permissions import Role
from pulih.rules.stays import StayKind
from tests import factories
from tests.registers import bring, but, resident, residents, stage

pytestmark = pytest.mark.usefixtures("db")
NO_SENTENCE = {"sentence_started_on": None, "two_thirds_on": None, "expires_on": None, "as_of": None}


@pytest.fixture
def registrar(db):
    return factories.worker(Role.REGISTRAR, factories.organisation())


@pytest.fixture
def question(registrar):
    bring(registrar, residents(2))
    bring(registrar, residents(1))
    with scope.acting_as(registrar):
        return queries.departures(registrar)[0]


def answer(question, by, code, **more):
    with scope.acting_as(by):
        imports.answer_departure(question_id=question.id, answer=code, by=by, **more)


def refusal(call) -> str:
    with pytest.raises(RuleBroken) as caught:
        call()
    return caught.value.code


def test_an_office_answers_only_about_its_own(question):
    stranger = factories.worker(Role.REGISTRAR, factories.organisation())
    assert refusal(lambda: answer(question, stranger, "still_here")) == "not_found"


@pytest.mark.parametrize(
    ("code", "more", "why"),
    [
        ("", {}, "departure_answer_missing"),
        ("vanished", {}, "departure_answer_missing"),
        ("back_in_register", {}, "departure_answer_missing"),
        ("died", {}, "stay_end_date_missing"),
        ("transferred", {"ended_on": 0}, "departure_where_to_missing"),
        ("transferred", {"ended_on": 0, "where_to": "   "}, "departure_where_to_missing"),
        ("died", {"ended_on": 1}, "stay_ends_in_future"),
        ("died", {"ended_on": -20000}, "stay_ends_before_start"),
        ("other", {"ended_on": 0}, "stay_ending_note_missing"),
    ],
)
def test_an_answer_that_cannot_be_true_changes_nothing(registrar, question, code, more, why):
    if "ended_on" in more:
        with scope.acting_as(registrar):
            more = more | {"ended_on": scope.today() + timedelta(days=more["ended_on"])}
    assert refusal(lambda: answer(question, registrar, code, **more)) == why
    with scope.acting_as(registrar):
        assert DepartureQuestion.objects.get().answered_at is None
        assert Stay.objects.filter(ended_on=None).count() == 2


def test_nobody_under_remand_is_released_from_a_sentence(registrar):
    detained = resident(3, kind=StayKind.REMAND, **NO_SENTENCE)
    bring(registrar, [resident(2), detained])
    bring(registrar, [resident(2)])
    with scope.acting_as(registrar):
        (one,) = queries.departures(registrar)
        today = scope.today()
    why = refusal(lambda: answer(one, registrar, "released_parole", ended_on=today))
    assert why == "stay_ending_needs_sentence"


def test_a_release_ends_the_stay_and_closes_the_record_to_the_office(registrar, question):
    with scope.acting_as(registrar):
        today = scope.today()
    answer(question, registrar, "released_parole", ended_on=today)
    with scope.acting_as(registrar):
        stay = Stay.objects.get(person_id=question.person_id)
        bases = set(PersonAccess.objects.filter(person_id=question.person_id, valid_to=None)
                    .values_list("basis", flat=True))  # fmt: skip
        assert (stay.ended_on, stay.how_ended) == (today, "released_parole")
        assert bases == {"episode"}
        assert not PersonSearch.objects.filter(person_id=question.person_id).exists()
        assert queries.departures(registrar) == ()


def test_a_transfer_says_where_to(registrar, question):
    with scope.acting_as(registrar):
        today = scope.today()
    answer(question, registrar, "transferred", ended_on=today, where_to="Lapas Jauh", note="atas permintaan")
    with scope.acting_as(registrar):
        assert Stay.objects.get(person_id=question.person_id).note == "Lapas Jauh; atas permintaan"


def test_still_here_leaves_everything_as_it_was(registrar, question):
    answer(question, registrar, "still_here")
    with scope.acting_as(registrar):
        assert Stay.objects.filter(ended_on=None).count() == 2
        assert queries.departures_open(registrar) == 0


def test_still_here_is_asked_again_when_the_next_register_leaves_them_out(registrar, question):
    answer(question, registrar, "still_here")
    assert bring(registrar, residents(1)).counts["questions_asked"] == 1


def test_a_question_is_answered_once(registrar, question):
    token = uuid4()
    answer(question, registrar, "still_here", token=token)
    assert refusal(lambda: answer(question, registrar, "still_here", token=token)) == "already_sent"
    assert refusal(lambda: answer(question, registrar, "still_here")) == "departure_already_answered"


def test_whoever_left_is_free_for_the_next_office(registrar, question):
    with scope.acting_as(registrar):
        today = scope.today()
    answer(question, registrar, "transferred", ended_on=today, where_to="Lapas Jauh")
    next_office = factories.worker(Role.REGISTRAR, factories.organisation("Lapas Jauh"))
    batch = stage(next_office, [but(resident(3), started_on=today, register_number="BI.1/2026")])
    assert batch.counts["new"] == 1
