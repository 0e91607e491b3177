"""ASI-5 composites: one function a domain, in floats, as the formulas stand in the reference."""

from math import log

DRUG_DAYS = [
    "heroin",
    "methadone",
    "other_opioids",
    "barbiturates",
    "sedatives",
    "cocaine",
    "amphetamines",
    "cannabis",
    "hallucinogens",
    "several",
]
RELATIONS = [
    "mother",
    "father",
    "siblings",
    "partner",
    "children",
    "other_family",
    "friends",
    "neighbours",
    "colleagues",
]
SYMPTOMS = [
    "depression",
    "anxiety",
    "hallucinations",
    "understanding",
    "violence",
    "suicidal_thoughts",
    "suicide_attempt",
    "medication",
]


class Blank(Exception):
    """An answer that is not there."""


def ln(money):
    return log(money) if money >= 1 else 0.0


def medical(get):
    return get("days") / 90 + get("troubled") / 12 + get("important") / 12


def employment(get):
    return 1 - (get("licence") / 4 + get("car") / 4 + get("days_paid") / 120 + ln(get("income")) / 36)


def alcohol(get):
    days = get("days_any") + get("days_intox") + get("days_problem")
    return days / 180 + get("troubled") / 24 + get("important") / 24 + ln(get("money")) / 44


def drug(get):
    days = sum(get(f"days_{name}") for name in DRUG_DAYS)
    return days / 390 + get("days_problem") / 390 + get("troubled") / 52 + get("important") / 52


def legal(get):
    return (
        get("charges_pending") / 5
        + get("days_illegal") / 150
        + get("serious") / 20
        + get("important") / 20
        + ln(get("illegal_income")) / 46
    )


def family_social(get):
    applicable = [answer for name in RELATIONS if (answer := get(f"conflict_{name}")) != 9]
    conflicts = sum(applicable) / len(applicable) if applicable else 0
    return (
        get("satisfied_code") / 10
        + get("days_conflict") / 150
        + get("troubled") / 20
        + get("important") / 20
        + conflicts / 5
    )


def psychiatric(get):
    symptoms = sum(get(name) for name in SYMPTOMS)
    return symptoms / 11 + get("days") / 330 + get("troubled") / 44 + get("important") / 44


def score(answers, *, coding="raw", rule="complete", circumstances=None):
    found = {}
    for formula in (medical, employment, alcohol, drug, legal, family_social, psychiatric):
        domain = formula.__name__

        def get(name, domain=domain):
            answer = answers.get(f"{domain}_{name}")
            if answer is None:
                raise Blank(name)
            return float(answer)

        try:
            found[domain] = {"composite": formula(get)}
        except Blank:
            found[domain] = {"composite": None}
    return found
