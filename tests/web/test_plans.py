"""Plans from the worker's side: written, agreed, followed and revised on pages that work without JavaScript."""

from datetime import timedelta
from uuid import uuid4

import pytest

from pulih.queries.plans import open_plan
from pulih.records import scope
from pulih.records.models import Document, Enrolment, GoalProgress, Person, SkillProgress
from tests import waves
from tests.plans import MOTHER, WORDS, WORK, agreed, counsellor, drafted
from tests.web.entering import entered

pytestmark = pytest.mark.usefixtures("db", "quick_hashes")
DAY = timedelta(days=1)


def today():
    return scope.today()


@pytest.fixture
def team():
    return waves.team()


@pytest.fixture
def wave(team):
    return waves.plan(team, starts_on=today() - 40 * DAY, social=5)


@pytest.fixture
def worker(team):
    return counsellor(team)


@pytest.fixture
def enrolment(team, wave):
    begin = today() - 40 * DAY
    return waves.admitted(team, wave.cycles["social"], waves.resident(team, "Agus Rekaan"), begin)


def text(answer) -> str:
    return answer.content.decode()


def filled(**fields) -> dict[str, object]:
    return {"once": str(uuid4()), "on": today().isoformat(), **fields}


def goal(**fields) -> dict[str, object]:
    return filled(
        **{"dimension": "social", "horizon": "short", "text": MOTHER.text, "reached_when": ""} | fields
    )


def opened(worker, enrolment):
    with scope.acting_as(worker):
        return open_plan(worker, enrolment)


def test_a_plan_from_the_first_goal_to_the_agreement(worker, enrolment, wave):
    browser, page = entered(worker), f"/plans/{enrolment}/"
    assert "Tulis tujuan pertama" in text(browser.get(page))
    assert browser.post(page + "goals/add/", goal(text=" ")).status_code == 422
    bad = browser.post(page + "goals/add/", goal(step_2="Minta kartu", due_2="2001-01-01"))
    assert bad.status_code == 422
    assert "Tanggal ini sebelum program mulai" in text(bad)
    assert 'href="#id_due_2_0"' in text(bad), "the step's own row, although the one before is empty"
    made = browser.post(page + "goals/add/", goal(step_2="Minta kartu", due_2=today().isoformat(), again="1"))
    assert (made.status_code, made["Location"]) == (303, page + "goals/add/")
    found = opened(worker, enrolment)
    (row,) = found.draft.goals
    assert [(one.text, one.due) for one in row.goal.steps] == [("Minta kartu", today())]
    shown = text(browser.get(page))
    assert "Rancangan belum disepakati" in shown
    change = f"{page}goals/{row.id}/"
    assert 'value="Minta kartu"' in text(browser.get(change))
    kept = goal(step_1="Minta kartu", code_1=row.goal.steps[0].code) | {"text": "Menulis surat kepada ibu"}
    assert browser.post(change, kept).status_code == 303
    assert browser.post(change, kept | {"once": str(uuid4())}).status_code == 409, "written anew meanwhile"
    (changed,) = opened(worker, enrolment).draft.goals
    assert changed.goal.steps[0].code == row.goal.steps[0].code
    assert MOTHER.text not in text(browser.get(page + "agree/"))
    assert "Menulis surat kepada ibu" in text(browser.get(page + "agree/"))
    empty = browser.post(page + "agree/", filled(own_words=" ", revision=1))
    assert empty.status_code == 422
    future = browser.post(
        page + "agree/", filled(own_words=WORDS, revision=1) | {"on": (today() + DAY).isoformat()}
    )
    assert "belum tiba" in text(future)
    assert browser.post(page + "agree/", filled(own_words=WORDS, revision=1)).status_code == 303
    shown = text(browser.get(page))
    assert WORDS in shown
    assert "Catat kemajuan" in shown
    assert browser.get(page + "agree/").status_code == 409


def test_progress_is_said_beside_the_goal_and_mended_on_its_page(worker, enrolment):
    (code,) = agreed(worker, enrolment, MOTHER, day=today() - 30 * DAY)
    browser, page = entered(worker), f"/plans/{enrolment}/"
    shown = text(browser.get(page))
    address = f"{page}progress/{code}/"
    assert f'action="{address}"' in shown
    assert "Tinjauan jatuh tempo" in shown
    assert f"/plans/{enrolment}/review/" in text(browser.get("/"))
    early = filled(state="reached") | {"on": (today() - 31 * DAY).isoformat()}
    refused = browser.post(address, early)
    assert refused.status_code == 422
    assert "sejak rencananya disepakati" in text(refused)
    step = opened(worker, enrolment).agreed.goals[0].goal.steps[0].code
    assert browser.post(address, filled(state="reached", step=step)).status_code == 303
    assert browser.post(address, filled(state="reached")).status_code == 303
    with scope.acting_as(worker):
        wrong = GoalProgress.objects.get(step_code="")
    mend = f"{address}?corrects={wrong.pk}"
    assert mend in text(browser.get(page)).replace("&amp;", "&")
    assert browser.post(mend, filled(state="under_way")).status_code == 422, "a correction says why"
    assert browser.post(mend, filled(state="under_way", note="Salah centang")).status_code == 303
    assert browser.get(mend).status_code == 409
    assert "sudah diperbaiki" in text(browser.get(page))
    assert browser.get(f"{page}progress/{uuid4()}/").status_code in (404, 409)


