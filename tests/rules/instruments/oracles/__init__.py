"""One plain scorer an instrument, written from the domain reference and knowing nothing of pulih.

A module is called after the instrument's code, dots and dashes as underscores, and has one function
`score(answers, *, coding, rule, circumstances)` that returns what `plain_scores` gives. Every oracle takes
answers that fit; what does not fit is refused before scoring, and is tested elsewhere.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

Oracle = Callable[..., dict[str, Any]]


def oracle(code: str) -> Oracle | None:
    """The oracle of an instrument; None when nobody wrote one."""
    module = code.replace(".", "_").replace("-", "_")
    if not Path(__file__).with_name(f"{module}.py").exists():
        return None
    found: Oracle = import_module(f"{__name__}.{module}").score
    return found


Answers = Mapping[str, Any]
