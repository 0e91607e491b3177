"""Programmes as they run: versions, waves of a facility, their cycles, and suspensions. No person is here."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from pulih.records.models.organisations import Organisation, Programme


class ProgrammeVersion(models.Model):
    """What a programme measures and how it is judged; a version that was published never changes."""

    id = models.AutoField(primary_key=True)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="versions")
    version = models.PositiveSmallIntegerField()
    months = models.PositiveSmallIntegerField()
    plan = models.JSONField()
    """A list of points: kind, code, month, before, after."""
    success_rule = models.JSONField()
    curriculum = models.JSONField(default=dict)
    """Type, modality, phases, weekly modules, ratios and professions, as `rules.curricula` reads them."""
    published_on = models.DateField()

    class Meta:
        db_table = "programme_version"
        constraints = [
            models.UniqueConstraint(fields=["programme", "version"], name="programme_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.version}"


class Wave(models.Model):
    """A facility's round (tahap): one or more cycles that start together. Result sheets are of a wave."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reference = models.TextField(unique=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="waves")
    name = models.TextField()
    budget_year = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    closed_on = models.DateField(null=True)
    created_at = models.DateTimeField()
    revision = models.IntegerField(default=1)

    class Meta:
        db_table = "wave"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="wave_name_once"),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("starts_on")), name="wave_in_order"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-starts_on"], name="wave_by_office")]

    def __str__(self) -> str:
        return self.reference


class Cycle(models.Model):
    """One programme in a wave, with its places, plan and success rule, fixed before it starts.

    `taken` is kept by a trigger on enrolments, so that two clerks at once can never fill a place twice.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    wave = models.ForeignKey(Wave, models.PROTECT, related_name="cycles")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    version = models.ForeignKey(ProgrammeVersion, models.PROTECT, related_name="+")
    capacity = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)
    months = models.PositiveSmallIntegerField()
    plan = models.JSONField()
    success_rule = models.JSONField()
    rule_set_on = models.DateField()
    revision = models.IntegerField(default=1)

    class Meta:
        db_table = "cycle"
        constraints = [
            models.UniqueConstraint(fields=["wave", "programme"], name="cycle_programme_once_a_wave"),
            models.CheckConstraint(condition=Q(taken__lte=F("capacity")), name="cycle_never_above_capacity"),
        ]

    def __str__(self) -> str:
        return f"{self.wave_id} {self.programme_id}"


class SuspensionQuerySet(models.QuerySet["Suspension"]):
    """Which days a wave stood still."""

    def days_of(self, wave: Wave) -> list[tuple[date, date | None]]:
        """First day and day of resumption of the wave's own suspensions and of its facility's."""
        rows = self.filter(Q(wave=wave) | Q(wave=None), organisation_id=wave.organisation_id)
        return list(rows.order_by("from_on").values_list("from_on", "until_on"))


class Suspension(models.Model):
    """Days that do not count: of one wave, or of every wave of a facility."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    wave = models.ForeignKey(Wave, models.PROTECT, null=True, related_name="suspensions")
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    """The day of resumption, which counts again."""
    reason = models.TextField()
    note = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        db_table = "suspension"
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gt=F("from_on")), name="suspension_in_order"
            )
        ]
        indexes = [models.Index(fields=["organisation", "from_on"], name="suspension_by_office")]

    def __str__(self) -> str:
        return str(self.id)
