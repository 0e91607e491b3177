"""The pages of the waiting list: rank and reasons, the button's refusal, the rule, offers, objections."""

from datetime import timedelta
from uuid import uuid4

import pytest

from pulih.actions import enrolments as actions
from pulih.records import scope
from pulih.records.models import Enrolment, Objection, RankingRule, Stay
from tests import waves
from tests.waves import acting
from tests.web.entering import entered

pytestmark = pytest.mark.usefixtures("db", "quick_hashes")
BECAUSE = "Dokter menganjurkan mulai sekarang"


def text(answer) -> str:
    return answer.content.decode()


def days_ago(days: int):
    return scope.today() - timedelta(days=days)


@pytest.fixture
def team():
    return waves.team()


@pytest.fixture
def cycle(team):
    return waves.plan(team, starts_on=days_ago(20), social=2).cycles["social"]


def recommended(team, cycle, name):
    begin = days_ago(20)
    person = waves.resident(team, name, begin=begin)
    enrolment = waves.candidate(team, cycle, person, begin - timedelta(days=10))
    waves.willing(team, person, begin - timedelta(days=9))
    for target in ("assessed", "recommended"):
        with acting(team.assessor, begin):
            actions.move_on(enrolment_id=enrolment, target=target, effective_on=begin, by=team.assessor)
    return enrolment


def waiting(team, cycle, name, days):
    enrolment = recommended(team, cycle, name)
    day = days_ago(days)
    with acting(team.manager, day):
        actions.put_on_list(enrolment_id=enrolment, on=day, by=team.manager)
    return enrolment


def status_of(team, enrolment) -> str:
    with scope.acting_as(team.manager):
        return Enrolment.objects.get(pk=enrolment).status


def sent(**fields):
    return {"once": str(uuid4()), **fields}


def on_day(day) -> dict[str, object]:
    return {"effective_on_day": day.day, "effective_on_month": day.month, "effective_on_year": day.year}


def test_an_office_without_a_wave_is_told_what_to_do(team):
    assert "Belum ada tahap yang dibuka" in text(entered(team.manager).get("/enrolments/waiting/"))


def test_recommended_people_are_put_on_the_list_several_at_once(team, cycle):
    one, two = recommended(team, cycle, "Agus Rekaan"), recommended(team, cycle, "Bayu Rekaan")
    client = entered(team.manager)
    assert "Agus Rekaan" in text(client.get("/enrolments/waiting/?tab=recommended"))
    answer = client.post("/enrolments/waiting/add/", sent(enrolment=[str(one), str(two)], cycle=str(cycle)))
    assert answer.status_code == 303
    assert [status_of(team, each) for each in (one, two)] == ["waiting", "waiting"]


def test_the_list_shows_rank_and_why_and_need_only_to_whoever_may_see_it(team, cycle):
    first, second = waiting(team, cycle, "Agus Rekaan", 15), waiting(team, cycle, "Bayu Rekaan", 3)
    page = text(entered(team.manager).get("/enrolments/waiting/"))
    assert page.index("Agus Rekaan") < page.index("Bayu Rekaan")
    assert "Paling lama menunggu: 15 hari" in page
    assert "Belum ada asesmen kebutuhan" in page
    assert f"/enrolments/{first}/offer/" in page
    assert f"/enrolments/{second}/offer/" in page
    page = text(entered(team.head).get("/enrolments/waiting/"))
    assert "Paling lama menunggu: 15 hari" in page
    assert "asesmen kebutuhan" not in page
    assert "Poin" not in page


def test_somebody_released_has_a_locked_button_that_says_why_and_the_form_refuses_too(team, cycle):
    gone = waiting(team, cycle, "Agus Rekaan", 15)
    with scope.acting_as(team.registrar):
        Stay.objects.filter(organisation_id=team.office).update(
            ended_on=days_ago(1), how_ended="released_expiry"
        )
    client = entered(team.manager)
    page = text(client.get("/enrolments/waiting/"))
    assert "Tidak lagi ditempatkan di sini" in page
    assert f"/enrolments/{gone}/offer/" not in page
    assert "Belum bisa:" in text(client.get(f"/enrolments/{gone}/offer/"))
    answer = client.post(f"/enrolments/{gone}/offer/", sent(because=BECAUSE))
    assert answer.status_code == 422
    assert "Tidak lagi ditempatkan di sini" in text(answer)
    assert status_of(team, gone) == "waiting"


def test_a_lower_rank_is_offered_only_with_a_reason_and_the_answer_is_recorded(team, cycle):
    waiting(team, cycle, "Agus Rekaan", 15)
    lower = waiting(team, cycle, "Bayu Rekaan", 3)
    client = entered(team.manager)
    address = f"/enrolments/{lower}/offer/"
    assert "Ada yang berurutan lebih atas" in text(client.get(address))
    answer = client.post(address, sent(because=""))
    assert answer.status_code == 422
    assert "Orang ini di urutan 2" in text(answer)
    assert client.post(address, sent(because=BECAUSE)).status_code == 303
    assert "ditawari" in text(client.get("/enrolments/waiting/?tab=offered"))
    reply = f"/enrolments/{lower}/answer/"
    assert "Alasan bila tidak mau" in text(client.get(reply))
    answer = client.post(reply, sent(says="no", reason="", note="", **on_day(days_ago(0))))
    assert answer.status_code == 422
    assert "Pilih alasannya" in text(answer)
    answer = client.post(reply, sent(says="yes", reason="", note="", **on_day(days_ago(-2))))
    assert answer.status_code == 422
    answer = client.post(reply, sent(says="yes", reason="", note="", **on_day(days_ago(0))))
    assert answer.status_code == 303
    assert status_of(team, lower) == "admitted"
    assert client.get(reply).status_code == 409


