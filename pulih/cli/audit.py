"""`pulih audit`: check the chain of the audit, tell its head, hand it out."""

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import psycopg
import typer

from pulih.cli.connecting import connect, owner_url
from pulih.cli.output import Json, Refused, answer, facts
from pulih.records.keys import Keys, key_folder

group = typer.Typer(help="Check the audit and hand it out.", no_args_is_help=True)


def _facts(found: Any) -> dict[str, Any]:
    return dict(found) if isinstance(found, Mapping) else dataclasses.asdict(found)


@group.command("verify")
def verify(as_json: Json = False) -> None:
    """Recompute every seal; exit 1 when a row was changed, removed or added, or a link is broken."""
    connect()
    from pulih.queries import audit

    document = _facts(audit.verify())
    answer(
        "audit-verify",
        document,
        as_json=as_json,
        show=lambda out: out.print(facts(document)),
    )
    if not document["holds"]:
        raise typer.Exit(1)


@group.command("head")
def head(as_json: Json = False) -> None:
    """The newest seal, signed with the key that the database does not hold."""
    connect()
    from pulih.queries import audit

    document = _facts(audit.head())
    answer(
        "audit-head",
        document,
        as_json=as_json,
        show=lambda out: out.print(facts(document)),
    )


@group.command("export")
def export(
    out: Annotated[Path, typer.Option("--out", help="The file to write, one JSON object a line.")],
    as_json: Json = False,
) -> None:
    """Write every event exactly as it was hashed, every seal and the signed head. Connects as the owner."""
    if out.exists():
        raise Refused("file_exists", f"{out} exists already.", field="out")
    url = owner_url()
    partial = out.with_name(out.name + ".partial")
    with psycopg.connect(url) as connection, partial.open("w", encoding="utf-8") as file:
        connection.execute("SELECT gate.seal()")
        connection.commit()
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        events = _write_events(connection, file)
        seals, newest = _write_seals(connection, file)
        if newest:
            kept = Keys.load(key_folder())
            head = bytes.fromhex(newest["hash"])
            signed = {"kind": "head", "n": newest["n"], "hash": newest["hash"]}
            signed |= {"signature": kept.sign_head(head).hex(), "public_key": kept.public_key().hex()}
            file.write(json.dumps(signed) + "\n")
    partial.rename(out)
    document = {"file": out, "events": events, "seals": seals}
    answer(
        "audit-export",
        document,
        as_json=as_json,
        show=lambda console: console.print(f"{events} events and {seals} seals are in {out}."),
    )


def _write_events(connection: psycopg.Connection, file: Any) -> int:
    """Every event, oldest first; `body` is the text whose SHA-256 the seals hold."""
    written = 0
    with connection.cursor(name="events") as cursor:
        for day, number, body in cursor.execute("SELECT day, id, body FROM audit_event ORDER BY day, id"):
            line = {"kind": "event", "day": day.isoformat(), "id": str(number), "body": body}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            written += 1
    return written


def _write_seals(connection: psycopg.Connection, file: Any) -> tuple[int, dict[str, Any] | None]:
    """Every seal in order, and the newest."""
    written, line = 0, None
    with connection.cursor(name="seals") as cursor:
        for n, at, ids, root, previous, digest in cursor.execute(
            "SELECT n, sealed_at, ids, root, previous, hash FROM audit_seal ORDER BY n"
        ):
            line = {"kind": "seal", "n": n, "sealed_at": at.isoformat(), "ids": [str(one) for one in ids]}
            line |= {"root": root.hex(), "previous": previous.hex(), "hash": digest.hex()}
            file.write(json.dumps(line) + "\n")
            written += 1
    return written, line
