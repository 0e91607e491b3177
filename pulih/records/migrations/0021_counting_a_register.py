"""The figures of an office's own register are counted behind the walls: numbers, never people."""

from django.db import migrations

from pulih.records.gates.registers import COUNT_REGISTER, COUNT_REGISTER_GRANTS


def gate(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        for grant in COUNT_REGISTER_GRANTS:
            cursor.execute(grant)
        cursor.execute("SET LOCAL ROLE pulih_gate")
        cursor.execute(COUNT_REGISTER)
        cursor.execute("REVOKE EXECUTE ON FUNCTION gate.count_register(date, integer) FROM PUBLIC")
        cursor.execute("GRANT EXECUTE ON FUNCTION gate.count_register(date, integer) TO pulih_app")
        cursor.execute("RESET ROLE")


class Migration(migrations.Migration):
    dependencies = [("records", "0020_a_reference_that_is_taken")]

    operations = [migrations.RunPython(gate)]
