"""Who may put an instrument to somebody: the role, the training behind it, the way it is filled, the licence."""

from collections.abc import Iterable
from datetime import date

from pulih.rules.competencies import Held, check_held
from pulih.rules.instruments.definition import Instrument
from pulih.rules.permissions import Role
from pulih.rules.verdicts import ALLOWED, Verdict, all_of, refused

SELF = "self"
"""Filled by the person; whoever keys the sheet asked nothing and needs no training for it."""


def check_administering(
    instrument: Instrument, *, role: Role, mode: str, held: Iterable[Held], on: date, worded: bool
) -> Verdict:
    """Whether somebody in this role may put the instrument to a person on that day, or key what was filled.

    The competency is judged on the day of the form, not of its entry: a certificate that ended since does
    not spoil older work. Codes: `instrument_not_for_role`, `mode_not_valid`, those of `check_held`, and
    `instrument_needs_wording`.
    """
    return all_of(
        (
            check_role(instrument, role),
            check_mode(instrument, mode),
            check_training(instrument, mode, held, on),
            check_offered(instrument, worded),
        )
    )


def check_role(instrument: Instrument, role: Role) -> Verdict:
    """Whether the role is one of those the definition names; jobs are judged by whom they act for."""
    if role in instrument.roles or role is Role.SYSTEM:
        return ALLOWED
    return refused("instrument_not_for_role", role=role.value, roles=[one.value for one in instrument.roles])


def check_mode(instrument: Instrument, mode: str) -> Verdict:
    """Whether the instrument is valid when filled this way."""
    if mode in instrument.modes:
        return ALLOWED
    return refused("mode_not_valid", "mode", mode=mode, modes=list(instrument.modes))


def check_training(instrument: Instrument, mode: str, held: Iterable[Held], on: date) -> Verdict:
    """Whether whoever asks is trained for it on that day."""
    if not instrument.competency or mode == SELF:
        return ALLOWED
    return check_held(instrument.competency, held, on)


def check_offered(instrument: Instrument, worded: bool) -> Verdict:
    """Whether the office may use it at all: some may be shown only with text it has a licence for."""
    if instrument.needs_wording and not worded:
        return refused("instrument_needs_wording", instrument=instrument.code)
    return ALLOWED