def test_the_step_page_leads_out_of_the_list_only_by_its_order(team, cycle):
    first = waiting(team, cycle, "Agus Rekaan", 15)
    client = entered(team.manager)
    assert f"/enrolments/{first}/offer/" in text(client.get(f"/enrolments/{first}/"))
    answer = client.post(f"/enrolments/{first}/step/offered/", sent(note="", **on_day(days_ago(0))))
    assert answer.status_code == 422
    assert "punya halaman sendiri" in text(answer)


def test_the_rule_stands_in_words_and_the_head_publishes_another(team, cycle):
    page = text(entered(team.manager).get("/enrolments/waiting/rule/"))
    assert "Aturan bawaan" in page
    assert "Terbitkan aturan baru" not in page
    client = entered(team.head)
    address = "/enrolments/waiting/rule/"
    why = "Disepakati dalam sidang TPP bulan ini."
    answer = client.post(address, sent(need=0, time=0, waited=0, why=why, revision=0))
    assert answer.status_code == 422
    assert "tidak mengurutkan siapa pun" in text(answer)
    assert client.post(address, sent(need=500, time=0, waited=0, why=why, revision=0)).status_code == 422
    assert client.post(address, sent(need=10, time=0, waited=5, why=why, revision=0)).status_code == 303
    page = text(client.get(address))
    assert "Aturan 1, berlaku sekarang" in page
    assert why in page
    answer = client.post(address, sent(need=1, time=0, waited=5, why=why, revision=0))
    assert answer.status_code == 422
    with scope.acting_as(team.head):
        assert RankingRule.objects.filter(organisation_id=team.office).count() == 1
    assert entered(team.manager).post(address, sent(need=1, time=1, waited=1, why=why)).status_code == 403


def test_an_objection_is_raised_from_the_pathway_and_answered_by_the_head(team, cycle):
    one = waiting(team, cycle, "Agus Rekaan", 15)
    client = entered(team.assessor)
    assert f"/enrolments/{one}/objection/" in text(client.get(f"/enrolments/{one}/"))
    address = f"/enrolments/{one}/objection/"
    assert client.post(address, sent(text="apa")).status_code == 422
    assert client.post(address, sent(text="Saya menunggu lebih lama")).status_code == 303
    with scope.acting_as(team.head):
        raised = Objection.objects.get(enrolment_id=one).pk
    page = text(entered(team.manager).get("/enrolments/objections/"))
    assert "oleh kepala UPT" in page
    head = entered(team.head)
    address = f"/enrolments/objections/{raised}/"
    assert "Saya menunggu lebih lama" in text(head.get(address))
    assert head.post(address, sent(answer="Urutan menurut aturan yang terbit.")).status_code == 303
    assert "Urutan menurut aturan yang terbit." in text(head.get("/enrolments/objections/"))
    assert entered(team.manager).post(address, sent(answer="Tidak boleh menjawab")).status_code == 403


def test_candidates_come_from_the_register_with_reasons_several_at_once(team, cycle):
    begin = days_ago(20)
    people = [waves.resident(team, name, begin=begin) for name in ("Agus Rekaan", "Bayu Rekaan")]
    waves.resident(team, "Cahyo Rekaan", begin=begin, expires_on=days_ago(-60))
    client = entered(team.registrar)
    page = text(client.get("/enrolments/from-register/"))
    assert "Perkara narkotika, pasal 112" in page
    assert "Cahyo Rekaan" not in page
    page = text(client.get(f"/enrolments/from-register/?cycle={cycle}&tab=left_out"))
    assert "Cahyo Rekaan" in page
    assert "untuk program ini perlu sampai" in page
    address = f"/enrolments/from-register/?cycle={cycle}"
    answer = client.post(address, sent())
    assert answer.status_code == 422
    assert "Centang paling sedikit satu orang" in text(answer)
    answer = client.post(address, sent(person=[str(one) for one in people]))
    assert answer.status_code == 303
    with scope.acting_as(team.registrar):
        assert Enrolment.objects.filter(cycle_id=cycle, status="candidate").count() == 2
    assert entered(team.assessor).get("/enrolments/from-register/").status_code == 403


def test_nonsense_in_the_address_is_the_first_page(team, cycle):
    client = entered(team.manager)
    for rest in ("?cycle=x&tab=y&page=-1", "?page=999", f"?cycle={uuid4()}"):
        assert client.get("/enrolments/waiting/" + rest).status_code == 200
    assert client.get("/enrolments/from-register/?cycle=1&q=%25&page=z").status_code == 200
    assert client.post("/enrolments/waiting/add/", sent(enrolment="x", cycle="<b>")).status_code == 303
