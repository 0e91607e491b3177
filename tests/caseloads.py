"""An office with counsellors and many people in programmes, written as rows: for tests that count."""

from datetime import date, timedelta

from pulih.records import scope
from pulih.rules.actors import Actor
from pulih.rules.permissions import Role
from tests import factories, waves
from tests.waves import START, Team, acting


def counsellors(team: Team, number: int, *, competent: bool = True) -> list[Actor]:
    """Counsellors of the team's office."""
    from pulih.records.models import Organisation

    place = Organisation.objects.get(pk=team.office)
    return [
        factories.worker(
            Role.COUNSELLOR, place, full_name=f"Konselor Rekaan {chr(65 + n)}", competent=competent
        )
        for n in range(number)
    ]


def admit_many(team: Team, **people: int) -> dict[str, list]:
    """So many people admitted to one wave by programme; answers their enrolments."""
    from pulih.records.models import Cycle, Enrolment, Person

    wave = waves.plan(team, **people)
    made: dict[str, list] = {}
    for programme, number in people.items():
        with acting(team.registrar, START - timedelta(days=50)):
            references = [
                factories.person(team.registrar, started_on=date(2023, 5, 1)) for _ in range(number)
            ]
            ids = list(Person.objects.filter(reference__in=references).values_list("pk", flat=True))
        with acting(team.manager, START):
            cycle = Cycle.objects.get(pk=wave.cycles[programme])
            made[programme] = [
                Enrolment.objects.create(
                    person_id=one, organisation_id=team.office, programme_id=programme, cycle=cycle,
                    register_number="B2-1", status="admitted", since=START, in_place=True,
                    admitted_on=START, opened_at=scope.now(),
                ).pk
                for one in ids
            ]  # fmt: skip
    return made


def given(team: Team, enrolment, counsellor: Actor, day: date = START, **more):
    """Somebody given to a counsellor, as suggested or not."""
    from pulih.actions.caseload import assign

    with acting(team.manager, day):
        return assign(
            enrolment_id=enrolment, account_id=counsellor.account_id, on=day,
            because=more.pop("because", "Dibagi dalam rapat."), by=team.manager, **more,
        )  # fmt: skip
