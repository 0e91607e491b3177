"""Plans of people, made through actions: for tests of what follows from them."""

from datetime import date, timedelta
from uuid import UUID

from pulih.rules.actors import Actor
from pulih.rules.permissions import Role
from pulih.rules.plans import Goal, Said, Step
from tests import factories, waves
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
    from pulih.records.models import Goal as GoalRow

    drafted(by, enrolment, *goals, day=day)
    with acting(by, day):
        agree_plan(enrolment_id=enrolment, on=day, own_words=WORDS, by=by)
        rows = GoalRow.objects.filter(plan__enrolment_id=enrolment, plan__state="agreed")
        return list(rows.order_by("position").values_list("code", flat=True))


def observed(by: Actor, person: UUID, on: date, level: int = 2, **other: int | str | None) -> UUID:
    """What a worker saw of somebody that day, one answer throughout but for what is named."""
    from pulih.actions.assessments import record_beside_plan
    from pulih.queries.plans.observing import INSTRUMENT, topics

    with acting(by, max(on, AGREED)):
        made = record_beside_plan(
            person_id=person, instrument=INSTRUMENT, taken_on=on, coding="raw", mode="interview",
            answers={**dict.fromkeys(topics(), level), **other}, by=by,
        )  # fmt: skip
        return made.id


def walked(registrar: Actor, manager: Actor, head: Actor) -> list[str]:
    """Somebody with a plan that is being revised; answers the address of every page about it."""
    from pulih.actions import plans as actions
    from pulih.records.models import Goal as GoalRow
    from pulih.records.models import Organisation

    place = Organisation.objects.get(pk=manager.organisation_id)
    assessor, nurse = factories.worker(Role.ASSESSOR, place), factories.worker(Role.NURSE, place)
    team = Team(registrar, assessor, nurse, manager, head)
    wave = waves.plan(team, social=2)
    enrolment = waves.admitted(team, wave.cycles["social"], waves.resident(team, "Dimas Rekaan"))
    code, _work = agreed(manager, enrolment)
    later = AGREED + timedelta(days=9)
    with acting(manager, later):
        for level, on in ((0, AGREED), (2, later)):
            actions.record_skills(levels={enrolment: {"cbt": level}}, on=on, by=manager)
        made = actions.record_progress(
            enrolment_id=enrolment, goal=code, said=Said(later, "under_way", "Sudah dua kali"), by=manager
        )
        actions.revise_plan(enrolment_id=enrolment, because="Ibunya pindah kota", by=manager)
        draft = GoalRow.objects.get(plan__enrolment_id=enrolment, plan__state="draft", code=code)
    goal = draft.pk
    for by in (assessor, nurse):
        observed(by, draft.person_id, later)
    seen = (f"/plans/observations/{enrolment}/", f"/plans/observations/wave/{wave.reference}/")
    own = f"/plans/{enrolment}/"
    parts = ("", "goals/add/", f"goals/{goal}/", f"goals/{goal}/remove/", "agree/", "review/", "skills/",
             "report/", f"progress/{code}/?corrects={made}")  # fmt: skip
    whole = (f"/plans/?wave={wave.reference}", f"/plans/skills/{wave.cycles['social']}/")
    return [*whole, *seen, *(own + part for part in parts)]
