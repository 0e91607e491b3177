"""The programmes Pulih ships, as files an office can adopt, and the reading of such a file."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

from pulih.language.instruments import instrument, instruments
from pulih.rules.curricula import Module, Template, check_template
from pulih.rules.errors import RuleBroken, require
from pulih.rules.programme_templates import from_plain, template_from_plain, template_to_plain
from pulih.rules.programmes import WHOQOL


@cache
def templates() -> MappingProxyType[str, Template]:
    """Every programme that ships, by its code."""
    found = {}
    for file in files("pulih").joinpath("definitions", "programmes").iterdir():
        if file.name.endswith(".yaml"):
            made = read_template(yaml.safe_load(file.read_text(encoding="utf-8")))
            found[made.code] = made
    return MappingProxyType({code: found[code] for code in sorted(found)})


def template(code: str) -> Template:
    """One programme that ships."""
    if code not in templates():
        raise RuleBroken("template_unknown", "code", template=code[:40], known=", ".join(templates()))
    return templates()[code]


def modules_of(kept: Mapping[str, Any], programme: str) -> tuple[Module, ...]:
    """The modules of a version's curriculum; of every programme of its type that ships where it has none."""
    own = from_plain(kept)
    if own is not None:
        return own.modules
    found: dict[str, Module] = {}
    for one in templates().values():
        if one.curriculum.type == programme:
            found = {module.code: module for module in one.curriculum.modules} | found
    return tuple(found.values())


def session_title(title: str, language: str) -> str:
    """A session's title in a language: of modules that ship both are known, others stay as they were written."""
    return title if language == "id" else _titles().get(title, title)


@cache
def _titles() -> Mapping[str, str]:
    modules = (module for one in templates().values() for module in one.curriculum.modules)
    return {module.title_id: module.title_en for module in modules}


def read_template(given: Any) -> Template:
    """A template out of what a file says; refused with every mistake it holds."""
    made, verdict = template_from_plain(given)
    require(verdict)
    if made is None:
        raise RuleBroken("template_unreadable", where="-")
    domains = [one.code for one in instrument(WHOQOL).subscales]
    require(check_template(made, instruments(), domains))
    return made


def template_text(made: Template) -> str:
    """A template as the text of a file, as it is read again."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: plain(one) for key, one in value.items()}
        return [plain(one) for one in value] if isinstance(value, list | tuple) else value

    return yaml.safe_dump(plain(template_to_plain(made)), allow_unicode=True, sort_keys=False, width=100)
