"""ASI-5: the interviewer's severity of each domain, two steps a level."""

DOMAINS = ["medical", "employment", "alcohol", "drug", "legal", "family_social", "psychiatric"]
LEVELS = ["none", "slight", "moderate", "considerable", "extreme"]


def score(answers, *, coding="raw", rule="complete", circumstances=None):
    found = {}
    for domain in DOMAINS:
        severity = answers.get(f"{domain}_severity")
        band = None if severity is None else LEVELS[severity // 2]
        found[domain] = {"severity": severity, "band": band}
    return found
