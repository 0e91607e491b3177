"""Groups, rooms, sessions, attendance, counsellors, the order of those who wait, papers that were issued."""

import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0007_the_walls_of_the_instruments'),
    ]

    operations = [
        migrations.AddField(
            model_name='programmeversion',
            name='curriculum',
            field=models.JSONField(default=dict),
        ),
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.TextField()),
                ('closed_on', models.DateField(null=True)),
                ('revision', models.IntegerField(default=1)),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='groups', to='records.cycle')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organisation')),
            ],
            options={
                'db_table': 'session_group',
            },
        ),
        migrations.CreateModel(
            name='GroupMember',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(null=True)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='records.enrolment')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='records.group')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
            ],
            options={
                'db_table': 'group_member',
            },
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('text', models.TextField()),
                ('rank', models.PositiveSmallIntegerField(null=True)),
                ('raised_at', models.DateTimeField()),
                ('raised_by', models.UUIDField(null=True)),
                ('answer', models.TextField(default='')),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.UUIDField(null=True)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='records.enrolment')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
            ],
            options={
                'db_table': 'objection',
            },
        ),
        migrations.CreateModel(
            name='RankingRule',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveSmallIntegerField()),
                ('weights', models.JSONField()),
                ('why', models.TextField()),
                ('published_at', models.DateTimeField()),
                ('published_by', models.UUIDField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organisation')),
            ],
            options={
                'db_table': 'ranking_rule',
            },
        ),
        migrations.CreateModel(
            name='Room',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.TextField()),
                ('seats', models.PositiveSmallIntegerField()),
                ('closed_on', models.DateField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rooms', to='records.organisation')),
            ],
            options={
                'db_table': 'room',
            },
        ),
        migrations.CreateModel(
            name='PlannedSession',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('module', models.TextField()),
                ('title', models.TextField()),
                ('on', models.DateField()),
                ('starts_at', models.TimeField()),
                ('ends_at', models.TimeField()),
                ('leader_id', models.UUIDField(null=True)),
                ('state', models.TextField(default='planned')),
                ('cancelled_side', models.TextField(default='')),
                ('cancelled_because', models.TextField(default='')),
                ('moved_from', models.DateField(null=True)),
                ('marked_at', models.DateTimeField(null=True)),
                ('marked_by', models.UUIDField(null=True)),
                ('revision', models.IntegerField(default=1)),
                ('catches_up', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.plannedsession')),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='records.cycle')),
                ('enrolment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.enrolment')),
                ('group', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='records.group')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organisation')),
                ('wave', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='records.wave')),
                ('room', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.room')),
            ],
            options={
                'db_table': 'session_plan',
            },
        ),
        migrations.CreateModel(
            name='StaffAbsence',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('account_id', models.UUIDField()),
                ('from_on', models.DateField()),
                ('until_on', models.DateField()),
                ('reason', models.TextField()),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.UUIDField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organisation')),
            ],
            options={
                'db_table': 'staff_absence',
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('account_id', models.UUIDField()),
                ('main', models.BooleanField(default=True)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(null=True)),
                ('because', models.TextField(default='')),
                ('assigned_at', models.DateTimeField()),
                ('assigned_by', models.UUIDField(null=True)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='records.enrolment')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
            ],
            options={
                'db_table': 'assignment',
                'indexes': [models.Index(condition=models.Q(('until_on', None)), fields=['organisation', 'account_id'], name='assignment_by_worker')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('main', True), ('until_on', None)), fields=('enrolment',), name='assignment_one_main'), models.UniqueConstraint(condition=models.Q(('until_on', None)), fields=('enrolment', 'account_id'), name='assignment_once'), models.CheckConstraint(condition=models.Q(('until_on', None), ('until_on__gte', models.F('from_on')), _connector='OR'), name='assignment_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('pk', models.CompositePrimaryKey('on', 'id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('on', models.DateField()),
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False)),
                ('session_id', models.UUIDField()),
                ('attended', models.BooleanField()),
                ('side', models.TextField(default='')),
                ('reason', models.TextField(default='')),
                ('late_minutes', models.PositiveSmallIntegerField(default=0)),
                ('entered_late', models.BooleanField(default=False)),
                ('corrects', models.UUIDField(null=True)),
                ('why', models.TextField(default='')),
                ('marked_at', models.DateTimeField()),
                ('marked_by', models.UUIDField(null=True)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='records.enrolment')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
            ],
            options={
                'db_table': 'attendance',
                'indexes': [models.Index(fields=['session_id', 'enrolment'], name='attendance_by_session'), models.Index(fields=['enrolment', 'on'], name='attendance_by_enrolment')],
            },
        ),
        migrations.CreateModel(
            name='Closure',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('on', models.DateField()),
                ('name', models.TextField()),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organisation')),
            ],
            options={
                'db_table': 'closure',
                'constraints': [models.UniqueConstraint(fields=('organisation', 'on'), name='closure_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.TextField()),
                ('number', models.TextField(default='')),
                ('code', models.TextField(unique=True)),
                ('facts', models.JSONField()),
                ('issued_at', models.DateTimeField()),
                ('issued_by', models.UUIDField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_because', models.TextField(default='')),
                ('enrolment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='records.enrolment')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.organisation')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
                ('wave', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='records.wave')),
            ],
            options={
                'db_table': 'document',
                'indexes': [models.Index(fields=['organisation', '-issued_at'], name='document_newest')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('organisation', 'kind', 'number'), name='document_number_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='group',
            constraint=models.UniqueConstraint(fields=('cycle', 'name'), name='group_name_once'),
        ),
        migrations.AddIndex(
            model_name='groupmember',
            index=models.Index(fields=['enrolment'], name='group_member_by_enrolment'),
        ),
        migrations.AddConstraint(
            model_name='groupmember',
            constraint=models.UniqueConstraint(condition=models.Q(('until_on', None)), fields=('group', 'enrolment'), name='group_member_open_once'),
        ),
        migrations.AddConstraint(
            model_name='groupmember',
            constraint=models.CheckConstraint(condition=models.Q(('until_on', None), ('until_on__gte', models.F('from_on')), _connector='OR'), name='group_member_in_order'),
        ),
        migrations.AddIndex(
            model_name='objection',
            index=models.Index(condition=models.Q(('answered_at', None)), fields=['organisation'], name='objection_waiting'),
        ),
        migrations.AddConstraint(
            model_name='rankingrule',
            constraint=models.UniqueConstraint(fields=('organisation', 'version'), name='ranking_rule_version_once'),
        ),
        migrations.AddConstraint(
            model_name='room',
            constraint=models.UniqueConstraint(fields=('organisation', 'name'), name='room_name_once'),
        ),
        migrations.AddIndex(
            model_name='plannedsession',
            index=models.Index(fields=['organisation', 'on'], name='session_by_day'),
        ),
        migrations.AddIndex(
            model_name='plannedsession',
            index=models.Index(fields=['wave', 'on'], name='session_by_wave'),
        ),
        migrations.AddConstraint(
            model_name='plannedsession',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='session_in_order'),
        ),
        migrations.AddConstraint(
            model_name='plannedsession',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'held', 'cancelled'])), name='session_state_known'),
        ),
        migrations.AddConstraint(
            model_name='plannedsession',
            constraint=models.CheckConstraint(condition=models.Q(('group', None), ('enrolment', None), _connector='OR'), name='session_of_group_or_person'),
        ),
        migrations.AddIndex(
            model_name='staffabsence',
            index=models.Index(fields=['organisation', 'until_on'], name='staff_absence_by_office'),
        ),
        migrations.AddConstraint(
            model_name='staffabsence',
            constraint=models.CheckConstraint(condition=models.Q(('until_on__gte', models.F('from_on'))), name='staff_absence_in_order'),
        ),
    ]
