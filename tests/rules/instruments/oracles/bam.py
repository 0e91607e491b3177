"""BAM in categories: use 4-6, risk and protection; 7 and 17 count nowhere."""

SUMS = {"use": (4, 5, 6), "risk": (1, 2, 3, 8, 11, 15), "protective": (9, 10, 12, 13, 14, 16)}


def score(answers, *, coding="raw", rule="complete", circumstances=None):
    given = {number: answers.get(str(number)) for number in range(1, 18)}
    if given[4] == 0 and given[5] is None:
        given[5] = 0  # whoever drank on no day had no heavy day
    found = {}
    for name, items in SUMS.items():
        points = [given[item] for item in items]
        found[name] = None if None in points else sum(points)
    return found
