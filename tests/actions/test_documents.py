"""Papers: a decree names everybody once, a certificate is for the completed, a code confirms in few words."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction

from pulih.actions import documents as actions
from pulih.queries import documents
from pulih.records.models import Document
from pulih.rules.errors import RuleBroken
from tests import waves
from tests.waves import START, acting

DAY = START + timedelta(days=3)
DONE = START + timedelta(days=181)
LATER = DONE + timedelta(days=2)


@pytest.fixture
def team(db):
    return waves.team()


@pytest.fixture
def wave(team):
    return waves.plan(team, social=5)


def decree(team, wave, number="SK-1/2024", on=DAY):
    with acting(team.head, max(on, DAY)):
        return actions.issue_decree(cycle_id=wave.cycles["social"], number=number, on=on, by=team.head)


def completed(team, wave, name="Agus Rekaan"):
    enrolment = waves.admitted(team, wave.cycles["social"], waves.resident(team, name))
    waves.left(team, enrolment, "completed", DONE)
    return enrolment


def certificate(team, enrolment, number="SERT-1/2024", on=DONE, by=None):
    by = by or team.manager
    with acting(by, LATER):
        return actions.issue_certificate(enrolment_id=enrolment, number=number, on=on, by=by)


def refused(act, *given, **more) -> list[str]:
    with pytest.raises(RuleBroken) as broken:
        act(*given, **more)
    return [reason.code for reason in broken.value.reasons]


def named(team, document) -> list[str]:
    with acting(team.head, DAY):
        return [one["name"] for one in documents.document_of(team.head, document).facts["people"]]


def test_a_decree_names_those_admitted_and_a_further_one_those_who_came_after(team, wave):
    for name in ("Agus Rekaan", "Bayu Rekaan"):
        waves.admitted(team, wave.cycles["social"], waves.resident(team, name))
    waves.recommended(team, wave.cycles["social"], waves.resident(team, "Cahyo Rekaan"))
    first = decree(team, wave)
    assert sorted(named(team, first)) == ["Agus Rekaan", "Bayu Rekaan"]
    assert refused(decree, team, wave, "SK-2/2024") == ["decree_nobody"]
    waves.admitted(team, wave.cycles["social"], waves.resident(team, "Dedi Rekaan"), on=DAY)
    assert named(team, decree(team, wave, "SK-2/2024")) == ["Dedi Rekaan"]


def test_a_withdrawn_decree_names_nobody_any_more(team, wave):
    waves.admitted(team, wave.cycles["social"], waves.resident(team, "Agus Rekaan"))
    first = decree(team, wave)
    with acting(team.head, DAY):
        actions.withdraw_document(document_id=first, because="Nomor keliru", by=team.head)
    assert named(team, decree(team, wave, "SK-2/2024")) == ["Agus Rekaan"]


@pytest.mark.parametrize(
    ("number", "on", "code"),
    [
        ("", DAY, "document_number_missing"),
        ("<script>", DAY, "document_number_odd"),
        ("SK-1", START - timedelta(days=1), "decree_before_admission"),
    ],
)
def test_a_decree_that_cannot_stand_is_not_issued(team, wave, number, on, code):
    waves.admitted(team, wave.cycles["social"])
    assert refused(decree, team, wave, number, on) == [code]
    with acting(team.head, DAY):
        assert not Document.objects.filter(organisation_id=team.office).exists()


def test_a_number_is_given_once_a_kind(team, wave):
    waves.admitted(team, wave.cycles["social"])
    decree(team, wave)
    waves.admitted(team, wave.cycles["social"], on=DAY)
    assert refused(decree, team, wave) == ["document_number_taken"]


def test_who_may_issue_what(team, wave):
    enrolment = completed(team, wave)
    assert refused(certificate, team, enrolment, by=team.assessor) == ["permission_missing"]
    with acting(team.manager, DAY):
        assert refused(
            actions.issue_decree, cycle_id=wave.cycles["social"], number="1", on=DAY, by=team.manager
        ) == ["permission_missing"]
    issued = certificate(team, enrolment)
    with acting(team.head, LATER):
        assert refused(
            actions.withdraw_document, document_id=issued, because="Nama keliru", by=team.head
        ) == ["permission_missing"]


def test_a_certificate_is_for_the_completed_and_one_stands(team, wave):
    running = waves.admitted(team, wave.cycles["social"])
    left = waves.admitted(team, wave.cycles["social"])
    waves.left(team, left, "exited", DAY, reason="withdrew")
    for one in (running, left):
        assert refused(certificate, team, one) == ["certificate_not_completed"]
    assert refused(certificate, team, uuid4()) == ["enrolment_unknown"]
    done = completed(team, wave)
    assert refused(certificate, team, done, on=DONE - timedelta(days=1)) == ["certificate_before_completion"]
    issued = certificate(team, done)
    assert refused(certificate, team, done, "SERT-2/2024") == ["certificate_issued"]
    with acting(team.manager, LATER):
        actions.withdraw_document(document_id=issued, because="Nama keliru", by=team.manager)
        assert [one.enrolment_id for one in documents.certifiable(team.manager)] == [done]
    certificate(team, done, "SERT-2/2024")
    with acting(team.manager, LATER):
        assert documents.certifiable(team.manager) == ()


def test_after_the_programme_the_certificate_is_still_due(team, wave):
    done = completed(team, wave)
    for step in ("aftercare", "closed"):
        waves.left(team, done, step, LATER)
    certificate(team, done)


def test_another_office_s_paper_is_nobody_s(team, wave):
    issued = certificate(team, completed(team, wave))
    other = waves.team()
    with acting(other.manager, LATER):
        assert refused(documents.document_of, other.manager, issued) == ["document_unknown"]
        assert refused(
            actions.withdraw_document, document_id=issued, because="Nama keliru", by=other.manager
        ) == ["document_unknown"]


def test_a_code_confirms_kind_office_programme_days_and_initials_to_anybody(team, wave):
    issued = certificate(team, completed(team, wave, "Agus Salim Rekaan"))
    with acting(team.manager, LATER):
        code = documents.document_of(team.manager, issued).code
    with transaction.atomic():
        found = documents.confirm(code.lower())
        assert found is not None
        assert (found.kind, found.programme, found.initials) == ("certificate", "social", "A. S. R.")
        assert (found.office, found.wave) == (team.manager.organisation_name, "Tahap 1")
        assert (found.begun_on, found.ended_on) == (START.isoformat(), DONE.isoformat())
        assert found.withdrawn_on is None
        assert "Salim" not in repr(found)
        # The gate opens this alone: the table itself stays shut to whoever is not signed in.
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM document")
            assert cursor.fetchone() == (0,)


def test_unknown_odd_and_withdrawn_codes(team, wave):
    for typed in ("", "ABCD-2345", "2222-2222", "' OR true --", "\0"):
        assert documents.confirm(typed) is None
    issued = certificate(team, completed(team, wave))
    with acting(team.manager, LATER):
        actions.withdraw_document(document_id=issued, because="Nama keliru", by=team.manager)
        code = documents.document_of(team.manager, issued).code
    found = documents.confirm(code)
    assert found is not None
    assert found.withdrawn_on == LATER
