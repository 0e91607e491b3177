"""The scenario at full size with the oracle beside it: `python -m tests.scenarios.whole 2021 1 2 3 4`.

Prints the documents as lines of JSON, each with what the oracle found under `differences`; exit 1 when
a statement fails or a figure differs.
"""

import json
import subprocess
import sys
import time

from pulih.cli.scenarios.scenario import run
from tests.scenarios.comparing import differences


def played(seed: int | None) -> dict:
    """One run in a throw-away database, looked at by the oracle before it is dropped."""
    found: list[str] = []
    began = time.monotonic()
    document = run("palembang-2020-2021", seed, look=lambda dsn: found.extend(differences(dsn)))
    return {**document, "differences": found, "seconds": round(time.monotonic() - began, 1)}


def main(seeds: list[str]) -> int:
    """Play each seed, the default one where none is named; a process speaks to one database only."""
    if len(seeds) > 1:
        return max(subprocess.run([sys.executable, "-m", __spec__.name, seed]).returncode for seed in seeds)
    document = played(int(seeds[0]) if seeds else None)
    print(json.dumps(document, default=str), flush=True)
    fine = all(one["holds"] for one in document["statements"].values())
    return 0 if fine and not document["differences"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
