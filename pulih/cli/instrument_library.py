"""`pulih instruments list`, `show`, `check`, `score-again`: the library, and whether it holds together."""

import glob
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from pulih.cli.connecting import connect
from pulih.cli.output import Json, Refused, answer, table
from pulih.cli.scoring import read_json
from pulih.exchange.scoring import Judged, judge
from pulih.language.instruments import (
    Flawed,
    check_text,
    instrument,
    instruments,
    read_text,
    versions,
)
from pulih.language.instruments.checking import check_succession_of
from pulih.rules.errors import require
from pulih.rules.instruments import ENGINE_VERSION, Instrument
from pulih.rules.instruments.rescoring import check_scoring_again


def list_instruments(as_json: Json = False) -> None:
    """Every instrument of the library, in its newest version."""
    rows = [_row(one) for one in instruments().values()]
    columns = ("code", "version", "title", "items", "subscales", "self_filled", "competency", "needs_wording")

    def show(out: Console) -> None:
        out.print(
            table([name.replace("_", " ") for name in columns], [[row[c] for c in columns] for row in rows])
        )

    answer("instruments-list", {"engine": ENGINE_VERSION, "instruments": rows}, as_json=as_json, show=show)


def _row(one: Instrument) -> dict[str, Any]:
    return {
        "code": one.code,
        "version": one.version,
        "title": one.title.en,
        "items": len(one.listed),
        "subscales": len(one.subscales),
        "self_filled": "self" in one.modes,
        "competency": one.competency or None,
        "needs_wording": one.needs_wording,
    }


def show_instrument(
    code: Annotated[str, typer.Argument(help="The instrument, such as dast-10.")], as_json: Json = False
) -> None:
    """One instrument: what it asks, how it is scored, under which licence, and its versions."""
    one = instrument(code)
    document = _row(one) | {
        "licence": one.licence.en,
        "source": one.source.en,
        "changed": one.changed.en,
        "versions": list(versions(code)),
        "modes": list(one.modes),
        "roles": [role.value for role in one.roles],
        "codings": [coding.code for coding in one.codings],
        "missing_rules": list(one.missing_rules),
        "windows": {window.code: window.words.en for window in one.windows},
        "circumstances": {name: list(values) for name, values in one.circumstances},
        "asked": [
            {
                "code": item.code,
                "type": item.type.value,
                "caption": item.caption.en,
                "values": list(item.values),
            }
            for item in one.items
        ],
        "scored": [
            {
                "code": scale.code,
                "title": scale.title.en,
                "figure": scale.figure,
                "items": list(scale.items),
                "bands": [band.code for band in one.bands_of(scale.code)],
            }
            for scale in one.subscales
        ],
        "alerts": [{"code": alert.code, "role": alert.role.value} for alert in one.alerts],
    }
    answer("instruments-show", document, as_json=as_json, show=lambda out: _show_one(out, one, document))


def _show_one(out: Console, one: Instrument, document: dict[str, Any]) -> None:
    out.print(f"{one.title.en} ({one.code}, version {one.version})")
    for name in ("licence", "source", "changed"):
        out.print(f"{name.capitalize()}: {document[name]}")
    asked = [(item["code"], item["type"], item["caption"], ", ".join(map(str, item["values"])))
             for item in document["asked"]]  # fmt: skip
    out.print(table(("item", "type", "caption", "answers"), asked))
    scored = [(scale["code"], scale["title"], scale["figure"], ", ".join(scale["items"]), ", ".join(scale["bands"]))
              for scale in document["scored"]]  # fmt: skip
    out.print(table(("subscale", "title", "figure", "items", "bands"), scored))


