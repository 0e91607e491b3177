"""The pages about people the register no longer names."""

import re

import pytest
from django.urls import reverse

from pulih.queries import imports as queries
from pulih.records import scope
from pulih.records.models import Stay
from pulih.rules.permissions import Role
from tests import factories
from tests.registers import bring, resident, residents
from tests.web.entering import entered

pytestmark = pytest.mark.usefixtures("db", "quick_hashes")


@pytest.fixture
def registrar(db):
    return factories.worker(Role.REGISTRAR, factories.organisation())


@pytest.fixture
def address(registrar) -> str:
    bring(registrar, residents(2))
    bring(registrar, residents(1))
    with scope.acting_as(registrar):
        return reverse("people:departure_answer", args=[queries.departures(registrar)[0].id])


def text(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_with_nobody_missing_the_page_says_so(registrar):
    assert "Tidak ada yang menunggu jawaban" in text(entered(registrar).get("/people/departures/"))


def test_a_half_answer_keeps_what_was_typed_and_says_what_is_missing(registrar, address):
    refused = entered(registrar).post(address, {"answer": "transferred", "note": "menurut surat"})
    assert refused.status_code == 422
    page = text(refused)
    assert "Isi tanggal keluar." in page
    assert "menurut surat" in page
    assert re.search(r'value="transferred"[^>]* checked', page)


def test_an_answer_ends_the_stay_and_clears_the_list(registrar, address):
    browser = entered(registrar)
    assert resident(3).name in text(browser.get("/people/departures/"))
    with scope.acting_as(registrar):
        today = scope.today().isoformat()
    done = browser.post(address, {"answer": "died", "ended_on": today})
    assert (done.status_code, done.url) == (303, "/people/departures/")
    assert f"Jawaban tentang {resident(3).name} tersimpan." in text(browser.get(done.url))
    with scope.acting_as(registrar):
        assert Stay.objects.get(register_number=resident(3).register_number).how_ended == "died"


def test_a_question_already_answered_says_so(registrar, address):
    browser = entered(registrar)
    browser.post(address, {"answer": "still_here"})
    again = browser.get(address)
    assert again.status_code == 409
    assert "sudah dijawab" in text(again)


def test_another_office_finds_no_such_question(address):
    stranger = entered(factories.worker(Role.REGISTRAR, factories.organisation()))
    assert stranger.get(address).status_code == 404
