"""The addresses of the help."""

from django.urls import path

from . import views

app_name = "help"
urlpatterns = [
    path("", views.help_page, name="help"),
    path("ord/", views.glossary, name="words"),
    path("visad/", views.shown_around, name="shown_around"),
]
