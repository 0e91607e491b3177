"""Every table of the house except the partitioned trail, which 0002 makes."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        # Partitioned by month: made by SQL in 0002_the_walls.
        migrations.SeparateDatabaseAndState(state_operations=[
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('pk', models.CompositePrimaryKey('day', 'id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('id', models.UUIDField()),
                ('at', models.DateTimeField()),
                ('account_id', models.UUIDField(null=True)),
                ('role', models.TextField()),
                ('organisation_id', models.IntegerField(null=True)),
                ('holder_id', models.IntegerField(null=True)),
                ('event', models.TextField()),
                ('outcome', models.TextField()),
                ('subject', models.TextField()),
                ('subject_id', models.TextField()),
                ('person_id', models.UUIDField(null=True)),
                ('body', models.TextField()),
                ('sha256', models.BinaryField()),
            ],
            options={
                'db_table': 'audit_event',
            },
        ),
        ]),
        migrations.CreateModel(
            name='AuditSeal',
            fields=[
                ('n', models.BigIntegerField(primary_key=True, serialize=False)),
                ('sealed_at', models.DateTimeField()),
                ('days', django.contrib.postgres.fields.ArrayField(base_field=models.DateField(), size=None)),
                ('ids', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                ('root', models.BinaryField()),
                ('previous', models.BinaryField()),
                ('hash', models.BinaryField()),
            ],
            options={
                'db_table': 'audit_seal',
                'indexes': [models.Index(fields=['sealed_at'], name='audit_seal_by_time')],
            },
        ),
        migrations.CreateModel(
            name='ImportBatch',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('account_id', models.UUIDField(null=True)),
                ('kind', models.TextField(default='residents')),
                ('file_name', models.TextField()),
                ('sha256', models.BinaryField()),
                ('state', models.TextField(default='checked')),
                ('counts', models.JSONField(default=dict)),
                ('headings', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('created_at', models.DateTimeField()),
                ('applied_at', models.DateTimeField(null=True)),
                ('revision', models.IntegerField(default=1)),
            ],
            options={
                'db_table': 'import_batch',
            },
        ),
        # Partitioned by month: made by SQL in 0002_the_walls.
        migrations.SeparateDatabaseAndState(state_operations=[
        migrations.CreateModel(
            name='ReadEvent',
            fields=[
                ('pk', models.CompositePrimaryKey('day', 'id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('id', models.UUIDField()),
                ('at', models.DateTimeField()),
                ('account_id', models.UUIDField(null=True)),
                ('role', models.TextField()),
                ('organisation_id', models.IntegerField()),
                ('holder_id', models.IntegerField(null=True)),
                ('person_id', models.UUIDField()),
                ('what', models.TextField()),
                ('by_break_glass', models.BooleanField(default=False)),
            ],
            options={
                'db_table': 'read_event',
            },
        ),
        ]),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('username', models.TextField(unique=True)),
                ('full_name', models.TextField()),
                ('profession', models.TextField(default='')),
                ('is_active', models.BooleanField(default=True)),
                ('must_change_password', models.BooleanField(default=True)),
                ('language', models.TextField(default='id')),
                ('theme', models.TextField(default='')),
                ('last_membership_id', models.UUIDField(null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('revision', models.IntegerField(default=1)),
            ],
            options={
                'db_table': 'account',
                'constraints': [models.CheckConstraint(condition=models.Q(('username__regex', '^[a-z0-9][a-z0-9._-]{2,39}$')), name='account_username_plain')],
            },
        ),
        migrations.CreateModel(
            name='BreakGlass',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('person_id', models.UUIDField()),
                ('organisation_id', models.IntegerField()),
                ('holder_id', models.IntegerField(null=True)),
                ('account_id', models.UUIDField()),
                ('reason', models.TextField()),
                ('opened_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('reviewed_at', models.DateTimeField(null=True)),
                ('reviewed_by', models.UUIDField(null=True)),
                ('finding', models.TextField(default='')),
                ('review_note', models.TextField(default='')),
            ],
            options={
                'db_table': 'break_glass',
                'indexes': [models.Index(fields=['organisation_id', '-opened_at'], name='break_glass_by_office'), models.Index(fields=['holder_id', '-opened_at'], name='break_glass_by_holder')],
                'constraints': [models.CheckConstraint(condition=models.Q(('finding__in', ['', 'justified', 'unjustified'])), name='break_glass_finding_known')],
            },
        ),
        migrations.CreateModel(
            name='KeptForm',
            fields=[
                ('token', models.UUIDField(default=uuid_utils.compat.uuid7, primary_key=True, serialize=False)),
                ('path', models.TextField()),
                ('sealed', models.BinaryField()),
                ('at', models.DateTimeField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'kept_form',
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.AutoField(primary_key=True, serialize=False)),
                ('kind', models.TextField()),
                ('ancestors', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list, size=None)),
                ('name', models.TextField()),
                ('short_name', models.TextField(default='')),
                ('level', models.TextField(default='')),
                ('facility_class', models.TextField(default='')),
                ('sex_served', models.TextField(default='')),
                ('capacity', models.PositiveIntegerField(null=True)),
                ('province_code', models.TextField(default='')),
                ('province_code_bps', models.TextField(default='')),
                ('place', models.TextField(default='')),
                ('time_zone', models.TextField(default='Asia/Jakarta')),
                ('exists_from', models.DateField(null=True)),
                ('exists_to', models.DateField(null=True)),
                ('revision', models.IntegerField(default=1)),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='records.organisation')),
            ],
            options={
                'db_table': 'organisation',
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('role', models.TextField()),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('revision', models.IntegerField(default=1)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='records.organisation')),
            ],
            options={
                'db_table': 'membership',
            },
        ),
        migrations.CreateModel(
            name='ImportRow',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('row_number', models.PositiveIntegerField()),
                ('cells', models.JSONField()),
                ('facts', models.JSONField(null=True)),
                ('number_cipher', models.BinaryField(null=True)),
                ('number_hash', models.BinaryField(null=True)),
                ('outcome', models.TextField()),
                ('differences', models.JSONField(default=list)),
                ('reasons', models.JSONField(default=list)),
                ('person_id', models.UUIDField(null=True)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='records.importbatch')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organisation')),
            ],
            options={
                'db_table': 'import_row',
            },
        ),
        migrations.AddField(
            model_name='importbatch',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organisation'),
        ),
        migrations.CreateModel(
            name='OrganisationName',
            fields=[
                ('id', models.AutoField(primary_key=True, serialize=False)),
                ('name', models.TextField()),
                ('short_name', models.TextField(default='')),
                ('valid_from', models.DateField(null=True)),
                ('valid_to', models.DateField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='records.organisation')),
            ],
            options={
                'db_table': 'organisation_name',
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('reference', models.TextField(unique=True)),
                ('name', models.TextField()),
                ('sex', models.TextField()),
                ('birth_date', models.DateField(null=True)),
                ('birth_year', models.PositiveSmallIntegerField(null=True)),
                ('national_number_cipher', models.BinaryField(null=True)),
                ('national_number_hash', models.BinaryField(null=True)),
                ('national_number_last4', models.TextField(default='')),
                ('created_at', models.DateTimeField()),
                ('revision', models.IntegerField(default=1)),
                ('merged_into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
            ],
            options={
                'db_table': 'person',
            },
        ),
        migrations.CreateModel(
            name='ParticipantCategory',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('category', models.TextField()),
                ('legal_basis', models.TextField(default='')),
                ('clinical_basis', models.TextField(default='')),
                ('paper', models.TextField(default='')),
                ('decided_on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.UUIDField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='categories', to='records.person')),
            ],
            options={
                'db_table': 'participant_category',
            },
        ),
        migrations.CreateModel(
            name='PersonAccess',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('account_id', models.UUIDField(null=True)),
                ('basis', models.TextField()),
                ('valid_from', models.DateTimeField()),
                ('valid_to', models.DateTimeField(null=True)),
                ('origin', models.TextField(default='')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organisation')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
            ],
            options={
                'db_table': 'person_access',
            },
        ),
        migrations.CreateModel(
            name='PersonName',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.TextField()),
                ('kind', models.TextField(default='official')),
                ('valid_to', models.DateField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='names', to='records.person')),
            ],
            options={
                'db_table': 'person_name',
            },
        ),
        migrations.CreateModel(
            name='PersonSearch',
            fields=[
                ('pk', models.CompositePrimaryKey('organisation_id', 'person_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('name_key', models.TextField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
            ],
            options={
                'db_table': 'person_search',
            },
        ),
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('code', models.TextField(primary_key=True, serialize=False)),
                ('name', models.TextField()),
                ('name_en', models.TextField()),
                ('type', models.TextField()),
            ],
            options={
                'db_table': 'programme',
                'constraints': [models.CheckConstraint(condition=models.Q(('type__in', ['medical', 'social'])), name='programme_type_known')],
            },
        ),
        migrations.CreateModel(
            name='Designation',
            fields=[
                ('id', models.AutoField(primary_key=True, serialize=False)),
                ('budget_year', models.PositiveSmallIntegerField()),
                ('target', models.PositiveIntegerField()),
                ('decree_number', models.TextField()),
                ('decree_date', models.DateField()),
                ('revision', models.IntegerField(default=1)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='designations', to='records.organisation')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='records.programme')),
            ],
            options={
                'db_table': 'designation',
            },
        ),
        migrations.CreateModel(
            name='ResetCode',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('code_hash', models.TextField()),
                ('issued_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('failures', models.PositiveSmallIntegerField(default=0)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reset_codes', to=settings.AUTH_USER_MODEL)),
                ('issued_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'reset_code',
            },
        ),
        migrations.CreateModel(
            name='Sentence',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('articles', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('started_on', models.DateField(null=True)),
                ('two_thirds_on', models.DateField(null=True)),
                ('expires_on', models.DateField(null=True)),
                ('as_of', models.DateField()),
                ('source', models.TextField()),
                ('recorded_at', models.DateTimeField()),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sentences', to='records.person')),
            ],
            options={
                'db_table': 'sentence',
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('session_key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='session key')),
                ('session_data', models.TextField(verbose_name='session data')),
                ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('membership', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='records.membership')),
            ],
            options={
                'verbose_name': 'session',
                'verbose_name_plural': 'sessions',
                'db_table': 'session',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Stay',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('register_number', models.TextField()),
                ('kind', models.TextField()),
                ('block', models.TextField(default='')),
                ('started_on', models.DateField()),
                ('ended_on', models.DateField(null=True)),
                ('how_ended', models.TextField(default='')),
                ('note', models.TextField(default='')),
                ('revision', models.IntegerField(default=1)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stays', to='records.person')),
            ],
            options={
                'db_table': 'stay',
            },
        ),
        migrations.CreateModel(
            name='DepartureQuestion',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('asked_at', models.DateTimeField()),
                ('answer', models.TextField(default='')),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.UUIDField(null=True)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.importbatch')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
                ('stay', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.stay')),
            ],
            options={
                'db_table': 'departure_question',
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('token', models.UUIDField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'submission',
            },
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('exists_to', None), ('exists_from', None), ('exists_to__gt', models.F('exists_from')), _connector='OR'), name='organisation_exists_in_order'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.UniqueConstraint(fields=('parent', 'name'), name='organisation_name_once_under_parent'),
        ),
        migrations.AddIndex(
            model_name='membership',
            index=models.Index(fields=['organisation', 'valid_to'], name='membership_by_office'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='membership_in_order'),
        ),
        migrations.AddIndex(
            model_name='importrow',
            index=models.Index(fields=['batch', 'outcome', 'row_number'], name='import_row_by_outcome'),
        ),
        migrations.AddConstraint(
            model_name='importrow',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['new', 'changed', 'same', 'conflict', 'gone', 'bad'])), name='import_row_outcome_known'),
        ),
        migrations.AddIndex(
            model_name='importbatch',
            index=models.Index(fields=['organisation', '-created_at'], name='import_batch_newest'),
        ),
        migrations.AddConstraint(
            model_name='importbatch',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['checked', 'applied', 'discarded'])), name='import_batch_state_known'),
        ),
        migrations.AddConstraint(
            model_name='organisationname',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('organisation', '='), (models.Func('valid_from', 'valid_to', django.contrib.postgres.fields.ranges.RangeBoundary(), function='DATERANGE', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='organisation_has_one_name_a_day'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('sex__in', ['male', 'female'])), name='person_sex_known'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.UniqueConstraint(condition=models.Q(('merged_into', None)), fields=('national_number_hash',), name='person_national_number_once'),
        ),
        migrations.AddIndex(
            model_name='participantcategory',
            index=models.Index(fields=['person', '-recorded_at'], name='category_newest'),
        ),
        migrations.AddConstraint(
            model_name='participantcategory',
            constraint=models.CheckConstraint(condition=models.Q(('category__in', ['addict', 'abuser', 'victim'])), name='participant_category_known'),
        ),
        migrations.AddIndex(
            model_name='personaccess',
            index=models.Index(fields=['person', 'organisation'], name='person_access_by_person'),
        ),
        migrations.AddIndex(
            model_name='personaccess',
            index=models.Index(condition=models.Q(('valid_to', None)), fields=['organisation', 'person'], name='person_access_open'),
        ),
        migrations.AddConstraint(
            model_name='personaccess',
            constraint=models.CheckConstraint(condition=models.Q(('basis__in', ['custody', 'referral', 'aftercare', 'break_glass', 'episode'])), name='person_access_basis_known'),
        ),
        migrations.AddConstraint(
            model_name='personaccess',
            constraint=models.CheckConstraint(condition=models.Q(('account_id', None), ('basis', 'break_glass'), _connector='XOR'), name='person_access_account_is_break_glass'),
        ),
        migrations.AddConstraint(
            model_name='personname',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['official', 'alias'])), name='person_name_kind_known'),
        ),
        migrations.AddIndex(
            model_name='personsearch',
            index=models.Index(fields=['organisation', 'name_key'], include=('person',), name='person_search_by_name'),
        ),
        migrations.AddConstraint(
            model_name='designation',
            constraint=models.UniqueConstraint(fields=('organisation', 'programme', 'budget_year'), name='designation_once_a_year'),
        ),
        migrations.AddConstraint(
            model_name='designation',
            constraint=models.CheckConstraint(condition=models.Q(('target__gt', models.Value(0))), name='designation_target_positive'),
        ),
        migrations.AddIndex(
            model_name='sentence',
            index=models.Index(fields=['person', '-recorded_at'], name='sentence_newest'),
        ),
        migrations.AddConstraint(
            model_name='sentence',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('expires_on', None), ('started_on', None), ('expires_on__gte', models.F('started_on')), _connector='OR'), models.Q(('two_thirds_on', None), ('expires_on', None), ('expires_on__gte', models.F('two_thirds_on')), _connector='OR')), name='sentence_in_order'),
        ),
        migrations.AddIndex(
            model_name='stay',
            index=models.Index(fields=['organisation', 'register_number'], name='stay_by_register_number'),
        ),
        migrations.AddIndex(
            model_name='stay',
            index=models.Index(condition=models.Q(('ended_on', None)), fields=['organisation', 'person'], name='stay_open_by_office'),
        ),
        migrations.AddConstraint(
            model_name='stay',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['remand', 'sentenced', 'probation'])), name='stay_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='stay',
            constraint=models.CheckConstraint(condition=models.Q(('ended_on', None), ('ended_on__gte', models.F('started_on')), _connector='OR'), name='stay_in_order'),
        ),
        migrations.AddConstraint(
            model_name='stay',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('person', '='), (models.Func('started_on', 'ended_on', django.contrib.postgres.fields.ranges.RangeBoundary(), function='DATERANGE', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='stay_never_overlaps'),
        ),
        migrations.AddConstraint(
            model_name='stay',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('organisation', 'register_number'), name='stay_register_number_once'),
        ),
        migrations.AddIndex(
            model_name='departurequestion',
            index=models.Index(condition=models.Q(('answered_at', None)), fields=['organisation'], name='departure_open'),
        ),
        migrations.AddConstraint(
            model_name='departurequestion',
            constraint=models.UniqueConstraint(condition=models.Q(('answered_at', None)), fields=('stay',), name='departure_asked_once'),
        ),
    ]
