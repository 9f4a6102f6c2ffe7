"""The addresses of the questions: all of them, and each on a page of its own."""

from django.urls import path

from .register import QUESTIONS
from .views import question_list

app_name = "questions"

urlpatterns = [
    path("", question_list, name="list"),
    *(path(f"{question.slug}/", question.view, name=question.name) for question in QUESTIONS),
]
