"""What participants say: slips used once, no way from an answer to a slip, complaints answered once."""

import json
import random
from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest
from django.db import connection

from pulih.actions.voice import (
    answer_complaint,
    leave_answers,
    open_round,
    print_slips,
    record_complaint,
    type_slip,
)
from pulih.queries import voice
from pulih.records import scope
from pulih.rules.errors import RuleBroken
from tests import waves
from tests.actions.test_places_at_once import all_at_once
from tests.sessions_rows import counsellor, enrolled, session
from tests.waves import acting

pytestmark = pytest.mark.commits

OPENS = scope.today()
"""Slips are answered by nobody in particular, so on the real day; all else stands around it."""
START, CLOSES, AFTER = OPENS - timedelta(days=30), OPENS + timedelta(days=13), OPENS + timedelta(days=14)
KIND = {"understood": 4, "respected": 4, "safe": 3, "helped": 4, "unhurried": 2, "again": 1}


@pytest.fixture
def team(db):
    return waves.team()


@pytest.fixture
def wave(team):
    return with_people(team)


def with_people(team):
    planned = waves.plan(team, starts_on=START)
    enrolled(team, planned, 6, on=START)
    return planned


def opened(team, wave, module="", opens_on=OPENS, day=OPENS):
    with acting(team.manager, day):
        return open_round(
            wave_id=wave.id,
            module=module,
            opens_on=opens_on,
            closes_on=opens_on + (CLOSES - OPENS),
            by=team.manager,
        )


def codes_of(team, round_id, count=6, day=OPENS):
    with acting(team.manager, day):
        return print_slips(round_id=round_id, count=count, by=team.manager).codes


def leave(code, answers=KIND, text=""):
    """As on the public page: nobody acts."""
    with scope.entering(None, read_only=False):
        leave_answers(code=code, answers=answers, text=text)


def refused(code, work):
    with pytest.raises(RuleBroken) as broken:
        work()
    assert [one.code for one in broken.value.reasons] == [code]


def result(team, round_id, day=AFTER):
    with acting(team.head, day):
        return voice.round_of(team.head, round_id).result


def test_four_answers_tell_nothing_five_tell_figures_and_only_when_the_round_has_closed(team, wave):
    round_id = opened(team, wave)
    codes = codes_of(team, round_id)
    for place, code in enumerate(codes[:4]):
        leave(code, KIND | {"helped": place + 1}, text=f"Kata {place}")
    quiet = result(team, round_id)
    assert (quiet.slips, quiet.answers, quiet.shown) == (6, 4, False)
    assert (quiet.questions, quiet.texts, quiet.mean) == ((), (), None)
    leave(codes[4], {"helped": 4})
    assert result(team, round_id, day=CLOSES) is None
    told = result(team, round_id)
    assert (told.answers, [one.question for one in told.questions]) == (5, ["helped"])
    assert dict(told.questions[0].counts) == {1: 1, 2: 1, 3: 1, 4: 2}
    assert (told.questions[0].mean, told.content, told.said) == (2.8, 3, 5)
    assert sorted(told.texts) == [f"Kata {place}" for place in range(4)]
    with acting(team.head, AFTER):
        assert voice.wave_voice(team.head, wave.reference).satisfaction.mean == 2.8


def test_used_unknown_early_late_and_mistyped_codes_are_refused_in_the_same_words(team, wave):
    before = OPENS - timedelta(days=20)
    late = codes_of(team, opened(team, wave, opens_on=before, day=before), day=before)[0]
    used, unused = codes_of(team, opened(team, wave))[:2]
    session(team, wave, None, OPENS)
    early = codes_of(team, opened(team, wave, "morning_meeting", OPENS + timedelta(days=1)))[0]
    mistyped = unused[:-1] + ("2" if unused[-1] != "2" else "3")
    leave(used.lower().replace("-", " "))
    for typed in (used, early, late, mistyped, "2222-2222", "", "' OR 1=1"):
        refused("slip_opens_nothing", lambda typed=typed: leave(typed))
        with scope.entering(None, read_only=True):
            assert voice.slip_opens(typed) is None
    refused("feedback_empty", lambda: leave(unused, {}))
    with scope.entering(None, read_only=True):
        code, slip = voice.slip_opens(f" {unused.lower()} ")
        assert (code, slip.title, slip.wave, slip.closes_on) == (unused, "Seluruh tahap", "Tahap 1", CLOSES)
    leave(unused)


