"""DAST-10: a point a yes, item 3 the other way round; nothing is asked of somebody who took nothing."""


def score(answers, *, coding="raw", rule="complete", circumstances=None):
    total = 0
    for number in range(1, 11):
        answer = answers.get(str(number))
        if answer is None:
            if answers.get("1") == 0:
                continue
            return {"total": None, "band": None}
        total += (1 - answer) if number == 3 else answer
    if total == 0:
        band = "none"
    elif total <= 2:
        band = "low"
    elif total <= 5:
        band = "moderate"
    elif total <= 8:
        band = "substantial"
    else:
        band = "severe"
    return {"total": total, "band": band}
