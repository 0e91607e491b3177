"""In whose name a command works: the command line has no door."""

from pulih.records.models import Account, Membership
from pulih.records.scope import now
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken
from pulih.rules.permissions import Permission, Role, may


def worker_named(username: str, permission: Permission) -> Actor:
    """The worker of that name, in a role that carries the permission, at the one office where they have it.

    Whoever can run commands on the server is trusted with the name; the audit keeps it. Refused by
    `worker_nobody_of_this_name`, and by `worker_not_one_office` where there is none or a choice.
    """
    account = Account.objects.filter(username=username.strip().lower(), is_active=True).first()
    if account is None:
        raise RuleBroken("worker_nobody_of_this_name", username=username)
    held = Membership.objects.filter(account=account).select_related("organisation")
    day = now().date()
    able = [
        one
        for one in held.order_by("organisation__name", "role")
        if one.as_period().counts_on(day) and may(Role(one.role), permission)
    ]
    offices = {one.organisation_id: one.organisation.name for one in able}
    if len(offices) != 1:
        raise RuleBroken(
            "worker_not_one_office",
            username=username,
            permission=permission.value,
            offices=list(offices.values()) or ["–"],
        )
    one = able[0]
    return Actor(
        account_id=account.pk,
        name=account.full_name,
        role=Role(one.role),
        organisation_id=one.organisation_id,
        organisation_name=one.organisation.name,
        time_zone=one.organisation.time_zone,
        membership_id=one.pk,
        language=account.language,
    )