def test_printing_again_leaves_the_first_slips_good_and_all_together_limited(team, wave):
    round_id = opened(team, wave)
    first = codes_of(team, round_id, 20)
    assert len(codes_of(team, round_id, 4)) == 4
    refused("feedback_slips_many", lambda: codes_of(team, round_id, 1))
    leave(first[0])
    refused("feedback_runs_already", lambda: opened(team, wave))
    refused("feedback_module_unknown", lambda: opened(team, wave, "dance"))
    session(team, wave, None, OPENS)
    assert opened(team, wave, "morning_meeting")


def test_a_paper_slip_is_typed_once_and_only_by_its_own_office(team, wave):
    round_id = opened(team, wave)
    on_paper, on_screen, other = codes_of(team, round_id)[:3]
    stranger = waves.team(mark="2")
    theirs = opened(stranger, with_people(stranger))

    def typing(by, code, into, day=OPENS):
        with acting(by, day):
            type_slip(round_id=into, code=code, answers=KIND, by=by)

    typing(team.manager, on_paper, round_id)
    leave(on_screen)
    for code in (on_paper, on_screen):
        refused("slip_opens_nothing", lambda code=code: typing(team.manager, code, round_id))
    refused("slip_opens_nothing", lambda: typing(stranger.manager, other, theirs))
    refused("feedback_unknown", lambda: typing(stranger.manager, other, round_id))
    refused("permission_missing", lambda: typing(counsellor(team), other, round_id))
    refused("feedback_closed", lambda: typing(team.manager, other, round_id, AFTER))
    leave(other)
    assert result(team, round_id).answers == 3


def test_two_who_use_one_slip_at_the_same_moment_give_one_answer(team, wave):
    round_id = opened(team, wave)
    codes = codes_of(team, round_id)
    tasks = [lambda code=code: leave(code) for code in codes for _twice in range(3)]
    random.shuffle(tasks)
    assert all_at_once(tasks) == {"done": 6, "slip_opens_nothing": 12}
    assert result(team, round_id).answers == 6


def test_nothing_in_the_tables_leads_from_an_answer_to_a_slip(team, wave, owner: psycopg.Connection):
    """Seen with the owner's eyes: neither keys, nor transactions, nor places on disk, nor the trail."""
    codes = codes_of(team, opened(team, wave))
    kept: list[dict] = []
    order: list[int] = []
    for place, code in enumerate(codes):
        trail = owner.execute("SELECT count(*) FROM audit_event").fetchone()
        leave(code, {"helped": 1 + place % 4}, text=str(place))
        assert owner.execute("SELECT count(*) FROM audit_event").fetchone() == trail
        rows = owner.execute("SELECT id, xmin::text, cmin::text, text FROM feedback ORDER BY ctid").fetchall()
        slips = owner.execute("SELECT xmin::text, cmin::text, used FROM feedback_slip").fetchall()
        assert len({xmin for _id, xmin, *_ in rows}) == len({cmin for _id, _xmin, cmin, _text in rows}) == 1
        assert len({one[:2] for one in slips}) == 1
        assert sum(used for *_one, used in slips) == place + 1
        assert not {one[0] for one in rows} & {one for before in kept for one in before}
        kept.append({one[0]: one for one in rows})
        order.append([text for *_one, text in rows].index(str(place)))
        assert [one[0] for one in rows] == sorted(one[0] for one in rows)
    columns = owner.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'feedback'"
    ).fetchall()
    assert {name for (name,) in columns} == {
        "id",
        "organisation_id",
        "round_id",
        "answers",
        "text",
        "on_paper",
    }
    stored = json.dumps(owner.execute("SELECT to_jsonb(s) FROM feedback_slip s").fetchall())
    assert not [code for code in codes if code in stored]


