"""Organisations put under another one: everything below moves along, and nothing goes in circles."""

import json

import pytest

from pulih.actions import organisations as actions
from pulih.records import scope
from pulih.records.models import Organisation
from pulih.rules.actors import system_actor
from pulih.rules.errors import RuleBroken
from pulih.rules.permissions import Role
from tests import factories

pytestmark = pytest.mark.usefixtures("db")


def move(by, row, parent, revision=1):
    with scope.acting_as(by):
        actions.move_organisation(
            organisation_id=row.pk, parent_id=parent.pk if parent else None, revision=revision, by=by
        )


def refusal(by, row, parent, revision=1) -> RuleBroken:
    with pytest.raises(RuleBroken) as broken:
        move(by, row, parent, revision)
    return broken.value


def test_everything_below_moves_along():
    nation = factories.organisation("BNN Uji", "narcotics_agency", level="nation")
    province = factories.organisation("BNNP Uji", "narcotics_agency", level="province")
    district = factories.organisation("BNNK Uji", "narcotics_agency", province, level="district")
    move(system_actor(nation.pk), province, nation)
    assert Organisation.objects.get(pk=province.pk).ancestors == [nation.pk]
    assert Organisation.objects.get(pk=district.pk).ancestors == [nation.pk, province.pk]
    move(system_actor(nation.pk), province, None, revision=2)
    assert Organisation.objects.get(pk=district.pk).ancestors == [province.pk]


def test_nothing_comes_under_itself_or_what_is_below_it():
    first = factories.organisation("Perhimpunan Satu", "association")
    second = factories.organisation("Perhimpunan Dua", "association", first)
    by = system_actor(first.pk)
    for parent in (first, second):
        broken = refusal(by, first, parent)
        assert (broken.code, broken.reasons[0].about) == ("organisation_parent_itself", "parent")


def test_a_facility_goes_from_one_region_to_another_only_by_the_office_above_both():
    here = factories.region()
    directorate = here.parent
    there = factories.organisation("Kanwil Papua Uji", "regional_office", directorate)
    prison = factories.organisation(parent=here)
    regional = factories.worker(Role.REGIONAL_OFFICER, here)
    broken = refusal(regional, prison, there)
    assert (broken.code, broken.attempt) == ("organisation_added_elsewhere", True)
    move(factories.worker(Role.REGIONAL_OFFICER, directorate), prison, there)
    prison.refresh_from_db()
    assert (prison.parent_id, prison.ancestors[-1], prison.revision) == (there.pk, there.pk, 2)


def test_nobody_moves_the_office_they_sit_in_and_other_roles_move_nothing():
    here = factories.region()
    other = factories.organisation("Direktorat Uji", "directorate", here.parent.parent)
    officer = factories.worker(Role.REGIONAL_OFFICER, here)
    assert refusal(officer, here, other).reasons[0].code == "organisation_moves_itself"
    head = factories.worker(Role.HEAD_OF_FACILITY, factories.organisation(parent=here))
    assert refusal(head, here, other).code == "permission_missing"


@pytest.mark.parametrize("case", ["same", "closed", "wrong kind", "gone", "stale", "name"])
def test_a_move_that_cannot_be_is_worded(case):
    here = factories.region()
    there = factories.organisation("Kanwil Lain Uji", "regional_office", here.parent)
    prison = factories.organisation("Lapas Uji", parent=here)
    by, parent, revision = system_actor(here.pk), there, 1
    code = {
        "same": "organisation_parent_same",
        "closed": "organisation_outlives_parent",
        "wrong kind": "organisation_parent_kind",
        "gone": "organisation_parent_unknown",
        "stale": "page_stale",
        "name": "organisation_known",
    }[case]
    if case == "same":
        parent = here
    elif case == "closed":
        Organisation.objects.filter(pk=there.pk).update(exists_to="2024-01-01")
    elif case == "wrong kind":
        parent = factories.organisation("RS Uji", "hospital")
    elif case == "gone":
        parent = Organisation(pk=999_999)
    elif case == "stale":
        revision = 7
    else:
        factories.organisation("lapas uji", parent=there)
    assert refusal(by, prison, parent, revision).code == code
    prison.refresh_from_db()
    assert (prison.parent_id, prison.revision) == (here.pk, 1)


def test_nothing_new_is_put_under_what_has_closed():
    closed = factories.organisation("Dinkes Tutup", "health_office", level="province", exists_to="2024-01-01")
    by = system_actor(closed.pk)
    with scope.acting_as(by), pytest.raises(RuleBroken) as broken:
        actions.add_organisation(kind="health_centre", name="Puskesmas Uji", parent_id=closed.pk, by=by)
    assert (broken.value.code, broken.value.reasons[0].about) == ("organisation_outlives_parent", "parent")


@pytest.mark.commits
def test_a_move_leaves_one_event_with_what_came_along(owner):
    nation = factories.organisation("BNN Uji", "narcotics_agency", level="nation")
    province = factories.organisation("BNNP Uji", "narcotics_agency", level="province")
    factories.organisation("BNNK Uji", "narcotics_agency", province, level="district")
    move(system_actor(nation.pk), province, nation)
    rows = owner.execute("SELECT body FROM audit_event WHERE event = 'organisations.move_organisation'")
    (body,) = rows.fetchall()
    assert json.loads(body[0])["changes"] == {"parent": [None, nation.pk], "moved_along": [None, 1]}
