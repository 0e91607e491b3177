"""The engine against plain scorers that know nothing of it: they agree on every figure of random forms.

500 forms an instrument; `PULIH_ORACLE_FORMS=10000` draws more. An instrument without an oracle fails here.
"""

import os
from random import Random
from typing import Any

import pytest

from pulih.language.instruments import instrument, instruments
from pulih.rules.instruments import Instrument, plain_scores, score
from tests.rules.instruments.drawing import drawn_circumstances, drawn_form
from tests.rules.instruments.oracles import Oracle, oracle

FORMS = int(os.environ.get("PULIH_ORACLE_FORMS", "500"))
CODES = tuple(instruments())
EXACT = 1e-9
"""Share of a figure by which floats of two ways to reckon may differ."""


def agree(by_engine: Any, by_oracle: Any) -> bool:
    """Whether two documents have the same names and the same figures."""
    if isinstance(by_engine, dict) and isinstance(by_oracle, dict):
        same_names = by_engine.keys() == by_oracle.keys()
        return same_names and all(agree(by_engine[name], by_oracle[name]) for name in by_engine)
    plain = (bool, str, type(None))
    if isinstance(by_engine, plain) or isinstance(by_oracle, plain):
        return type(by_engine) is type(by_oracle) and by_engine == by_oracle
    return bool(by_engine == pytest.approx(by_oracle, rel=EXACT, abs=EXACT))


@pytest.mark.parametrize("code", CODES)
def test_every_instrument_has_an_oracle(code: str) -> None:
    assert oracle(code) is not None, f"write tests/rules/instruments/oracles/ for {code}"


@pytest.mark.parametrize("code", CODES)
def test_engine_and_oracle_agree(code: str) -> None:
    of = instrument(code)
    by_hand = oracle(code)
    if by_hand is None:
        pytest.skip("said by the test above")
    random = Random(code)
    scorable = 0
    for number in range(FORMS):
        coding = random.choice(of.codings).code
        rule = random.choice(of.missing_rules)
        circumstances = drawn_circumstances(of, random)
        answers = drawn_form(of, coding, random)
        scored = score(of, answers, coding=coding, rule=rule, circumstances=circumstances)
        found = plain_scores(scored, nested=bool(of.transforms or of.parts))
        expected = by_hand(answers, coding=coding, rule=rule, circumstances=circumstances)
        told = f"form {number}: {answers} {coding} {rule} {circumstances}\n{found}\n{expected}"
        assert agree(found, expected), told
        scorable += scored.scorable
        if of.parts:
            check_one_part(of, by_hand, answers, random)
    assert scorable > FORMS / 5, "the forms drawn hardly ever have a score"


def check_one_part(of: Instrument, by_hand: Oracle, answers: dict[str, Any], random: Random) -> None:
    """A form about one part alone (a substance, a domain) comes to what the whole form says of it."""
    assert of.parts
    part = random.choice([one.code for one in of.subscales])
    alone = {code: answer for code, answer in answers.items() if code.startswith(f"{part}_")}
    scored = score(of, alone, coding="raw", only=(part,))
    found = plain_scores(scored, nested=True, part=part)
    expected = by_hand(answers, coding="raw", rule=of.default_rule, circumstances={})[part]
    figures = {name: found[name] for name in expected}
    assert agree(figures, expected), f"{part} of {answers}\n{figures}\n{expected}"
