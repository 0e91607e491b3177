"""Serang at full size beside its second opinion, in a process of its own: `python -m tests.scenarios.whole_serang`."""

import json
import sys

from pulih.cli.scenarios.scenario import run
from tests.scenarios.test_serang import counted, unlike


def main(seed: int | None) -> int:
    """Play one seed and print its document with what the oracle found under `differences`."""
    seen: list[dict] = []
    document = run("serang-2021", seed, look=lambda dsn: seen.append(counted(dsn)))
    figures = {code: one["figures"] for code, one in document["statements"].items()}
    document["differences"] = unlike(figures, seen[0])
    print(json.dumps(document, default=str), flush=True)
    return 0 if all(one["holds"] for one in document["statements"].values()) else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else None))
