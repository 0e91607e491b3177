"""What the records say after a play, read back once through queries, as the workers of the play."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pulih.cli.scenarios.palembang import Played
from pulih.cli.scenarios.province import HOME
from pulih.rules.outcomes import ResultSheet

STAGES = ("stage1", "stage2")


@dataclass(frozen=True)
class Read:
    """Everything read back once, for all statements."""

    played: Played
    waves: Mapping[str, Any]
    people: Mapping[str, Any]
    sheets: Mapping[str, ResultSheet]

    @property
    def stage(self) -> Any:
        """Who asks."""
        return self.played.stage


def read_back(played: Played) -> Read:
    """Waves, people and approved sheets, on the day each sheet was approved."""
    from pulih.queries.outcomes import sheet_of
    from pulih.queries.programmes import participants

    waves, people, sheets = {}, {}, {}
    for name, wave in zip(STAGES, played.waves, strict=True):
        day = wave.plan["reviewed_on"][-1]
        with played.stage.acting("manager", day) as manager:
            waves[name] = wave.facts(manager)
            people[name] = participants(manager, [waves[name]], day)
            sheets[name] = sheet_of(manager, wave.reference).sheet
    return Read(played, waves, people, sheets)


def lost_of(sheet: ResultSheet) -> dict[str, int]:
    """Reasons of leaving early, with how many people."""
    return {one.reason: one.count for one in sheet.people.places if one.group != "completed"}


def targets_at_home(read: Read) -> dict[str, dict[str, Any]]:
    """What the prison was to reach in the first year, and what the gate counts, by programme."""
    from pulih.queries.targets import targets_of

    with read.stage.acting("region", read.played.plot["opening"]["day"]) as region:
        found = targets_of(region, read.played.plot["targets"]["year"])
    return {
        one.programme: {"target": one.year.target, "realised": one.year.realised, "percent": one.year.capaian}
        for one in found.lines
        if one.organisation_id == read.stage.offices[HOME]
    }
