"""Walls around attendance, groups, counsellors, objections and papers."""

from django.db import migrations

from pulih.records.walls import episode_wall, open_table, owner_wall

WALLS = "".join(
    [
        open_table("room", "rooms of an office", "SELECT, INSERT, UPDATE"),
        open_table("closure", "days without sessions", "SELECT, INSERT, DELETE"),
        open_table("session_group", "groups of a cycle, nobody in it", "SELECT, INSERT, UPDATE"),
        open_table("ranking_rule", "by what an office orders those who wait", "SELECT, INSERT"),
        owner_wall("session_plan", "SELECT, INSERT, UPDATE, DELETE"),
        owner_wall("staff_absence", "SELECT, INSERT, UPDATE (withdrawn_at)"),
        owner_wall("document", "SELECT, INSERT, UPDATE (withdrawn_at, withdrawn_because)"),
        episode_wall("group_member", "SELECT, INSERT, UPDATE (until_on)"),
        episode_wall("attendance", "SELECT, INSERT"),
        episode_wall("assignment", "SELECT, INSERT, UPDATE (until_on, because)"),
        owner_wall(
            "objection", "SELECT, INSERT, UPDATE (answer, answered_at, answered_by)", about_person=True
        ),
        # A programme that was adopted becomes a further version; what was published never changes.
        "GRANT INSERT ON programme_version TO pulih_app;",
    ]
)


def walls(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(WALLS)


class Migration(migrations.Migration):
    dependencies = [("records", "0008_the_sessions")]

    operations = [migrations.RunPython(walls)]
