"""Accounts and roles: given, ended, closed, and never beyond one's own offices."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest

from pulih.actions import staff
from pulih.records import scope
from pulih.records.models import Account, Membership, ResetCode, Session
from pulih.rules.actors import system_actor
from pulih.rules.errors import RuleBroken
from pulih.rules.permissions import Role
from tests import factories

pytestmark = pytest.mark.usefixtures("db")


def add(by, **changed):
    facts = {
        "username": "sari.dewi",
        "name": "Sari Dewi",
        "profession": "nurse",
        "role": "nurse",
        "organisation_id": by.organisation_id,
        "valid_from": factories.SINCE.replace(year=scope.today().year),
        "token": None,
        "by": by,
    }
    with scope.acting_as(by):
        return staff.add_account(**{**facts, **changed})


def refusal(call) -> RuleBroken:
    with pytest.raises(RuleBroken) as caught:
        call()
    return caught.value


def events(owner, about=None) -> list[dict]:
    """Bodies of the audit, oldest first, of one subject where one is given."""
    rows = owner.execute("SELECT body FROM audit_event ORDER BY id").fetchall()
    bodies = [json.loads(row[0]) for row in rows]
    return [body for body in bodies if about is None or body["subject_id"] == str(about)]


def here():
    """A prison with its administrator."""
    prison = factories.organisation()
    return prison, factories.worker(Role.ADMINISTRATOR, prison)


def session_of(account, held=None) -> Session:
    return Session.objects.create(
        session_key=uuid4().hex,
        session_data="",
        expire_date=scope.now() + timedelta(minutes=30),
        account=account,
        membership=held,
    )


def test_a_user_name_that_is_taken_is_said_at_the_field_also_when_the_capitals_differ():
    _, administrator = here()
    add(administrator)
    broken = refusal(lambda: add(administrator, username="SARI.dewi "))
    assert (broken.code, broken.reasons[0].about) == ("staff_username_taken", "username")
    assert Account.objects.filter(username="sari.dewi").count() == 1


def test_a_refused_role_leaves_no_account_behind():
    _, administrator = here()
    assert refusal(lambda: add(administrator, role="king")).code == "staff_role_unknown"
    assert not Account.objects.filter(username="sari.dewi").exists()


def test_a_double_click_adds_one_account():
    _, administrator = here()
    token = uuid4()
    add(administrator, token=token)
    assert refusal(lambda: add(administrator, username="lain.lagi", token=token)).code == "already_sent"


def test_the_first_password_opens_the_account_and_must_be_changed():
    _, administrator = here()
    made = add(administrator)
    account = Account.objects.get(pk=made.account_id)
    assert account.check_password(made.password)
    assert account.must_change_password
    assert made.password not in repr(made)
    assert add(administrator, username="yang.lain").password != made.password


def test_only_pulih_itself_makes_accounts_without_a_role():
    prison, administrator = here()
    facts = {
        "username": "pendiri",
        "full_name": "Pendiri Kantor",
        "profession": "",
        "password": factories.PASSWORD,
    }
    with scope.acting_as(administrator):
        assert refusal(lambda: staff.create_account(**facts, by=administrator)).code == "staff_founding_only"
    system = system_actor(prison.pk)
    with scope.acting_as(system):
        made = staff.create_account(**facts, by=system)
        staff.add_membership(
            account_id=made,
            organisation_id=prison.pk,
            role="administrator",
            valid_from=scope.today(),
            by=system,
        )
    assert Membership.objects.get(account_id=made).role == "administrator"


def test_a_registrar_manages_nobody():
    prison, _ = here()
    registrar = factories.worker(Role.REGISTRAR, prison)
    assert refusal(lambda: add(registrar)).code == "permission_missing"


def test_an_administrator_of_another_office_meets_the_account_as_if_it_were_not_there():
    _, administrator = here()
    stranger = factories.worker(Role.NURSE, factories.organisation())
    target = Account.objects.get(pk=stranger.account_id)
    common = {"token": None, "by": administrator}
    with scope.acting_as(administrator):
        for attempt in (
            lambda: staff.issue_code(account_id=target.pk, **common),
            lambda: staff.unlock_account(account_id=target.pk, **common),
            lambda: staff.deactivate_account(account_id=target.pk, revision=1, **common),
            lambda: staff.reactivate_account(account_id=target.pk, revision=1, **common),
            lambda: staff.change_account(
                account_id=target.pk, name="Lain", profession="", revision=1, **common
            ),
            lambda: staff.add_membership(
                account_id=target.pk,
                organisation_id=administrator.organisation_id,
                role="nurse",
                valid_from=scope.today(),
                **common,
            ),
            lambda: staff.end_membership(
                membership_id=stranger.membership_id, last_day=scope.today(), revision=1, **common
            ),
        ):
            broken = refusal(attempt)
            assert broken.code == "not_found"
            assert broken.attempt
            assert broken.reasons[0].facts["holder_id"] == stranger.organisation_id
    target.refresh_from_db()
    assert (target.is_active, target.revision) == (True, 1)
    assert not ResetCode.objects.exists()


def test_who_works_here_and_elsewhere_keeps_the_password_out_of_reach_of_both_but_not_of_the_office_above():
    region = factories.region()
    one, two = factories.organisation(parent=region), factories.organisation(parent=region)
    shared = factories.account()
    for prison in (one, two):
        factories.membership(shared, prison, Role.NURSE)
    below, above = (factories.worker(Role.ADMINISTRATOR, place) for place in (one, region))
    with scope.acting_as(below):
        broken = refusal(lambda: staff.issue_code(account_id=shared.pk, token=None, by=below))
    assert (broken.code, broken.attempt) == ("staff_account_shared", True)
    with scope.acting_as(above):
        staff.issue_code(account_id=shared.pk, token=None, by=above)


def test_an_administrator_cannot_close_the_own_account_nor_end_the_own_last_administrator_role():
    _, administrator = here()
    me = {"token": None, "by": administrator}
    with scope.acting_as(administrator):
        closing = refusal(
            lambda: staff.deactivate_account(account_id=administrator.account_id, revision=1, **me)
        )
        ending = refusal(
            lambda: staff.end_membership(
                membership_id=administrator.membership_id, last_day=scope.today(), revision=1, **me
            )
        )
        code = refusal(lambda: staff.issue_code(account_id=administrator.account_id, **me))
    assert [one.code for one in (closing, ending, code)] == [
        "staff_own_account",
        "staff_last_administrator",
        "staff_own_account",
    ]


def test_closing_an_account_ends_its_sessions_and_its_code_at_once():
    prison, administrator = here()
    nurse = factories.worker(Role.NURSE, prison)
    session_of(Account.objects.get(pk=nurse.account_id))
    with scope.acting_as(administrator):
        staff.issue_code(account_id=nurse.account_id, token=None, by=administrator)
        staff.deactivate_account(account_id=nurse.account_id, revision=1, token=None, by=administrator)
    account = Account.objects.get(pk=nurse.account_id)
    assert not account.is_active
    assert not Session.objects.filter(account=account).exists()
    assert ResetCode.objects.get().expires_at <= scope.now()


def test_a_page_that_stood_open_while_somebody_else_changed_the_account_changes_nothing():
    prison, administrator = here()
    nurse = factories.worker(Role.NURSE, prison)
    common = {"account_id": nurse.account_id, "token": None, "by": administrator, "revision": 1}
    with scope.acting_as(administrator):
        staff.change_account(name="Nama Baru", profession="nurse", **common)
        assert refusal(lambda: staff.deactivate_account(**common)).code == "page_stale"


def test_a_role_stopped_at_once_ends_the_sessions_that_use_it_and_only_those():
    prison, administrator = here()
    nurse = factories.worker(Role.NURSE, prison)
    account = Account.objects.get(pk=nurse.account_id)
    kept = factories.membership(account, prison, Role.ASSESSOR)
    held = Membership.objects.get(pk=nurse.membership_id)
    session_of(account, held)
    stays = session_of(account, kept)
    yesterday = scope.today() - timedelta(days=1)
    with scope.acting_as(administrator):
        staff.end_membership(
            membership_id=held.pk, last_day=yesterday, revision=1, token=None, by=administrator
        )
    assert list(Session.objects.filter(account=account)) == [stays]
    assert Membership.objects.get(pk=held.pk).valid_to == yesterday


def test_a_role_given_by_mistake_today_is_taken_away_and_the_audit_keeps_it():
    prison, administrator = here()
    nurse = factories.worker(Role.NURSE, prison)
    with scope.acting_as(administrator):
        mistaken = staff.add_membership(
            account_id=nurse.account_id,
            organisation_id=prison.pk,
            role="auditor",
            valid_from=scope.today(),
            by=administrator,
        )
        staff.end_membership(
            membership_id=mistaken,
            last_day=scope.today() - timedelta(days=1),
            revision=1,
            token=None,
            by=administrator,
        )
    assert not Membership.objects.filter(pk=mistaken).exists()


@pytest.mark.commits
def test_what_was_done_and_what_was_tried_stands_in_the_audit_of_both_offices(owner):
    _, administrator = here()
    stranger = factories.worker(Role.NURSE, factories.organisation())
    made = add(administrator)
    with scope.acting_as(administrator), pytest.raises(RuleBroken):
        staff.issue_code(account_id=stranger.account_id, token=None, by=administrator)
    (added,) = events(owner, made.account_id)
    assert (added["event"], added["account"], added["outcome"]) == (
        "staff.add_account",
        str(administrator.account_id),
        "done",
    )
    (tried,) = events(owner, stranger.account_id)
    assert (tried["event"], tried["outcome"], tried["holder"], tried["organisation"]) == (
        "staff.issue_code",
        "refused",
        stranger.organisation_id,
        administrator.organisation_id,
    )


@pytest.mark.commits
def test_no_password_and_no_code_ever_reaches_the_audit(owner):
    prison, administrator = here()
    nurse = factories.worker(Role.NURSE, prison, "perawat.uji")
    made = add(administrator)
    with scope.acting_as(administrator):
        issued = staff.issue_code(account_id=nurse.account_id, token=None, by=administrator)
    staff.reset_with_code(username="perawat.uji", code=issued.code, new_password="sungai-biru-batu-9")
    whole = json.dumps(events(owner))
    for secret in (made.password, issued.code, issued.code.replace("-", ""), "sungai-biru-batu-9"):
        assert secret not in whole
