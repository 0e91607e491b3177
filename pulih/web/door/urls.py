"""What needs nobody signed in and no topic: the language of the sign-in page, and a sign of life."""

from django.urls import path

from pulih.web.door import views

app_name = "door"
urlpatterns = [
    path("language/", views.choose_language, name="language"),
    path("health/", views.health, name="health"),
]
