"""Structured interview: the mean of each domain; 0 for the family says that there is none."""

DOMAINS = {
    "behaviour": ["behaviour_rules", "behaviour_responsibility", "behaviour_anger", "behaviour_impulse",
                  "behaviour_honesty"],
    "thinking": ["thinking_insight", "thinking_consequences", "thinking_triggers", "thinking_coping",
                 "thinking_goals"],
    "social_skills": ["social_communication", "social_cooperation", "social_refusing", "social_asking_help",
                      "social_family"],
}  # fmt: skip


def score(answers, *, coding="raw", rule="complete", circumstances=None):
    found = {}
    for domain, topics in DOMAINS.items():
        ratings = [answers.get(topic) for topic in topics]
        if None in ratings:
            found[domain] = None
            continue
        rated = [rating for rating in ratings if rating > 0]
        found[domain] = sum(rated) / len(rated)
    return found
