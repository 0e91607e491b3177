"""Openings on the page: recorded with guests, mended, printed; pictures without traces, behind the wall."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pulih.queries import network
from pulih.records import scope
from pulih.records.models import EventPhoto
from tests import factories, waves
from tests.web.entering import entered

pytestmark = pytest.mark.usefixtures("db", "quick_hashes")
JPEG = (
    b"\xff\xd8\xff\xe1\x00\x10Exif\x00\x00GPS-here"
    + b"\xff\xdb\x00\x04\x01\x02"
    + b"\xff\xda\x00\x02scan\xff\xd9"
)


@pytest.fixture
def team():
    return waves.team()


@pytest.fixture
def guests():
    region = factories.region()
    return [
        region,
        factories.organisation("BNN Provinsi Uji", "narcotics_agency", level="province"),
        factories.organisation("RS Uji", "hospital"),
    ]


def opening(guests, **changed):
    region, agency, hospital = guests
    return {
        "kind": "opening", "title": "Pembukaan rehabilitasi 2021", "held_on": "2021-03-03", "place": "Aula",
        "host": region.name,
        "host_role": "Kepala Kantor Wilayah", "wave": "", "minutes": "Dibuka dengan doa.",
        "guest_0": agency.name, "people_0": "2", "role_0": "Kepala BNNP", "guest_1": hospital.name.upper(),
        **changed,
    }  # fmt: skip


def test_an_opening_is_recorded_with_host_and_guests_and_read_again(team, guests):
    manager = entered(team.manager)
    answer = manager.post("/network/record/", opening(guests))
    assert answer.status_code == 303
    page = manager.get(answer["Location"]).content.decode()
    for words in ("BNN Provinsi Uji", "Kepala BNNP", "Kepala Kantor Wilayah", "Dibuka dengan doa.", "RS Uji"):
        assert words in page
    with scope.acting_as(team.manager):
        [line] = network.events_of(team.manager)
        assert (line.guests, line.held_on) == (2, date(2021, 3, 3))
    mended = manager.post(answer["Location"] + "change/", opening(guests, guest_1="", revision="1"))
    assert mended.status_code == 303
    assert "RS Uji" not in manager.get(answer["Location"]).content.decode()
    stale = manager.post(answer["Location"] + "change/", opening(guests, revision="1"))
    assert stale.status_code == 422


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"held_on": "2099-01-01"}, "belum tiba"),
        ({"host": ""}, "Pilih kantor penyelenggaranya"),
        ({"host": "Kantor Khayal"}, "Tidak ada organisasi bernama Kantor Khayal"),
        ({"guest_1": "", "people_1": "4"}, "Pilih organisasinya"),
        ({"people_0": "0"}, "Paling sedikit 1 orang"),
        ({"title": "x"}, "Beri judul"),
        ({"people_0": "900"}, "500"),
    ],
)
def test_what_cannot_be_is_said_at_its_place_and_nothing_typed_is_lost(team, guests, changed, words):
    manager = entered(team.manager)
    answer = manager.post("/network/record/", opening(guests, **changed))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert "Dibuka dengan doa." in page
    with scope.acting_as(team.manager):
        assert network.events_of(team.manager) == []


def test_the_same_guest_twice_is_refused(team, guests):
    twice = opening(guests, guest_1="", guest_4=guests[1].name)
    page = entered(team.manager).post("/network/record/", twice).content.decode()
    assert "dua kali" in page
    assert 'id="id_guest_4_error"' in page, "said at the row it is about, the empty ones passed over"


def test_names_are_offered_near_and_found_wherever_they_are(team, guests):
    far = factories.organisation("Yayasan Jauh Uji", "ngo", province_code="94")
    twins = [
        factories.organisation("Puskesmas Sama Uji", "health_centre", place=one)
        for one in ("Kota A", "Kota B")
    ]
    manager = entered(team.manager)
    form = manager.get("/network/record/").content.decode()
    assert '<option value="BNN Provinsi Uji">' in form
    assert '<option value="Puskesmas Sama Uji, Kota B">' in form
    assert far.name not in form
    assert manager.post("/network/record/", opening(guests, guest_2=far.name)).status_code == 303
    unclear = manager.post("/network/record/", opening(guests, guest_2=twins[0].name))
    assert "Tidak ada organisasi bernama" in unclear.content.decode()


def test_an_opening_may_have_many_guests_and_the_form_gives_rows_for_them(team, guests):
    manager = entered(team.manager)
    many = [factories.organisation(f"Yayasan Uji Hadir {n}", "ngo") for n in range(8)]
    rows = {f"guest_{n}": one.name for n, one in enumerate(many)}
    place = manager.post("/network/record/", opening(guests, **rows))["Location"]
    form = manager.get(place + "change/").content.decode()
    assert all(f'value="{one.name}"' in form for one in many)
    assert 'name="guest_10"' in form


def test_a_photo_loses_where_it_was_taken_and_stays_with_the_office(team, guests):
    manager = entered(team.manager)
    place = manager.post("/network/record/", opening(guests))["Location"]
    upload = SimpleUploadedFile("foto.jpg", JPEG, "image/jpeg")
    assert manager.post(place + "photos/", {"photo": upload, "caption": "Aula"}).status_code == 303
    with scope.acting_as(team.manager):
        row = EventPhoto.objects.get()
        assert b"GPS" not in bytes(row.content)
    shown = manager.get(f"/network/photos/{row.pk}/")
    assert (shown["Content-Type"], shown["Cache-Control"]) == ("image/jpeg", "private, no-store")
    elsewhere = waves.team()
    assert entered(elsewhere.manager).get(f"/network/photos/{row.pk}/").status_code == 404
    assert entered(elsewhere.manager).get(place).status_code == 404
    back = manager.post(f"/network/photos/{row.pk}/remove/")
    assert (back.status_code, back["Location"]) == (303, place)
    assert manager.get(f"/network/photos/{row.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"GIF89a", "JPEG atau PNG"), (b"\xff\xd8\xff" + b"x" * 2_200_000, "2 MB"), (JPEG[:30], "tidak utuh")],
)
def test_a_file_that_is_no_picture_or_too_large_is_refused(team, guests, content, words):
    manager = entered(team.manager)
    place = manager.post("/network/record/", opening(guests))["Location"]
    answer = manager.post(place + "photos/", {"photo": SimpleUploadedFile("a.jpg", content), "caption": ""})
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_nurse_reads_openings_and_records_none(team, guests):
    nurse = entered(team.nurse)
    assert nurse.get("/network/").status_code == 200
    assert nurse.post("/network/record/", opening(guests)).status_code == 403


def test_a_meeting_is_announced_its_list_printed_and_its_minutes_follow(team, guests):
    from datetime import timedelta

    manager = entered(team.manager)
    with scope.acting_as(team.manager):
        soon = scope.today() + timedelta(days=7)
    told = opening(guests, kind="coordination", held_on=soon.isoformat(), field_0="eradication")
    assert "Tulis berita acaranya sesudah itu" in manager.post("/network/record/", told).content.decode()
    place = manager.post("/network/record/", {**told, "minutes": ""})["Location"]
    page = manager.get(place).content.decode()
    for words in ("Rapat koordinasi", "Diumumkan, belum berlangsung", "Pemberantasan narkotika"):
        assert words in page
    assert "akan datang" in manager.get("/network/").content.decode()
    paper = manager.get(place + "attendance.pdf")
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    nurse = entered(waves.team(mark="lain").nurse)
    assert nurse.get(place + "attendance.pdf").status_code == 404


def test_the_list_on_paper_has_lines_before_and_who_came_after(team, guests):
    from dataclasses import replace

    from pulih.reports.attendance_list import FEWEST_LINES, printed

    place = entered(team.manager).post("/network/record/", opening(guests))["Location"]
    with scope.acting_as(team.manager):
        held = network.open_event(team.manager, place.rstrip("/").split("/")[-1])
    after, before = (
        printed(held, "id", "Lapas Uji"),
        printed(replace(held, announced=True), "en", "Lapas Uji"),
    )
    assert [row[0] for row in after["rows"]] == ["BNN Provinsi Uji", "RS Uji"]
    assert (after["lines"], before["rows"]) == ([], [])
    assert before["lines"].count("BNN Provinsi Uji") == 2, "a line a person"
    assert len(before["lines"]) >= FEWEST_LINES


def test_an_agreement_goes_from_its_form_to_its_activities_and_its_end(team, guests):
    manager = entered(team.manager)
    told = {
        "partner": guests[1].name, "number": "PKS-1/2024", "title": "Penyuluhan bersama", "fields": ["eradication"],
        "signed_on": "2024-03-04", "starts_on": "2024-03-04", "ends_on": "",
    }  # fmt: skip
    bad = manager.post("/network/agreements/record/", {**told, "fields": [], "partner": "Entah"})
    assert bad.status_code == 422
    for words in ("Tidak ada organisasi bernama Entah", "Pilih paling sedikit satu bidang"):
        assert words in bad.content.decode()
    place = manager.post("/network/agreements/record/", told)["Location"]
    activity = {
        "title": "Penyuluhan di aula",
        "field": "eradication",
        "starts_on": "2024-03-05",
        "people": "40",
    }
    assert manager.post(place + "activity/", {**activity, "field": "research"}).status_code == 422
    assert manager.post(place + "activity/", activity).status_code == 303
    early = {"on": "2024-03-06", "because": "Mitra berganti tugas"}
    assert manager.post(place + "end/", {**early, "because": "x", "revision": "1"}).status_code == 422
    assert manager.post(place + "end/", {**early, "revision": "1"}).status_code == 303
    page = manager.get(place).content.decode()
    for words in ("Penyuluhan di aula", "Diakhiri lebih awal", "Mitra berganti tugas"):
        assert words in page
    assert "Pemberantasan narkotika" in manager.get("/network/agreements/").content.decode()
    assert entered(team.nurse).get("/network/agreements/").status_code == 403
