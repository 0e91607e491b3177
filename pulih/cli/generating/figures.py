"""Every share and distribution of the made-up nation. Sources and marks: docs/generating.md.

`S` is a published figure of section 7 of the domain reference, `GK` general knowledge named there as a
guess, `guess` one of our own, chosen so that the records have the shape and the mass that pages must bear.
"""

LEAST_PEOPLE, MOST_PEOPLE = 1_000, 5_000_000

FACILITIES_PER_MILLION = 532
"""S: facilities of the country; 1,000,000 people are those of some six years."""
LEAST_FACILITIES = 4
IN_CUSTODY = 0.28
"""S: some 277,000 in custody of a million who passed through (the million: guess)."""
MEASURED_PRESENT = 1_900
"""Of the measured facility, so that every size of nation is measured on the same facility."""
MEASURED_LEAST = 600
MEASURED_SHARE = 0.14
YEARS = 6
"""guess: for so long records were kept; whoever came before was entered on the first day."""

OVER_CAPACITY = {"14": 2.45, "64": 1.89, "61": 1.76, "82": 0.0, "75": 0.026, "53": 0.11}
"""S: by how much facilities of a province are overfull; elsewhere as the country, below."""
OVER_CAPACITY_ELSEWHERE = 0.89
"""S: 276,885 people on 146,660 places."""

WOMENS_PRISON_EVERY, WOMENS_PRISON_FIRST = 25, 24
"""guess: with the share below, some 5.4 % of all are women (S: 4.7 to 6 %)."""
WOMEN_ELSEWHERE = 0.015
WOMEN_WITHOUT_OWN_PRISON = 0.05
JUVENILE_EVERY, JUVENILE_FIRST = 133, 70
"""S: under 1 % are juveniles; they are held in institutions of their own."""
REMAND_CENTRE_EVERY, REMAND_CENTRE_FIRST = 3, 2
"""guess: a third are remand centres."""
REMAND = 0.18
"""S: 21 % of all in 2021, 16 % of those for narcotics in 2024."""

AGE = (18, 60, 31)
"""GK: triangular; youngest, oldest, mode."""
SENTENCE_MEDIAN_YEARS, SENTENCE_SPREAD = 5.0, 0.55
"""GK: lognormal, median five years; kept within 1 to 20 years."""
NARCOTICS = 0.53
"""S: share of people held for narcotics."""
WITHOUT_NUMBER = 0.12
"""guess: people whose national number nobody knows."""
ONLY_BIRTH_YEAR = 0.035
"""guess."""
ALIAS = 0.06
"""guess."""
CAME_FROM_ELSEWHERE = 0.22
"""guess: an earlier stay in another facility, ended by a transfer on the day this one began."""
RETURNED = 0.18
"""S: 18.12 % of those in custody in February 2020 had been in custody before."""

WITH_PROGRAMME = 0.34
"""guess: share of facilities that run programmes (S: 106 of 532 in 2024, others in other years)."""
WAVES = 12
"""guess: two a year, the newest in its twelfth week."""
WAVE_EVERY_DAYS = 182
NEWEST_BEGAN_DAYS_AGO = 84
PLACES = (40, 250, 100)
"""S: quotas of a facility; least, most, mode."""
MOST_OF_FITTING = 0.72
"""guess: a wave takes at most this share of those who fit."""
MEDICAL = (0.15, 0.20)
"""S: typical share of medical rehabilitation; the published extremes are 0 and 50 %."""
SCREENED_FOR_SELECTED = 1.33
"""S."""
RETENTION = (0.82, 0.98)
"""S: of those admitted, how many are there in month 6."""
WAITING_NOW, CANDIDATES_NOW = 18, 14
"""guess: those before the door of the running wave."""
MEASURED_WAVE = 130
"""People of each of the two newest waves of the measured facility."""

QUALITY = {"physical": 55, "psychological": 57, "social": 54, "environment": 50}
"""GK guess: means of WHOQOL-BREF at the start, 0 to 100; no Indonesian prison means were found."""
QUALITY_SPREAD, QUALITY_OWN = 15.0, 0.5
"""GK guess: standard deviation, and how much of the variance is the person's own."""
QUALITY_GAIN = (3.0, 6.0)
"""GK guess: true gain over six months."""
DONE = {"baseline": 0.97, "month_3": 0.86, "month_6": 0.94}
"""guess: how many of those who owed a form filled it."""
STRAIGHT_LINED, GAPS, TWICE_REVERSED = 0.02, 0.03, 0.01
"""guess: the same answer everywhere, answers missing, items 3, 4 and 26 turned round once too often."""
AFTER_RELEASE = 0.01
"""guess: month-6 forms dated after the person had left."""
BLOCK_ENTRY = 0.2
"""guess: waves whose forms were all entered on one day."""
ENTERED_LATE = 0.03
"""guess: steps of a pathway that are entered more than a week after their day."""
ASSIST = {"low": 15, "moderate": 60, "high": 25}
"""GK guess: risk for stimulants."""

URINE_DONE = 0.95
POSITIVE = {"start": 0.06, "middle": 0.02, "month_6": 0.01}
"""GK: published are close to none; 1 to 6 %, more at the start."""
NO_RESULT = 0.02
"""GK: invalid, refused."""

GROUP = 22
WEEKDAYS = (0, 1, 2, 3, 4)
"""guess: a group's attendance is marked once each weekday."""
CANCELLED = 0.03
LATE_MARKS = 0.04
ABSENT = 0.09
"""guess, all three."""
UNMARKED_DAYS = 4
"""guess: of so many last days some sessions still wait to be marked."""

COUNSELLORS, COUNSELLORS_MEASURED = 2, 6
READS_EACH = 2
"""guess: record openings kept of each person in custody."""
