"""Licensed wording: loaded by an administrator, in use at one office, and never in the audit."""

import json
from datetime import date, timedelta

import pytest

from pulih.actions import instruments as actions
from pulih.language.instruments import instrument
from pulih.queries import instruments as queries
from pulih.records import scope
from pulih.records.models import WordingPack
from pulih.rules.errors import RuleBroken
from pulih.rules.permissions import Role
from tests import factories

pytestmark = pytest.mark.usefixtures("db")

CODE = "dast-10"
DAY = timedelta(days=1)


def file(**changed):
    """A pack with a text of our own for every item."""
    texts = {item.code: f"Kalimat rekaan {item.code}." for item in instrument(CODE).items}
    return {
        "language": "id",
        "holder": "Pemegang Rekaan",
        "licence": "Surat 12/2026",
        "items": texts,
        **changed,
    }


def administrator():
    return factories.worker(Role.ADMINISTRATOR, factories.organisation())


def load(by, at=None, **changed):
    with scope.acting_as(by, at=at):
        return actions.load_wording(code=CODE, pack=file(**changed), by=by)


def text_of(actor, on: date | None = None, language="id"):
    with scope.acting_as(actor):
        return queries.wording_of(actor, CODE, language, on)


def refusal(call) -> RuleBroken:
    with pytest.raises(RuleBroken) as caught:
        call()
    return caught.value


def test_what_was_loaded_is_the_text_of_that_office_and_of_that_language_alone():
    by = administrator()
    made = load(by, intro="Jawablah semuanya.", answers={"yes_no": ["Tidak", "Ya"]})
    found = text_of(by)
    assert (found.id, found.version, found.holder) == (made.pack_id, "1", "Pemegang Rekaan")
    assert found.items["3"] == "Kalimat rekaan 3."
    assert (found.intro, found.answers["yes_no"]) == ("Jawablah semuanya.", ("Tidak", "Ya"))
    assert text_of(by, language="en") is None
    assert text_of(administrator()) is None


def test_an_assessor_reads_it_and_a_registrar_does_not():
    by = administrator()
    load(by)
    office = WordingPack.objects.model.organisation.field.related_model.objects.get(pk=by.organisation_id)
    assert text_of(factories.worker(Role.ASSESSOR, office)) is not None
    broken = refusal(lambda: text_of(factories.worker(Role.REGISTRAR, office)))
    assert (broken.code, broken.attempt) == ("permission_missing", True)


def test_a_newer_text_takes_over_and_the_old_one_stays_in_the_list():
    by = administrator()
    first = load(by)
    second = load(by, items={**file()["items"], "1": "Kalimat baru."})
    assert text_of(by).id == second.pack_id
    with scope.acting_as(by):
        listed = queries.packs(by)
    assert [(one.id, one.state) for one in listed] == [
        (second.pack_id, "in_use"),
        (first.pack_id, "replaced"),
    ]
    assert (listed[0].loaded_by, listed[0].sha256) == (by.name, second.sha256)


def test_the_same_file_twice_is_kept_once(owner):
    by = administrator()
    first, again = load(by), load(by)
    assert (first.fresh, again.fresh, again.pack_id) == (True, False, first.pack_id)


def test_after_its_licence_ended_the_text_is_shown_no_more_and_an_unending_one_returns():
    by = administrator()
    with scope.acting_as(by):
        today = scope.today()
    lasting = load(by)
    ending = load(by, licensed_until=today)
    assert text_of(by).id == ending.pack_id
    assert text_of(by, today + DAY).id == lasting.pack_id
    other = administrator()
    load(other, licensed_until=today.isoformat())
    assert text_of(other, today + DAY) is None
    with scope.acting_as(other, at=scope.now() + 2 * DAY):
        assert [one.state for one in queries.packs(other)] == ["ended"]


def test_a_refused_file_names_everything_and_leaves_nothing():
    by = administrator()
    broken = refusal(lambda: load(by, language="jv", items={"1": "Satu?", "99": "Lain?"}))
    assert [reason.code for reason in broken.reasons] == [
        "pack_language_unknown",
        "pack_item_unknown",
        "pack_item_missing",
    ]
    assert text_of(by) is None
    with scope.acting_as(by):
        broken = refusal(lambda: actions.load_wording(code="king-1", pack=file(), by=by))
    assert broken.code == "instrument_unknown"


@pytest.mark.parametrize("role", [Role.HEAD_OF_FACILITY, Role.ASSESSOR, Role.AUDITOR])
def test_only_administrators_load(role):
    other = factories.worker(role, factories.organisation())
    broken = refusal(lambda: load(other))
    assert (broken.code, broken.attempt) == ("permission_missing", True)


@pytest.mark.commits
def test_the_audit_keeps_whose_text_it_is_and_its_fingerprint_but_never_the_text(owner):
    by = administrator()
    made = load(by)
    rows = owner.execute("SELECT body FROM audit_event WHERE event = 'instruments.load_wording'").fetchall()
    ((body,),) = rows
    changes = json.loads(body)["changes"]
    assert changes["holder"] == [None, "Pemegang Rekaan"]
    assert changes["licence"] == [None, "Surat 12/2026"]
    assert changes["sha256"] == [None, made.sha256]
    assert "Kalimat rekaan" not in body
