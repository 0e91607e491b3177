"""The trail of the made-up nation: audit events as acts would have written them, read events, and seals."""

import random
from hashlib import sha256

import psycopg

from pulih.cli.generating.nation import Worker
from pulih.cli.generating.rows import NULL, Sheets, iso, moment_of, new_id, stamp, stamp_of_event
from pulih.records.gates.trail import LARGEST_SEAL

_SEALED = """
INSERT INTO audit_seal (n, sealed_at, days, ids, root, previous, hash) VALUES (%s, %s, %s, %s, %s, %s, %s)
"""


class Trail:
    """Writes events of one facility."""

    def __init__(self, sheets: Sheets, seed: int, number: int) -> None:
        self.sheets, self.draw = sheets, random.Random(f"{seed} trail {number}")

    def event(
        self,
        day: int,
        minute: int,
        by: Worker,
        event: str,
        subject: str,
        subject_id: str,
        person: str,
        changes: str,
        why: str = "",
    ) -> None:
        """One act; `changes` is canonical JSON. The text is that of `records.audit.event_body`."""
        key, at, on = new_id(self.draw, moment_of(day, minute)), stamp_of_event(day, minute), iso(day)
        whom = f'"{person}"' if person else "null"
        body = (
            f'{{"account":"{by.account}","at":"{at}","changes":{changes},"day":"{on}","event":"{event}",'
            f'"holder":null,"id":"{key}","name":"{by.name}","organisation":{by.office},"outcome":"done",'
            f'"person":{whom},"role":"{by.role.value}","subject":"{subject}","subject_id":"{subject_id}","v":1,'
            f'"why":"{why}"}}'
        )
        self.sheets.add(
            "audit_event",
            f"{on}\t{key}\t{stamp(day, minute)}\t{by.account}\t{by.role.value}\t{by.office}\t{event}\tdone"
            f"\t{subject}\t{subject_id}\t{person or NULL}\t{body}"
            f"\t\\\\x{sha256(body.encode()).hexdigest()}",
        )

    def read(self, day: int, minute: int, by: Worker, person: str, what: str) -> None:
        """Somebody opened a record."""
        self.sheets.add(
            "read_event",
            f"{iso(day)}\t{new_id(self.draw, moment_of(day, minute))}\t{stamp(day, minute)}\t{by.account}"
            f"\t{by.role.value}\t{by.office}\t{person}\t{what}\tf",
        )


def seal(connection: psycopg.Connection) -> int:
    """Chain every event that no seal holds yet, oldest first; answers how many seals were made.

    Arithmetic as of `gate.seal`; sealed when the newest event of the batch happened, so that the same seed
    gives the same chain.
    """
    connection.execute("SELECT gate.seal()")
    newest = connection.execute("SELECT n, hash FROM audit_seal ORDER BY n DESC LIMIT 1").fetchone()
    number, previous = (newest[0], bytes(newest[1])) if newest else (0, b"")
    sealed = {row[0] for row in connection.execute("SELECT unnest(ids) FROM audit_seal")}
    made = 0
    with connection.cursor(name="events") as cursor:
        cursor.execute("SELECT day, id, at, sha256 FROM audit_event ORDER BY day, id")
        while found := cursor.fetchmany(LARGEST_SEAL):
            batch = [row for row in found if row[1] not in sealed]
            if not batch:
                continue
            number, made = number + 1, made + 1
            batch.sort(key=lambda row: row[1].int)
            at = max(row[2] for row in batch)
            root = sha256(b"".join(bytes(row[3]) for row in batch)).digest()
            head = f"{number}|{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z|{len(batch)}|"
            hashed = sha256(head.encode() + root + previous).digest()
            connection.execute(
                _SEALED,
                (number, at, [row[0] for row in batch], [row[1] for row in batch], root, previous, hashed),
            )
            previous = hashed
    return made
