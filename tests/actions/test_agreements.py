"""Agreements through actions and read back: own, above and below; and figures by field of cooperation."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from pulih.actions.network import add_activity, end_agreement, record_agreement
from pulih.queries.network import agreements_of, open_agreement
from pulih.rules.errors import RuleBroken
from pulih.rules.permissions import Role
from tests import factories, waves
from tests.waves import START, acting

pytestmark = pytest.mark.usefixtures("db")
DAY = date(2024, 3, 4)


@pytest.fixture
def region():
    return factories.region()


@pytest.fixture
def officer(region):
    return factories.worker(Role.REGIONAL_OFFICER, region)


@pytest.fixture
def team(region):
    return waves.team(factories.organisation(parent=region))


@pytest.fixture
def partner():
    return factories.organisation("Yayasan Uji Setia", "ngo")


def agree(by, partner, number="PKS-1/2024", **more):
    given = {
        "title": "Pelatihan  las",
        "fields": ["education", "vocational_training"],
        "signed_on": DAY,
        "starts_on": DAY,
        "ends_on": date(2024, 12, 31),
        **more,
    }
    with acting(by, DAY):
        return record_agreement(partner_id=partner.pk, number=number, **given, by=by)


def done(by, agreement, field="education", day=DAY, **more):
    with acting(by, day):
        return add_activity(
            agreement_id=agreement, field=field, title="Kejar paket C", starts_on=DAY, **more, by=by
        )


def seen(by, day=DAY):
    with acting(by, day):
        return agreements_of(by)


def refusal(function, *given, **more) -> RuleBroken:
    with pytest.raises(RuleBroken) as broken:
        function(*given, **more)
    return broken.value


def test_a_number_stands_once_an_office_and_another_office_has_its_own(team, officer, partner):
    token = uuid4()
    agree(team.manager, partner, token=token)
    assert refusal(agree, team.manager, partner, token=token).code == "already_sent"
    assert refusal(agree, team.manager, partner, " pks-1/2024 ").code == "agreement_number_taken"
    agree(officer, partner)
    assert refusal(agree, team.nurse, partner, "PKS-2").code == "permission_missing"


def test_what_ends_within_ninety_days_stands_first_and_what_ended_last(team, partner):
    agency = factories.organisation("BNN Provinsi Uji", "narcotics_agency", level="province")
    for number, with_whom, ends in (
        ("PKS-A", partner, date(2025, 12, 31)),
        ("PKS-B", agency, None),
        ("PKS-C", partner, DAY + timedelta(days=90)),
        ("PKS-D", agency, DAY + timedelta(days=2)),
        ("PKS-E", agency, DAY),
    ):
        agree(team.manager, with_whom, number, ends_on=ends)
    found = seen(team.head, DAY + timedelta(days=1))
    assert [one.agreed.number for one in found.lines] == ["PKS-D", "PKS-C", "PKS-B", "PKS-A", "PKS-E"]
    assert [one.state for one in found.lines] == ["ends_soon", "ends_soon", "running", "running", "ended"]


def test_activities_are_counted_by_field_and_people_only_where_somebody_counted(team, partner):
    made = agree(team.manager, partner)
    wave = waves.plan(team, social=2)
    done(team.manager, made, people=12, wave_id=wave.id)
    done(team.manager, made)
    done(team.manager, made, "vocational_training", people=5)
    assert refusal(done, team.manager, made, "research").code == "activity_field_not_agreed"
    fields = {one.field: (one.agreements, one.activities, one.people) for one in seen(team.head).fields}
    assert fields == {"education": (1, 2, 12), "vocational_training": (1, 1, 5)}
    with acting(team.head, DAY):
        opened = open_agreement(team.head, made)
    assert {one.wave for one in opened.activities} == {"Tahap 1", ""}
    foreign = waves.plan(waves.team(mark="lain"), social=1)
    assert refusal(done, team.manager, made, wave_id=foreign.id).code == "wave_unknown"


def test_what_a_region_signed_holds_below_it_and_each_office_sees_its_own_part(
    region, team, officer, partner
):
    made = agree(officer, partner)
    sister = waves.team(factories.organisation(parent=region), mark="saudari")
    stranger = waves.team(mark="asing")
    done(team.manager, made, people=7)
    done(sister.manager, made, people=9)
    assert [one.people for one in seen(officer).fields if one.field == "education"] == [16]
    assert [one.people for one in seen(team.head).fields if one.field == "education"] == [7]
    assert seen(stranger.head).lines == ()
    assert refusal(done, stranger.manager, made).attempt, "an agreement that does not hold here"
    with acting(team.manager, DAY):
        opened = open_agreement(team.manager, made)
        assert (bool(opened.may_add), bool(opened.may_end)) == (True, False)
    own = agree(team.manager, partner, "PKS-9")
    with acting(officer, DAY):
        below = open_agreement(officer, own)
        assert (below.may_add.reasons[0].code, bool(below.may_end)) == ("agreement_of_another", False)


def test_an_agreement_ends_early_once_and_takes_no_later_activity(team, officer, partner):
    made = agree(team.manager, partner)
    later = DAY + timedelta(days=10)

    def end(by=team.manager, on=later, because="Mitra bubar", **more):
        with acting(by, later):
            end_agreement(agreement_id=made, on=on, because=because, **more, by=by)

    assert refusal(end, officer).code == "agreement_unknown", "the office that signed it ends it"
    assert refusal(end, because=" ").code == "agreement_reason_missing"
    assert refusal(end, revision=9).code == "page_stale"
    end(on=DAY + timedelta(days=3), revision=1)
    assert refusal(end).code == "agreement_ended_already"
    done(team.manager, made, day=later)
    late = refusal(done, team.manager, made, day=later, ends_on=later)
    assert (late.code, seen(team.head, later).lines[0].state) == ("activity_after_agreement", "ended_early")


def test_opening_closing_and_coordination_belong_to_their_wave(team, partner):
    """One wave of six months from 5 February 2024: each kind of event on its day and on another."""
    from pulih.actions.network import change_event, record_event
    from pulih.queries.network import events_of, open_event

    wave = waves.plan(team, social=2)

    def record(kind, on, day=DAY, **more):
        given = {"wave_id": wave.id, "host_id": partner.pk, "guests": [], **more}
        with acting(team.manager, day):
            return record_event(kind=kind, title="Acara uji", held_on=on, **given, by=team.manager)

    assert refusal(record, "opening", date(2023, 12, 30)).code == "event_outside_budget_year"
    record("opening", DAY)
    assert refusal(record, "closing", date(2024, 7, 4)).code == "event_closing_early"
    assert refusal(record, "closing", date(2024, 8, 4), wave_id=None).code == "event_wave_missing"
    closing = record("closing", date(2024, 8, 2))
    assert refusal(record, "coordination", date(2024, 4, 1), minutes="Sudah.").code == "event_minutes_early"
    record("coordination", date(2024, 4, 1), wave_id=None)
    with acting(team.head, DAY):
        assert [(one.kind, one.announced) for one in events_of(team.head)] == [
            ("closing", True), ("coordination", True), ("opening", False)
        ]  # fmt: skip
        from pulih.queries.programmes import open_wave

        assert [one[2] for one in open_wave(team.head, wave.reference).openings] == [DAY]
    with acting(team.manager, date(2024, 8, 2)):
        change_event(
            event_id=closing, kind="closing", title="Penutupan", held_on=date(2024, 8, 2),
            host_id=partner.pk, guests=[], wave_id=wave.id, minutes="Ditutup.", by=team.manager,
        )  # fmt: skip
        assert open_event(team.manager, closing).minutes == "Ditutup."
    assert START < DAY
