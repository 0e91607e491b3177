"""Instruments of the library from the side of those who fill them, without a script: forms beside the plan."""

import json
import re
from datetime import date, timedelta
from uuid import uuid4

import pytest

from pulih.language.instruments import instrument
from pulih.records.models import Account, Organisation, Person, Response, ResponseDraft
from pulih.rules.permissions import Role
from tests import factories, waves
from tests.today import TODAY
from tests.waves import acting
from tests.web.entering import entered

pytestmark = pytest.mark.usefixtures("quick_hashes", "db")


@pytest.fixture
def team():
    return waves.team()


@pytest.fixture
def reference(team):
    person = waves.resident(team, "Bayu Rekaan")
    waves.willing(team, person)
    with acting(team.registrar, TODAY):
        return Person.objects.get(pk=person).reference


def text(answer) -> str:
    return answer.content.decode()


def address(reference, code: str) -> str:
    return f"/assessments/person/{reference}/fill/{code}/"


def typed(code: str, answers: dict[str, str], day: date = TODAY, **other: str) -> dict[str, str]:
    """A form as the page sends it."""
    windows = instrument(code).windows
    return {
        "time_window": windows[0].code if windows else "",
        **{f"item_{code}": value for code, value in answers.items()},
        "taken_on": day.isoformat(), "mode": "interview", "language": "id", "once": str(uuid4()), **other,
    }  # fmt: skip


def filled(browser, reference, code: str, answers: dict[str, str], **other) -> str:
    """The page of the result of a form that was sent."""
    answer = browser.post(address(reference, code), typed(code, answers, **other))
    assert answer.status_code == 303, re.findall(r"ui-error[^>]*>(.*?)</p>", text(answer))
    return text(browser.get(answer["Location"]))


def office(team) -> Organisation:
    return Organisation.objects.get(pk=team.office)


# What may be filled


def test_whoever_did_not_say_yes_is_not_asked_and_the_page_says_so_before_anything_is_typed(team):
    never = waves.resident(team, "Citra Rekaan")
    with acting(team.registrar, TODAY):
        strange = Person.objects.get(pk=never).reference
    browser = entered(team.assessor)
    listed = text(browser.get(f"/assessments/person/{strange}/"))
    assert address(strange, "dast-10") not in listed
    assert f"/enrolments/willingness/{strange}/" in listed, "the way to mend it stands there"
    assert address(strange, "cows") in listed
    page = text(browser.get(address(strange, "dast-10")))
    assert "data-item=" not in page
    assert "kesediaan" in page
    assert browser.post(address(strange, "dast-10"), typed("dast-10", {"1": "0"})).status_code == 422
    assert "data-item=" in text(browser.get(address(strange, "cows"))), "the sick are examined all the same"


def test_a_person_page_offers_the_forms_of_this_role_by_what_they_are_about(team, reference):
    page = text(entered(team.assessor).get(f"/assessments/person/{reference}/"))
    for words in (
        "Formulir lain",
        "Penggunaan zat",
        "Kesehatan jiwa",
        "Wawancara dan pengamatan",
        "belum pernah",
    ):
        assert words in page
    assert address(reference, "dast-10") in page
    assert address(reference, "csq-8") not in page, "it needs licensed wording, and says so"
    assert "teks berlisensi" in page
    assert address(reference, "cows") in page
    counsellor = factories.worker(Role.COUNSELLOR, office(team))
    assert address(reference, "cows") not in text(
        entered(counsellor).get(f"/assessments/person/{reference}/")
    ), "an examination is not for every role"


def test_who_was_not_trained_is_told_before_anything_is_typed(team, reference):
    untrained = factories.worker(Role.ASSESSOR, office(team), competent=False)
    browser = entered(untrained)
    page = text(browser.get(f"/assessments/person/{reference}/"))
    assert address(reference, "assist-3.1") not in page
    form = text(browser.get(address(reference, "assist-3.1")))
    assert "Belum bisa diukur." in form
    assert "Skrining penggunaan zat" in form
    assert "data-item=" not in form
    assert text(browser.get(address(reference, "whoqol-bref"))).count("data-item=") == 26
    assert browser.post(address(reference, "dast-10"), typed("dast-10", {"1": "0"})).status_code == 422


def test_a_sheet_filled_by_the_person_may_be_keyed_by_anybody_of_the_role(team, reference):
    browser = entered(factories.worker(Role.ASSESSOR, office(team), competent=False))
    page = text(browser.get(address(reference, "dast-10")))
    assert 'name="mode" value="self"' in page
    assert 'name="mode" value="interview"' not in page
    assert "Tanpa skor" not in filled(browser, reference, "dast-10", {"1": "0"}, mode="self")


