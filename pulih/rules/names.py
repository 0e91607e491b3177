"""How people's names are cleaned, shown, sorted and found again however a clerk spelt them.

The search key folds Indonesian spelling variants letter by letter from the left, so that a fragment typed
in a search box folds to a fragment of the folded name and a plain substring search finds it. Exactly what
holds, and where a cut inside a digraph breaks it, stands at `search_key` and is tested.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from pulih.rules.errors import RuleBroken
from pulih.rules.identity import looks_like_reference

LONGEST_NAME = 120
SHORTEST_FRAGMENT = 2
NATIONAL_NUMBER_DIGITS = 16

_PLAIN = str.maketrans(
    {"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i"}
)
_LETTERS = {"f": "p", "v": "p", "q": "k", "o": "u"}
_VOWELS = frozenset("aeiou")
_SWALLOW_H = frozenset("bdgpstz")
_MUHAMMAD = frozenset(
    ("muh", "muha", "muham", "muhama", "muhamad", "muhame", "muhamed", "muhamat", "muhd", "mhd", "md")
)
_ABDUL = frozenset(("abd", "abdu", "abdul", "abdur"))
_TITLES = frozenset(("h", "hi", "hai", "drs", "dra", "dr", "ir", "prup", "bin", "binti", "alias", "als"))
"""As they stand once folded: H., KH, Hj., haji, drs., dra., dr., ir., prof., bin, binti, alias."""


def search_key(name: str) -> str:
    """The folded form in which names are compared and found: lower-case words separated by single spaces.

    One letter for one sound: o/oe/u, j/dj/y/i, c/tj, k/q/ck, h/ch/kh, s/sy/sj/sh, p/f/v/ph, z/dz, doubled
    letters once, h after b d g p s t z silent and at a word's end dropped, ae as ai, -ief as -if. Every
    form of Muhammad becomes `muh`, of Abdul `abd`; Nurhayati and Nur Hayati are one. Titles and `bin` go
    while another word remains. Letters outside the Latin alphabet are left out.

    Holds always: folding twice changes nothing; the key of a word's beginning (two letters or more) begins
    the key of the word, unless the cut falls where the next letters change the sound before it: after the
    first letter of dj, dz, tj, ch or kh, after tj, after c before a vowel, within sy or sj and their vowel,
    within -ief, or within an initial chan-, charl-, che-, chr-, chl-. It favours finding over telling apart:
    Joni also finds Yuni. Not made one: c and k before vowels (Marco), Abdulaziz and Abdul Aziz.
    """
    tokens = [token for word in _plain_words(name) for token in _canonical(_fold_letters(word))]
    kept = [token for token in tokens if token not in _TITLES] or tokens[-1:]
    if len(kept) > 1 and kept[0] == "m":
        kept[0] = "muh"
    return " ".join(kept)


def _plain_words(text: str) -> list[str]:
    """Lower-case words of a-z and 0-9: accents and apostrophes go, other punctuation separates."""
    lowered = unicodedata.normalize("NFKD", text).casefold().translate(_PLAIN)
    bare = "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))
    return re.findall(r"[a-z0-9]+", re.sub(r"['’‘ʼ`´]", "", bare))


@lru_cache(maxsize=50_000)
def _fold_letters(word: str) -> str:
    """One word, letter by letter; what was already written changes only within a digraph.

    Remembered, because a register of thousands repeats a few hundred words.
    """
    word = re.sub(r"^ch(?=[rl])", "k", word)
    word = re.sub(r"^ch(?=an|arl|e)", "c", word)
    out: list[str] = []
    for index, letter in enumerate(word):
        _fold_letter(out, letter, word[index + 1 : index + 2])
    if out[-1:] == ["c"]:
        out.pop()
        _push(out, "k")
    return "".join(out)


def _fold_letter(out: list[str], letter: str, following: str) -> None:
    """Append one letter's sound to the sounds before it."""
    last = out[-1] if out else ""
    letter = _LETTERS.get(letter, letter)
    if letter == "x":
        _push(out, "k")
        _push(out, "s")
    elif letter in "jy":
        if last == "s" and following and following in _VOWELS:
            return
        if letter == "j" and last in ("d", "t"):
            out.pop()
        _push(out, "c" if letter == "j" and last == "t" else "i")
    elif letter == "e" and last in ("a", "u"):
        if last == "a":
            _push(out, "i")
    elif letter == "z" and last == "d":
        out.pop()
        _push(out, "z")
    elif letter == "p" and len(out) > 2 and out[-2:] == ["i", "e"]:
        out.pop()
        _push(out, "p")
    else:
        _push(out, letter)


def _push(out: list[str], sound: str) -> None:
    """Write one sound: doubled ones once, ch and kh as h, h silent after most consonants, c hard as k."""
    last = out[-1] if out else ""
    if sound.isdigit():
        out.append(sound)
    elif sound == "h" and last in ("c", "k"):
        out.pop()
        _push(out, "h")
    elif sound == last or (sound == "h" and last in _SWALLOW_H):
        return
    else:
        if last == "c" and sound not in _VOWELS:
            out.pop()
            _push(out, "k")
            if sound == "k":
                return
        out.append(sound)


