"""The pages about organisations, pressed as a regional officer presses them, and as others do."""

import json
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pulih.records import scope
from pulih.records.models import Designation, Organisation, OrganisationName
from pulih.rules.organisations import Kind
from pulih.rules.permissions import Role
from tests import factories
from tests.web.entering import entered

pytestmark = pytest.mark.usefixtures("db", "quick_hashes")


@pytest.fixture
def office():
    return factories.region()


@pytest.fixture
def prison(office):
    return factories.organisation("Lapas Kelas IIA Karang Uji", parent=office)


@pytest.fixture
def client(office) -> Client:
    """A regional officer's browser."""
    return entered(factories.worker(Role.REGIONAL_OFFICER, office))


def text(answer) -> str:
    return answer.content.decode()


def new_prison(office, **changed) -> dict[str, str]:
    return {
        "name": "Lapas Kelas IIB Baru Uji",
        "short_name": "",
        "parent": str(office.pk),
        "facility_class": "IIB",
        "sex_served": "men",
        "capacity": "240",
        "province_code": "91",
        "place": "Sorong",
        "time_zone": "Asia/Jayapura",
        "once": str(uuid4()),
        **changed,
    }


def decree(**changed) -> dict[str, str]:
    return {
        "programme": "social",
        "budget_year": str(scope.today().year),
        "target": "110",
        "decree_number": "SK-03",
        "decree_date": f"{scope.today().year}-01-01",
        "once": str(uuid4()),
        **changed,
    }


def test_the_tree_shows_offices_with_counts_and_opens_the_own_branch(client, office, prison):
    factories.organisation(parent=factories.region(), name="Lapas Jauh Uji")
    page = text(client.get("/organisations/"))
    assert prison.name in page
    assert "Lapas Jauh Uji" not in page
    assert "kantor Anda" in page


def test_a_branch_opens_by_a_link_where_no_script_runs(client, office):
    other = factories.region()
    factories.organisation(parent=other, name="Lapas Jauh Uji")
    page = text(client.get("/organisations/"))
    assert f"?open={other.pk}#cabang-{other.pk}" in page
    assert "Lapas Jauh Uji" in text(client.get(f"/organisations/?open={other.pk}"))
    piece = text(client.get(f"/organisations/branch/{other.pk}/"))
    assert "Lapas Jauh Uji" in piece
    assert "<html" not in piece


@pytest.mark.parametrize(
    "query",
    [
        "open=²&open=%00&open=castle",
        "kind=castle&province=99&under=²&page=x",
        "q=%00&closed=1",
        "page=-3&kind=ngo",
        "open=99999999999999",
        "under=999999999",
    ],
)
def test_an_address_with_nonsense_in_it_still_shows_a_page(client, query):
    assert client.get(f"/organisations/?{query}").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "999999999/",
        "99999999999999999999/",
        "branch/nowhere/",
        "branch/99999999999/",
        "add/castle/",
        "999999999/edit/",
    ],
)
def test_what_is_not_there_is_not_found(client, path):
    assert client.get(f"/organisations/{path}").status_code == 404


def test_a_filter_finds_and_an_empty_answer_says_what_to_do(client, prison):
    assert prison.name in text(client.get("/organisations/?q=karang+UJI"))
    empty = text(client.get("/organisations/?q=tidakadaini"))
    assert "Tidak ada yang cocok" in empty
    assert "Hapus saringan" in empty


def test_a_new_facility_is_recorded_and_a_double_click_records_it_once(client, office):
    typed = new_prison(office)
    answer = client.post("/organisations/add/prison/", typed)
    made = Organisation.objects.get(name=typed["name"])
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/organisations/{made.pk}/")
    assert (made.province_code, made.province_code_bps, made.time_zone) == ("91", "94", "Asia/Jayapura")
    again = client.post("/organisations/add/prison/", {**typed, "name": "Lapas Lain Uji"})
    assert again.status_code == 422
    assert "sudah tersimpan" in text(again)
    page = text(client.get(f"/organisations/{made.pk}/"))
    assert "Kemendagri 91, BPS 94" in page


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", ""),
        ("name", "a" * 201),
        ("name", "Lapas\0"),
        ("capacity", "banyak"),
        ("capacity", "0"),
        ("capacity", "99999999999"),
        ("sex_served", ""),
        ("facility_class", "IX"),
        ("province_code", "99"),
        ("time_zone", "Europe/Berlin"),
        ("parent", "1"),
        ("parent", "999999999"),
        ("started_on", "2999-01-01"),
        ("started_on", "31/2/2020"),
    ],
)
def test_bad_input_is_worded_at_its_field_and_nothing_typed_is_lost(client, office, field, typed):
    answer = client.post(
        "/organisations/add/prison/", new_prison(office, **{field: typed, "place": "Sorong Uji"})
    )
    assert answer.status_code == 422
    page = text(answer)
    assert f'href="#id_{field}' in page
    assert 'value="Sorong Uji"' in page
    assert not Organisation.objects.filter(place="Sorong Uji").exists()


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.MINISTRY])
def test_every_kind_has_a_form_with_the_facts_such_a_kind_can_have(client, kind):
    page = text(client.get(f"/organisations/add/{kind.value}/"))
    assert ('name="capacity"' in page) == (
        kind in ("prison", "remand_centre", "womens_prison", "juvenile_institution")
    )
    assert ('name="level"' in page) == (kind in ("narcotics_agency", "health_office", "social_office"))


