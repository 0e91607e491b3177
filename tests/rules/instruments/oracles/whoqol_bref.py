"""WHOQOL-BREF from its manual, by hand."""

import math

DOMAINS = {
    "physical": [3, 4, 10, 15, 16, 17, 18],
    "psychological": [5, 6, 7, 11, 19, 26],
    "social": [20, 21, 22],
    "environment": [8, 9, 12, 13, 14, 23, 24, 25],
}
MOST_MISSING = {
    "syntax": {"physical": 1, "psychological": 1, "social": 1, "environment": 2},
    "manual_text": {"physical": 2, "psychological": 2, "social": 1, "environment": 2},
}
NOTHING = dict.fromkeys(["mean", "s4_20", "s0_100", "manual_table_4_20", "manual_table_0_100"])


def score(answers, *, coding="raw", rule="syntax", circumstances=None):
    given = {int(code): answer for code, answer in answers.items() if answer is not None}
    if coding == "raw":
        given |= {item: 6 - given[item] for item in (3, 4, 26) if item in given}
    found = {}
    for domain, items in DOMAINS.items():
        points = [given[item] for item in items if item in given]
        if len(given) < 21 or len(items) - len(points) > MOST_MISSING[rule][domain]:
            found[domain] = NOTHING
            continue
        # In whole numbers: 4 x sum / n rounded half up is (8 x sum + n) // 2n, so no float tips a half.
        table = (8 * sum(points) + len(points)) // (2 * len(points))
        mean = sum(points) / len(points)
        found[domain] = {
            "mean": mean,
            "s4_20": mean * 4,
            "s0_100": (mean - 1) * 25,
            "manual_table_4_20": table,
            "manual_table_0_100": math.floor((table - 4) * 6.25 + 0.5),
        }
    return found
