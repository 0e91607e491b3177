"""How the walk over every page finds its way: what is a link, and which pages are one page of the program."""

from bench.walk import Opened, links_of, shape

PAGE = """
<a href="/people/?show=no_number&amp;page=2">next</a> <a href="../edit/">edit</a> <a href="#top">up</a>
<a href="https://example.invalid/">away</a> <a href="?page=3">page 3</a> <link href="/static/ui.css">
<form action="/sign-out/"></form><a href="/sign-out/">sign out</a><a href="mailto:x@example.invalid">write</a>
"""


def test_links_are_followed_within_pulih_alone_and_nobody_is_signed_out():
    assert list(links_of("/people/record/", PAGE)) == [
        "/people/?show=no_number&page=2",
        "/people/edit/",
        "/people/record/?page=3",
    ]


def test_pages_about_two_people_are_one_page_of_the_program():
    one = shape("/people/record/NA7A-46EQ/?page=2")
    assert one == shape("/people/record/5E9A-QXA2/?page=7")
    assert one != shape("/people/record/NA7A-46EQ/")
    assert shape("/enrolments/019efc66-dc20-7ea4-af3e-58544e80c67c/") == "/enrolments/*/?"


def test_a_page_that_broke_or_is_not_there_failed_and_a_refusal_did_not():
    assert [Opened("/", status, 1.0, 1.0).failed for status in (200, 302, 403, 404, 500)] == [
        False, False, False, True, True,
    ]  # fmt: skip
