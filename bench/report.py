"""What the bench says: a table for people, a document for machines, and every limit held or broken."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.limits import Judged
from bench.operations import OPERATIONS
from bench.processes import BUSY

RESULTS = Path(__file__).parent / "results"
_WORDS = {one.name: one.words for one in OPERATIONS}
_HEAD = (
    f"{'':30}{'p50':>8}{'p95':>8}{'8 at once':>11}{'app CPU':>9}{'db CPU':>8}"
    f"{'statem.':>9}{'bytes':>9}{'gzip':>8}   {'bare p50':>9}{'/s':>8}{'times':>7}"
)


def table(size: str, measured: Mapping[str, Any]) -> str:
    """One size as a table; times in milliseconds."""
    lines = [
        f"\n{int(size):,} people ({measured['in_custody']:,} in the facility, {measured['attendance_rows']:,} marks)",
        f"first answer {measured['start_ms']:.0f} ms after the start, memory of the workers"
        f" {measured['resident_mb']} MB before and {measured['resident_after_mb']} MB after",
        f"a fixed piece of Python took {measured['yardstick_ms']:.1f} ms,"
        f" {measured['yardstick_slowest_ms']:.1f} at worst: so much did the machine itself differ",
        _HEAD,
    ]
    for name, one in measured["operations"].items():
        bare = one["reference"]
        lines.append(
            f"{_WORDS[name]:30}{one['p50_ms']:8.2f}{one['p95_ms']:8.2f}{one['per_second']:11.0f}"
            f"{one['app_cpu_ms']:9.2f}{one['database_cpu_ms']:8.2f}{one['statements']:9.2f}{one['bytes']:9,}"
            f"{one['bytes_compressed']:8,}   {bare['p50_ms']:9.2f}{bare['per_second']:8.0f}{one['ratio_p50']:7.1f}"
        )
    for name, why in measured.get("not_measured", {}).items():
        lines.append(f"{_WORDS[name]:30}not measured: {why[:200]}")
    return "\n".join(lines)


def verdicts(judged: Sequence[Judged]) -> str:
    """Every limit with its figure; the broken ones last, where they are seen."""
    lines = ["\nLimits"]
    for one in sorted(judged, key=lambda each: not each.holds):
        word = "holds " if one.holds else "BROKEN"
        lines.append(
            f"{word}  {one.limit:28}{_WORDS[one.operation]:32}{int(one.size):>9,}"
            f"{one.figure:10.2f}  at most {one.at_most:g}"
        )
    return "\n".join(lines)


def busy(share: float) -> str:
    """Plain words about a machine that is not ours alone."""
    if share < BUSY:
        return ""
    return (
        f"\nTHIS MACHINE IS BUSY: others used {share:.0%} of its CPU while this was measured."
        " Times are too long; statements and bytes are not touched by it."
    )


def load_words(document: Mapping[str, Any]) -> str:
    """The load test in a few lines."""
    return "\n".join(
        [
            f"\n{document['users']} users, {document['seconds']} seconds, {document['clicks']:,} clicks"
            f" ({document['clicks_a_second']} a second); disturbed at {document['disturbed_at']}",
            f"p95 by half-minute, ms: {document['p95_ms_by_half_minute']}",
            f"a fixed piece of Python by half-minute, ms of CPU: {document['yardstick_ms_by_half_minute']}",
            f"memory by half-minute, MB: {document['memory_mb_by_half_minute']}",
            f"p95 by kind, ms: {document['p95_ms_by_kind']}",
            f"failed while disturbed: {document['failed_while_disturbed'] or 'none'}",
            f"failed elsewhere: {document['failed_elsewhere'] or 'none'} at {document['failed_elsewhere_at']}",
            f"{document['acknowledged']} forms acknowledged, {document['missing']} missing,"
            f" {document['twice']} there twice",
        ]
    )


def keep(document: Mapping[str, Any], name: str = "latest.json") -> Path:
    """Write the document where the last one lies."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / name
    path.write_text(json.dumps(document, indent=2) + "\n")
    return path
