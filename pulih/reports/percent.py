"""Percentages as people read them: rounded half up to whole numbers, here and nowhere else."""

from decimal import ROUND_HALF_UP, Decimal


def whole(percent: float) -> int:
    """A percentage without decimals; a half goes up, as readers with a calculator expect."""
    return int(Decimal(percent).quantize(Decimal(1), ROUND_HALF_UP))


def percent_text(percent: float | None) -> str:
    """43%; a dash where there is nobody."""
    return "–" if percent is None else f"{whole(percent)}%"


def range_text(low: float | None, high: float | None) -> str:
    """35–52%; a dash where there is nobody."""
    return "–" if low is None or high is None else f"{whole(low)}–{whole(high)}%"


def points_text(value: float, language: str) -> str:
    """Points of a score with one decimal, half up: 20,8 or 20.8."""
    text = str(Decimal(value).quantize(Decimal("0.1"), ROUND_HALF_UP))
    return text.replace(".", ",") if language == "id" else text
