"""The people of a facility: who they are, their stays, their sentence, and who may see them."""

import random
from dataclasses import dataclass
from uuid import UUID

from pulih.cli.generating import figures
from pulih.cli.generating.names import ALIASES, key_of, person_name
from pulih.cli.generating.nation import Facility
from pulih.cli.generating.rows import NULL, Sheets, iso, moment_of, new_id, stamp
from pulih.cli.generating.trail import Trail
from pulih.records.keys import Keys
from pulih.rules.identity import REFERENCE_CAPACITY, SYNTHETIC_REGION, reference_from
from pulih.rules.permissions import Role

SPREAD = 999_999_937
"""A prime: running numbers times this, modulo what there is, never meet and look like chance."""
NUMBERS = 9_999 * 9_998
ENDINGS = ("released_expiry", "released_parole", "released_early", "court_order", "died", "escaped")
ENDING_WEIGHTS = (46, 40, 9, 3, 1.5, 0.1)
ARTICLES = ("112 ayat (1)", "114 ayat (1)", "127 ayat (1) huruf a", "111 ayat (1)", "114 ayat (2)")
OTHER_ARTICLES = ("362 KUHP", "363 KUHP", "372 KUHP", "81 UU 35/2014", "351 KUHP")
YEAR = 365.25


def first_day(today: int) -> int:
    """The day from which records were kept."""
    return today - int(figures.YEARS * YEAR) - 1


@dataclass(slots=True)
class Person:
    """Somebody who was made, as far as a programme must know them. Days are ordinals."""

    id: str
    reference: str
    woman: bool
    born: int
    came: int
    left: int
    """The day on which the stay ended; 0 while it goes on."""
    how: str
    register: str
    sentenced: bool
    expires: int
    """0 where nobody knows it."""
    served: bool = False
    """Whether a programme has had them."""