def test_a_certificate_that_ran_out_leaves_the_sheets_of_its_time(team, reference):
    late = factories.worker(Role.ASSESSOR, office(team), competent=False)
    ended = TODAY - timedelta(days=10)
    factories.train(Account.objects.get(pk=late.account_id), office(team), "substance_screening", until=ended)
    browser = entered(late)
    page = text(browser.get(address(reference, "assist-3.1")))
    assert "data-item=" not in page
    assert 'href="?older=1"' in page
    assert "data-item=" in text(browser.get(address(reference, "assist-3.1") + "?older=1"))
    answers = {f"{one}_q1": "0" for one in SUBSTANCES} | {"q8": "0"}
    refused = browser.post(address(reference, "assist-3.1"), typed("assist-3.1", answers))
    assert refused.status_code == 422
    assert 'name="item_alcohol_q1" value="0" checked' in text(refused), "nothing typed is lost"
    filled(browser, reference, "assist-3.1", answers, day=ended)


def test_an_unknown_instrument_is_no_page_and_who_may_not_measure_gets_none(team, reference):
    browser = entered(team.assessor)
    assert browser.get(address(reference, "tidak-ada")).status_code == 404
    assert browser.get("/assessments/instruments/tidak-ada/").status_code == 404
    assert entered(team.registrar).get(address(reference, "dast-10")).status_code == 403
    elsewhere = factories.worker(Role.ASSESSOR, factories.organisation())
    assert entered(elsewhere).get(address(reference, "dast-10")).status_code == 404


# Answers of every type, without a script

SUBSTANCES = ("tobacco", "alcohol", "cannabis", "cocaine", "amphetamine_type_stimulants", "inhalants",
              "sedatives", "hallucinogens", "opioids", "other")  # fmt: skip


def test_the_page_says_its_conditions_in_words(team, reference):
    page = text(entered(team.assessor).get(address(reference, "dast-10")))
    assert "Hanya bila butir 1 dijawab ya." in page.replace("Ya.", "ya.")
    assert re.search(r'data-when="\[\{&quot;items&quot;: \[&quot;1&quot;\]', page)
    page = text(entered(team.assessor).get(address(reference, "assist-3.1")))
    assert "hanya bila “Alkohol: pernah” dijawab Ya" in page


def test_what_is_not_asked_needs_no_answer_and_what_is_asked_does(team, reference):
    browser = entered(team.assessor)
    answer = browser.post(address(reference, "dast-10"), typed("dast-10", {"1": "1", "2": "1"}))
    assert answer.status_code == 422
    assert "8 butir belum ada jawaban: 3, 4, 5" in text(answer)
    page = filled(browser, reference, "dast-10", {"1": "0"})
    assert "<b>0</b>" in page
    assert "tidak ada" in page


def test_a_sheet_that_answers_everything_counts_as_it_stands_where_the_definition_says_so(team, reference):
    page = filled(entered(team.assessor), reference, "dast-10", {str(item): "0" for item in range(1, 11)})
    assert "<b>1</b>" in page, "item 3 asks whether somebody can stop"


def test_an_answer_that_contradicts_another_is_refused_at_its_place(team, reference):
    browser = entered(team.assessor)
    blank = no_days()
    answer = browser.post(
        address(reference, "use-days-28"), typed("use-days-28", blank | {use_days()[0]: "29"})
    )
    assert answer.status_code == 422
    assert "isi antara 0 dan 28" in text(answer)
    for wrong in ("1,5", "banyak", "-3"):
        answer = browser.post(
            address(reference, "use-days-28"), typed("use-days-28", blank | {use_days()[0]: wrong})
        )
        assert answer.status_code == 422, wrong


def use_days() -> list[str]:
    """The counts of days that are always asked."""
    return [one.code for one in instrument("use-days-28").items if one.type == "count" and not one.shown_when]


def no_days() -> dict[str, str]:
    """Nothing used on any day: the least answer to whatever is always asked."""
    always = [one for one in instrument("use-days-28").items if not (one.shown_when or one.optional)]
    return {one.code: str(min(one.values)) if one.values else "0" for one in always}


def test_left_empty_is_meant_for_a_number_as_for_a_choice_and_no_code_looks_like_it(team, reference):
    browser = entered(team.assessor)
    page = text(browser.get(address(reference, "use-days-28")))
    first, other = use_days()[-1], use_days()[0]
    assert f'type="checkbox" id="id_item_{first}_0x" name="item_{first}" value="-"' in page
    filled(browser, reference, "use-days-28", no_days() | {first: "-"})
    with acting(team.assessor, TODAY):
        answers = Response.objects.get().answers
    assert first not in answers
    assert answers[other] == 0


