"""Who somebody is on paper: national number, birth, age, and the short references Pulih gives out."""

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from pulih.rules.errors import RuleBroken
from pulih.rules.verdicts import ALLOWED, Reason, Verdict, refused

SYNTHETIC_REGION = "99"
"""No region has this code: numbers that begin so are invented, for demonstration, tests and training."""

EARLIEST_BIRTH_YEAR = 1900
YOUNGEST = 12
OLDEST = 110
ADULT_AGE = 18

REFERENCE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""31 signs without I, L, O, 0 and 1. A prime, so the check sign catches every single slip and swap."""

_PAYLOAD = 7
REFERENCE_CAPACITY = len(REFERENCE_ALPHABET) ** _PAYLOAD


class Sex(StrEnum):
    """As the register states it."""

    MALE = "male"
    FEMALE = "female"


@dataclass(frozen=True)
class NationalNumber:
    """A national number (NIK) of sound structure. Not shown by repr, so that no log ever holds it."""

    digits: str = field(repr=False)

    @property
    def region(self) -> str:
        """Six digits: where it was issued, not where the person lives now."""
        return self.digits[:6]

    @property
    def sex(self) -> Sex:
        """Women's numbers carry the day of birth plus forty."""
        return Sex.FEMALE if int(self.digits[6:8]) > 40 else Sex.MALE

    @property
    def birth(self) -> tuple[int, int, int]:
        """Day, month and two-digit year; the century is not in the number."""
        return int(self.digits[6:8]) % 40, int(self.digits[8:10]), int(self.digits[10:12])

    @property
    def synthetic(self) -> bool:
        """Whether it is invented."""
        return self.digits.startswith(SYNTHETIC_REGION)


def parse_national_number(raw: str) -> NationalNumber:
    """Read a national number as typed; spaces, dots and hyphens between the digits are tolerated.

    Raises RuleBroken: `national_number_characters`, `national_number_length`, `national_number_region`,
    `national_number_date`, `national_number_serial`. Source: domain reference 5.4 (structure from general
    knowledge; which regions exist is therefore not checked).
    """
    digits = re.sub(r"[\s.\-]", "", raw)
    if not re.fullmatch(r"[0-9]+", digits):
        raise RuleBroken("national_number_characters", "national_number")
    if len(digits) != 16:
        raise RuleBroken("national_number_length", "national_number", digits=len(digits))
    if digits[0] == "0" or digits[:2] == "10":
        raise RuleBroken("national_number_region", "national_number")
    number = NationalNumber(digits)
    day, month, year = number.birth
    coded_day = int(digits[6:8])
    if coded_day > 71 or not 1 <= month <= 12 or not 1 <= day <= _longest_month(month, year):
        raise RuleBroken("national_number_date", "national_number")
    if digits[12:] == "0000":
        raise RuleBroken("national_number_serial", "national_number")
    return number


def _longest_month(month: int, two_digit_year: int) -> int:
    """Days of the month in whichever century allows more."""
    return max(monthrange(century + two_digit_year, month)[1] for century in (1900, 2000))


def consistent(number: NationalNumber, sex: Sex | None, birth_date: date | None) -> Verdict:
    """Warnings, never a refusal: a number may rightly disagree with sex or birth, for it never changes."""
    warnings = []
    if sex is not None and sex is not number.sex:
        warnings.append(Reason("national_number_sex_differs", {}, "national_number"))
    if birth_date is not None:
        stated = (birth_date.day, birth_date.month, birth_date.year % 100)
        if stated != number.birth:
            warnings.append(Reason("national_number_birth_differs", {}, "national_number"))
    return Verdict(True, tuple(warnings))


def mask(number: str) -> str:
    """All a list or an import report may show of a national number: its last four digits."""
    return "•" * 12 + number[-4:]


@dataclass(frozen=True)
class Age:
    """Completed years; `estimated` when only the year of birth is known and one year less may be true."""

    years: int
    estimated: bool


def age_on(birth_date: date | None, birth_year: int | None, on: date) -> Age | None:
    """Age on a day; None when nothing is known. Someone born on 29 February turns older on 1 March."""
    if birth_date is not None:
        had_birthday = (on.month, on.day) >= (birth_date.month, birth_date.day)
        return Age(on.year - birth_date.year - (not had_birthday), estimated=False)
    if birth_year is not None:
        return Age(on.year - birth_year, estimated=True)
    return None


