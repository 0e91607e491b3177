"""The waves of a facility over six years: who was picked, who stayed, and what was done with them."""

import random
from dataclasses import dataclass
from datetime import date

from pulih.cli.generating import figures
from pulih.cli.generating.measuring import Measuring
from pulih.cli.generating.nation import Facility
from pulih.cli.generating.pathways import Pathways, Step, Taking
from pulih.cli.generating.people import YEAR, Person
from pulih.cli.generating.rows import NULL, Sheets, iso, moment_of, new_id, stamp
from pulih.cli.generating.sittings import Sittings
from pulih.cli.generating.trail import Trail
from pulih.rules.identity import REFERENCE_CAPACITY, reference_from
from pulih.rules.permissions import Role
from pulih.rules.programmes import ends_on

BEFORE = 45
"""Days before the start on which the first candidates are brought."""
EXIT_OF_ENDING = {
    "released_expiry": "released_expiry",
    "released_parole": "released_early",
    "released_early": "released_early",
    "court_order": "court",
    "died": "died",
    "escaped": "escaped",
}
DROPOUTS = ("withdrew", "medical", "expelled", "other")
DROPOUT_WEIGHTS = (60, 20, 15, 5)
LEAST = 8
"""Fewer people make no wave."""


@dataclass(frozen=True)
class Version:
    """A version of a programme as cycles take it over."""

    id: int
    months: int
    plan: str
    rule: str


@dataclass(frozen=True)
class Wave:
    """A wave that is being made; days are ordinals, `closed` is 0 while it runs."""

    id: str
    age: int
    """How many waves began after it."""
    start: int
    end: int
    closed: int

    @property
    def running(self) -> bool:
        """Whether it goes on today."""
        return not self.closed


