"""Organisations: recorded where one may, corrected, renamed with days, closed, entrusted with a programme."""

import json
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from pulih.actions import organisations as actions
from pulih.records import scope
from pulih.records.models import Designation, Organisation, OrganisationName
from pulih.rules.actors import system_actor
from pulih.rules.errors import RuleBroken
from pulih.rules.permissions import Role
from tests import factories

pytestmark = pytest.mark.usefixtures("db")
MORNING = datetime(2026, 3, 2, 3, tzinfo=UTC)
TODAY = MORNING.date()
DECREE = {"decree_number": "SK-03 tahun 2026", "decree_date": date(2026, 1, 12), "budget_year": 2026}


def acting(by):
    return scope.acting_as(by, at=MORNING)


@pytest.fixture
def office():
    """A regional office with its province."""
    made = factories.region()
    Organisation.objects.filter(pk=made.pk).update(province_code="16", province_code_bps="16")
    made.refresh_from_db()
    return made


@pytest.fixture
def officer(office):
    return factories.worker(Role.REGIONAL_OFFICER, office)


def add(by, **more):
    given = {"kind": "prison", "name": "Lapas Kelas IIB Karang Sari", "sex_served": "men", "by": by}
    with acting(by):
        return actions.add_organisation(**{**given, **more})


def refusal(function, by, **given) -> RuleBroken:
    with acting(by), pytest.raises(RuleBroken) as broken:
        function(**given, by=by)
    return broken.value


def last_event(owner, event: str) -> dict:
    row = owner.execute("SELECT body FROM audit_event WHERE event = %s ORDER BY id DESC LIMIT 1", [event])
    return json.loads(row.fetchone()[0])


def test_a_new_facility_knows_all_above_it_and_its_first_name(office, officer):
    made = add(officer, parent_id=office.pk, capacity=240, exists_from=date(1981, 5, 4), short_name="LKS")
    assert made.ancestors == [*office.ancestors, office.pk]
    names = OrganisationName.objects.filter(organisation=made).values_list("name", "short_name", "valid_from")
    assert list(names) == [(made.name, "LKS", date(1981, 5, 4))]
    assert (made.sex_served, made.capacity) == ("men", 240)


def test_papua_is_numbered_differently_by_the_two_agencies(office, officer):
    assert add(officer, parent_id=office.pk, province_code="91").province_code_bps == "94"
    assert add(officer, parent_id=office.pk, name="Lain", province_code="96").province_code_bps == "92"


def test_an_office_adds_below_itself_or_a_partner_under_nobody_and_nothing_else(office, officer):
    sister = factories.region()
    for elsewhere in (sister.pk, office.parent_id):
        broken = refusal(
            actions.add_organisation, officer, kind="prison", name="X", sex_served="men", parent_id=elsewhere
        )
        assert (broken.code, broken.attempt) == ("organisation_added_elsewhere", True)
    broken = refusal(actions.add_organisation, officer, kind="ministry", name="Kementerian Baru")
    assert broken.code == "organisation_added_elsewhere"
    assert add(officer, kind="ngo", name="Yayasan Sinar Pagi", sex_served="").parent_id is None


def test_the_system_adds_anywhere():
    made = add(
        system_actor(factories.region().pk), kind="ministry", name="Kementerian Uji Baru", sex_served=""
    )
    assert made.ancestors == []


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.REGIONAL_OFFICER, Role.SYSTEM)])
def test_no_other_role_adds(office, role):
    by = factories.worker(role, factories.organisation(parent=office))
    broken = refusal(actions.add_organisation, by, kind="ngo", name="Yayasan Sinar Pagi")
    assert (broken.code, broken.attempt) == ("permission_missing", True)


@pytest.mark.parametrize(
    ("given", "code", "about"),
    [
        ({"kind": "castle"}, "organisation_kind_unknown", "kind"),
        ({"name": "  "}, "organisation_name_missing", "name"),
        ({"name": "a" * 201}, "organisation_name_too_long", "name"),
        ({"sex_served": ""}, "organisation_sex_missing", "sex_served"),
        ({"sex_served": "everybody"}, "organisation_choice_unknown", "sex_served"),
        ({"capacity": 0}, "organisation_capacity", "capacity"),
        ({"province_code": "99"}, "province_unknown", "province_code"),
        ({"time_zone": "Europe/Berlin"}, "organisation_time_zone", "time_zone"),
        ({"exists_from": TODAY + timedelta(1)}, "organisation_opens_in_future", "started_on"),
        ({"parent_id": 2_000_000_000}, "organisation_parent_unknown", "parent"),
    ],
)
def test_bad_input_is_named_at_its_field(office, officer, given, code, about):
    start = {"kind": "prison", "name": "Lapas Baru", "sex_served": "men", "parent_id": office.pk}
    broken = refusal(actions.add_organisation, officer, **{**start, **given})
    assert (broken.code, broken.reasons[0].about) == (code, about)


