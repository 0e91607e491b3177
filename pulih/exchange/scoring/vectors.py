"""Worked examples: answers with the scores they must give, run through the engine and compared."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pulih.exchange.scoring.documents import document_of, score_shaped
from pulih.exchange.scoring.shapes import Malformed, shape
from pulih.exchange.scoring.statistics import STATISTICS, reckon
from pulih.language.instruments import instrument as find_instrument
from pulih.language.wording import reason_text
from pulih.rules.errors import RuleBroken
from pulih.rules.instruments import Instrument

TOLERANCE = 0.0005
"""Worked examples are written with four decimals."""


@dataclass(frozen=True)
class Difference:
    """One figure that is not what the example says."""

    name: str
    expected: Any
    found: Any


@dataclass(frozen=True)
class Judged:
    """What became of one example."""

    id: str
    instrument: str
    passed: bool
    differences: tuple[Difference, ...] = ()
    refused: str = ""
    """Why the answers were refused; nothing where they were scored."""


def judge(vector: Mapping[str, Any], more: Mapping[str, Instrument] | None = None) -> Judged:
    """Run one example: `instrument`, `answers`, `expect`, perhaps `scorable` and `refused`.

    An example with `refused` holds when the answers are refused by that code. One that demonstrates an
    error holds like any other: it says what the wrong reading of a sheet comes to. `more` are definitions
    that are not in the library.
    """
    code, id_ = str(vector.get("instrument", "")), str(vector.get("id", ""))
    wanted = vector.get("refused", "")
    try:
        document = _document(code, vector.get("answers"), more or {})
    except Malformed as trouble:
        return Judged(id_, code, trouble.code == wanted, refused=f"{trouble.code}: {trouble}")
    except RuleBroken as broken:
        said = "; ".join(f"{one.code}: {reason_text(one, 'en')}" for one in broken.reasons)
        return Judged(id_, code, wanted in {one.code for one in broken.reasons}, refused=said)
    if wanted:
        return Judged(id_, code, False, (Difference("refused", wanted, None),))
    differences = list(_compare(vector.get("expect", {}), document["scores"], ""))
    if "scorable" in vector and vector["scorable"] is not document["scorable"]:
        differences.append(Difference("scorable", vector["scorable"], document["scorable"]))
    return Judged(id_, code, not differences, tuple(differences))


def _document(code: str, answers: Any, more: Mapping[str, Instrument]) -> dict[str, Any]:
    if code in STATISTICS:
        return reckon(code, answers)
    instrument = more.get(code) or find_instrument(code)
    form = shape(instrument, answers)
    return document_of(instrument, form, score_shaped(instrument, form))


def _compare(expected: Any, found: Any, name: str) -> list[Difference]:
    if isinstance(expected, dict):
        inside = found if isinstance(found, dict) else {}
        return [
            one
            for key, value in expected.items()
            for one in _compare(value, inside.get(key, "missing"), f"{name}.{key}" if name else str(key))
        ]
    if isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        return [
            one for at, value in enumerate(expected) for one in _compare(value, found[at], f"{name}.{at}")
        ]
    return [] if _same(expected, found) else [Difference(name, expected, found)]


def _same(expected: Any, found: Any) -> bool:
    if isinstance(expected, bool) or isinstance(found, bool):
        return expected is found
    if isinstance(expected, int | float) and isinstance(found, int | float):
        return abs(expected - found) <= TOLERANCE
    return bool(expected == found)
