"""The gate through which two records of one person become one."""

from django.db import migrations

from pulih.records.gates.merging import MERGING, MERGING_GRANTS


def gate(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        for statement in MERGING_GRANTS:
            cursor.execute(statement)
        cursor.execute("SET LOCAL ROLE pulih_gate")
        for statement in MERGING:
            cursor.execute(statement)
        cursor.execute("RESET ROLE")


class Migration(migrations.Migration):
    dependencies = [("records", "0012_the_walls_of_the_care")]

    operations = [migrations.RunPython(gate)]