def test_a_review_leads_to_a_revision_and_the_old_plan_is_folded_away(worker, enrolment):
    agreed(worker, enrolment, day=today() - 30 * DAY)
    browser, page = entered(worker), f"/plans/{enrolment}/"
    look = filled(text="Ibunya pindah kota", outcome="revise", review_on="")
    alone = browser.post(page + "review/", look | {"without": "on"})
    assert alone.status_code == 422
    assert "mengapa orangnya tidak ikut" in text(alone)
    made = browser.post(page + "review/", look)
    assert (made.status_code, made["Location"]) == (303, page + "revise/")
    assert "Rencana perlu diubah" in text(browser.get(page))
    assert browser.post(page + "revise/", filled(because="Ibunya pindah kota")).status_code == 303
    second = browser.post(page + "revise/", filled(because="Ibunya pindah kota"))
    assert "sudah dimulai" in text(second)
    row = opened(worker, enrolment).draft.goals[1]
    leave = f"{page}goals/{row.id}/remove/"
    assert WORK.text in text(browser.get(leave))
    assert browser.post(leave, {"once": str(uuid4())}).status_code == 303
    stale = filled(own_words=WORDS, revision=1)
    assert browser.post(page + "agree/", stale).status_code == 422
    assert browser.post(page + "agree/", stale | {"revision": 2, "once": str(uuid4())}).status_code == 303
    shown = text(browser.get(page))
    assert "Rencana sebelumnya" in shown
    assert shown.count(WORK.text) == 1


def test_the_office_sees_who_has_a_plan_and_a_wave_its_figures(worker, enrolment, wave, team):
    second = waves.admitted(team, wave.cycles["social"], waves.resident(team),
                            today() - 40 * DAY)  # fmt: skip
    agreed(worker, enrolment, day=today())
    drafted(worker, second, WORK, day=today())
    for actor in (worker, team.head):
        shown = text(entered(actor).get(f"/plans/?wave={wave.reference}"))
        assert "dari 2 orang" in shown
        assert "orang dan tujuan dihitung sendiri-sendiri" in shown
        assert "Agus Rekaan" in shown
    assert "plans:" not in shown
    assert f"/plans/{enrolment}/review/" not in shown, "the head reads"
    assert f"/plans/?wave={wave.reference}" in text(entered(worker).get(f"/programmes/{wave.reference}/"))
    assert entered(team.registrar).get("/plans/").status_code == 403
    with scope.acting_as(worker):
        reference = Person.objects.get(pk=Enrolment.objects.get(pk=enrolment).person_id).reference
    assert f"/plans/{enrolment}/" in text(entered(worker).get(f"/people/record/{reference}/"))
    assert f"/plans/{enrolment}/" not in text(entered(team.registrar).get(f"/people/record/{reference}/"))
    assert "Belum ada tujuan" not in text(entered(team.head).get(f"/plans/{enrolment}/"))
    assert entered(team.head).get(f"/plans/{enrolment}/goals/add/").status_code == 403


def test_the_skills_of_a_group_and_of_one_person(worker, enrolment, wave, team):
    browser = entered(worker)
    sheet = f"/plans/skills/{wave.cycles['social']}/?module=cbt"
    assert "belum dilihat" in text(browser.get(sheet))
    nothing = browser.post(sheet, filled())
    assert "Belum ada yang baru" in text(nothing)
    assert browser.post(sheet, filled(**{f"l_{enrolment}": "1"})).status_code == 303
    assert "bisa dengan bantuan" in text(browser.get(sheet))
    own = f"/plans/{enrolment}/skills/"
    late = browser.post(own, filled(l_cbt="2") | {"on": (today() - 100 * DAY).isoformat()})
    assert late.status_code == 422
    assert browser.post(own, filled(l_cbt="2", l_seminar="0")).status_code == 303
    with scope.acting_as(worker):
        assert SkillProgress.objects.count() == 3
    shown = text(browser.get(f"/plans/{enrolment}/"))
    assert "bisa sendiri" in shown
    assert "<svg" in shown
    assert entered(team.head).get(own).status_code == 403


def test_a_progress_report_is_issued_printed_and_confirmed_without_a_name(worker, enrolment, team):
    agreed(worker, enrolment, MOTHER, day=today())
    browser, address = entered(worker), f"/plans/{enrolment}/report/"
    assert browser.get(address).status_code == 200
    assert browser.post(address, filled(number="")).status_code == 422
    assert browser.post(address, filled(number="LAP-1/2024")).status_code == 303
    with scope.acting_as(worker):
        row = Document.objects.get()
    printed = browser.get(f"/documents/{row.pk}/pdf/")
    assert printed.content.startswith(b"%PDF")
    assert entered(team.registrar).get(f"/documents/{row.pk}/pdf/").status_code == 403
    public = text(entered(team.registrar).get(f"/confirm/{row.code}/"))
    assert "Laporan perkembangan" in public
    assert "A. R." in public
    assert "Agus" not in public
    assert browser.get(f"/documents/{row.pk}/withdraw/").status_code == 200
