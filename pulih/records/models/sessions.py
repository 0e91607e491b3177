"""Groups, rooms, sessions and who came. Attendance carries its day in the key: it lies by month."""

from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from pulih.records.models.enrolments import Enrolment
from pulih.records.models.organisations import Organisation
from pulih.records.models.people import Person
from pulih.records.models.programmes import Cycle, Wave


class Room(models.Model):
    """Where sessions are held."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="rooms")
    name = models.TextField()
    seats = models.PositiveSmallIntegerField()
    closed_on = models.DateField(null=True)

    class Meta:
        db_table = "room"
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="room_name_once")]

    def __str__(self) -> str:
        return self.name


class Closure(models.Model):
    """A day on which an office holds no sessions: a holiday, a ceremony, a search of the blocks."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    on = models.DateField()
    name = models.TextField()

    class Meta:
        db_table = "closure"
        constraints = [models.UniqueConstraint(fields=["organisation", "on"], name="closure_once_a_day")]

    def __str__(self) -> str:
        return f"{self.on} {self.name}"


class Group(models.Model):
    """People of one cycle who have their sessions together."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="groups")
    name = models.TextField()
    closed_on = models.DateField(null=True)
    revision = models.IntegerField(default=1)

    class Meta:
        db_table = "session_group"
        constraints = [models.UniqueConstraint(fields=["cycle", "name"], name="group_name_once")]

    def __str__(self) -> str:
        return self.name


class GroupMember(models.Model):
    """Somebody in a group from a day, until another day or their end; earlier memberships stay."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    group = models.ForeignKey(Group, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="memberships", db_index=False)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    """The last day in the group; nothing while it goes on."""

    class Meta:
        db_table = "group_member"
        constraints = [
            models.UniqueConstraint(
                fields=["group", "enrolment"], name="group_member_open_once", condition=Q(until_on=None)
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="group_member_in_order"
            ),
        ]
        indexes = [models.Index(fields=["enrolment"], name="group_member_by_enrolment")]

    def __str__(self) -> str:
        return str(self.id)


class PlannedSession(models.Model):
    """One meeting of a group, or of one person with a worker; what happened is said once it should have been."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    wave = models.ForeignKey(Wave, models.PROTECT, related_name="sessions", db_index=False)
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="sessions")
    group = models.ForeignKey(Group, models.PROTECT, null=True, related_name="sessions")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, null=True, related_name="+")
    """The one person of an individual session; nothing for a group's."""
    module = models.TextField()
    title = models.TextField()
    on = models.DateField()
    starts_at = models.TimeField()
    ends_at = models.TimeField()
    room = models.ForeignKey(Room, models.PROTECT, null=True, related_name="+")
    leader_id = models.UUIDField(null=True)
    """The account of whoever leads it."""
    state = models.TextField(default="planned")
    """`planned`, `held`, `cancelled`."""
    cancelled_side = models.TextField(default="")
    cancelled_because = models.TextField(default="")
    moved_from = models.DateField(null=True)
    catches_up = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    """The cancelled session that this one makes good."""
    marked_at = models.DateTimeField(null=True)
    marked_by = models.UUIDField(null=True)
    revision = models.IntegerField(default=1)

    class Meta:
        db_table = "session_plan"
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_in_order"),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "held", "cancelled"]), name="session_state_known"
            ),
            models.CheckConstraint(
                condition=Q(group=None) | Q(enrolment=None), name="session_of_group_or_person"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "on"], name="session_by_day"),
            models.Index(fields=["wave", "on"], name="session_by_wave"),
            models.Index(fields=["organisation", "on"], name="session_to_mark", condition=Q(state="planned")),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.on}"


class Attendance(models.Model):
    """Whether somebody came to a session. Rows are only added: the newest of a session and person counts.

    The table is made by SQL (0016), partitioned by month of its day: whoever knows the day names it, and one
    partition is read instead of all.
    """

    pk = models.CompositePrimaryKey("on", "id")
    on = models.DateField()
    id = models.UUIDField(default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    session_id = models.UUIDField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="attendances", db_index=False)
    attended = models.BooleanField()
    side = models.TextField(default="")
    """Whose doing an absence was: person, facility, external."""
    reason = models.TextField(default="")
    late_minutes = models.PositiveSmallIntegerField(default=0)
    entered_late = models.BooleanField(default=False)
    corrects = models.UUIDField(null=True)
    why = models.TextField(default="")
    marked_at = models.DateTimeField()
    marked_by = models.UUIDField(null=True)

    class Meta:
        db_table = "attendance"
        indexes = [
            models.Index(fields=["session_id", "enrolment"], name="attendance_by_session"),
            models.Index(fields=["enrolment", "on"], name="attendance_by_enrolment"),
            models.Index(fields=["person"], name="attendance_by_person"),
        ]

    def __str__(self) -> str:
        return str(self.id)
