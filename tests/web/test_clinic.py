"""Urine tests from the clinic's side: one test, a round, the second pair of eyes, and correcting a mistake."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest

from pulih.records.models import Organisation, UrineTest
from pulih.rules.permissions import Role
from pulih.rules.urine import PANEL
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


def when(name: str, day: date) -> dict[str, str]:
    """A date as its three inputs send it."""
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def typed(day: date = TODAY, **more: str) -> dict[str, str]:
    """A test as its page sends it: a sample was read, nothing on the strips yet."""
    return {**when("taken_on", day), "outcome": "read", "once": str(uuid4()), **more}


def negative(**other: str) -> dict[str, str]:
    """Every strip negative but the named."""
    return {f"strip_{one}": "negative" for one in PANEL} | {f"strip_{n}": v for n, v in other.items()}


def begun(team, people: int = 1, began: date = BEGAN):
    """A wave with that many participants."""
    wave = waves.plan(team, f"Tahap {uuid4().hex[:6]}", began)
    return wave, [waves.admitted(team, wave.cycles["social"], on=began) for _ in range(people)]


def refused(answer) -> str:
    assert answer.status_code == 422
    return text(answer)


def of_office(team, role: Role):
    return factories.worker(role, Organisation.objects.get(pk=team.office))


# One test


def test_one_tick_reads_every_strip_as_negative(team):
    _wave, (enrolment,) = begun(team)
    browser = entered(team.nurse)
    answer = browser.post(f"/clinic/{enrolment}/start/", typed(all_negative="on"))
    assert answer.status_code == 303
    page = text(browser.get(answer["Location"]))
    assert "Tes tersimpan." in page
    assert page.count("<dd>Negatif</dd>") == 6
    assert "Menunggu pembacaan kedua" not in page


def test_a_strip_keyed_beside_the_tick_keeps_what_was_keyed(team):
    _wave, (enrolment,) = begun(team)
    browser = entered(team.nurse)
    answer = browser.post(f"/clinic/{enrolment}/start/", typed(all_negative="on", strip_met="positive"))
    page = text(browser.get(answer["Location"]))
    assert "Positif, belum dikonfirmasi" in page


def test_the_strips_say_what_the_test_is_and_a_prescribed_medicine_needs_its_name(team):
    _wave, (enrolment,) = begun(team)
    browser = entered(team.nurse)
    page = f"/clinic/{enrolment}/start/"
    assert "Tulis obat resepnya" in refused(browser.post(page, typed(**negative(mop="prescribed"))))
    answer = browser.post(page, typed(**negative(mop="prescribed"), reason="Metadon"))
    assert "Positif dari resep" in text(browser.get(answer["Location"]))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Isi hasil paling sedikit satu strip"),
        ({"outcome": "exempt"}, "Tulis alasannya"),
        ({"outcome": "refused", "strip_met": "negative"}, "Tanpa sampel yang dibaca"),
        ({"outcome": ""}, "Pilih bagaimana tesnya."),
        ({"strip_met": "purple"}, "Pilih salah satu dari daftar."),
    ],
)
def test_what_does_not_belong_together_is_refused_and_stays_typed(team, fields, said):
    _wave, (enrolment,) = begun(team)
    answer = entered(team.nurse).post(f"/clinic/{enrolment}/start/", typed(witness="Saksi Rekaan", **fields))
    page = refused(answer)
    assert said in page
    assert 'value="Saksi Rekaan"' in page


def test_a_test_before_admission_or_after_leaving_is_refused(team):
    _wave, (enrolment,) = begun(team, began=TODAY - timedelta(days=20))
    browser = entered(team.nurse)
    page = f"/clinic/{enrolment}/start/"
    before = typed(TODAY - timedelta(days=21), all_negative="on")
    assert "sejak hari penerimaan" in refused(browser.post(page, before))
    waves.left(team, enrolment, "exited", TODAY - timedelta(days=9), "withdrew")
    assert "sudah keluar dari program" in refused(browser.post(page, typed(all_negative="on")))


def test_a_test_beside_the_plan_may_be_taken_any_day_and_again(team):
    _wave, (enrolment,) = begun(team)
    browser = entered(team.nurse)
    for _ in range(2):
        answer = browser.post(f"/clinic/{enrolment}/extra/", typed(all_negative="on"))
        assert answer.status_code == 303


def test_who_may_only_read_tests_gets_no_form(team):
    _wave, (enrolment,) = begun(team)
    assert entered(team.assessor).get(f"/clinic/{enrolment}/start/").status_code == 403
    assert entered(team.registrar).get("/clinic/").status_code == 403
    stranger = factories.worker(Role.NURSE, factories.organisation())
    assert entered(stranger).get(f"/clinic/{enrolment}/start/").status_code == 404


# The second look


def test_a_positive_waits_until_somebody_else_agreed(team):
    _wave, (enrolment,) = begun(team)
    test = waves.sampled(team, enrolment, "start", BEGAN, "positive")
    own, other = entered(team.nurse), entered(team.assessor)
    page = f"/clinic/test/{test}/"
    assert "Menunggu pembacaan kedua" in text(own.get(page))
    assert "Pembacaan kedua oleh orang lain" in text(own.get(page))
    assert "Pembacaan kedua oleh orang lain" in text(own.get(f"/clinic/{test}/look/"))
    assert f"/clinic/{test}/look/" in text(other.get("/clinic/"))
    answer = other.post(f"/clinic/{test}/look/", {"agrees": "yes", "once": str(uuid4())})
    assert answer["Location"] == page
    seen = text(own.get(page))
    assert "Positif, dikonfirmasi" in seen
    assert "Setuju: positif" in seen


def test_the_own_positive_is_not_looked_at_again_even_by_hand(team):
    _wave, (enrolment,) = begun(team)
    test = waves.sampled(team, enrolment, "start", BEGAN, "positive")
    answer = entered(team.nurse).post(f"/clinic/{test}/look/", {"agrees": "yes"})
    assert "Anda yang mencatat tes ini" in refused(answer)


def test_who_does_not_agree_says_what_was_seen_and_the_positive_does_not_stand(team):
    _wave, (enrolment,) = begun(team)
    test = waves.sampled(team, enrolment, "start", BEGAN, "positive")
    other = entered(team.assessor)
    assert refused(other.post(f"/clinic/{test}/look/", {"agrees": "no"}))
    answer = other.post(f"/clinic/{test}/look/", {"agrees": "no", "note": "Garis kontrol tidak ada."})
    page = text(other.get(answer["Location"]))
    assert "hasil ini tidak berlaku" in page
    assert "Ambil tes baru" in page
    assert "dikonfirmasi</" not in page.replace("belum dikonfirmasi", "")


def test_a_positive_keyed_as_negative_is_corrected_by_a_further_row(team):
    _wave, (enrolment,) = begun(team)
    test = waves.sampled(team, enrolment, "start", BEGAN)
    browser = entered(team.nurse)
    page = f"/clinic/test/{test}/amend/"
    form = text(browser.get(page))
    assert re.search(r'name="strip_met" value="negative"[^>]* checked', form)
    changed = typed(BEGAN, **negative(met="positive"))
    assert "Isi mengapa diperbaiki." in refused(browser.post(page, changed | {"why": ""}))
    answer = browser.post(page, changed | {"why": "Strip tertukar dengan tes lain"})
    amended = text(browser.get(answer["Location"]))
    assert "Strip tertukar dengan tes lain" in amended
    assert "Menunggu pembacaan kedua" in amended
    assert "Buka yang berlaku" in text(browser.get(f"/clinic/test/{test}/"))
    assert browser.get(page).status_code == 409
    with acting(team.nurse, TODAY):
        assert UrineTest.objects.filter(enrolment_id=enrolment).count() == 2


# The list and the round


def test_the_list_shows_what_is_late_before_what_is_due(team):
    _late, _people = begun(team, began=TODAY - timedelta(days=30))
    _soon, _others = begun(team)
    page = text(entered(team.nurse).get("/clinic/"))
    assert page.index("Terlambat 16 hari") < page.index("Sampai ")
    assert page.count("Isi putaran") == 2


def row(enrolment, state: str, *strips: str, note: str = "") -> dict:
    return {f"state_{enrolment}": state, f"strips_{enrolment}": list(strips), f"note_{enrolment}": note}


def test_a_round_saves_the_rows_that_were_filled_and_only_those(team):
    wave, (first, second, third) = begun(team, 3)
    browser = entered(team.nurse)
    page = f"/clinic/round/{wave.reference}/start/"
    assert text(browser.get(page)).count("Belum diisi") == 3
    answer = browser.post(page, {
        **when("taken_on", TODAY), "once": str(uuid4()), "witness": "Saksi Rekaan",
        **row(first, "negative"), **row(second, "positive", "met", "amp"), **row(third, ""),
    })  # fmt: skip
    assert answer.status_code == 303
    after = text(browser.get(page))
    assert "2 tes tersimpan." in after
    assert after.count("Belum diisi") == 1
    with acting(team.nurse, TODAY):
        test = UrineTest.objects.get(enrolment_id=second)
        positive = {one.analyte for one in test.results.all() if one.result == "positive"}
    assert (test.state, positive, test.witness) == ("positive", {"met", "amp"}, "Saksi Rekaan")


def test_a_row_that_cannot_be_saved_says_why_while_the_others_are_saved(team):
    wave, (first, second) = begun(team, 2)
    browser = entered(team.nurse)
    page = f"/clinic/round/{wave.reference}/start/"
    sent = {**when("taken_on", TODAY), "once": str(uuid4()),
            **row(first, "negative"), **row(second, "exempt", note="dr")}  # fmt: skip
    answer = refused(browser.post(page, sent))
    assert "Tulis alasannya" in answer
    assert f'name="state_{first}"' not in answer
    assert f'name="note_{second}" value="dr"' in answer
    mended = sent | row(second, "exempt", note="Gagal ginjal, keputusan dokter")
    assert browser.post(page, mended).status_code == 303
    with acting(team.nurse, TODAY):
        assert UrineTest.objects.count() == 2


def test_an_empty_round_and_a_strip_without_a_result_are_told(team):
    wave, (first,) = begun(team)
    browser = entered(team.nurse)
    page = f"/clinic/round/{wave.reference}/start/"
    assert "Isi hasil paling sedikit satu orang." in refused(browser.post(page, when("taken_on", TODAY)))
    unsaid = refused(browser.post(page, {**when("taken_on", TODAY), **row(first, "", "met")}))
    assert "Pilih hasilnya" in unsaid
    bare = refused(browser.post(page, {**when("taken_on", TODAY), **row(first, "positive")}))
    assert re.search(r'href="#id_state_[^"]+">Rekaan \w+: Centang strip yang positif', bare)


def test_a_round_outside_the_window_takes_the_note_as_its_reason(team):
    wave, (first,) = begun(team, began=TODAY - timedelta(days=30))
    browser = entered(team.nurse)
    page = f"/clinic/round/{wave.reference}/start/"
    sent = {**when("taken_on", TODAY), "once": str(uuid4())}
    assert "di luar jendela" in refused(browser.post(page, sent | row(first, "negative")))
    assert browser.post(page, sent | row(first, "negative", note="Blok ditutup")).status_code == 303


def test_a_round_of_another_office_or_another_plan_does_not_exist(team):
    wave, _people = begun(team)
    stranger = factories.worker(Role.NURSE, factories.organisation())
    assert entered(stranger).get(f"/clinic/round/{wave.reference}/start/").status_code == 404
    assert entered(team.nurse).get(f"/clinic/round/{wave.reference}/tidak-ada/").status_code == 404


def test_what_no_database_takes_is_refused_in_words(team):
    wave, (enrolment,) = begun(team)
    browser = entered(team.nurse)
    for path in ("round/a%00b/start/", f"round/{wave.reference}/a%00b/", f"{enrolment}/a%00b/"):
        assert browser.get(f"/clinic/{path}").status_code == 404
    refused(browser.post(f"/clinic/{enrolment}/start/", typed(reason="a\0b", all_negative="on")))
    sent = {**when("taken_on", TODAY), **row(enrolment, "negative\0", "\0")}
    refused(browser.post(f"/clinic/round/{wave.reference}/start/", sent))