class Programmes:
    """Everything about programmes at one facility."""

    def __init__(
        self, facility: Facility, seed: int, today: int, sheets: Sheets, trail: Trail,
        versions: dict[str, Version], pathways: Pathways, measuring: Measuring, sittings: Sittings,
        draw: random.Random,
    ) -> None:  # fmt: skip
        self.facility, self.today, self.sheets, self.trail = facility, today, sheets, trail
        self.versions, self.pathways, self.measuring, self.sittings = versions, pathways, measuring, sittings
        self.draw, self.manager = draw, facility.one(Role.PROGRAMME_MANAGER)
        self.shift = random.Random(f"{seed} waves").randrange(REFERENCE_CAPACITY)
        newest = today - figures.NEWEST_BEGAN_DAYS_AGO
        self.newest = newest - date.fromordinal(newest).weekday()
        self.names: dict[int, int] = {}

    def run(self, people: list[Person]) -> None:
        """All waves, the newest first, so that those who are here now are in the one that runs now."""
        for age in range(figures.WAVES):
            self._wave(age, people)
            self.sheets.send(only_if_many=True)

    def _wave(self, age: int, people: list[Person]) -> None:
        draw = self.draw
        start = self.newest - figures.WAVE_EVERY_DAYS * age
        months = self.versions["social"].months
        today = date.fromordinal(self.today)
        end = ends_on(date.fromordinal(start), months, (), today).toordinal()
        showcase = self.facility.measured and age < 2
        fits = self._fitting(people, start, end)
        wanted = round(draw.triangular(figures.PLACES[0], figures.PLACES[1], figures.PLACES[2]))
        most = len(fits) if showcase else round(len(fits) * figures.MOST_OF_FITTING)
        number = min(figures.MEASURED_WAVE if showcase else wanted, most)
        if number < LEAST:
            return
        wave = self._add_wave(age, start, end)
        # Late arrivals first: whoever came long ago was picked by an earlier wave.
        picked = draw.sample(fits[: max(number, round(number * 1.4))], number)
        stay = 0.98 if showcase else draw.uniform(*figures.RETENTION)
        lost = round(number * (1 - stay))
        leavers = [] if showcase or wave.running else self._leavers(people, start, end)[: lost * 2 // 3]
        picked[: len(leavers)] = leavers
        dropout = (lost - len(leavers)) / number
        medical = round(number * draw.uniform(*figures.MEDICAL))
        entered_on = end + 3 if not showcase and draw.random() < figures.BLOCK_ENTRY else 0
        for one in picked:
            one.served = True
        others = [one for one in fits if not one.served]
        draw.shuffle(others)
        for programme, share in (("medical", picked[:medical]), ("social", picked[medical:])):
            self._cycle(wave, programme, share, others, dropout, entered_on, whole=showcase and age == 1)

    def _fitting(self, people: list[Person], start: int, end: int) -> list[Person]:
        """Who can be picked: here before and beyond the wave, sentenced, grown up; who came last first."""
        came_by, born_by = start - BEFORE - 5, start - BEFORE - int(18 * YEAR)
        found = [
            one
            for one in people
            if not one.served
            and one.sentenced
            and one.came <= came_by
            and (not one.left or one.left > end + 1)
            and one.expires >= end
            and one.born < born_by
        ]
        found.sort(key=lambda one: (-one.came, one.id))
        return found

    def _leavers(self, people: list[Person], start: int, end: int) -> list[Person]:
        """Who began with it and left the prison before it ended."""
        return [
            one
            for one in people
            if not one.served
            and one.sentenced
            and one.came <= start - BEFORE - 5
            and start + 15 < one.left < end
            and one.how in EXIT_OF_ENDING
            and one.expires >= end
        ]

    def _add_wave(self, age: int, start: int, end: int) -> Wave:
        year = date.fromordinal(start).year
        same_year = [
            one
            for one in range(figures.WAVES)
            if date.fromordinal(self.newest - figures.WAVE_EVERY_DAYS * one).year == year
        ]
        place = len(same_year) - same_year.index(age)
        planned = start - 60
        key = new_id(self.draw, moment_of(planned, 90))
        running = (self.facility.number * figures.WAVES + age) * 999_999_937 + self.shift
        reference = reference_from(running % REFERENCE_CAPACITY)
        closed = end + 12 if end + 12 < self.today else 0
        self.sheets.add(
            "wave",
            f"{key}\t{reference}\t{self.facility.office}\tTahap {place} {year}\t{year}\t{iso(start)}"
            f"\t{iso(closed) if closed else NULL}\t{stamp(planned, 90)}\t{2 if closed else 1}",
        )
        self.trail.event(
            planned, 90, self.manager, "programmes.plan_wave", "wave", reference, "",
            f'{{"budget_year":[null,{year}],"name":[null,"Tahap {place} {year}"],"starts_on":[null,"{iso(start)}"]}}',
        )  # fmt: skip
        return Wave(key, age, start, end, closed)

    def _cycle(
        self, wave: Wave, programme: str, people: list[Person], others: list[Person], dropout: float,
        entered_on: int, *, whole: bool,
    ) -> None:  # fmt: skip
        if not people:
            return
        draw, version = self.draw, self.versions[programme]
        key = new_id(draw, moment_of(wave.start - 60, 91))
        extra = round(len(people) * (figures.SCREENED_FOR_SELECTED - 1))
        beside = [others.pop() for _ in range(min(extra, len(others)))]
        takings = [self._participant(wave, programme, key, one, dropout) for one in people]
        for taking in takings:
            self.measuring.follow(taking, whole=whole, entered_on=entered_on)
        for one in beside:
            one.served = True
            self._not_admitted(wave, programme, key, one)
        if wave.running and programme == "social":
            self._before_the_door(programme, key, others)
        taken = sum(not one.ended for one in takings)
        places = len(people) + (20 if wave.running else 0)
        self.sheets.add(
            "cycle",
            f"{key}\t{wave.id}\t{self.facility.office}\t{programme}\t{version.id}\t{places}\t{taken}\t{version.months}"
            f"\t{version.plan}\t{version.rule}\t{iso(wave.start - 60)}\t1",
        )
        added = ",".join(f'"{one.enrolment}"' for one in takings)
        self.trail.event(
            wave.start - 40, 99, self.facility.one(Role.REGISTRAR), "enrolments.nominate", "cycle", key, "",
            f'{{"added":[null,[{added}]],"refused":[null,0]}}',
        )  # fmt: skip
        self.sittings.hold(wave.id, key, wave.start, wave.end, programme, takings)

    def _participant(self, wave: Wave, programme: str, cycle: str, person: Person, dropout: float) -> Taking:
        """From candidate to the end, or to today."""
        draw = self.draw
        admitted = wave.start if draw.random() < 0.93 else wave.start + draw.randrange(1, 8)
        steps = self._selection(person, wave.start, selected=True)
        if draw.random() < 0.3:
            steps.append(Step("waiting", max(steps[-1].day, wave.start - 10)))
        steps.append(Step("admitted", admitted))
        ended = self._end(wave, person, admitted, dropout, steps)
        enrolment = self.pathways.walk(person, programme, cycle, steps)
        return Taking(person, enrolment, wave.id, cycle, admitted, ended)

    def _end(self, wave: Wave, person: Person, admitted: int, dropout: float, steps: list[Step]) -> int:
        draw = self.draw
        if person.left and person.left < wave.end:
            steps.append(Step("exited", person.left, EXIT_OF_ENDING[person.how]))
            return person.left
        if draw.random() < dropout:
            day = draw.randrange(admitted + 10, wave.end - 5)
            if day < self.today:
                steps.append(Step("exited", day, draw.choices(DROPOUTS, DROPOUT_WEIGHTS)[0]))
                return day
        if wave.running or wave.end >= self.today:
            return 0
        steps.append(Step("completed", wave.end))
        if draw.random() < 0.5:
            steps.append(Step("closed", min(self.today, wave.end + draw.randrange(5, 40))))
        return wave.end

    def _selection(self, person: Person, start: int, *, selected: bool) -> list[Step]:
        """From candidate to recommended, with the papers and forms that belong to it."""
        draw = self.draw
        brought = start - draw.randrange(32, BEFORE)
        assessed = brought + draw.randrange(8, 14)
        self.pathways.sign(person, brought + 2)
        self.measuring.screen(person, brought + 5, selected=selected)
        if not selected:
            return [Step("candidate", brought)]
        self.pathways.categorise(person, assessed)
        return [
            Step("candidate", brought),
            Step("assessed", assessed),
            Step("recommended", assessed + draw.randrange(3)),
        ]

    def _not_admitted(self, wave: Wave, programme: str, cycle: str, person: Person) -> None:
        """Looked at, and not taken."""
        draw = self.draw
        chance = draw.random()
        steps = self._selection(person, wave.start, selected=chance >= 0.5)
        day = wave.start - draw.randrange(1, 12)
        if chance < 0.5:
            steps.append(Step("screened_out", day, draw.choice(("low_risk", "low_risk", "no_substance_use"))))
        elif chance < 0.8:
            steps.append(Step("not_selected", day, draw.choice(("no_place", "sentence_too_long"))))
        else:
            steps.append(Step("declined", day, draw.choice(("unwilling", "work_or_study"))))
        self.pathways.walk(person, programme, cycle, steps)

    def _before_the_door(self, programme: str, cycle: str, others: list[Person]) -> None:
        """Those who wait, and those who were only just brought, while the wave runs."""
        waiting = [others.pop() for _ in range(min(figures.WAITING_NOW, len(others)))]
        for one in waiting:
            one.served = True
            since = self.today - self.draw.randrange(3, 40)
            steps = self._selection(one, since + 20, selected=True)
            steps = [Step(step.status, min(step.day, self.today)) for step in steps]
            steps.append(Step("waiting", max(steps[-1].day, min(since, self.today))))
            self.pathways.walk(one, programme, cycle, steps)
        for _ in range(min(figures.CANDIDATES_NOW, len(others))):
            one, day = others.pop(), self.today - self.draw.randrange(1, 12)
            one.served = True
            self.pathways.walk(one, programme, cycle, [Step("candidate", day)])
