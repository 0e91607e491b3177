import string

import pytest

from pulih.language.definitions import LANGUAGES, wording
from pulih.rules import organisations, stays
from tests.rules.codes import raised


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_raised_has_words_and_every_fact_the_words_need(language: str) -> None:
    words = wording(language)
    for code, facts in raised().items():
        assert code in words, f"{code} has no words in {language}"
        needed = {name for _, name, _, _ in string.Formatter().parse(words[code]) if name}
        assert needed <= facts or facts == {"*"}, f"{code}: the words need {needed - facts}"


def test_both_languages_word_the_same_codes_with_the_same_facts() -> None:
    def needs(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    indonesian, english = wording("id"), wording("en")
    ours = [code for code in indonesian if code in english]
    assert set(raised()) <= set(ours)
    for code in ours:
        assert needs(indonesian[code]) == needs(english[code]), code


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_member_of_a_list_people_choose_from_has_words(language: str) -> None:
    lists = {
        "organisation_kind": organisations.Kind,
        "level": organisations.Level,
        "sex_served": organisations.SexServed,
        "stay_kind": stays.StayKind,
        "ending": stays.Ending,
    }
    for prefix, members in lists.items():
        for member in members:
            assert f"{prefix}.{member.value}" in wording(language)


def test_words_never_name_people_by_what_they_used() -> None:
    for text in wording("id").values():
        assert "pecandu" not in text.lower()
        assert "tidak valid" not in text.lower()
