"""Observations and analyses: the lists, one of each, lifting the one to the other and on to a matter."""

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
from governance import access
from governance.choices import Choice
from governance.lists import Bounded, Filters, or_all
from governance.texts import TextField
from governance.views.casework import GET_POST, small_form
from governance.views.list_files import Column
from network import rights
from network.actions import horizon as acts
from network.forms.horizon import ActForm, AnalysisForm, NewAnalysisForm, ObservationForm
from network.models import Analysis, Observation

from .frame import Empty, Register, Sheet, crumbs, list_page, row_or_404


class ObservationFilters(Filters):
    STATES = [
        ("", gettext_lazy("all")),
        ("new", gettext_lazy("not analysed")),
        ("analysed", gettext_lazy("analysed")),
        ("acted", gettext_lazy("acted on")),
    ]
    q = TextField(label=gettext_lazy("Words"), max_length=200, required=False)
    theme = Choice(label=gettext_lazy("Theme"), choices=lambda: or_all((t, capfirst(t.label)) for t in Theme))
    state = Choice(label=gettext_lazy("State"), choices=STATES)


OBSERVATIONS = Register(
    kind="observations",
    address="network:observations",
    title=gettext_lazy("Horizon scanning"),
    lead=gettext_lazy(
        "What we have seen abroad, who says so, and what it means for us. Several together become an"
        " analysis, and an analysis a matter."
    ),
    columns=(
        Column(gettext_lazy("When"), lambda row: row.seen_on),
        Column(gettext_lazy("Observation"), lambda row: row.title),
        Column(gettext_lazy("Theme"), lambda row: capfirst(row.theme_label)),
        Column(gettext_lazy("Source"), lambda row: row.source),
        Column(gettext_lazy("So what for us"), lambda row: row.so_what),
        Column(gettext_lazy("Written by"), lambda row: row.author.name),
        Column(gettext_lazy("Analysis"), lambda row: str(row.analysis or "")),
    ),
    empty=Empty(
        gettext_lazy("No observations yet"),
        gettext_lazy(
            "Write down something you read, heard or saw: what, who says so, when, and above all so what"
            " for us."
        ),
        "search",
    ),
    filter_names="q theme state",
    new=("network:new_observation", gettext_lazy("Write an observation")),
    order={"key": "seen_on"},
)
OBSERVATION = Sheet(
    model=Observation,
    form=ObservationForm,
    fields=(
        (gettext_lazy("What was seen"), ("title", "text", "seen_on", "source", "link")),
        (gettext_lazy("What it means"), ("so_what", "theme")),
    ),
    address="network:observations",
    new_title=gettext_lazy("Write an observation"),
    edit_title=gettext_lazy("Change the observation"),
)


@require_safe
def observation_list(request: HttpRequest) -> HttpResponse:
    """What was seen, the latest first."""
    rights.require_reader(request.user)
    filters = ObservationFilters(request)
    return list_page(request, OBSERVATIONS, filters, _observed(filters.chosen))


def _observed(chosen: dict[str, Any]) -> QuerySet[Observation]:
    found = Observation.objects.select_related("author", "analysis")
    if words := chosen.get("q"):
        found = found.filter(
            Q(title__icontains=words)
            | Q(text__icontains=words)
            | Q(so_what__icontains=words)
            | Q(source__icontains=words)
        )
    if theme := chosen.get("theme"):
        found = found.filter(theme=theme)
    state = chosen.get("state")
    if state == "new":
        found = found.filter(analysis=None)
    elif state == "analysed":
        found = found.filter(analysis__isnull=False)
    elif state == "acted":
        found = found.filter(analysis__matter__isnull=False)
    return found


@require_safe
def observation(request: HttpRequest, pk: int) -> HttpResponse:
    """One observation, and the analysis that it was lifted to."""
    found = row_or_404(request, Observation.objects.select_related("author", "analysis"), pk)
    context = {
        "observation": found,
        "may_change": rights.may_change(request.user, found),
        "may_lift": rights.is_member(request.user) and found.analysis is None,
        "crumbs": crumbs("network:observations"),
    }
    return render(request, "network/observation.html", context)


