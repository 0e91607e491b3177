import re
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pulih.rules.errors import RuleBroken
from pulih.rules.names import (
    SearchKind,
    clean_name,
    display_name,
    parse_search,
    register_key,
    search_key,
    sort_key,
)

ONE_NAME = [
    ["Soeharto", "Suharto", "SUHARTO"],
    ["Djoko", "Joko", "Djoko."],
    ["Tjahjadi", "Cahyadi", "Tjahyadi"],
    ["Moh", "Moch", "Muh", "Mohd.", "Mohamad", "Muhammad", "Mohammed", "Mochammad", "Muhamad"],
    ["Abdul Rahman", "Abdurrahman", "Abdurahman", "Abd. Rahman", "Abd Rachman"],
    ["Achmad", "Ahmad", "Akhmad", "Achmadh"],
    ["Chairul", "Khairul", "Hairul", "Khaerul"],
    ["Syaiful", "Saiful", "Saeful", "Sjaiful"],
    ["Christian", "Kristian"],
    ["Chandra", "Candra"],
    ["Rizqi", "Rizki", "Rizky"],
    ["Arief", "Arif", "Ariv"],
    ["Hery", "Heri", "Herry"],
    ["Herianto", "Heryanto"],
    ["Wijaya", "Widjaja", "Wijaja"],
    ["Jusuf", "Yusuf", "Yoesoef"],
    ["Nurhayati", "Nur Hayati", "Noer Hajati", "Nur-Hayati"],
    ["Ja'far", "Jafar", "Ja’far"],
    ["Dzikri", "Zikri"],
    ["Desy", "Desi"],
    ["Dicky", "Diki"],
    ["Stephanus", "Stefanus"],
    ["Fatimah", "Fatima"],
    ["Sri", "Shri"],
    ["H. Yusuf", "Yusuf", "KH Yusuf", "Drs. Yusuf"],
    ["M. Yusuf", "Muhammad Yusuf", "H.M. Yusuf"],
    ["Ali bin Usman", "Ali Usman"],
    ["Renée", "Rene"],
]
DIFFERENT = [
    ("Budi", "Budiman"),
    ("Ahmad", "Ahmat"),
    ("Rahmat", "Rahman"),
    ("Slamet", "Selamat"),
    ("Ani", "Ana"),
]
FULL_NAMES = [
    "Muhammad Yusuf Hidayat",
    "Nurhayati Tjokrowidjojo",
    "Abdurrahman Wachid",
    "Raden Soerjo Prawiranegara",
    "Christian Djaja Kusuma",
    "Syarief Khaeruddin",
    "Sri Rahayu Ningsih",
    "Achmad Dzulfikar",
]
words = st.text(string.ascii_lowercase, min_size=2, max_size=14)
NAMELIKE = st.text(st.sampled_from(string.ascii_letters + "   .'-éÜßøçñ’,"), max_size=40)

CUTS_THAT_CHANGE_THE_SOUND = re.compile(
    r"d+h?\|d*[jz]|t+h?\|t*j|tj\||[ck]+\|[ck]*h|c\|[aeiouyj]|[sx]h?[yj]\||[iyj]e+\|e*[fvp]|^cha?[nrle]?\|"
)
ONSETS = [
    "b",
    "c",
    "d",
    "f",
    "g",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "t",
    "v",
    "w",
    "y",
    "z",
    "dj",
    "tj",
    "ch",
    "kh",
    "sy",
    "sj",
    "sh",
    "th",
    "dh",
    "ny",
    "nj",
    "ng",
    "ck",
    "dz",
    "ph",
    "bh",
    "x",
    "q",
    "tr",
    "rr",
    "ll",
]
VOWELS = ["a", "i", "u", "e", "o", "oe", "ie", "ai", "ae", "au", "y", "ya", "ia", "aa"]
CODAS = ["", "n", "m", "r", "h", "k", "d", "t", "f", "s", "c", "l", "ng", "y", "kh", "ch"]
SYLLABLES = st.builds("".join, st.tuples(st.sampled_from(["", *ONSETS]), st.sampled_from(VOWELS)))
INVENTED = st.builds(
    lambda syllables, coda: "".join(syllables) + coda,
    st.lists(SYLLABLES, min_size=1, max_size=5),
    st.sampled_from(CODAS),
).filter(lambda word: len(word) >= 2)


@pytest.mark.parametrize("spellings", ONE_NAME, ids=lambda spellings: spellings[0])
def test_spellings_of_one_name_have_one_key(spellings: list[str]) -> None:
    assert len({search_key(name) for name in spellings}) == 1


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_names_that_only_look_alike_keep_their_own_keys(one: str, other: str) -> None:
    assert search_key(one) != search_key(other)


@given(NAMELIKE | st.text(max_size=40))
def test_folding_twice_changes_nothing(name: str) -> None:
    assert search_key(search_key(name)) == search_key(name)


@given(words)
def test_folding_words_of_any_letters_twice_changes_nothing(word: str) -> None:
    assert search_key(search_key(word)) == search_key(word)


