"""K10: a sum with two names."""


def score(answers, *, coding="raw", rule="complete", circumstances=None):
    total = 0
    for number in range(1, 11):
        if answers.get(str(number)) is None:
            return {"total": None, "band_4": None, "band_abs": None}
        total += answers[str(number)]
    four = "well" if total < 20 else "mild" if total < 25 else "moderate" if total < 30 else "severe"
    statistics = "low" if total < 16 else "moderate" if total < 22 else "high" if total < 30 else "very_high"
    return {"total": total, "band_4": four, "band_abs": statistics}
