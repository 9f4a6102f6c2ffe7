"""What the network can, searched and entered, and the trainings that are offered."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.choices import Choice
from governance.lists import Bounded, Filters, or_all
from governance.models import Person
from governance.texts import TextField
from governance.views.casework import GET_POST, small_form
from governance.views.list_files import Column
from network import rights
from network.actions import competence as acts
from network.forms.competence import CompetenceForm, TrainingForm
from network.models import LANGUAGES, Competence, Participant, Training

from .frame import Empty, Register, Sheet, crumbs, list_page, row_or_404


class CompetenceFilters(Filters):
    """What the list can be narrowed by."""

    q = TextField(label=gettext_lazy("Words or person"), max_length=100, required=False)
    kind = Choice(
        label=gettext_lazy("Kind"), choices=lambda: or_all((k, capfirst(k.label)) for k in Competence.Kind)
    )
    language = Choice(
        label=gettext_lazy("Language"),
        choices=lambda: or_all((code, capfirst(name)) for code, name in LANGUAGES),
    )
    level = Choice(
        label=gettext_lazy("Level"),
        choices=lambda: or_all((v, capfirst(v.label)) for v in Competence.Level),
    )


COMPETENCES = Register(
    kind="competences",
    address="network:competences",
    title=gettext_lazy("Competence in the network"),
    lead=gettext_lazy("Who speaks Finnish, who has led an EU project? Each enters what he or she can."),
    columns=(
        Column(gettext_lazy("Person"), lambda row: row.author.name),
        Column(gettext_lazy("E-mail"), lambda row: row.author.email),
        Column(gettext_lazy("Kind"), lambda row: capfirst(row.get_kind_display())),
        Column(gettext_lazy("What"), lambda row: capfirst(row.said)),
        Column(gettext_lazy("Level"), lambda row: capfirst(row.get_level_display())),
        Column(gettext_lazy("More precisely"), lambda row: row.text),
        Column(gettext_lazy("Entered"), lambda row: row.written_at.date()),
    ),
    empty=Empty(
        gettext_lazy("No competences yet"),
        gettext_lazy(
            "Enter a language with its level, what you know of the EU, projects you have led and courses"
            " you have"
            " taken. Others in the network find you by it."
        ),
        "star",
    ),
    filter_names="q kind language level",
    new=("network:new_competence", gettext_lazy("Enter what I can")),
    order={"key": "written_at"},
)
COMPETENCE = Sheet(
    model=Competence,
    form=CompetenceForm,
    fields=((gettext_lazy("What I can"), ("kind", "language", "level", "text")),),
    address="network:competences",
    new_title=gettext_lazy("Enter what I can"),
    edit_title=gettext_lazy("Change what I can"),
    lead=gettext_lazy(
        "Everybody who reads the network's pages sees it with your name. You can take it away again."
    ),
    url=lambda row: reverse("network:competences"),
)


@require_safe
def competence_list(request: HttpRequest) -> HttpResponse:
    """What everybody in the network can, the latest first."""
    rights.require_reader(request.user)
    filters = CompetenceFilters(request)
    return list_page(request, COMPETENCES, filters, _listed(filters.chosen, request.user))


def _listed(chosen: dict[str, Any], reader: Person) -> QuerySet[Competence]:
    """Each says whether it `is_mine`: one's own can be changed."""
    is_mine = Case(When(author=reader.pk, then=Value(True)), default=Value(False))
    found = (
        Competence.objects.select_related("author").filter(author__is_active=True).annotate(is_mine=is_mine)
    )
    if words := chosen.get("q"):
        spoken = [code for code, name in LANGUAGES if words.casefold() in str(name).casefold()]
        found = found.filter(
            Q(text__icontains=words) | Q(author__name__icontains=words) | Q(language__in=spoken)
        )
    for name in ("kind", "language", "level"):
        if value := chosen.get(name):
            found = found.filter(**{name: value})
    return found


