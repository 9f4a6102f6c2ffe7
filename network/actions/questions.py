"""Questions: asked of those who know the theme, answered by anybody in the network, closed with what came of it."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import notices
from governance.errors import WrongState
from governance.models import Person
from network import members, rights
from network.models import NetworkAnswer, NetworkQuestion

from . import writing

Status = NetworkQuestion.Status


@transaction.atomic
def ask(*, by: Person, is_invented: bool = False, **values: Any) -> NetworkQuestion:
    """Ask, and tell those who know the theme; where nobody has said so, the coordinators pass it on."""
    question = writing.write(NetworkQuestion, by=by, is_invented=is_invented, **values)
    notices.notify(
        members.who_know(question.theme, timezone.localdate(), by),
        matter=None,
        key=f"network-question:{question.pk}",
        subject_sv=f"Fråga till internationella nätverket: {question.title}",
        subject_en=f"Question to the international network: {question.title}",
        path=question.get_absolute_url(),
    )
    return question


@transaction.atomic
def answer(question: NetworkQuestion, *, by: Person, text: str, is_invented: bool = False) -> NetworkAnswer:
    """Tell what one knows; whoever asked is told. Raises WrongState when it is closed."""
    question = writing.lock(question)
    _require_not_closed(question)
    given = writing.write(NetworkAnswer, by=by, is_invented=is_invented, question=question, text=text)
    if question.status == Status.OPEN:
        question.status = Status.ANSWERED
        _save(question, by)
    if question.author_id != by.pk:
        notices.notify(
            [question.author],
            matter=None,
            key=f"network-answer:{given.pk}",
            subject_sv=f"Svar på din fråga i nätverket: {question.title}",
            subject_en=f"An answer to your question in the network: {question.title}",
            path=question.get_absolute_url(),
        )
    return given


def change(question: NetworkQuestion, version: int, *, by: Person, **values: Any) -> NetworkQuestion:
    """Put it better, as long as it is not closed."""
    with transaction.atomic():
        _require_not_closed(writing.lock(question, version))
        return writing.change(question, version, by=by, **values)


@transaction.atomic
def close(question: NetworkQuestion, *, by: Person, came_of_it: str) -> NetworkQuestion:
    """It needs no more answers; what came of it is what others find afterwards."""
    question = writing.lock(question)
    rights.require_change(by, question)
    _require_not_closed(question)
    question.status, question.closed_on = Status.CLOSED, timezone.localdate()
    question.came_of_it = came_of_it
    return _save(question, by)


def _save(question: NetworkQuestion, by: Person) -> NetworkQuestion:
    question.version += 1
    writing.save(question, by=by)
    return question


def _require_not_closed(question: NetworkQuestion) -> None:
    if question.is_closed:
        raise WrongState(_("The question is closed. Ask a new one that refers to it."))
