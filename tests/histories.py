"""Random histories of a few people in two facilities: what may happen to them, one step a draw.

Each step is an action as its own role would take it, on a day that only moves forward. A refusal by a rule is
as good as a success; every other error ends the history.
"""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from pulih.actions import custody, enrolments, people, programmes
from pulih.records.models import Enrolment, Person, StatusChange, Stay, Suspension, TimeAway, Transfer
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken
from pulih.rules.lifecycles import REASONS, Pathway, Status, next_steps
from pulih.rules.stays import Ending
from tests import factories, waves
from tests.waves import START, Team, acting

MOST_PEOPLE = 6
NOTE = "Dicatat dalam uji rangkaian acak"
TOWARDS = {Status.ASSESSED, Status.RECOMMENDED, Status.OFFERED, Status.WAITING, Status.COMPLETED}


@dataclass
class History:
    """One history: whose it is, which day it is, what was done and what was refused."""

    seed: int
    teams: tuple[Team, Team]
    day: date = START
    people: list[UUID] = field(default_factory=list)
    numbers: dict[UUID, str] = field(default_factory=dict)
    cycles: dict[int, list[UUID]] = field(default_factory=dict)
    waves: dict[int, UUID] = field(default_factory=dict)
    story: list[str] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.draw = random.Random(self.seed)
        for team in self.teams:
            planned = waves.plan(team, name=f"Tahap {self.seed}", social=2, medical=1)
            self.cycles[team.office] = list(planned.cycles.values())
            self.waves[team.office] = planned.id
        for team in (*self.teams, *self.teams):
            self._arrive(team, START - timedelta(days=300))

    def step(self) -> None:
        """Let something happen; a day may pass before."""
        self.day += timedelta(days=self.draw.choice((0, 0, 1, 3, 9)))
        what, weight = zip(*STEPS.items(), strict=True)
        name = self.draw.choices(what, weight)[0]
        try:
            getattr(self, f"_{name}")(self.draw.choice(self.teams))
        except RuleBroken as broken:
            name = f"{name} refused"
            self.story.append(f"{self.day} {name}: {broken.code}")
        else:
            self.story.append(f"{self.day} {name}")
        self.done[name] += 1

    def _someone(self, team: Team | None = None) -> UUID:
        """Anybody; mostly somebody who is at that office."""
        if team and self.draw.random() < 0.9:
            with acting(team.registrar, self.day):
                mine = {"organisation_id": team.office, "person_id__in": self.people, "ended_on": None}
                here = list(
                    Stay.objects.filter(**mine).order_by("person_id").values_list("person_id", flat=True)
                )
            if here:
                return self.draw.choice(here)
        return self.draw.choice(self.people)

    def _enrolment(self, team: Team) -> Enrolment:
        with acting(team.manager, self.day):
            mine = {"organisation_id": team.office, "cycle_id__in": self.cycles[team.office]}
            known = list(Enrolment.objects.filter(**mine).order_by("opened_at", "id"))
        if not known:
            raise RuleBroken("nobody_yet")
        return self.draw.choice(known)

    def _arrive(self, team: Team, day: date) -> None:
        with acting(team.registrar, max(day, START)):
            number = factories.national_number() if self.draw.random() < 0.5 else ""
            reference = factories.person(team.registrar, started_on=day, national_number=number)
            person = Person.objects.get(reference=reference).pk
            self.people.append(person)
            self.numbers[person] = number

    def _register(self, team: Team) -> None:
        if len(self.people) < MOST_PEOPLE:
            self._arrive(team, self.day - timedelta(days=self.draw.choice((0, 20))))

    def _readmit(self, team: Team) -> None:
        number = self.numbers[self._someone()]
        if not number:
            raise RuleBroken("no_number")
        facts = people.NewPerson(
            name="", sex="male", register_number=f"R-{len(self.story)}", kind="sentenced",
            started_on=self.day, birth_year=1990, national_number=number,
        )  # fmt: skip
        with acting(team.registrar, self.day):
            people.readmit_person(facts=facts, by=team.registrar)

    def _nominate(self, team: Team) -> None:
        with acting(team.registrar, self.day):
            cycle = self.draw.choice(self.cycles[team.office])
            enrolments.nominate(cycle_id=cycle, people=[self._someone(team)], by=team.registrar)

    def _admit(self, team: Team) -> None:
        """All the way in: willing, assessed, recommended, admitted."""
        row = self._enrolment(team)
        if row.status == Status.CANDIDATE:
            with acting(team.assessor, self.day):
                people.record_willingness(
                    person_id=row.person_id, signed_on=self.day, witness="Saksi", by=team.assessor
                )
            for target in ("assessed", "recommended"):
                self._move(team.assessor, row.pk, target)
        with acting(team.manager, self.day):
            enrolments.admit(enrolment_id=row.pk, on=self.day, by=team.manager)

    def _move_on(self, team: Team) -> None:
        row = self._enrolment(team)
        held = Status(row.held_from) if row.held_from else None
        steps = next_steps(Pathway(Status(row.status), row.since, held, row.admitted_on))
        if not steps:
            raise RuleBroken("nothing_follows")
        target = self.draw.choice(steps).target
        by = team.assessor if target in TOWARDS else team.manager
        back = timedelta(days=self.draw.choice((0, 0, 2, 10)))
        self._move(by, row.pk, target, self.day - back)

    def _move(self, by: Actor, enrolment: UUID, target: str, on: date | None = None) -> None:
        owed = REASONS.get(Status(target))
        with acting(by, self.day):
            enrolments.move_on(
                enrolment_id=enrolment, target=str(target), effective_on=on or self.day,
                reason=self.draw.choice(owed).code if owed else "", note=NOTE, by=by,
            )  # fmt: skip

    def _correct(self, team: Team) -> None:
        row = self._enrolment(team)
        with acting(team.manager, self.day):
            known = list(StatusChange.objects.filter(enrolment=row).order_by("id"))
            wrong = self.draw.choice(known[-2:] if self.draw.random() < 0.7 else known)
            owed = REASONS.get(Status(wrong.to_status))
            enrolments.correct_change(
                change_id=wrong.pk,
                effective_on=wrong.effective_on + timedelta(days=self.draw.choice((-2, 0, 1))),
                reason=self.draw.choice(owed).code if owed else "",
                note=NOTE, annul=self.draw.random() < 0.6, why=NOTE, by=team.manager,
            )  # fmt: skip

    def _stand_still(self, team: Team) -> None:
        with acting(team.manager, self.day):
            programmes.suspend(
                wave_id=self.draw.choice((None, self.waves[team.office])), from_on=self.day,
                reason="outbreak", note=NOTE, by=team.manager,
            )  # fmt: skip

    def _go_on(self, team: Team) -> None:
        with acting(team.manager, self.day):
            still = list(Suspension.objects.filter(organisation_id=team.office, until_on=None))
            if not still:
                raise RuleBroken("nothing_stands_still")
            programmes.resume(suspension_id=self.draw.choice(still).pk, until_on=self.day, by=team.manager)

    def _propose(self, team: Team) -> None:
        other = next(one for one in self.teams if one is not team)
        with acting(team.registrar, self.day):
            enrolments.propose_transfer(
                person_id=self._someone(team), receiver_id=other.office, reason=NOTE, by=team.registrar
            )

    def _answer(self, team: Team) -> None:
        with acting(team.registrar, self.day):
            asked = list(Transfer.objects.filter(receiver_id=team.office, state="proposed"))
            if not asked:
                raise RuleBroken("nothing_asked")
            one = self.draw.choice(asked)
            if self.draw.random() < 0.25:
                enrolments.refuse_transfer(transfer_id=one.pk, note=NOTE, by=team.registrar)
                return
            enrolments.accept_transfer(
                transfer_id=one.pk, register_number=f"T-{len(self.story)}", kind="sentenced", block="",
                moved_on=self.day - timedelta(days=self.draw.choice((0, 2))), by=team.registrar,
            )  # fmt: skip

    def _release(self, team: Team) -> None:
        with acting(team.registrar, self.day):
            stay = Stay.objects.filter(
                organisation_id=team.office, person_id=self._someone(team), ended_on=None
            ).first()
            if stay is None:
                raise RuleBroken("not_here")
            custody.end_stay(
                stay_id=stay.pk, ended_on=self.day - timedelta(days=self.draw.choice((0, 1))),
                how=self.draw.choice([one for one in Ending if one is not Ending.TRANSFERRED]).value,
                note=NOTE, revision=None, by=team.registrar,
            )  # fmt: skip

    def _go_away(self, team: Team) -> None:
        day = self.day - timedelta(days=self.draw.choice((0, 0, 3, 12)))
        with acting(team.registrar, self.day):
            custody.record_away(
                person_id=self._someone(team), kind=self.draw.choice(("isolation", "court", "hospital")),
                from_on=day, back_on=self.draw.choice((None, day, self.day)), by=team.registrar,
            )  # fmt: skip

    def _come_back(self, team: Team) -> None:
        with acting(team.registrar, self.day):
            away = TimeAway.objects.filter(organisation_id=team.office, back_on=None).first()
            if away is None:
                raise RuleBroken("nobody_away")
            custody.record_return(away_id=away.pk, back_on=self.day, by=team.registrar)

    def _merge(self, team: Team) -> None:
        with acting(team.registrar, self.day):
            seen = list(Person.objects.filter(pk__in=self.people).order_by("id"))
            if len(seen) < 2:
                raise RuleBroken("nobody_to_merge")
            kept, gone = self.draw.sample(seen, 2)
            people.merge_people(
                kept=kept.reference, gone=gone.reference, confirmed=gone.reference, reason=NOTE,
                by=team.registrar,
            )  # fmt: skip
        self.people.remove(gone.pk)
        self.numbers[kept.pk] = self.numbers[kept.pk] or self.numbers[gone.pk]


STEPS = {
    "register": 2, "readmit": 2, "nominate": 6, "admit": 6, "move_on": 6, "correct": 5, "stand_still": 1,
    "go_on": 2, "propose": 3, "answer": 4, "release": 2, "merge": 3, "go_away": 4, "come_back": 4,
}  # fmt: skip
"""What may happen, and how often against the rest."""
