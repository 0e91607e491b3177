"""How the statements of an account are judged: by figures that queries gave back, against what it says."""

from collections.abc import Callable, Mapping
from typing import Any

Figures = tuple[dict[str, Any], bool]
"""The figures of a statement, and whether what else must be true of them is."""


def judged(
    name: str,
    seed: int,
    plot: Mapping[str, Any],
    statements: Mapping[str, Callable[[Any], Figures]],
    read: Any,
    drawn: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any]:
    """The document of a scenario, without its schema; `drawn` are facts of the sentences under `assumed`."""
    found = {}
    for code, figures_of in statements.items():
        figures, also = figures_of(read)
        found[code] = {
            "holds": also and agrees(plot["expects"][code], figures),
            "figures": figures,
            "assumed": [text.format_map(drawn.get(code, {})) for text in plot["assumed"][code]],
        }
    return {"scenario": name, "seed": seed, "statements": found}


def agrees(expected: Any, found: Any) -> bool:
    """Whether what was found says all that is expected; it may say more."""
    if isinstance(expected, Mapping):
        return isinstance(found, Mapping) and all(
            agrees(one, found.get(name)) for name, one in expected.items()
        )
    return bool(expected == found)
