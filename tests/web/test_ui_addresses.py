"""Addresses and words that are found once are those that Django would find each time."""

from uuid import UUID, uuid4

import pytest
from django.template import Context, Template
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from pulih.web.ui.addresses import address

CASES = [
    ("people:list", ()),
    ("people:person", ("C38Y-7KEX",)),
    ("people:part", ("C38Y-7KEX", "custody")),
    ("people:stay", ("C38Y-7KEX", UUID(int=7))),
    ("assessments:task", (UUID(int=9),)),
    ("assessments:fill", (UUID(int=1), "whoqol-bref", "month_6")),
    ("attendance:correct", (UUID(int=3), UUID(int=4))),
    ("organisations:profile", (17,)),
    ("organisations:change_designation", (17, 2026, "social-tc")),
    ("audit:event", ("2026-11-22", UUID(int=5))),
    ("programmes:rule", ("GV62-SHFW", "medical")),
]


@pytest.mark.parametrize(("route", "values"), CASES, ids=lambda one: str(one))
def test_an_address_is_the_one_that_reverse_gives(route: str, values: tuple[object, ...]) -> None:
    for _ in range(2):
        assert address(route, *values) == reverse(route, args=values)


@pytest.mark.parametrize("value", ["a/b", "a b", "ä", "100%", "?x=1", ""])
def test_a_value_that_is_no_plain_word_is_left_to_django(value: str) -> None:
    try:
        wanted = reverse("people:person", args=[value])
    except NoReverseMatch:
        with pytest.raises(NoReverseMatch):
            address("people:person", value)
    else:
        assert address("people:person", value) == wanted


def test_text_where_a_key_is_wanted_finds_no_address_or_djangos() -> None:
    key = uuid4()
    assert address("assessments:task", str(key)) == reverse("assessments:task", args=[key])
    with pytest.raises(NoReverseMatch):
        address("assessments:task", "no-key")


def test_words_of_a_page_follow_the_language_and_may_be_kept_under_a_name() -> None:
    said = Template('{% translate "Hari ini" %}|{% translate "Hari ini" as day %}{{ day }}')
    with translation.override("id"):
        assert said.render(Context()) == "Hari ini|Hari ini"
    with translation.override("en"):
        assert said.render(Context()) == "Today|Today"


def test_words_out_of_a_variable_are_escaped_as_django_does() -> None:
    said = Template("{% translate words %}")
    assert said.render(Context({"words": "<b>"})) == "&lt;b&gt;"
