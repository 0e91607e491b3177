"""Walls around re-scored forms and licensed wording; competencies lie with the staff, outside the walls."""

from django.db import migrations

from pulih.records.walls import owner_wall

WALLS = "".join(
    [
        owner_wall("rescoring", "SELECT, INSERT"),
        owner_wall("score_change", "SELECT, INSERT", about_person=True),
        owner_wall("wording_pack", "SELECT, INSERT"),
    ]
) + """
    ALTER TABLE competency SET SCHEMA login;
    GRANT SELECT, INSERT, UPDATE (withdrawn_on, withdrawn_because) ON login.competency TO pulih_app;
"""  # fmt: skip


def walls(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(WALLS)


class Migration(migrations.Migration):
    dependencies = [("records", "0006_the_instruments")]

    operations = [migrations.RunPython(walls)]
