"""ASSIST 3.1: every substance by itself, from questions 2 to 7; tobacco without question 5."""

SUBSTANCES = [
    "tobacco", "alcohol", "cannabis", "cocaine", "amphetamine_type_stimulants", "inhalants", "sedatives",
    "hallucinogens", "opioids", "other",
]  # fmt: skip
POINTS = {
    "q2": [0, 2, 3, 4, 6],
    "q3": [0, 3, 4, 5, 6],
    "q4": [0, 4, 5, 6, 7],
    "q5": [0, 5, 6, 7, 8],
    "q6": [0, 6, 3],
    "q7": [0, 6, 3],
}


def involvement(answers, substance):
    never = answers.get(f"{substance}_q1") == 0
    not_lately = never or answers.get(f"{substance}_q2") == 0
    total = 0
    for question, points in POINTS.items():
        if substance == "tobacco" and question == "q5":
            continue
        answer = answers.get(f"{substance}_{question}")
        if answer is not None:
            total += points[answer]
        elif not (never or (not_lately and question in ("q3", "q4", "q5"))):
            return None
    return total


def score(answers, *, coding="raw", rule="complete", circumstances=None):
    found = {}
    for substance in SUBSTANCES:
        total = involvement(answers, substance)
        middle = 11 if substance == "alcohol" else 4
        band = None
        if total is not None:
            band = "high" if total >= 27 else "moderate" if total >= middle else "low"
        found[substance] = {"ssi": total, "band": band}
    return found | {"injected_recently": answers.get("q8") == 1}
