"""What waits to be marked is found among what was planned, not among all sessions that were ever held."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0022_the_newest_of_a_person")]

    operations = [
        migrations.AddIndex(
            model_name="plannedsession",
            index=models.Index(
                fields=["organisation", "on"], name="session_to_mark", condition=models.Q(state="planned")
            ),
        ),
    ]
