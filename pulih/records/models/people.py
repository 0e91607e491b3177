"""People in custody: who they are, where they stay, what they are sentenced to, and who may see it."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from uuid_utils.compat import uuid7

from pulih.records.models.organisations import Organisation


class Person(models.Model):
    """One human being, once in the whole country. Rows are made only by `gate.register_people`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reference = models.TextField(unique=True)
    name = models.TextField()
    """The official name in force; all names are in `PersonName`."""
    sex = models.TextField()
    birth_date = models.DateField(null=True)
    birth_year = models.PositiveSmallIntegerField(null=True)
    """Given where the date is not known: an estimate."""
    national_number_cipher = models.BinaryField(null=True)
    national_number_hash = models.BinaryField(null=True)
    national_number_last4 = models.TextField(default="")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    revision = models.IntegerField(default=1)

    class Meta:
        db_table = "person"
        constraints = [
            models.CheckConstraint(condition=Q(sex__in=["male", "female"]), name="person_sex_known"),
            models.UniqueConstraint(
                fields=["national_number_hash"],
                name="person_national_number_once",
                condition=Q(merged_into=None),
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class PersonName(models.Model):
    """A name a person bears or bore: official or alias."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="names")
    name = models.TextField()
    kind = models.TextField(default="official")
    valid_to = models.DateField(null=True)

    class Meta:
        db_table = "person_name"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["official", "alias"]), name="person_name_kind_known")
        ]

    def __str__(self) -> str:
        return str(self.id)


class PersonAccess(models.Model):
    """Which organisation may see a person, on what basis, from when to when: the whole wall.

    Written by gate functions only. Only break-glass rows carry an account.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    account_id = models.UUIDField(null=True)
    basis = models.TextField()
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)
    origin = models.TextField(default="")

    class Meta:
        db_table = "person_access"
        constraints = [
            models.CheckConstraint(
                condition=Q(basis__in=["custody", "referral", "aftercare", "break_glass", "episode"]),
                name="person_access_basis_known",
            ),
            models.CheckConstraint(
                condition=Q(account_id=None) ^ Q(basis="break_glass"),
                name="person_access_account_is_break_glass",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "organisation"], name="person_access_by_person"),
            models.Index(
                fields=["organisation", "person"], name="person_access_open", condition=Q(valid_to=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.basis} {self.organisation_id}"


class PersonSearch(models.Model):
    """What name search runs on: one narrow row per person and organisation with live access."""

    pk = models.CompositePrimaryKey("organisation_id", "person_id")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    name_key = models.TextField()

    class Meta:
        db_table = "person_search"
        indexes = [
            models.Index(
                fields=["organisation", "name_key"], include=["person"], name="person_search_by_name"
            )
        ]

    def __str__(self) -> str:
        return str(self.person_id)


class Stay(models.Model):
    """A period in one facility under one register number. No end date is normal, above all on remand."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="stays", db_index=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    register_number = models.TextField()
    kind = models.TextField()
    block = models.TextField(default="")
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    how_ended = models.TextField(default="")
    note = models.TextField(default="")
    revision = models.IntegerField(default=1)

    class Meta:
        db_table = "stay"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["remand", "sentenced", "probation"]), name="stay_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")), name="stay_in_order"
            ),
            ExclusionConstraint(
                name="stay_never_overlaps",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (
                        Func(
                            "started_on",
                            "ended_on",
                            RangeBoundary(),
                            function="DATERANGE",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.UniqueConstraint(
                fields=["organisation", "register_number"],
                name="stay_register_number_once",
                condition=Q(ended_on=None),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "organisation"], name="stay_by_person"),
            models.Index(fields=["organisation", "register_number"], name="stay_by_register_number"),
            models.Index(
                fields=["organisation", "person"], name="stay_open_by_office", condition=Q(ended_on=None)
            ),
        ]

    def __str__(self) -> str:
        return self.register_number


class Sentence(models.Model):
    """Dates of a sentence as the register states them on a day: imported facts, never computed here.

    A further row replaces an earlier one; rows are never changed.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="sentences", db_index=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    articles = ArrayField(models.TextField(), default=list)
    started_on = models.DateField(null=True)
    two_thirds_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    as_of = models.DateField()
    source = models.TextField()
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "sentence"
        constraints = [
            models.CheckConstraint(
                condition=(Q(expires_on=None) | Q(started_on=None) | Q(expires_on__gte=F("started_on")))
                & (Q(two_thirds_on=None) | Q(expires_on=None) | Q(expires_on__gte=F("two_thirds_on"))),
                name="sentence_in_order",
            )
        ]
        indexes = [models.Index(fields=["person", "-recorded_at", "-id"], name="sentence_newest")]

    def __str__(self) -> str:
        return str(self.id)


class ParticipantCategory(models.Model):
    """Why rehabilitation is owed: addict, abuser or victim, with its legal and clinical basis."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="categories")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    category = models.TextField()
    legal_basis = models.TextField(default="")
    clinical_basis = models.TextField(default="")
    paper = models.TextField(default="")
    """Number of the decision or letter behind a legal basis."""
    decided_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)

    class Meta:
        db_table = "participant_category"
        constraints = [
            models.CheckConstraint(
                condition=Q(category__in=["addict", "abuser", "victim"]), name="participant_category_known"
            )
        ]
        indexes = [models.Index(fields=["person", "-recorded_at", "-id"], name="category_newest")]

    def __str__(self) -> str:
        return self.category


class Consent(models.Model):
    """A signed statement of willingness. Taking it back adds a day, and never removes the statement."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="consents", db_index=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    purpose = models.TextField(default="rehabilitation")
    text_version = models.TextField()
    language = models.TextField(default="id")
    signed_on = models.DateField()
    witness = models.TextField()
    read_aloud = models.BooleanField(default=False)
    guardian = models.TextField(default="")
    withdrawn_on = models.DateField(null=True)
    withdrawn_because = models.TextField(default="")
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)

    class Meta:
        db_table = "consent"
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=F("signed_on")), name="consent_in_order"
            )
        ]
        indexes = [models.Index(fields=["person", "organisation", "signed_on"], name="consent_by_person")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.signed_on}"
