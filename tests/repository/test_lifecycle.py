"""The diagram in the documentation is the table in the rules, not somebody's memory of it."""

from pulih.rules.lifecycles import Status
from tests.repository.drawing import PAGE, drawn, with_drawing


def test_the_documented_pathway_is_the_one_in_force():
    page = PAGE.read_text(encoding="utf-8")
    assert page == with_drawing(page), "run: python -m tests.repository.drawing"


def test_every_status_is_drawn_and_worded():
    text = drawn()
    assert [one.value for one in Status if f"    {one.value}: " not in text] == []
    assert "status." not in text
    assert "reason." not in text
