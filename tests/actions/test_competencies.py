"""Competencies of workers: recorded and withdrawn by the head or an administrator, for others only."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pulih.actions import staff
from pulih.records import scope
from pulih.records.models import Competency
from pulih.rules.competencies import check_held
from pulih.rules.errors import RuleBroken
from pulih.rules.permissions import Role
from tests import factories

pytestmark = pytest.mark.usefixtures("db")

DAY = timedelta(days=1)


def here(role: Role = Role.HEAD_OF_FACILITY):
    """A head (or administrator), and a counsellor who was trained for nothing yet."""
    prison = factories.organisation()
    return factories.worker(role, prison), factories.worker(Role.COUNSELLOR, prison, competent=False)


def grant(by, to, **changed):
    with scope.acting_as(by):
        facts = {
            "account_id": to.account_id,
            "code": "motivation",
            "certificate": "BNN 12/2025, Rekaan",
            "granted_on": scope.today() - 30 * DAY,
            "expires_on": scope.today() + 300 * DAY,
            "by": by,
        }
        return staff.grant_competency(**{**facts, **changed})


def withdraw(by, competency_id, **changed):
    with scope.acting_as(by):
        facts = {"withdrawn_on": scope.today(), "because": "Sertifikat dibatalkan penerbitnya."}
        staff.withdraw_competency(competency_id=competency_id, **{**facts, **changed}, by=by)


def refusal(call) -> RuleBroken:
    with pytest.raises(RuleBroken) as caught:
        call()
    return caught.value


def events(owner, name) -> list[dict]:
    rows = owner.execute("SELECT body FROM audit_event ORDER BY id").fetchall()
    return [body for row in rows if (body := json.loads(row[0]))["event"] == name]


@pytest.mark.parametrize("role", [Role.HEAD_OF_FACILITY, Role.ADMINISTRATOR])
def test_what_was_recorded_counts_at_once_and_until_it_is_withdrawn(role):
    by, counsellor = here(role)
    made = grant(by, counsellor)
    with scope.acting_as(counsellor):
        today, held = scope.today(), staff.held_by(counsellor.account_id)
    assert check_held("motivation", held, today)
    withdraw(by, made)
    held = staff.held_by(counsellor.account_id)
    assert not check_held("motivation", held, today)
    assert check_held("motivation", held, today - DAY)


def test_held_is_asked_in_one_statement():
    _, counsellor = here()
    with CaptureQueriesContext(connection) as captured:
        assert staff.held_by(counsellor.account_id) == ()
    assert len(captured) == 1


@pytest.mark.commits
def test_the_audit_keeps_who_what_and_why(owner):
    head, counsellor = here()
    made = grant(head, counsellor)
    withdraw(head, made, because="  Salah orang.  ")
    (given,) = events(owner, "staff.grant_competency")
    assert (given["account"], given["subject_id"]) == (str(head.account_id), str(counsellor.account_id))
    assert given["changes"]["competency"] == [None, "motivation"]
    assert given["changes"]["certificate"] == [None, "BNN 12/2025, Rekaan"]
    (taken,) = events(owner, "staff.withdraw_competency")
    assert (taken["why"], taken["changes"]["competency"][0]) == ("Salah orang.", "motivation")


def test_nobody_records_or_withdraws_their_own(owner):
    head, _ = here()
    other = factories.worker(Role.ADMINISTRATOR, _office(head))
    broken = refusal(lambda: grant(head, head))
    assert (broken.code, broken.attempt) == ("competency_own", True)
    made = grant(other, head)
    assert refusal(lambda: withdraw(head, made)).code == "competency_own"
    assert Competency.objects.get(pk=made).withdrawn_on is None


def _office(actor):
    from pulih.records.models import Organisation

    return Organisation.objects.get(pk=actor.organisation_id)


def test_somebody_elses_worker_is_nobodys():
    head, _ = here()
    stranger, theirs = here()
    broken = refusal(lambda: grant(head, theirs))
    assert (broken.code, broken.attempt) == ("not_found", True)
    made = grant(stranger, theirs)
    assert refusal(lambda: withdraw(head, made)).code == "not_found"
    assert refusal(lambda: withdraw(head, uuid4())).code == "not_found"


def test_an_administrator_above_records_for_workers_below():
    region = factories.region()
    above = factories.worker(Role.ADMINISTRATOR, region)
    nurse = factories.worker(Role.NURSE, factories.organisation(parent=region), competent=False)
    assert grant(above, nurse, code="withdrawal_assessment")


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.PROGRAMME_MANAGER, Role.REGISTRAR, Role.AUDITOR])
def test_other_roles_record_nothing(role):
    _, counsellor = here()
    other = factories.worker(role, _office(counsellor))
    assert refusal(lambda: grant(other, counsellor)).code == "permission_missing"


def test_a_refused_one_leaves_nothing_and_names_every_field():
    head, counsellor = here()
    with scope.acting_as(head):
        tomorrow = scope.today() + DAY
    broken = refusal(lambda: grant(head, counsellor, code="king", certificate="", granted_on=tomorrow))
    assert [reason.about for reason in broken.reasons] == ["code", "certificate", "granted_on"]
    assert not Competency.objects.filter(account_id=counsellor.account_id).exists()


def test_the_same_certificate_is_recorded_once_and_a_double_click_too():
    head, counsellor = here()
    token = uuid4()
    first = grant(head, counsellor, token=token)
    assert refusal(lambda: grant(head, counsellor, token=token)).code == "already_sent"
    assert refusal(lambda: grant(head, counsellor)).code == "competency_twice"
    withdraw(head, first)
    assert refusal(lambda: withdraw(head, first)).code == "competency_withdrawn_already"
    assert grant(head, counsellor)
