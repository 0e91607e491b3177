"""`pulih backup` and `pulih restore`: a dump that proves itself, and its way back."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import psycopg
import typer
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from pulih.cli.binaries import all_binaries
from pulih.cli.connecting import owner_url, surroundings
from pulih.cli.output import Json, Refused, answer
from pulih.cli.postgres import state_folder

_LAST = "last-backup.json"
_MADE_BY_INIT = re.compile(
    r"^\d+; \d+ \d+ (EXTENSION -|COMMENT - EXTENSION|COMMENT - SCHEMA public"
    r"|SCHEMA - (public|login|gate) |ACL - SCHEMA (public|login|gate) )"
)


def manifest_of(file: Path) -> Path:
    """The manifest lies beside its dump."""
    return file.with_name(file.name + ".json")


def newest_backup() -> datetime | None:
    """When the newest backup was made: in the folder PULIH_BACKUPS, else what the last run noted."""
    folder = os.environ.get("PULIH_BACKUPS")
    manifests = list(Path(folder).glob("*.json")) if folder else [state_folder() / _LAST]
    made = []
    for manifest in manifests:
        try:
            kept = json.loads(manifest.read_text())
            dump = Path(kept["file"]) if not folder else manifest.with_suffix("")
            if dump.exists():
                made.append(datetime.fromisoformat(kept["made_at"]))
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return max(made, default=None)


def program(name: str, server_version: int) -> Path:
    """pg_dump or pg_restore of the server's own version, else the next newer one there is."""
    wanted = server_version // 10000
    found = {one.major: one.folder / name for one in all_binaries() if (one.folder / name).exists()}
    for major in sorted(found):
        if major >= wanted:
            return found[major]
    if on_path := shutil.which(name):
        return Path(on_path)
    raise Refused(
        "program_missing", f"{name} for PostgreSQL {wanted} was not found. Install the client programs."
    )


def counts(connection: psycopg.Connection) -> dict[str, int]:
    """The rows of every table; partitions are counted one by one."""
    tables = connection.execute(
        "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.relkind = 'r' AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'"
        " ORDER BY 1, 2"
    ).fetchall()
    found = {}
    for schema, table in tables:
        row = connection.execute(
            sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, table))
        ).fetchone()
        found[f"{schema}/{table}"] = row[0] if row else 0
    return found


def newest_seal(connection: psycopg.Connection) -> dict[str, Any] | None:
    """The head of the audit's chain."""
    row = connection.execute("SELECT n, hash FROM audit_seal ORDER BY n DESC LIMIT 1").fetchone()
    return {"n": row[0], "hash": row[1].hex()} if row else None


