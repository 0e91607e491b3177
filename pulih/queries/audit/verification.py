"""The proof: every event still says what it said when it was sealed, and no seal was lost.

Works without an actor, as the application or as the owner: it sees hashes and ids, no contents.
"""

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from uuid import UUID

from django.db.models import F, Func, IntegerField

from pulih.records import audit
from pulih.records.keys import keys
from pulih.records.models import AuditSeal

LATE_AFTER = timedelta(minutes=1)
"""The worker seals each second; an event that waits longer means that nobody seals."""

EVENTS_AT_ONCE = 20_000
MOST_PROBLEMS = 1_000


@dataclass(frozen=True)
class Problem:
    """What is wrong, at which seal or event. Kinds are worded under `audit.problem.<kind>`."""

    kind: str
    seal: int | None = None
    day: date | None = None
    id: UUID | None = None


@dataclass(frozen=True)
class Verification:
    """What a verification looked at and found; `problems` stops at a thousand."""

    holds: bool
    events: int
    seals: int
    head: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Head:
    """The newest seal, signed with a key the database does not hold. `short` is for paper."""

    n: int
    hash: str
    sealed_at: datetime | None
    signature: str
    short: str


@dataclass(frozen=True, slots=True)
class _Seal:
    n: int
    sealed_at: datetime
    events: int
    root: bytes
    previous: bytes
    hash: bytes

    def hash_again(self) -> bytes:
        """As the sealer computed it: number, moment, count, root and the seal before."""
        moment = self.sealed_at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        text = f"{self.n}|{moment}|{self.events}|"
        return hashlib.sha256(text.encode() + self.root + self.previous).digest()


def short_form(n: int, digest: str) -> str:
    """A seal on paper: its number and the first 64 bits, in groups that can be read aloud."""
    return f"{n}-" + "-".join(digest[start : start + 4] for start in range(0, 16, 4)) if n else "–"


def verify(last: int | None = None) -> Verification:
    """Seal, then recompute every seal and look for rows that no seal knows; or only the `last` seals.

    A part is looked at without sealing first, so that a page can do it while it only reads.
    """
    problems: list[Problem] = []
    oldest = audit.waiting()[1]
    if last is None and oldest is not None and datetime.now(UTC) - oldest > LATE_AFTER:
        problems.append(Problem("sealing_late"))
    if last is None:
        audit.seal()
    newest = AuditSeal.objects.order_by("-n").values_list("n", flat=True).first() or 0
    first = max(1, newest - last + 1) if last else 1
    before = _seal_before(first)
    events = seals = 0
    for seal in _seals(first, newest):
        if seal.n != (before.n if before else 0) + 1:
            problems.append(Problem("gap", seal.n))
        elif seal.previous != (before.hash if before else b""):
            problems.append(Problem("link", seal.n))
        if seal.hash_again() != seal.hash:
            problems.append(Problem("seal_changed", seal.n))
        before = seal
        events += seal.events
        seals += 1
    problems.extend(_row_problems(first, newest))
    if last is None:
        problems.extend(
            Problem("extra" if found else "missing", None, day, id) for day, id, found in audit.strays()
        )
    head = short_form(before.n, before.hash.hex()) if before else "–"
    return Verification(not problems, events, seals, head, tuple(problems[:MOST_PROBLEMS]))


def head() -> Head:
    """Seal, then sign the newest seal."""
    audit.seal()
    seal = AuditSeal.objects.order_by("-n").values_list("n", "hash", "sealed_at").first()
    if seal is None:
        return Head(0, "", None, "", short_form(0, ""))
    n, digest, sealed_at = seal[0], bytes(seal[1]), seal[2]
    signature = b64encode(keys().sign_head(digest)).decode()
    return Head(n, digest.hex(), sealed_at, signature, short_form(n, digest.hex()))


def proves(n: int) -> tuple[Problem, ...]:
    """What is wrong with one seal, its link to the seal before, and the events under it."""
    found = list(_seals(n, n))
    if not found:
        return (Problem("gap", n),)
    seal, before = found[0], _seal_before(n)
    problems = list(_row_problems(n, n))
    if seal.previous != (before.hash if before else b""):
        problems.append(Problem("link", n))
    if seal.hash_again() != seal.hash:
        problems.append(Problem("seal_changed", n))
    return tuple(problems)


def _seal_before(n: int) -> _Seal | None:
    return next(_seals(n - 1, n - 1), None)


def _seals(first: int, last: int) -> Iterator[_Seal]:
    """Seals in order, a thousand a statement, without the ids under them."""
    counted = AuditSeal.objects.annotate(
        events=Func(F("ids"), function="cardinality", output_field=IntegerField())
    ).order_by("n")
    while first <= last:
        found = counted.filter(n__gte=first, n__lte=last).values_list(
            "n", "sealed_at", "events", "root", "previous", "hash"
        )[:1000]
        seal = None
        for n, at, events, root, previous, digest in found:
            seal = _Seal(n, at, events, bytes(root), bytes(previous), bytes(digest))
            yield seal
        if seal is None:
            return
        first = seal.n + 1


def _row_problems(first: int, last: int) -> Iterator[Problem]:
    """Events that are gone, say something else than when sealed, or whose columns belie their text."""
    for batch in _batches(first, last):
        roots = {seal.n: seal.root for seal in batch}
        rows = audit.sealed_rows(batch[0].n, batch[-1].n)
        for n, under in groupby(rows, key=lambda row: row.n):
            yield from _problems_under(n, list(under), roots[n])


def _problems_under(n: int, rows: list[audit.SealedRow], root: bytes) -> Iterator[Problem]:
    whole = hashlib.sha256(b"".join(row.kept or b"" for row in rows)).digest() == root
    spotted = False
    for row in rows:
        if row.kept is None:
            kind = "missing"
        elif row.found != row.kept:
            kind = "changed"
        elif not row.consistent:
            kind = "columns"
        else:
            continue
        spotted = spotted or kind == "missing"
        yield Problem(kind, n, row.day, row.id)
    if not whole and not spotted:
        yield Problem("root", n)


def _batches(first: int, last: int) -> Iterator[list[_Seal]]:
    """Seals whose events fit into memory together."""
    batch: list[_Seal] = []
    weight = 0
    for seal in _seals(first, last):
        if batch and weight + seal.events > EVENTS_AT_ONCE:
            yield batch
            batch, weight = [], 0
        batch.append(seal)
        weight += seal.events
    if batch:
        yield batch
