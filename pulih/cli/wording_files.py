"""Files of licensed wording (YAML or JSON): what they say, and in which line, so that mistakes are found."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from pulih.cli.output import Refused

LARGEST = 2_000_000
"""Bytes; the longest instruments need a twentieth of it."""


@dataclass(frozen=True)
class WordingFile:
    """The entries of a file, and the line of each: `holder`, `items`, `items.3`, `answers.one_to_five`."""

    entries: Any
    lines: dict[str, int]
    twice: dict[str, int]
    """Codes of items and answer sets that stand there a second time, with the line of that."""

    def line_of(self, about: str | None) -> int | None:
        """The line a reason is about, or of the part it stands in."""
        if about is None:
            return None
        return self.lines.get(about) or self.lines.get(about.partition(".")[0])


def read_file(path: Path) -> WordingFile:
    """Read a file as YAML, of which JSON is a part; refused when it is neither, with the line."""
    try:
        content = path.read_bytes()
        if len(content) > LARGEST:
            raise Refused("file_too_large", f"{path} is larger than {LARGEST} bytes.", field="file")
        text = content.decode("utf-8-sig")
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
        entries = yaml.load(text, Loader=yaml.CSafeLoader)
    except OSError as trouble:
        raise Refused(
            "file_unreadable", f"{path} cannot be read: {trouble.strerror}.", field="file"
        ) from None
    except UnicodeDecodeError:
        raise Refused("file_not_text", f"{path} is not text in UTF-8.", field="file") from None
    except (yaml.YAMLError, ValueError) as trouble:
        mark = getattr(trouble, "problem_mark", None)
        problem = getattr(trouble, "problem", None) or str(trouble)
        raise Refused(
            "file_not_yaml",
            f"{path} is neither YAML nor JSON: {problem}.",
            row=mark.line + 1 if mark else None,
        ) from None
    lines: dict[str, int] = {}
    twice: dict[str, int] = {}
    for where, line in _places(node, ""):
        if where in lines:
            twice.setdefault(where, line)
        lines.setdefault(where, line)
    return WordingFile(_as_text(entries), lines, twice)


def _places(node: Any, before: str) -> Iterator[tuple[str, int]]:
    """Every key of the file and of the mappings right below it, with its line."""
    if not isinstance(node, yaml.MappingNode):
        return
    for key, value in node.value:
        where = before + str(key.value)
        yield where, key.start_mark.line + 1
        if not before:
            yield from _places(value, where + ".")


def _as_text(value: Any) -> Any:
    """Days as ISO text, as JSON has them; whatever else is no text is left for the rule to name."""
    if isinstance(value, dict):
        return {key: _as_text(one) for key, one in value.items()}
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else value
