"""URICA-32: means of seven, readiness, and two ways to name a stage, in whole sevenths."""

SCALES = {
    "precontemplation": [1, 5, 11, 13, 23, 26, 29],
    "contemplation": [2, 8, 12, 15, 19, 21, 24],
    "action": [3, 7, 10, 14, 17, 25, 30],
    "maintenance": [6, 16, 18, 22, 27, 28, 32],
}
STAGES = ["precontemplation", "contemplation", "action"]


def score(answers, *, coding="raw", rule="complete", circumstances=None):
    sums = {}
    for scale, items in SCALES.items():
        points = [answers.get(str(item)) for item in items]
        sums[scale] = None if None in points else sum(points)
    found = {scale: None if one is None else one / 7 for scale, one in sums.items()}
    if None in sums.values():
        return found | {
            "readiness": None,
            "stage_nearest_group_mean_VCU": None,
            "stage_cutoff_8_11": None,
        }
    sevenths = sums["contemplation"] + sums["action"] + sums["maintenance"] - sums["precontemplation"]
    # Group means 9.3, 11.0, 12.6 in seventieths: 651, 770, 882; halfway between them 710.5 and 826.
    nearest = (sevenths * 10 > 710.5) + (sevenths * 10 > 826)
    cut = (sevenths > 56) + (sevenths > 77)
    return found | {
        "readiness": sevenths / 7,
        "stage_nearest_group_mean_VCU": STAGES[nearest],
        "stage_cutoff_8_11": STAGES[cut],
    }
