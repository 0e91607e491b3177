"""What this database is for: production, unless `pulih database init --training` said otherwise before."""

from django.db import migrations, models

from pulih.records.walls import open_table

MARK = """
INSERT INTO installation (id, purpose, marked_at, generated)
SELECT 1,
       CASE WHEN current_setting('pulih.purpose', true) = 'training' AND NOT EXISTS (SELECT FROM person)
            THEN 'training' ELSE 'production' END,
       now(), '{}'
"""


def mark(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(MARK)
        cursor.execute(open_table("installation", "what this database is for", "SELECT"))


class Migration(migrations.Migration):
    dependencies = [("records", "0014_the_slips")]

    operations = [
        migrations.CreateModel(
            name="Installation",
            fields=[
                (
                    "id",
                    models.SmallIntegerField(default=1, editable=False, primary_key=True, serialize=False),
                ),
                ("purpose", models.TextField(default="production")),
                ("marked_at", models.DateTimeField(auto_now_add=True)),
                ("generated", models.JSONField(default=dict)),
            ],
            options={
                "db_table": "installation",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="installation_one_row"),
                    models.CheckConstraint(
                        condition=models.Q(("purpose__in", ["production", "training"])),
                        name="installation_purpose_known",
                    ),
                ],
            },
        ),
        migrations.RunPython(mark),
    ]