@given(NAMELIKE)
def test_a_key_is_small_letters_digits_and_single_spaces(name: str) -> None:
    assert re.fullmatch(r"([a-z0-9]+( [a-z0-9]+)*)?", search_key(name))


@settings(max_examples=500)
@given(INVENTED)
def test_the_key_of_a_words_beginning_begins_the_key_of_the_word(word: str) -> None:
    for cut in range(2, len(word) + 1):
        if not CUTS_THAT_CHANGE_THE_SOUND.search(word[:cut] + "|" + word[cut:]):
            assert search_key(word).startswith(search_key(word[:cut])), (word[:cut], search_key(word))


@given(INVENTED)
def test_folding_an_invented_name_twice_changes_nothing(word: str) -> None:
    assert search_key(search_key(word)) == search_key(word)


@pytest.mark.parametrize("name", FULL_NAMES)
def test_typing_a_name_finds_it_all_the_way_but_within_a_digraph(name: str) -> None:
    """Of all beginnings of three letters or more, at most one in ten falls within a digraph."""
    key = search_key(name)
    pieces = [word[:cut] for word in name.split() for cut in range(3, len(word) + 1)]
    missed = [piece for piece in pieces if not parse_search(piece).found_in(key)]
    assert len(missed) <= len(pieces) / 10, missed
    assert all(parse_search(word).found_in(key) for word in name.split())


def test_a_whole_name_in_another_order_and_spelling_is_found() -> None:
    assert parse_search("hidajat jusup moh").found_in(search_key("Muhammad Yusuf Hidayat"))
    assert parse_search("M. Yusuf").found_in(search_key("Maria Yusuf"))
    assert not parse_search("hidayat rahman").found_in(search_key("Muhammad Yusuf Hidayat"))


def test_a_title_alone_is_still_a_word_to_search_for() -> None:
    assert search_key("Haji") == "hai"
    assert search_key("H. Bin") == "bin"


@pytest.mark.parametrize(
    ("typed", "kind", "value"),
    [
        ("9971014305900012", SearchKind.NATIONAL_NUMBER, "9971014305900012"),
        (" 997101 430590 0012 ", SearchKind.NATIONAL_NUMBER, "9971014305900012"),
        ("9971.0143.0590.0012", SearchKind.NATIONAL_NUMBER, "9971014305900012"),
        ("B.I 123/2024", SearchKind.REGISTER_NUMBER, "BI123/2024"),
        ("bi-123", SearchKind.REGISTER_NUMBER, "BI123"),
        ("2024", SearchKind.REGISTER_NUMBER, "2024"),
        ("A III 45", SearchKind.REGISTER_NUMBER, "AIII45"),
        ("Budi", SearchKind.NAME, "Budi"),
    ],
)
def test_a_search_says_what_it_looks_for(typed: str, kind: SearchKind, value: str) -> None:
    terms = parse_search(typed)
    assert (terms.kind, terms.value) == (kind, value)


@pytest.mark.parametrize("typed", ["", " ", "B", "b.", "'", "1", "%", "_ _"])
def test_a_search_too_short_says_so(typed: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        parse_search(typed)
    assert broken.value.code == "search_too_short"


@pytest.mark.parametrize("typed", ["997101430590001", "99710143059000123", "9971014305900"])
def test_a_national_number_with_digits_missing_is_not_taken_for_a_register_number(typed: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        parse_search(typed)
    assert broken.value.code == "search_number_length"


def test_register_numbers_are_compared_without_punctuation_but_never_run_together() -> None:
    assert len({register_key(n) for n in ("B.I-12 / 2024", "BI.12/2024", "bi 12/2024", "B I 12-2024")}) == 1
    assert register_key("BI 1/22024") != register_key("BI 12/2024")


@given(st.text(max_size=20))
def test_a_register_key_is_its_own_key(text: str) -> None:
    assert register_key(register_key(text)) == register_key(text)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("", "name_missing"),
        (" \t\n", "name_missing"),
        ("Budi 2", "name_with_digits"),
        ("Budi <b>", "name_characters"),
        ("=Budi", "name_characters"),
        ("陈", "name_without_letters"),
        ("-.", "name_without_letters"),
        ("a" * 121, "name_too_long"),
    ],
)
def test_a_name_that_cannot_be_one_is_refused(raw: str, code: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        clean_name(raw)
    assert broken.value.code == code


def test_a_name_is_kept_as_written_but_tidied() -> None:
    assert clean_name("  Ja’far \u200b bin\tUsman ") == "Ja'far bin Usman"
    assert clean_name("D") == "D"


def test_capitals_of_an_export_become_ordinary_and_mixed_writing_stays() -> None:
    assert display_name("BUDI SANTOSO, S.H. BIN JA'FAR") == "Budi Santoso, S.H. bin Ja'far"
    assert display_name("nur-hayati") == "Nur-Hayati"
    assert display_name("Ian McDonald") == "Ian McDonald"
    assert display_name("SULTAN HB IV") == "Sultan Hb IV"


def test_lists_are_sorted_without_case_accents_or_punctuation() -> None:
    assert sorted(["éka", "Edi", "'Ali"], key=sort_key) == ["'Ali", "Edi", "éka"]
