"""Holding an approved sheet against the oracle: every figure that differs, by its path."""

from pulih.rules.outcomes import from_plain
from tests.scenarios import oracle

COUNTS = ("ever_admitted", "removed", "started", "completed", "measured", "better", "completers_measured",
          "completers_better", "success", "completers_success")  # fmt: skip


def differences(dsn: str) -> list[str]:
    """What the approved sheets of a database say otherwise than the oracle; empty when they agree."""
    found = []
    for reference, wave in oracle.recompute(dsn).items():
        if len(wave["approved"]) != 1:
            found.append(f"{reference}: {len(wave['approved'])} approved sheets")
            continue
        found += [f"{reference} {one}" for one in unlike(from_plain(wave["approved"][0]), wave)]
        for programme, (kept, inside) in wave["taken"].items():
            if kept != inside:
                found.append(f"{reference} {programme}: {kept} places taken, {inside} people inside")
    return found


def unlike(sheet, wave) -> list[str]:
    """Where one sheet and the oracle's wave part."""
    found = [
        f"{column.code} {path}: sheet {said}, oracle {expected}"
        for column in sheet.columns
        for path, said, expected in _column(column, wave["columns"][column.code])
        if said != expected
    ]
    lost = sorted((one.register_number, one.programme, one.month, str(one.on), one.reason)
                  for one in sheet.lost)  # fmt: skip
    return found if lost == wave["lost"] else [*found, f"lost: sheet {lost}, oracle {wave['lost']}"]


def _column(column, expected):
    for name in COUNTS:
        yield name, getattr(column, name), expected[name]
    places = {(one.group, one.reason): one.count for one in column.places}
    yield "places", places, expected["places"]
    for one in column.domains:
        said = {name: getattr(one, name) for name in expected["domains"][one.domain]}
        yield one.domain, said, expected["domains"][one.domain]
        yield from _share(f"{one.domain} of started", one.of_started(column.started))
        yield from _share(f"{one.domain} of completers", one.of_completers)
    urine = {name: getattr(column.urine, name) for name in expected["urine"]}
    yield "urine", urine, expected["urine"]
    yield from _share("success of started", column.success_of_started)
    yield from _share("success of completers", column.success_of_completers)


def _share(name, share):
    """Wilson's interval, rounded far beyond what anybody prints."""
    expected = oracle.wilson(share.count, share.of)
    said = None if share.low is None else (round(share.low, 9), round(share.high, 9))
    yield name, said, expected and tuple(round(one, 9) for one in expected)
