"""A PostgreSQL of our own, so that Pulih can be tried and tested where no server is installed."""

import contextlib
import fcntl
import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import TextIOWrapper
from pathlib import Path
from urllib.parse import quote

import psycopg

from pulih.cli.binaries import Binaries, find_binaries
from pulih.cli.output import Refused

DATABASE = "pulih"
SUPERUSER = "postgres"
OWNER = "pulih_owner"
APP = "pulih_app"

_PORT = 5432
_LONGEST_SOCKET_PATH = 107
_UNPRIVILEGED = ("nobody", "postgres", "daemon")
_FAST = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nmax_wal_size = '2GB'\n"


def state_folder() -> Path:
    """Where this installation keeps what it makes itself: PULIH_HOME, else `.pulih` in the working folder."""
    return Path(os.environ.get("PULIH_HOME") or ".pulih").resolve()


def as_root() -> bool:
    """Whether we run as root; PostgreSQL refuses to, so that an ordinary user must run it."""
    return os.geteuid() == 0


def _unprivileged() -> pwd.struct_passwd:
    """The user that runs PostgreSQL when root calls."""
    for name in _UNPRIVILEGED:
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise Refused("postgres_needs_a_user", "PostgreSQL does not run as root and no other user was found.")


def _public_folder(home: Path) -> Path:
    """A folder with a stable name that another user can reach, made by us and by nobody else."""
    root = Path("/var/tmp") if os.access("/var/tmp", os.W_OK) else Path(tempfile.gettempdir())
    folder = root / f"pulih-{os.geteuid()}-{hashlib.sha256(str(home).encode()).hexdigest()[:10]}"
    folder.mkdir(mode=0o711, exist_ok=True)
    if folder.is_symlink() or folder.lstat().st_uid != os.geteuid():
        raise Refused(
            "postgres_folder_taken", f"{folder} belongs to somebody else. Remove it or set PULIH_HOME."
        )
    folder.chmod(0o711)
    return folder


