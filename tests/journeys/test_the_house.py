"""A registrar's morning, a colleague elsewhere, an emergency, and an auditor who sees all of it."""

import csv
import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from pulih.records import scope
from pulih.rules.permissions import Role
from tests import factories
from tests.plans import walked

pytestmark = pytest.mark.journey

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
HEADINGS = [
    "Nomor Register",
    "Nama",
    "Jenis Kelamin",
    "Tanggal Lahir",
    "NIK",
    "Status",
    "Blok",
    "Tanggal Masuk",
    "Pasal",
    "Tanggal Mulai Pidana",
    "Tanggal 2/3",
    "Tanggal Ekspirasi",
]
NUMBER = factories.national_number(4242)


class Walker:
    """Somebody in front of the browser: signs in, goes, reads, and is checked for accessibility."""

    def __init__(self, browser, url):
        self.url = url
        self.context = browser.new_context(
            viewport={"width": 1440, "height": 900}, locale="id", reduced_motion="reduce"
        )
        self.page = self.context.new_page()

    def sign_in(self, username):
        self.page.goto(self.url + "/sign-in/")
        self.page.fill("#id_login", username)
        self.page.fill("#id_password", factories.PASSWORD)
        self.page.press("#id_password", "Enter")
        self.page.wait_for_url(self.url + "/")
        return self

    def goes_to(self, path):
        self.page.goto(self.url + path)
        return self.page

    def sees(self, text):
        self.page.get_by_text(text).first.wait_for()

    def finds_no_barrier(self):
        found = Axe().run(self.page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == []

    def takes_picture(self, name):
        """Pictures of the documentation are made here: set PULIH_PICTURES=1 to make them anew."""
        if os.environ.get("PULIH_PICTURES") != "1":
            return
        PICTURES.mkdir(exist_ok=True)
        for width, theme in ((1440, "light"), (390, "light"), (1440, "dark")):
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.emulate_media(color_scheme=theme)
            self.page.screenshot(path=PICTURES / f"{name}-{width}-{theme}.png")
        self.page.set_viewport_size({"width": 1440, "height": 900})
        self.page.emulate_media(color_scheme="light")


@pytest.fixture
def offices(db):
    """Two prisons of one region with the people who work there, and an auditor above."""
    region = factories.region()
    here = factories.organisation("Lapas Kelas IIA Tirta Wana", parent=region, capacity=240)
    there = factories.organisation("Lapas Kelas IIB Karang Sari", parent=region)
    return {
        "registrar": factories.worker(Role.REGISTRAR, here, "registrasi", full_name="Hesti Rekaan"),
        "head": factories.worker(Role.HEAD_OF_FACILITY, here, "kepala", full_name="Suryo Rekaan"),
        "colleague": factories.worker(Role.REGISTRAR, there, "rekan", full_name="Melati Rekaan"),
        "nurse": factories.worker(Role.NURSE, there, "perawat", full_name="Lestari Rekaan"),
        "manager": factories.worker(Role.PROGRAMME_MANAGER, here, "manajer", full_name="Indah Rekaan"),
        "auditor": factories.worker(Role.AUDITOR, region, "auditor", full_name="Yudha Rekaan"),
        "administrator": factories.worker(Role.ADMINISTRATOR, here, "admin", full_name="Wikan Rekaan"),
        "officer": factories.worker(Role.REGIONAL_OFFICER, region, "wilayah", full_name="Nirmala Rekaan"),
    }


def register_file(folder, name, rows):
    path = folder / name
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADINGS)
        writer.writerows(rows)
    return path


def row(number, name, *, born="14/05/1990", national="", expires="02/03/2031"):
    return [f"B2-{number}/2024", name, "L", born, national, "Narapidana", "C 7", "02/03/2024",
            "112 ayat (1)", "01/02/2024", "01/02/2029", expires]  # fmt: skip


