"""CSQ-8: the printed numbers added up; none is turned round."""


def score(answers, *, coding="raw", rule="complete", circumstances=None):
    total = 0
    for number in range(1, 9):
        answer = answers.get(str(number))
        if answer is None:
            return {"total": None}
        total += answer
    return {"total": total}
