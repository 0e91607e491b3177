"""Those who work with Pulih. These tables lie in schema `login`, outside the walls around people."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from pulih.records.models.organisations import Organisation
from pulih.rules.organisations import Kind
from pulih.rules.permissions import Role
from pulih.rules.staff import Office, RolePeriod


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by user name without regard to case."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """What Django's authentication asks for."""
        return self.get(username=(username or "").strip().lower())


class Account(AbstractBaseUser):
    """One worker. What somebody may do follows from memberships, never from the account."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    username = models.TextField(unique=True)
    full_name = models.TextField()
    profession = models.TextField(default="")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=True)
    language = models.TextField(default="id")
    theme = models.TextField(default="")
    last_membership_id = models.UUIDField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    revision = models.IntegerField(default=1)

    USERNAME_FIELD = "username"
    objects = AccountManager()

    class Meta:
        db_table = "account"
        constraints = [
            models.CheckConstraint(
                condition=Q(username__regex=r"^[a-z0-9][a-z0-9._-]{2,39}$"), name="account_username_plain"
            )
        ]

    def __str__(self) -> str:
        return self.username

    def get_full_name(self) -> str:
        """The name people know the worker by."""
        return self.full_name


class Membership(models.Model):
    """A role at an organisation in a period; it counts only there and then."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.TextField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    revision = models.IntegerField(default=1)

    class Meta:
        db_table = "membership"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="membership_in_order"
            )
        ]
        indexes = [models.Index(fields=["organisation", "valid_to"], name="membership_by_office")]

    def __str__(self) -> str:
        return f"{self.role} at {self.organisation_id}"

    def as_period(self) -> RolePeriod:
        """The membership as the rules about staff know it; the organisation must be loaded."""
        return RolePeriod(
            self.pk, Role(self.role), as_office(self.organisation), self.valid_from, self.valid_to
        )


def as_office(organisation: Organisation) -> Office:
    """An organisation as the rules about staff know it."""
    return Office(organisation.pk, Kind(organisation.kind), tuple(organisation.ancestors))


class Competency(models.Model):
    """What a worker was trained for, with the certificate and its end; withdrawn ones stay."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="competencies")
    code = models.TextField()
    certificate = models.TextField()
    """Number or name of the certificate, and who gave it."""
    granted_on = models.DateField()
    expires_on = models.DateField(null=True)
    """The last day it holds; nothing where it does not end."""
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    """The office that entered it; it holds wherever the worker works."""
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)
    withdrawn_on = models.DateField(null=True)
    withdrawn_because = models.TextField(default="")

    class Meta:
        db_table = "competency"
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=F("granted_on")), name="competency_in_order"
            )
        ]
        indexes = [models.Index(fields=["account", "code"], name="competency_by_account")]

    def __str__(self) -> str:
        return f"{self.code} of {self.account_id}"


class ResetCode(models.Model):
    """A one-time code on paper, given by an administrator to a worker who lost the password."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="reset_codes")
    code_hash = models.TextField()
    issued_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "reset_code"

    def __str__(self) -> str:
        return f"code of {self.account_id}"


class SessionManager(BaseSessionManager["Session"]):
    """Django's manager, named so that the type is ours."""


class Session(AbstractBaseSession):
    """A signed-in browser. Account and membership are columns, so that one statement opens the door."""

    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="+")
    membership = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+")

    objects = SessionManager()  # type: ignore[misc]

    class Meta(AbstractBaseSession.Meta):
        db_table = "session"

    @classmethod
    def get_session_store_class(cls) -> Any:
        """The store that reads and writes this table."""
        return import_module(settings.SESSION_ENGINE).SessionStore


class Submission(models.Model):
    """The token of a form that was carried out: a double click carries nothing out twice."""

    token = models.UUIDField(primary_key=True)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "submission"

    def __str__(self) -> str:
        return str(self.token)


class KeptForm(models.Model):
    """What was typed into a form whose session had ended, until its author signs in again."""

    token = models.UUIDField(primary_key=True, default=uuid7)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    path = models.TextField()
    sealed = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        db_table = "kept_form"

    def __str__(self) -> str:
        return str(self.token)
