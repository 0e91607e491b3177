"""Addresses of institutions."""

from django.urls import path

from pulih.web.organisations import keeping, views

app_name = "organisations"
urlpatterns = [
    path("", views.tree, name="tree"),
    path("add/", keeping.add, name="add"),
    path("<int:pk>/", views.profile, name="profile"),
    path("<int:pk>/edit/", keeping.edit, name="edit"),
    path("<int:pk>/rename/", keeping.rename, name="rename"),
    path("<int:pk>/close/", keeping.close, name="close"),
    path("<int:pk>/designate/", keeping.designate, name="designate"),
    path("<int:pk>/designate/<str:programme>/<int:year>/", keeping.redesignate, name="redesignate"),
]
