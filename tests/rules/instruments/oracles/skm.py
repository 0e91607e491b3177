"""SKM: 25 for every point of the mean of nine elements; 31 points and less are no A."""


def score(answers, *, coding="raw", rule="complete", circumstances=None):
    given = [answers.get(str(number)) for number in range(1, 10)]
    if None in given:
        return {"index": None, "band": None}
    points = sum(given)
    grade = "A" if points >= 32 else "B" if points >= 28 else "C" if points >= 24 else "D"
    return {"index": points * 25 / 9, "band": grade}
