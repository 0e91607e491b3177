"""The library: every published version of every instrument, read once and handed out frozen."""

from functools import cache
from importlib.resources import files
from types import MappingProxyType

import yaml

from pulih.language.instruments.building import build
from pulih.rules.errors import RuleBroken
from pulih.rules.instruments import Instrument


def instrument(code: str, version: str | None = None) -> Instrument:
    """One instrument, in its newest version unless another is named.

    Refused by `instrument_unknown` or `instrument_version_unknown`.
    """
    if code not in _published():
        raise RuleBroken("instrument_unknown", "instrument", instrument=code, known=list(_published()))
    of_code = versions(code)
    if version is None:
        return of_code[max(of_code, key=int)]
    if version not in of_code:
        raise RuleBroken("instrument_version_unknown", "version", instrument=code, version=version)
    return of_code[version]


@cache
def instruments() -> MappingProxyType[str, Instrument]:
    """The newest version of every instrument by its code, in the order of the codes."""
    return MappingProxyType({code: instrument(code) for code in _published()})


@cache
def versions(code: str) -> MappingProxyType[str, Instrument]:
    """Every version ever published of one instrument: answers keep naming the one they were given to."""
    folder = files("pulih").joinpath("definitions", "instruments")
    found = {}
    for version in _published()[code]:
        text = folder.joinpath(f"{code}.{version}.yaml").read_text(encoding="utf-8")
        made = build(yaml.load(text, Loader=yaml.CSafeLoader))
        if (made.code, made.version) != (code, version):
            raise ValueError(f"{code}.{version}.yaml defines {made.code} {made.version}")
        found[version] = made
    return MappingProxyType(found)


@cache
def _published() -> MappingProxyType[str, tuple[str, ...]]:
    """Versions by code, from the names of the files: `<code>.<version>.yaml`."""
    found: dict[str, list[str]] = {}
    for file in files("pulih").joinpath("definitions", "instruments").iterdir():
        if file.name.endswith(".yaml"):
            code, version, _yaml = file.name.rsplit(".", 2)
            found.setdefault(code, []).append(version)
    return MappingProxyType({code: tuple(sorted(found[code], key=int)) for code in sorted(found)})
