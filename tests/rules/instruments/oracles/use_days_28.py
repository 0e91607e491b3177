"""Days in the past 28: every number as it was given; injecting is asked of those who used on any day."""

USE = ["amphetamine_type_stimulants", "opioids", "cannabis", "alcohol", "sedatives", "other"]
OTHERS = [
    "working", "studying", "housing_problem", "crime", "physical_health", "mental_health", "quality_of_life",
]  # fmt: skip


def score(answers, *, coding="raw", rule="complete", circumstances=None):
    found = {name: answers.get(name) for name in USE + OTHERS}
    found["injecting"] = answers.get("injecting")
    if all(found[name] == 0 for name in USE):
        found["injecting"] = 0
    return found | {"injected_recently": bool(answers.get("injecting"))}