def test_the_gates_tell_the_application_nothing_of_few_of_open_rounds_or_of_others(team, wave):
    round_id = opened(team, wave)
    codes = codes_of(team, round_id)
    leave(codes[0])
    other = waves.team(mark="2")

    def told(actor, day):
        with acting(actor, day), connection.cursor() as cursor:
            cursor.execute("SELECT * FROM gate.tally_feedback(%s, %s)", [wave.id, scope.now()])
            return cursor.fetchall()

    assert told(team.manager, CLOSES) == [(round_id, 6, None, None, None)]
    assert told(team.manager, AFTER) == [(round_id, 6, 1, None, None)]
    assert told(other.manager, AFTER) == []


TEXT = "Obat pagi sudah tiga hari tidak dibagikan di blok."


def complained(by, day=START, **more):
    with acting(by, day):
        return record_complaint(about="health", text=TEXT, received_on=day, by=by, **more)


def test_a_complaint_is_owed_an_answer_given_once_and_told_to_whoever_holds_its_number(team):
    ratri = counsellor(team)
    known = waves.resident(team, "Samsul Rekaan", register_number="B2-77/2024", begin=START)
    made = complained(ratri, who="b2-77/2024")
    nameless = complained(team.head)
    refused("complaint_person_unknown", lambda: complained(ratri, who="B2-99/2024"))
    refused("permission_missing", lambda: complained(team.registrar))

    with acting(ratri, START):
        [mine] = voice.complaints(ratri)
        assert (mine.id, mine.whole, mine.text, mine.person_id, mine.about) == (made, False, "", None, "")
        refused("complaint_unknown", lambda: voice.complaint_of(ratri, nameless))
        refused("permission_missing", lambda: answer(ratri, made))
    late = START + timedelta(days=15)
    with acting(team.head, late):
        assert {one.id for one in voice.complaints(team.head)} == {made, nameless}
        whole = voice.complaint_of(team.head, made)
        assert (whole.text, whole.person_id, whole.recorded_by, whole.late(late)) == (
            TEXT, known, "Ratri Rekaan", True,
        )  # fmt: skip
        assert voice.owed_answers(team.head) == (2, 0)
        answer(team.head, made)
        refused("complaint_answered", lambda: answer(team.head, made))
        assert [one.id for one in voice.complaints(team.head)] == [nameless, made]
        assert voice.owed_answers(team.head) == (1, 0)
    with acting(ratri, late):
        assert voice.complaint_of(ratri, made).answer == "Jadwal obat diperbaiki mulai besok."
    with scope.entering(None, read_only=True):
        told = voice.ask_complaint(mine.reference.lower())
        assert (told.decision, told.answer, told.answered_on) == (
            "upheld", "Jadwal obat diperbaiki mulai besok.", late,
        )  # fmt: skip
        assert voice.ask_complaint("2222-2222") is None
    stranger = waves.team(mark="2")
    with acting(stranger.head, late):
        refused("complaint_unknown", lambda: voice.complaint_of(stranger.head, made))
        refused("complaint_unknown", lambda: answer(stranger.head, nameless))


def answer(by, complaint_id):
    answer_complaint(
        complaint_id=complaint_id, decision="upheld", answer="Jadwal obat diperbaiki mulai besok.", by=by
    )


def test_the_trail_holds_marks_of_texts_and_a_form_sent_twice_is_refused(team, owner: psycopg.Connection):
    token = uuid4()
    made = complained(team.head, token=token)
    refused("already_sent", lambda: complained(team.head, token=token))
    with acting(team.head, START):
        answer(team.head, made)
    bodies = [body for (body,) in owner.execute("SELECT body FROM audit_event WHERE event LIKE 'voice.%'")]
    assert len(bodies) == 2
    assert not [body for body in bodies if "Obat pagi" in body or "Jadwal obat" in body]
