"""The list of the questions. The page of each is made by the question itself, see `question.py`."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from .register import QUESTIONS, of_roles


@require_safe
def question_list(request: HttpRequest) -> HttpResponse:
    """The ten as plain questions, with one line each; those of one's own offices are marked."""
    own = {question.number for question in of_roles(request.user.roles)}
    context = {
        "questions": [(each, reverse(each.url_name), each.number in own) for each in QUESTIONS],
        "has_own": bool(own),
    }
    return render(request, "reporting/questions/list.html", context)
