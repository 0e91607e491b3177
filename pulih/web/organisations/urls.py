"""Addresses of organisations and of what is done with them."""

from django.urls import path

from pulih.web.organisations import designating, keeping, views

app_name = "organisations"
_ONE = "<int:organisation_id>/"
urlpatterns = [
    path("", views.tree, name="tree"),
    path("branch/<slug:key>/", views.branch, name="branch"),
    path("add/", keeping.kinds, name="kinds"),
    path("add/<slug:kind>/", keeping.add, name="add"),
    path(_ONE, views.profile, name="profile"),
    path(_ONE + "edit/", keeping.edit, name="edit"),
    path(_ONE + "rename/", keeping.rename, name="rename"),
    path(_ONE + "move/", keeping.move, name="move"),
    path(_ONE + "close/", keeping.close, name="close"),
    path(_ONE + "designations/add/", designating.designate, name="designate"),
    path(_ONE + "designations/<int:year>/<slug:programme>/", designating.change, name="change_designation"),
]
