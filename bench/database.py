"""The nation a bench runs on: a durable cluster of its own, made by `pulih generate` once and kept."""

import atexit
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psycopg

from pulih.cli.database import initialise
from pulih.cli.postgres import Cluster
from pulih.records.keys import Keys, key_folder

SEED = "2026"
ROLES = ("registrar", "assessor", "programme_manager", "counsellor", "head_of_facility", "regional_officer")
_MEMORY = {"shared_buffers": "1GB", "effective_cache_size": "3GB", "max_wal_size": "4GB"}
"""What anybody sets who gives PostgreSQL a machine; its own defaults are for one of twenty years ago."""


@dataclass(frozen=True)
class Nation:
    """A filled database, and how its measured facility is signed in to."""

    people: int
    home: Path
    cluster: Cluster
    name: str
    office: int
    in_custody: int
    attendance: int
    password: str
    accounts: Mapping[str, str]
    generated_in: float | None
    """Seconds the generation took in this run; nothing when the nation was kept from an earlier one."""

    @property
    def superuser_url(self) -> str:
        """For what is counted and put back: past walls and triggers."""
        return self.cluster.superuser_url(self.name)

    @property
    def owner_url(self) -> str:
        """For the reference application: past the walls."""
        return self.cluster.owner_url(self.name)

    @property
    def postmaster(self) -> int:
        """The process all of PostgreSQL's descend from."""
        return int((self.cluster.data / "postmaster.pid").read_text().split("\n", 1)[0])

    def surroundings(self, **more: str) -> dict[str, str]:
        """The environment of the server that is measured: production, behind somebody else's TLS."""
        return {
            **_bare(self.home),
            "DATABASE_URL": self.cluster.app_url(self.name),
            "PULIH_PRODUCTION": "1",
            "PULIH_BEHIND_TLS": "1",
            "PULIH_SECRET_KEY": "a bench signs nothing that lasts longer than the bench",
            **more,
        }


@cache
def bench_home() -> Path:
    """Where the bench keeps its cluster and keys: apart from a demo's, and the same for every size of a run."""
    return (Path(os.environ.get("PULIH_HOME") or ".pulih") / "bench").resolve()


def _bare(home: Path) -> dict[str, str]:
    """Our surroundings without what points at another installation."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PULIH_")}
    kept.pop("DATABASE_URL", None)
    return {**kept, "PULIH_HOME": str(home)}


def start_cluster(home: Path) -> Cluster:
    """The bench's own durable cluster, with the memory a server would be given."""
    home.mkdir(parents=True, exist_ok=True)
    cluster = Cluster(home).start(durable=True)
    atexit.register(cluster.stop)
    with psycopg.connect(cluster.superuser_url(), autocommit=True) as connection:
        changed = False
        for name, value in _MEMORY.items():
            (now,) = connection.execute("SELECT current_setting(%s)", (name,)).fetchone() or ("",)
            if now != value:
                connection.execute(f"ALTER SYSTEM SET {name} = '{value}'".encode())
                changed = True
    if changed:
        cluster.stop(force=True)
        cluster.start(durable=True)
    return cluster


def prepare(people: int) -> Nation:
    """The nation of that many people, migrated; generated when it is not there whole."""
    home = bench_home()
    cluster = start_cluster(home)
    os.environ["PULIH_HOME"] = str(home)
    Keys.create(key_folder())
    name = f"nation_{people}"
    initialise(cluster.superuser_url(), database=name)
    as_owner = {
        **_bare(home),
        "DATABASE_URL": cluster.app_url(name),
        "PULIH_OWNER_URL": cluster.owner_url(name),
    }
    _command(as_owner, "migrate")
    taken = None
    if not _whole(cluster.owner_url(name), people):
        began = time.monotonic()
        # A generation that was killed leaves a half: it is emptied first.
        _command(as_owner, "database", "init", "--training", "--superuser-url", cluster.superuser_url())
        if _begun(cluster.owner_url(name)):
            _command(as_owner, "generate", "--wipe-generated")
        _command(as_owner, "generate", "--people", str(people), "--seed", SEED)
        taken = round(time.monotonic() - began, 1)
    return _described(people, home, cluster, name, taken)


def _command(surroundings: dict[str, str], *arguments: str) -> None:
    """One of Pulih's own commands."""
    done = subprocess.run([sys.executable, "-m", "pulih.cli.main", *arguments], env=surroundings)
    if done.returncode:
        raise SystemExit(f"pulih {' '.join(arguments[:2])} failed; the bench has no nation to run on.")


def _generated(owner_url: str) -> dict[str, object]:
    """What the generation wrote of itself."""
    with psycopg.connect(owner_url) as connection:
        row = connection.execute("SELECT generated FROM installation WHERE id = 1").fetchone()
    return dict(row[0] or {}) if row else {}


def _begun(owner_url: str) -> bool:
    return bool(_generated(owner_url))


def _whole(owner_url: str, people: int) -> bool:
    found = _generated(owner_url)
    return found.get("state") == "done" and found.get("people") == people


def _described(people: int, home: Path, cluster: Cluster, name: str, taken: float | None) -> Nation:
    found = _generated(cluster.owner_url(name))
    office = int(str(found["measured_office"]))
    accounts = found["accounts"]
    assert isinstance(accounts, dict)
    with psycopg.connect(cluster.owner_url(name)) as connection:
        (held,) = connection.execute(
            "SELECT count(*) FROM stay WHERE organisation_id = %s AND ended_on IS NULL", (office,)
        ).fetchone() or (0,)
        (rows,) = connection.execute("SELECT count(*) FROM attendance").fetchone() or (0,)
    return Nation(
        people, home, cluster, name, office, held, rows, str(found["password"]), accounts, taken
    )  # fmt: skip
