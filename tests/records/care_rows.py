"""A row in every table of the care beside the wave, written through the walls."""

from uuid import uuid4

from pulih.records import scope
from pulih.records.models import (
    Agreement,
    AgreementActivity,
    Complaint,
    Enrolment,
    FeedbackRound,
    FeedbackSlip,
    Goal,
    GoalProgress,
    Incident,
    Note,
    Objective,
    Plan,
    PlanReview,
    ReleaseStep,
    SkillProgress,
    TimeAway,
    Wave,
)
from pulih.rules.actors import Actor
from tests import factories


def write_care(by: Actor, wave: Wave, enrolment: Enrolment) -> None:
    """A plan with a goal, a note, an incident, a day in court, a slip and a complaint of one person."""
    office, now, day = by.organisation_id, scope.now(), wave.starts_on
    mine = {"organisation_id": office, "person_id": enrolment.person_id}
    plan = Plan.objects.create(**mine, enrolment=enrolment, revision=1, written_at=now)
    goal = Goal.objects.create(
        **mine, plan=plan, code=uuid4(), position=1, dimension="social", horizon="short", text="x"
    )
    GoalProgress.objects.create(
        **mine, enrolment=enrolment, goal_code=goal.code, on=day, state="under_way", recorded_at=now
    )
    PlanReview.objects.create(**mine, plan=plan, on=day, outcome="continue", text="x", recorded_at=now)
    SkillProgress.objects.create(
        **mine, enrolment=enrolment, module="life_skills", level=1, on=day, recorded_at=now
    )
    Note.objects.create(**mine, compartment="psychological", on=day, text="x", written_at=now)
    Incident.objects.create(**mine, kind="other", on=day, text="x", recorded_at=now)
    TimeAway.objects.create(**mine, kind="court", from_on=day, recorded_at=now)
    ReleaseStep.objects.create(
        **mine, enrolment=enrolment, release_on=day, item="x", state="done", on=day, recorded_at=now
    )
    asked = FeedbackRound.objects.create(
        organisation_id=office, wave=wave, title="x", opens_on=day, closes_on=day, slips=1, prepared_at=now
    )
    FeedbackSlip.objects.create(organisation_id=office, round=asked, code_hash=uuid4().bytes)
    Complaint.objects.create(
        **mine, reference=uuid4().hex, about="other", text="x", received_on=day, owed_by=day, recorded_at=now
    )
    Objective.objects.create(
        organisation_id=office, code="x", text="x", source="x", from_year=2024, until_year=2024, set_at=now
    )
    agreement = Agreement.objects.create(
        organisation_id=office, partner=factories.organisation(), number="1", title="x", fields=["health"],
        signed_on=day, starts_on=day, recorded_at=now,
    )  # fmt: skip
    AgreementActivity.objects.create(
        organisation_id=office, agreement=agreement, field="health", title="x", starts_on=day, recorded_at=now
    )
