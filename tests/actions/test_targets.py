"""Setting targets: by the office above, a revision each time, with the reason in the trail."""

import json
from datetime import date
from uuid import uuid4

import pytest

from pulih.actions.targets import set_target
from pulih.records.models import Target
from pulih.rules.actors import system_actor
from pulih.rules.errors import RuleBroken
from pulih.rules.permissions import Role
from tests import factories
from tests.waves import acting

pytestmark = pytest.mark.usefixtures("db")
DAY = date(2024, 1, 15)


@pytest.fixture
def region():
    return factories.region()


@pytest.fixture
def prison(region):
    return factories.organisation(parent=region)


@pytest.fixture
def officer(region):
    return factories.worker(Role.REGIONAL_OFFICER, region)


def put(by, prison, amount=100, **more):
    given = {"organisation_id": prison.pk, "programme": "social", "year": 2024, "quarter": None, **more}
    with acting(by, DAY):
        return set_target(amount=amount, **given, by=by)


def refusal(by, prison, **more) -> RuleBroken:
    with pytest.raises(RuleBroken) as broken:
        put(by, prison, **more)
    return broken.value


def test_each_change_is_a_further_revision_and_the_old_amount_stays(officer, prison):
    assert put(officer, prison) == 1
    assert put(officer, prison, 120, reason="Anggaran bertambah") == 2
    assert put(officer, prison, 0, reason="Program dipindah") == 3
    assert put(officer, prison, 30, quarter=1) == 1, "a quarter is a target of its own"
    amounts = Target.objects.filter(organisation=prison, quarter=None).order_by("revision")
    assert list(amounts.values_list("amount", flat=True)) == [100, 120, 0]


def test_the_same_amount_again_is_no_change_and_a_form_counts_once(officer, prison):
    token = uuid4()
    put(officer, prison, token=token)
    assert refusal(officer, prison, amount=90, reason="Dua kali kirim", token=token).code == "already_sent"
    assert refusal(officer, prison, reason="Tetap seratus").code == "nothing_changed"


def test_only_the_office_above_sets_a_target_and_only_for_those_who_hold_people(officer, region, prison):
    stranger = factories.worker(Role.REGIONAL_OFFICER, factories.region())
    head = factories.worker(Role.HEAD_OF_FACILITY, prison)
    probation = factories.organisation("Bapas Uji Target", "probation_office", region)
    assert (refusal(stranger, prison).code, refusal(stranger, prison).attempt) == ("target_elsewhere", True)
    assert refusal(head, prison).code == "permission_missing"
    assert refusal(officer, probation).code == "target_facility"
    assert refusal(officer, region).code == "target_facility"
    assert refusal(officer, prison, organisation_id=10**6).code == "not_found"
    assert refusal(officer, prison, programme="other").code == "programme_unknown"
    assert put(system_actor(prison.pk), prison) == 1
    assert Target.objects.count() == 1


@pytest.mark.commits
def test_the_trail_names_facility_amounts_and_reason(owner):
    region = factories.region()
    prison, officer = factories.organisation(parent=region), factories.worker(Role.REGIONAL_OFFICER, region)
    put(officer, prison)
    put(officer, prison, 120, reason="Anggaran bertambah")
    row = owner.execute(
        "SELECT body FROM audit_event WHERE event = 'targets.set_target' ORDER BY id DESC LIMIT 1"
    )
    body = json.loads(row.fetchone()[0])
    assert (body["changes"]["amount"], body["why"]) == ([100, 120], "Anggaran bertambah")
    assert (body["holder"], body["organisation"]) == (prison.pk, region.pk)
