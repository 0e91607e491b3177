"""Walls, gates and the capacity of a cycle; the first version of both programmes."""

from datetime import date

from django.db import migrations

from pulih.records.gates.transfers import WAVE_GATES
from pulih.records.walls import episode_wall, open_table, owner_wall, transfer_wall

WALLS = "".join(
    [
        open_table("programme_version", "what a programme measures and how it is judged", "SELECT"),
        open_table("wave", "rounds of a facility, nobody in it", "SELECT, INSERT, UPDATE"),
        open_table("cycle", "programmes of a wave: places, plan, rule", "SELECT, INSERT, UPDATE"),
        open_table("suspension", "days on which a wave stood still", "SELECT, INSERT, UPDATE (until_on)"),
        open_table("target", "performance targets, numbers only", "SELECT, INSERT"),
        episode_wall("consent", "SELECT, INSERT, UPDATE (withdrawn_on, withdrawn_because)"),
        episode_wall("enrolment", "SELECT, INSERT, UPDATE"),
        episode_wall("status_change", "SELECT, INSERT"),
        episode_wall("admission_exception",
                     "SELECT, INSERT, UPDATE (granted, decided_at, decided_by, note)"),
        episode_wall("response", "SELECT, INSERT"),
        episode_wall("score", "SELECT, INSERT"),
        episode_wall("urine_test", "SELECT, INSERT"),
        episode_wall("analyte_result", "SELECT, INSERT"),
        episode_wall("second_look", "SELECT, INSERT"),
        owner_wall("response_draft", "SELECT, INSERT, UPDATE, DELETE", about_person=True),
        owner_wall("task", "SELECT, INSERT, UPDATE (done_at, done_by, done_note)", about_person=True),
        owner_wall("result_sheet", "SELECT, INSERT, UPDATE"),
        owner_wall("event", "SELECT, INSERT, UPDATE"),
        owner_wall("event_attendance", "SELECT, INSERT, DELETE"),
        owner_wall("event_photo", "SELECT, INSERT, DELETE"),
        transfer_wall(),
    ]
) + """
    GRANT SELECT, UPDATE ON transfer TO pulih_gate;
    GRANT SELECT (organisation_id, programme_id, person_id, status, admitted_on) ON enrolment TO pulih_gate;
"""  # fmt: skip

CAPACITY = """
CREATE FUNCTION keep_places() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.in_place AND (NOT NEW.in_place OR OLD.cycle_id <> NEW.cycle_id) THEN
        UPDATE cycle SET taken = taken - 1 WHERE id = OLD.cycle_id;
    END IF;
    IF NEW.in_place AND (TG_OP = 'INSERT' OR NOT OLD.in_place OR OLD.cycle_id <> NEW.cycle_id) THEN
        UPDATE cycle SET taken = taken + 1 WHERE id = NEW.cycle_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER enrolment_keeps_places AFTER INSERT OR UPDATE OF in_place, cycle_id ON enrolment
FOR EACH ROW EXECUTE FUNCTION keep_places();
"""

PLAN = [
    {"kind": "whoqol-bref", "code": "baseline", "month": 0, "before": 0, "after": 30},
    {"kind": "whoqol-bref", "code": "month_3", "month": 3, "before": 14, "after": 14},
    {"kind": "whoqol-bref", "code": "month_6", "month": 6, "before": 30, "after": 14},
    {"kind": "urine", "code": "start", "month": 0, "before": 0, "after": 14},
    {"kind": "urine", "code": "middle", "month": 3, "before": 14, "after": 14},
    {"kind": "urine", "code": "month_6", "month": 6, "before": 30, "after": 14},
]
RULE = {
    "domains": ["physical", "psychological", "environment"],
    "first": "baseline",
    "last": "month_6",
    "threshold": 0.0,
    "urine_point": "month_6",
    "urine_passing": ["negative", "prescribed_positive"],
    "sd": 15.0,
    "retest": 0.72,
}


def walls(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(WALLS)
        cursor.execute(CAPACITY)
        cursor.execute("SET LOCAL ROLE pulih_gate")
        for gate in WAVE_GATES:
            cursor.execute(gate)
        cursor.execute("REVOKE EXECUTE ON FUNCTION gate.accept_transfer(uuid, date, uuid),"
                       " gate.admitted_below(int) FROM PUBLIC")
        cursor.execute("GRANT EXECUTE ON FUNCTION gate.accept_transfer(uuid, date, uuid),"
                       " gate.admitted_below(int) TO pulih_app")
        cursor.execute("RESET ROLE")
        cursor.execute("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO pulih_app")


def versions(apps, schema_editor):
    ProgrammeVersion = apps.get_model("records", "ProgrammeVersion")
    for programme in ("medical", "social"):
        ProgrammeVersion.objects.create(
            programme_id=programme, version=1, months=6, plan=PLAN, success_rule=RULE,
            published_on=date(2019, 12, 1),
        )


class Migration(migrations.Migration):
    dependencies = [("records", "0004_the_wave")]

    operations = [migrations.RunPython(walls), migrations.RunPython(versions, migrations.RunPython.noop)]