def is_juvenile(birth_date: date | None, birth_year: int | None, on: date) -> bool:
    """Under 18 on that day or possibly so: a doubt protects the child. Unknown birth counts as adult."""
    age = age_on(birth_date, birth_year, on)
    return age is not None and age.years - age.estimated < ADULT_AGE


def check_birth(birth_date: date | None, birth_year: int | None, today: date) -> Verdict:
    """A birth date, or an estimated year, that somebody in custody today can have.

    Not in the future, not before 1900, at least 12 and at most 110 years old; of an estimated year only what
    is surely outside is refused. Codes: `birth_missing`, `birth_year_differs`, `birth_in_future`,
    `birth_too_early`, `birth_too_young`, `birth_too_old`.
    """
    if birth_date is None and birth_year is None:
        return refused("birth_missing", "birth_date")
    about = "birth_date" if birth_date is not None else "birth_year"
    if birth_date is not None and birth_year is not None and birth_date.year != birth_year:
        return refused("birth_year_differs", "birth_year", date=birth_date, year=birth_year)
    year = birth_date.year if birth_date is not None else birth_year
    assert year is not None
    if year > today.year or (birth_date is not None and birth_date > today):
        return refused("birth_in_future", about)
    if year < EARLIEST_BIRTH_YEAR:
        return refused("birth_too_early", about, year=EARLIEST_BIRTH_YEAR)
    age = age_on(birth_date, birth_year, today)
    assert age is not None
    if age.years < YOUNGEST:
        return refused("birth_too_young", about, age=age.years, youngest=YOUNGEST)
    if age.years - age.estimated > OLDEST:
        return refused("birth_too_old", about, age=age.years, oldest=OLDEST)
    return ALLOWED


def born_after(birth_date: date | None, birth_year: int | None, day: date) -> bool:
    """Whether that day lies before the person's birth, as far as birth is known."""
    if birth_date is not None:
        return day < birth_date
    return birth_year is not None and day.year < birth_year


def reference_from(source: int | bytes) -> str:
    """A short reference `XXXX-XXXX` to read out and write down: seven signs and a check sign.

    Bytes (say of a UUID) are reduced to the 27 billion references there are, so the caller keeps a unique
    constraint and tries again on the rare collision; a number must be below `REFERENCE_CAPACITY`.
    """
    number = int.from_bytes(source, "big") % REFERENCE_CAPACITY if isinstance(source, bytes) else source
    if not 0 <= number < REFERENCE_CAPACITY:
        raise ValueError("a reference is made from a number between 0 and REFERENCE_CAPACITY")
    signs = ""
    for _ in range(_PAYLOAD):
        number, sign = divmod(number, len(REFERENCE_ALPHABET))
        signs = REFERENCE_ALPHABET[sign] + signs
    signs += _check_sign(signs)
    return f"{signs[:4]}-{signs[4:]}"


def _check_sign(signs: str) -> str:
    """The sign that makes the weighted sum (weights 2 to 8) vanish modulo 31."""
    total = sum(weight * REFERENCE_ALPHABET.index(sign) for weight, sign in enumerate(signs, start=2))
    return REFERENCE_ALPHABET[-total % len(REFERENCE_ALPHABET)]


def check_reference(raw: str) -> str:
    """A reference as typed, in its one form; case, spaces and the hyphen do not matter.

    Raises RuleBroken: `reference_length`, `reference_characters`, `reference_check`.
    """
    signs = re.sub(r"[\s\-]", "", raw).upper()
    if len(signs) != _PAYLOAD + 1:
        raise RuleBroken("reference_length", "reference", letters=_PAYLOAD + 1)
    strange = sorted({sign for sign in signs if sign not in REFERENCE_ALPHABET})
    if strange:
        raise RuleBroken("reference_characters", "reference", characters=" ".join(strange))
    if _check_sign(signs[:-1]) != signs[-1]:
        raise RuleBroken("reference_check", "reference")
    return f"{signs[:4]}-{signs[4:]}"


def looks_like_reference(text: str) -> bool:
    """Whether text written as XXXX-XXXX is a reference with a true check sign."""
    try:
        return "-" in text and text.strip().upper() == check_reference(text)
    except RuleBroken:
        return False