def test_two_sisters_never_bear_one_name_whatever_the_capitals(office, officer):
    add(officer, parent_id=office.pk)
    broken = refusal(
        actions.add_organisation,
        officer,
        kind="prison",
        name="LAPAS kelas IIB karang sari",
        sex_served="men",
        parent_id=office.pk,
    )
    assert broken.code == "organisation_known"


def test_pressed_twice_it_is_added_once(office, officer):
    token = uuid4()
    add(officer, parent_id=office.pk, token=token)
    broken = refusal(actions.add_organisation, officer, kind="ngo", name="Yayasan Sinar Pagi", token=token)
    assert broken.code == "already_sent"


def edit(by, row, **given):
    start = {"sex_served": row.sex_served, "revision": row.revision, "organisation_id": row.pk}
    with acting(by):
        actions.edit_organisation(**{**start, **given}, by=by)


def test_a_head_keeps_the_own_facility_and_no_other(office):
    own, other = factories.organisation(parent=office), factories.organisation(parent=office)
    head = factories.worker(Role.HEAD_OF_FACILITY, own)
    edit(head, own, capacity=130)
    own.refresh_from_db()
    assert (own.capacity, own.revision) == (130, 2)
    for place in (other, office):
        broken = refusal(
            actions.edit_organisation, head, organisation_id=place.pk, revision=1, sex_served=place.sex_served
        )
        assert (broken.code, broken.attempt) == ("organisation_kept_elsewhere", True)


def test_an_office_keeps_partners_of_its_province_that_stand_alone(officer):
    near = factories.organisation("Yayasan Dekat", "ngo", province_code="16")
    far = factories.organisation("Yayasan Jauh", "ngo", province_code="36")
    edit(officer, near, place="Palembang", province_code="16")
    assert refusal(actions.edit_organisation, officer, organisation_id=far.pk, revision=1).code == (
        "organisation_kept_elsewhere"
    )


def test_what_someone_reached_for_is_written_down_though_it_was_undone(office, owner):
    head = factories.worker(Role.HEAD_OF_FACILITY, factories.organisation(parent=office))
    broken = refusal(actions.edit_organisation, head, organisation_id=office.pk, revision=1)
    assert broken.reasons[0].facts["subject_id"] == office.pk


def test_a_page_that_grew_old_changes_nothing(office):
    own = factories.organisation(parent=office)
    head = factories.worker(Role.HEAD_OF_FACILITY, own)
    edit(head, own, capacity=130)
    given = {"organisation_id": own.pk, "revision": 1}
    assert refusal(actions.edit_organisation, head, **given, sex_served="men").code == "page_stale"
    assert refusal(
        actions.rename_organisation, head, **given, name="Baru", short_name="", from_day=None
    ).code == ("page_stale")


def rename(by, row, name, from_day, short_name=""):
    row.refresh_from_db()
    with acting(by):
        actions.rename_organisation(
            organisation_id=row.pk,
            name=name,
            short_name=short_name,
            from_day=from_day,
            revision=row.revision,
            by=by,
        )


def test_a_new_name_ends_the_old_one_on_its_day(office):
    by = system_actor(office.pk)
    ministry = add(by, kind="ministry", name="Kementerian Hukum Uji", sex_served="")
    rename(by, ministry, "Kementerian Pemasyarakatan Uji", date(2024, 10, 21))
    names = OrganisationName.objects.filter(organisation=ministry).order_by("valid_to")
    assert [(one.name, one.valid_from, one.valid_to) for one in names] == [
        ("Kementerian Hukum Uji", None, date(2024, 10, 21)),
        ("Kementerian Pemasyarakatan Uji", date(2024, 10, 21), None),
    ]
    ministry.refresh_from_db()
    assert ministry.name == "Kementerian Pemasyarakatan Uji"


def test_a_misspelling_is_put_right_without_a_new_name(office, officer):
    made = add(officer, parent_id=office.pk, name="Lapas Krang Sari")
    rename(officer, made, "Lapas Karang Sari", None)
    assert [one.name for one in OrganisationName.objects.filter(organisation=made)] == ["Lapas Karang Sari"]