class Register:
    """Makes the people of one facility."""

    def __init__(self, facility: Facility, seed: int, today: int, sheets: Sheets, trail: Trail, keys: Keys):
        self.facility, self.today, self.sheets, self.trail, self.keys = facility, today, sheets, trail, keys
        self.draw = random.Random(f"{seed} people {facility.number}")
        self.shift = random.Random(f"{seed} numbers").randrange(NUMBERS)
        self.registrar = facility.one(Role.REGISTRAR)
        self.began = first_day(today)

    def fill(self) -> list[Person]:
        """Everybody: first those who are here, then those who left in the last years."""
        here = self.facility.present
        return [self._person(one, one < here) for one in range(here + self.facility.gone)]

    def _person(self, place: int, here: bool) -> Person:
        draw, running = self.draw, self.facility.first_person + place
        woman = draw.random() < self.facility.women
        remand = here and draw.random() < figures.REMAND
        length = self._length()
        came, left, how = self._stay(here, remand, length)
        started = came - (0 if remand else draw.randrange(60))
        young = self.facility.kind == "juvenile_institution"
        age = draw.uniform(14, 17) if young else draw.triangular(*figures.AGE)
        born = (self.today if here else left) - int(age * YEAR)
        if not young and came - born < 18 * YEAR:
            born = came - int(draw.uniform(18, 21) * YEAR)
        expires = 0 if remand else max(started + length, left, came + 30)
        if expires and here:
            expires = max(expires, self.today + draw.randrange(5, 200))
        if draw.random() < 0.04 and here:
            expires = 0
        person = Person(
            id=new_id(draw, moment_of(max(came, self.began), 90)),
            reference=reference_from((running * SPREAD + self.shift) % REFERENCE_CAPACITY),
            woman=woman,
            born=born,
            came=came,
            left=left,
            how=how,
            register=f"{'A' if remand else 'B'}{draw.choice('234')}-{running + 1:05}/{iso(came)[:4]}",
            sentenced=not remand,
            expires=expires,
        )
        self._identity(person, running, here)
        self._stays(person, remand)
        if not remand:
            self._sentence(person, started, length)
        self._opened(person, remand, here)
        return person

    def _length(self) -> int:
        years = self.draw.lognormvariate(0, figures.SENTENCE_SPREAD) * figures.SENTENCE_MEDIAN_YEARS
        return int(min(20.0, max(1.0, years)) * YEAR)

    def _stay(self, here: bool, remand: bool, length: int) -> tuple[int, int, str]:
        """First day, day of leaving and how; of those here the sentence cannot be over yet."""
        draw = self.draw
        if here:
            gone_by = draw.randrange(3, 150) if remand else int(length * draw.uniform(0.01, 0.66)) + 3
            return self.today - gone_by, 0, ""
        left = self.today - 1 - int(draw.random() * figures.YEARS * YEAR)
        how = draw.choices(ENDINGS, ENDING_WEIGHTS)[0]
        share = 1.0 if how == "released_expiry" else draw.uniform(0.3, 0.9)
        return left - max(60, int(length * share)), left, how

    def _identity(self, person: Person, running: int, here: bool) -> None:
        draw, sheets = self.draw, self.sheets
        name = person_name(draw, person.woman)
        names = [name]
        if draw.random() < figures.ALIAS:
            names.append(draw.choice(ALIASES))
        born = iso(person.born)
        birth = f"{born}\t{NULL}" if draw.random() >= figures.ONLY_BIRTH_YEAR else f"{NULL}\t{born[:4]}"
        number = f"{NULL}\t{NULL}\t"
        if draw.random() >= figures.WITHOUT_NUMBER:
            number = self._number(person, running, born)
        known = max(person.came, self.began)
        at = stamp(known, 90)
        sheets.add(
            "person",
            f"{person.id}\t{person.reference}\t{name}\t{'female' if person.woman else 'male'}\t{birth}\t{number}"
            f"\t{at}\t1",
        )
        for place, one in enumerate(names):
            kind = "alias" if place else "official"
            sheets.add(
                "person_name", f"{new_id(draw, moment_of(known, 91 + place))}\t{person.id}\t{one}\t{kind}"
            )
        if here:
            sheets.add("person_search", f"{self.facility.office}\t{person.id}\t{key_of(names)}")

    def _number(self, person: Person, running: int, born: str) -> str:
        """A number of a region that does not exist; drawn so that no two people share one."""
        spread = (running * SPREAD + self.shift) % NUMBERS
        day = int(born[8:]) + (40 if person.woman else 0)
        digits = (
            f"{SYNTHETIC_REGION}{spread // 9_999:04}{day:02}{born[5:7]}{born[2:4]}{spread % 9_999 + 1:04}"
        )
        sealed = self.keys.seal_number(digits, UUID(person.id))
        return f"\\\\x{sealed.hex()}\t\\\\x{self.keys.index_number(digits).hex()}\t{digits[-4:]}"

    def _stays(self, person: Person, remand: bool) -> None:
        draw = self.draw
        block = f"{draw.choice('ABCD')} {draw.randrange(1, 9)}"
        kind = "remand" if remand else "sentenced"
        self._add_stay(person, self.facility.office, person.register, kind, block, person.came, person.left,
                       person.how)  # fmt: skip
        before = person.came
        neighbours = self.facility.neighbours
        if neighbours and not remand and draw.random() < figures.CAME_FROM_ELSEWHERE:
            first = before - draw.randrange(30, 500)
            number = f"A{draw.choice('234')}-{draw.randrange(1, 99999):05}/{iso(first)[:4]}"
            self._add_stay(
                person, draw.choice(neighbours), number, "remand", block, first, before, "transferred"
            )
            before = first
        if draw.random() < figures.RETURNED:
            last = before - draw.randrange(200, 2500)
            first = last - draw.randrange(200, 1500)
            where = self.facility.office
            if neighbours and draw.random() < 0.5:
                where = draw.choice(neighbours)
            number = f"B{draw.choice('234')}-{draw.randrange(1, 99999):05}/{iso(first)[:4]}"
            self._add_stay(person, where, number, "sentenced", block, first, last, "released_expiry")

    def _add_stay(
        self, person: Person, office: int, number: str, kind: str, block: str, first: int, last: int, how: str
    ) -> None:
        """A stay with the access it gave; one that ended leaves the office its own episode."""
        draw, sheets = self.draw, self.sheets
        ended = iso(last) if last else NULL
        sheets.add(
            "stay",
            f"{new_id(draw, moment_of(first, 92))}\t{person.id}\t{office}\t{number}\t{kind}\t{block}\t{iso(first)}"
            f"\t{ended}\t{how}\t\t{2 if last else 1}",
        )
        until = stamp(last, 95) if last else NULL
        origin = "registered" if first == person.came else "imported"
        sheets.add(
            "person_access",
            f"{new_id(draw, moment_of(first, 93))}\t{person.id}\t{office}\tcustody\t{stamp(first, 93)}\t{until}"
            f"\t{origin}",
        )
        if last:
            sheets.add(
                "person_access",
                f"{new_id(draw, moment_of(last, 95))}\t{person.id}\t{office}\tepisode\t{until}\t{NULL}\t{how}",
            )

    def _sentence(self, person: Person, started: int, length: int) -> None:
        draw = self.draw
        drugs = draw.random() < figures.NARCOTICS
        article = draw.choice(ARTICLES if drugs else OTHER_ARTICLES)
        expires = person.expires
        two_thirds = iso(min(started + length * 2 // 3, expires or 9_999_999)) if expires else NULL
        as_of = person.came + 14
        if as_of > self.today:
            as_of = self.today
        self.sheets.add(
            "sentence",
            f'{new_id(draw, moment_of(as_of, 96))}\t{person.id}\t{self.facility.office}\t{{"{article}"}}'
            f"\t{iso(started)}\t{two_thirds}\t{iso(expires) if expires else NULL}\t{iso(as_of)}\tregister"
            f"\t{stamp(as_of, 96)}",
        )

    def _opened(self, person: Person, remand: bool, here: bool) -> None:
        """The event of the registration, and who opened the record of somebody who is here since."""
        facts = (
            f'{{"confirmed_new":false,"kind":[null,"{"remand" if remand else "sentenced"}"],'
            f'"register_number":[null,"{person.register}"],"started_on":[null,"{iso(person.came)}"]}}'
        )
        self.trail.event(
            max(person.came, self.began), 90 + self.draw.randrange(30), self.registrar,
            "people.register_person", "person", person.reference, person.id, facts,
        )  # fmt: skip
        if not here:
            return
        for _ in range(figures.READS_EACH):
            day = self.today - int(self.draw.random() * min(400, self.today - person.came))
            self.trail.read(day, 120 + self.draw.randrange(300), self.registrar, person.id, "person")
