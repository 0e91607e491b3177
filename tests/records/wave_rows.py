"""A row in every table of a wave, written through the walls, for tests that look at the walls alone."""

from datetime import date, time
from uuid import UUID, uuid4

from pulih.records import scope
from pulih.records.models import (
    AdmissionException,
    AnalyteResult,
    Assignment,
    Attendance,
    Consent,
    Cycle,
    Document,
    Enrolment,
    Event,
    EventAttendance,
    EventPhoto,
    Group,
    GroupMember,
    Objection,
    PlannedSession,
    ProgrammeVersion,
    Rescoring,
    Response,
    ResponseDraft,
    ResultSheetRow,
    Room,
    Score,
    ScoreChange,
    SecondLook,
    StaffAbsence,
    StatusChange,
    Task,
    Transfer,
    UrineTest,
    Wave,
    WordingPack,
)
from pulih.rules.actors import Actor
from pulih.rules.identity import reference_from
from tests import factories
from tests.records.care_rows import write_care

DAY = date(2024, 5, 2)


def write_wave(by: Actor, person_id: UUID) -> None:
    """One person on the pathway, measured, tested, and proposed for a transfer to a third office."""
    office, now = by.organisation_id, scope.now()
    mine = {"organisation_id": office, "person_id": person_id}
    wave = Wave.objects.create(
        reference=reference_from(person_id.bytes), organisation_id=office, name="Tahap 1", budget_year=2024,
        starts_on=DAY, created_at=now,
    )  # fmt: skip
    version = ProgrammeVersion.objects.get(programme_id="social")
    cycle = Cycle.objects.create(
        wave=wave, organisation_id=office, programme_id="social", version=version, capacity=9, months=6,
        plan=version.plan, success_rule=version.success_rule, rule_set_on=DAY,
    )  # fmt: skip
    Consent.objects.create(**mine, text_version="1", signed_on=DAY, witness="Saksi Rekaan", recorded_at=now)
    enrolment = Enrolment.objects.create(
        **mine, programme_id="social", cycle=cycle, register_number="X", status="admitted", since=DAY,
        in_place=True, admitted_on=DAY, opened_at=now,
    )  # fmt: skip
    StatusChange.objects.create(
        **mine, enrolment=enrolment, to_status="admitted", effective_on=DAY, recorded_at=now
    )
    AdmissionException.objects.create(
        **mine, enrolment=enrolment, reason="x", expires_on=DAY, ends_on=DAY, asked_at=now
    )
    response = Response.objects.create(
        **mine, enrolment=enrolment, wave=wave, instrument="whoqol-bref", version="1", point="baseline",
        taken_on=DAY, coding="raw", rule="syntax", mode="self", answers={}, scorable=False, recorded_at=now,
    )  # fmt: skip
    Score.objects.create(
        **mine, response=response, scale="physical", items_used=0, items_missing=7, rule="syntax",
        coding="raw", version="1", engine="1",
    )  # fmt: skip
    run = Rescoring.objects.create(
        organisation_id=office, instrument="whoqol-bref", version="1", engine="2", why="x", responses=1,
        changed=1, held=0, ran_at=now,
    )  # fmt: skip
    ScoreChange.objects.create(
        **mine, rescoring=run, response=response, scale="physical", before={}, after={}
    )
    WordingPack.objects.create(
        organisation_id=office, instrument="whoqol-bref", version="1", language="id", holder="x",
        licence="x", texts={}, sha256="", loaded_at=now,
    )  # fmt: skip
    room = Room.objects.create(organisation_id=office, name="x", seats=9)
    group = Group.objects.create(organisation_id=office, cycle=cycle, name="x")
    GroupMember.objects.create(**mine, group=group, enrolment=enrolment, from_on=DAY)
    session = PlannedSession.objects.create(
        organisation_id=office, wave=wave, cycle=cycle, group=group, module="x", title="x", on=DAY,
        starts_at=time(8), ends_at=time(9), room=room,
    )  # fmt: skip
    Attendance.objects.create(
        **mine, on=DAY, session_id=session.pk, enrolment=enrolment, attended=True, marked_at=now
    )
    Assignment.objects.create(**mine, enrolment=enrolment, account_id=uuid4(), from_on=DAY, assigned_at=now)
    StaffAbsence.objects.create(
        organisation_id=office, account_id=uuid4(), from_on=DAY, until_on=DAY, reason="x", recorded_at=now
    )
    Objection.objects.create(**mine, enrolment=enrolment, text="x", raised_at=now)
    Document.objects.create(
        organisation_id=office, kind="decree", code=f"X{office}", wave=wave, facts={}, issued_at=now
    )
    ResponseDraft.objects.create(
        **mine, enrolment=enrolment, instrument="whoqol-bref", point="month_3", fields={}, kept_at=now
    )
    test = UrineTest.objects.create(
        **mine, enrolment=enrolment, wave=wave, point="start", taken_on=DAY, state="positive", recorded_at=now
    )
    AnalyteResult.objects.create(**mine, test=test, analyte="met", result="positive")
    SecondLook.objects.create(**mine, test=test, agrees=True, looked_at=now)
    Task.objects.create(**mine, kind="concern", role="nurse", raised_at=now)
    ResultSheetRow.objects.create(
        wave=wave, organisation_id=office, revision=1, sheet={}, fingerprint="", drafted_at=now,
        drafted_name="", drafted_role="",
    )  # fmt: skip
    event = Event.objects.create(
        organisation_id=office, title="Pembukaan", held_on=DAY, host_id=office, recorded_at=now
    )
    EventAttendance.objects.create(event=event, organisation_id=office, attending_id=office)
    EventPhoto.objects.create(
        event=event, organisation_id=office, media_type="image/png", content=b"", sha256="", added_at=now
    )
    Transfer.objects.create(
        **mine, receiver=factories.organisation(), reference="X", name="X", sex="male", register_number="X",
        stay_kind="sentenced", reason="x", proposed_at=now,
    )  # fmt: skip
    write_care(by, wave, enrolment)