def _canonical(folded: str) -> list[str]:
    """The words a folded word stands for: abbreviations made one, run-together names parted."""
    if folded in _MUHAMMAD:
        return ["muh"]
    if len(folded) > 2 and folded.endswith("h"):
        folded = folded[:-1]
    if folded in _MUHAMMAD:
        return ["muh"]
    if folded in _ABDUL:
        return ["abd"]
    if folded.startswith("abdur"):
        return ["abd", *_canonical(folded[4:])]
    if folded.startswith("nur") and len(folded) > 3:
        return ["nur", *_canonical(folded[3:])]
    return [folded]


def clean_name(raw: str) -> str:
    """The name as it is kept: one space between words, plain apostrophes, no control characters.

    Raises RuleBroken: `name_missing`, `name_too_long`, `name_with_digits`, `name_characters`,
    `name_without_letters`.
    """
    straight = re.sub(r"[’‘ʼ`´]", "'", unicodedata.normalize("NFC", raw))
    name = " ".join("".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in straight).split())
    if not name:
        raise RuleBroken("name_missing", "name")
    if len(name) > LONGEST_NAME:
        raise RuleBroken("name_too_long", "name", letters=len(name), limit=LONGEST_NAME)
    if any(c.isdigit() for c in name):
        raise RuleBroken("name_with_digits", "name")
    strange = sorted({c for c in name if unicodedata.category(c)[0] not in "LM" and c not in " .,'-()/"})
    if strange:
        raise RuleBroken("name_characters", "name", characters=" ".join(strange))
    if not search_key(name):
        raise RuleBroken("name_without_letters", "name")
    return name


def display_name(name: str) -> str:
    """The name as pages show it: a name all in capitals or all in small letters gets ordinary capitals."""
    tidy = " ".join(name.split())
    if tidy != tidy.upper() and tidy != tidy.lower():
        return tidy
    return " ".join(_capitalised(word) for word in tidy.split(" "))


def _capitalised(word: str) -> str:
    lowered = word.lower()
    if lowered in ("bin", "binti", "alias", "als"):
        return lowered
    if lowered.rstrip(".,") in ("ii", "iii", "iv") or re.fullmatch(r"(\w\.)+,?", lowered):
        return word.upper()
    return re.sub(r"(^|[-(/.])(\w)", lambda found: found[1] + found[2].upper(), lowered)


def sort_key(name: str) -> str:
    """What lists are ordered by: letters as spelt, without case, accents or punctuation."""
    return " ".join(_plain_words(name))


class SearchKind(StrEnum):
    """What somebody typed into the search box."""

    NAME = "name"
    REGISTER_NUMBER = "register_number"
    NATIONAL_NUMBER = "national_number"
    REFERENCE = "reference"


@dataclass(frozen=True)
class SearchTerms:
    """What to look for: `words` for a name (every one must stand in the key), else the one `value`."""

    kind: SearchKind
    value: str
    words: tuple[str, ...] = ()

    def found_in(self, key: str) -> bool:
        """Whether a name with this search key answers a search by name."""
        return bool(self.words) and all(word in key for word in self.words)


def parse_search(text: str) -> SearchTerms:
    """Tell a national number (16 digits), a person's reference, a register number and a name apart.

    A register number is anything else with a digit in it; its `value` is a `register_key`. Single letters
    of a name are not searched for when a longer word is there. Raises RuleBroken: `search_too_short`,
    `search_number_length` (digits only, more than twelve, and not sixteen).
    """
    text = " ".join(text.split())
    digits = re.sub(r"[\s.\-]", "", text)
    if digits.isascii() and digits.isdigit():
        if len(digits) == NATIONAL_NUMBER_DIGITS:
            return SearchTerms(SearchKind.NATIONAL_NUMBER, digits)
        if len(digits) > 12:
            raise RuleBroken("search_number_length", "q", digits=len(digits), owed=NATIONAL_NUMBER_DIGITS)
    if looks_like_reference(text):
        return SearchTerms(SearchKind.REFERENCE, text.upper())
    if any(c.isdigit() for c in text):
        value = register_key(text)
        if len(value) < SHORTEST_FRAGMENT:
            raise RuleBroken("search_too_short", "q", letters=SHORTEST_FRAGMENT)
        return SearchTerms(SearchKind.REGISTER_NUMBER, value)
    written = _plain_words(text)
    long_enough = [word for word in written if len(word) >= SHORTEST_FRAGMENT]
    if not long_enough:
        raise RuleBroken("search_too_short", "q", letters=SHORTEST_FRAGMENT)
    words = tuple(dict.fromkeys(search_key(" ".join(long_enough)).split()))
    return SearchTerms(SearchKind.NAME, text, words)


def register_key(register_number: str) -> str:
    """A register number as it is compared: capitals and digits, a slash only between two numbers.

    `B.I-12 / 2024`, `BI.12/2024` and `bi 12/2024` are one: `BI12/2024`.
    """
    upper = re.sub(r"[^A-Z0-9]+", "/", unicodedata.normalize("NFKC", register_number).upper()).strip("/")
    return re.sub(r"(?<![0-9])/|/(?![0-9])", "", upper)
