"""The provinces of Indonesia, read once from the definitions."""

from functools import cache
from importlib.resources import files
from types import MappingProxyType

import yaml

from pulih.rules.provinces import Province


@cache
def provinces() -> MappingProxyType[str, Province]:
    """Every province by its code of the interior ministry, which is the one people type."""
    file = files("pulih").joinpath("definitions", "organisations", "provinces.yaml")
    entries = yaml.safe_load(file.read_text(encoding="utf-8"))
    return MappingProxyType({one["code"]: Province(one["code"], one["bps"], one["name"]) for one in entries})


def province_name(code: str) -> str:
    """The name of a province; nothing for an organisation without one."""
    found = provinces().get(code)
    return found.name if found else ""