@require_http_methods(GET_POST)
def take_away(request: HttpRequest, pk: int) -> HttpResponse:
    """It is no longer so, or nobody's business any more."""
    row = row_or_404(request, Competence.objects.all(), pk)
    rights.require_change(request.user, row)
    return small_form(
        request,
        {"crumbs": crumbs("network:competences")},
        forms.Form,
        partial(acts.take_away, row, by=request.user),
        when=None,
        title=_("Take away what I can"),
        button=_("Take away"),
        lead=capfirst(row.said),
        done=_("It is taken away."),
        back=reverse("network:competences"),
        danger=True,
        template="network/small_form.html",
    )


class TrainingFilters(Filters):
    STATES = [
        ("", gettext_lazy("all")),
        ("coming", gettext_lazy("to come")),
        ("mine", gettext_lazy("I take part")),
    ]
    state = Choice(label=gettext_lazy("Show"), choices=STATES)


TRAININGS = Register(
    kind="trainings",
    address="network:trainings",
    title=gettext_lazy("Trainings for the network"),
    lead=gettext_lazy("Languages, EU knowledge, leading projects: what is offered, and who takes part."),
    columns=(
        Column(gettext_lazy("Day"), lambda row: row.held_on),
        Column(gettext_lazy("Training"), lambda row: row.title),
        Column(gettext_lazy("Place"), lambda row: row.place),
        Column(gettext_lazy("Seats"), lambda row: row.seats),
        Column(gettext_lazy("Participants"), lambda row: row.count_in),
    ),
    empty=Empty(
        gettext_lazy("No trainings yet"),
        gettext_lazy(
            "Offer one that others in the network have use for; whoever wants to come takes a seat here."
        ),
        "star",
    ),
    filter_names="state",
    new=("network:new_training", gettext_lazy("Offer a training")),
    order={"key": "held_on"},
)
TRAINING = Sheet(
    model=Training,
    form=TrainingForm,
    fields=((gettext_lazy("The training"), ("title", "text", "held_on", "place", "seats")),),
    address="network:trainings",
    new_title=gettext_lazy("Offer a training"),
    edit_title=gettext_lazy("Change the training"),
)


@require_safe
def training_list(request: HttpRequest) -> HttpResponse:
    """The trainings, the latest first."""
    rights.require_reader(request.user)
    filters = TrainingFilters(request)
    found = Training.objects.annotate(
        count_in=Bounded.of(Participant.objects.filter(training=OuterRef("pk")))
    )
    state = filters.chosen.get("state")
    if state == "coming":
        found = found.filter(held_on__gte=timezone.localdate())
    elif state == "mine":
        mine = Training.objects.filter(pk=OuterRef("pk"), participants__person=request.user)
        found = found.filter(Exists(mine))
    return list_page(request, TRAININGS, filters, found)


@require_safe
def training(request: HttpRequest, pk: int) -> HttpResponse:
    """One training and who takes part."""
    found = row_or_404(request, Training.objects.select_related("author"), pk)
    seats = list(found.participants.select_related("person").order_by("person__name"))
    is_to_come = found.held_on >= timezone.localdate()
    takes_part = any(each.person_id == request.user.pk for each in seats)
    context = {
        "training": found,
        "participants": seats,
        "takes_part": takes_part,
        "is_to_come": is_to_come,
        "is_full": found.seats is not None and len(seats) >= found.seats,
        "may_join": is_to_come and rights.is_member(request.user),
        "may_change": rights.may_change(request.user, found),
        "crumbs": crumbs("network:trainings"),
    }
    return render(request, "network/training.html", context)


@require_POST
def take_seat(request: HttpRequest, pk: int) -> HttpResponse:
    """I take part, or no longer."""
    found = row_or_404(request, Training.objects.all(), pk)
    if request.POST.get("act") == "leave":
        acts.leave(found, by=request.user)
        messages.success(request, _("You have given up your seat."))
    else:
        acts.join(found, by=request.user)
        messages.success(request, _("You take part."))
    return redirect(found)
