"""Which database a command speaks to and as whom; settled before Django wakes up."""

import atexit
import os
from collections.abc import Mapping

import django

from pulih.cli.database import initialise
from pulih.cli.output import Refused
from pulih.cli.postgres import Cluster
from pulih.records.keys import Keys, key_folder

SETTINGS = "pulih.config.settings"
_cluster: Cluster | None = None


def in_production() -> bool:
    """Whether this is the real thing, where nothing is made up for convenience."""
    return os.environ.get("PULIH_PRODUCTION") == "1"


def use_embedded(*, durable: bool = True) -> Cluster:
    """Bring up our own PostgreSQL, prepare it, and point this process and its children at it."""
    global _cluster
    if in_production():
        raise Refused("database_missing", "DATABASE_URL is not set. In production Pulih brings no database.")
    if _cluster is None:
        _cluster = Cluster().start(durable=durable)
        atexit.register(_cluster.stop)
        initialise(_cluster.superuser_url())
        Keys.create(key_folder())
    os.environ["DATABASE_URL"] = _cluster.app_url()
    os.environ["PULIH_OWNER_URL"] = _cluster.owner_url()
    return _cluster


def choose_database() -> None:
    """Take the database of the environment; where it names none, our own."""
    if not os.environ.get("DATABASE_URL") and not os.environ.get("PULIH_OWNER_URL"):
        use_embedded()


def owner_url() -> str:
    """The owner's address, for what the application may not do."""
    choose_database()
    if url := os.environ.get("PULIH_OWNER_URL"):
        return url
    raise Refused("owner_url_missing", "This needs PULIH_OWNER_URL, the address of the role pulih_owner.")


def app_url() -> str:
    """The application's address."""
    choose_database()
    if url := os.environ.get("DATABASE_URL"):
        return url
    raise Refused("database_missing", "This needs DATABASE_URL, the address of the role pulih_app.")


def connect(*, as_owner: bool = False) -> None:
    """Wake Django up, connected as the application or as the owner."""
    if as_owner:
        owner_url()
        os.environ["PULIH_CONNECT_AS"] = "owner"
    else:
        app_url()
        os.environ.pop("PULIH_CONNECT_AS", None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()
    atexit.register(disconnect)


def disconnect() -> None:
    """Give all connections back, so that a server that stops has nobody left to throw out."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]


def surroundings(**changes: str) -> Mapping[str, str]:
    """The environment for a child process: our database, the application's role, the changes."""
    kept = {name: value for name, value in os.environ.items() if name != "PULIH_CONNECT_AS"}
    return {**kept, **changes}
