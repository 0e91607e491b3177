"""Plans of people, made through actions: for tests of what follows from them."""

from datetime import date, timedelta
from uuid import UUID

from pulih.records.models import Goal as GoalRow
from pulih.rules.actors import Actor
from pulih.rules.permissions import Role
from pulih.rules.plans import Goal, Step
from tests import factories
from tests.waves import START, Team, acting

MOTHER = Goal(
    "social", "short", "Menelepon ibu setiap pekan", "Tercatat di wartel", (Step("", "Minta kartu"),)
)
WORK = Goal("life_skill", "long", "Bekerja di bengkel sesudah bebas")
AGREED = START + timedelta(days=7)
WORDS = "Saya ingin dekat lagi dengan ibu."


def counsellor(team: Team, username: str = "") -> Actor:
    """A counsellor of the team's office."""
    from pulih.records.models import Organisation

    place = Organisation.objects.get(pk=team.office)
    return factories.worker(Role.COUNSELLOR, place, username, full_name="Ratri Rekaan")


def drafted(by: Actor, enrolment: UUID, *goals: Goal, day: date = AGREED) -> list[UUID]:
    """Goals of a draft; answers their ids."""
    from pulih.actions.plans import add_goal

    with acting(by, day):
        return [add_goal(enrolment_id=enrolment, goal=one, by=by) for one in goals or (MOTHER, WORK)]


def agreed(by: Actor, enrolment: UUID, *goals: Goal, day: date = AGREED) -> list[UUID]:
    """An agreed plan; answers the codes of its goals in their order."""
    from pulih.actions.plans import agree_plan

    drafted(by, enrolment, *goals, day=day)
    with acting(by, day):
        agree_plan(enrolment_id=enrolment, on=day, own_words=WORDS, by=by)
        rows = GoalRow.objects.filter(plan__enrolment_id=enrolment, plan__state="agreed")
        return list(rows.order_by("position").values_list("code", flat=True))