def test_a_draft_beside_the_plan_holds_every_type_and_opens_for_a_colleague(team, reference):
    browser = entered(team.assessor)
    page = text(browser.get(address(reference, "sds")))
    (keep,) = re.findall(r'data-draft="([^"]+)"', page)
    half = {"item_1": "0", "item_2": "-", "item_substance": "sabu", "time_window": "before_custody_12_months",
            "language": "other", "language_other": "Sunda"}  # fmt: skip
    answer = browser.post(keep, half, headers={"accept": "application/json"})
    assert json.loads(answer.content)["clock"]
    page = text(entered(factories.worker(Role.COUNSELLOR, office(team))).get(address(reference, "sds")))
    assert 'name="item_1" value="0" checked' in page
    assert 'name="item_2" value="-" checked' in page
    assert ">sabu</textarea>" in page
    assert re.search(r'value="before_custody_12_months"[^>]* checked', page)
    assert 'value="Sunda"' in page
    back = browser.post(keep, half)
    assert (back.status_code, back["Location"]) == (303, address(reference, "sds"))
    filled(browser, reference, "sds", {**{str(one): "1" for one in range(1, 6)}, "substance": ""})
    with acting(team.assessor, TODAY):
        assert not ResponseDraft.objects.exists()


# How it was taken


def test_a_form_keeps_how_it_was_taken_and_its_result_tells(team, reference):
    page = filled(
        entered(team.assessor), reference, "dast-10", {"1": "0"},
        mode="read_aloud", reader="Tamu Rekaan", language="other", language_other="Jawa",
        time_window="before_custody_12_months",
    )  # fmt: skip
    for words in ("Dibacakan, Tamu Rekaan", "Jawa", "12 bulan sebelum ditahan", "instrumen 1"):
        assert words in page


def test_a_local_language_is_named_and_the_second_form_of_a_day_refused(team, reference):
    browser = entered(team.assessor)
    answer = browser.post(address(reference, "dast-10"), typed("dast-10", {"1": "0"}, language="other"))
    assert "Tulis bahasa apa yang dipakai." in text(answer)
    filled(browser, reference, "dast-10", {"1": "0"})
    again = browser.post(address(reference, "dast-10"), typed("dast-10", {"1": "0"}))
    assert again.status_code == 422
    assert "sudah tercatat" in text(again)


# Results


def test_substances_are_scored_one_by_one_used_ones_first_and_never_summed(team, reference):
    answers = {f"{one}_q1": "0" for one in SUBSTANCES} | {"q8": "0"}
    for one, often in (("alcohol", "1"), ("opioids", "4")):
        answers |= {f"{one}_q1": "1"} | {f"{one}_q{item}": often for item in range(2, 6)}
        answers |= {f"{one}_q6": "0", f"{one}_q7": "0"}
    browser = entered(team.assessor)
    page = filled(browser, reference, "assist-3.1", answers)
    assert page.index("Opioid") < page.index("Alkohol")
    assert "Tingkat risiko: tinggi" in page
    assert "Riwayat pemakaian lama saja" in page
    assert "tidak pernah dijumlahkan" in page
    assert re.search(r"Skor 0:</span> [^<]*Ganja", page)
    listed = text(browser.get(f"/assessments/person/{reference}/"))
    assert "Formulir di luar rencana" in listed
    assert "Opioid 27 (tinggi)" in listed


def test_an_amendment_of_a_screening_takes_over_what_the_page_does_not_ask(team, reference):
    browser = entered(team.assessor)
    answers = {f"{one}_q1": "0" for one in SUBSTANCES} | {"q8": "0"}
    browser.post(address(reference, "assist-3.1"), typed("assist-3.1", answers))
    with acting(team.assessor, TODAY):
        first = Response.objects.get()
    page = text(browser.get(f"/assessments/response/{first.pk}/amend/"))
    assert 'name="item_alcohol_q1" value="0" checked' in page
    assert not re.search(r'name="item_alcohol_q2" value="-" checked', page), "it was never asked"
    answer = browser.post(
        f"/assessments/response/{first.pk}/amend/",
        typed("assist-3.1", answers | {"q8": "2"}, why="Salah salin dari lembar"),
    )
    assert "Riwayat perbaikan" in text(browser.get(answer["Location"]))


def test_an_examination_shows_its_score_while_filling_and_no_other_instrument_does(team, reference):
    browser = entered(team.nurse)
    assert "Skor sementara" in text(browser.get(address(reference, "cows")))
    assert "Skor sementara" not in text(browser.get(address(reference, "dast-10")))
    answer = browser.post("/assessments/running/cows/", {"item_pulse": "4", "item_sweat": "2"})
    assert "6</b>" in text(answer)
    assert "9 butir belum dijawab" in text(answer)
    assert browser.post("/assessments/running/dast-10/", {"item_1": "1"}).status_code == 404
    assert entered(team.registrar).post("/assessments/running/cows/", {}).status_code == 403


def test_a_form_is_dated_within_the_stay_and_everything_wrong_is_told_at_once(team, reference):
    browser = entered(team.assessor)
    answer = browser.post(address(reference, "dast-10"), typed("dast-10", {"1": "0"}, day=date(2001, 1, 1)))
    assert answer.status_code == 422
    assert "belum tercatat di kantor Anda" in text(answer)
    answer = browser.post(address(reference, "dast-10"), typed("dast-10", {}, day=date(2001, 1, 1)))
    assert "belum tercatat di kantor Anda" in text(answer), "the day and the items are told together"
