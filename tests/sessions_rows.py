"""Groups and sessions with many people, written as rows: for tests of what is done with sessions."""

from datetime import date, time, timedelta
from uuid import UUID

from pulih.records import scope
from pulih.rules.actors import Actor
from pulih.rules.permissions import Role
from tests import factories
from tests.waves import START, Planned, Team, acting, plan

NAMES = (
    "Agus", "Arif", "Bagas", "Dimas", "Edi", "Fikri", "Galih", "Hasan", "Ilham", "Imam", "Komang",
    "Lukman", "Made", "Naufal", "Oki", "Petrus", "Ridho", "Samsul", "Taufan", "Usman", "Wahyu", "Yoga",
)  # fmt: skip


def counsellor(team: Team, username: str = "") -> Actor:
    """A counsellor of the team's office."""
    from pulih.records.models import Organisation

    place = Organisation.objects.get(pk=team.office)
    return factories.worker(Role.COUNSELLOR, place, username, full_name="Ratri Rekaan")


def enrolled(team: Team, wave: Planned, people: int, on: date = START) -> list[UUID]:
    """So many people admitted to the wave's social cycle, named in order; answers their enrolments."""
    from pulih.records.models import Cycle, Enrolment, Person

    since = on - timedelta(days=50)
    made = []
    with acting(team.registrar, since):
        for number in range(people):
            name = NAMES[number % len(NAMES)] + " Rekaan" + (f" {number}" if number >= len(NAMES) else "")
            reference = factories.person(
                team.registrar, name, started_on=since - timedelta(days=250), block=f"B {3 + number % 4}"
            )
            made.append(Person.objects.get(reference=reference).pk)
    with acting(team.manager, on):
        cycle = Cycle.objects.get(pk=wave.cycles["social"])
        return [
            Enrolment.objects.create(
                person_id=one, organisation_id=team.office, programme_id="social", cycle=cycle,
                register_number=f"B2-{100 + number}", status="admitted", since=on, in_place=True,
                admitted_on=on, opened_at=scope.now(),
            ).pk
            for number, one in enumerate(made)
        ]  # fmt: skip


def group(team: Team, wave: Planned, enrolments: list[UUID], name: str = "Kelompok B", on: date = START):
    """A group of the social cycle with these people from a day; answers its id."""
    from pulih.records.models import Enrolment, Group, GroupMember

    with acting(team.manager, on):
        made = Group.objects.create(organisation_id=team.office, cycle_id=wave.cycles["social"], name=name)
        GroupMember.objects.bulk_create(
            GroupMember(organisation_id=team.office, group=made, person_id=one.person_id, enrolment=one,
                        from_on=on)
            for one in Enrolment.objects.filter(pk__in=enrolments)
        )  # fmt: skip
        return made.pk


def session(team: Team, wave: Planned, group_id: UUID | None, on: date, **more) -> UUID:
    """A planned session of a group; of everybody of the cycle without one."""
    from pulih.records.models import PlannedSession

    facts = {"title": "Pertemuan pagi", "module": "morning_meeting", "starts_at": time(8),
             "ends_at": time(9), **more}  # fmt: skip
    with acting(team.manager, START):
        return PlannedSession.objects.create(
            organisation_id=team.office, wave_id=wave.id, cycle_id=wave.cycles["social"],
            group_id=group_id, on=on, **facts,
        ).pk  # fmt: skip


def running(team: Team, people: int = 22, on: date = START) -> tuple[Planned, UUID, list[UUID]]:
    """A wave with one group; answers wave, group and enrolments in order of their names."""
    wave = plan(team, starts_on=on, social=max(20, people))
    enrolments = enrolled(team, wave, people, on)
    return wave, group(team, wave, enrolments, on=on), enrolments
