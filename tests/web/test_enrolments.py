"""The pages about pathways: one next step a row, several at once, history, willingness, exceptions, transfers."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from pulih.actions import enrolments as actions
from pulih.records import scope
from pulih.records.models import (
    AdmissionException,
    Consent,
    Enrolment,
    Person,
    StatusChange,
    Transfer,
)
from pulih.rules.permissions import Role
from tests import factories, waves
from tests.web.entering import entered

pytestmark = pytest.mark.usefixtures("db", "quick_hashes")
WHY = "Keluarga mendukung dan bersedia melanjutkan rawat jalan."


@pytest.fixture
def team():
    return waves.team()


@pytest.fixture
def cycle(team):
    return waves.plan(team, starts_on=days_ago(20), social=2).cycles["social"]


def text(answer) -> str:
    return answer.content.decode()


def days_ago(days: int) -> date:
    return scope.today() - timedelta(days=days)


def filled(name: str, day: date, **more) -> dict[str, object]:
    """A form with one date and a fresh token."""
    return {
        f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year, "once": str(uuid4()),
        **more,
    }  # fmt: skip


def status_of(team, enrolment) -> str:
    with scope.acting_as(team.manager):
        return Enrolment.objects.get(pk=enrolment).status


def reference_of(team, person) -> str:
    with scope.acting_as(team.manager):
        return Person.objects.get(pk=person).reference


def test_an_office_without_candidates_is_told_where_they_come_from(team):
    page = text(entered(team.manager).get("/enrolments/"))
    assert "Belum ada calon" in page
    assert 'href="/programmes/"' in page


def test_a_row_shows_one_step_or_why_not_and_the_role_s_limit_once(team, cycle):
    person = waves.resident(team, "Agus Rekaan")
    enrolment = waves.candidate(team, cycle, person)
    waves.candidate(team, cycle, waves.resident(team, "Bayu Rekaan"))
    page = text(entered(team.assessor).get("/enrolments/"))
    assert (
        page.count("Surat kesediaan belum dicatat.") == 4
    )  # once beside the name on phones, once in its column
    assert f"/enrolments/willingness/{reference_of(team, person)}/?pathway={enrolment}" in page
    page = text(entered(team.registrar).get("/enrolments/"))
    assert page.count("tidak mencakup mengasesmen dan merekomendasikan calon") == 1
    waves.willing(team, person)
    assert f"/enrolments/{enrolment}/step/assessed/" in text(entered(team.assessor).get("/enrolments/"))


def test_willingness_is_recorded_on_a_page_and_leads_back_to_the_pathway(team, cycle):
    person = waves.resident(team)
    enrolment = waves.candidate(team, cycle, person)
    reference = reference_of(team, person)
    client = entered(team.assessor)
    address = f"/enrolments/willingness/{reference}/?pathway={enrolment}"
    refused = client.post(address, filled("signed_on", days_ago(-1), witness="Saksi Rekaan", language="id"))
    assert refused.status_code == 422
    assert "Isi hari ini atau sebelumnya" in text(refused)
    answer = client.post(
        address, filled("signed_on", days_ago(1), witness="Saksi Rekaan", language="local", read_aloud="on")
    )
    assert (answer.status_code, answer["Location"]) == (303, f"/enrolments/{enrolment}/")
    page = text(client.get(answer["Location"]))
    assert "Saksi Rekaan" in page
    assert "dibacakan" in page
    answer = client.post(
        f"/enrolments/willingness/{reference}/withdraw/", filled("withdrawn_on", days_ago(0), because="Ragu")
    )
    assert answer.status_code == 303
    with scope.acting_as(team.assessor):
        assert Consent.objects.get(person_id=person).withdrawn_on == days_ago(0)
    assert "Dicabut pada" in text(client.get(f"/enrolments/{enrolment}/"))


def test_a_step_with_a_reason_is_refused_without_it_and_recorded_with_it(team, cycle):
    enrolment = waves.admitted(team, cycle, on=days_ago(15))
    client = entered(team.manager)
    address = f"/enrolments/{enrolment}/step/exited/"
    page = text(client.get(address))
    assert "Mengundurkan diri" in page
    assert "Jalur ini berakhir pada hari itu" in page
    assert client.post(address, filled("effective_on", days_ago(1), note="")).status_code == 422
    answer = client.post(address, filled("effective_on", days_ago(1), reason="expelled", note=""))
    assert answer.status_code == 422
    assert "Alasan ini perlu keterangan" in text(answer)
    answer = client.post(
        address, filled("effective_on", days_ago(1), reason="expelled", note="Berkelahi berulang")
    )
    assert answer.status_code == 303
    page = text(client.get(f"/enrolments/{enrolment}/"))
    assert "Dikeluarkan, disiplin" in page
    assert "dari kantor" in page


def test_a_step_that_is_gone_meanwhile_says_so(team, cycle):
    enrolment = waves.admitted(team, cycle, on=days_ago(15))
    client = entered(team.manager)
    answer = client.get(f"/enrolments/{enrolment}/step/assessed/")
    assert answer.status_code in (403, 404, 409, 422)
    assert "tidak dapat langsung ke" in text(answer)
    assert client.get(f"/enrolments/{enrolment}/step/nonsense/").status_code == 404
    page = client.get(f"/enrolments/{enrolment}/step/on_hold/")
    waves.left(team, enrolment, "on_hold", days_ago(3), "ill")
    stale = client.post(
        f"/enrolments/{enrolment}/step/exited/",
        filled("effective_on", days_ago(1), reason="withdrew", note="", revision="1"),
    )
    assert page.status_code == 200
    assert stale.status_code == 422
    assert "telah diubah orang lain" in text(stale)


def test_somebody_is_admitted_and_a_remand_with_a_mark(team, cycle):
    enrolment = waves.recommended(team, cycle, waves.resident(team, kind="remand"))
    client = entered(team.manager)
    page = text(client.get(f"/enrolments/{enrolment}/admit/"))
    assert "Akhir masa tinggalnya belum diketahui" in page
    answer = client.post(f"/enrolments/{enrolment}/admit/", filled("effective_on", days_ago(5)), follow=True)
    assert "Diterima dengan tanda" in text(answer)
    assert status_of(team, enrolment) == "admitted"


def test_an_admission_that_is_not_open_says_everything_at_once(team, cycle):
    short = waves.recommended(team, cycle, waves.resident(team, expires_on=days_ago(-30)))
    client = entered(team.manager)
    answer = client.post(f"/enrolments/{short}/admit/", filled("effective_on", days_ago(90)))
    assert answer.status_code == 422
    assert "sebelum program berakhir" in text(answer)
    assert "Penerimaan hanya antara" in text(answer)
    assert status_of(team, short) == "recommended"


def test_an_exception_is_asked_by_one_and_decided_by_the_head(team, cycle):
    short = waves.recommended(team, cycle, waves.resident(team, "Citra Rekaan", expires_on=days_ago(-30)))
    manager, head = entered(team.manager), entered(team.head)
    assert "Minta pengecualian" in text(manager.get("/enrolments/?step=recommended"))
    once = {"once": str(uuid4())}
    assert manager.post(f"/enrolments/{short}/exception/", {"reason": "Tolong", **once}).status_code == 422
    assert manager.post(f"/enrolments/{short}/exception/", {"reason": WHY, **once}).status_code == 303
    assert "menunggu keputusan kepala UPT" in text(manager.get("/enrolments/?step=recommended"))
    with scope.acting_as(team.head):
        asked = AdmissionException.objects.get(enrolment_id=short).pk
    assert manager.get(f"/enrolments/exceptions/{asked}/").status_code == 403
    page = text(head.get("/enrolments/exceptions/"))
    assert "Citra Rekaan" in page
    assert WHY in page
    answer = head.post(f"/enrolments/exceptions/{asked}/", {"grant": "yes", "note": "", "once": str(uuid4())})
    assert answer.status_code == 303
    assert "Disetujui" in text(head.get("/enrolments/exceptions/"))
    assert f"/enrolments/{short}/admit/" in text(manager.get("/enrolments/?step=recommended"))


def test_several_people_take_one_step_and_whoever_cannot_is_shown_with_the_reason(team, cycle):
    ready = [waves.candidate(team, cycle, waves.resident(team, f"Siap Rekaan {one}")) for one in "AB"]
    with scope.acting_as(team.assessor):
        people = [Enrolment.objects.get(pk=one).person_id for one in ready]
    for person in people:
        waves.willing(team, person)
    unready = waves.candidate(team, cycle, waves.resident(team, "Belum Rekaan"))
    client = entered(team.assessor)
    page = text(client.get("/enrolments/"))
    assert 'value="assessed"' in page
    fields = filled(
        "effective_on", days_ago(0), enrolment=[*map(str, ready), str(unready)], target="assessed"
    )
    answer = client.post("/enrolments/steps/", fields)
    assert "2 orang tercatat." in text(answer)
    assert "Belum Rekaan" in text(answer)
    assert "Surat kesediaan belum dicatat" in text(answer)
    assert [status_of(team, one) for one in (*ready, unready)] == ["assessed", "assessed", "candidate"]
    again = text(client.post("/enrolments/steps/", fields))
    assert again.count("tidak disimpan dua kali") == 2


def test_the_last_places_go_to_as_many_as_there_are(team, cycle):
    wanting = [waves.recommended(team, cycle, waves.resident(team)) for _ in range(3)]
    fields = filled("effective_on", days_ago(2), enrolment=[str(one) for one in wanting], target="admitted")
    answer = text(entered(team.manager).post("/enrolments/steps/", fields))
    assert "2 orang tercatat." in answer
    assert "Semua tempat siklus ini sudah terisi" in answer


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"enrolment": []}, "Centang paling sedikit satu orang"),
        ({"effective_on_day": "32"}, "Periksa tanggalnya"),
        ({"effective_on_day": "", "effective_on_month": "", "effective_on_year": ""}, "Isi tanggalnya"),
    ],
)
def test_a_step_for_several_keeps_the_ticks_when_the_date_is_wrong(team, cycle, changed, said):
    enrolment = waves.candidate(team, cycle, waves.resident(team, "Agus Rekaan"))
    fields = filled("effective_on", days_ago(0), enrolment=[str(enrolment)], target="assessed") | changed
    answer = entered(team.assessor).post("/enrolments/steps/", fields)
    assert answer.status_code == 422
    assert said in text(answer)
    assert ("Agus Rekaan" in text(answer)) == bool(fields["enrolment"])


def test_a_wrong_step_is_corrected_by_a_further_row_and_both_are_shown(team, cycle):
    enrolment = waves.admitted(team, cycle, on=days_ago(15))
    client = entered(team.manager)
    with scope.acting_as(team.manager):
        change = StatusChange.objects.get(enrolment_id=enrolment, to_status="admitted").pk
    address = f"/enrolments/{enrolment}/correct/{change}/"
    assert client.post(address, filled("effective_on", days_ago(10), note="", why="x")).status_code == 422
    answer = client.post(address, filled("effective_on", days_ago(10), note="", why="Salah baca tanggal"))
    assert answer.status_code == 303
    page = text(client.get(f"/enrolments/{enrolment}/"))
    assert "sudah diperbaiki" in page
    assert "dicatat terlambat" in page
    with scope.acting_as(team.manager):
        assert Enrolment.objects.get(pk=enrolment).admitted_on == days_ago(10)
        newest = StatusChange.objects.filter(enrolment_id=enrolment).latest("id").pk
    answer = client.post(
        f"/enrolments/{enrolment}/correct/{newest}/",
        filled("effective_on", days_ago(10), note="", annul="on", why="Belum jadi diterima"),
    )
    assert answer.status_code == 303
    assert status_of(team, enrolment) == "recommended"
    assert "Dibatalkan:" in text(client.get(f"/enrolments/{enrolment}/"))


def test_the_end_of_a_remand_is_looked_at_again_by_whoever_keeps_the_register(team):
    wave = waves.plan(team, starts_on=days_ago(60))
    remand = waves.admitted(
        team, wave.cycles["social"], waves.resident(team, "Doni Rekaan", kind="remand"), days_ago(40)
    )
    client = entered(team.registrar)
    page = text(client.get("/enrolments/?step=recheck"))
    assert "Doni Rekaan" in page
    address = f"/enrolments/{remand}/recheck/"
    answer = client.post(address, {"still_unknown": "no", "note": "", "once": str(uuid4())})
    assert answer.status_code == 422
    assert "Tanggal ekspirasi belum ada" in text(answer)
    answer = client.post(address, {"still_unknown": "yes", "note": "", "once": str(uuid4())})
    assert answer.status_code == 303
    assert "Doni Rekaan" not in text(client.get("/enrolments/?step=recheck"))


def test_a_transfer_is_proposed_accepted_and_the_sender_keeps_only_its_own(team, cycle):
    other = waves.team(mark=".b")
    person = waves.resident(team, "Eka Rekaan")
    enrolment = waves.admitted(team, cycle, person, days_ago(15))
    reference = reference_of(team, person)
    sender, receiver = entered(team.registrar), entered(other.registrar)
    page = text(sender.get(f"/enrolments/transfers/propose/{reference}/"))
    assert "Rehabilitasi sosial (Tahap 1) berakhir di sini" in page
    fields = {"receiver": str(other.office), "reason": "Mendekat ke keluarga", "once": str(uuid4())}
    assert sender.post(f"/enrolments/transfers/propose/{reference}/", fields).status_code == 303
    assert "Eka Rekaan" in text(sender.get("/enrolments/transfers/"))
    assert "Eka Rekaan" in text(receiver.get("/enrolments/transfers/"))
    with scope.acting_as(team.registrar):
        offer = Transfer.objects.get(person_id=person).pk
    assert sender.get(f"/enrolments/transfers/{offer}/accept/").status_code in (403, 404)
    arrival = filled("moved_on", days_ago(0), register_number="B2-9001", kind="sentenced", block="C 1")
    answer = receiver.post(f"/enrolments/transfers/{offer}/accept/", arrival)
    assert (answer.status_code, answer["Location"]) == (303, f"/people/record/{reference}/")
    assert "Eka Rekaan" in text(receiver.get(answer["Location"]))
    page = text(sender.get(f"/enrolments/{enrolment}/"))
    assert "Pindah" in page
    assert "Tidak lagi di sini" in page
    assert "Diterima" in text(sender.get("/enrolments/transfers/"))


def test_a_transfer_is_refused_with_a_reason_or_taken_back(team, cycle):
    other = waves.team(mark=".b")
    offers = []
    for name in ("Fajar Rekaan", "Gilang Rekaan"):
        person = waves.resident(team, name)
        with scope.acting_as(team.registrar):
            offers.append(
                actions.propose_transfer(
                    person_id=person, receiver_id=other.office, reason="Kapasitas", by=team.registrar
                )
            )
    sender, receiver = entered(team.registrar), entered(other.registrar)
    refuse = f"/enrolments/transfers/{offers[0]}/refuse/"
    assert receiver.post(refuse, {"note": "x", "once": str(uuid4())}).status_code == 422
    assert receiver.post(refuse, {"note": "Blok penuh sampai Juni", "once": str(uuid4())}).status_code == 303
    take_back = f"/enrolments/transfers/{offers[1]}/withdraw/"
    assert receiver.post(take_back, {"once": str(uuid4())}).status_code in (403, 404)
    assert sender.post(take_back, {"note": "", "once": str(uuid4())}).status_code == 303
    page = text(sender.get("/enrolments/transfers/"))
    assert "Blok penuh sampai Juni" in page
    assert "Ditarik kembali" in page
    assert entered(team.nurse).get("/enrolments/transfers/").status_code == 403


def test_what_is_another_offices_stays_there(team, cycle):
    person = waves.resident(team, "Hadi Rekaan")
    enrolment = waves.admitted(team, cycle, person, days_ago(15))
    reference = reference_of(team, person)
    stranger = entered(factories.worker(Role.PROGRAMME_MANAGER, factories.organisation()))
    for path in (f"{enrolment}/", f"{enrolment}/step/exited/", f"{enrolment}/exception/",
                 f"willingness/{reference}/"):  # fmt: skip
        answer = stranger.get(f"/enrolments/{path}")
        assert answer.status_code in (403, 404), path
        assert "Hadi Rekaan" not in text(answer)
    answer = stranger.post(
        "/enrolments/steps/",
        filled("effective_on", days_ago(0), enrolment=[str(enrolment)], target="admitted"),
    )
    assert answer.status_code == 422
    assert "Hadi Rekaan" not in text(answer)


@pytest.mark.parametrize(
    "query", ["step=nonsense", "page=%00", "q=%00%25", "wave=x&page=9999999999", "step=recheck"]
)
def test_an_address_with_nonsense_in_it_still_shows_a_page(team, cycle, query):
    waves.candidate(team, cycle, waves.resident(team))
    assert entered(team.manager).get(f"/enrolments/?{query}").status_code == 200
