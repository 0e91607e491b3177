"""Plans, notes, custody events, what participants say, agreements and strategic objectives."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0010_confirming_papers'),
    ]

    operations = [
        migrations.AddField(
            model_name='eventattendance',
            name='field',
            field=models.TextField(default=''),
        ),
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('number', models.TextField()),
                ('title', models.TextField()),
                ('fields', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ('signed_on', models.DateField()),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(null=True)),
                ('ended_early_on', models.DateField(null=True)),
                ('because', models.TextField(default='')),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.UUIDField(null=True)),
                ('revision', models.IntegerField(default=1)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='records.organisation')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organisation')),
            ],
            options={
                'db_table': 'agreement',
            },
        ),
        migrations.CreateModel(
            name='AgreementActivity',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('field', models.TextField()),
                ('title', models.TextField()),
                ('module', models.TextField(default='')),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(null=True)),
                ('people', models.PositiveIntegerField(null=True)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.UUIDField(null=True)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='records.agreement')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organisation')),
                ('wave', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.wave')),
            ],
            options={
                'db_table': 'agreement_activity',
            },
        ),
        migrations.CreateModel(
            name='Complaint',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('reference', models.TextField(unique=True)),
                ('about', models.TextField()),
                ('text', models.TextField()),
                ('received_on', models.DateField()),
                ('owed_by', models.DateField()),
                ('answer', models.TextField(default='')),
                ('decision', models.TextField(default='')),
                ('answered_on', models.DateField(null=True)),
                ('answered_by', models.UUIDField(null=True)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.UUIDField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organisation')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
                ('wave', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.wave')),
            ],
            options={
                'db_table': 'complaint',
            },
        ),
        migrations.CreateModel(
            name='FeedbackRound',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('module', models.TextField(default='')),
                ('title', models.TextField()),
                ('opens_on', models.DateField()),
                ('closes_on', models.DateField()),
                ('slips', models.PositiveSmallIntegerField()),
                ('prepared_at', models.DateTimeField()),
                ('prepared_by', models.UUIDField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organisation')),
                ('wave', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='feedback_rounds', to='records.wave')),
            ],
            options={
                'db_table': 'feedback_round',
            },
        ),
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('answers', models.JSONField()),
                ('text', models.TextField(default='')),
                ('on_paper', models.BooleanField(default=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organisation')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.feedbackround')),
            ],
            options={
                'db_table': 'feedback',
            },
        ),
        migrations.CreateModel(
            name='FeedbackSlip',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code_hash', models.BinaryField(unique=True)),
                ('used', models.BooleanField(default=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organisation')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.feedbackround')),
            ],
            options={
                'db_table': 'feedback_slip',
            },
        ),
        migrations.CreateModel(
            name='GoalProgress',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('goal_code', models.UUIDField()),
                ('step_code', models.TextField(default='')),
                ('on', models.DateField()),
                ('state', models.TextField()),
                ('note', models.TextField(default='')),
                ('corrects', models.UUIDField(null=True)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.UUIDField(null=True)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.enrolment')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
            ],
            options={
                'db_table': 'goal_progress',
            },
        ),
        migrations.CreateModel(
            name='Incident',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.TextField()),
                ('on', models.DateField()),
                ('text', models.TextField()),
                ('followed_by', models.TextField(default='')),
                ('why', models.TextField(default='')),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.UUIDField(null=True)),
                ('corrects', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.incident')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
            ],
            options={
                'db_table': 'incident',
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('compartment', models.TextField()),
                ('on', models.DateField()),
                ('text', models.TextField()),
                ('late', models.BooleanField(default=False)),
                ('why', models.TextField(default='')),
                ('written_at', models.DateTimeField()),
                ('written_by', models.UUIDField(null=True)),
                ('corrects', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.note')),
                ('enrolment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.enrolment')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
                ('session', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.plannedsession')),
            ],
            options={
                'db_table': 'note',
            },
        ),
        migrations.CreateModel(
            name='Objective',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('code', models.TextField()),
                ('text', models.TextField()),
                ('source', models.TextField()),
                ('from_year', models.PositiveSmallIntegerField()),
                ('until_year', models.PositiveSmallIntegerField()),
                ('set_at', models.DateTimeField()),
                ('set_by', models.UUIDField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objectives', to='records.organisation')),
            ],
            options={
                'db_table': 'objective',
            },
        ),
        migrations.AddField(
            model_name='target',
            name='objective',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='records.objective'),
        ),
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('revision', models.PositiveSmallIntegerField()),
                ('state', models.TextField(default='draft')),
                ('because', models.TextField(default='')),
                ('agreed_on', models.DateField(null=True)),
                ('in_own_words', models.TextField(default='')),
                ('review_on', models.DateField(null=True)),
                ('written_at', models.DateTimeField()),
                ('written_by', models.UUIDField(null=True)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='records.enrolment')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
            ],
            options={
                'db_table': 'plan',
            },
        ),
        migrations.CreateModel(
            name='Goal',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('code', models.UUIDField()),
                ('position', models.PositiveSmallIntegerField()),
                ('dimension', models.TextField()),
                ('horizon', models.TextField()),
                ('text', models.TextField()),
                ('reached_when', models.TextField(default='')),
                ('steps', models.JSONField(default=list)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='goals', to='records.plan')),
            ],
            options={
                'db_table': 'goal',
            },
        ),
        migrations.CreateModel(
            name='PlanReview',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('on', models.DateField()),
                ('outcome', models.TextField()),
                ('text', models.TextField()),
                ('with_person', models.BooleanField(default=True)),
                ('why_without', models.TextField(default='')),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.UUIDField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='records.plan')),
            ],
            options={
                'db_table': 'plan_review',
            },
        ),
        migrations.CreateModel(
            name='ReleaseStep',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('release_on', models.DateField()),
                ('item', models.TextField()),
                ('state', models.TextField()),
                ('on', models.DateField()),
                ('note', models.TextField(default='')),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.UUIDField(null=True)),
                ('enrolment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.enrolment')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
            ],
            options={
                'db_table': 'release_step',
            },
        ),
        migrations.CreateModel(
            name='SkillProgress',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('module', models.TextField()),
                ('level', models.PositiveSmallIntegerField()),
                ('on', models.DateField()),
                ('note', models.TextField(default='')),
                ('corrects', models.UUIDField(null=True)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.UUIDField(null=True)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='skills', to='records.enrolment')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
            ],
            options={
                'db_table': 'skill_progress',
            },
        ),
        migrations.CreateModel(
            name='TimeAway',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.TextField()),
                ('from_on', models.DateField()),
                ('back_on', models.DateField(null=True)),
                ('note', models.TextField(default='')),
                ('holds', models.JSONField(default=list)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.UUIDField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
            ],
            options={
                'db_table': 'time_away',
            },
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.UniqueConstraint(fields=('organisation', 'number'), name='agreement_number_once'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='agreement_in_order'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(('partner', models.F('organisation')), _negated=True), name='agreement_with_another'),
        ),
        migrations.AddConstraint(
            model_name='agreementactivity',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='activity_in_order'),
        ),
        migrations.AddIndex(
            model_name='complaint',
            index=models.Index(condition=models.Q(('answered_on', None)), fields=['organisation', 'owed_by'], name='complaint_owed'),
        ),
        migrations.AddIndex(
            model_name='feedbackround',
            index=models.Index(fields=['organisation', '-opens_on'], name='feedback_by_office'),
        ),
        migrations.AddConstraint(
            model_name='feedbackround',
            constraint=models.CheckConstraint(condition=models.Q(('closes_on__gte', models.F('opens_on'))), name='feedback_in_order'),
        ),
        migrations.AddIndex(
            model_name='feedback',
            index=models.Index(fields=['round'], name='feedback_by_round'),
        ),
        migrations.AddIndex(
            model_name='goalprogress',
            index=models.Index(fields=['enrolment', 'goal_code'], name='goal_progress_by_goal'),
        ),
        migrations.AddConstraint(
            model_name='goalprogress',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['not_started', 'under_way', 'reached', 'given_up'])), name='goal_progress_known'),
        ),
        migrations.AddIndex(
            model_name='incident',
            index=models.Index(fields=['person', '-on'], name='incident_by_person'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.UniqueConstraint(condition=models.Q(('corrects', None), _negated=True), fields=('corrects',), name='incident_corrected_once'),
        ),
        migrations.AddIndex(
            model_name='note',
            index=models.Index(fields=['person', '-on'], name='note_by_person'),
        ),
        migrations.AddConstraint(
            model_name='note',
            constraint=models.CheckConstraint(condition=models.Q(('compartment__in', ['clinical', 'psychological'])), name='note_compartment_known'),
        ),
        migrations.AddConstraint(
            model_name='note',
            constraint=models.UniqueConstraint(condition=models.Q(('corrects', None), _negated=True), fields=('corrects',), name='note_corrected_once'),
        ),
        migrations.AddConstraint(
            model_name='objective',
            constraint=models.UniqueConstraint(fields=('organisation', 'code'), name='objective_code_once'),
        ),
        migrations.AddConstraint(
            model_name='objective',
            constraint=models.CheckConstraint(condition=models.Q(('until_year__gte', models.F('from_year'))), name='objective_in_order'),
        ),
        migrations.AddIndex(
            model_name='plan',
            index=models.Index(fields=['organisation', 'review_on'], name='plan_by_review'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.UniqueConstraint(fields=('enrolment', 'revision'), name='plan_revision_once'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'agreed')), fields=('enrolment',), name='plan_one_agreed'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('enrolment',), name='plan_one_draft'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'agreed', 'replaced'])), name='plan_state_known'),
        ),
        migrations.AddConstraint(
            model_name='goal',
            constraint=models.UniqueConstraint(fields=('plan', 'code'), name='goal_once_a_plan'),
        ),
        migrations.AddConstraint(
            model_name='goal',
            constraint=models.CheckConstraint(condition=models.Q(('dimension__in', ['medical', 'psychological', 'social', 'life_skill'])), name='goal_dimension_known'),
        ),
        migrations.AddConstraint(
            model_name='goal',
            constraint=models.CheckConstraint(condition=models.Q(('horizon__in', ['short', 'long'])), name='goal_horizon_known'),
        ),
        migrations.AddConstraint(
            model_name='planreview',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['continue', 'revise', 'close'])), name='plan_review_known'),
        ),
        migrations.AddIndex(
            model_name='releasestep',
            index=models.Index(fields=['person', 'item'], name='release_step_by_person'),
        ),
        migrations.AddConstraint(
            model_name='releasestep',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['done', 'not_needed', 'open'])), name='release_step_state_known'),
        ),
        migrations.AddIndex(
            model_name='skillprogress',
            index=models.Index(fields=['enrolment', 'module'], name='skill_by_enrolment'),
        ),
        migrations.AddConstraint(
            model_name='skillprogress',
            constraint=models.CheckConstraint(condition=models.Q(('level__lte', 3)), name='skill_level_known'),
        ),
        migrations.AddIndex(
            model_name='timeaway',
            index=models.Index(fields=['organisation', '-from_on'], name='time_away_by_office'),
        ),
        migrations.AddConstraint(
            model_name='timeaway',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['isolation', 'court', 'hospital'])), name='time_away_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='timeaway',
            constraint=models.CheckConstraint(condition=models.Q(('back_on', None), ('back_on__gte', models.F('from_on')), _connector='OR'), name='time_away_in_order'),
        ),
        migrations.AddConstraint(
            model_name='timeaway',
            constraint=models.UniqueConstraint(condition=models.Q(('back_on', None)), fields=('person',), name='time_away_open_once'),
        ),
    ]
