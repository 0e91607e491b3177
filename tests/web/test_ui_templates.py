"""The frame and the components: who sees what in it, in two languages, with nothing mute."""

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from uuid import UUID, uuid4

import pytest
from django.contrib.messages.storage.base import Message
from django.shortcuts import render
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import resolve
from django.utils import translation

from pulih.rules.actors import Actor, MembershipChoice
from pulih.rules.permissions import SIGN_IN_ROLES, Permission, Role, may
from pulih.web.ui.gallery import gallery
from pulih.web.ui.icons import OUTLINES, SHAPES, TONES
from pulih.web.ui.paging import Pager
from pulih.web.ui.shell import NAVIGATION, navigation, split_for_phones

HERE = MembershipChoice(UUID(int=1), Role.REGISTRAR, "Lapas Tirta Wana")
THERE = MembershipChoice(UUID(int=2), Role.NURSE, "Rutan Muara Sari")


def asking(role: Role | None = Role.REGISTRAR, path: str = "/ui/", language: str = "id", **more):
    """A request as the door hands it on: with an actor, or with nobody signed in."""
    request = RequestFactory().get(path)
    request.resolver_match = resolve("/ui/")
    request.actor = role and Actor(
        uuid4(), "Ratri Wulandari", role, 1, "Lapas Tirta Wana", "Kanwil Nusa Selatan", language=language,
        membership_id=HERE.id, memberships=(HERE,), **more
    )  # fmt: skip
    return request


def page(role: Role | None = Role.REGISTRAR, language: str = "id", **more) -> str:
    with translation.override(language):
        return gallery(asking(role, language=language, **more)).content.decode()


def drawn(source: str, **facts) -> str:
    with translation.override(facts.pop("language", "id")):
        return Template("{% load ui %}" + source).render(Context(facts))


class Outline(HTMLParser):
    """Ids, what refers to ids, and the elements of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.references: set[str] = set()
        self.labelled: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what one element says of itself and of others."""
        facts = dict(attrs)
        if facts.get("id"):
            self.ids.append(facts["id"])
        for name in ("for", "aria-describedby", "aria-labelledby"):
            self.references.update((facts.get(name) or "").split())
        if tag == "a" and (facts.get("href") or "").startswith("#"):
            self.references.add(facts["href"][1:])


@pytest.mark.parametrize("role", [*sorted(SIGN_IN_ROLES), None])
def test_every_reference_on_a_page_leads_to_one_element(role):
    outline = Outline(page(role))
    assert sorted(set(outline.ids)) == sorted(outline.ids)
    assert outline.references - set(outline.ids) == set()


@pytest.mark.parametrize("role", sorted(SIGN_IN_ROLES))
def test_every_role_has_at_most_seven_entries_and_begins_with_today(role):
    entries = NAVIGATION[role]
    assert 2 <= len(entries) <= 7
    assert entries[0].route == "today:home"


@pytest.mark.parametrize("role", sorted(SIGN_IN_ROLES))
def test_a_phone_reaches_every_entry_from_five_places(role):
    links = navigation(role, "today:home")
    foot, more = split_for_phones(links)
    assert foot + more == links
    assert len(foot) + bool(more) <= 5
    assert len(more) != 1


@pytest.mark.parametrize("role", sorted(SIGN_IN_ROLES))
def test_only_who_may_find_people_sees_a_search_field(role):
    assert ('role="search"' in page(role)) == bool(may(role, Permission.FIND_PEOPLE))


@pytest.mark.parametrize(
    ("view", "current"),
    [
        ("people:list", "Warga binaan"),
        ("people:person", "Warga binaan"),
        ("people:import", "Impor register"),
        ("people:departures", "Tidak ada lagi"),
        ("organisations:profile", "Organisasi"),
    ],
)
def test_the_most_fitting_entry_is_current(view, current):
    assert [link.words for link in navigation(Role.REGISTRAR, view) if link.current] == [current]


def test_the_frame_says_who_works_where_and_only_offers_a_choice_where_there_is_one():
    alone, both = page(), page_of((HERE, THERE))
    assert "Ratri Wulandari" in alone
    assert "Lapas Tirta Wana" in alone
    assert "Kanwil Nusa Selatan" in alone
    assert "Bekerja sebagai" not in alone
    assert "Bekerja sebagai" in both
    assert "Rutan Muara Sari" in both


def page_of(memberships: tuple[MembershipChoice, ...]) -> str:
    request = asking()
    request.actor = Actor(uuid4(), "Ratri", Role.REGISTRAR, 1, membership_id=HERE.id, memberships=memberships)
    return gallery(request).content.decode()


def test_nobody_signed_in_sees_the_gallery_without_a_frame():
    html = page(None)
    assert "Komponen" in html
    assert "ui-side" not in html