def test_a_register_comes_in_two_bad_rows_are_mended_and_everybody_is_accounted_for(
    offices, live_server, browser, tmp_path
):
    hesti = Walker(browser, live_server.url).sign_in("registrasi")
    page = hesti.goes_to("/people/import/")
    good = [row(2000 + place, f"{name} Rekaan") for place, name in enumerate(("Agus", "Budi", "Dimas"))]
    good.append(row(2010, "Soeharto Rekaan", national=NUMBER))
    bad = [
        row(2020, "Galih Rekaan", born="31/02/1990"),
        row(2021, "Yoga Rekaan", expires="01/01/2020"),
    ]
    page.set_input_files("input[type=file]", register_file(tmp_path, "register.csv", good + bad))
    page.get_by_role("button", name="Periksa berkas").click()
    hesti.sees("2 baris belum bisa diambil")
    hesti.finds_no_barrier()
    hesti.takes_picture("import")

    mended = [row(2020, "Galih Rekaan"), row(2021, "Yoga Rekaan")]
    page = hesti.goes_to("/people/import/")
    page.set_input_files("input[type=file]", register_file(tmp_path, "mended.csv", good + mended))
    page.get_by_role("button", name="Periksa berkas").click()
    page.get_by_role("button", name="Terapkan register ini").click()
    hesti.sees("6 orang baru")

    page = hesti.goes_to("/")
    page.keyboard.press("/")
    page.keyboard.type("suharto")
    page.locator("#saran a").first.wait_for()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Soeharto Rekaan").last.click()
    hesti.sees("Langkah berikut")
    hesti.finds_no_barrier()
    hesti.takes_picture("person")
    assert NUMBER not in page.content()
    address = page.url.removeprefix(live_server.url)

    melati = Walker(browser, live_server.url).sign_in("rekan")
    page = melati.goes_to("/people/search/?q=suharto")
    melati.sees("Tidak ada yang cocok di kantor Anda")
    page.fill("main input[name=q]", NUMBER)
    page.keyboard.press("Enter")
    melati.sees("dipegang Lapas Kelas IIA Tirta Wana")
    assert melati.page.goto(live_server.url + address).status == 404

    lestari = Walker(browser, live_server.url).sign_in("perawat")
    page = lestari.goes_to("/people/break-glass/")
    page.fill("#id_who", NUMBER)
    page.fill("#id_reason", "darurat")
    page.get_by_role("button", name="Buka catatan").click()
    lestari.sees("Alasan terlalu pendek")
    assert page.input_value("#id_who") == NUMBER
    page.fill("#id_reason", "Pingsan di ruang periksa, riwayat obatnya tidak diketahui.")
    page.get_by_role("button", name="Buka catatan").click()
    lestari.sees("Catatan ini terbuka bagi Anda saja")
    lestari.finds_no_barrier()

    yudha = Walker(browser, live_server.url).sign_in("auditor")
    page = yudha.goes_to("/audit/")
    for words in ("Hesti Rekaan", "Melati Rekaan", "Lestari Rekaan"):
        yudha.sees(words)
    assert "Soeharto" not in page.content()
    yudha.takes_picture("audit")
    yudha.goes_to("/audit/refusals/")
    yudha.sees("Melati Rekaan")
    page = yudha.goes_to("/audit/break-glass/")
    yudha.sees("Lestari Rekaan")
    page.get_by_role("link", name="Tinjau").first.click()
    page.locator("input[value=justified]").check()
    page.locator("main textarea").fill("Keadaannya memang darurat; sesuai catatan klinik.")
    page.get_by_role("button", name="Simpan tinjauan").click()
    page.wait_for_load_state()
    with scope.acting_as(offices["auditor"]):
        from pulih.queries.audit import waiting_reviews

        assert waiting_reviews(offices["auditor"]) == 0