def check(
    definitions: Annotated[
        list[Path] | None, typer.Argument(help="Definition files to check; the library's own without any.")
    ] = None,
    vectors: Annotated[
        Path | None, typer.Option("--vectors", help="Worked examples to run; the library's own without it.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Check definitions and run worked examples; exit 1 when a definition is flawed or an example differs."""
    paths = definitions or _shipped("*.yaml")
    flaws, made = _check_files(paths)
    judged = [judge(one, made) for one in _vectors([vectors] if vectors else _shipped("cases", "*.json"))]
    failed = [one for one in judged if not one.passed]
    document = {
        "definitions": len(paths),
        "flaws": [{"file": file.name, "line": one.line, "code": one.code, "message": one.message}
                  for file, one in flaws],
        "passed": len(judged) - len(failed),
        "failed": len(failed),
        "differences": [_difference(one) for one in failed],
    }  # fmt: skip
    answer("instruments-check", document, as_json=as_json, show=lambda out: _show_check(out, document))
    if flaws or failed:
        raise typer.Exit(1)


def _shipped(*pattern: str) -> list[Path]:
    folder = str(files("pulih").joinpath("definitions", "instruments"))
    return [Path(one) for one in sorted(glob.glob(str(Path(folder, *pattern))))]


def _check_files(paths: Iterable[Path]) -> tuple[list[tuple[Path, Flawed]], dict[str, Instrument]]:
    flaws: list[tuple[Path, Flawed]] = []
    made: dict[str, Instrument] = {}
    for path in paths:
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as trouble:
            raise Refused(
                "file_unreadable", f"{path} cannot be read: {trouble}.", field="definitions"
            ) from None
        found = check_text(text)
        flaws += [(path, one) for one in found]
        if not found:
            one = read_text(text)
            flaws += [(path, flaw) for flaw in check_succession_of(one, path.name)]
            made[one.code] = one
    return flaws, made


def _vectors(paths: Iterable[Path]) -> list[dict[str, Any]]:
    found = []
    for path in paths:
        given = read_json(str(path))
        listed = given.get("vectors") if isinstance(given, dict) else None
        if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
            raise Refused("vectors_malformed", f'{path} has no list "vectors" of examples.', field="vectors")
        found += listed
    return found


def _difference(one: Judged) -> dict[str, Any]:
    figures = [
        {"name": each.name, "expected": each.expected, "found": each.found} for each in one.differences
    ]
    return {"id": one.id, "instrument": one.instrument, "refused": one.refused or None, "figures": figures}


def _show_check(out: Console, document: dict[str, Any]) -> None:
    for flaw in document["flaws"]:
        out.print(f"{flaw['file']}, line {flaw['line']}: {flaw['message']}")
    for one in document["differences"]:
        said = [f"{each['name']} is {each['found']}, not {each['expected']}" for each in one["figures"]]
        out.print(f"{one['instrument']}, {one['id']}: {'; '.join(said) or one['refused']}")
    out.print(
        f"{document['definitions']} definitions, {len(document['flaws'])} flaws; "
        f"{document['passed']} examples hold, {document['failed']} do not."
    )


def score_again(
    code: Annotated[str, typer.Argument(help="The instrument whose forms are scored again.")],
    why: Annotated[str, typer.Option("--why", help="Which correction made it necessary.")],
    trial: Annotated[
        bool, typer.Option("--dry-run", help="Report what would change; write nothing.")
    ] = False,
    queue: Annotated[
        bool, typer.Option("--queue", help="Leave the work to `pulih worker`, a job an office.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Score every form of an instrument again, office by office, and report each score that changed.

    Answers stay as they are, and so does every score that stands in an approved result sheet.
    """
    instrument(code)
    require(check_scoring_again(why))
    connect()
    from procrastinate.contrib.django import app

    from pulih.actions.assessments import score_again as run
    from pulih.queries.assessments import holding_offices
    from pulih.records import scope
    from pulih.rules.actors import system_actor

    document: dict[str, Any] = {"instrument": code, "engine": ENGINE_VERSION, "trial": trial, "queued": queue}
    if queue:
        app.configure_task("score_again_everywhere").defer(instrument=code, why=why)
    else:
        offices = []
        for office, time_zone in holding_offices():
            actor = system_actor(office, time_zone=time_zone)
            with scope.acting_as(actor):
                done = run(instrument=code, why=why, trial=trial, by=actor)
            if done.responses:
                offices.append(_office(office, done))
        document["offices"] = offices
    answer("instruments-score-again", document, as_json=as_json, show=lambda out: _show_again(out, document))


def _office(office: int, done: Any) -> dict[str, Any]:
    return {
        "organisation": office,
        "run": done.id,
        "responses": done.responses,
        "changes": [
            {
                "response": one.response_id,
                "scale": one.scale,
                "before": one.before.as_plain(),
                "after": one.after.as_plain(),
                "held_by": one.held_by or None,
            }
            for one in done.differences
        ],
    }


def _show_again(out: Console, document: dict[str, Any]) -> None:
    if document["queued"]:
        out.print("Queued; `pulih worker` does it, and each office keeps its report.")
        return
    rows = [
        (
            one["organisation"],
            one["responses"],
            sum(each["held_by"] is None for each in one["changes"]),
            sum(each["held_by"] is not None for each in one["changes"]),
        )
        for one in document["offices"]
    ]
    out.print(table(("office", "forms", "scores changed", "held by approved sheets"), rows))


def add_to(group: typer.Typer) -> None:
    """Hang the commands into the group of instruments."""
    group.command("list")(list_instruments)
    group.command("show")(show_instrument)
    group.command("check")(check)
    group.command("score-again")(score_again)
