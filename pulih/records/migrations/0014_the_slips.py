"""The gate through which a printed slip is answered."""

from django.db import migrations

from pulih.records.gates.voice import VOICE, VOICE_GRANTS


def gate(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        for statement in VOICE_GRANTS:
            cursor.execute(statement)
        cursor.execute("SET LOCAL ROLE pulih_gate")
        for statement in VOICE:
            cursor.execute(statement)
        cursor.execute("RESET ROLE")


class Migration(migrations.Migration):
    dependencies = [("records", "0013_merging_people")]

    operations = [migrations.RunPython(gate)]
