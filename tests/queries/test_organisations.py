"""The tree, the list, a profile, and who is entrusted with what, as the roles look them up."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pulih.queries import organisations
from pulih.records import scope
from pulih.records.models import Designation, Organisation, OrganisationName
from pulih.rules.actors import system_actor
from pulih.rules.errors import RuleBroken
from pulih.rules.organisations import Kind
from pulih.rules.permissions import Role
from tests import factories

pytestmark = pytest.mark.usefixtures("db")
MORNING = datetime(2026, 3, 2, 3, tzinfo=UTC)


def asked(actor, function, *given, **more):
    with scope.acting_as(actor, at=MORNING):
        return function(actor, *given, **more)


@pytest.fixture
def office():
    return factories.region()


@pytest.fixture
def officer(office):
    return factories.worker(Role.REGIONAL_OFFICER, office)


def entrust(facility, programme="social", year=2026, target=110):
    Designation.objects.create(
        organisation=facility,
        programme_id=programme,
        budget_year=year,
        target=target,
        decree_number="SK-03",
        decree_date=date(year, 1, 12),
    )


def trunk(tree) -> dict[str, organisations.Office]:
    found, waiting = {}, list(tree.offices)
    while waiting:
        one = waiting.pop()
        found[one.name] = one
        waiting += one.offices
    return found


def test_facilities_hang_folded_on_their_office_and_the_own_branch_is_open(office, officer):
    prison = factories.organisation(parent=office)
    factories.organisation("Bapas Uji", "probation_office", office)
    other = factories.region()
    factories.organisation(parent=other)
    tree = asked(officer, organisations.see_tree)
    own, foreign = trunk(tree)[office.name], trunk(tree)[other.name]
    assert own.is_own
    assert [(one.kind, one.count) for one in own.branch.counts] == [("prison", 1), ("probation_office", 1)]
    assert [row.name for row in own.branch.rows] == [prison.name, "Bapas Uji"]
    assert foreign.branch.rows is None
    assert foreign.branch.count == 1


def test_a_worker_of_a_facility_finds_the_branch_it_stands_in_open(office):
    prison = factories.organisation(parent=office)
    nurse = factories.worker(Role.NURSE, prison)
    assert [row.id for row in trunk(asked(nurse, organisations.see_tree))[office.name].branch.rows] == [
        prison.pk
    ]


def test_a_branch_asked_for_is_open_and_the_own_one_then_stays_shut(office, officer):
    other = factories.region()
    prison = factories.organisation(parent=other)
    tree = asked(officer, organisations.see_tree, [str(other.pk)])
    assert [row.id for row in trunk(tree)[other.name].branch.rows] == [prison.pk]
    assert trunk(tree)[office.name].branch.rows is None


def test_partners_stand_beside_by_kind_and_what_is_under_an_office_does_not(office, officer):
    factories.organisation("Yayasan Sinar", "ngo")
    health = factories.organisation("Dinkes Uji", "health_office", level="province")
    factories.organisation("Puskesmas Uji", "health_centre", health)
    inside = factories.organisation("Sekretariat Uji", "other", office)
    tree = asked(officer, organisations.see_tree, ["health_centre"])
    groups = {group.key: group for group in tree.partners}
    assert {key: group.count for key, group in groups.items()} == {
        "health_office": 1,
        "health_centre": 1,
        "ngo": 1,
    }
    assert [row.parent_name for row in groups["health_centre"].rows] == ["Dinkes Uji"]
    assert inside.pk in [row.id for row in asked(officer, organisations.see_branch, str(office.pk)).rows]


def test_what_closed_leaves_the_tree_but_is_found_when_asked_for(office, officer):
    factories.organisation("Lapas Lama", parent=office, exists_to=date(2024, 1, 1))
    assert trunk(asked(officer, organisations.see_tree))[office.name].branch.count == 0
    wanted = organisations.Filter(fragment="lama")
    assert asked(officer, organisations.find_organisations, wanted).total == 0
    wanted = organisations.Filter(fragment="lama", closed=True)
    assert asked(officer, organisations.find_organisations, wanted).total == 1


@pytest.mark.parametrize("key", ["999999", "facilities", "castle"])
def test_a_branch_that_is_not_there_is_not_found(officer, key):
    with pytest.raises(RuleBroken) as caught:
        asked(officer, organisations.see_branch, key)
    assert caught.value.code == "not_found"


def test_an_organisation_is_found_by_the_name_it_bore_before(officer):
    ministry = factories.organisation("Kementerian Baru Uji", "ministry")
    for name, since, until in [
        ("Kementerian Lama Uji", None, date(2024, 10, 21)),
        ("Kementerian Baru Uji", date(2024, 10, 21), None),
    ]:
        OrganisationName.objects.create(organisation=ministry, name=name, valid_from=since, valid_to=until)
    found = asked(officer, organisations.find_organisations, organisations.Filter(fragment="LAMA uji"))
    assert [(hit.row.name, hit.former_name) for hit in found.hits] == [
        ("Kementerian Baru Uji", "Kementerian Lama Uji")
    ]


@pytest.mark.parametrize("fragment", ["%", "_", "'; --", "\\"])
def test_signs_in_a_name_mean_nothing_else(officer, fragment):
    assert (
        asked(officer, organisations.find_organisations, organisations.Filter(fragment=fragment)).total == 0
    )


def test_the_list_narrows_by_kind_group_province_and_office_above(office, officer):
    prison = factories.organisation(parent=office, province_code="16")
    bapas = factories.organisation("Bapas Uji", "probation_office", office)
    ngo = factories.organisation("Yayasan Sinar", "ngo", province_code="16")

    def found(**given) -> set[int]:
        page = asked(officer, organisations.find_organisations, organisations.Filter(**given))
        return {hit.row.id for hit in page.hits}

    assert {prison.pk, bapas.pk} <= found(kind=organisations.FACILITIES)
    assert found(kind=organisations.PARTNERS) == {ngo.pk}
    assert found(province="16") == {prison.pk, ngo.pk}
    assert found(under=office.pk) == {prison.pk, bapas.pk}


def test_a_page_far_beyond_the_end_is_the_last_one(officer):
    wanted = organisations.Filter(kind="regional_office")
    assert asked(officer, organisations.find_organisations, wanted, 900).page == 1


def test_facilities_entrusted_in_a_year_are_counted_once_and_their_targets_by_programme(office, officer):
    """Statement A3: in 2021 four facilities of the province are designated."""
    facilities = [factories.organisation(parent=office) for _ in range(5)]
    for facility in facilities[:4]:
        entrust(facility, year=2021, target=200)
    entrust(facilities[0], "medical", 2021, 30)
    entrust(facilities[4], year=2022)
    entrust(factories.organisation(parent=factories.region()), year=2021)
    found = asked(officer, organisations.designated, 2021, office.pk)
    assert found.facilities_designated == 4
    assert [(one.programme, one.facilities, one.target) for one in found.programmes] == [
        ("medical", 1, 30),
        ("social", 4, 800),
    ]
    assert found.target == 830
    assert asked(officer, organisations.designated, 2020, office.pk).facilities_designated == 0
    years = asked(officer, organisations.designated_years, office.pk)
    assert [one.budget_year for one in years] == [2022, 2021]


def test_nothing_is_entrusted_below_what_is_not_there(officer):
    with pytest.raises(RuleBroken) as caught:
        asked(officer, organisations.designated, 2021, 999_999)
    assert caught.value.code == "not_found"


def test_a_profile_knows_the_way_up_and_the_name_of_a_day(office, officer):
    prison = factories.organisation("Lapas Baru", parent=office)
    for name, since, until in [
        ("Lapas Tua", date(1980, 1, 1), date(2010, 6, 1)),
        ("Lapas Baru", date(2010, 6, 1), None),
    ]:
        OrganisationName.objects.create(organisation=prison, name=name, valid_from=since, valid_to=until)
    profile = asked(officer, organisations.open_profile, prison.pk)
    assert [above.id for above in profile.above] == [*office.ancestors, office.pk]
    assert profile.name_on(date(2010, 5, 31)) == "Lapas Tua"
    assert profile.name_on(date(2010, 6, 1)) == "Lapas Baru"
    assert profile.name_on(date(1979, 12, 31)) is None


def test_a_profile_says_what_one_may_do_and_why_not(office, officer):
    prison = factories.organisation(parent=office)
    mine = asked(officer, organisations.open_profile, prison.pk).may
    assert mine.edit
    assert mine.close
    assert mine.designate
    assert mine.add_below is None
    assert [one.code for one in mine.move.reasons] == ["organisation_moves_nowhere"]
    stranger = factories.worker(Role.REGIONAL_OFFICER, factories.region())
    theirs = asked(stranger, organisations.open_profile, prison.pk).may
    assert [one.code for one in theirs.designate.reasons] == ["designation_elsewhere"]
    assert [one.code for one in theirs.edit.reasons] == ["organisation_kept_elsewhere"]
    nurse = factories.worker(Role.NURSE, prison)
    assert [one.code for one in asked(nurse, organisations.open_profile, prison.pk).may.edit.reasons] == [
        "permission_missing"
    ]


def test_an_office_sees_which_of_its_facilities_run_no_programme_this_year(office, officer):
    busy, idle = (factories.organisation(parent=office) for _ in range(2))
    bapas = factories.organisation("Bapas Uji", "probation_office", office)
    entrust(busy)
    below = {one.row.id: one for one in asked(officer, organisations.open_profile, office.pk).below}
    assert below[busy.pk].entrusted == (("social", 110),)
    assert (below[busy.pk].owes_designation, below[idle.pk].owes_designation) == (False, True)
    assert not below[bapas.pk].owes_designation


def test_an_officer_is_offered_what_can_stand_below_the_own_office_and_every_partner(office, officer):
    kinds = asked(officer, organisations.kinds_to_add)
    assert {Kind.PRISON, Kind.PROBATION_OFFICE, Kind.NGO, Kind.NARCOTICS_AGENCY} <= set(kinds)
    assert not {Kind.MINISTRY, Kind.DIRECTORATE, Kind.REGIONAL_OFFICE} & set(kinds)
    parents = asked(officer, organisations.parents_for, Kind.PRISON)
    assert [one.id for one in parents] == [office.pk]


def test_partners_near_and_national_are_offered_as_parents(office, officer):
    Organisation.objects.filter(pk=office.pk).update(province_code="16")
    nation = factories.organisation("BNN Uji", "narcotics_agency", level="nation", province_code="31")
    near = factories.organisation(
        "BNNP Dekat", "narcotics_agency", nation, level="province", province_code="16"
    )
    factories.organisation("BNNP Jauh", "narcotics_agency", nation, level="province", province_code="36")
    parents = asked(officer, organisations.parents_for, Kind.NARCOTICS_AGENCY)
    assert [one.id for one in parents] == [nation.pk, near.pk]


def test_all_roles_read_organisations_and_the_system_too(office):
    prison = factories.organisation(parent=office)
    for actor in [
        *(factories.worker(role, prison) for role in Role if role is not Role.SYSTEM),
        system_actor(prison.pk),
    ]:
        assert asked(actor, organisations.open_profile, office.pk).below_total == 1


def statements(actor, function, *given) -> int:
    with scope.acting_as(actor), CaptureQueriesContext(connection) as captured:
        function(actor, *given)
    return len(captured)


def test_a_thousand_organisations_cost_as_many_statements_as_ten(office, officer):
    for _ in range(3):
        entrust(factories.organisation(parent=office))
    factories.organisation("Yayasan Uji", "ngo")
    wanted = organisations.Filter(fragment="Uji")

    def counted() -> list[int]:
        return [
            statements(officer, organisations.see_tree),
            statements(officer, organisations.find_organisations, wanted),
            statements(officer, organisations.open_profile, office.pk),
            statements(officer, organisations.designated, 2026, office.pk),
        ]

    few = counted()
    Organisation.objects.bulk_create(
        Organisation(
            kind="prison" if number % 2 else "ngo",
            name=f"Uji Banyak {number}",
            parent=office if number % 2 else None,
            ancestors=[*office.ancestors, office.pk] if number % 2 else [],
            sex_served="men" if number % 2 else "",
        )
        for number in range(1000)
    )
    assert counted() == few
    tree = asked(officer, organisations.see_tree)
    branch = trunk(tree)[office.name].branch
    assert (len(branch.rows), branch.unseen) == (100, 403)
