"""A wave of 130 people, from the register to the certificate, by the people who do it.

In the browser is done what a person does once, and what is done for a hundred on a page made for a hundred:
the candidate list, papers of willingness, assessments and recommendations, offers, admissions, decrees,
counsellors, groups, timetable, attendance, answer sheets from a file, the end of the wave, certificates.
The same actions the pages call do the rest, a person at a time: urine tests of the two later
rounds, and what the other facility does when it takes somebody over. What the tasks took is printed.
"""

import pytest
from django.conf import settings
from django.test import override_settings

from tests.journeys import big_wave_begins as begins
from tests.journeys import big_wave_runs as runs
from tests.journeys.big_wave import OfficeDay, Story, day, office, with_calendar

pytestmark = pytest.mark.journey


@pytest.fixture
def story(db, browser, request):
    with override_settings(MIDDLEWARE=with_calendar(settings.MIDDLEWARE)):
        OfficeDay.turn_to(day(-60))
        here = office()
        yield Story(here, browser, request.getfixturevalue("live_server").url)


def test_a_wave_of_130_people_from_candidate_to_certificate(story, capsys, tmp_path):
    story.folder = tmp_path
    begins.register_and_plan(story)
    begins.candidates(story)
    begins.recommended(story)
    begins.waiting(story)
    begins.admitted(story)
    runs.looked_after(story)
    runs.timetabled(story)
    runs.at_work(story)
    runs.measured(story)
    runs.the_end(story)
    runs.certified(story)
    assert [(name, one.errors) for name, one in story.known.items() if one.errors] == []
    with capsys.disabled():
        print(story.ledger.lines())
