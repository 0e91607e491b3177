"""Participants' voices on pages: slips printed once, answered without an account, figures late; complaints."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.cache import cache
from django.test import Client
from pypdf import PdfReader

from pulih.actions.voice import open_round, print_slips
from pulih.records import scope, slips
from pulih.web.voice.throttle import MOST_MISSES
from tests import waves
from tests.sessions_rows import counsellor, enrolled, session
from tests.waves import acting
from tests.web.entering import entered

pytestmark = pytest.mark.usefixtures("db", "quick_hashes")
TODAY = scope.today()
START = TODAY - timedelta(days=30)
ANSWERS = {"understood": "4", "respected": "3", "safe": "4", "helped": "1", "unhurried": "2", "again": "1"}
CLOSED = "Kode ini tidak membuka pertanyaan"


@pytest.fixture(autouse=True)
def _nobody_mistyped_before():
    cache.clear()


@pytest.fixture
def team():
    return waves.team()


@pytest.fixture
def wave(team):
    planned = waves.plan(team, starts_on=START)
    enrolled(team, planned, 6, on=START)
    session(team, planned, None, TODAY)
    return planned


def asked(manager, wave, module="morning_meeting"):
    answer = manager.post(
        f"/voice/waves/{wave.reference}/ask/",
        {
            "module": module,
            "opens_on": TODAY.isoformat(),
            "closes_on": (TODAY + timedelta(days=6)).isoformat(),
        },
    )
    assert answer.status_code == 303, answer.content.decode()
    return answer["Location"]


def test_slips_are_asked_for_printed_once_and_answered_by_anybody(team, wave):
    manager = entered(team.manager)
    assert f"/voice/waves/{wave.reference}/" in manager.get(f"/programmes/{wave.reference}/").content.decode()
    page = asked(manager, wave)
    assert 'value="6"' in manager.get(page).content.decode()
    file = manager.post(page + "slips/", {"slips": "6"})
    assert (file["Content-Type"], file["Cache-Control"]) == ("application/pdf", "no-store")
    paper = "".join(one.extract_text() for one in PdfReader(BytesIO(file.content)).pages)
    codes = re.findall(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b", paper)
    assert len(set(codes)) == 6
    assert "testserver/say/" in paper
    again = manager.post(page + "slips/", {"slips": "99"})
    assert again.status_code == 422
    assert "6 sudah dicetak dan semuanya tetap berlaku" in again.content.decode()

    somebody = Client()
    for code in codes[:5]:
        shown = somebody.post("/say/", {"code": code.lower()}).content.decode()
        assert "Pertemuan pagi" in shown
        assert f'value="{code}"' in shown
        sent = somebody.post("/say/answer/", {**ANSWERS, "code": code, "text": "Terima kasih"})
        assert (sent.status_code, sent["Location"]) == (303, "/say/thanks/")
    for code in (codes[0], "2222-2222", "nonsense"):
        refused = somebody.post("/say/", {"code": code})
        assert refused.status_code == 422
        assert CLOSED in refused.content.decode()
    nothing = somebody.post("/say/answer/", {"code": codes[5]})
    assert "Jawab paling sedikit satu" in nothing.content.decode()
    assert set(somebody.cookies) <= {"csrftoken"}

    typed = {**ANSWERS, "code": codes[5]}
    assert manager.post(page + "typing/", typed).status_code == 303
    assert CLOSED in manager.post(page + "typing/", typed).content.decode()
    running = manager.get(page).content.decode()
    assert "tidak ada yang terlihat" in running
    assert "Terima kasih" not in running
    assert entered(team.nurse).get(page).status_code == 403
    assert entered(waves.team(mark="2").manager).get(page).status_code == 404


def heard(team, wave, answers, module):
    """A round that was asked, answered and closed before today."""
    day = TODAY - timedelta(days=9)
    with acting(team.manager, day):
        made = open_round(
            wave_id=wave.id, module=module, opens_on=day, closes_on=day + timedelta(days=6), by=team.manager
        )
        codes = print_slips(round_id=made, count=6, by=team.manager).codes
        for place, code in enumerate(codes[:answers]):
            given = {"helped": 1 + place % 4, "safe": 4}
            assert slips.leave(code, given, f"Kata {place}", typed=False, at=scope.now())
    return made


def test_figures_of_a_closed_round_stand_beside_each_other_and_few_answers_stay_unsaid(team, wave):
    many, few = heard(team, wave, 6, "morning_meeting"), heard(team, wave, 4, "")
    head = entered(team.head)
    page = head.get(f"/voice/rounds/{many}/").content.decode()
    for words in (
        "dari 6 kartu",
        "100%",
        "Kata 5",
        "Kegiatan ini membantu saya.",
        "rata-rata 2,2",
        "33% puas",
    ):
        assert words in page, words
    silent = head.get(f"/voice/rounds/{few}/").content.decode()
    assert "4 dari 5 jawaban yang perlu ada" in silent
    assert "Kata" not in silent
    whole = entered(counsellor(team)).get(f"/voice/waves/{wave.reference}/").content.decode()
    assert "Kegiatan dibandingkan" in whole
    assert "67%" in whole
    assert "3,1" in whole


def test_who_tries_codes_through_has_to_wait_and_a_good_code_does_too():
    somebody = Client()
    for _miss in range(MOST_MISSES):
        somebody.post("/say/complaints/", {"code": "2222-2222"})
    for path in ("/say/", "/say/complaints/"):
        assert "Terlalu banyak kode keliru" in somebody.post(path, {"code": "2222-2223"}).content.decode()


def test_a_complaint_goes_from_a_worker_to_the_head_and_back_to_whoever_holds_its_number(team):
    ratri, head = entered(counsellor(team)), entered(team.head)
    late = TODAY - timedelta(days=20)
    form = {"about": "conduct", "text": "Dibentak di depan kelompok.", "received_on": late.isoformat(),
            "who": "", "wave": ""}  # fmt: skip
    assert ratri.post("/voice/complaints/record/", {**form, "text": "x"}).status_code == 422
    made = ratri.post("/voice/complaints/record/", form)["Location"]
    mine = ratri.get(made).content.decode()
    reference = re.search(r'translate="no">([2-9A-Z]{4}-[2-9A-Z]{4})<', mine).group(1)
    assert "Dibentak" not in mine
    assert "pengaduan lewat batas jawabnya" in head.get("/").content.decode()
    assert "Dibentak" in head.get(made).content.decode()
    assert "Lewat batas jawab" in head.get("/voice/complaints/").content.decode()

    somebody = Client()
    waiting = somebody.post("/say/complaints/", {"code": reference}).content.decode()
    assert "Menunggu jawaban" in waiting
    assert head.post(made, {"decision": "upheld", "answer": "ya"}).status_code == 422
    assert head.post(made, {"decision": "upheld", "answer": "Petugas sudah ditegur."}).status_code == 303
    told = somebody.post("/say/complaints/", {"code": reference}).content.decode()
    assert "Petugas sudah ditegur." in told
    assert "Dibentak" not in told
    assert "Petugas sudah ditegur." in ratri.get(made).content.decode()
    assert ratri.post(made, {"decision": "upheld", "answer": "Petugas sudah ditegur."}).status_code == 403
    assert entered(team.registrar).get("/voice/complaints/").status_code == 403
