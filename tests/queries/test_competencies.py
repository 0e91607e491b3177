"""The register of competencies: who of an office holds what, and how it stands today."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pulih.queries import staff
from pulih.queries.today import today_for
from pulih.records import scope
from pulih.records.models import Account
from pulih.rules.errors import RuleBroken
from pulih.rules.permissions import Role
from tests import factories

pytestmark = pytest.mark.usefixtures("db")

DAY = timedelta(days=1)


def office():
    prison = factories.organisation()
    return prison, factories.worker(Role.HEAD_OF_FACILITY, prison)


def train(prison, worker, *codes, **more):
    with scope.acting_as(worker):
        today = scope.today()
    until = more.pop("lasts", None)
    account = Account.objects.get(pk=worker.account_id)
    factories.train(account, prison, *codes, until=None if until is None else today + until * DAY, **more)


def register(actor, **asked):
    with scope.acting_as(actor):
        return staff.competency_register(actor, **asked)


def nurse(prison, name):
    return factories.worker(Role.NURSE, prison, full_name=name, competent=False)


def test_whoever_measures_stands_in_it_also_without_any_and_others_only_with_one():
    prison, head = office()
    nurse(prison, "Ani Rekaan")
    factories.worker(Role.REGISTRAR, prison, full_name="Budi Rekaan")
    trained = factories.worker(Role.REGISTRAR, prison, full_name="Citra Rekaan")
    train(prison, trained, "observation")
    nurse(factories.organisation(), "Dewi Rekaan")
    found = register(head)
    assert [row.name for row in found.rows] == ["Ani Rekaan", "Citra Rekaan"]
    assert (found.total, found.pressing, found.without) == (2, 0, 1)


def test_each_one_stands_as_its_days_say():
    prison, head = office()
    ani = nurse(prison, "Ani Rekaan")
    train(prison, ani, "motivation")
    train(prison, ani, "observation", lasts=30)
    train(prison, ani, "structured_interview", lasts=-1)
    train(prison, ani, "outcome_monitoring", withdrawn_on=factories.SINCE, withdrawn_because="Keliru")
    (row,) = register(head).rows
    assert {line.code: (line.standing.value, line.presses) for line in row.lines} == {
        "motivation": ("valid", False),
        "observation": ("ends_soon", True),
        "structured_interview": ("expired", True),
        "outcome_monitoring": ("withdrawn", False),
    }


def test_a_renewed_one_presses_nobody():
    prison, head = office()
    ani = nurse(prison, "Ani Rekaan")
    train(prison, ani, "motivation", lasts=-1)
    train(prison, ani, "motivation", since=factories.SINCE)
    found = register(head)
    assert (found.pressing, found.without) == (0, 0)
    assert register(head, show="pressing").rows == ()


def test_the_register_can_be_narrowed():
    prison, head = office()
    ani, budi = nurse(prison, "Ani Rekaan"), nurse(prison, "Budi Rekaan")
    nurse(prison, "Citra Rekaan")
    train(prison, ani, "motivation", lasts=10)
    train(prison, budi, "observation")
    assert [row.name for row in register(head, show="pressing").rows] == ["Ani Rekaan"]
    assert [row.name for row in register(head, show="without").rows] == ["Citra Rekaan"]
    assert [row.name for row in register(head, code="observation").rows] == ["Budi Rekaan"]


def test_another_office_is_nobodys_and_other_roles_read_none():
    prison, head = office()
    for actor, code in ((office()[1], "not_found"), (nurse(prison, ""), "permission_missing")):
        with pytest.raises(RuleBroken) as caught:
            register(actor, organisation_id=prison.pk)
        assert (caught.value.code, caught.value.attempt) == (code, True)


def test_one_may_change_everybodys_but_ones_own():
    prison, head = office()
    train(prison, head, "observation")
    nurse(prison, "Ani Rekaan")
    changeable = {row.id: bool(row.may_change) for row in register(head).rows}
    assert changeable.pop(head.account_id) is False
    assert set(changeable.values()) == {True}


def statements(actor) -> int:
    with scope.acting_as(actor), CaptureQueriesContext(connection) as captured:
        staff.competency_register(actor)
    return len(captured)


def test_forty_workers_take_as_many_statements_as_two():
    few, many = office(), office()
    for (prison, _), number in ((few, 2), (many, 40)):
        for _ in range(number):
            factories.worker(Role.NURSE, prison)
    assert statements(few[1]) == statements(many[1]) <= 4


def test_ones_own_are_known_to_pages():
    prison, _ = office()
    ani = nurse(prison, "Ani Rekaan")
    train(prison, ani, "motivation")
    with scope.acting_as(ani), CaptureQueriesContext(connection) as captured:
        assert [one.code for one in staff.held_by(ani)] == ["motivation"]
    assert len(captured) == 1


def todos(actor):
    with scope.acting_as(actor):
        return {todo.code: todo for todo in today_for(actor).todos}


@pytest.mark.parametrize("role", [Role.HEAD_OF_FACILITY, Role.ADMINISTRATOR])
def test_the_day_names_those_whose_competency_ended_or_ends(role):
    prison = factories.organisation()
    actor = factories.worker(role, prison)
    for name, lasts in (("Ani Rekaan", -1), ("Budi Rekaan", 60), ("Citra Rekaan", 61)):
        train(prison, nurse(prison, name), "motivation", "observation", lasts=lasts)
    clerk = factories.worker(Role.REGISTRAR, prison, full_name="Dewi Rekaan")
    train(prison, clerk, "motivation", lasts=-1)  # no longer measures
    found = todos(actor)
    assert (found["competency_ended"].count, found["competency_ended"].names) == (1, ("Ani Rekaan",))
    assert (found["competency_ends"].count, found["competency_ends"].names) == (1, ("Budi Rekaan",))
    assert found["competency_ended"].route == "staff:competencies"


def test_the_day_of_others_names_none():
    prison, _ = office()
    ani = nurse(prison, "Ani Rekaan")
    train(prison, ani, "motivation", lasts=-1)
    assert "competency_ended" not in todos(ani)
