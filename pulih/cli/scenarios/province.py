"""What the regional office does: targets, designations for the next year, and the opening it comes to."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pulih.cli.scenarios.stage import Stage

HOME = "lpp-palembang"


def ask_for_numbers(stage: Stage, plot: Mapping[str, Any]) -> None:
    """Targets of the first year; the article gives none, so that they are drawn."""
    from pulih.actions.targets import set_target

    asked = plot["targets"]
    with stage.acting("region", asked["day"]) as region:
        for programme in ("medical", "social"):
            set_target(
                organisation_id=stage.offices[HOME],
                programme=programme,
                year=asked["year"],
                quarter=None,
                amount=stage.draw.randint(*asked[programme]),
                by=region,
            )


def open_the_year(stage: Stage, plot: Mapping[str, Any]) -> int:
    """Four facilities are entrusted for 2021, and the programme is opened; answers how many guests came."""
    _designate(stage, plot)
    opening = plot["opening"]
    return _record_opening(stage, opening, opening["day"])


def _designate(stage: Stage, plot: Mapping[str, Any]) -> None:
    from pulih.actions.organisations import designate
    from pulih.actions.targets import set_target

    decree = plot["designated"]
    with stage.acting("region", decree["day"]) as region:
        for one in plot["designations"]:
            designate(
                organisation_id=stage.offices[one["organisation"]],
                programme=one["programme"],
                budget_year=decree["year"],
                target=one["target"],
                decree_number=decree["decree"],
                decree_date=decree["day"],
                by=region,
            )
            set_target(
                organisation_id=stage.offices[one["organisation"]],
                programme=one["programme"],
                year=decree["year"],
                quarter=None,
                amount=one["target"],
                by=region,
            )


def _record_opening(stage: Stage, opening: Mapping[str, Any], day: date) -> int:
    from pulih.actions.network import Guest, record_event

    guests = [
        Guest(stage.offices[one["at"]], stage.draw.randint(1, 5), one["as"]) for one in opening["guests"]
    ]
    with stage.acting("manager", day) as manager:
        record_event(
            kind="opening",
            title=opening["title"],
            held_on=day,
            host_id=stage.offices[opening["host"]],
            guests=guests,
            place=opening["place"],
            host_role=opening["host_role"],
            minutes=opening["minutes"],
            by=manager,
        )
    return sum(one.people for one in guests)
