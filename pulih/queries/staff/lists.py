"""The staff of an organisation. The tables lie outside the walls: every read here names the organisation."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from pulih.queries.staff.locks import locked_until
from pulih.queries.staff.members import RoleLine, role_line
from pulih.records import scope
from pulih.records.models import Account, Membership, Organisation
from pulih.rules.actors import Actor
from pulih.rules.errors import RuleBroken, require
from pulih.rules.permissions import Permission

PAGE = 50


@dataclass(frozen=True)
class Place:
    """An organisation whose staff somebody may see or appoint."""

    id: int
    name: str
    kind: str


@dataclass(frozen=True)
class StaffRow:
    """One worker in a list."""

    id: UUID
    name: str
    username: str
    profession: str
    roles: tuple[RoleLine, ...]
    last_sign_in: datetime | None
    locked_until: datetime | None
    is_active: bool
    must_change_password: bool


@dataclass(frozen=True)
class StaffList:
    """A page of the staff of one organisation, and the organisations one may look at instead."""

    place: Place
    places: tuple[Place, ...]
    rows: tuple[StaffRow, ...]
    total: int
    page: int
    pages: int


def reach(actor: Actor) -> QuerySet[Organisation]:
    """The organisations whose staff `actor` may see: their own, and for who manages those below it."""
    own = Q(pk=actor.organisation_id)
    if actor.may(Permission.MANAGE_STAFF):
        own |= Q(ancestors__contains=[actor.organisation_id])
    return Organisation.objects.filter(own)


def places_to_staff(actor: Actor) -> tuple[Place, ...]:
    """Where `actor` may give roles, their own organisation first."""
    require(actor.may(Permission.READ_STAFF), attempt=True)
    rows = reach(actor).values_list("id", "name", "kind").order_by("name")
    places = [Place(*row) for row in rows]
    return tuple(sorted(places, key=lambda place: place.id != actor.organisation_id))


def list_staff(
    actor: Actor,
    *,
    organisation_id: int | None = None,
    fragment: str = "",
    former: bool = False,
    page: int = 1,
) -> StaffList:
    """Those who work at an organisation, or with `former` those who no longer do, by name."""
    places = places_to_staff(actor)
    wanted = organisation_id or actor.organisation_id
    place = next((one for one in places if one.id == wanted), None)
    if place is None:
        raise RuleBroken("not_found", attempt=True, subject="organisation", subject_id=wanted)
    accounts = _accounts(place.id, fragment, former)
    total = accounts.count()
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    shown = list(accounts.order_by(Lower("full_name"), "pk")[(page - 1) * PAGE : page * PAGE])
    return StaffList(place, places, _rows(shown, place.id), total, page, pages)


def _accounts(organisation_id: int, fragment: str, former: bool) -> QuerySet[Account]:
    here = Membership.objects.filter(organisation_id=organisation_id)
    running = here.filter(Q(valid_to=None) | Q(valid_to__gte=scope.today())).values("account_id")
    found = Account.objects.filter(pk__in=running)
    if former:
        found = Account.objects.filter(pk__in=here.values("account_id")).exclude(pk__in=running)
    if fragment:
        found = found.filter(Q(full_name__icontains=fragment) | Q(username__icontains=fragment.lower()))
    return found


def _rows(accounts: list[Account], organisation_id: int) -> tuple[StaffRow, ...]:
    roles: dict[UUID, list[RoleLine]] = defaultdict(list)
    memberships = Membership.objects.select_related("organisation").filter(
        organisation_id=organisation_id, account__in=accounts
    )
    for membership in memberships.order_by("-valid_from", "role"):
        roles[membership.account_id].append(role_line(membership))
    locked = locked_until([account.username for account in accounts])
    return tuple(
        StaffRow(
            account.pk,
            account.full_name,
            account.username,
            account.profession,
            tuple(roles[account.pk]),
            account.last_login,
            locked.get(account.username),
            account.is_active,
            account.must_change_password,
        )
        for account in accounts
    )
