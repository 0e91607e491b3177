"""How waves are put into words: programmes, measurements, rules and what is due when."""

from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pulih.language.wording import day, say
from pulih.queries.programmes import Measure
from pulih.rules.measuring import Due
from pulih.rules.programmes import Point, SuccessRule


def words(code: str, **facts: object) -> str:
    """The words of a code in the language of the page."""
    return say(code, get_language() or "id", **facts)


def on_day(value: date) -> str:
    """A day in words."""
    return day(value, get_language() or "id")


def short_day(value: date) -> str:
    """A day without its year, the month cut to three letters."""
    number, month, _year = on_day(value).split(" ")
    return f"{number} {month[:3]}"


def point_words(kind: str, code: str) -> str:
    """A measurement of the plan: WHOQOL-BREF bulan 3."""
    return f"{words(f'measurement.{kind}')} {words(f'point.{code}')}"


def next_words(measure: Measure, today: date) -> str:
    """What is to be measured and how it stands to its window."""
    what = point_words(measure.point.kind, measure.point.code)
    if measure.how is Due.LATE:
        days = (today - measure.window.last).days
        return _("%(what)s, lewat %(days)s hari") % {"what": what, "days": days}
    if measure.how is Due.DUE:
        return _("%(what)s, paling lambat %(day)s") % {"what": what, "day": short_day(measure.window.last)}
    return _("%(what)s, mulai %(day)s") % {"what": what, "day": short_day(measure.window.first)}


def month_words(point: Point) -> str:
    """In which month a measurement is, and how many days around it are in time."""
    if point.month == 0:
        return _("hari diterima sampai %(after)s hari sesudahnya") % {"after": point.after}
    facts = {"month": point.month, "before": point.before, "after": point.after}
    return _("bulan %(month)s; dari %(before)s hari sebelum sampai %(after)s hari sesudahnya") % facts


def rule_words(rule: SuccessRule) -> str:
    """A success rule as one sentence."""
    named = [words(f"domain.{one}") for one in rule.domains]
    joined = ", ".join(named[:-1]) + " " + _("dan") + " " + named[-1] if len(named) > 1 else "".join(named)
    facts = {
        "domains": joined,
        "last": words(f"point.{rule.last}"),
        "urine": words(f"point.{rule.urine_point}"),
        "threshold": f"{rule.threshold:g}",
    }
    if rule.threshold:
        return (
            _(
                "Skor WHOQOL-BREF domain %(domains)s pada %(last)s lebih dari %(threshold)s angka di atas"
                " pengukuran awal, dan tes urine %(urine)s negatif atau positif dari resep."
            )
            % facts
        )
    return (
        _(
            "Skor WHOQOL-BREF domain %(domains)s pada %(last)s lebih tinggi daripada pengukuran awal,"
            " dan tes urine %(urine)s negatif atau positif dari resep."
        )
        % facts
    )
