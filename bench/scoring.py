"""Scoring by itself: 100,000 WHOQOL-BREF forms in one process, beside a scorer written by hand with numpy.

The hand-written one knows this instrument alone, refuses nothing, and says neither why nor by what a form
was scored: it is the floor, not a rival. Both begin with the same forms (a mapping of item to answer) and
must come to the same figures. Then every instrument's engine is compared with its plain oracle on 10,000
random forms each. Exit 1 when the limit is broken or any figure differs.
"""

import argparse
import gc
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy

from pulih.language.instruments import instrument
from pulih.rules.instruments import score

FORMS = 100_000
LIMIT_SECONDS = 5.0
REPEATS = 3
MISSING = 0.02
WHOQOL = instrument("whoqol-bref")
CODES = [item.code for item in WHOQOL.items]
DOMAINS = {
    "physical": ([3, 4, 10, 15, 16, 17, 18], 6),
    "psychological": ([5, 6, 7, 11, 19, 26], 5),
    "social": ([20, 21, 22], 2),
    "environment": ([8, 9, 12, 13, 14, 23, 24, 25], 6),
}
BACKWARDS = [3, 4, 26]

Form = dict[str, int | None]


def made_up(count: int, seed: int = 20261122) -> list[Form]:
    """Forms of nobody, one answer in fifty left empty."""
    draw = random.Random(seed)
    return [
        {code: None if draw.random() < MISSING else draw.randint(1, 5) for code in CODES}
        for _ in range(count)
    ]


def by_engine(forms: Sequence[Form]) -> list[list[float | None]]:
    """0 to 100 by domain, as the product scores a form."""
    return [[one.value for one in score(WHOQOL, form, coding="raw").subscales] for form in forms]


def by_numpy(forms: Sequence[Form]) -> numpy.ndarray:
    """0 to 100 by domain, all forms at once; nan where there is no score."""
    answers = numpy.array([[form[code] or numpy.nan for code in CODES] for form in forms])
    backwards = [item - 1 for item in BACKWARDS]
    answers[:, backwards] = 6 - answers[:, backwards]
    given = ~numpy.isnan(answers)
    void = given.sum(axis=1) < 21
    found = numpy.empty((len(forms), len(DOMAINS)))
    for column, (items, least) in enumerate(DOMAINS.values()):
        places = [item - 1 for item in items]
        answered = given[:, places].sum(axis=1)
        mean = numpy.nansum(answers[:, places], axis=1) / numpy.maximum(answered, 1)
        found[:, column] = numpy.where(void | (answered < least), numpy.nan, (mean - 1) * 25)
    return found


def seconds(work: Callable[[Sequence[Form]], object], forms: Sequence[Form]) -> float:
    """The median of a few runs, in seconds of this process's own CPU: a busy neighbour does not count."""
    times = []
    for _repeat in range(REPEATS):
        gc.collect()
        begun = time.process_time()
        work(forms)
        times.append(time.process_time() - begun)
    return statistics.median(times)


def same_figures(forms: Sequence[Form]) -> bool:
    """Whether both scorers say the same of every form."""
    engine = numpy.array(by_engine(forms), dtype=float)
    return bool(numpy.allclose(engine, by_numpy(forms), atol=1e-9, equal_nan=True))


def oracles(forms: int) -> bool:
    """Every instrument against its plain-Python oracle."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "tests/rules/instruments/test_oracles.py"],
        env={**os.environ, "PULIH_ORACLE_FORMS": str(forms)},
    )
    return done.returncode == 0


def main() -> int:
    """Measure, print, keep."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--forms", type=int, default=FORMS)
    asked.add_argument("--oracle-forms", type=int, default=10_000)
    given = asked.parse_args()
    forms = made_up(given.forms)
    agree = same_figures(forms)
    engine, floor = seconds(by_engine, forms), seconds(by_numpy, forms)
    held = oracles(given.oracle_forms)
    document = {
        "schema": "pulih.bench-scoring/1",
        "forms": given.forms,
        "engine_seconds": round(engine, 3),
        "numpy_seconds": round(floor, 3),
        "ratio_to_numpy": round(engine / floor, 1),
        "microseconds_a_form": round(engine / given.forms * 1e6, 1),
        "limit_seconds": LIMIT_SECONDS * given.forms / FORMS,
        "same_figures": agree,
        "oracle_forms": given.oracle_forms,
        "oracles_agree": held,
    }
    print(json.dumps(document, indent=2))
    Path(__file__).with_name("results").joinpath("scoring.json").write_text(
        json.dumps(document, indent=2) + "\n"
    )
    return 0 if agree and held and engine <= LIMIT_SECONDS * given.forms / FORMS else 1


if __name__ == "__main__":
    sys.exit(main())
