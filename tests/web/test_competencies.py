"""The register of competencies and its forms, pressed as a head presses them."""

from datetime import timedelta
from uuid import uuid4

import pytest

from pulih.records import scope
from pulih.records.models import Account, Competency
from pulih.rules.permissions import Role
from tests import factories
from tests.web.entering import entered

pytestmark = pytest.mark.usefixtures("db", "quick_hashes")

REGISTER = "/staff/competencies/"
DAY = timedelta(days=1)


def office(role: Role = Role.HEAD_OF_FACILITY):
    prison = factories.organisation()
    head = factories.worker(role, prison)
    nurse = factories.worker(Role.NURSE, prison, full_name="Ani Rekaan", competent=False)
    return prison, head, nurse


def text(answer) -> str:
    return answer.content.decode()


def today(actor):
    with scope.acting_as(actor):
        return scope.today()


def certificate(actor, **changed) -> dict[str, str]:
    return {
        "code": "withdrawal_assessment",
        "certificate": "BNN 12/2025, Rekaan",
        "granted_on": (today(actor) - 30 * DAY).isoformat(),
        "expires_on": (today(actor) + 300 * DAY).isoformat(),
        "once": str(uuid4()),
        **changed,
    }


def add(nurse) -> str:
    return f"/staff/{nurse.account_id}/competencies/add/"


@pytest.mark.parametrize("role", [Role.HEAD_OF_FACILITY, Role.ADMINISTRATOR])
def test_a_competency_is_recorded_from_the_register_and_withdrawn_on_the_workers_page(role):
    _, head, nurse = office(role)
    client = entered(head)
    assert add(nurse) in text(client.get(REGISTER))
    answer = client.post(add(nurse), certificate(head))
    assert (answer.status_code, answer["Location"]) == (303, f"/staff/{nurse.account_id}/")
    page = text(client.get(answer["Location"]))
    assert "Penilaian gejala putus zat" in page
    assert "BNN 12/2025, Rekaan" in page
    row = Competency.objects.get(account_id=nurse.account_id)
    address = f"/staff/{nurse.account_id}/competencies/{row.pk}/withdraw/"
    assert address in page
    sent = {"withdrawn_on": today(head).isoformat(), "because": "Dibatalkan penerbit.", "once": str(uuid4())}
    assert client.post(address, sent).status_code == 303
    page = text(client.get(f"/staff/{nurse.account_id}/"))
    assert "Dibatalkan penerbit." in page
    assert address not in page


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays():
    _, head, nurse = office()
    client = entered(head)
    late = (today(head) - DAY).isoformat()
    answer = client.post(add(nurse), certificate(head, certificate="x", expires_on=late))
    assert answer.status_code == 422
    page = text(answer)
    assert 'href="#id_certificate"' in page
    assert 'value="x"' in page
    assert "Catat sertifikat yang masih berlaku." in page
    assert client.post(add(nurse), certificate(head, code="king")).status_code == 422
    assert not Competency.objects.filter(account_id=nurse.account_id).exists()


def test_the_register_tells_what_ends_and_can_be_narrowed_to_it():
    prison, head, nurse = office()
    factories.worker(Role.ASSESSOR, prison, full_name="Budi Rekaan")
    account = Account.objects.get(pk=nurse.account_id)
    factories.train(account, prison, "motivation", until=today(head) + 30 * DAY)
    factories.train(account, prison, "observation", until=today(head) - DAY)
    client = entered(head)
    page = text(client.get(REGISTER))
    for words in ("Ani Rekaan", "Budi Rekaan", "Segera berakhir", "Berakhir", "Berlaku"):
        assert words in page
    page = text(client.get(REGISTER + "?show=pressing"))
    assert "Ani Rekaan" in page
    assert "Budi Rekaan" not in page
    assert "Ani Rekaan" not in text(client.get(REGISTER + "?code=outcome_monitoring"))
    assert "Tidak ada petugas dengan keadaan itu." in text(client.get(REGISTER + "?show=without"))


def test_the_day_of_the_head_names_them_and_leads_to_the_register():
    prison, head, nurse = office()
    account = Account.objects.get(pk=nurse.account_id)
    factories.train(account, prison, "motivation", until=today(head) - DAY)
    page = text(entered(head).get("/"))
    assert "Kompetensi berakhir: 1 petugas" in page
    assert "Ani Rekaan. Catat perpanjangannya" in page
    assert "/staff/competencies/?show=pressing" in page


def test_many_names_are_counted_after_the_fourth():
    prison, head, _ = office()
    for letter in "BCDEF":
        worker = factories.worker(Role.NURSE, prison, full_name=f"{letter}ani Rekaan", competent=False)
        account = Account.objects.get(pk=worker.account_id)
        factories.train(account, prison, "motivation", until=today(head) - DAY)
    page = text(entered(head).get("/"))
    assert "Eani Rekaan dan 1 lagi." in page
    assert "Fani Rekaan" not in page


def test_a_worker_sees_the_own_competencies_and_changes_none():
    prison, _, nurse = office()
    factories.train(Account.objects.get(pk=nurse.account_id), prison, "motivation")
    client = entered(nurse)
    page = text(client.get("/staff/preferences/"))
    assert "Kompetensi saya" in page
    assert "Penilaian motivasi" in page
    assert "/withdraw/" not in page
    for address in (REGISTER, add(nurse)):
        assert client.get(address).status_code == 403


def test_a_registrars_account_page_says_nothing_of_competencies():
    registrar = factories.worker(Role.REGISTRAR, factories.organisation())
    assert "Kompetensi saya" not in text(entered(registrar).get("/staff/preferences/"))


def test_of_oneself_the_page_says_why_not_and_the_form_is_refused():
    prison, head, _ = office()
    client = entered(head)
    page = text(client.get(f"/staff/{head.account_id}/"))
    assert "Mintalah kepala atau administrator lain" in page
    assert add(head) not in page
    assert client.get(add(head)).status_code == 409
    (row,) = factories.train(Account.objects.get(pk=head.account_id), prison, "motivation")
    assert client.get(f"/staff/{head.account_id}/competencies/{row.pk}/withdraw/").status_code == 409


def test_another_offices_worker_and_another_workers_competency_are_not_found():
    prison, head, nurse = office()
    elsewhere, _, stranger = office()
    (row,) = factories.train(Account.objects.get(pk=stranger.account_id), elsewhere, "motivation")
    client = entered(head)
    assert client.get(add(stranger)).status_code == 404
    assert client.get(f"/staff/{nurse.account_id}/competencies/{row.pk}/withdraw/").status_code == 404
    assert client.get(f"{REGISTER}?organisation={elsewhere.pk}").status_code == 404


@pytest.mark.parametrize("query", ["show=x", "code=x", "page=0", "page=99", "organisation=x", "show=%00"])
def test_nonsense_in_the_address_is_still_a_page(query):
    _, head, _ = office()
    assert entered(head).get(f"{REGISTER}?{query}").status_code == 200


def test_an_office_where_nobody_measures_says_what_the_register_is_for():
    administrator = factories.worker(Role.ADMINISTRATOR, factories.region())
    assert "Belum ada yang mengukur" in text(entered(administrator).get(REGISTER))


def test_the_staff_page_leads_to_the_register():
    _, head, _ = office()
    assert "/staff/competencies/" in text(entered(head).get("/staff/"))
