"""The pages about waves, pressed as a programme manager, a registrar and a nurse press them."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from pulih.actions import programmes as actions
from pulih.records import scope
from pulih.records.models import Cycle, Enrolment, Suspension, Wave
from pulih.rules.permissions import Role
from tests import factories, waves
from tests.web.entering import entered

pytestmark = pytest.mark.usefixtures("db", "quick_hashes")


@pytest.fixture
def team():
    return waves.team()


def text(answer) -> str:
    return answer.content.decode()


def days_ago(days: int) -> date:
    return scope.today() - timedelta(days=days)


def typed(name: str, day: date) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def planned(**changed) -> dict[str, str]:
    day = days_ago(-30)
    return {
        "name": "Tahap 2 uji", "budget_year": str(day.year), "places_social": "110", "once": str(uuid4()),
        **typed("starts_on", day), **changed,
    }  # fmt: skip


def test_an_office_without_waves_is_told_how_to_begin(team):
    page = text(entered(team.manager).get("/programmes/"))
    assert "Belum ada tahap" in page
    assert page.count("/programmes/plan/") == 2
    assert "/programmes/plan/" not in text(entered(team.nurse).get("/programmes/"))


def test_a_wave_is_planned_on_one_form_and_its_rule_follows(team):
    client = entered(team.manager)
    answer = client.post("/programmes/plan/", planned(places_medical="20"))
    assert answer.status_code == 303
    wave = Wave.objects.get(name="Tahap 2 uji")
    assert answer["Location"] == f"/programmes/{wave.reference}/rule/"
    assert dict(Cycle.objects.filter(wave=wave).values_list("programme_id", "capacity")) == {
        "medical": 20, "social": 110,
    }  # fmt: skip
    page = text(client.get(answer["Location"]))
    assert "Fisik, Psikologis dan Lingkungan" in page
    assert f"/programmes/{wave.reference}/rule/social/" in page
    assert "Tahap 2 uji" in text(client.get("/programmes/"))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"places_social": ""}, "Isi kapasitas paling sedikit satu program"),
        ({"places_social": "0"}, "Kapasitas ditulis dengan angka dari 1"),
        ({"places_social": "banyak"}, "Tulis dengan angka saja"),
        ({"budget_year": "2019"}, "terlalu jauh berbeda"),
        ({"name": "T"}, "Nama tahap belum diisi"),
    ],
)
def test_a_refused_plan_says_why_and_keeps_what_was_typed(team, changed, said):
    answer = entered(team.manager).post("/programmes/plan/", planned(**changed))
    assert answer.status_code == 422
    assert said in text(answer)
    assert changed.get("name", "Tahap 2 uji") in text(answer)
    assert not Wave.objects.filter(organisation_id=team.office).exists()


def test_the_rule_changes_until_the_start_and_afterwards_the_page_says_why_not(team):
    client = entered(team.manager)
    coming = waves.plan(team, "Tahap depan", days_ago(-30))
    fields = {"domains": ["physical", "environment"], "threshold": "5", "last": "month_6",
              "urine_point": "month_6", "once": str(uuid4()), "revision": "1"}  # fmt: skip
    answer = client.post(f"/programmes/{coming.reference}/rule/social/", fields)
    assert answer.status_code == 303
    assert Cycle.objects.get(wave_id=coming.id).success_rule["domains"] == ["physical", "environment"]
    running = waves.plan(team, "Tahap berjalan", days_ago(30))
    page = text(client.get(f"/programmes/{running.reference}/rule/"))
    assert "supaya tidak disesuaikan dengan hasilnya" in page
    assert f"/programmes/{running.reference}/rule/social/" not in page
    answer = client.post(f"/programmes/{running.reference}/rule/social/", {**fields, "once": str(uuid4())})
    assert answer.status_code == 422
    assert Cycle.objects.get(wave_id=running.id).success_rule["threshold"] == 0


def test_places_never_fall_below_those_taken(team):
    wave = waves.plan(team, starts_on=days_ago(10))
    waves.admitted(team, wave.cycles["social"], on=days_ago(9))
    waves.admitted(team, wave.cycles["social"], on=days_ago(9))
    client = entered(team.manager)
    address = f"/programmes/{wave.reference}/places/social/"
    assert client.post(address, {"capacity": "1", "once": str(uuid4())}).status_code == 422
    assert client.post(address, {"capacity": "2", "once": str(uuid4())}).status_code == 303


def test_a_wave_shows_its_people_what_is_missing_and_leads_straight_to_the_form(team):
    wave = waves.plan(team, starts_on=days_ago(50))
    late = waves.admitted(team, wave.cycles["social"], waves.resident(team, "Agus Rekaan"), days_ago(50))
    gone = waves.admitted(team, wave.cycles["social"], waves.resident(team, "Bayu Rekaan"), days_ago(50))
    waves.left(team, gone, "exited", days_ago(20), "released_early")
    page = text(entered(team.assessor).get(f"/programmes/{wave.reference}/"))
    assert "Berjalan, bulan 2 dari 6" in page
    assert f"/assessments/{late}/whoqol-bref/baseline/" not in page  # urine is more overdue, and not theirs
    assert "Keluar, bebas lebih awal" in page
    assert "WHOQOL-BREF awal: 1 orang belum, 1 terlambat" in page
    assert f"/clinic/{late}/start/" in text(entered(team.nurse).get(f"/programmes/{wave.reference}/"))
    waves.sampled(team, late, "start", days_ago(1), outside_because="Strip baru datang kemarin")
    page = text(entered(team.assessor).get(f"/programmes/{wave.reference}/"))
    assert f"/assessments/{late}/whoqol-bref/baseline/" in page


def test_the_table_narrows_to_a_name_a_state_a_measurement_or_what_needs_somebody(team):
    wave = waves.plan(team, starts_on=days_ago(50))
    waves.admitted(team, wave.cycles["social"], waves.resident(team, "Agus Rekaan"), days_ago(50))
    gone = waves.admitted(team, wave.cycles["social"], waves.resident(team, "Bayu Rekaan"), days_ago(50))
    waves.left(team, gone, "exited", days_ago(20), "released_early")
    client = entered(team.manager)
    for query, names in {
        "q=agus": {"Agus Rekaan"},
        "state=left": {"Bayu Rekaan"},
        "measure=urine.start": {"Agus Rekaan"},
        "needs=1": {"Agus Rekaan"},
        "page=99&state=nonsense&measure=x": set(),
        "": {"Agus Rekaan", "Bayu Rekaan"},
    }.items():
        page = text(client.get(f"/programmes/{wave.reference}/?{query}"))
        assert {name for name in ("Agus Rekaan", "Bayu Rekaan") if name in page} == names, query


def test_a_suspension_is_recorded_with_its_consequences_and_taken_back_on_a_day(team):
    wave = waves.plan(team, starts_on=days_ago(50))
    client = entered(team.head)
    page = text(client.get(f"/programmes/{wave.reference}/suspend/"))
    assert "semua jatuh tempo dan akhir program bergeser" in page
    fields = {"reason": "outbreak", "note": "Cacar air di blok B", "once": str(uuid4())}
    address = f"/programmes/{wave.reference}/suspend/"
    assert client.post(address, {**fields, "note": "a", **typed("from_on", days_ago(9))}).status_code == 422
    assert client.post(address, {**fields, **typed("from_on", days_ago(9))}).status_code == 303
    page = text(client.get(f"/programmes/{wave.reference}/"))
    assert "Ditangguhkan" in page
    assert "Cacar air di blok B" in page
    held = Suspension.objects.get(wave_id=wave.id)
    again = f"/programmes/suspensions/{held.pk}/resume/"
    assert client.post(again, {**typed("until_on", days_ago(9)), "once": str(uuid4())}).status_code == 422
    assert client.post(again, {**typed("until_on", days_ago(2)), "once": str(uuid4())}).status_code == 303
    assert "Berjalan" in text(client.get(f"/programmes/{wave.reference}/"))


def test_every_wave_of_the_facility_stands_still_at_once(team):
    waves.plan(team, starts_on=days_ago(50))
    client = entered(team.head)
    fields = {"reason": "lockdown", "note": "Penguncian seluruh lapas", **typed("from_on", days_ago(3))}
    assert client.post("/programmes/suspend/", {**fields, "once": str(uuid4())}).status_code == 303
    page = text(client.get("/programmes/"))
    assert "Semua tahap ditangguhkan sejak" in page
    assert "Lanjutkan semua tahap" in page


def test_closing_says_who_is_still_there_and_closes_when_nobody_is(team):
    wave = waves.plan(team, starts_on=days_ago(220))
    one = waves.admitted(team, wave.cycles["social"], on=days_ago(220))
    client = entered(team.manager)
    page = text(client.get(f"/programmes/{wave.reference}/"))
    assert "Lewat, belum ditutup" in page
    assert "Masih ada 1 jalur yang belum berakhir" in page
    fields = {**typed("closed_on", scope.today()), "once": str(uuid4())}
    assert client.post(f"/programmes/{wave.reference}/close/", fields).status_code == 422
    waves.left(team, one, "completed", days_ago(30))
    assert client.post(f"/programmes/{wave.reference}/close/", fields).status_code == 303
    assert Wave.objects.get(pk=wave.id).closed_on == scope.today()


def test_a_registrar_ticks_candidates_and_is_told_who_could_not_be_added(team):
    wave = waves.plan(team, starts_on=days_ago(-10))
    one, two = waves.resident(team, "Agus Rekaan"), waves.resident(team, "Bayu Rekaan")
    waves.candidate(team, wave.cycles["social"], two)
    client = entered(team.registrar)
    address = f"/programmes/{wave.reference}/candidates/"
    page = text(client.get(address))
    assert f'value="{one}"' in page
    assert f'value="{two}"' not in page
    assert "Sudah di jalur Tahap 1: calon" in page
    answer = client.post(address, {"person": [str(one), str(two)], "once": str(uuid4())}, follow=True)
    assert "1 orang menjadi calon" in text(answer)
    assert "1 orang tidak ditambahkan: Orang ini sudah ada di jalur program yang sama." in text(answer)
    with scope.acting_as(team.registrar):
        assert Enrolment.objects.filter(cycle_id=wave.cycles["social"]).count() == 2
    answer = client.post(address, {"once": str(uuid4())})
    assert answer.status_code == 422
    assert "Centang paling sedikit satu orang" in text(answer)


def test_another_offices_wave_is_not_found_and_roles_see_only_what_they_may(team):
    wave = waves.plan(team, starts_on=days_ago(5))
    stranger = entered(factories.worker(Role.PROGRAMME_MANAGER, factories.organisation()))
    for path in ("", "rule/", "candidates/", "suspend/", "close/", "rule/social/", "places/social/"):
        answer = stranger.get(f"/programmes/{wave.reference}/{path}")
        assert answer.status_code in (403, 404), path
        assert "Tahap 1" not in text(answer)
    nurse = entered(team.nurse)
    assert nurse.get(f"/programmes/{wave.reference}/").status_code == 200
    for path in ("plan/", "suspend/", f"{wave.reference}/close/", f"{wave.reference}/candidates/"):
        assert nurse.get(f"/programmes/{path}").status_code == 403, path
    officer = entered(factories.worker(Role.REGIONAL_OFFICER, factories.region()))
    assert officer.get("/programmes/").status_code == 403


def test_a_suspension_of_another_office_is_not_resumed(team):
    with scope.acting_as(team.head):
        held = actions.suspend(
            wave_id=None, from_on=days_ago(3), reason="other", note="Perbaikan gedung", by=team.head
        )
    stranger = entered(factories.worker(Role.HEAD_OF_FACILITY, factories.organisation()))
    assert stranger.get(f"/programmes/suspensions/{held}/resume/").status_code in (403, 404)


def test_the_day_of_each_role_names_people_and_leads_to_the_form(team):
    wave = waves.plan(team, starts_on=days_ago(50))
    late = waves.admitted(team, wave.cycles["social"], waves.resident(team, "Agus Rekaan"), days_ago(50))
    page = text(entered(team.nurse).get("/"))
    assert "Agus Rekaan" in page
    assert "Tes urine awal" in page
    assert "Lewat 36 hari" in page
    assert f"/clinic/{late}/start/" in page
    page = text(entered(team.assessor).get("/"))
    assert f"/assessments/{late}/whoqol-bref/baseline/" in page
    page = text(entered(team.manager).get("/"))
    assert f"/programmes/{wave.reference}/?measure=urine.start" in page
    assert "Agus Rekaan" not in page


def test_a_record_shows_its_programmes_and_the_way_to_what_is_missing(team):
    from pulih.records.models import Person

    wave = waves.plan(team, starts_on=days_ago(50))
    person = waves.resident(team, "Bayu Rekaan")
    enrolment = waves.candidate(team, wave.cycles["social"], person)
    with scope.acting_as(team.manager):
        reference = Person.objects.get(pk=person).reference
    page = text(entered(team.assessor).get(f"/people/record/{reference}/"))
    assert f"/enrolments/{enrolment}/" in page
    assert "Surat kesediaan belum dicatat" in page
    assert f"/enrolments/willingness/{reference}/" in page
    assert f"/enrolments/transfers/propose/{reference}/" not in page
    page = text(entered(team.registrar).get(f"/people/record/{reference}/"))
    assert f"/enrolments/transfers/propose/{reference}/" in page
