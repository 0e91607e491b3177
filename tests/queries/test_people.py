"""Finding, listing and opening people: right people, right office, and a fixed number of statements."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pulih.queries import people
from pulih.queries.today import today_for
from pulih.records import scope
from pulih.records.models import ReadEvent
from pulih.rules.errors import RuleBroken
from pulih.rules.permissions import Role
from tests import factories

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def office():
    return factories.worker(Role.REGISTRAR, factories.organisation())


def statements(work) -> int:
    with CaptureQueriesContext(connection) as caught:
        work()
    return len(caught)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("suharto", "Soeharto Rekaan"),
        ("joko", "Djoko Rekaan"),
        ("cahyadi", "Tjahjadi Rekaan"),
        ("muhamad", "Moch. Rekaan"),
        ("rekaan soe", "Soeharto Rekaan"),
        ("HART", "Soeharto Rekaan"),
    ],
)
def test_a_name_is_found_however_it_was_spelt(office, typed, name):
    with scope.acting_as(office):
        reference = factories.person(office, name)
        assert reference in [hit.reference for hit in people.find(office, typed).hits]


def test_a_slip_of_the_finger_still_finds_and_says_so(office):
    with scope.acting_as(office):
        reference = factories.person(office, "Wijanarko Rekaan")
        found = people.find(office, "wijanrko")
    assert [hit.reference for hit in found.hits] == [reference]
    assert found.alike


def test_a_register_number_is_found_without_its_punctuation(office):
    with scope.acting_as(office):
        reference = factories.person(office, register_number="B.I-12/2024")
        assert [hit.reference for hit in people.find(office, "bi12").hits] == [reference]


def test_nothing_is_found_across_the_wall(office):
    other = factories.worker(Role.REGISTRAR, factories.organisation())
    with scope.acting_as(other):
        reference = factories.person(other, "Kertawijaya Rekaan", register_number="Z9-7777")
    with scope.acting_as(office):
        for typed in ("kertawijaya", "Z9-7777", reference):
            assert people.find(office, typed).hits == ()


def test_the_whole_number_tells_who_holds_and_leaves_a_trace(office, owner):
    number = factories.national_number()
    other = factories.worker(Role.REGISTRAR, factories.organisation())
    with scope.acting_as(other):
        factories.person(other, national_number=number)
    with scope.acting_as(office):
        found = people.find(office, number)
        assert (found.answer, found.holder, found.hits) == ("held", other.organisation_name, ())
        assert people.find(office, factories.national_number()).answer == "unknown"
    head = factories.worker(Role.HEAD_OF_FACILITY, factories.organisation())
    with scope.acting_as(head), pytest.raises(RuleBroken):
        people.find(head, "x")


def test_opening_a_record_is_remembered_and_reading_the_number_once_more(office):
    number = factories.national_number()
    auditor = factories.worker(Role.AUDITOR, factories.organisation())
    with scope.acting_as(office):
        record = people.open_person(office, factories.person(office, national_number=number))
        assert people.reveal_number(office, record) == number
        assert record.number_ending == number[-4:]
    from dataclasses import replace

    auditor = replace(auditor, organisation_id=office.organisation_id)
    with scope.acting_as(auditor):
        assert list(ReadEvent.objects.order_by("at").values_list("what", flat=True)) == [
            "summary",
            "national_number",
        ]


def test_what_is_not_there_and_what_is_not_theirs_look_the_same(office):
    other = factories.worker(Role.REGISTRAR, factories.organisation())
    with scope.acting_as(other):
        theirs = factories.person(other)
    with scope.acting_as(office) as context:
        for reference in (theirs, "ABCD-EFGH", "../../"):
            with pytest.raises(RuleBroken) as caught:
                people.open_person(office, reference)
            assert caught.value.code == "not_found"
            assert caught.value.attempt
        context.refusals.clear()


def test_every_page_takes_as_many_statements_for_a_thousand_people_as_for_ten(office):
    day = date(2026, 1, 1)
    pages = {
        "list": lambda: people.list_people(office, today=day),
        "search": lambda: people.find(office, "rekaan"),
        "today": lambda: today_for(office),
        "blocks": lambda: people.blocks(office),
    }
    with scope.acting_as(office):
        references = [factories.person(office) for _ in range(10)]
        pages["open"] = lambda: people.open_person(office, references[0])
        few = {name: statements(work) for name, work in pages.items()}
        for number in range(99):
            factories.person(office, f"Banyak Rekaan {'abcdefghij'[number % 10]}")
        _copy_people(office, 900)
        many = {name: statements(work) for name, work in pages.items()}
    assert few == many
    assert max(few.values()) <= 3


def _copy_people(actor, number: int) -> None:
    """Many people at once, through the gate and the walls."""
    import json

    from uuid_utils.compat import uuid7

    from pulih.records.models import Stay

    ids = [uuid7() for _ in range(number)]
    people_json = [
        {"id": str(one), "reference": f"UJI-{place:04}", "name": f"Rekaan {place}", "name_key": "rikaan",
         "sex": "male", "birth_year": 1980}
        for place, one in enumerate(ids)
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT gate.register_people(%s::jsonb)", [json.dumps(people_json)])
    Stay.objects.bulk_create(
        Stay(person_id=one, organisation_id=actor.organisation_id, register_number=f"C9-{place}",
             kind="remand", started_on=date(2025, 1, 1))
        for place, one in enumerate(ids)
    )  # fmt: skip