def sha256_of(file: Path) -> str:
    """The hash of a file, read in pieces."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _run(command: list[str], url: str) -> None:
    """Run pg_dump or pg_restore; the password travels in the environment, not among the arguments."""
    password = conninfo_to_dict(url).get("password")
    environment = {**surroundings(), **({"PGPASSWORD": str(password)} if password else {})}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise Refused("program_failed", f"{Path(command[0]).name} failed: {done.stderr.strip()}")


def _without_password(url: str) -> str:
    return make_conninfo(url, password=None)


def backup(
    file: Annotated[Path, typer.Argument(help="The dump to write; its manifest is written beside it.")],
    as_json: Json = False,
) -> None:
    """Dump the whole database as its owner, sealed first, with counts and hashes of one moment."""
    if file.exists():
        raise Refused("file_exists", f"{file} exists already.", field="file")
    url = owner_url()
    partial = file.with_name(file.name + ".partial")
    with psycopg.connect(url) as connection:
        connection.execute("SELECT gate.seal()")
        connection.commit()
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        snapshot = connection.execute("SELECT pg_export_snapshot()").fetchone()
        manifest: dict[str, Any] = {
            "made_at": datetime.now(UTC),
            "postgres": connection.info.server_version,
            "audit_head": newest_seal(connection),
            "counts": counts(connection),
        }
        dump = str(program("pg_dump", connection.info.server_version))
        command = [dump, "--format=custom", f"--snapshot={snapshot[0] if snapshot else ''}", "--no-password"]
        partial.touch(mode=0o600, exist_ok=True)
        _run([*command, f"--file={partial}", f"--dbname={_without_password(url)}"], url)
    partial.rename(file)
    manifest = {"made_at": manifest.pop("made_at").isoformat(), "file": str(file.resolve()), **manifest}
    manifest |= {"bytes": file.stat().st_size, "sha256": sha256_of(file)}
    manifest_of(file).write_text(json.dumps(manifest, indent=2) + "\n")
    state_folder().mkdir(parents=True, exist_ok=True)
    (state_folder() / _LAST).write_text(json.dumps(manifest) + "\n")
    rows = sum(manifest["counts"].values())
    answer(
        "backup",
        manifest,
        as_json=as_json,
        show=lambda out: out.print(f"{rows} rows of {len(manifest['counts'])} tables are in {file}."),
    )


def restore(
    file: Annotated[Path, typer.Argument(help="A dump that `pulih backup` wrote.")],
    into: Annotated[
        str | None, typer.Option("--into", help="The owner's address of an empty, initialised database.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Fill an empty database from a dump; then compare every count and verify the audit's chain."""
    manifest = _checked_manifest(file)
    url = into or owner_url()
    with psycopg.connect(url) as connection:
        if any(counts(connection)):
            raise Refused(
                "database_not_empty", "The database holds tables already. Restore into an empty one."
            )
        version = connection.info.server_version
    _restore(file, url, str(program("pg_restore", version)))
    with psycopg.connect(url) as connection:
        found, head = counts(connection), newest_seal(connection)
    differing = sorted(t for t in manifest["counts"] | found if manifest["counts"].get(t) != found.get(t))
    verified = _audit_holds(url)
    document = {
        "rows": sum(found.values()),
        "tables": len(found),
        "counts_equal": not differing,
        "differing": differing,
        "audit_head_equal": head == manifest["audit_head"],
        "audit_holds": verified,
    }
    whole = not differing and verified and document["audit_head_equal"]
    words = f"{document['rows']} rows of {len(found)} tables are back; counts and audit hold."
    answer(
        "restore",
        document,
        as_json=as_json,
        show=lambda out: out.print(words if whole else f"The restored database does not hold: {document}"),
    )
    if not whole:
        raise typer.Exit(1)


def _checked_manifest(file: Path) -> dict[str, Any]:
    """The manifest of a dump that is still the dump it describes."""
    try:
        manifest: dict[str, Any] = json.loads(manifest_of(file).read_text())
    except FileNotFoundError:
        raise Refused("manifest_missing", f"{manifest_of(file)} is missing.", field="file") from None
    if not file.exists() or sha256_of(file) != manifest["sha256"]:
        raise Refused("dump_damaged", f"{file} is not the file its manifest describes.", field="file")
    return manifest


def _restore(file: Path, url: str, pg_restore: str) -> None:
    """Restore all that `database init` did not make already, or nothing at all."""
    listed = subprocess.run([pg_restore, "--list", str(file)], capture_output=True, text=True)
    if listed.returncode:
        raise Refused("program_failed", f"pg_restore failed: {listed.stderr.strip()}")
    wanted = [line for line in listed.stdout.splitlines() if not _MADE_BY_INIT.match(line)]
    with tempfile.NamedTemporaryFile("w", suffix=".list") as contents:
        contents.write("\n".join(wanted) + "\n")
        contents.flush()
        options = ["--single-transaction", "--exit-on-error", "--no-password", f"--use-list={contents.name}"]
        # On which disk a table lies is a matter of the machine: the one restored to may have a single one.
        options.append("--no-tablespaces")
        _run([pg_restore, *options, f"--dbname={_without_password(url)}", str(file)], url)


def _audit_holds(url: str) -> bool:
    """Verify the audit there in a process of its own, because this one may be bound to another database."""
    command = [sys.executable, "-m", "pulih.cli.main", "audit", "verify", "--json"]
    environment = surroundings(DATABASE_URL=url, PULIH_OWNER_URL=url)
    return subprocess.run(command, env=environment, capture_output=True).returncode == 0
