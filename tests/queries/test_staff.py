"""What administrators and heads may see of staff, with the organisation named in every question."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pulih.queries import staff
from pulih.records import scope
from pulih.records.models import Account, Membership, Organisation
from pulih.rules.errors import RuleBroken
from pulih.rules.permissions import Role
from tests import factories

pytestmark = pytest.mark.usefixtures("db")


def office(role: Role = Role.ADMINISTRATOR, parent=None):
    """A prison with somebody who may look at its staff."""
    prison = factories.organisation(parent=parent)
    return prison, factories.worker(role, prison)


def names(actor, **asked) -> list[str]:
    with scope.acting_as(actor):
        return [row.name for row in staff.list_staff(actor, **asked).rows]


def test_the_list_holds_the_own_office_and_nobody_elses():
    prison, administrator = office()
    factories.worker(Role.NURSE, prison, full_name="Perawat Sini")
    factories.worker(Role.NURSE, factories.organisation(), full_name="Perawat Sana")
    shown = names(administrator)
    assert "Perawat Sini" in shown
    assert "Perawat Sana" not in shown


def test_an_administrator_above_looks_down_but_a_head_and_a_neighbour_do_not_look_aside():
    region = factories.region()
    above = factories.worker(Role.ADMINISTRATOR, region)
    prison, head = office(Role.HEAD_OF_FACILITY, region)
    neighbour, beside = office(parent=region)
    factories.worker(Role.NURSE, prison, full_name="Perawat Sini")
    assert "Perawat Sini" in names(above, organisation_id=prison.pk)
    assert "Perawat Sini" in names(head)
    for actor, asked in ((beside, prison.pk), (head, neighbour.pk), (head, region.pk)):
        with scope.acting_as(actor), pytest.raises(RuleBroken) as caught:
            staff.list_staff(actor, organisation_id=asked)
        assert (caught.value.code, caught.value.attempt) == ("not_found", True)


@pytest.mark.parametrize("role", [Role.REGISTRAR, Role.NURSE, Role.AUDITOR, Role.REGIONAL_OFFICER])
def test_other_roles_see_no_list_of_staff(role):
    _, actor = office(role)
    with scope.acting_as(actor), pytest.raises(RuleBroken) as caught:
        staff.list_staff(actor)
    assert (caught.value.code, caught.value.attempt) == ("permission_missing", True)


def test_who_left_is_shown_apart_and_who_comes_back_is_not_among_them():
    prison, administrator = office()
    yesterday = scope.today() - timedelta(days=1)
    left, back = factories.account(full_name="Sudah Pindah"), factories.account(full_name="Kembali Lagi")
    for account in (left, back):
        factories.membership(account, prison, Role.NURSE, until=yesterday)
    factories.membership(back, prison, Role.ASSESSOR, since=scope.today())
    assert "Sudah Pindah" not in names(administrator)
    assert names(administrator, former=True) == ["Sudah Pindah"]


def test_part_of_a_name_finds_and_its_signs_mean_nothing_else():
    prison, administrator = office()
    factories.worker(Role.NURSE, prison, "sari.100", full_name="Sari Dewi")
    assert names(administrator, fragment="ARI de") == ["Sari Dewi"]
    assert names(administrator, fragment="SARI.1") == ["Sari Dewi"]
    assert names(administrator, fragment="%") == []
    assert names(administrator, fragment="'; --") == []


def test_a_page_far_beyond_the_end_is_the_last_one():
    _, administrator = office()
    with scope.acting_as(administrator):
        assert staff.list_staff(administrator, page=900).page == 1


def test_who_is_locked_out_is_seen_and_until_when():
    prison, administrator = office()
    nurse = factories.worker(Role.NURSE, prison, "terkunci.uji", full_name="Terkunci Uji")
    for address in ("10.0.0.1", "10.0.0.2"):
        AccessAttempt.objects.create(
            username="terkunci.uji", ip_address=address, user_agent="", failures_since_start=3
        )
    with scope.acting_as(administrator):
        until = staff.open_member(administrator, nurse.account_id).locked_until
        rows = {row.name: row.locked_until for row in staff.list_staff(administrator).rows}
    assert timezone.now() < until < timezone.now() + timedelta(minutes=16)
    assert [name for name, locked in rows.items() if locked] == ["Terkunci Uji"]


def test_a_stranger_is_answered_like_somebody_who_does_not_exist():
    _, administrator = office()
    stranger = factories.worker(Role.NURSE, factories.organisation())
    from uuid import uuid4

    for account_id in (stranger.account_id, uuid4()):
        with scope.acting_as(administrator), pytest.raises(RuleBroken) as caught:
            staff.open_member(administrator, account_id)
        assert (caught.value.code, caught.value.attempt) == ("not_found", True)


def test_roles_elsewhere_are_not_told_only_that_there_are_some():
    prison, administrator = office()
    account = factories.account()
    factories.membership(account, prison, Role.NURSE)
    factories.membership(account, factories.organisation(), Role.ASSESSOR)
    with scope.acting_as(administrator):
        member = staff.open_member(administrator, account.pk)
    assert [role.role for role in member.roles] == ["nurse"]
    assert member.works_elsewhere
    assert [reason.code for reason in member.may_manage.reasons] == ["staff_account_shared"]


def test_a_head_sees_a_worker_but_manages_nothing():
    prison, head = office(Role.HEAD_OF_FACILITY)
    nurse = factories.worker(Role.NURSE, prison)
    with scope.acting_as(head):
        member = staff.open_member(head, nurse.account_id)
    assert not member.may_manage
    assert not member.may_close
    assert not any(role.may_end for role in member.roles)


def statements(actor) -> int:
    with scope.acting_as(actor), CaptureQueriesContext(connection) as captured:
        staff.list_staff(actor)
    return len(captured)


def test_a_thousand_workers_take_as_many_statements_as_ten():
    _, few = office()
    crowded, many = office()
    for place, number in ((few.organisation_id, 10), (crowded.pk, 1000)):
        accounts = Account.objects.bulk_create(
            Account(username=f"o{place}.{n}", full_name=f"Orang Ke {n}", password="!") for n in range(number)
        )
        organisation = Organisation.objects.get(pk=place)
        Membership.objects.bulk_create(
            [
                Membership(account=one, organisation=organisation, role="nurse", valid_from=factories.SINCE)
                for one in accounts
            ]
        )
    assert statements(few) == statements(many)
