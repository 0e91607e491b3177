"""A wave that runs in the demo's invented prison, with work for each role today: due, late, waiting.

Played through actions on the days on which it would have happened, counted back from today, so that
the demo never looks old.
"""

import random
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from pulih.cli import demo_care, demo_forms, demo_running, demo_waiting
from pulih.cli.demo_running import Inside, Stage
from pulih.cli.scenarios.founding import definition
from pulih.rules.actors import Actor
from pulih.rules.urine import PANEL

BEGAN_DAYS_AGO = 96
INSIDE, CANDIDATES = 24, 9
_WESTERN = ZoneInfo("Asia/Jakarta")


def play(workers: Mapping[str, Actor], partner_id: int, seed: int) -> None:
    """Plan the wave, admit, measure nearly everybody, let it run until today, and bring new candidates.

    Some work is left undone on purpose.
    """
    wave = _Wave(workers, random.Random(seed))
    wave.plan()
    residents = wave.residents()
    for place, (person, programme) in enumerate(
        (person, "medical" if place % 5 == 0 else "social") for place, person in enumerate(residents[:INSIDE])
    ):
        wave.begin(place, person, programme)
    demo_running.run(wave.stage())
    demo_care.care(wave.stage(), partner_id)
    wave.queue(residents[INSIDE + CANDIDATES :])
    wave.bring(residents[INSIDE : INSIDE + CANDIDATES])


