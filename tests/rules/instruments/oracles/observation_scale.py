"""Observation: the mean of what was seen, if that is eight of ten at least."""

SEEN = ["participation", "punctuality", "rules", "tasks", "concentration", "communication", "emotion",
        "helping", "self_care", "surroundings"]  # fmt: skip


def score(answers, *, coding="raw", rule="two_not_seen", circumstances=None):
    seen = [answers[name] for name in SEEN if answers.get(name) is not None]
    return {"activity": sum(seen) / len(seen) if len(seen) >= 8 else None}
