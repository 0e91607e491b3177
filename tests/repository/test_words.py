"""Every code has words in both languages, and every word on a page has its English."""

import ast
import string

import pytest
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from pulih.language.definitions import wording
from pulih.rules.permissions import Permission, Role
from tests.repository.source import ROOT, calls, files

ENGLISH = ROOT / "pulih/language/locale/en/LC_MESSAGES/django.po"


def test_both_languages_word_the_same_codes():
    assert set(wording("id")) == set(wording("en"))


def test_both_languages_need_the_same_facts():
    def facts(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    differing = {
        code: (facts(wording("id")[code]), facts(wording("en")[code]))
        for code in wording("id")
        if facts(wording("id")[code]) != facts(wording("en")[code])
    }
    assert differing == {}


def codes_raised() -> set[str]:
    """First arguments of RuleBroken(...), refused(...) and Reason(...) that are written out."""
    found = set()
    for path in files("pulih/*.py"):
        for name, call in calls(path):
            if name in ("RuleBroken", "refused", "Reason") and call.args:
                first = call.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.add(first.value)
    return found


def test_every_refusal_that_can_be_raised_is_worded():
    assert codes_raised() - set(wording("id")) == set()


@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_name(role):
    assert f"role.{role.value}" in wording("id")


@pytest.mark.parametrize("permission", Permission)
def test_every_permission_can_be_named_in_a_refusal(permission):
    assert f"permission.{permission.value}" in wording("id")


def messages_on_pages() -> set[str]:
    """The Indonesian texts of templates and Python, as Django's own extraction would find them."""
    from io import BytesIO

    from babel.messages.extract import extract_python
    from django.utils.translation.template import templatize

    found: set[str] = set()
    keywords = {"gettext": None, "gettext_lazy": None, "lazy": None, "_": None}
    keywords |= {"ngettext": (1, 2), "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2)}
    for path in files("pulih/*.html"):
        as_python = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        # What is no message becomes X in templatized text; only the calls are kept for the parser.
        lines = "\n".join(line.strip() for line in as_python.splitlines()).encode()
        for _, _, message, _ in extract_python(BytesIO(lines), keywords, [], {"encoding": "utf-8"}):
            found.update(_singulars(message))
    for path in files("pulih/*.py"):
        for _, message, _, _ in extract_from_file("python", str(path), keywords=keywords):
            found.update(_singulars(message))
    return found


def _singulars(message: object) -> list[str]:
    one = message[0] if isinstance(message, tuple) else message
    return [one] if isinstance(one, str) and one else []


def test_every_text_on_a_page_has_its_english():
    with ENGLISH.open("rb") as file:
        catalogue = read_po(file)
    english = {
        (one.id if isinstance(one.id, str) else one.id[0])
        for one in catalogue
        if one.id and one.string and (isinstance(one.string, str) or all(one.string)) and not one.fuzzy
    }
    assert sorted(messages_on_pages() - english) == []
