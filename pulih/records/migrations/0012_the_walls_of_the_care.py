"""Walls around plans, notes, custody events and what participants say."""

from django.db import migrations

from pulih.records.walls import (
    episode_wall,
    open_table,
    owner_wall_with_or_without_person,
    person_wall,
    sealed_wall,
)

WALLS = "".join(
    [
        episode_wall("plan", "SELECT, INSERT, UPDATE (state, agreed_on, in_own_words, because, review_on)"),
        episode_wall("goal", "SELECT, INSERT, DELETE"),
        episode_wall("goal_progress", "SELECT, INSERT"),
        episode_wall("plan_review", "SELECT, INSERT"),
        episode_wall("skill_progress", "SELECT, INSERT"),
        # Notes and incidents go with the person: whoever no longer works with them reads them no more.
        person_wall("note", "SELECT, INSERT", signed=True),
        person_wall("incident", "SELECT, INSERT", signed=True),
        episode_wall("time_away", "SELECT, INSERT, UPDATE (back_on, holds)"),
        episode_wall("release_step", "SELECT, INSERT"),
        open_table("feedback_round", "questions put to a wave, nobody in it", "SELECT, INSERT"),
        # Not even its own office reads a slip or an answer: what a slip said is told in counts, by a gate.
        sealed_wall("feedback_slip", "INSERT"),
        sealed_wall("feedback"),
        owner_wall_with_or_without_person(
            "complaint", "SELECT, INSERT, UPDATE (answer, decision, answered_on, answered_by)"
        ),
        open_table("objective", "strategic objectives of an office", "SELECT, INSERT, UPDATE (withdrawn_at)"),
        open_table(
            "agreement",
            "what institutions agreed in writing",
            "SELECT, INSERT, UPDATE (ended_early_on, because, revision)",
        ),
        open_table("agreement_activity", "what is done under an agreement, numbers only", "SELECT, INSERT"),
    ]
)


def walls(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(WALLS)


class Migration(migrations.Migration):
    dependencies = [("records", "0011_the_care")]

    operations = [migrations.RunPython(walls)]
