"""Questions to the network: the list that is searched, one question with its answers, and what is done with it."""

from functools import partial
from typing import Any

from django.db.models import OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from engagements.models import Theme
from governance.choices import Choice
from governance.lists import Bounded, Filters, or_all
from governance.texts import TextField
from governance.views.casework import GET_POST, small_form
from governance.views.list_files import Column
from network import rights
from network.actions import questions as acts
from network.forms.people import AnswerForm, CloseForm, QuestionForm
from network.models import NetworkAnswer, NetworkQuestion

from .frame import Empty, Register, Sheet, crumbs, list_page, row_or_404


class QuestionFilters(Filters):
    q = TextField(label=gettext_lazy("Words"), max_length=200, required=False)
    theme = Choice(label=gettext_lazy("Theme"), choices=lambda: or_all((t, capfirst(t.label)) for t in Theme))
    state = Choice(
        label=gettext_lazy("State"),
        choices=lambda: or_all((s, capfirst(s.label)) for s in NetworkQuestion.Status),
    )


REGISTER = Register(
    kind="questions",
    address="network:questions",
    title=gettext_lazy("Questions to the network"),
    lead=gettext_lazy(
        "A question goes to those who know its theme. Answers stay, so that the next one finds them."
    ),
    columns=(
        Column(gettext_lazy("Asked"), lambda row: row.written_at.date()),
        Column(gettext_lazy("Question"), lambda row: row.title),
        Column(gettext_lazy("Theme"), lambda row: capfirst(row.theme_label)),
        Column(gettext_lazy("Asked by"), lambda row: row.author.name),
        Column(gettext_lazy("Answers"), lambda row: row.count_answers),
        Column(gettext_lazy("Status"), lambda row: capfirst(row.get_status_display())),
        Column(gettext_lazy("Closed on"), lambda row: row.closed_on),
        Column(gettext_lazy("What came of it"), lambda row: row.came_of_it),
    ),
    empty=Empty(
        gettext_lazy("No questions yet"),
        gettext_lazy(
            "Ask what you wonder: who has done this before, whom do we know there, what does it cost."
            " Those who know the theme are told."
        ),
        "speech",
    ),
    filter_names="q theme state",
    new=("network:new_question", gettext_lazy("Ask a question")),
    order={"key": "written_at"},
)
SHEET = Sheet(
    model=NetworkQuestion,
    form=QuestionForm,
    fields=((gettext_lazy("The question"), ("title", "text", "theme")),),
    address="network:questions",
    new_title=gettext_lazy("Ask a question"),
    edit_title=gettext_lazy("Change the question"),
    done=gettext_lazy("The question is sent to those who know the theme."),
    send=gettext_lazy("Send"),
    write=acts.ask,
    change=acts.change,
    parts=lambda row: (NetworkAnswer.history.filter(question=row.pk),),
)


@require_safe
def question_list(request: HttpRequest) -> HttpResponse:
    """Every question; words are looked for in the question, its answers and what came of it."""
    rights.require_reader(request.user)
    filters = QuestionFilters(request)
    return list_page(request, REGISTER, filters, _listed(filters.chosen))


def _listed(chosen: dict[str, Any]) -> QuerySet[NetworkQuestion]:
    found = NetworkQuestion.objects.select_related("author").annotate(
        count_answers=Bounded.of(NetworkAnswer.objects.filter(question=OuterRef("pk")))
    )
    if words := chosen.get("q"):
        answered = NetworkAnswer.objects.filter(text__icontains=words).values("question")
        asked = Q(title__icontains=words) | Q(text__icontains=words) | Q(came_of_it__icontains=words)
        found = found.filter(asked | Q(pk__in=answered))
    if theme := chosen.get("theme"):
        found = found.filter(theme=theme)
    if state := chosen.get("state"):
        found = found.filter(status=state)
    return found


def _context(request: HttpRequest, pk: int) -> dict[str, Any]:
    found = row_or_404(request, NetworkQuestion.objects.select_related("author"), pk)
    person = request.user
    return {
        "question": found,
        "answers": list(found.answers.select_related("author")),
        "crumbs": crumbs("network:questions"),
        "may_answer": rights.is_member(person) and not found.is_closed,
        "may_change": rights.may_change(person, found) and not found.is_closed,
    }


@require_safe
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """One question with its answers."""
    return render(request, "network/question.html", _context(request, pk))


@require_http_methods(GET_POST)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell what one knows."""
    context = _context(request, pk)
    rights.require_member(request.user)
    act = partial(acts.answer, context["question"], by=request.user)
    return _small(request, context, AnswerForm, act, _("Answer the question"), _("Your answer is saved."))


@require_http_methods(GET_POST)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """It needs no more answers."""
    context = _context(request, pk)
    rights.require_change(request.user, context["question"])
    act = partial(acts.close, context["question"], by=request.user)
    return _small(request, context, CloseForm, act, _("Close the question"), _("The question is closed."))


def _small(
    request: HttpRequest, context: dict[str, Any], form: Any, act: Any, title: str, done: str
) -> HttpResponse:
    found: NetworkQuestion = context["question"]
    context["crumbs"] = [*context["crumbs"], (str(found), found.get_absolute_url())]
    return small_form(
        request,
        context,
        form,
        act,
        when=None,
        title=title,
        button=title,
        lead=found.title,
        done=done,
        back=found.get_absolute_url(),
        template="network/small_form.html",
    )
