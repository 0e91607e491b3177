"""Registering somebody whose reference is taken answers so, instead of failing into a savepoint."""

from django.db import migrations

from pulih.records.gates.people import REGISTER_UNLESS_TAKEN


def gate(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE pulih_gate")
        cursor.execute(REGISTER_UNLESS_TAKEN)
        cursor.execute("RESET ROLE")


class Migration(migrations.Migration):
    dependencies = [("records", "0019_looking_people_up")]

    operations = [migrations.RunPython(gate)]
