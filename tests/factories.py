"""Made-up institutions and workers for tests; every call makes new ones. Add functions, keep the others."""

import itertools
from datetime import date

from pulih.rules.actors import Actor, MembershipChoice
from pulih.rules.competencies import COMPETENCIES
from pulih.rules.permissions import Role

PASSWORD = "kopi-pagi-hujan-7"
SINCE = date(2024, 1, 1)
_numbers = itertools.count(1)
_known_hash: dict[str, str] = {}


def organisation(name: str = "", kind: str = "prison", parent=None, **more):
    """An institution; a prison for men where nothing else is said."""
    from pulih.records.models import Organisation

    more.setdefault("sex_served", "men" if kind == "prison" else "")
    return Organisation.objects.create(
        kind=kind,
        name=name or f"Lapas Kelas IIA Uji {next(_numbers)}",
        parent=parent,
        ancestors=[*parent.ancestors, parent.pk] if parent else [],
        **more,
    )


def region():
    """A regional office under directorate and ministry."""
    ministry = organisation(f"Kementerian Uji {next(_numbers)}", "ministry")
    directorate = organisation(f"Ditjenpas Uji {next(_numbers)}", "directorate", ministry)
    return organisation(f"Kanwil Uji {next(_numbers)}", "regional_office", directorate)


def account(username: str = "", *, must_change_password: bool = False, **more):
    """A worker who signs in with PASSWORD."""
    from pulih.records.models import Account

    number = next(_numbers)
    made = Account(
        username=username or f"petugas.{number}",
        full_name=more.pop("full_name", f"Petugas Uji {chr(65 + number % 26)}"),
        must_change_password=must_change_password,
        password=_hashed(),
        **more,
    )
    made.save(force_insert=True)
    return made


def _hashed() -> str:
    """PASSWORD as stored; hashed once for each hasher, because hashing is slow on purpose."""
    from django.contrib.auth.hashers import get_hasher, make_password

    hasher = get_hasher().algorithm
    if hasher not in _known_hash:
        _known_hash[hasher] = make_password(PASSWORD)
    return _known_hash[hasher]


def membership(account, organisation, role: Role, since: date = SINCE, until: date | None = None):
    """A role at an organisation in a period."""
    from pulih.records.models import Membership

    return Membership.objects.create(
        account=account, organisation=organisation, role=role.value, valid_from=since, valid_to=until
    )


def worker(role: Role, organisation, username: str = "", *, competent: bool = True, **more) -> Actor:
    """An account with one running role, as the actor it becomes when it signs in.

    Whoever measures was trained for every instrument, unless `competent` says no.
    """
    made = account(username, **more)
    held = membership(made, organisation, role)
    if competent and role in MEASURING:
        train(made, organisation)
    return actor_of(made, held)


MEASURING = (Role.ASSESSOR, Role.COUNSELLOR, Role.NURSE)
TRAINED = date(2015, 1, 1)


def train(account, organisation, *codes: str, since: date = TRAINED, until: date | None = None, **more):
    """Competencies of an account, all of them where none is named."""
    from pulih.records import scope
    from pulih.records.models import Competency

    facts = {"certificate": "Sertifikat Rekaan 1/2024", "recorded_at": scope.now(), **more}
    return Competency.objects.bulk_create(
        Competency(
            account=account,
            organisation=organisation,
            code=code,
            granted_on=since,
            expires_on=until,
            **facts,
        )
        for code in codes or COMPETENCIES
    )


def actor_of(account, held) -> Actor:
    """Whoever acts when that account uses that membership."""
    from pulih.records.models import Membership

    rows = Membership.objects.select_related("organisation").filter(account=account)
    return Actor(
        account.pk,
        account.full_name,
        Role(held.role),
        held.organisation_id,
        held.organisation.name,
        time_zone=held.organisation.time_zone,
        membership_id=held.pk,
        must_change_password=account.must_change_password,
        memberships=tuple(MembershipChoice(one.pk, Role(one.role), one.organisation.name) for one in rows),
    )


def person(by: Actor, name: str = "", **more) -> str:
    """Somebody registered at the actor's office through the action; answers the reference."""
    from pulih.actions.people import NewPerson, register_person

    number = next(_numbers)
    letters = "".join(chr(97 + int(digit)) for digit in str(number))
    facts = {
        "name": name or f"Rekaan {letters.capitalize()}",
        "sex": "male",
        "register_number": f"B2-{2000 + number}",
        "kind": "sentenced",
        "started_on": date(2025, 3, 1),
        "birth_date": date(1990, 5, 14),
        **more,
    }
    return register_person(facts=NewPerson(**facts), confirmed_new=True, by=by)


def national_number(serial: int = 0) -> str:
    """A number of nobody: region 99, a man born on 14 May 1990."""
    return f"991234140590{serial or next(_numbers):04}"
