"""`pulih programmes list`, `export`, `adopt`: programmes as files, so that one office's can become another's."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from pulih.cli.connecting import connect
from pulih.cli.output import Json, Refused, answer, facts, table
from pulih.cli.wording_files import read_file

group = typer.Typer(help="Programmes: what is held week by week, measured and judged.", no_args_is_help=True)


@group.command("list")
def list_programmes(as_json: Json = False) -> None:
    """The programmes that ship."""
    from pulih.language.curricula import templates

    rows = [
        {
            "code": one.code,
            "programme": one.curriculum.type,
            "modality": one.curriculum.modality,
            "title": one.curriculum.title_en,
            "months": one.months,
            "modules": len(one.curriculum.modules),
        }
        for one in templates().values()
    ]

    def show(out: Console) -> None:
        out.print(table(list(rows[0]), [list(row.values()) for row in rows]))

    answer("programmes-list", {"programmes": rows}, as_json=as_json, show=show)


@group.command("export")
def export(
    code: Annotated[str, typer.Argument(help="The programme, for example social-tc.")],
    out: Annotated[Path, typer.Option("--out", help="The file to write.")],
    as_json: Json = False,
) -> None:
    """Write a programme to a file that can be changed and adopted."""
    from pulih.language.curricula import template, template_text

    made = template(code)
    try:
        out.write_text(template_text(made), encoding="utf-8")
    except OSError as trouble:
        raise Refused(
            "file_unwritable", f"{out} cannot be written: {trouble.strerror}.", field="out"
        ) from None
    document = {"code": code, "file": str(out), "modules": len(made.curriculum.modules)}
    answer("programmes-export", document, as_json=as_json, show=lambda to: to.print(facts(document)))


@group.command("adopt")
def adopt(
    file: Annotated[Path, typer.Argument(help="A programme as `export` writes it.")],
    username: Annotated[
        str, typer.Option("--as", help="User name of the administrator or regional officer who adopts it.")
    ],
    as_json: Json = False,
) -> None:
    """Make the programme of a file the newest version of its kind; waves planned from now on use it."""
    given = read_file(file).entries
    connect()
    from pulih.actions.programmes import adopt_template
    from pulih.queries.staff import worker_named
    from pulih.records import scope
    from pulih.rules.permissions import Permission

    by = worker_named(username, Permission.ADOPT_PROGRAMMES)
    with scope.acting_as(by):
        made = adopt_template(given=given, by=by)
    document: dict[str, Any] = {
        "programme": made.programme,
        "version": made.version,
        "state": "adopted" if made.fresh else "same",
    }
    answer("programmes-adopt", document, as_json=as_json, show=lambda to: to.print(facts(document)))
