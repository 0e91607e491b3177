"""Definitions are data: read once from the package, handed out frozen."""

from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

LANGUAGES = ("id", "en")


@cache
def wording(language: str) -> MappingProxyType[str, str]:
    """Every code's words in one language, collected from all `definitions/wording/*.<language>.yaml`."""
    found: dict[str, str] = {}
    folder = files("pulih").joinpath("definitions", "wording")
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if not file.name.endswith(f".{language}.yaml"):
            continue
        entries: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
        for code, text in entries.items():
            if code in found:
                raise ValueError(f"{file.name}: code {code} is worded twice")
            found[str(code)] = str(text)
    return MappingProxyType(found)
