"""What an event may say: its own author, office and day."""

import json

import pytest
from django.db import ProgrammingError, transaction

from pulih.queries import audit as trail
from pulih.records import audit, scope
from pulih.rules.permissions import Role
from tests import factories
from tests.records.offices import gate

pytestmark = pytest.mark.commits


def test_an_event_names_its_own_author_office_and_day(db: str) -> None:
    actor = factories.worker(Role.REGISTRAR, factories.organisation())
    other = factories.worker(Role.REGISTRAR, factories.organisation())
    with scope.acting_as(actor):
        for forged in (other, None):
            with pytest.raises(ProgrammingError, match="its own author"), transaction.atomic():
                audit.note_event("people.write", by=forged, subject="person", subject_id="1")
        body = json.loads(audit.event_body("people.write", by=actor, subject="person", subject_id="1"))
        elsewhere = json.dumps(body | {"organisation": other.organisation_id})
        with pytest.raises(ProgrammingError, match="its own author and office"), transaction.atomic():
            gate("SELECT gate.note_event(%s)", elsewhere)
        with pytest.raises(Exception, match="the day of its moment"), transaction.atomic():
            gate("SELECT gate.note_event(%s)", json.dumps(body | {"day": "2020-01-01"}))


def test_an_event_without_an_actor_can_be_told(db: str) -> None:
    audit.note_event("staff.sign_in", by=None, subject="account", subject_id="", outcome="refused")
    assert trail.verify().events == 1
