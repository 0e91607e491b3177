"""Result sheets made by hand, for whoever must show one. Nobody in them exists."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from pulih.rules.outcomes import (
    Column,
    Domain,
    Head,
    Lost,
    Place,
    ResultSheet,
    RuleShown,
    Signed,
    Urine,
)
from pulih.rules.outcomes.sheet import PEOPLE

IN_RULE = ("physical", "psychological", "environment")
STATES = (
    "negative",
    "positive",
    "positive_unconfirmed",
    "prescribed_positive",
    "admitted",
    "invalid",
    "diluted",
    "refused",
    "no_sample",
    "exempt",
    "not_done",
    "not_due",
    "missing",
)


def head(**changes: object) -> Head:
    """An approved sheet, sealed; `changes` makes it another."""
    made = Head(
        number="2023-T2-014-r1",
        wave="Tahap 2 2023",
        wave_reference="2023-T2-014",
        organisation="Lapas Kelas IIA Tirta Wana",
        parent="Kanwil Nusa Selatan",
        budget_year=2023,
        starts_on=date(2023, 8, 7),
        ends_on=date(2024, 2, 2),
        revision=1,
        state="approved",
        instrument="WHOQOL-BREF",
        instrument_version="1",
        engine="1",
        missing_rule="syntax",
        drafted=Signed("Indah Rekaan", "programme_manager", datetime(2024, 2, 7, 15, 20, tzinfo=UTC)),
        checked=Signed("Herlina Rekaan", "assessor", datetime(2024, 2, 8, 9, 5, tzinfo=UTC)),
        approved=Signed("Suryadi Rekaan", "head_of_facility", datetime(2024, 2, 9, 10, 42, tzinfo=UTC)),
        audit_seal=48213,
        audit_hash="3f9a" * 16,
        audit_signature="MEUCIQ" * 14 + "rA==",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def rule(**changes: object) -> RuleShown:
    """Three domains up, and the test of month 6 negative or explained by a prescription."""
    made = RuleShown(
        domains=IN_RULE,
        month=6,
        threshold=0.0,
        urine_point="month6",
        urine_passing=("negative", "prescribed_positive"),
        version=3,
        fixed_on=date(2023, 8, 1),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def domain(code: str, measured: int, rose: tuple[int, int], reliable: tuple[int, int]) -> Domain:
    """A domain where `rose` = (all measured, completers) and `reliable` = (improved, declined)."""
    improved, declined = reliable
    return Domain(
        domain=code,
        in_rule=code in IN_RULE,
        measured=measured,
        increased=rose[0],
        completers_measured=measured,
        completers_increased=rose[1],
        improved=improved,
        unchanged=measured - improved - declined,
        declined=declined,
        threshold=20.8,
        by_chance=0.44 if code != "social" else 0.36,
    )


def urine(of: int, **counted: int) -> Urine:
    """A test by its states; who is in none of them is `not_due`."""
    states = {state: counted.get(state, 0) for state in STATES}
    states["not_due"] += of - sum(states.values())
    readable = ("negative", "positive", "positive_unconfirmed", "prescribed_positive")
    return Urine(
        of=of,
        eligible=of - states["not_due"] - states["exempt"],
        tested=sum(states[state] for state in readable),
        states=states,
        passed=states["negative"] + states["prescribed_positive"],
    )


def column(
    code: str,
    title: str,
    started: int,
    gone: Mapping[tuple[str, str], int],
    *,
    measured: int,
    success: int,
    domains: tuple[Domain, ...],
    tested: Urine,
    capacity: int | None = None,
    removed: int = 0,
) -> Column:
    """A column in which everybody who is not `gone` completed, and the measured are completers."""
    completed = started - sum(gone.values())
    places = [Place("completed", "", completed)]
    places += [Place(group, reason, count) for (group, reason), count in gone.items()]
    return Column(
        code=code,
        title=title,
        capacity=capacity,
        ever_admitted=started + removed,
        removed=removed,
        started=started,
        completed=completed,
        places=tuple(places),
        measured={"start": started, "month3": measured + (completed - measured) // 2, "both": measured},
        domains=domains,
        better=success + success // 20,
        completers_measured=measured,
        completers_better=success + success // 20,
        urine=tested,
        success=success,
        completers_success=success,
    )


GONE = {
    ("administrative", "released_early"): 7,
    ("administrative", "transferred"): 3,
    ("dropout", "withdrew"): 2,
    ("dropout", "expelled"): 2,
    ("medical", "medical"): 1,
    ("death", "died"): 1,
}


def social() -> Column:
    """Social rehabilitation: 120 started, 104 completed, 101 of them measured."""
    return column(
        "social_rehab",
        "Rehabilitasi Sosial",
        120,
        GONE,
        measured=101,
        success=52,
        capacity=120,
        removed=2,
        domains=(
            domain("physical", 101, (71, 71), (23, 4)),
            domain("psychological", 101, (74, 74), (27, 3)),
            domain("social", 101, (58, 58), (19, 7)),
            domain("environment", 101, (62, 62), (15, 6)),
        ),
        tested=urine(120, negative=97, prescribed_positive=2, positive=2, refused=1, not_done=2),
    )


def medical() -> Column:
    """Medical rehabilitation: 30 started, four of them also in the social cycle."""
    return column(
        "medical_rehab",
        "Rehabilitasi Medis",
        30,
        {("administrative", "court"): 2, ("external", "other"): 1},
        measured=25,
        success=9,
        capacity=30,
        domains=(
            domain("physical", 25, (19, 19), (8, 1)),
            domain("psychological", 25, (16, 16), (6, 2)),
            domain("social", 25, (13, 13), (3, 2)),
            domain("environment", 25, (14, 14), (2, 0)),
        ),
        tested=urine(30, negative=20, prescribed_positive=4, exempt=1, invalid=1, diluted=1),
    )


def people(of: Column, **changes: object) -> Column:
    """The column of people where nobody was in two cycles."""
    same = replace(of, code=PEOPLE, title="Orang", capacity=None)
    return replace(same, **changes)  # type: ignore[arg-type]


def lost(count: int, programme: str = "social_rehab", first: int = 302) -> tuple[Lost, ...]:
    """So many enrolments that did not complete, their reasons in turn."""
    reasons = list(GONE)
    notes = ("Rutan IIB Karang Pelita", "cuti bersyarat", "tidak ingin melanjutkan", "", "rumah sakit", "")
    return tuple(
        Lost(
            register_number=f"RN-2023-{first + 7 * place:04}",
            programme=programme,
            month=1 + place % 6,
            on=date(2023, 8 + place % 5, 1 + place % 28),
            reason=reasons[place % len(reasons)][1],
            group=reasons[place % len(reasons)][0],
            note=notes[place % len(notes)],
        )
        for place in range(count)
    )


def one_cycle(**changes: object) -> ResultSheet:
    """The sheet of the design: one cycle, people the same."""
    return ResultSheet(head(**changes), rule(), (social(), people(social())), lost(16))


def two_cycles(**changes: object) -> ResultSheet:
    """Two cycles with four people in both: 150 enrolments started, 146 people."""
    first, second = social(), medical()
    both = people(
        column(
            PEOPLE,
            "Orang",
            146,
            GONE | {("administrative", "court"): 2, ("external", "other"): 1},
            measured=122,
            success=58,
            removed=2,
            domains=(
                domain("physical", 122, (86, 86), (30, 5)),
                domain("psychological", 122, (87, 87), (32, 5)),
                domain("social", 122, (69, 69), (21, 9)),
                domain("environment", 122, (73, 73), (17, 6)),
            ),
            tested=urine(146, negative=114, prescribed_positive=5, positive=2, refused=1, exempt=1),
        )
    )
    rest = lost(3, "medical_rehab", 901)
    return ResultSheet(head(**changes), rule(), (first, second, both), lost(16) + rest)


def nobody(**changes: object) -> ResultSheet:
    """A wave nobody started."""
    empty = column(
        "social_rehab", "Rehabilitasi Sosial", 0, {}, measured=0, success=0, capacity=60,
        domains=tuple(domain(code, 0, (0, 0), (0, 0)) for code in (*IN_RULE, "social")),
        tested=urine(0),
    )  # fmt: skip
    unsigned = {"state": "draft", "checked": None, "approved": None, "audit_seal": None}
    return ResultSheet(head(**(unsigned | changes)), rule(), (empty, people(empty)))


def crowded(cycles: int = 6, times: int = 173, **changes: object) -> ResultSheet:
    """Many cycles with long names and counts in the tens of thousands."""

    def grown(place: int) -> Column:
        gone = {key: count * times for key, count in GONE.items()}
        return column(
            f"cycle{place}",
            f"Rehabilitasi Sosial Rawat Inap Angkatan {place}",
            120 * times + place,
            gone,
            measured=101 * times,
            success=52 * times + place,
            capacity=121 * times,
            domains=tuple(
                domain(code, 101 * times, (71 * times + place, 70 * times), (23 * times, 4 * times))
                for code in (*IN_RULE, "social")
            ),
            tested=urine(120 * times + place, negative=97 * times, positive=2 * times, not_done=place),
        )

    columns = tuple(grown(place) for place in range(1, cycles + 1))
    return ResultSheet(head(**changes), rule(), (*columns, people(columns[0])), lost(120, "cycle1"))
