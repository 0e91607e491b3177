"""The `pulih` command: one module per group, loaded here and nowhere else."""

import sys
from collections.abc import Sequence
from typing import Any

import typer
from typer.core import TyperGroup
from typer.exceptions import Abort, TyperException

from pulih.cli import (
    audit,
    backup,
    database,
    demo,
    doctor,
    founding,
    imports,
    instrument_library,
    instruments,
    keys,
    migrate,
    partitions,
    programmes,
    scoring,
    serve,
)
from pulih.cli.generating import command as generating
from pulih.cli.output import Refused, complain
from pulih.cli.scenarios import scenario
from pulih.records.keys import KeyTrouble
from pulih.rules.errors import RuleBroken


class Commands(TyperGroup):
    """Turns what a command raises into an exit code and words: 1 refused, 2 wrong usage."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run one command and leave with its exit code."""
        given = list(sys.argv[1:] if args is None else args)
        as_json = "--json" in given
        try:
            code = super().main(given, prog_name or "pulih", complete_var, standalone_mode=False, **extra)
        except TyperException as error:
            show = None if as_json else getattr(error, "show", None)
            if show:
                show()
            else:
                complain("usage", error.format_message(), as_json=as_json)
            sys.exit(error.exit_code)
        except Abort:
            sys.exit(130)
        except Exception as error:
            if not _told(error, as_json=as_json):
                raise
            sys.exit(1)
        sys.exit(code if isinstance(code, int) else 0)


def _told(error: Exception, *, as_json: bool) -> bool:
    """Say an error that people can mend; False for one that is our own mistake."""
    if isinstance(error, Refused):
        complain(error.code, str(error), as_json=as_json, row=error.row, field=error.field)
        return True
    if isinstance(error, RuleBroken):
        from pulih.language.wording import reason_text

        for reason in error.reasons:
            complain(reason.code, reason_text(reason, "en"), as_json=as_json, field=reason.about)
        return True
    if isinstance(error, KeyTrouble):
        complain(error.code, str(error), as_json=as_json)
        return True
    return _database_is_away(error, as_json=as_json)


def _database_is_away(error: Exception, *, as_json: bool) -> bool:
    """Say that the database does not answer, whichever library noticed."""
    import django.db
    import psycopg

    if not isinstance(error, psycopg.OperationalError | django.db.OperationalError):
        return False
    complain("database_unreachable", f"The database does not answer: {str(error).strip()}", as_json=as_json)
    return True


app = typer.Typer(
    cls=Commands,
    help="One record for drug rehabilitation inside prisons.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(database.group, name="database")
app.add_typer(audit.group, name="audit")
app.add_typer(keys.group, name="keys")
app.add_typer(partitions.group, name="partitions")
app.add_typer(imports.group, name="import")
instrument_library.add_to(instruments.group)
app.add_typer(instruments.group, name="instruments")
app.add_typer(programmes.group, name="programmes")
app.command("migrate")(migrate.migrate)
app.command("found")(founding.found)
app.command("serve")(serve.serve)
app.command("worker")(serve.worker)
app.command("demo")(demo.demo)
app.command("doctor")(doctor.doctor)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("score")(scoring.score)
app.command("generate")(generating.generate)
app.command("scenario")(scenario.scenario)

if __name__ == "__main__":
    app()
