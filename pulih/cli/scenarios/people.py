"""Made-up people of a register, as the prison database exports it: nobody of them exists."""

import csv
import io
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pulih.cli.scenarios.founding import definition

HEADINGS = ("Nomor Register", "Nama", "Jenis Kelamin", "Tanggal Lahir", "NIK", "Status", "Blok",
            "Tanggal Masuk", "Pasal", "Tanggal Mulai Pidana", "Tanggal 2/3", "Tanggal Ekspirasi",
            "Per Tanggal")  # fmt: skip
_ARTICLES = ("112 ayat (1)", "114 ayat (1)", "127 ayat (1) huruf a", "111 ayat (1)")
_BLOCKS = {
    "women": ("Melati 1", "Melati 2", "Mawar 1", "Mawar 2", "Anggrek"),
    "men": ("A 1", "A 2", "B 1", "B 2", "C 3"),
}
_LETTER = {"women": "P", "men": "L"}


@dataclass(frozen=True)
class Resident:
    """One row of the register; without a sentence on remand."""

    number: str
    name: str
    born: date
    national_number: str
    block: str
    entered: date
    article: str
    sentenced: date | None
    expires: date | None
    sex: str = "women"

    @property
    def on_remand(self) -> bool:
        """Whether no court has judged yet."""
        return self.sentenced is None

    @property
    def two_thirds(self) -> date | None:
        """The two-thirds date the register states."""
        if self.sentenced is None or self.expires is None:
            return None
        return self.sentenced + (self.expires - self.sentenced) * 2 // 3

    def until(self, expires: date) -> "Resident":
        """The same person with a sentence that ends on that day."""
        return replace(self, sentenced=self.sentenced or self.entered, expires=expires)


class Register:
    """Draws people one after another, women or men; no name and no number twice."""

    def __init__(self, draw: random.Random, sex: str = "women") -> None:
        self._draw = draw
        self._sex = sex
        self._lists = definition("demo", "people")
        self._names: set[str] = set()
        self._count = 0

    def residents(self, many: int, on: date, *, stays_until: date, remand: float) -> list[Resident]:
        """So many who are here on a day, and whose sentence does not end before the other."""
        return [self._resident(on, stays_until, self._draw.random() < remand) for _ in range(many)]

    def _resident(self, on: date, stays_until: date, on_remand: bool) -> Resident:
        draw = self._draw
        self._count += 1
        born = on - timedelta(days=round(draw.triangular(19, 55, 31) * 365.25))
        entered = on - timedelta(days=draw.randint(10, 150) if on_remand else draw.randint(60, 900))
        number = f"{'A3' if on_remand else 'B1'}-{1000 + self._count}/{entered.year}"
        expires = stays_until + timedelta(days=draw.randint(20, 1500))
        return Resident(
            number=number,
            name=self._name(),
            born=born,
            national_number=(
                f"99{1000 + self._count:04}{born.day + (40 if self._sex == 'women' else 0):02}"
                f"{born:%m%y}{draw.randint(1, 9999):04}"
            ),
            block=draw.choice(_BLOCKS[self._sex]),
            entered=entered,
            article=draw.choice(_ARTICLES),
            sentenced=None if on_remand else entered - timedelta(days=draw.randint(0, 40)),
            expires=None if on_remand else expires,
            sex=self._sex,
        )

    def _name(self) -> str:
        while True:
            given, family = (
                self._draw.choice(self._lists[f"given_{self._sex}"]),
                self._draw.choice(self._lists["family"]),
            )
            name = f"{given} {family} Rekaan"
            if name not in self._names:
                self._names.add(name)
                return name


def as_file(people: Iterable[Resident], on: date) -> bytes:
    """The register of a day as a spreadsheet of text."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(HEADINGS)
    writer.writerows(_cells(one, on) for one in people)
    return out.getvalue().encode("utf-8-sig")


def _cells(one: Resident, on: date) -> Sequence[str]:
    return (
        one.number,
        one.name,
        _LETTER[one.sex],
        f"{one.born:%d/%m/%Y}",
        one.national_number,
        "Tahanan" if one.on_remand else "Narapidana",
        one.block,
        f"{one.entered:%d/%m/%Y}",
        one.article,
        _day(one.sentenced),
        _day(one.two_thirds),
        _day(one.expires),
        "" if one.on_remand else f"{on:%d/%m/%Y}",
    )


def _day(on: date | None) -> str:
    return f"{on:%d/%m/%Y}" if on else ""
