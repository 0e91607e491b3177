"""The gate through which anybody can ask whether a paper stands."""

from django.db import migrations

from pulih.records.gates.documents import CONFIRM_DOCUMENT


def gate(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("GRANT SELECT (code, kind, facts, withdrawn_at) ON document TO pulih_gate")
        cursor.execute("SET LOCAL ROLE pulih_gate")
        cursor.execute(CONFIRM_DOCUMENT)
        cursor.execute("REVOKE EXECUTE ON FUNCTION gate.confirm_document(text) FROM PUBLIC")
        cursor.execute("GRANT EXECUTE ON FUNCTION gate.confirm_document(text) TO pulih_app")
        cursor.execute("RESET ROLE")


class Migration(migrations.Migration):
    dependencies = [("records", "0009_the_walls_of_the_sessions")]

    operations = [migrations.RunPython(gate)]
