"""AUDIT: ten items, three parts, four zones; whoever did not drink, or only little, is not asked all."""


def score(answers, *, coding="raw", rule="complete", circumstances=None):
    one, two, three = (answers.get(code) for code in "123")
    points = {}
    for number in range(1, 11):
        answer = answers.get(str(number))
        if answer is None and number in (2, 3) and one == 0:
            answer = 0
        little = one == 0 or (two == 0 and three == 0)
        if answer is None and little and 4 <= number <= 8:
            answer = 0
        points[number] = answer

    def total(first, last):
        found = [points[number] for number in range(first, last + 1)]
        return None if None in found else sum(found)

    whole = total(1, 10)
    zone = None
    if whole is not None:
        zone = ["I", "II", "III", "IV"][(whole >= 8) + (whole >= 16) + (whole >= 20)]
    return {
        "total": whole,
        "consumption": total(1, 3),
        "dependence": total(4, 6),
        "problems": total(7, 10),
        "zone": zone,
    }
