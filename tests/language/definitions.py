"""A small made-up instrument that uses most of what a definition can say, and ways to spoil it."""

BRIEF = """\
# Brief mood: made up for the tests.
code: brief-mood
version: 1
title: {id: "Suasana hati singkat", en: "Brief mood"}
licence: {id: "Rekaan untuk uji.", en: "Made up for tests."}
source: {id: "Rekaan.", en: "Made up."}
changed: {id: "Terbitan pertama.", en: "First publication."}
roles: [counsellor, nurse]
competency: mental_health_screening
circumstances:
  sex: [m, f]
missing_rules: [two]
answer_sets:
  four:
    values: [0, 1, 2, 3]
    points: [0, 1, 2, 4]
    words:
      - {id: "Tidak", en: "No"}
      - {id: "Jarang", en: "Seldom"}
      - {id: "Sering", en: "Often"}
      - {id: "Selalu", en: "Always"}
  even: [0, 1, 2, 3]
codings:
  raw: {already_reversed: []}
  printed: {already_reversed: [3]}
sections:
  - heading: {id: "Suasana hati", en: "Mood"}
    items: [1, 2, 3]
    low: {id: "tidak", en: "no"}
    high: {id: "selalu", en: "always"}
  - heading: {id: "Hari", en: "Days"}
    items: [days, remark]
items:
  - {code: 1, type: choice, answers: four, caption: {id: "Murung", en: "Low"}}
  - {code: 2, type: choice, answers: four, caption: {id: "Lesu", en: "Weary"}}
  - {code: 3, type: choice, answers: even, reverse: true, caption: {id: "Gembira", en: "Glad"}}
  - code: days
    type: count
    least: 0
    most: 28
    unit: {id: "hari", en: "days"}
    shown_when: [{item: 1, at_least: 1}]
    caption: {id: "Berapa hari", en: "How many days"}
  - {code: remark, type: note, caption: {id: "Catatan", en: "Remark"}}
subscales:
  - code: total
    title: {id: "Jumlah", en: "Total"}
    figure: mean
    name: figure
    items: [1, 2, 3]
    least_answered: {two: 2}
  - code: share
    title: {id: "Bagian", en: "Share"}
    figure: formula
    name: figure
    terms: [{items: [days], over: 28}]
  - code: both
    title: {id: "Keduanya", en: "Both"}
    figure: combined
    name: figure
    combines: {total: 1, share: 2}
transforms:
  - {code: doubled, of: figure, times: 2}
value: doubled
bands:
  - code: level
    title: {id: "Tingkat", en: "Level"}
    scheme: {id: "Rekaan", en: "Made up"}
    of: [total]
    from: {low: 0, high: 6}
    words:
      low: {id: "rendah", en: "low"}
      high: {id: "tinggi", en: "high"}
  - code: cut_off
    title: {id: "Batas", en: "Cut-off"}
    scheme: {id: "Rekaan", en: "Made up"}
    of: [both]
    by: sex
    at_least: {m: 6, f: 5}
alerts:
  - {code: worrying_answer, item: 1, at: [3], role: counsellor, flag: always_low}
"""
"""A subscale's mean, a share of days that waits for an answer, both combined, cut-offs by sex, an alert."""


def changed(was: str, becomes: str) -> tuple[str, int]:
    """The definition with one place changed, and the line of the change; the place must be the only one."""
    assert BRIEF.count(was) == 1, f"{was} stands there {BRIEF.count(was)} times"
    line = BRIEF[: BRIEF.index(was)].count("\n") + 1
    return BRIEF.replace(was, becomes), line
