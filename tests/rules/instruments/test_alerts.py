"""Who must be told of what, on either side of every threshold, whether or not there is a score."""

from typing import Any

import pytest

from pulih.exchange.scoring import shape
from pulih.exchange.scoring.documents import score_shaped
from pulih.language.instruments import instrument

NURSE, COUNSELLOR = "nurse", "counsellor"
Told = list[tuple[str, str]]

COWS_24 = [4, 4, 0, 0, 4, 4, 0, 4, 4, 0, 0]
COWS_25 = [0, 0, 5, 5, 0, 0, 5, 1, 2, 2, 5]

EXAMPLES: dict[str, tuple[str, Any, Told]] = {
    "withdrawal at 24": ("cows", COWS_24, []),
    "withdrawal at 25": ("cows", COWS_25, [("severe_withdrawal", NURSE)]),
    "withdrawal not fully examined": ("cows", [*COWS_25[:10], None], []),
    "injected lately": ("assist-3.1", {"items": {"q8": 1}}, [("recent_injecting", NURSE)]),
    "injected long ago": ("assist-3.1", {"items": {"q8": 2}}, []),
    "thoughts of suicide in the interview": (
        "asi-5",
        {"domain": "psychiatric", "suicidal_thoughts": 1},
        [("suicide_thought", COUNSELLOR)],
    ),
    "an attempt, in the composites": (
        "asi-5-composite",
        {"domain": "psychiatric", "yes_no8": [0, 0, 0, 0, 0, 0, 1, 0]},
        [("suicide_thought", COUNSELLOR)],
    ),
    "none of it": ("asi-5-composite", {"domain": "psychiatric", "yes_no8": [0] * 8}, []),
}


@pytest.mark.parametrize("example", EXAMPLES)
def test_who_is_told(example: str) -> None:
    code, answers, told = EXAMPLES[example]
    of = instrument(code)
    scored = score_shaped(of, shape(of, answers))
    assert [(one.code, one.role.value) for one in scored.alerts] == told
