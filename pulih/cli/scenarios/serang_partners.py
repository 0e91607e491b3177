"""What offices above and partners do in the play of Serang: objective, targets, agreements, the opening."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from pulih.cli.scenarios.intake import WaveInPlay
from pulih.cli.scenarios.stage import Stage

HOME = "lapas-serang"


def entrust(stage: Stage, plot: Mapping[str, Any]) -> None:
    """The directorate words its objective; the regional office designates, and its targets serve it."""
    from pulih.actions.organisations import designate
    from pulih.actions.targets import set_objective, set_target

    aim, decree = plot["objective"], plot["designated"]
    with stage.acting("nation", aim["day"]) as nation:
        first, last = aim["years"]
        objective_id = set_objective(
            code=aim["code"],
            text=aim["text"],
            source=aim["source"],
            from_year=first,
            until_year=last,
            by=nation,
        )
    with stage.acting("region", decree["day"]) as region:
        for programme, places in plot["places"].items():
            home = stage.offices[HOME]
            designate(
                organisation_id=home,
                programme=programme,
                budget_year=decree["year"],
                target=places,
                decree_number=decree["decree"],
                decree_date=decree["day"],
                by=region,
            )
            set_target(
                organisation_id=home,
                programme=programme,
                year=decree["year"],
                quarter=None,
                amount=places,
                objective_id=objective_id,
                by=region,
            )


def agree(stage: Stage, plot: Mapping[str, Any]) -> None:
    """The prison signs agreements, each in its fields of cooperation."""
    from pulih.actions.network import record_agreement

    day = plot["agreed"]["day"]
    with stage.acting("manager", day) as manager:
        for one in plot["agreements"]:
            record_agreement(
                partner_id=stage.offices[one["with"]],
                number=one["number"],
                title=one["title"],
                fields=one["fields"],
                signed_on=day,
                starts_on=day,
                ends_on=plot["agreed"]["until"],
                by=manager,
            )


def open_the_programme(wave: WaveInPlay, plot: Mapping[str, Any]) -> int:
    """The opening is recorded; told of a day outside the budget year it is refused. Answers how many came."""
    from pulih.actions.network import Guest, record_event

    stage, opening = wave.stage, plot["opening"]
    guests = [
        Guest(stage.offices[one["at"]], stage.draw.randint(1, 4), one["as"], one["for"])
        for one in opening["guests"]
    ]
    with stage.acting("manager", opening["day"]) as manager:
        told = {
            "kind": "opening",
            "title": opening["title"],
            "host_id": stage.offices[opening["host"]],
            "guests": guests,
            "place": opening["place"],
            "host_role": opening["host_role"],
            "wave_id": wave.facts(manager).id,
            "minutes": opening["minutes"],
            "by": manager,
        }
        wrong = plot["outside_budget_year"]
        stage.must_refuse("event_outside_budget_year", record_event, held_on=wrong, **told)
        record_event(held_on=opening["day"], **told)
    return sum(one.people for one in guests)


def do_together(wave: WaveInPlay, plot: Mapping[str, Any], starts_on: date) -> int:
    """Activities under the agreements; one in a field that was not agreed is refused. Answers who took part."""
    from pulih.actions.network import add_activity
    from pulih.queries.network import agreements_of

    stage, people = wave.stage, 0
    for one in plot["activities"]:
        day = starts_on + timedelta(days=stage.draw.randint(7, 40))
        took_part = stage.draw.randint(*one["people"])
        with stage.acting("manager", day) as manager:
            known = {line.agreed.number: line for line in agreements_of(manager).lines}
            line = known[one["under"]]
            told = {
                "agreement_id": line.id,
                "title": one["title"],
                "starts_on": day,
                "people": took_part,
                "wave_id": wave.facts(manager).id,
                "module": one.get("module", ""),
                "by": manager,
            }
            stage.must_refuse("activity_field_not_agreed", add_activity, field="other", **told)
            add_activity(field=one["field"], **told)
        people += took_part
    return people
