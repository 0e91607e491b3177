"""Indexes for what is counted over years: enrolments by month, the newest applied register of an office."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("records", "0016_attendance_by_month")]

    operations = [
        migrations.AddIndex(
            model_name="enrolment",
            index=models.Index(
                fields=["organisation", "admitted_on"],
                include=["ended_on", "exit_reason", "status", "person"],
                condition=Q(admitted_on__isnull=False),
                name="enrolment_by_month",
            ),
        ),
        migrations.AddIndex(
            model_name="importbatch",
            index=models.Index(
                fields=["organisation", "applied_at"],
                condition=Q(state="applied"),
                name="import_batch_applied",
            ),
        ),
    ]
