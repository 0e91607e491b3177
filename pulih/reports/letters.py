"""Papers as PDF: decree, certificate and progress report, laid out by typst from what was kept when they were issued.

typst gets worded data as JSON and no markup. The same paper gives the same bytes, whenever it is printed.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pulih.language.wording import day, number, say
from pulih.queries.documents import Paper
from pulih.reports.progress_report import progress_words
from pulih.reports.typesetting import typeset
from pulih.rules.documents import Kind

_LAYOUTS = {
    Kind.DECREE: "decree",
    Kind.CERTIFICATE: "certificate",
    Kind.PROGRESS_REPORT: "progress-report",
}


def printable(paper: Paper) -> bool:
    """Whether there is a layout for this kind."""
    return paper.kind in _LAYOUTS


def letter_pdf(paper: Paper, language: str) -> bytes:
    """The paper, A4 and tagged for readers of the screen."""
    return typeset(_LAYOUTS[paper.kind], printed(paper, language))


def printed(paper: Paper, language: str) -> Mapping[str, Any]:
    """What the paper says, in words."""
    facts = paper.facts
    named = {"programme": say(f"programme.{paper.programme}", language), "wave": facts.get("wave", "")}
    common = {
        "language": language,
        "issuer": facts["office"],
        "number": say("letter.number", language, number=paper.number),
        "on": _day(facts["on"], language),
        "signed_by": facts["signed_by"],
        "confirm": say("letter.confirm", language, paper_code=paper.code),
        "withdrawn": say("letter.withdrawn", language) if paper.withdrawn_at else "",
    }
    if paper.kind is Kind.DECREE:
        return {**common, **_decree(facts, named, language)}
    if paper.kind is Kind.PROGRESS_REPORT:
        return {**common, **progress_words(facts, named, language)}
    return {**common, **_certificate(facts, named, language)}


def _decree(facts: Mapping[str, Any], named: Mapping[str, str], language: str) -> Mapping[str, Any]:
    people = facts["people"]
    text = "letter.decree_text" if facts["replaces_none"] else "letter.decree_text_further"
    return {
        "title": say("letter.decree_title", language),
        "about": say("letter.decree_about", language, **named),
        "text": say(text, language, people=number(len(people), language), **named),
        "heads": [say(f"letter.{one}", language) for one in ("name", "register_number", "admitted_on")],
        "people": [
            [one["name"], one["register_number"], _day(one["admitted_on"], language)] for one in people
        ],
        "role": say("letter.head", language),
    }


def _certificate(facts: Mapping[str, Any], named: Mapping[str, str], language: str) -> Mapping[str, Any]:
    return {
        "title": say("letter.certificate_title", language),
        "given_to": say("letter.given_to", language),
        "name": facts["name"],
        "register_number": facts["register_number"],
        "text": say(
            "letter.certificate_text",
            language,
            months=facts["months"],
            begun_on=_day(facts["begun_on"], language),
            ended_on=_day(facts["ended_on"], language),
            **named,
        ),
        "role": say("letter.officer", language),
    }


def _day(text: str, language: str) -> str:
    return day(date.fromisoformat(text), language) if text else "–"
