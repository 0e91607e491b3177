"""Addresses of `plans`."""

from django.urls import URLPattern, URLResolver, path

from pulih.web.plans import following, notes, observing, skills, views, writing

app_name = "plans"

_ONE = "<uuid:enrolment_id>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("skills/<uuid:cycle_id>/", skills.group, name="skills_group"),
    path("notes/<str:reference>/", notes.notes, name="notes"),
    path("notes/<str:reference>/write/", notes.write, name="write_note"),
    path("notes/<str:reference>/<uuid:note_id>/correct/", notes.correct, name="correct_note"),
    path("observations/<uuid:enrolment_id>/", observing.log, name="observations"),
    path("observations/wave/<str:reference>/", observing.wave, name="observations_wave"),
    path(_ONE, views.plan, name="plan"),
    path(_ONE + "goals/add/", writing.add_goal, name="add_goal"),
    path(_ONE + "goals/<uuid:goal_id>/", writing.change_goal, name="change_goal"),
    path(_ONE + "goals/<uuid:goal_id>/remove/", writing.remove_goal, name="remove_goal"),
    path(_ONE + "revise/", writing.revise, name="revise"),
    path(_ONE + "agree/", writing.agree, name="agree"),
    path(_ONE + "progress/<uuid:goal_code>/", following.progress, name="progress"),
    path(_ONE + "review/", following.review, name="review"),
    path(_ONE + "skills/", skills.person, name="skills"),
    path(_ONE + "report/", following.report, name="report"),
]
