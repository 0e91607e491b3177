"""The frame that is kept: the same as one made anew, each request's own values in it, nobody else's words."""

import re
from urllib.parse import quote
from uuid import UUID

import pytest
from django.template import engines
from django.template.loader import get_template
from django.test import RequestFactory
from django.urls import resolve
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from pulih.rules.actors import Actor, MembershipChoice
from pulih.rules.permissions import SIGN_IN_ROLES, Role
from pulih.web.ui.templatetags import frame

MEMBERSHIP = MembershipChoice(UUID(int=1), Role.REGISTRAR, "Lapas Tirta Wana")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


def kept_frames() -> list:
    """The parts of the frame that are kept, in the template as it is loaded."""
    return list(get_template("base.html").template.nodelist.get_nodes_by_type(frame._Frame))


@pytest.fixture(autouse=True)
def nothing_kept():
    for one in kept_frames():
        one.kept.clear()


def page(name="Ratri Wulandari", role=Role.REGISTRAR, path="/ui/", language="id", view="/ui/", **more) -> str:
    """A page with nothing in it, as the door would send it."""
    request = RequestFactory().get(path)
    request.resolver_match = resolve(view)
    request.actor = role and Actor(
        UUID(int=7), name, role, 1, "Lapas Tirta Wana", "Kanwil Nusa Selatan", language=language,
        membership_id=MEMBERSHIP.id, memberships=(MEMBERSHIP,), **more
    )  # fmt: skip
    with translation.override(language):
        return engines["django"].from_string('{% extends "base.html" %}').render({}, request)


def without_tokens(html: str) -> str:
    return TOKEN.sub("", html)


def test_it_is_kept_once_and_has_a_token_of_its_own_each_time():
    first, second = page(), page()
    assert without_tokens(first) == without_tokens(second)
    assert set(TOKEN.findall(first)).isdisjoint(TOKEN.findall(second))
    assert [len(one.kept) for one in kept_frames()] == [1, 1]


facts = st.fixed_dictionaries(
    {
        "name": st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12),
        "role": st.sampled_from([*sorted(SIGN_IN_ROLES), None]),
        "path": st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=9).map(lambda q: f"/ui/?q={quote(q)}"),
        "language": st.sampled_from(["id", "en"]),
        "view": st.sampled_from(["/ui/", "/", "/people/", "/people/search/"]),
        "theme": st.sampled_from(["", "pulih", "pulih-gelap"]),
    }
)  # fmt: skip


@given(st.lists(facts, min_size=2, max_size=5))
def test_whoever_came_before_a_kept_frame_is_what_would_be_made_anew(people):
    kept = [without_tokens(page(**one)) for one in people]
    for one, before in zip(people, kept, strict=True):
        for part in kept_frames():
            part.kept.clear()
        assert without_tokens(page(**one)) == before


def test_what_was_looked_for_and_where_somebody_is_are_escaped_and_not_kept():
    page(path='/people/search/?q="><b>pertama', view="/people/search/")
    second = page(path="/people/search/?q=kedua&x='1", view="/people/search/")
    assert "pertama" not in second
    assert 'value="kedua"' in second
    assert '<input type="hidden" name="next" value="/people/search/?q=kedua&amp;x=&#x27;1">' in second
    assert 'href="/sign-in/?next=%2Fpeople%2Fsearch%2F%3Fq%3Dkedua%26x%3D%271"' in second
    assert "<b>pertama" not in page(path='/people/search/?q="><b>pertama', view="/people/search/")


def test_a_changed_look_or_name_is_a_frame_of_its_own():
    page()
    assert 'data-theme="pulih-gelap"' in page(theme="pulih-gelap")
    renamed = page(name="Ratri Wulan")
    assert "Ratri Wulandari" not in renamed
    assert "Ratri Wulan" in renamed


def test_no_more_are_kept_than_a_server_has_people(monkeypatch):
    monkeypatch.setattr(frame, "_MOST", 3)
    for number in range(8):
        page(name=f"Staf {number}")
    assert all(0 < len(one.kept) <= 3 for one in kept_frames())