ROUTES = {
    "registrasi": ["/", "/people/", "/people/search/?q=rekaan", "/people/register/", "/people/readmit/",
                   "/people/import/", "/people/departures/", "/organisations/", "/staff/preferences/", "/ui/",
                   "/password/", "/programmes/", "/enrolments/transfers/", "/custody/incidents/", "/custody/away/"],
    "kepala": ["/", "/people/", "/staff/", "/staff/competencies/", "/audit/", "/audit/break-glass/",
               "/organisations/", "/outcomes/", "/enrolments/exceptions/", "/targets/"],
    "perawat": ["/", "/people/", "/people/break-glass/", "/clinic/", "/assessments/tasks/",
                "/assessments/instruments/", "/assessments/instruments/assist-3.1/",
                "/assessments/scored-again/"],
    "manajer": ["/", "/programmes/", "/programmes/plan/", "/enrolments/", "/enrolments/months/", "/outcomes/",
                "/network/", "/network/record/", "/network/agreements/", "/network/agreements/record/", "/plans/",
                "/voice/complaints/", "/voice/complaints/record/", "/say/", "/say/thanks/", "/say/complaints/",
                "/completeness/", "/custody/releases/", "/custody/finishing/"],
    "auditor": ["/", "/audit/", "/audit/reads/", "/audit/refusals/", "/audit/break-glass/", "/audit/seals/"],
    "admin": ["/", "/staff/", "/staff/add/", "/staff/competencies/", "/assessments/instruments/"],
    "wilayah": ["/", "/organisations/", "/targets/", "/targets/objectives/", "/targets/objectives/set/",
                "/network/agreements/"],
}  # fmt: skip


def told(registrar, reference):
    """An incident of somebody; answers the address of every page about it."""
    from pulih.actions.custody import correct_incident, record_incident
    from pulih.records.models import Person

    with scope.acting_as(registrar):
        facts = {
            "kind": "fight",
            "on": scope.today(),
            "text": "Berkelahi di lapangan saat apel.",
            "by": registrar,
        }
        first = record_incident(person_id=Person.objects.get(reference=reference).pk, **facts)
        again = correct_incident(
            incident_id=first, **facts, followed_by="Sidang tata tertib.", why="Tindak lanjut menyusul."
        )
    return [f"/custody/incidents/{reference}/{part}" for part in ("", "record/", f"{again}/correct/")]


def away_and_twin(registrar, reference):
    """Somebody in isolation, and a second record of the same person; answers the pages about both."""
    from pulih.actions.custody import record_away
    from pulih.records.models import Person

    with scope.acting_as(registrar):
        person = Person.objects.get(reference=reference).pk
        away = record_away(person_id=person, kind="isolation", from_on=scope.today(), by=registrar)
        twin = factories.person(registrar, "Syamsul Rekaan")
    return [f"/custody/away/record/{reference}/", f"/custody/away/{away}/return/",
            f"/custody/merge/{reference}/", f"/custody/merge/{reference}/both/?other={twin}"]  # fmt: skip


def noted(nurse, registrar):
    """A note that was put right; answers the address of every page about it."""
    from pulih.actions.plans import correct_note, write_note
    from pulih.records.models import Person

    with scope.acting_as(registrar):
        reference = factories.person(registrar, "Wahyu Rekaan")
    with scope.acting_as(nurse):
        first = write_note(
            person_id=Person.objects.get(reference=reference).pk, compartment="clinical", on=scope.today(),
            text="Tekanan darah normal.", by=nurse,
        )  # fmt: skip
        again = correct_note(note_id=first, text="Tekanan darah agak tinggi.", why="Salah baris.", by=nurse)
    return [f"/plans/notes/{reference}/{part}" for part in ("", "write/", f"{again}/correct/")]


@pytest.mark.parametrize("username", ROUTES)
def test_no_page_holds_a_barrier_or_runs_off_the_phone(username, offices, live_server, browser):
    with scope.acting_as(offices["registrar"]):
        reference = factories.person(offices["registrar"], "Samsul Rekaan")
    walker = Walker(browser, live_server.url).sign_in(username)
    routes = list(ROUTES[username])
    if username == "registrasi":
        routes += [f"/people/record/{reference}/{part}" for part in
                   ("", "identity/", "custody/", "correct/", "alias/", "number/", "sentence/")]  # fmt: skip
        routes += told(offices["registrar"], reference)
        routes += away_and_twin(offices["registrar"], reference)
    if username == "perawat":
        routes += noted(offices["nurse"], offices["colleague"])
    if username == "manajer":
        routes += walked(offices["registrar"], offices["manager"], offices["head"])
    if username == "kepala":
        routes.append(f"/people/record/{reference}/readers/")
        colleague = offices["registrar"].account_id
        routes += [f"/staff/{colleague}/{part}" for part in ("", "competencies/add/")]
    for route in routes:
        page = walker.goes_to(route)
        walker.finds_no_barrier()
        page.set_viewport_size({"width": 390, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, route
        page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(color_scheme="dark")
    walker.finds_no_barrier()
