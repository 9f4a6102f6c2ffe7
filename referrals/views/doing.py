"""One button, one verb: do it, say so or say what is missing, and go back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from governance.views.casework import say_all


def do(
    request: HttpRequest, file: Any, act: Callable[..., Any], done: str | Callable[[Any], str]
) -> HttpResponse:
    """Do it with the referral or the answer; what is missing is told on its page.

    `done` is what to say, or says it of what came of it.
    """
    try:
        result = act(file, by=request.user)
    except ValidationError as error:
        say_all(request, error)
    else:
        messages.success(request, done(result) if callable(done) else done)
    return redirect(file.get_absolute_url())
