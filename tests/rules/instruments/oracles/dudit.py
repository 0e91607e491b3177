"""DUDIT: eleven items; 6 for men, 2 for women, 25 for dependence."""


def score(answers, *, coding="raw", rule="complete", circumstances=None):
    points = [answers.get(str(number)) for number in range(1, 12)]
    if None in points:
        return {"total": None, "drug_problem": None, "dependence_likely": None}
    total = sum(points)
    sex = (circumstances or {}).get("sex")
    problem = None
    if sex == "m":
        problem = total >= 6
    elif sex == "f":
        problem = total >= 2
    return {"total": total, "drug_problem": problem, "dependence_likely": total >= 25}
