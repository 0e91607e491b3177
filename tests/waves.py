"""A facility with its team and a wave, made through actions; every call makes new ones."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from pulih.records import scope
from pulih.rules.actors import Actor
from pulih.rules.permissions import Role
from tests import factories

START = date(2024, 2, 5)
NEGATIVE = {"amp": "negative", "met": "negative", "coc": "negative", "thc": "negative",
            "bzo": "negative", "mop": "negative"}  # fmt: skip


@dataclass(frozen=True)
class Team:
    """Those who work on a wave, one a role."""

    registrar: Actor
    assessor: Actor
    nurse: Actor
    manager: Actor
    head: Actor

    @property
    def office(self) -> int:
        return self.manager.organisation_id


def team(place=None, mark: str = "") -> Team:
    """A facility's people; user names are the roles, with a mark where two teams meet in one test."""
    place = place or factories.organisation(parent=factories.region())
    return Team(
        registrar=factories.worker(Role.REGISTRAR, place, f"registrar{mark}" if mark else ""),
        assessor=factories.worker(Role.ASSESSOR, place, f"assessor{mark}" if mark else ""),
        nurse=factories.worker(Role.NURSE, place, f"nurse{mark}" if mark else ""),
        manager=factories.worker(Role.PROGRAMME_MANAGER, place, f"manager{mark}" if mark else ""),
        head=factories.worker(Role.HEAD_OF_FACILITY, place, f"head{mark}" if mark else ""),
    )


def at(day: date, hour: int = 9) -> datetime:
    """A morning in western Indonesia."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo("Asia/Jakarta"))


def acting(actor: Actor, day: date):
    """The context in which somebody works on a day."""
    return scope.acting_as(actor, at=at(day))


@dataclass(frozen=True)
class Planned:
    """A wave that was planned, with its cycles by programme."""

    reference: str
    id: UUID
    cycles: dict[str, UUID]


def plan(by: Team, name: str = "Tahap 1", starts_on: date = START, **capacity: int) -> Planned:
    """A wave with the given places by programme; social with twenty where nothing is said."""
    from pulih.actions.programmes import CyclePlan, plan_wave
    from pulih.records.models import Cycle, Wave

    wanted = capacity or {"social": 20}
    with acting(by.manager, starts_on - timedelta(days=60)):
        reference = plan_wave(
            name=name,
            budget_year=starts_on.year,
            starts_on=starts_on,
            cycles=[CyclePlan(code, places) for code, places in wanted.items()],
            by=by.manager,
        )
        wave = Wave.objects.get(reference=reference)
        return Planned(
            reference, wave.pk, {one.programme_id: one.pk for one in Cycle.objects.filter(wave=wave)}
        )


def resident(
    by: Team, name: str = "", *, expires_on: date | None = date(2030, 1, 1), begin: date = START, **more
) -> UUID:
    """Somebody held here since before the wave, sentenced with a known end where nothing else is said."""
    from pulih.actions.people import record_sentence
    from pulih.records.models import Person

    since = more.pop("since", begin - timedelta(days=300))
    with acting(by.registrar, begin - timedelta(days=50)):
        reference = factories.person(by.registrar, name, started_on=since, **more)
        person = Person.objects.get(reference=reference)
        if expires_on and more.get("kind", "sentenced") == "sentenced":
            record_sentence(
                person_id=person.pk,
                articles="112",
                started_on=since,
                two_thirds_on=None,
                expires_on=expires_on,
                as_of=begin - timedelta(days=51),
                source="SDP",
                by=by.registrar,
            )
        return person.pk


def candidate(by: Team, cycle: UUID, person: UUID, day: date = START - timedelta(days=40)) -> UUID:
    """An enrolment at its first step."""
    from pulih.actions.enrolments import nominate
    from pulih.records.models import Enrolment

    with acting(by.registrar, day):
        nominate(cycle_id=cycle, people=[person], by=by.registrar)
        return Enrolment.objects.filter(cycle_id=cycle, person_id=person).latest("opened_at").pk


def willing(by: Team, person: UUID, day: date = START - timedelta(days=39)) -> UUID:
    """A signed statement."""
    from pulih.actions.people import record_willingness

    with acting(by.assessor, day):
        return record_willingness(person_id=person, signed_on=day, witness="Saksi Rekaan", by=by.assessor)


def recommended(by: Team, cycle: UUID, person: UUID, day: date = START - timedelta(days=30)) -> UUID:
    """An enrolment that could be admitted."""
    from pulih.actions.enrolments import move_on
    from pulih.records.models import Consent

    enrolment = candidate(by, cycle, person)
    with acting(by.assessor, day):
        known = Consent.objects.filter(person_id=person, withdrawn_on=None).exists()
    if not known:
        willing(by, person)
    for target in ("assessed", "recommended"):
        with acting(by.assessor, day):
            move_on(enrolment_id=enrolment, target=target, effective_on=day, by=by.assessor)
    return enrolment


def admitted(by: Team, cycle: UUID, person: UUID | None = None, on: date = START) -> UUID:
    """An enrolment that has begun."""
    from pulih.actions.enrolments import admit

    enrolment = recommended(by, cycle, person or resident(by))
    with acting(by.manager, on):
        admit(enrolment_id=enrolment, on=on, by=by.manager)
    return enrolment


def answers(level: int = 3, **other: int | None) -> dict[str, int | None]:
    """A form with one answer throughout; single items by `q3=4`."""
    found: dict[str, int | None] = {str(item): level for item in range(1, 27)}
    return found | {name.removeprefix("q"): value for name, value in other.items()}


def measured(by: Team, enrolment: UUID, point: str, day: date, form: dict[str, int | None]):
    """A form recorded on its day."""
    from pulih.actions.assessments import record_response

    with acting(by.assessor, day):
        return record_response(
            enrolment_id=enrolment, instrument="whoqol-bref", point=point, taken_on=day, answers=form,
            coding="raw", mode="interview", by=by.assessor,
        )  # fmt: skip


def sampled(by: Team, enrolment: UUID, point: str, day: date, state: str = "negative", **more) -> UUID:
    """A urine test recorded on its day."""
    from pulih.actions.clinic import record_test

    results = more.pop("results", None)
    if results is None:
        results = {"negative": NEGATIVE, "positive": NEGATIVE | {"met": "positive"},
                   "prescribed_positive": NEGATIVE | {"mop": "prescribed"}}.get(state, {})  # fmt: skip
    with acting(by.nurse, day):
        return record_test(
            enrolment_id=enrolment, point=point, taken_on=day, state=state, results=results,
            by=by.nurse, **more,
        )  # fmt: skip


def left(by: Team, enrolment: UUID, target: str, day: date, reason: str = "", note: str = "") -> None:
    """A step that ends an enrolment, or any other plain one by the manager."""
    from pulih.actions.enrolments import move_on

    with acting(by.manager, day):
        move_on(
            enrolment_id=enrolment, target=target, effective_on=day, reason=reason, note=note, by=by.manager
        )