class _Wave:
    def __init__(self, workers: Mapping[str, Actor], draw: random.Random) -> None:
        self.workers, self.data = workers, definition("demo", "running")
        self.registrar, self.assessor = workers["registrasi"], workers["asesor"]
        self.nurse, self.manager = workers["perawat"], workers["manajer"]
        self.counsellor = workers["konselor"]
        self.draw = draw
        self.today = datetime.now(_WESTERN).date()
        self.start = self.today - timedelta(days=BEGAN_DAYS_AGO)
        self.cycles: dict[str, UUID] = {}
        self.reference = ""
        self.inside: list[Inside] = []
        self.leaving_soon: list[UUID] = []
        """Sentenced people who are gone before the wave ends."""

    def stage(self) -> Stage:
        """The wave as those play it who work in it."""
        return Stage(
            workers=self.workers,
            draw=self.draw,
            today=self.today,
            start=self.start,
            wave=self.reference,
            cycles=self.cycles,
            inside=tuple(self.inside),
            acting=self.acting,
            data=self.data,
        )

    def acting(self, actor: Actor, day: date) -> Any:
        """Somebody's morning."""
        from pulih.records import scope

        return scope.acting_as(actor, at=datetime(day.year, day.month, day.day, 9, tzinfo=_WESTERN))

    def plan(self) -> None:
        """Two programmes, more places than people, so that admission can be tried."""
        from pulih.actions.programmes import CyclePlan, plan_wave
        from pulih.queries import programmes

        administrator = self.workers["administrator"]
        with self.acting(administrator, self.start - timedelta(days=61)):
            demo_running.adopt_programmes(administrator)
        with self.acting(self.manager, self.start - timedelta(days=60)):
            self.reference = plan_wave(
                name=f"Tahap 1 {self.start.year}",
                budget_year=self.start.year,
                starts_on=self.start,
                cycles=[CyclePlan("medical", 6), CyclePlan("social", 20)],
                by=self.manager,
            )
            found = programmes.wave_of(self.manager, self.reference)
            self.cycles = {one.programme: one.id for one in found.cycles}

    def residents(self) -> list[UUID]:
        """Sentenced people who were here before the wave and stay beyond its end."""
        from pulih.queries import people

        with self.acting(self.registrar, self.today):
            found: list[Any] = []
            for page in range(1, 20):
                rows = people.list_people(self.registrar, today=self.today, page=page, show="sentenced").rows
                found += [row for row in rows if row.id not in {one.id for one in found}]
        early, late = self.start - timedelta(days=60), self.start + timedelta(days=260)
        fitting = [
            row.id for row in found if row.started_on < early and row.expires_on and row.expires_on > late
        ]
        soon = (self.today + timedelta(days=20), self.start + timedelta(days=170))
        self.leaving_soon = [row.id for row in found if row.expires_on and soon[0] < row.expires_on < soon[1]]
        self.draw.shuffle(fitting)
        return fitting

    def begin(self, place: int, person: UUID, programme: str) -> None:
        """From candidate to the third month; each third or fourth person leaves something to do."""
        from pulih.actions.enrolments import admit, move_on

        enrolment = self.recommend(person, programme, self.start - timedelta(days=14))
        with self.acting(self.manager, self.start):
            admit(enrolment_id=enrolment, on=self.start, by=self.manager)
        levels = [self.draw.choice((2, 3, 3, 4)) for _ in range(26)]
        if place != 3:
            self.measure(enrolment, "baseline", self.start + timedelta(days=3 + place % 9), levels)
        if place not in (3, 7):
            self.test(enrolment, "start", self.start + timedelta(days=2))
        if place in (5, 11):
            with self.acting(self.manager, self.start + timedelta(days=60 + place)):
                left = self.start + timedelta(days=60 + place)
                reason = "released_early" if place == 5 else "withdrew"
                move_on(
                    enrolment_id=enrolment, target="exited", effective_on=left, reason=reason, by=self.manager
                )
            return
        self.inside.append(Inside(person, enrolment, programme))
        if place % 4 == 1:
            last = self.today - timedelta(days=4)
            demo_forms.follow(self.acting, self.counsellor, person, self.start, last, self.draw)
        if place == 8:
            demo_forms.worry(self.acting, self.counsellor, person, self.today)
        if place % 3 == 0:
            risen = [min(5, level + self.draw.choice((0, 1, 1))) for level in levels]
            self.measure(enrolment, "month_3", self.today - timedelta(days=2), risen)
            self.test(enrolment, "middle", self.today - timedelta(days=1), positive=place == 9)

    def recommend(self, person: UUID, programme: str, day: date, *, light: bool = False) -> UUID:
        """From the register to a recommendation on that day."""
        from pulih.actions.enrolments import move_on

        enrolment = self.nominate(person, programme, day - timedelta(days=16))
        self.sign(person, day - timedelta(days=14))
        screened_on = day - timedelta(days=6)
        demo_forms.screen(self.acting, self.assessor, person, screened_on, self.draw, light=light)
        with self.acting(self.assessor, day):
            for step in ("assessed", "recommended"):
                move_on(enrolment_id=enrolment, target=step, effective_on=day, by=self.assessor)
        return enrolment

    def queue(self, people: list[UUID]) -> None:
        """Those who wait for a place, each since another day; the first of the list was offered one.

        Of some the need is small, and one leaves the prison too early to be offered a place.
        """
        stage = self.stage()
        demo_waiting.publish(stage)
        people = [*people[:2], *self.leaving_soon[:1], *people[2:]]
        for place, (person, days_ago) in enumerate(zip(people, self.data["waiting"], strict=False)):
            day = self.today - timedelta(days=days_ago + 2)
            enrolment = self.recommend(person, "social", day, light=place in (1, 4))
            demo_waiting.put_on_list(stage, enrolment, days_ago)
        demo_waiting.offer_and_object(stage)

    def bring(self, people: list[UUID]) -> None:
        """Candidates at different steps, so that the board of pathways has something to show."""
        from pulih.actions.enrolments import move_on

        for place, person in enumerate(people):
            enrolment = self.nominate(person, "social", self.today - timedelta(days=6))
            if place >= 3:
                self.sign(person, self.today - timedelta(days=4))
            if place >= 5:
                day = self.today - timedelta(days=2)
                demo_forms.screen(self.acting, self.assessor, person, day - timedelta(days=1), self.draw)
                with self.acting(self.assessor, day):
                    for step in ("assessed", "recommended")[: 1 + (place >= 7)]:
                        move_on(enrolment_id=enrolment, target=step, effective_on=day, by=self.assessor)

    def nominate(self, person: UUID, programme: str, day: date) -> UUID:
        """A pathway that begins."""
        from pulih.actions.enrolments import nominate
        from pulih.queries import enrolments

        with self.acting(self.registrar, day):
            nominate(cycle_id=self.cycles[programme], people=[person], by=self.registrar)
            return enrolments.of_person(self.registrar, person)[0].id

    def sign(self, person: UUID, day: date) -> None:
        """The statement of willingness."""
        from pulih.actions.people import record_willingness

        with self.acting(self.counsellor, day):
            record_willingness(
                person_id=person, signed_on=day, witness=self.counsellor.name, by=self.counsellor
            )

    def measure(self, enrolment: UUID, point: str, day: date, levels: list[int]) -> None:
        """A form as the assessor keyed it."""
        from pulih.actions.assessments import record_response

        answers = {str(item): level for item, level in enumerate(levels, start=1)}
        with self.acting(self.assessor, day):
            record_response(
                enrolment_id=enrolment,
                instrument="whoqol-bref",
                point=point,
                taken_on=day,
                answers=answers,
                coding="raw",
                mode="interview",
                by=self.assessor,
            )

    def test(self, enrolment: UUID, point: str, day: date, positive: bool = False) -> None:
        """A urine test as the nurse read it."""
        from pulih.actions.clinic import record_test

        results = {one.value: "negative" for one in PANEL} | ({"met": "positive"} if positive else {})
        with self.acting(self.nurse, day):
            record_test(
                enrolment_id=enrolment,
                point=point,
                taken_on=day,
                state="positive" if positive else "negative",
                results=results,
                by=self.nurse,
            )
