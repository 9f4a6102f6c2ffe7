""" "Vem beslutar?": a few questions, the ruling with its section, and an address that asks the same again."""

from collections.abc import Mapping
from datetime import date
from itertools import product
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from .. import authority
from ..authority import FACTS, AuthorityError, Book, Fact, MissingFact, Question, Ruling, Table
from ..forms import DateField
from ..models import Act

WHERE = [("true", _("abroad")), ("false", _("in Sweden"))]
YES_NO = [("true", _("yes")), ("false", _("no"))]


class QuestionForm(forms.Form):
    """The act and the day, and of the facts only those the act depends on in the version of that day."""

    act = forms.ChoiceField(label=_("What is to be done?"), choices=[("", _("Choose an act")), *Act.choices])
    dag = DateField(
        label=_("Decided on"), help_text=_("The strategy in force on this day rules."), required=False
    )

    def __init__(self, data: QueryDict | None, table: Table | None, act: str) -> None:
        super().__init__(data)
        self.asked: list[str] = []
        if table and act in Act.values:
            for asked in authority.facts_of(act, table):
                if asked.matters:
                    self.asked.append(asked.fact.name)
                    self.fields[asked.fact.name] = _field(asked.fact)

    @property
    def facts(self) -> list[forms.BoundField]:
        return [self[name] for name in self.asked]


def _field(fact: Fact) -> forms.Field:
    """A fact as a form field; none is required, for an unknown fact may make no difference."""
    words: dict[str, Any] = {"label": fact.label, "required": False}
    if fact.choices:
        return forms.ChoiceField(
            choices=fact.choices.choices, widget=forms.RadioSelect, help_text=fact.help, **words
        )
    if fact.is_flag:
        # Not a box to tick: one that nobody has thought of would be a no.
        return forms.ChoiceField(choices=YES_NO, widget=forms.RadioSelect, help_text=fact.help, **words)
    if fact.name == "abroad":
        return forms.ChoiceField(choices=WHERE, widget=forms.RadioSelect, **{**words, "label": _("Where")})
    if fact.name == "external_funding":
        return forms.DecimalField(min_value=0, max_value=100, help_text=fact.help, **words)
    return forms.IntegerField(min_value=1, max_value=1000, help_text=fact.help, **words)


@require_safe
def who_decides(request: HttpRequest) -> HttpResponse:
    """The question is in the address and nowhere else, so it can be sent to a colleague."""
    book = authority.book()
    day = _day(request.GET.get("dag", ""))
    act = request.GET.get("act", "")
    form = QuestionForm(request.GET if act else None, _table(book, day), act)
    context: dict[str, Any] = {"form": form, "act": act, "day": day}
    if act:
        context |= _answer(book, form, day)
    return render(request, "governance/who_decides.html", context)


def _answer(book: Book, form: QuestionForm, day: date) -> dict[str, Any]:
    """The ruling, or what is still to be told before there is one."""
    if not form.is_valid():
        return {}
    given = {
        name: form.cleaned_data[name] for name in form.asked if form.cleaned_data[name] not in ("", None)
    }
    try:
        question = Question.read(form.cleaned_data["act"], given)
        if unsaid := _flags_that_matter(book, form, given, day):
            return {"missing": unsaid}
        ruling = book.rule(question, day)
    except MissingFact as error:
        return {"missing": [fact for fact in error.facts if fact.name in form.asked]}
    except AuthorityError as error:
        form.add_error("dag" if not error.fact_names else None, str(error))
        return {}
    return {
        "ruling": ruling,
        "others": _by_other_versions(book, question, ruling, given),
        "report": authority.explain_for_report(question, ruling),
        "link": _link(question, day, given),
    }


def _flags_that_matter(book: Book, form: QuestionForm, given: dict[str, Any], day: date) -> list[Fact]:
    """The yes-or-no facts nobody has answered, when a yes to some of them would be ruled otherwise."""
    unsaid = [name for name in form.asked if FACTS[name].is_flag and name not in given]
    rulings = set()
    for answers in product((False, True), repeat=len(unsaid)):
        question = Question.read(form.cleaned_data["act"], given | dict(zip(unsaid, answers, strict=True)))
        rulings.add(book.rule(question, day).rule.position)
    return [FACTS[name] for name in unsaid] if len(rulings) > 1 else []


def _by_other_versions(
    book: Book, question: Question, ruling: Ruling, given: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """What each other version says of the same question; None where it would need to know more."""
    found = []
    for table in reversed(book.tables):
        if table.key != ruling.strategy:
            try:
                other = book.rule(question, table.since)
            except AuthorityError:
                other = None
            found.append({"table": table, "ruling": other, "url": _link(question, table.since, given)})
    return found


def _link(question: Question, day: date, said: Mapping[str, Any] | None = None) -> str:
    """The absolute address of the question; the host comes from the settings, never from the request.

    `said` is what somebody answered, also with no.
    """
    parameters = QueryDict(mutable=True)
    parameters["act"] = question.act
    for name, value in {**question.given(), **(said or {})}.items():
        parameters[name] = str(value).lower() if isinstance(value, bool) else str(value)
    parameters["dag"] = day.isoformat()
    return f"{settings.BASE_URL}{reverse('who_decides')}?{parameters.urlencode()}"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return timezone.localdate()


def _table(book: Book, day: date) -> Table | None:
    try:
        return book.table_on(day)
    except AuthorityError:
        return None
