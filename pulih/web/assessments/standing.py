"""What stands between a worker and an instrument, said before anything is typed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from pulih.language.instruments import instrument as definition_of
from pulih.language.instruments import instruments
from pulih.queries.instruments import Pack, wording_of
from pulih.queries.staff.competencies import held_by
from pulih.rules.actors import Actor
from pulih.rules.competencies import Held
from pulih.rules.errors import RuleBroken
from pulih.rules.instruments import Instrument, check_administering
from pulih.rules.permissions import Permission
from pulih.rules.verdicts import ALLOWED, Reason, Verdict


@dataclass(frozen=True)
class Standing:
    """Whether somebody may put an instrument to a person today, and in which ways."""

    verdict: Verdict
    modes: tuple[str, ...]
    """The ways open today; all valid ones where none is, so that an older sheet can still be keyed."""
    narrowed: tuple[Reason, ...]
    """Why some ways are not open while others are."""

    @property
    def older(self) -> bool:
        """Whether a sheet taken on an earlier day could still be keyed: only the training has run out."""
        codes = {one.code for one in self.verdict.reasons}
        return codes == {"competency_expired"}


def known_instrument(code: str, version: str | None = None) -> Instrument:
    """An instrument named in an address; an unknown one is an address of nothing."""
    if code not in instruments():
        raise RuleBroken("not_found", subject="instrument", subject_id=code)
    return definition_of(code, version)


def held_for(actor: Actor, definitions: Iterable[Instrument]) -> tuple[Held, ...]:
    """What the actor was trained for, asked only where one of these instruments wants training."""
    return held_by(actor) if any(one.competency for one in definitions) else ()


def pack_of(actor: Actor, definition: Instrument) -> Pack | None:
    """The office's licensed wording in the reader's language; in another where captions may not be shown."""
    if not actor.may(Permission.READ_INSTRUMENTS):
        return None
    languages = [get_language() or "id", *(("id", "en") if definition.needs_wording else ())]
    for language in dict.fromkeys(languages):
        if pack := wording_of(actor, definition.code, language):
            return pack
    return None


def standing_of(
    actor: Actor, definition: Instrument, held: Iterable[Held], on: date, *, worded: bool
) -> Standing:
    """Every way of filling judged by the rule; the first refusal stands for all where none is open."""
    known = tuple(held)
    verdicts = {
        mode: check_administering(
            definition, role=actor.role, mode=mode, held=known, on=on, worded=worded
        )
        for mode in definition.modes
    }  # fmt: skip
    open_ways = tuple(mode for mode, verdict in verdicts.items() if verdict)
    if not open_ways:
        return Standing(next(iter(verdicts.values())), definition.modes, ())
    refused = next((verdict.reasons for verdict in verdicts.values() if not verdict), ())
    return Standing(ALLOWED, open_ways, tuple(refused))
