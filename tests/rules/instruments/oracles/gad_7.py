"""GAD-7: a sum and its name, which changes every five points."""


def score(answers, *, coding="raw", rule="complete", circumstances=None):
    given = [answers.get(str(number)) for number in range(1, 8)]
    if any(one is None for one in given):
        return {"total": None, "band": None}
    total = sum(given)
    return {"total": total, "band": ["minimal", "mild", "moderate", "severe", "severe"][total // 5]}
