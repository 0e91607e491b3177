"""What `pulih import responses` does: answer sheets of one instrument and wave, judged first, then recorded."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from pulih.cli.output import table

Standing = tuple[int | None, str | None, str, str]
"""What stands in the way: row, field, code and words."""


@dataclass(frozen=True)
class SheetWish:
    """What the command was asked for."""

    username: str
    instrument: str
    wave: str
    point: str
    dry_run: bool
    leave_out: bool
    errors: Path | None


def import_sheets(content: bytes, name: str, wish: SheetWish) -> tuple[dict[str, Any], list[Standing]]:
    """Check in one transaction and apply in the next: what was checked is kept when applying is refused."""
    from pulih.actions.assessments import sheet_import as actions
    from pulih.exchange.spreadsheets.responses import read_responses
    from pulih.language.instruments import instrument as definition_of
    from pulih.queries.assessments import sheets as queries
    from pulih.queries.staff import worker_named
    from pulih.records import scope
    from pulih.rules.errors import RuleBroken
    from pulih.rules.permissions import Permission

    by = worker_named(wish.username, Permission.MEASURE)
    with scope.acting_as(by):
        file = read_responses(content, name, definition_of(wish.instrument))
        about = actions.About(wish.instrument, wish.wave, wish.point)
        batch_id = actions.stage_sheets(file=file, about=about, by=by)
        batch = queries.sheet_batch(by, batch_id)
        standing = [
            _said(row.row_number, reason)
            for row in queries.sheets_standing(by, batch_id)
            for reason in row.reasons
        ]
        if wish.errors and standing:
            _write_rows_to_mend(wish.errors, batch_id, by)
    document: dict[str, Any] = {"batch": batch_id, "file": name, "organisation": by.organisation_name}
    document |= {"instrument": wish.instrument, "wave": batch.wave_reference, "state": "checked"}
    document |= {"rows": batch.counts["rows"]}
    document["outcomes"] = {name: batch.counts[name] for name in ("new", "same", "bad")}
    document |= {name: batch.counts[name] for name in ("without_score", "alerts")}
    if wish.dry_run:
        return document, standing
    try:
        with scope.acting_as(by):
            applied = actions.apply_sheets(
                batch_id=batch_id, revision=batch.revision, leave_out=wish.leave_out, by=by
            )
    except RuleBroken as broken:
        return document | {"state": "refused"}, standing + [_said(None, reason) for reason in broken.reasons]
    return document | {"state": "applied", "applied": applied.counts}, [] if wish.leave_out else standing


def _said(row: int | None, reason: Any) -> Standing:
    from pulih.language.wording import reason_text

    return row, reason.about, reason.code, reason_text(reason, "en")


def _write_rows_to_mend(path: Path, batch_id: Any, by: Any) -> None:
    from pulih.actions.assessments import sheet_import as actions
    from pulih.exchange.spreadsheets.error_file import write_error_file
    from pulih.exchange.spreadsheets.responses import sheets_to_mend
    from pulih.language.wording import reason_text

    back = actions.hand_back_sheets(batch_id=batch_id, by=by)
    rows = sheets_to_mend(back.headings, back.cells)
    path.write_bytes(
        write_error_file(rows, back.reasons, lambda reason: reason_text(reason, by.language), by.language)
    )


def show_sheets(out: Console, document: Mapping[str, Any]) -> None:
    """The result for people."""
    words = {
        "checked": "Checked; nothing of the record changed.",
        "applied": "Applied.",
        "refused": "Refused; nothing of the record changed. Mend the rows, or apply with --leave-out.",
    }
    out.print(f"{document['file']} at {document['organisation']}: {document['rows']} sheets")
    out.print(table(("outcome", "rows"), document["outcomes"].items()))
    if document["without_score"]:
        out.print(f"Without a score: {document['without_score']}")
    if document["alerts"]:
        out.print(f"Worrying answers, each a task for today: {document['alerts']}")
    if "applied" in document:
        out.print(f"Recorded: {document['applied']['recorded']}, left out: {document['applied']['left_out']}")
    out.print(words[document["state"]])