def test_only_kinds_one_may_record_are_offered(client):
    page = text(client.get("/organisations/add/"))
    assert "/organisations/add/prison/" in page
    assert "/organisations/add/ngo/" in page
    assert "/organisations/add/ministry/" not in page


def test_a_profile_tells_the_name_of_a_day_and_words_a_day_that_is_none(client, prison):
    OrganisationName.objects.create(organisation=prison, name="Lapas Tua", valid_to=date(2010, 6, 1))
    OrganisationName.objects.create(organisation=prison, name=prison.name, valid_from=date(2010, 6, 1))
    address = f"/organisations/{prison.pk}/"
    assert "namanya <b>Lapas Tua</b>" in text(client.get(address + "?on=2010-05-31"))
    assert f"namanya <b>{prison.name}</b>" in text(client.get(address + "?on_day=1&on_month=6&on_year=2010"))
    assert "Bulan ditulis dengan angka" in text(client.get(address + "?on_day=1&on_month=16&on_year=2010"))
    assert client.get(address + "?on=%00").status_code == 200


def test_a_new_name_wants_its_first_day_and_the_old_one_stays(client, prison):
    OrganisationName.objects.create(organisation=prison, name=prison.name)
    address = f"/organisations/{prison.pk}/rename/"
    typed = {"how": "new", "name": "Lapas Nama Baru", "short_name": "", "revision": "1"}
    refused = client.post(address, typed)
    assert refused.status_code == 422
    assert 'href="#id_since_0"' in text(refused)
    assert client.post(address, {**typed, "since": "2024-10-21"}).status_code == 303
    page = text(client.get(f"/organisations/{prison.pk}/"))
    assert "Lapas Nama Baru" in page
    assert "sampai sebelum 21 Oktober 2024" in page


def test_a_misspelling_is_put_right_without_a_day(client, prison):
    typed = {
        "how": "spelling",
        "name": "Lapas Betul",
        "short_name": "",
        "revision": "1",
        "since": "2024-10-21",
    }
    assert client.post(f"/organisations/{prison.pk}/rename/", typed).status_code == 303
    assert OrganisationName.objects.filter(organisation=prison).count() == 1


def test_a_page_that_grew_old_says_so_and_keeps_what_was_typed(client, prison):
    address = f"/organisations/{prison.pk}/edit/"
    typed = {"sex_served": "men", "time_zone": "Asia/Jakarta", "place": "Tirta Uji", "revision": "1"}
    assert client.post(address, typed).status_code == 303
    late = client.post(address, {**typed, "place": "Kota Terlambat"})
    assert late.status_code == 422
    assert "telah diubah orang lain" in text(late)
    assert 'value="Kota Terlambat"' in text(late)


def test_closing_says_what_it_means_and_a_closed_one_is_closed_once(client, prison):
    address = f"/organisations/{prison.pk}/close/"
    assert "Catat bahwa" in text(client.get(address))
    tomorrow = client.post(address, {"ended_on": "2999-01-01", "revision": "1"})
    assert tomorrow.status_code == 422
    assert 'href="#id_ended_on_0"' in text(tomorrow)
    assert client.post(address, {"ended_on": "2025-01-01", "revision": "1"}).status_code == 303
    assert "Tutup sejak 1 Januari 2025" in text(client.get(f"/organisations/{prison.pk}/"))
    assert client.get(address).status_code == 409


def test_a_facility_is_entrusted_and_the_decree_corrected(client, prison):
    address = f"/organisations/{prison.pk}/designations/"
    assert client.get(address + "add/").status_code == 200
    assert client.post(address + "add/", decree()).status_code == 303
    twice = client.post(address + "add/", decree())
    assert twice.status_code == 422
    assert 'href="#id_programme_0"' in text(twice)
    year = scope.today().year
    page = client.get(f"{address}{year}/social/")
    assert 'value="110"' in text(page)
    changed = decree(target="140", revision="1")
    assert client.post(f"{address}{year}/social/", changed).status_code == 303
    assert Designation.objects.get(organisation=prison).target == 140
    assert "140" in text(client.get(f"/organisations/{prison.pk}/"))


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("programme", "music"),
        ("budget_year", "1999"),
        ("budget_year", "-2021"),
        ("budget_year", "dua ribu"),
        ("target", "0"),
        ("target", "10001"),
        ("decree_number", "  "),
        ("decree_date", "2999-01-01"),
        ("decree_date", ""),
    ],
)
def test_a_designation_that_cannot_be_is_worded_at_its_field(client, prison, field, typed):
    answer = client.post(f"/organisations/{prison.pk}/designations/add/", decree(**{field: typed}))
    assert answer.status_code == 422
    assert f'href="#id_{field}' in text(answer)
    assert not Designation.objects.exists()


