"""The rows of the tables of a result sheet, written without a template.

A sheet of three columns has some four hundred figures, and a template took longer over them than reading and
reckoning the wave together. Every value that comes from records or words goes through `escape`.
"""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from pulih.reports.printed import Figure, LostRow, Row, Table
from pulih.web.ui.templatetags.ui import shape

_HEADING = '<tr><th scope="colgroup" colspan="{}" class="!text-sm !text-base-content pt-4">{}{}</th></tr>'
_HEADING_NOTE = ' <span class="meta font-normal">{}</span>'
_ROW = (
    '<tr class="[&>*]:!align-baseline{total}"><th scope="row" class="min-w-44 !text-sm !text-base-content'
    ' {weight}{level}"><span class="inline-flex items-center gap-2">{mark}<span>{label}</span></span>{note}</th>'
    "{figures}{bar}</tr>"
)
_NOTE = ' <span class="meta">{}</span>'
_FIGURE = '<td class="num"><span class="{}">{}</span>{}{}</td>'
_SECOND = ' <span class="meta whitespace-nowrap">{}</span>'
_TAG = '<span class="ui-tag {}">{}{}</span>'
_HEARD = '<span class="sr-only">{}</span>'
_BAR = (
    '<td class="max-md:hidden w-28"><svg class="ui-fig" viewBox="0 0 100 10" width="100" height="10"'
    ' aria-hidden="true"><rect width="{}" height="10" class="{}"/></svg></td>'
)
_NO_BAR = '<td class="max-md:hidden w-28"></td>'
_MARKS = {
    "done": ("ok", "done"),
    "positive": ("late", "positive"),
    "struck": ("off", "left"),
    "empty": ("off", "not-started"),
}
"""Tone and shape of what stands before a label."""
_LOST = (
    '<tr><td class="whitespace-nowrap">{}</td><td>{}</td><td class="num">{}</td>'
    '<td class="whitespace-nowrap">{}</td><td>{}</td><td class="text-muted">{}</td>'
    '<td class="text-muted">{}</td></tr>'
)
_DOMAIN_HEAD = '<tr><th scope="colgroup" colspan="{}" class="!text-sm !text-base-content !pt-4">{}</th></tr>'
_DOMAIN = (
    '<tr class="[&>*]:!align-top"><th scope="row" class="!text-sm !text-base-content !font-normal">{}{}</th>'
    "{}</tr>"
)
_BELOW = '<span class="block meta whitespace-nowrap">{}</span>'
_DOMAIN_FIGURE = '<td class="num">{}{}</td>'


def table_rows(table: Table, columns: int, language: str, *, bars: bool = False) -> SafeString:
    """The rows of a printed table, a figure a column; with bars: how much of the whole it is in the last."""
    return mark_safe("".join(_row(row, columns, language, bars) for row in table.rows))


def _row(row: Row, columns: int, language: str, bars: bool) -> str:
    label, note = escape(row.label), escape(row.note)
    if not row.figures:
        return _HEADING.format(columns + 1, label, _HEADING_NOTE.format(note) if note else "")
    tone, drawn = _MARKS.get(row.mark, ("", ""))
    weight = "" if row.level else "font-semibold"
    checks = row.checks if row.total and row.checks else ("",) * len(row.figures)
    figures = "".join(
        _FIGURE.format(
            weight,
            escape(figure.main(language)),
            _SECOND.format(escape(second)) if (second := figure.second(language)) else "",
            _checked(check) if row.total and row.checks else "",
        )
        for figure, check in zip(row.figures, checks, strict=True)
    )
    return _ROW.format(
        total=" border-t border-base-content font-bold" if row.total else "",
        weight="!font-bold" if row.total else "!font-normal",
        level=" !pl-5" if row.level else "",
        mark=_TAG.format(tone, shape(drawn), "") if drawn else "",
        label=label,
        note=_NOTE.format(note) if note else "",
        figures=figures,
        bar=_bar(row) if bars else "",
    )


def _checked(wrong: str) -> str:
    """Whether a total adds up, and what it should be where it does not."""
    if wrong:
        return " " + _TAG.format("late", shape("late"), escape(wrong))
    return " " + _TAG.format("ok", shape("done"), _HEARD.format(escape(_("cocok"))))


def _bar(row: Row) -> str:
    percent = None if row.total else row.figures[-1].percent
    return _BAR.format(percent, "c1" if row.mark == "done" else "c3") if percent else _NO_BAR


def domain_rows(
    title: str, rows: Iterable[tuple[Row, list[Figure]]], width: int, language: str
) -> SafeString:
    """The domains of one column of the sheet, each with its measures; a title where there are several."""
    found = [_DOMAIN_HEAD.format(width, escape(title))] if title else []
    for row, figures in rows:
        cells = "".join(
            _DOMAIN_FIGURE.format(escape(one.main(language)), _below(one.second(language))) for one in figures
        )
        found.append(_DOMAIN.format(escape(row.label), _below(row.note), cells))
    return mark_safe("".join(found))


def _below(words: str) -> str:
    return _BELOW.format(escape(words)) if words else ""


def lost_rows(lost: Iterable[LostRow]) -> SafeString:
    """Everybody who did not complete, by register number."""
    return mark_safe(
        "".join(
            _LOST.format(
                escape(one.register_number),
                escape(one.programme),
                one.month,
                escape(one.on),
                escape(one.reason),
                escape(one.group),
                escape(one.note) or "–",
            )
            for one in lost
        )
    )
