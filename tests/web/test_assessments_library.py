"""The library of instruments: what each says of itself, and licensed wording where an office has it."""

import pytest

from pulih.language.instruments import instruments
from pulih.records.models import Account
from pulih.rules.permissions import Role
from tests import factories
from tests.waves import acting
from tests.web.entering import entered
from tests.web.test_assessments_filling import TODAY, address, office, reference, team, text, typed

__all__ = ["reference", "team"]
pytestmark = pytest.mark.usefixtures("quick_hashes", "db")


def test_the_library_tells_what_each_instrument_is_for_and_who_may_use_it(team):
    page = text(entered(team.assessor).get("/assessments/instruments/"))
    for words in ("ASSIST 3.1", "keterlibatan zat", "Perlu pelatihan: Skrining penggunaan zat",
                  "tidak untuk diisi sendiri", "Teks berlisensi belum dimuat",
                  "/assessments/blank/dast-10/"):  # fmt: skip
        assert words in page
    assert entered(team.registrar).get("/assessments/instruments/").status_code == 403


@pytest.mark.parametrize(
    "code", ["assist-3.1", "whoqol-bref", "dudit", "asi-5-composite", "urica-32", "skm", "bam"]
)
def test_an_instrument_says_in_words_how_it_is_scored(team, code):
    page = text(entered(team.assessor).get(f"/assessments/instruments/{code}/"))
    assert "Bagaimana dihitung" in page
    assert "circumstance." not in page
    assert "missing_rule." not in page


def test_every_form_of_the_library_opens_in_both_languages(team, reference):
    for language in ("id", "en"):
        with acting(team.assessor, TODAY):
            Account.objects.filter(pk=team.assessor.account_id).update(language=language)
        browser = entered(team.assessor)
        for code in instruments():
            assert browser.get(address(reference, code)).status_code == 200, code
            assert browser.get(f"/assessments/instruments/{code}/").status_code == 200, code


def test_licensed_wording_stands_where_our_captions_would_and_opens_what_needs_it(team, reference):
    from pulih.actions.instruments import load_wording

    administrator = factories.worker(Role.ADMINISTRATOR, office(team))
    pack = {
        "language": "id", "holder": "Penerbit Rekaan", "licence": "Surat 7/2026", "intro": "Tentang layanan kami.",
        "items": {str(one): f"Pertanyaan berizin {one}" for one in range(1, 9)},
        "answers": {"printed": ["buruk", "kurang", "cukup", "baik"]},
    }  # fmt: skip
    with acting(administrator, TODAY):
        load_wording(code="csq-8", pack=pack, by=administrator)
    browser = entered(team.assessor)
    page = text(browser.get(address(reference, "csq-8")))
    for words in ("Pertanyaan berizin 8", "Tentang layanan kami.", "Penerbit Rekaan, Surat 7/2026", "kurang"):
        assert words in page
    assert address(reference, "csq-8") in text(browser.get(f"/assessments/person/{reference}/"))
    assert "Teks berlisensi dimuat: Indonesia" in text(browser.get("/assessments/instruments/"))
    answer = browser.post(address(reference, "csq-8"), typed("csq-8", {"1": "9"}))
    assert "Butir 1, Pertanyaan berizin 1: jawaban hanya 1 sampai 4." in text(answer)
