"""The page that opens the day: what waits is counted from facts, for whoever can do it, in few statements."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pulih.actions import custody
from pulih.actions import people as actions
from pulih.queries.today import today_for
from pulih.records import scope
from pulih.records.models import Account, Designation, ImportBatch, Membership, Programme, ResetCode
from pulih.rules.permissions import Role
from tests import factories

pytestmark = pytest.mark.usefixtures("db")

EMERGENCY = "Pingsan di ruang periksa, riwayat obatnya tidak diketahui."


def waiting(actor, at=None) -> dict[str, int]:
    """What waits for somebody, by code."""
    with scope.acting_as(actor, at=at):
        return {todo.code: todo.count for todo in today_for(actor).todos}


def registrar(**more):
    return factories.worker(Role.REGISTRAR, factories.organisation(**more))


def colleague(actor, role: Role):
    """Somebody else of the same office."""
    return factories.worker(role, _office(actor))


def _office(actor):
    from pulih.records.models import Organisation

    return Organisation.objects.get(pk=actor.organisation_id)


def test_an_empty_office_has_nothing_to_do_and_no_invented_row():
    assert waiting(registrar()) == {}


def test_gaps_of_the_register_are_the_registrars_work_and_disappear_when_mended():
    clerk = registrar()
    with scope.acting_as(clerk):
        reference = factories.person(clerk)
        person = factories.person(clerk, kind="remand", started_on=scope.today() - timedelta(days=401))
    found = waiting(clerk)
    assert (found["no_number"], found["no_sentence"], found["long_remand"]) == (2, 1, 1)
    from pulih.queries.people import open_person

    with scope.acting_as(clerk):
        record = open_person(clerk, reference)
        actions.record_sentence(
            person_id=record.id, articles="112", started_on=date(2025, 3, 1), two_thirds_on=None,
            expires_on=scope.today() - timedelta(days=1), as_of=scope.today(), source="register B", by=clerk,
        )  # fmt: skip
        gone = open_person(clerk, person)
        custody.end_stay(
            stay_id=gone.open_stay.id, ended_on=scope.today(), how="court_order", revision=1, by=clerk
        )
    found = waiting(clerk)
    assert "no_sentence" not in found
    assert "long_remand" not in found
    assert found["expired"] == 1


def test_an_expiry_is_passed_from_midnight_of_the_office_on_not_of_the_server():
    """On the day itself nobody is late; in Jayapura the next day begins two hours before Jakarta's."""
    evening = datetime(2026, 3, 31, 23, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
    for zone, expired in (("Asia/Jayapura", 1), ("Asia/Jakarta", 0)):
        clerk = registrar(time_zone=zone)
        with scope.acting_as(clerk):
            from pulih.queries.people import open_person

            record = open_person(clerk, factories.person(clerk))
            actions.record_sentence(
                person_id=record.id, articles="112", started_on=date(2025, 3, 1), two_thirds_on=None,
                expires_on=date(2026, 3, 31), as_of=date(2026, 3, 1), source="register B", by=clerk,
            )  # fmt: skip
        assert waiting(clerk, at=evening).get("expired", 0) == expired


def test_a_category_waits_for_those_who_may_set_it():
    clerk = registrar()
    with scope.acting_as(clerk):
        factories.person(clerk)
    assert waiting(colleague(clerk, Role.ASSESSOR)) == {"no_category": 1}
    assert "no_category" not in waiting(clerk)
    assert waiting(colleague(clerk, Role.NURSE)) == {}


def test_an_emergency_opening_waits_for_the_holders_head_and_the_openers_but_not_for_the_opener():
    clerk = registrar()
    nurse = factories.worker(Role.NURSE, factories.organisation())
    with scope.acting_as(clerk):
        reference = factories.person(clerk)
    with scope.acting_as(nurse):
        actions.break_glass(who=reference, reason=EMERGENCY, by=nurse)
    for office in (clerk, nurse):
        assert waiting(colleague(office, Role.HEAD_OF_FACILITY))["review"] == 1
    assert "review" not in waiting(replace(nurse, role=Role.HEAD_OF_FACILITY))
    stranger = factories.worker(Role.HEAD_OF_FACILITY, factories.organisation())
    assert "review" not in waiting(stranger)


def test_accounts_that_need_the_administrator_are_counted_once_each():
    from axes.models import AccessAttempt

    office = factories.organisation()
    administrator = factories.worker(Role.ADMINISTRATOR, office)
    Account.objects.filter(pk=administrator.account_id).update(last_login=timezone.now())
    nurse = factories.worker(Role.NURSE, office, "perawat.terkunci")
    Account.objects.filter(pk=nurse.account_id).update(last_login=timezone.now())
    factories.worker(Role.ASSESSOR, office, must_change_password=True)
    left = factories.worker(Role.COUNSELLOR, office)
    Membership.objects.filter(account_id=left.account_id).update(valid_to=date(2024, 6, 1))
    factories.worker(Role.NURSE, factories.organisation(), must_change_password=True)
    assert waiting(administrator) == {"never_signed_in": 1, "no_role": 1}
    AccessAttempt.objects.create(
        username="perawat.terkunci", failures_since_start=settings.AXES_FAILURE_LIMIT,
        attempt_time=timezone.now(),
    )  # fmt: skip
    ResetCode.objects.create(
        account_id=nurse.account_id, code_hash="x", issued_by_id=administrator.account_id,
        issued_at=timezone.now(), expires_at=timezone.now() + timedelta(minutes=30),
    )  # fmt: skip
    found = waiting(administrator)
    assert (found["locked"], found["codes"]) == (1, 1)
    head = factories.worker(Role.HEAD_OF_FACILITY, office)
    assert waiting(head) == {"no_role": 1}


def test_a_region_sees_which_facility_is_not_designated_and_whose_register_is_old_but_nobody_of_it():
    region = factories.region()
    officer = factories.worker(Role.REGIONAL_OFFICER, region)
    fresh, old, never = (factories.organisation(f"Lapas {name} Uji", parent=region) for name in "ABC")
    elsewhere = factories.organisation()
    for office, days in ((fresh, 3), (old, 50), (elsewhere, 3)):
        clerk = factories.worker(Role.REGISTRAR, office)
        with scope.acting_as(clerk):
            ImportBatch.objects.create(
                organisation=office, file_name="register.csv", sha256=b"x", state="applied",
                created_at=scope.now(), applied_at=scope.now() - timedelta(days=days),
            )  # fmt: skip
    Designation.objects.create(
        organisation=fresh, programme=Programme.objects.first(), budget_year=scope.today().year, target=80,
        decree_number="1", decree_date=date(2026, 1, 5),
    )  # fmt: skip
    with scope.acting_as(officer):
        day = today_for(officer)
    assert {todo.code: todo.count for todo in day.todos} == {"stale_registers": 2, "undesignated": 2}
    assert [(one.name, one.target, one.stale) for one in day.below.shown] == [
        (fresh.name, 80, False),
        (old.name, 0, True),
        (never.name, 0, True),
    ]
    assert day.below.shown[2].last_import is None
    assert day.register is None


@pytest.mark.parametrize(
    "role", [Role.REGISTRAR, Role.HEAD_OF_FACILITY, Role.ADMINISTRATOR, Role.REGIONAL_OFFICER]
)
def test_the_day_takes_as_many_statements_for_many_as_for_few(role):
    office = factories.region() if role is Role.REGIONAL_OFFICER else factories.organisation()
    actor = factories.worker(role, office)
    parent = office if role is Role.REGIONAL_OFFICER else None

    def statements() -> int:
        with scope.acting_as(actor), CaptureQueriesContext(connection) as caught:
            today_for(actor)
        return len(caught)

    def grow(number: int) -> None:
        for _ in range(number):
            factories.worker(Role.NURSE, office)
            factories.organisation(parent=parent)

    grow(2)
    few = statements()
    grow(30)
    assert statements() == few <= 10


def test_an_auditor_hears_when_nobody_seals_the_trail_and_of_what_was_refused():
    from pulih.records import audit
    from pulih.rules.errors import RuleBroken

    auditor = factories.worker(Role.AUDITOR, factories.organisation())
    with scope.acting_as(auditor):
        audit.note_refused(auditor, RuleBroken("not_found", attempt=True), "people.open_person")
    assert waiting(auditor) == {"refusals": 1}
    assert waiting(auditor, at=timezone.now() + timedelta(minutes=2))["seals"] > 0