def test_a_chosen_theme_is_set_and_otherwise_the_system_decides():
    assert 'data-theme="pulih-gelap"' in page(theme="pulih-gelap")
    assert "data-theme" not in page().split(">", 2)[1]


def test_messages_are_notices_with_their_tone():
    request = asking()
    request._messages = [Message(25, "Kehadiran tersimpan."), Message(30, "Dua orang di atas batas.")]
    html = gallery(request).content.decode()
    assert re.search(r'ui-note good">.*?Kehadiran tersimpan\.', html, re.S)
    assert re.search(r'ui-note warn">.*?Dua orang di atas batas\.', html, re.S)


def test_english_pages_are_english():
    html = page(language="en")
    assert '<html lang="en"' in html
    assert "Components" in html
    assert "14 May 2024" in html
    assert "1,048" in html
    for word in ("Komponen", "Hari ini", "Keluar", "Terlambat", "Isi "):
        assert word not in re.sub(r"Indonesia|Bahasa Indonesia", "", html)


def test_a_status_is_a_shape_and_a_word():
    html = drawn('{% status "late" "Terlambat" %}')
    assert "<svg" in html
    assert "Terlambat" in html
    assert set(SHAPES) == set(TONES)
    assert len(SHAPES) == 10


def test_words_of_a_status_are_escaped():
    assert "<b>" not in drawn('{% status "late" word %}{% alert "due" word %}', word="<b>x</b>")


def test_an_alert_is_outlined_with_a_triangle():
    html = drawn('{% alert "late" "Pantau risiko" %}')
    assert "ui-tag late box" in html
    assert OUTLINES["break-glass"] in html


@pytest.mark.parametrize(
    ("source", "indonesian", "english"),
    [
        ("{{ day|tanggal }}", "14 Mei 2024", "14 May 2024"),
        ('{{ moment|waktu:"Asia/Jakarta" }}', "14 Mei 2024 08.00", "14 May 2024 08:00"),
        ('{{ moment|waktu:"Asia/Jayapura" }}', "14 Mei 2024 10.00", "14 May 2024 10:00"),
        ("{{ number|angka }}", "1.048", "1,048"),
        ("{{ nothing|tanggal }} {{ nothing|waktu }} {{ nothing|angka }}", "– – –", "– – –"),
        ("{{ zero|angka }}", "0", "0"),
    ],
)
def test_days_times_and_numbers_follow_the_language(source, indonesian, english):
    facts = {"day": date(2024, 5, 14), "moment": datetime(2024, 5, 14, 1, tzinfo=UTC), "number": 1048,
             "nothing": None, "zero": 0}  # fmt: skip
    assert drawn(source, **facts) == indonesian
    assert drawn(source, language="en", **facts) == english


@pytest.mark.parametrize(
    ("pager", "numbers", "rows"),
    [
        (Pager(1, 20, 0), [1], (0, 0)),
        (Pager(1, 20, 20), [1], (1, 20)),
        (Pager(3, 20, 208), [1, 2, 3, 4, None, 11], (41, 60)),
        (Pager(11, 20, 208), [1, None, 10, 11], (201, 208)),
    ],
)
def test_a_pager_shows_the_ends_and_the_neighbours(pager, numbers, rows):
    assert pager.numbers == numbers
    assert (pager.first, pager.last) == rows


def test_a_disabled_action_says_why():
    html = page()
    assert re.search(r'aria-disabled="true" aria-describedby="g-kenapa"', html)
    assert re.search(r'id="g-kenapa"[^>]*>Belum bisa: \S', html)


@pytest.mark.parametrize(
    "template", ["403.html", "403_csrf.html", "404.html", "500.html", "account/locked.html"]
)
@pytest.mark.parametrize("role", [Role.NURSE, None])
def test_an_error_page_says_what_to_do_without_a_code(template, role):
    html = render(asking(role), template).content.decode()
    said = re.sub(r"<[^>]+>", " ", html.split("<main", 1)[1])
    assert 'class="btn' in html
    assert not re.search(r"\b[45]\d\d\b|error|exception", said, re.I)


def test_a_refusal_lists_every_reason():
    html = render(
        asking(), "refused.html", {"reasons": ["Tes urine belum ada.", "Kehadiran 74%."]}
    ).content.decode()
    assert "Tes urine belum ada." in html
    assert "Kehadiran 74%." in html
    assert "Tidak ada yang berubah." in html


def test_the_sign_in_page_shows_accounts_to_try_only_when_given_some():
    account = {"role": "Perawat", "username": "perawat", "password": "contoh-sandi"}
    assert "Akun coba" not in render(asking(None), "account/login.html").content.decode()
    html = render(asking(None), "account/login.html", {"demo_accounts": [account]}).content.decode()
    assert "contoh-sandi" in html
