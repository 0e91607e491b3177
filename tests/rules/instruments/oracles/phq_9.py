"""PHQ-9: a sum, and item 9 whatever the sum."""

NAMES = {
    range(5): "minimal",
    range(5, 10): "mild",
    range(10, 15): "moderate",
    range(15, 20): "moderately_severe",
    range(20, 28): "severe",
}


def score(answers, *, coding="raw", rule="complete", circumstances=None):
    given = [answers.get(str(number)) for number in range(1, 10)]
    alert = {"item9_alert": given[8] in (1, 2, 3)}
    if any(one is None for one in given):
        return {"total": None, "band": None} | alert
    total = sum(given)
    return {"total": total, "band": next(name for span, name in NAMES.items() if total in span)} | alert
