"""Fast entry of a stack of sheets: what is right is saved, what is wrong comes back with everything keyed."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest

from pulih.records.models import Response
from pulih.rules.permissions import Role
from tests import factories, waves
from tests.today import TODAY
from tests.waves import acting
from tests.web.entering import entered

pytestmark = pytest.mark.usefixtures("quick_hashes", "db")
BEGAN = TODAY - timedelta(days=5)


@pytest.fixture
def team():
    return waves.team()


def text(answer) -> str:
    return answer.content.decode()


def begun(team, people: int = 1, began: date = BEGAN):
    """A wave with that many participants, in the order of the register."""
    wave = waves.plan(team, f"Tahap {uuid4().hex[:6]}", began)
    made = [
        waves.admitted(
            team, wave.cycles["social"], waves.resident(team, register_number=f"BI.{n}/2024"), on=began
        )
        for n in range(1, people + 1)
    ]
    return wave, made


def address(wave, point: str = "baseline", instrument: str = "whoqol-bref") -> str:
    return f"/assessments/stack/{wave.reference}/{instrument}/{point}/"


def stack(**more: str) -> dict[str, str]:
    """What is the same for the stack."""
    return {"taken_on": TODAY.isoformat(), "coding": "raw", "mode": "self", "once": str(uuid4()), **more}


def sheet(place: int, enrolment, level: int = 3, total: int | str | None = None, **other: str) -> dict:
    """One row as the page sends it; single items by `q3="-"`, the rest of the row by its sign."""
    answers = {str(item): str(level) for item in range(1, 27)}
    answers |= {name[1:]: value for name, value in other.items() if name[0] == "q"}
    keyed = sum(int(value) for value in answers.values() if value.isdigit())
    return {
        f"p_{place}": str(enrolment),
        **{f"a_{place}_{code}": value for code, value in answers.items()},
        f"s_{place}": str(keyed if total is None else total),
        f"d_{place}": other.get("day", ""),
        f"b_{place}": other.get("because", ""),
    }


def kept(team) -> list:
    with acting(team.assessor, TODAY):
        return list(Response.objects.filter(organisation_id=team.office).order_by("recorded_at"))


def test_a_stack_is_saved_a_row_a_person_in_the_order_of_the_register(team):
    wave, (first, second, _third) = begun(team, 3)
    browser = entered(team.assessor)
    page = text(browser.get(address(wave)))
    assert [page.index(f"BI.{n}/2024") for n in (1, 2, 3)] == sorted(
        page.index(f"BI.{n}/2024") for n in (1, 2, 3)
    )
    answer = browser.post(address(wave), stack() | sheet(0, first, 4) | sheet(1, second, 2, q7="-"))
    assert answer.status_code == 303
    after = text(browser.get(answer["Location"]))
    assert "2 lembar tersimpan." in after
    assert "1 lembar menunggu." in after
    forms = {one.enrolment_id: one for one in kept(team)}
    assert set(forms) == {first, second}
    assert forms[first].answers == {str(n): 4 for n in range(1, 27)}
    assert "7" not in forms[second].answers
    assert (forms[first].mode, forms[first].coding, forms[first].taken_on) == ("self", "raw", TODAY)
    assert f"/assessments/response/{forms[first].id}/" in after


def test_what_is_wrong_comes_back_with_everything_keyed_while_the_rest_is_saved(team):
    wave, people = begun(team, 4)
    browser = entered(team.assessor)
    wrong = {
        **sheet(0, people[0]),
        **sheet(1, people[1], total=77),
        **sheet(2, people[2], q5="9"),
        **sheet(3, people[3], total="", q26=""),
    }
    answer = browser.post(address(wave), stack() | wrong)
    assert answer.status_code == 422
    page = text(answer)
    assert "1 tersimpan, 3 perlu diperbaiki" in page
    assert "Jumlah pada lembar 77, jumlah yang diketik 78." in page
    assert "Butir 26 belum diisi." in page
    assert "Isi jumlah kode pada lembar" in page
    assert re.search(r'name="s_1" value="77"[^>]*aria-invalid="true" aria-describedby="salah_1"', page)
    assert re.search(r'name="a_2_5" value="9"[^>]*aria-invalid="true"', page)
    assert re.search(r'name="a_3_26" value=""[^>]*aria-invalid="true"', page)
    assert re.search(r'name="a_3_1" value="3"', page)
    assert 'name="a_0_1"' not in page
    assert [one.enrolment_id for one in kept(team)] == [people[0]]
    mended = stack() | sheet(1, people[1]) | sheet(2, people[2]) | sheet(3, people[3], q26="-")
    assert browser.post(address(wave), mended).status_code == 303
    assert len(kept(team)) == 4


def test_the_same_stack_sent_twice_is_saved_once(team):
    wave, (first,) = begun(team)
    browser = entered(team.assessor)
    sent = stack() | sheet(0, first)
    assert browser.post(address(wave), sent).status_code == 303
    again = browser.post(address(wave), sent)
    assert again.status_code == 303
    assert "1 baris sudah tersimpan sebelumnya." in text(browser.get(again["Location"]))
    assert len(kept(team)) == 1


def test_a_row_is_of_its_person_whatever_moved_on_the_page_meanwhile(team):
    wave, (first, second) = begun(team, 2)
    browser = entered(team.assessor)
    sent = stack() | sheet(0, second, 5)
    assert browser.post(address(wave), sent).status_code == 303
    assert [one.enrolment_id for one in kept(team)] == [second]
    assert first


def test_a_row_may_have_its_own_date_and_a_reason_outside_the_window(team):
    wave, (first, second) = begun(team, 2, began=TODAY - timedelta(days=40))
    browser = entered(team.assessor)
    early = TODAY - timedelta(days=38)
    own = sheet(0, first, day=f"{early.day}/{early.month}/{early.year}")
    answer = browser.post(address(wave), stack() | own | sheet(1, second))
    page = text(answer)
    assert answer.status_code == 422
    assert "1 tersimpan, 1 perlu diperbaiki" in page
    assert re.search(r'name="b_1"[^>]*aria-invalid="true"', page)
    assert browser.post(address(wave), stack() | sheet(1, second, because="Blok ditutup")).status_code == 303
    forms = {one.enrolment_id: one for one in kept(team)}
    assert (forms[first].taken_on, forms[first].outside_because) == (early, "")
    assert forms[second].outside_because == "Blok ditutup"


def test_a_date_nobody_can_read_and_no_date_at_all_are_told_at_the_row(team):
    wave, (first, second) = begun(team, 2)
    sent = stack(taken_on="") | sheet(0, first, day="kemarin") | sheet(1, second)
    page = text(entered(team.assessor).post(address(wave), sent))
    assert "Tulis tanggal seperti 14/5/2024." in page
    assert "Isi tanggalnya: di atas bagi semua baris, atau di baris ini." in page
    assert kept(team) == []


def test_an_empty_stack_is_told(team):
    wave, _people = begun(team)
    answer = entered(team.assessor).post(address(wave), stack())
    assert answer.status_code == 422
    assert "Isi paling sedikit satu baris." in text(answer)


def test_a_worrying_answer_names_whom_to_see_today(team):
    wave, (first,) = begun(team)
    browser = entered(team.assessor)
    answer = browser.post(address(wave), stack() | sheet(0, first, q6="1"))
    assert "Tugas untuk konselor sudah dibuat." in text(browser.get(answer["Location"]))


def test_beside_the_plan_a_stack_is_keyed_for_everybody_on_the_pathway(team):
    wave = waves.plan(team, "Tahap saringan", BEGAN)
    person = waves.resident(team)
    waves.willing(team, person)
    enrolment = waves.candidate(team, wave.cycles["social"], person)
    browser = entered(team.assessor)
    page = address(wave, "extra", "dast-10")
    row = {f"a_0_{n}": "1" for n in range(1, 11)}
    sent = stack(mode="interview", time_window="past_12_months") | {"p_0": str(enrolment), "s_0": "10", **row}
    assert text(browser.get(page)).count("data-sheet") == 1
    assert browser.post(page, sent).status_code == 303
    (form,) = kept(team)
    assert (form.enrolment_id, form.point, form.instrument) == (None, "extra", "dast-10")
    assert "data-sheet" not in text(browser.get(page))


def test_the_list_of_stacks_counts_what_waits(team):
    wave, (first, _second) = begun(team, 2, began=TODAY - timedelta(days=40))
    browser = entered(team.assessor)
    page = text(browser.get("/assessments/stack/"))
    assert address(wave) in page
    assert "2 lembar menunggu" in page
    assert "2 terlambat" in page
    waves.measured(team, first, "baseline", TODAY - timedelta(days=39), waves.answers())
    assert "1 lembar menunggu" in text(browser.get("/assessments/stack/"))


def test_a_stack_of_another_office_plan_or_instrument_does_not_exist(team):
    wave, _people = begun(team)
    stranger = factories.worker(Role.ASSESSOR, factories.organisation())
    assert entered(stranger).get(address(wave)).status_code == 404
    browser = entered(team.assessor)
    assert browser.get(address(wave, "tidak-ada")).status_code == 404
    assert browser.get(address(wave, instrument="a%00b")).status_code == 404
    assert browser.get(address(wave, point="a%00b")).status_code == 404
    assert entered(team.registrar).get(address(wave)).status_code == 403
    assert entered(team.registrar).get("/assessments/stack/").status_code == 403


def test_what_no_database_takes_is_refused_in_words(team):
    wave, (first,) = begun(team)
    sent = stack() | sheet(0, first, because="a\0b", q1="1\0", day="\0")
    assert entered(team.assessor).post(address(wave), sent | {"s_0": "½"}).status_code == 422
