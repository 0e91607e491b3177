"""Notes from the worker's side: each in its compartment, put right by a further one, never in the trail."""

from datetime import timedelta
from uuid import uuid4

import pytest

from pulih.actions.plans import correct_note, write_note
from pulih.records.models import Note, Person
from pulih.rules.errors import RuleBroken
from tests import sessions_rows as rows
from tests import waves
from tests.today import TODAY
from tests.waves import acting
from tests.web.entering import entered

pytestmark = pytest.mark.usefixtures("quick_hashes", "db")
BEGAN = TODAY - timedelta(days=20)
SECRET = "Bercerita tentang ibunya, tampak lega sesudahnya."


@pytest.fixture
def team():
    return waves.team()


@pytest.fixture
def worker(team):
    return rows.counsellor(team)


@pytest.fixture
def begun(team):
    return rows.running(team, people=1, on=BEGAN)


@pytest.fixture
def person(team, begun):
    with acting(team.manager, TODAY):
        return Person.objects.get(name="Agus Rekaan")


def text(answer) -> str:
    return answer.content.decode()


def typed() -> dict[str, str]:
    return {"once": str(uuid4()), "on": TODAY.isoformat(), "text": SECRET}


def notes(actor) -> list[Note]:
    with acting(actor, TODAY):
        return list(Note.objects.order_by("written_at"))


def trail(owner) -> list[str]:
    """Everything the audit keeps."""
    return [body for (body,) in owner.execute("SELECT body FROM audit_event ORDER BY at, id")]


def test_a_note_of_a_session_lies_in_its_compartment_and_shows_nowhere_else(team, worker, begun, person):
    wave, group, [enrolment] = begun
    held = rows.session(team, wave, group, TODAY - timedelta(days=3), state="held")
    counsellor, nurse = entered(worker), entered(team.nurse)
    register = text(counsellor.get(f"/attendance/{held}/"))
    link = f"/plans/notes/{person.reference}/write/?session={held}"
    assert link in register
    assert "Pertemuan pagi" in text(counsellor.get(link))
    answer = counsellor.post(link, {"once": str(uuid4()), "text": SECRET})
    assert answer.status_code == 303
    [kept] = notes(worker)
    assert (kept.compartment, kept.on, kept.session_id, kept.enrolment_id, kept.late) == (
        "psychological", TODAY - timedelta(days=3), held, enrolment, True,
    )  # fmt: skip
    page = text(counsellor.get(answer["Location"]))
    assert SECRET in page
    assert "lebih dari 2 hari kemudian" in page

    theirs = text(nurse.get(f"/plans/notes/{person.reference}/"))
    assert SECRET not in theirs
    assert "Belum ada catatan" in theirs, "not even that there is one"
    assert text(nurse.get(f"/people/record/{person.reference}/")).count("Catatan pertemuan") == 1
    for closed in (team.manager, team.head, team.registrar):
        browser = entered(closed)
        assert browser.get(f"/plans/notes/{person.reference}/").status_code == 403
        assert "Catatan pertemuan" not in text(browser.get(f"/people/record/{person.reference}/"))
    elsewhere = waves.team(mark="_lain")
    assert entered(elsewhere.nurse).get(f"/plans/notes/{person.reference}/").status_code == 404


@pytest.mark.commits
def test_reading_is_remembered_and_the_trail_never_holds_a_word(team, worker, begun, person, owner):
    browser = entered(worker)
    assert browser.post(f"/plans/notes/{person.reference}/write/", typed()).status_code == 303
    [first] = notes(worker)
    fix = f"/plans/notes/{person.reference}/{first.pk}/correct/"
    better = {"once": str(uuid4()), "text": SECRET + " Lega.", "why": "Kurang satu kata."}
    assert browser.post(fix, better).status_code == 303
    page = text(browser.get(f"/plans/notes/{person.reference}/"))
    assert page.index(SECRET + " Lega.") < page.index("Sebelum diperbaiki") < page.rindex(SECRET)
    assert browser.post(fix, better | {"once": str(uuid4())}).status_code != 303, "the newest is corrected"
    assert len(notes(worker)) == 2

    assert entered(team.head).get(f"/plans/notes/{person.reference}/").status_code == 403
    kept = "\n".join(trail(owner))
    assert "plans.write_note" in kept
    assert "plans.correct_note" in kept
    refused = owner.execute("SELECT role FROM audit_event WHERE outcome = 'refused'").fetchall()
    assert ("head_of_facility",) in refused, "knocking at a closed compartment is seen"
    for words in (SECRET, "Lega", "Kurang satu kata"):
        assert words not in kept
    read = owner.execute("SELECT account_id FROM read_event WHERE what = 'notes'").fetchall()
    assert {account for (account,) in read} == {worker.account_id}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"on": (TODAY + timedelta(days=1)).isoformat()}, "belum tiba"),
        ({"on": "2001-01-01"}, "tidak ada di sini"),
        ({"text": "ya"}, "sedikitnya satu kalimat"),
        ({"text": "x" * 6000}, "paling panjang"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(team, worker, person, changed, words):
    browser = entered(worker)
    address = f"/plans/notes/{person.reference}/write/"
    given = typed() | changed
    answer = browser.post(address, given)
    assert answer.status_code == 422
    assert words in text(answer)
    assert given["text"] in text(answer)
    assert notes(worker) == []


def test_nobody_writes_into_a_closed_compartment_nor_of_a_strange_session(team, worker, begun, person):
    wave, group, _ = begun
    other = waves.team(mark="_lain")
    foreign = rows.session(other, rows.running(other, people=1, on=BEGAN)[0], None, TODAY, state="held")
    cancelled = rows.session(team, wave, group, TODAY, state="cancelled")

    def refusal(by, **given):
        facts = {"person_id": person.pk, "compartment": "psychological", "on": TODAY, "text": SECRET, **given}
        with acting(by, TODAY), pytest.raises(RuleBroken) as broken:
            write_note(**facts, by=by)
        return broken.value.code

    assert refusal(worker, compartment="clinical") == "note_compartment_closed"
    assert refusal(team.nurse) == "note_compartment_closed"
    assert refusal(team.manager) == "permission_missing"
    assert refusal(worker, session_id=foreign) == "session_unknown"
    assert refusal(worker, session_id=cancelled) == "note_session_cancelled"
    assert refusal(other.nurse, compartment="clinical") == "not_found"
    with acting(team.nurse, TODAY):
        clinical = write_note(
            person_id=person.pk, compartment="clinical", on=TODAY, text="Tekanan darah normal.", by=team.nurse
        )
    with acting(worker, TODAY), pytest.raises(RuleBroken) as broken:
        correct_note(note_id=clinical, text="Tekanan darah tinggi.", why="Coba-coba.", by=worker)
    assert broken.value.code == "not_found", "a closed compartment does not even say that the note exists"
