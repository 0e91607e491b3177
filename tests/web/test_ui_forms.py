"""Forms: what was typed stays, every mistake is said at its place, and a form is carried out once."""

from datetime import date
from uuid import UUID

import pytest
from django import forms
from django.http import QueryDict
from django.utils import translation

from pulih.rules.errors import RuleBroken
from pulih.web.ui.fields import DateField, NameField, choice
from pulih.web.ui.forms import PulihForm

SEX = [("male", "Laki-laki"), ("female", "Perempuan")]
BLOCKS = [(letter, letter) for letter in "ABCDEF"]


class Registration(PulihForm):
    """A form with one field of each kind."""

    name = NameField(label="Nama lengkap", help_text="Seperti di putusan")
    born = DateField(label="Tanggal lahir")
    sex = choice("Jenis kelamin", SEX)
    block = choice("Blok", BLOCKS, required=False)
    number = forms.CharField(label="NIK", required=False)
    checked = forms.BooleanField(label="Putusan sudah dilihat")


FILLED = {
    "name": "  Dimas   Haryanto ",
    "born_day": "3",
    "born_month": "9",
    "born_year": "1992",
    "sex": "male",
    "checked": "on",
}


@pytest.fixture(autouse=True)
def indonesian():
    """Pages are Indonesian unless somebody chose English."""
    with translation.override("id"):
        yield


def without(*names: str) -> dict[str, str]:
    return {name: value for name, value in FILLED.items() if name not in names}


def test_a_name_loses_its_stray_spaces():
    form = Registration(FILLED)
    assert form.is_valid()
    assert form.cleaned_data["name"] == "Dimas Haryanto"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("", "", ""), "Isi tanggalnya: tanggal, bulan, tahun."),
        (("3", "", "1992"), "Lengkapi bulan."),
        (("3", "", ""), "Lengkapi bulan, tahun."),
        (("tiga", "9", "1992"), "Tulis tanggal, bulan, dan tahun dengan angka. Contoh: 14 5 2024."),
        (("3", "9", "92"), "Tulis tahun dengan empat angka. Contoh: 2024."),
        (("3", "9", "0000"), "Tulis tahun dengan empat angka. Contoh: 2024."),
        (("3", "13", "1992"), "Bulan ditulis dengan angka 1 sampai 12."),
        (("31", "2", "1992"), "Bulan itu hanya sampai tanggal 29. Periksa tanggalnya."),
        (("0", "2", "1992"), "Bulan itu hanya sampai tanggal 29. Periksa tanggalnya."),
        (("٣", "9", "1992"), "Tulis tanggal, bulan, dan tahun dengan angka. Contoh: 14 5 2024."),
    ],
)
def test_a_date_says_which_part_is_wrong(typed, said):
    form = Registration(FILLED | dict(zip(("born_day", "born_month", "born_year"), typed, strict=True)))
    assert form.errors["born"] == [said]


@pytest.mark.parametrize("whole", ["1992-09-03", "03/09/1992", "3-9-1992", "3 9 1992", "3.9.1992"])
def test_a_date_may_also_come_whole(whole):
    form = Registration(without("born_day", "born_month", "born_year") | {"born": whole})
    assert form.is_valid()
    assert form.cleaned_data["born"] == date(1992, 9, 3)


def test_what_was_typed_stays_in_a_date():
    html = str(Registration(FILLED | {"born_day": "31", "born_month": "2"})["born"])
    assert 'value="31"' in html
    assert 'value="2"' in html
    assert html.count('aria-invalid="true"') == 3


def test_a_date_that_was_not_touched_has_not_changed():
    form = Registration(FILLED, initial={"born": date(1992, 9, 3), "name": "Dimas Haryanto", "sex": "male"})
    assert "born" not in form.changed_data


def test_every_mistake_is_worded_with_the_name_of_its_field():
    form = Registration({})
    assert form.errors["name"] == ["Isi nama lengkap."]
    assert form.errors["sex"] == ["Pilih jenis kelamin."]
    assert form.errors["checked"] == ["Centang dulu: putusan sudah dilihat."]
    assert Registration(FILLED | {"block": "Z"}).errors["block"] == ["Pilih salah satu dari daftar."]


def test_a_forms_own_words_stay_and_abbreviations_keep_their_capitals():
    class Own(PulihForm):
        """Words of its own, and a label that is an abbreviation."""

        place = forms.CharField(error_messages={"required": "Sebutkan kamarnya."})
        number = forms.CharField(label="NIK")

    assert Own({}).errors == {"place": ["Sebutkan kamarnya."], "number": ["Isi NIK."]}


def test_the_summary_stands_first_and_links_to_an_input_of_every_field():
    html = str(Registration(without("name", "sex", "checked") | {"born_month": "13"}))
    assert "Belum bisa disimpan: ada 4 hal" in html
    for target in ("id_name", "id_born_0", "id_sex_0", "id_checked"):
        assert f'href="#{target}"' in html
        assert f'id="{target}"' in html
    assert html.index("data-error-summary") < html.index('id="id_name"')


def test_there_is_no_summary_before_anything_was_sent():
    assert Registration().summary == ""


def test_an_error_and_a_hint_are_tied_to_their_input():
    html = Registration(without("name"))["name"].as_field_group()
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html


def test_only_what_may_be_left_out_is_marked():
    form = Registration()
    assert "boleh dikosongkan" in form["number"].as_field_group()
    assert "boleh dikosongkan" not in form["name"].as_field_group()


def test_few_choices_are_radios_and_six_are_a_list():
    assert str(Registration()["sex"]).count('type="radio"') == 2
    assert "<select" in str(Registration()["block"])


def test_a_form_carries_the_token_of_one_use_and_the_revision_that_was_seen():
    shown = Registration(revision=4)
    html = str(shown)
    token = UUID(shown["once"].value())
    assert f'value="{token}"' in html
    sent = Registration(FILLED | {"once": str(token), "revision": "4"}, revision=5)
    assert sent.is_valid()
    assert (sent.token, sent.seen_revision) == (token, 4)


def test_what_a_rule_refused_stands_at_its_field_or_in_the_summary():
    form = Registration(FILLED)
    assert form.is_valid()
    form.add_reason("Tanggal lahir belum tiba.", "born")
    form.add_reason("Orang ini sudah tercatat.")
    form.add_reason("Kamar itu penuh.", "room")
    assert form.problems == [
        ("id_born_0", "Tanggal lahir belum tiba."),
        ("", "Orang ini sudah tercatat."),
        ("", "Kamar itu penuh."),
    ]


def test_a_broken_rule_is_worded_in_the_language_of_the_page():
    broken = RuleBroken("permission_missing", role="nurse", permission="read_national_number")
    said = {}
    for language in ("id", "en"):
        with translation.override(language):
            form = Registration(FILLED)
            form.is_valid()
            form.add_reasons(broken)
            said[language] = form.non_field_errors()[0]
    assert "Perawat" in said["id"]
    assert "permission_missing" not in said["id"]
    assert said["id"] != said["en"]


def test_a_kept_form_comes_back_as_it_was_typed():
    """After a session ended in the middle, `initial` is what was sent; half a date is still half a date."""
    kept = QueryDict("name=Dimas&born_day=3&born_month=&born_year=1992&sex=female&revision=7")
    form = Registration(initial=kept, revision=9)
    html = str(form)
    assert 'value="Dimas"' in html
    assert form["born"].value() == ["3", "", "1992"]
    assert 'value="1992"' in html
    assert form["sex"].value() == "female"
    assert form["revision"].value() == "7", "what was seen then, so that a change since is noticed"