@dataclass
class Cluster:
    """One PostgreSQL cluster of an installation, reached through a socket only this user may open."""

    home: Path = field(default_factory=state_folder)
    binaries: Binaries = field(default_factory=find_binaries)
    _hold: TextIOWrapper | None = None

    def __post_init__(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        self.base = _public_folder(self.home) if as_root() else self.home
        self.data = self.base / f"postgres-{self.binaries.major}"
        self.socket = self.base / f"socket-{self.binaries.major}"
        if len(str(self.socket / f".s.PGSQL.{_PORT}")) > _LONGEST_SOCKET_PATH:
            self.socket = _public_folder(self.home) / self.socket.name

    def url(self, user: str, database: str = DATABASE) -> str:
        """The address of a database for one role."""
        return f"postgresql://{user}@/{database}?host={quote(str(self.socket), safe='')}&port={_PORT}"

    def superuser_url(self, database: str = "postgres") -> str:
        """The address for making roles and databases."""
        return self.url(SUPERUSER, database)

    def owner_url(self, database: str = DATABASE) -> str:
        """The address for migrate, backup, generate and tests."""
        return self.url(OWNER, database)

    def app_url(self, database: str = DATABASE) -> str:
        """The address for requests, commands and jobs."""
        return self.url(APP, database)

    def answers(self) -> bool:
        """Whether the cluster is up."""
        try:
            psycopg.connect(self.superuser_url(), connect_timeout=3).close()
        except psycopg.OperationalError:
            return False
        return True

    def start(self, durable: bool = True) -> "Cluster":
        """Bring it up, or join it when it is up already; without durability it is fast and may lose data."""
        with self._alone():
            if self._hold is None:
                self._hold = (self.base / f"in-use-{self.binaries.major}").open("a")
                fcntl.flock(self._hold, fcntl.LOCK_SH)
            if not (self.data / "PG_VERSION").exists():
                self._make()
            if not self.answers():
                self._configure(durable)
                self._run(
                    "pg_ctl", "start", "-w", "-t", "60", "-s", "-D", self.data, "-l", self.data / "server.log"
                )
            elif durable and _FAST in self._settings.read_text():
                self._configure(durable)
                self._run("pg_ctl", "reload", "-s", "-D", self.data)
        return self

    def stop(self, force: bool = False) -> None:
        """Leave it; the last one out stops it, `force` stops it for everybody."""
        with self._alone():
            if self._hold is not None:
                self._hold.close()
                self._hold = None
            if (force or self._unused()) and self._runs(self.data):
                self._run("pg_ctl", "stop", "-w", "-t", "60", "-s", "-m", "fast", "-D", self.data)

    def remove(self) -> None:
        """Stop it, and its siblings of other majors, and delete everything they hold."""
        self.stop(force=True)
        for data in self.base.glob("postgres-*"):
            if self._runs(data):
                self._run("pg_ctl", "stop", "-w", "-s", "-m", "immediate", "-D", data)
            shutil.rmtree(data, ignore_errors=True)
        for folder in {self.socket, self.socket.parent} if self.socket.parent != self.home else {self.socket}:
            shutil.rmtree(folder, ignore_errors=True)

    @property
    def _settings(self) -> Path:
        return self.data / "pulih.conf"

    def _runs(self, data: Path) -> bool:
        """Whether the server whose data these are is alive; a killed one leaves its pid file behind."""
        try:
            pid = int((data / "postmaster.pid").read_text().split("\n", 1)[0])
            os.kill(pid, 0)
        except (FileNotFoundError, ValueError, ProcessLookupError):
            return False
        except PermissionError:
            return True
        return True

    def _unused(self) -> bool:
        with (self.base / f"in-use-{self.binaries.major}").open("a") as asked:
            try:
                fcntl.flock(asked, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """One process at a time makes, starts or stops the cluster."""
        with (self.base / "starting").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _give(self, folder: Path) -> None:
        """Make a folder that belongs to whoever runs PostgreSQL, and to nobody else."""
        folder.mkdir(mode=0o700, exist_ok=True)
        if as_root():
            user = _unprivileged()
            os.chown(folder, user.pw_uid, user.pw_gid)

    def _make(self) -> None:
        """Run initdb beside the final place, so that an interrupted one leaves nothing half made."""
        fresh = self.data.with_name(self.data.name + ".new")
        shutil.rmtree(fresh, ignore_errors=True)
        self._give(fresh)
        common = ("-D", fresh, "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--no-sync")
        if self.binaries.major >= 17:
            self._run(
                "initdb", *common, "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"
            )
        else:
            try:
                self._run("initdb", *common, "--locale=C.UTF-8")
            except Refused:
                self._run("initdb", *common, "--locale=C")
        with (fresh / "postgresql.conf").open("a") as settings:
            settings.write("\ninclude_if_exists = 'pulih.conf'\n")
        fresh.rename(self.data)

    def _configure(self, durable: bool) -> None:
        """Write our settings; the socket's folder is made here, because temporary folders get cleaned."""
        self._give(self.socket)
        quoted = str(self.socket).replace("'", "''")
        library = any(self.binaries.folder.parent.glob("lib/**/pg_stat_statements.so"))
        self._settings.write_text(
            f"listen_addresses = ''\nport = {_PORT}\nunix_socket_directories = '{quoted}'\n"
            f"unix_socket_permissions = 0700\nmax_connections = 100\nlog_min_messages = warning\n"
            f"shared_preload_libraries = '{'pg_stat_statements' if library else ''}'\n"
            f"timezone = 'UTC'\n{'' if durable else _FAST}"
        )
        self._settings.chmod(0o644)

    def _programs(self) -> Path:
        """The programs at a place where the unprivileged user can run them; a copy where it could not."""
        folder = self.binaries.folder
        if not as_root() or not self.binaries.bundled:
            return folder
        user = _unprivileged()
        with contextlib.suppress(OSError):
            asked = [str(folder / "postgres"), "--version"]
            tried = subprocess.run(asked, user=user.pw_uid, group=user.pw_gid, cwd="/", capture_output=True)
            if tried.returncode == 0:
                return folder
        copy = self.base / f"programs-{self.binaries.version}"
        if not copy.exists():
            package, fresh = folder.parent.parent, copy.with_name(copy.name + ".new")
            shutil.rmtree(fresh, ignore_errors=True)
            for part in (package, package.with_name(package.name + ".libs")):
                if part.exists():
                    made = shutil.copytree(part, fresh / part.name, ignore=shutil.ignore_patterns("include"))
                    made.chmod(0o755)
            fresh.chmod(0o755)
            fresh.rename(copy)
        return copy / folder.relative_to(folder.parents[2])

    def _run(self, program: str, *arguments: str | Path) -> None:
        """Run one program of PostgreSQL as the user that may, without the PG settings of our surroundings."""
        command: Sequence[str | Path] = [self._programs() / program, *arguments]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        user = _unprivileged() if as_root() else None
        done = subprocess.run(
            command,
            cwd=self.base,
            env=environment,
            umask=0o077,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
        )
        if done.returncode:
            told = (done.stderr or done.stdout).strip()
            log = self.data / "server.log"
            if program == "pg_ctl" and log.exists():
                told += "\n" + "\n".join(log.read_text(errors="replace").splitlines()[-10:])
            raise Refused("postgres_failed", f"PostgreSQL's {program} failed: {told}")
