"""Which codes the rules and the readers raise, found in their source: the words must keep up with them."""

import ast
from collections import defaultdict
from pathlib import Path

HOME = Path(__file__).parents[2] / "pulih"
SOURCES = [
    *(HOME / "rules" / f"{topic}.py" for topic in ("names", "identity", "stays", "sentences", "categories")),
    HOME / "rules" / "organisations.py",
    *sorted((HOME / "rules" / "register").glob("*.py")),
    *sorted((HOME / "exchange" / "spreadsheets").glob("*.py")),
]


def raised() -> dict[str, set[str]]:
    """Code to the names of facts that every place raising it gives (a dictionary variable gives any)."""
    found: dict[str, list[set[str] | None]] = defaultdict(list)
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or not node.args:
                continue
            if node.func.id not in ("refused", "RuleBroken", "Reason"):
                continue
            code = node.args[0]
            if not isinstance(code, ast.Constant):
                continue
            found[code.value].append(_facts(node))
    return {
        code: set.intersection(*known) if (known := [one for one in facts if one is not None]) else {"*"}
        for code, facts in found.items()
    }


def _facts(call: ast.Call) -> set[str] | None:
    if isinstance(call.func, ast.Name) and call.func.id == "Reason":
        if len(call.args) < 2:
            return set()
        given = call.args[1]
        if isinstance(given, ast.Dict):
            return {key.value for key in given.keys if isinstance(key, ast.Constant)}
        return None
    return {keyword.arg for keyword in call.keywords if keyword.arg and keyword.arg != "attempt"}
