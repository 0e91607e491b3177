"""What was refused this week is found among the refusals, not in a month of everything that was done."""

from django.db import migrations

REFUSED = "CREATE INDEX audit_event_refused ON audit_event (day, at) WHERE outcome = 'refused'"


class Migration(migrations.Migration):
    dependencies = [("records", "0023_sessions_to_mark")]

    operations = [migrations.RunSQL(REFUSED)]
