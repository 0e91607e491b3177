"""Forms beside every programme, bands and figures of scores, runs that score again, wording, competencies."""

import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0005_the_walls_of_the_wave'),
    ]

    operations = [
        migrations.CreateModel(
            name='Competency',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('code', models.TextField()),
                ('certificate', models.TextField()),
                ('granted_on', models.DateField()),
                ('expires_on', models.DateField(null=True)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.UUIDField(null=True)),
                ('withdrawn_on', models.DateField(null=True)),
                ('withdrawn_because', models.TextField(default='')),
            ],
            options={
                'db_table': 'competency',
            },
        ),
        migrations.CreateModel(
            name='Rescoring',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('instrument', models.TextField()),
                ('version', models.TextField()),
                ('engine', models.TextField()),
                ('why', models.TextField()),
                ('responses', models.PositiveIntegerField()),
                ('changed', models.PositiveIntegerField()),
                ('held', models.PositiveIntegerField()),
                ('ran_at', models.DateTimeField()),
                ('ran_by', models.UUIDField(null=True)),
            ],
            options={
                'db_table': 'rescoring',
            },
        ),
        migrations.CreateModel(
            name='ScoreChange',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('scale', models.TextField()),
                ('before', models.JSONField()),
                ('after', models.JSONField()),
                ('held_by', models.TextField(default='')),
            ],
            options={
                'db_table': 'score_change',
            },
        ),
        migrations.CreateModel(
            name='WordingPack',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('instrument', models.TextField()),
                ('version', models.TextField()),
                ('language', models.TextField()),
                ('holder', models.TextField()),
                ('licence', models.TextField()),
                ('licensed_until', models.DateField(null=True)),
                ('texts', models.JSONField()),
                ('sha256', models.TextField()),
                ('loaded_at', models.DateTimeField()),
                ('loaded_by', models.UUIDField(null=True)),
            ],
            options={
                'db_table': 'wording_pack',
            },
        ),
        migrations.RemoveConstraint(
            model_name='responsedraft',
            name='draft_once_a_point',
        ),
        migrations.RemoveConstraint(
            model_name='score',
            name='score_once_a_scale',
        ),
        migrations.AddField(
            model_name='response',
            name='circumstances',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='response',
            name='reader',
            field=models.TextField(default=''),
        ),
        migrations.AddField(
            model_name='response',
            name='time_window',
            field=models.TextField(default=''),
        ),
        migrations.AddField(
            model_name='score',
            name='bands',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='score',
            name='figures',
            field=models.JSONField(default=dict),
        ),
        migrations.AlterField(
            model_name='response',
            name='enrolment',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='responses', to='records.enrolment'),
        ),
        migrations.AlterField(
            model_name='response',
            name='wave',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.wave'),
        ),
        migrations.AlterField(
            model_name='responsedraft',
            name='enrolment',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.enrolment'),
        ),
        migrations.AddConstraint(
            model_name='responsedraft',
            constraint=models.UniqueConstraint(fields=('organisation', 'person', 'enrolment', 'instrument', 'point'), name='draft_once_a_form', nulls_distinct=False),
        ),
        migrations.AddField(
            model_name='competency',
            name='account',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='competencies', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='competency',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organisation'),
        ),
        migrations.AddField(
            model_name='rescoring',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organisation'),
        ),
        migrations.AddField(
            model_name='score',
            name='rescoring',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='records.rescoring'),
        ),
        migrations.AddConstraint(
            model_name='score',
            constraint=models.UniqueConstraint(fields=('response', 'scale', 'rescoring'), name='score_once_a_run', nulls_distinct=False),
        ),
        migrations.AddField(
            model_name='scorechange',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organisation'),
        ),
        migrations.AddField(
            model_name='scorechange',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person'),
        ),
        migrations.AddField(
            model_name='scorechange',
            name='rescoring',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='records.rescoring'),
        ),
        migrations.AddField(
            model_name='scorechange',
            name='response',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.response'),
        ),
        migrations.AddField(
            model_name='wordingpack',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organisation'),
        ),
        migrations.AddIndex(
            model_name='competency',
            index=models.Index(fields=['account', 'code'], name='competency_by_account'),
        ),
        migrations.AddConstraint(
            model_name='competency',
            constraint=models.CheckConstraint(condition=models.Q(('expires_on', None), ('expires_on__gte', models.F('granted_on')), _connector='OR'), name='competency_in_order'),
        ),
        migrations.AddConstraint(
            model_name='scorechange',
            constraint=models.UniqueConstraint(fields=('rescoring', 'response', 'scale'), name='score_change_once'),
        ),
        migrations.AddIndex(
            model_name='wordingpack',
            index=models.Index(fields=['organisation', 'instrument', 'language'], name='wording_pack_in_use'),
        ),
    ]
