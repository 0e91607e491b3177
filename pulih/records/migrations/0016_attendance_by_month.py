"""Attendance lies by month, as the trail does: it grows by a row for everybody in every session."""

import django.db.models.deletion
from django.db import migrations, models

from pulih.records.gates.partitions import MONTHS
from pulih.records.walls import episode_wall

PARTED = """
ALTER TABLE attendance RENAME TO attendance_before;
DROP INDEX attendance_by_session, attendance_by_enrolment;
ALTER TABLE attendance_before DROP CONSTRAINT attendance_pkey;

CREATE TABLE attendance (
    LIKE attendance_before INCLUDING DEFAULTS INCLUDING CONSTRAINTS, PRIMARY KEY ("on", id)
) PARTITION BY RANGE ("on");
CREATE INDEX attendance_by_session ON attendance (session_id, enrolment_id);
CREATE INDEX attendance_by_enrolment ON attendance (enrolment_id, "on");
CREATE INDEX attendance_by_person ON attendance (person_id);
"""

FILLED = """
GRANT SELECT (person_id), UPDATE (person_id) ON attendance TO pulih_gate;
CREATE TABLE attendance_rest PARTITION OF attendance DEFAULT;
SELECT gate.wall_partition('attendance_rest', 'attendance');
SELECT gate.ensure_months('attendance', min("on"), max("on")) FROM attendance_before HAVING count(*) > 0;
SELECT gate.ensure_partitions();
INSERT INTO attendance SELECT * FROM attendance_before;
DROP TABLE attendance_before;
"""

POINTING = """
ALTER TABLE attendance
    ADD CONSTRAINT attendance_person_fk FOREIGN KEY (person_id) REFERENCES person (id)
        DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT attendance_enrolment_fk FOREIGN KEY (enrolment_id) REFERENCES enrolment (id)
        DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT attendance_organisation_fk FOREIGN KEY (organisation_id) REFERENCES organisation (id)
        DEFERRABLE INITIALLY DEFERRED;
"""
"""After the rows are in: one look at all of them instead of one at each."""


def part(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        for gate in MONTHS:
            cursor.execute(gate)
        for step in (PARTED, episode_wall("attendance", "SELECT, INSERT"), FILLED, POINTING):
            cursor.execute(step)


class Migration(migrations.Migration):
    dependencies = [("records", "0015_the_installation")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(part)],
            state_operations=[
                # Every index is one more write a mark; nothing asks for an office's attendance alone.
                *(
                    migrations.AlterField(
                        model_name="attendance",
                        name=name,
                        field=models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name=related,
                            to=f"records.{name}",
                        ),
                    )
                    for name, related in (
                        ("enrolment", "attendances"),
                        ("organisation", "+"),
                        ("person", "+"),
                    )
                ),
                migrations.AddIndex(
                    model_name="attendance",
                    index=models.Index(fields=["person"], name="attendance_by_person"),
                ),
            ],
        )
    ]
