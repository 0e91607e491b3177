"""SDS: five items, positive for amphetamines above 4."""


def score(answers, *, coding="raw", rule="complete", circumstances=None):
    points = [answers.get(code) for code in ("1", "2", "3", "4", "5")]
    if None in points:
        return {"total": None, "amphetamine_positive": None}
    return {"total": sum(points), "amphetamine_positive": sum(points) > 4}
