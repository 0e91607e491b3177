"""COWS: eleven signs, every one seen."""

SIGNS = [
    "pulse",
    "sweat",
    "restless",
    "pupils",
    "aches",
    "nose",
    "gut",
    "tremor",
    "yawning",
    "anxiety",
    "gooseflesh",
]


def score(answers, *, coding="raw", rule="complete", circumstances=None):
    points = [answers.get(sign) for sign in SIGNS]
    if None in points:
        return {"total": None, "band": None}
    total = sum(points)
    if total < 5:
        band = "none"
    elif total < 13:
        band = "mild"
    elif total < 25:
        band = "moderate"
    elif total < 37:
        band = "moderately_severe"
    else:
        band = "severe"
    return {"total": total, "band": band}
