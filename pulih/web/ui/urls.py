"""The gallery."""

from django.urls import path

from pulih.web.ui.gallery import gallery

app_name = "ui"
urlpatterns = [path("", gallery, name="gallery")]
