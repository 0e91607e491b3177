"""What a progress report says, in words: from the codes and days that were kept when it was issued."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pulih.language.wording import day, number, say


def progress_words(facts: Mapping[str, Any], named: Mapping[str, str], language: str) -> Mapping[str, Any]:
    """The parts of the report for its layout; a part without rows says so instead of standing empty."""

    def words(code: str, **more: Any) -> str:
        return say(f"report.{code}", language, **more)

    return {
        "title": words("title"),
        "facts": _facts(facts, named, language),
        "parts": [
            {"title": words("attendance"), "text": _attendance(facts["attendance"], language)},
            {
                "title": words("goals"),
                "heads": [words(one) for one in ("goal", "horizon", "state")],
                "rows": _goals(facts["goals"], language),
                "text": words("no_goals"),
            },
            {
                "title": words("skills"),
                "heads": [words(one) for one in ("skill", "first", "now")],
                "rows": _skills(facts["skills"], language),
                "text": words("no_skills"),
            },
            {
                "title": words("measured"),
                "heads": [words(one) for one in ("measurement", "point", "state")],
                "rows": _measured(facts["measured"], language),
                "text": words("no_measured"),
            },
            {"title": words("review"), "text": _day(facts["review_on"], language)},
        ],
        "note": words("note"),
        "role": say("letter.officer", language),
    }


def _facts(facts: Mapping[str, Any], named: Mapping[str, str], language: str) -> list[list[str]]:
    period = say(
        "report.period",
        language,
        begun_on=_day(facts["begun_on"], language),
        ends_on=_day(facts["ends_on"], language),
        days=number(facts["days"], language),
    )
    rows = {
        "name": facts["name"],
        "reference": facts["reference"],
        "register_number": facts["register_number"],
        "programme": f"{named['programme']}, {named['wave']}",
        "time": period,
    }
    return [[say(f"report.{code}", language), text] for code, text in rows.items()]


def _attendance(found: Mapping[str, Any], language: str) -> str:
    held, attended = found["held"], found["attended"]
    if not held:
        return say("report.no_attendance", language)
    said = say(
        "report.attended",
        language,
        attended=number(attended, language),
        held=number(held, language),
        percent=(200 * attended + held) // (2 * held),
    )
    sides = ", ".join(
        f"{number(count, language)} {say(f'absent_side.{side}', language)}"
        for side, count in sorted(found["sides"].items())
    )
    return f"{said} {say('report.absent', language, listed=sides)}" if sides else said


def _goals(goals: list[Mapping[str, Any]], language: str) -> list[list[str]]:
    return [
        [
            f"{say('goal_dimension.' + one['dimension'], language)}: {one['text']}",
            say(f"goal_horizon.{one['horizon']}", language),
            _since(one, language),
        ]
        for one in goals
    ]


def _since(one: Mapping[str, Any], language: str) -> str:
    state = say(f"goal_state.{one['state']}", language)
    return f"{state}, {_day(one['since'], language)}" if one["since"] else state


def _skills(skills: list[Mapping[str, Any]], language: str) -> list[list[str]]:
    return [
        [
            one["title_id"] if language == "id" else one["title_en"],
            say(f"skill_level.{one['first']}", language),
            f"{say('skill_level.' + str(one['level']), language)}, {_day(one['on'], language)}",
        ]
        for one in skills
    ]


def _measured(measured: list[Mapping[str, Any]], language: str) -> list[list[str]]:
    return [
        [
            say(f"measurement.{one['kind']}", language),
            say(f"point.{one['point']}", language),
            say(f"report_measured.{one['how']}", language),
        ]
        for one in measured
    ]


def _day(text: str, language: str) -> str:
    return day(date.fromisoformat(text), language) if text else "–"
