"""Urine tests: one state out of ten, the results behind it, and the second look at a positive."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from pulih.rules.verdicts import ALLOWED, Verdict, all_of, refused


class UrineState(StrEnum):
    """How a test ended. Only the first three come from a sample's results."""

    NEGATIVE = "negative"
    POSITIVE = "positive"
    PRESCRIBED_POSITIVE = "prescribed_positive"
    ADMITTED = "admitted"
    """No sample; the person said that they used."""
    INVALID = "invalid"
    DILUTED = "diluted"
    REFUSED = "refused"
    NO_SAMPLE = "no_sample"
    EXEMPT = "exempt"
    NOT_DONE = "not_done"


class Analyte(StrEnum):
    """What a panel looks for: the six of the local panel first."""

    AMPHETAMINE = "amp"
    METHAMPHETAMINE = "met"
    COCAINE = "coc"
    CANNABIS = "thc"
    BENZODIAZEPINES = "bzo"
    OPIATES = "mop"
    MDMA = "mdma"
    METHADONE = "mtd"
    KETAMINE = "ket"


PANEL = (
    Analyte.AMPHETAMINE,
    Analyte.METHAMPHETAMINE,
    Analyte.COCAINE,
    Analyte.CANNABIS,
    Analyte.BENZODIAZEPINES,
    Analyte.OPIATES,
)


class Result(StrEnum):
    """What one strip shows."""

    NEGATIVE = "negative"
    POSITIVE = "positive"
    PRESCRIBED = "prescribed"
    """Positive from a prescribed medicine, methadone above all: never counted against the person."""
    INVALID = "invalid"


WITH_SAMPLE = (UrineState.NEGATIVE, UrineState.POSITIVE, UrineState.PRESCRIBED_POSITIVE)
WITH_REASON = (UrineState.EXEMPT, UrineState.NOT_DONE)
READABLE = frozenset(WITH_SAMPLE)


@dataclass(frozen=True)
class UrineTest:
    """A test as keyed."""

    state: UrineState
    results: Mapping[Analyte, Result]
    reason: str = ""


def state_of(results: Mapping[Analyte, Result]) -> UrineState:
    """What the strips together say: one positive makes it positive, one prescribed is never hidden by negatives."""
    found = set(results.values())
    if Result.POSITIVE in found:
        return UrineState.POSITIVE
    if Result.INVALID in found:
        return UrineState.INVALID
    return UrineState.PRESCRIBED_POSITIVE if Result.PRESCRIBED in found else UrineState.NEGATIVE


def check_test(test: UrineTest) -> Verdict:
    """Whether state, results and reason belong together."""
    found = []
    if test.state in WITH_SAMPLE:
        if not test.results:
            found.append(refused("test_results_missing", "results"))
        elif state_of(test.results) is not test.state:
            found.append(
                refused(
                    "test_state_differs", "state", state=test.state.value, found=state_of(test.results).value
                )
            )
    elif test.results and test.state is not UrineState.INVALID:
        found.append(refused("test_results_without_sample", "results", state=test.state.value))
    if test.state in WITH_REASON and len(test.reason.strip()) < 5:
        found.append(refused("test_reason_missing", "reason", state=test.state.value))
    if test.state is UrineState.PRESCRIBED_POSITIVE and len(test.reason.strip()) < 3:
        found.append(refused("test_prescription_missing", "reason"))
    return all_of(found)


def needs_second_look(state: UrineState) -> bool:
    """A screening positive stands only after somebody else has looked at it."""
    return state is UrineState.POSITIVE


def check_second_look(state: UrineState, recorded_by: object, looked_by: object, done: bool) -> Verdict:
    """Somebody else, once, at a positive."""
    if not needs_second_look(state):
        return refused("second_look_not_needed")
    if done:
        return refused("second_look_done")
    return refused("second_look_own") if recorded_by == looked_by else ALLOWED
