"""SRQ-20: a point a yes; on some sheets item 3 asks whether somebody sleeps well."""


def score(answers, *, coding="raw", rule="complete", circumstances=None):
    given = [answers.get(str(number)) for number in range(1, 21)]
    if coding == "item_3_positive" and given[2] is not None:
        given[2] = 1 - given[2]
    alert = {"item17_alert": given[16] == 1}
    if None in given:
        return {"total": None, "positive": None} | alert
    return {"total": sum(given), "positive": sum(given) > 5} | alert