class AnalysisFilters(Filters):
    STATES = [
        ("", gettext_lazy("all")),
        ("waits", gettext_lazy("no action yet")),
        ("acted", gettext_lazy("acted on")),
    ]
    state = Choice(label=gettext_lazy("State"), choices=STATES)


ANALYSES = Register(
    kind="analyses",
    address="network:analyses",
    title=gettext_lazy("Analyses"),
    lead=gettext_lazy(
        "What several observations mean together, and the matter in which the city acts on them."
    ),
    columns=(
        Column(gettext_lazy("Written"), lambda row: row.written_at.date()),
        Column(gettext_lazy("Analysis"), lambda row: row.title),
        Column(gettext_lazy("Observations"), lambda row: row.count_observations),
        Column(gettext_lazy("What it means for the city"), lambda row: row.meaning),
        Column(gettext_lazy("What we propose"), lambda row: row.proposal),
        Column(gettext_lazy("Acted on"), lambda row: row.acted_on),
    ),
    empty=Empty(
        gettext_lazy("No analyses yet"),
        gettext_lazy(
            "Open an observation and lift it to an analysis, alone or with others that say the same."
        ),
        "report",
    ),
    filter_names="state",
    new=("network:new_analysis", gettext_lazy("Write an analysis")),
    order={"key": "written_at"},
)


def _begun_with(request: HttpRequest, _parent: Any) -> dict[str, Any]:
    """The observation that one came from."""
    text = request.GET.get("observation", "")
    return {"begun_with": int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None}


FIELDS = ("title", "findings", "meaning", "proposal")
ANALYSIS = Sheet(
    model=Analysis,
    form=AnalysisForm,
    fields=((gettext_lazy("The analysis"), FIELDS),),
    address="network:analyses",
    new_title="",
    edit_title=gettext_lazy("Change the analysis"),
)
NEW_ANALYSIS = Sheet(
    model=Analysis,
    form=NewAnalysisForm,
    fields=(
        (gettext_lazy("What it builds on"), ("observations",)),
        (gettext_lazy("The analysis"), FIELDS),
    ),
    address="network:analyses",
    new_title=gettext_lazy("Write an analysis"),
    edit_title="",
    write=acts.analyse,
    options=_begun_with,
)


@require_safe
def analysis_list(request: HttpRequest) -> HttpResponse:
    """The analyses, the latest first."""
    rights.require_reader(request.user)
    filters = AnalysisFilters(request)
    found = Analysis.objects.annotate(
        count_observations=Bounded.of(Observation.objects.filter(analysis=OuterRef("pk")))
    )
    if state := filters.chosen.get("state"):
        found = found.filter(matter__isnull=state == "waits")
    return list_page(request, ANALYSES, filters, found)


def _context(request: HttpRequest, pk: int) -> dict[str, Any]:
    found = row_or_404(request, Analysis.objects.select_related("author", "matter__body"), pk)
    matter = found.matter
    return {
        "analysis": found,
        "observations": list(found.observations.all()),
        # A matter that was marked since is not told to who was not let in.
        "matter": matter if matter and access.may_view(request.user, matter) else None,
        "may_change": rights.may_change(request.user, found),
        "crumbs": crumbs("network:analyses"),
    }


@require_safe
def analysis(request: HttpRequest, pk: int) -> HttpResponse:
    """One analysis: what it builds on, and what was done."""
    return render(request, "network/analysis.html", _context(request, pk))


@require_http_methods(GET_POST)
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the matter in which the city acts."""
    context = _context(request, pk)
    found: Analysis = context["analysis"]
    rights.require_change(request.user, found)
    context["crumbs"] = [*context["crumbs"], (str(found), found.get_absolute_url())]
    return small_form(
        request,
        context,
        ActForm,
        partial(acts.act, found, by=request.user),
        when=None,
        title=_("Act on the analysis"),
        button=_("Link the matter"),
        lead=_(
            "Open a matter in the register, a visit, a membership or an EU project, and give its number here."
        ),
        done=_("The matter is linked."),
        back=found.get_absolute_url(),
        template="network/small_form.html",
    )
