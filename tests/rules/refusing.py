"""What a verdict refuses, in short."""

from pulih.rules.verdicts import Verdict


def codes(verdict: Verdict) -> list[str]:
    """The codes of its reasons, in their order."""
    return [reason.code for reason in verdict.reasons]