def test_an_old_decree_is_recorded_and_the_doubt_is_said(client, prison):
    answer = client.post(
        f"/organisations/{prison.pk}/designations/add/", decree(decree_date="2019-02-01"), follow=True
    )
    assert "Penetapan tersimpan" in text(answer)
    assert "Surat keputusan bukan dari tahun anggaran" in text(answer)


@pytest.mark.parametrize("programme", ["music", "medical"])
def test_a_designation_nobody_made_cannot_be_corrected(client, prison, programme):
    assert client.get(f"/organisations/{prison.pk}/designations/2021/{programme}/").status_code == 409


def test_a_hospital_and_an_office_are_not_entrusted_with_a_programme(client, office):
    hospital = factories.organisation("RS Uji", "hospital")
    for place in (office, hospital):
        assert client.get(f"/organisations/{place.pk}/designations/add/").status_code == 409
        assert "Tetapkan program" not in text(client.get(f"/organisations/{place.pk}/"))


def test_what_one_may_not_do_is_shown_disabled_with_its_reason(prison):
    page = text(entered(factories.worker(Role.NURSE, prison)).get(f"/organisations/{prison.pk}/"))
    assert 'aria-disabled="true"' in page
    assert "tidak mencakup menetapkan UPT pelaksana, mengubah organisasi, menambah organisasi." in page
    assert f"/organisations/{prison.pk}/edit/" not in page


@pytest.mark.commits
def test_what_is_not_theirs_is_refused_and_written_down(owner):
    office = factories.region()
    prison = factories.organisation(parent=office)
    stranger = entered(factories.worker(Role.REGIONAL_OFFICER, factories.region()))
    answer = stranger.post(f"/organisations/{prison.pk}/designations/add/", decree())
    assert answer.status_code == 422
    assert "Tempat ini tidak berada di bawah kantor Anda" in text(answer)
    head = entered(factories.worker(Role.HEAD_OF_FACILITY, prison))
    given = {"time_zone": "Asia/Jakarta", "revision": "1"}
    assert head.post(f"/organisations/{office.pk}/edit/", given).status_code == 422
    assert head.post(f"/organisations/{prison.pk}/designations/add/", decree()).status_code == 422
    nurse = entered(factories.worker(Role.NURSE, prison))
    assert nurse.get("/organisations/add/").status_code == 403
    rows = owner.execute(
        "SELECT body FROM audit_event WHERE outcome = 'refused' AND event LIKE 'organisations.%' ORDER BY at, id"
    )
    told = [json.loads(body) for (body,) in rows.fetchall()]
    assert [(one["event"], one["role"]) for one in told] == [
        ("organisations.designate", "regional_officer"),
        ("organisations.edit_organisation", "head_of_facility"),
        ("organisations.designate", "head_of_facility"),
        ("organisations.kinds", "nurse"),
    ]
    assert told[0]["holder"] == prison.pk


def test_a_head_keeps_the_own_facility(prison):
    head = entered(factories.worker(Role.HEAD_OF_FACILITY, prison))
    typed = {"sex_served": "men", "capacity": "130", "time_zone": "Asia/Jakarta", "revision": "1"}
    assert head.post(f"/organisations/{prison.pk}/edit/", typed).status_code == 303
    assert Organisation.objects.get(pk=prison.pk).capacity == 130


def test_a_partner_is_put_under_another_one(client):
    above = factories.organisation("Dinkes Uji", "health_office", level="province")
    below = factories.organisation("Puskesmas Uji", "health_centre")
    address = f"/organisations/{below.pk}/move/"
    assert "Dinkes Uji" in text(client.get(address))
    assert client.post(address, {"parent": str(above.pk), "revision": "1"}).status_code == 303
    assert Organisation.objects.get(pk=below.pk).ancestors == [above.pk]


def test_the_tree_costs_as_many_statements_at_a_thousand_as_at_ten(client, office, prison):
    def counted(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    addresses = ["/organisations/", "/organisations/?kind=facilities", f"/organisations/{office.pk}/"]
    factories.organisation("Yayasan Uji", "ngo")
    few = [counted(address) for address in addresses]
    Organisation.objects.bulk_create(
        Organisation(
            kind="prison", name=f"Lapas {n}", parent=office, ancestors=[*office.ancestors, office.pk]
        )
        for n in range(1000)
    )
    assert [counted(address) for address in addresses] == few


def test_what_was_typed_into_a_facts_form_comes_back_after_a_lost_session(client, office):
    from django.http import QueryDict

    from pulih.web.organisations.forms import FactsForm

    kept = QueryDict("place=Sorong&capacity=240&time_zone=Asia/Jayapura&started_on_day=4&started_on_month=5")
    form = FactsForm(None, kind=Kind.PRISON, initial=kept)
    assert form["place"].value() == "Sorong"
    assert form["capacity"].value() == "240"
    assert form["started_on"].value() == ["4", "5", ""]
