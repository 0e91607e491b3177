"""What the seed decided, for the sentences under `assumed`."""

from collections import Counter
from typing import Any

from pulih.cli.scenarios.fates import Fate
from pulih.cli.scenarios.reading import STAGES, Read, lost_of, targets_at_home


def drawn(read: Read) -> dict[str, dict[str, Any]]:
    """The facts of each statement's sentences; a statement without any needs none."""
    plot, seen = read.played.plot, read.played.seen
    fates: list[Fate] = [one for story in read.played.fates for one in story]
    forms = [one for fate in fates for one in fate.forms]
    tests = [one for fate in fates for one in fate.tests]
    asked = targets_at_home(read)
    together = Counter(seen["stage1"]) + Counter(seen["stage2"])
    brought = plot["register"]
    lost = {name: ", ".join(f"{n} {why}" for why, n in lost_of(read.sheets[name]).items()) for name in STAGES}
    return {
        "A2": {"guests": seen["guests"]},
        "A4": {name: asked[name]["target"] for name in ("medical", "social")},
        "A5": {**together, "people": sum(len(one) for one in read.people.values())},
        "A7": {
            "candidates": brought["first"]["medical"]
            + brought["first"]["social"]
            + 2 * brought["second"]["dual"],
            "places": sum(sum(plot[name]["places"].values()) for name in STAGES),
        },
        "A8": {"refused": read.stage.refused["wave_suspended"]},
        "A9": {
            "forms": len(forms),
            "not_scorable": sum(list(one.answers.values()).count(None) > 5 for one in forms),
            "amended": sum(one.keyed_wrong is not None for one in forms),
        },
        "A10": {
            "tests": len(tests),
            "second_looks": sum(
                one.agreed is not None for test in tests for one in (test, test.keyed_wrong) if one
            ),
            "amended": sum(one.keyed_wrong is not None for one in tests),
        },
        "A11": {"lost1": lost["stage1"], "lost2": lost["stage2"]},
    }