def test_names_follow_each_other_and_never_begin_tomorrow(office, officer):
    made = add(officer, parent_id=office.pk, exists_from=date(2020, 1, 1))
    given = {"organisation_id": made.pk, "short_name": "", "revision": 1}
    for day, code in [
        (date(2020, 1, 1), "organisation_rename_before"),
        (TODAY + timedelta(1), "organisation_rename_in_future"),
    ]:
        assert refusal(actions.rename_organisation, officer, **given, name="Baru", from_day=day).code == code
    same = refusal(actions.rename_organisation, officer, **given, name=made.name, from_day=TODAY)
    assert same.code == "organisation_name_same"
    made.refresh_from_db()
    assert made.revision == 1


def test_an_office_closes_what_is_below_it_once_nothing_open_stands_under_that(office, officer):
    facility = factories.organisation(parent=office)
    given = {"exists_to": TODAY, "revision": 1}
    assert refusal(actions.close_organisation, officer, organisation_id=office.pk, **given).code == (
        "organisation_closes_itself"
    )
    with acting(officer):
        actions.close_organisation(organisation_id=facility.pk, **given, by=officer)
    again = refusal(
        actions.close_organisation, officer, organisation_id=facility.pk, exists_to=TODAY, revision=2
    )
    assert again.code == "organisation_closed_already"
    system = system_actor(office.pk)
    factories.organisation(parent=office)
    held = refusal(actions.close_organisation, system, organisation_id=office.pk, **given)
    assert (held.code, held.reasons[0].facts["number"]) == ("organisation_has_open_children", 1)


def entrust(by, facility, **more):
    given = {"organisation_id": facility.pk, "programme": "social", "target": 110, **DECREE}
    with acting(by):
        return actions.designate(**{**given, **more}, by=by)


def test_a_facility_is_entrusted_with_a_programme_once_a_year(office, officer, owner):
    facility = factories.organisation(parent=office)
    made = entrust(officer, facility)
    assert made.warnings == ()
    entrust(officer, facility, programme="medical", target=20)
    broken = refusal(
        actions.designate, officer, organisation_id=facility.pk, programme="social", target=5, **DECREE
    )
    assert (broken.code, broken.reasons[0].about) == ("designation_known", "programme")
    assert Designation.objects.filter(organisation=facility).count() == 2


def test_a_designation_is_corrected_where_nobody_else_was_faster(office, officer):
    facility = factories.organisation(parent=office)
    entrust(officer, facility)
    entrust(officer, facility, target=140, revision=1)
    row = Designation.objects.get(organisation=facility)
    assert (row.target, row.revision) == (140, 2)
    stale = refusal(
        actions.designate,
        officer,
        organisation_id=facility.pk,
        programme="social",
        target=5,
        revision=1,
        **DECREE,
    )
    assert stale.code == "page_stale"


def test_nobody_designates_outside_the_own_office(office):
    facility = factories.organisation(parent=office)
    sister = factories.worker(Role.REGIONAL_OFFICER, factories.region())
    head = factories.worker(Role.HEAD_OF_FACILITY, facility)
    given = {"organisation_id": facility.pk, "programme": "social", "target": 110, **DECREE}
    for by, code in [(sister, "designation_elsewhere"), (head, "permission_missing")]:
        broken = refusal(actions.designate, by, **given)
        assert (broken.code, broken.attempt) == (code, True)


def test_an_old_decree_is_recorded_with_a_warning(office, officer):
    made = entrust(officer, factories.organisation(parent=office), decree_date=date(2019, 1, 2))
    assert [one.code for one in made.warnings] == ["designation_decree_far_from_year"]


def test_an_office_and_an_unknown_programme_cannot_be_designated(office, officer):
    given = {"target": 110, **DECREE}
    bapas = factories.organisation("Bapas Uji", "probation_office", office)
    assert refusal(
        actions.designate, officer, organisation_id=bapas.pk, programme="social", **given
    ).code == ("designation_facility")
    facility = factories.organisation(parent=office)
    assert refusal(
        actions.designate, officer, organisation_id=facility.pk, programme="music", **given
    ).code == ("programme_unknown")


@pytest.mark.commits
def test_every_act_leaves_one_event_and_every_reach_a_refusal(owner):
    office = factories.region()
    officer = factories.worker(Role.REGIONAL_OFFICER, office)
    made = add(officer, parent_id=office.pk)
    event = last_event(owner, "organisations.add_organisation")
    assert (event["subject_id"], event["outcome"]) == (str(made.pk), "done")
    entrust(officer, made)
    assert last_event(owner, "organisations.designate")["changes"]["target"] == [None, 110]
    head = factories.worker(Role.HEAD_OF_FACILITY, made)
    refusal(actions.edit_organisation, head, organisation_id=office.pk, revision=1)
    event = last_event(owner, "organisations.edit_organisation")
    assert (event["outcome"], event["subject_id"], event["holder"]) == ("refused", str(office.pk), office.pk)
