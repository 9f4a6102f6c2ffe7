"""The pages of partners: the register, one partner, what is written about it."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Upper
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from engagements import actions, duplicates, promises, timelines, trees
from engagements.actions import merging, persons
from engagements.forms import OrganisationForm, as_initial, look_alike
from engagements.models import Dealing, Merger, Organisation, OrganisationName, PartnerPost, Theme
from governance import editing, history
from governance.choices import Choice
from governance.errors import StaleVersion
from governance.forms import add_errors
from governance.language import country_name
from governance.lists import Filters, in_order, page_of, picked, stop_if_gathering
from governance.models import Kind, Matter, Person
from governance.prepared import Asked, Asker
from governance.texts import TextField
from governance.views import list_files
from governance.views.list_files import Column

from .registers import yes_or_no
from .timelines import PartnerTimelineFilters, as_file, timeline_context

# A search gives the names most like it, the best first, on one page.
MOST_FOUND = 50
FACTS = ("name", "acronym", "kind", "theme", "country", "city", "website", "note", "parent")
# What the page of a partner shows of the timeline; the rest stands on its own page.
LATEST = 8


class OrganisationFilters(Filters):
    """What the list of organisations can be narrowed by."""

    q = TextField(
        label=_("Name"), max_length=200, required=False, help_text=_("In any language; spelling is forgiven.")
    )
    kind = Choice(label=_("Kind"), choices=[("", _("all")), *Organisation.Kind.choices])
    theme = Choice(label=_("Theme"), choices=[("", _("all")), *Theme.choices])


# What the file of the list tells of each.
COLUMNS = (
    Column(_("Name"), lambda partner: partner.name),
    Column(_("Acronym"), lambda partner: partner.acronym),
    Column(_("Also called"), lambda partner: ", ".join(partner.others)),
    Column(_("Kind"), lambda partner: capfirst(partner.get_kind_display())),
    Column(_("Theme"), lambda partner: partner.theme_label),
    Column(_("City"), lambda partner: partner.city),
    Column(_("Country"), lambda partner: country_name(str(partner.country or ""))),
    Column(_("Part of"), lambda partner: partner.part_of),
    Column(_("Website"), lambda partner: partner.website),
    Column(_("The city is a member"), lambda partner: yes_or_no(partner.is_member is not None)),
)

# Where the city is a member today; public, unless marked secret.
MEMBERSHIPS = Matter.objects.filter(
    kind=Kind.MEMBERSHIP, status__in=("member", "leaving"), secrecy_ground=""
).order_by()


@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    """Partners by name, or the ones most like what is searched for."""
    filters = OrganisationFilters(request)
    chosen = filters.chosen
    alike = picked(chosen, "kind", "theme")
    if list_files.is_asked(request):
        return _as_file(request, filters, alike)
    by_name = None
    if "q" in chosen:
        likest = Organisation.objects.named_like(chosen["q"], most=MOST_FOUND + 1).filter(**alike)
        stop_if_gathering(lambda: likest, "name", str)
        shown = list(_with_names(likest)[: MOST_FOUND + 1])
    else:
        by_name = page_of(request, _by_name, alike, key="by_name", keyed_by=str, ascending=True)
        shown = list(by_name.rows)
    _tell_others(shown)
    context = {
        "filters": filters,
        "chips": filters.chips(),
        "page": by_name,
        "rows": shown[:MOST_FOUND],
        "more": len(shown) > MOST_FOUND,
        "list_url": reverse("engagements:organisations"),
        "may_write": actions.may_write(request.user),
        "may_merge": merging.may_merge(request.user),
        "may_read_persons": persons.may_read(request.user),
    }
    return render(request, "engagements/organisations.html", context)


def _tell_others(rows: Iterable[Any]) -> None:
    for organisation in rows:
        own = (organisation.name, organisation.acronym)
        organisation.others = [name for name in organisation.all_names if name not in own]


def _as_file(request: HttpRequest, filters: OrganisationFilters, alike: dict[str, Any]) -> HttpResponse:
    rows = _by_name(request.user, alike)
    if "q" in filters.chosen:
        likest = Organisation.objects.named_like(filters.chosen["q"], most=MOST_FOUND).filter(**alike)
        rows = _with_names(likest).order_by("-likeness", "name")
    else:
        rows = rows.order_by(*in_order(key="by_name", ascending=True))
    listing = list_files.Listing(
        gettext("Organisations"), list_files.said(filters), COLUMNS, rows.defer(None), _tell_others
    )
    return list_files.as_file(request, listing)


def _by_name(_asker: Asker, alike: Asked) -> QuerySet[Organisation]:
    return _with_names(Organisation.objects.filter(**alike)).annotate(by_name=Upper("name"))


def _with_names(rows: QuerySet[Organisation]) -> QuerySet[Organisation]:
    names = OrganisationName.objects.filter(organisation=OuterRef("pk")).values("name")
    members = Dealing.objects.filter(
        organisation=OuterRef("pk"), kind=Kind.MEMBERSHIP, matter__in=MEMBERSHIPS
    )
    rows = rows.annotate(
        all_names=ArraySubquery(names),
        part_of=F("parent__name"),
        # As an id or none: of a bare EXISTS the planner may gather every membership there is, for the rows of one page.
        is_member=Subquery(members.order_by().values("matter")[:1]),
    )
    return rows.defer("note", "website", "source")


def of_organisation(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Find the partner by its address, or 404. Who asks for one that was merged is led to the one that stayed."""

    @wraps(view)
    def find(request: HttpRequest, slug: str, **rest: Any) -> HttpResponse:
        found = organisation_or_404(slug)
        if found.merged_into:
            return redirect(request.resolver_match.view_name, slug=found.merged_into.slug, **rest)
        return view(request, found, **rest)

    return find


def mergers_of(found: Organisation) -> list[tuple[Merger, bool]]:
    """What was merged into a partner, and whether that can still be undone."""
    mergers = found.mergers.filter(undone_at=None).select_related("merged", "merged_by", "survivor")
    return [(merger, merging.may_be_undone(merger)) for merger in mergers]


def organisation_or_404(slug: str) -> Organisation:
    """Whether it stands for itself or was merged into another."""
    every = Organisation._base_manager.select_related("parent", "merged_into")
    found = every.prefetch_related("names", "identifiers").filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def organisation_context(request: HttpRequest, found: Organisation, tab: str) -> dict[str, Any]:
    """What templates/engagements/organisation_base.html needs. `tab`: overview, timeline, persons or history."""
    tabs = (
        ("overview", gettext("Overview"), "organisation"),
        ("timeline", gettext("Timeline"), "organisation_timeline"),
        ("persons", gettext("Persons"), "organisation_persons"),
        ("history", gettext("History"), "organisation_history"),
    )
    return {
        "organisation": found,
        "tab": tab,
        "tabs": [
            (label, reverse(f"engagements:{page}", args=[found.slug]), name == tab, None)
            for name, label, page in tabs
            if name != "persons" or persons.may_read(request.user)
        ],
        "crumbs": [(gettext("Organisations"), reverse("engagements:organisations"))],
        "may_write": actions.may_write(request.user),
        "may_read_persons": persons.may_read(request.user),
    }


@require_safe
@of_organisation
def organisation(request: HttpRequest, found: Organisation) -> HttpResponse:
    """One partner under all its names: what the city has with it, the latest, and how much is withheld."""
    own = (found.name, found.acronym)
    may_merge = merging.may_merge(request.user)
    subject = timelines.all_with(found, _all_names(found), [found.pk])
    context = organisation_context(request, found, "overview") | {
        "others": [name for name in found.names.all() if name.name not in own],
        "identifiers": found.identifiers.all(),
        "tree": trees.around(found),
        "is_member": _memberships_in(found),
        "together": timelines.together(request.user, {"organisation": found.pk}),
        "latest": timelines.by_day(timelines.latest(request.user, subject, LATEST)),
        "promised": promises.with_partner(request.user, timelines.meetings_with(found, _all_names(found))),
        "place_name": _place_name(found),
        "withheld": timelines.Withheld.of(request.user, subject),
        "posts": _posts_now(request.user, found),
        "may_merge": may_merge,
        "likely": duplicates.to_judge(found) if may_merge else [],
    }
    return render(request, "engagements/organisation.html", context)


def _place_name(found: Organisation) -> str:
    """The place of a city partner, of which everything is gathered with what is linked to the partner; else nothing."""
    is_place = found.kind == Organisation.Kind.CITY and found.country
    return (found.city or found.name) if is_place else ""


def _all_names(found: Organisation) -> list[str]:
    return [name.name for name in found.names.all()]


def _memberships_in(found: Organisation) -> QuerySet[Matter]:
    """Looked for among the dealings that are memberships: of others a partner may have thousands."""
    tied = Dealing.objects.filter(organisation=found, kind=Kind.MEMBERSHIP)
    return MEMBERSHIPS.filter(pk__in=tied.values("matter")).select_related("body")


def _posts_now(person: Person, found: Organisation) -> list[PartnerPost]:
    """Some of those who are there now, for whoever may read about persons."""
    if not persons.may_read(person):
        return []
    posts = found.posts.open_on(timezone.localdate()).select_related("person")
    return list(posts.order_by("person__name")[:LATEST])


@require_safe
@of_organisation
def organisation_timeline(request: HttpRequest, found: Organisation) -> HttpResponse:
    """Every matter with the partner, in any body, and of a city in the place; with those of its parts, if asked for."""
    filters = PartnerTimelineFilters(request)
    parts = trees.with_parts(found)
    linked = parts if "with_parts" in filters.chosen else [found.pk]
    subject = timelines.all_with(found, _all_names(found), linked)
    if list_files.is_asked(request):
        # Of one partner too the matters, as of several: its dealings are for turning pages.
        with_all = subject if "organisations" in subject else {"organisations": linked}
        return as_file(request, found.name, filters, with_all)
    context = organisation_context(request, found, "timeline") | timeline_context(request, filters, subject)
    context |= {"has_parts": len(parts) > 1, "place_name": _place_name(found)}
    return render(request, "engagements/organisation_timeline.html", context)


@require_safe
@of_organisation
def organisation_history(request: HttpRequest, found: Organisation) -> HttpResponse:
    """Who changed what when."""
    sources = [history.Source.of_thing(Organisation.history.model, found.pk)]
    context = organisation_context(request, found, "history") | {
        "page": history.page(request, sources),
        "mergers": mergers_of(found),
        "may_merge": merging.may_merge(request.user),
    }
    return render(request, "engagements/organisation_history.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_organisation(request: HttpRequest) -> HttpResponse:
    """Write down a new partner; does it exist already?"""
    actions.require_writer(request.user)
    # From what one comes: a name that was not found, or a city that is no partner yet.
    known = ("name", "kind", "city", "country")
    initial = {name: request.GET.get(name, "")[:200].replace("\0", "") for name in known}
    form = OrganisationForm(request.POST if request.method == "POST" else None, initial=initial, version=0)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_organisation(by=request.user, **_written(form))
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, gettext("The organisation is in the register."))
            return redirect(made)
    return _show_form(request, form, gettext("New organisation"), reverse("engagements:organisations"))


@require_http_methods(["GET", "HEAD", "POST"])
@of_organisation
def edit_organisation(request: HttpRequest, found: Organisation) -> HttpResponse:
    """Change what is known. Two who write at once see both texts."""
    actions.require_writer(request.user)
    form = OrganisationForm(
        request.POST if request.method == "POST" else None,
        initial=as_initial(found),
        version=found.version,
        organisation=found,
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_organisation(found, form.cleaned_data["version"], by=request.user, **_written(form))
        except StaleVersion as stale:
            current = organisation_or_404(found.slug)
            theirs = OrganisationForm(
                initial=as_initial(current), version=current.version, organisation=current
            )
            return editing.conflict(request, form, theirs, stale, found.get_absolute_url())
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, gettext("The changes are saved."))
            return redirect(found)
    return _show_form(request, form, str(found), found.get_absolute_url())


@require_safe
def lookalikes(request: HttpRequest) -> HttpResponse:
    """Organisations with a like name: a part of the form, fetched while the name is typed."""
    actions.require_writer(request.user)
    but = Organisation.objects.filter(slug=request.GET.get("but", "").replace("\0", "")).first()
    found = look_alike(request.GET.get("name", "")[:200], but)
    return render(request, "engagements/part_lookalikes.html", {"lookalikes": found})


def _written(form: OrganisationForm) -> dict[str, Any]:
    """What the valid form says, as the actions take it."""
    facts = {name: form.cleaned_data[name] for name in FACTS}
    return facts | {"aliases": form.aliases, "identifiers": form.identifiers}


def _show_form(request: HttpRequest, form: OrganisationForm, title: str, back: str) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "back": back,
        "lookalikes": form.lookalikes if form.is_bound or form.organisation is None else [],
        "crumbs": [(gettext("Organisations"), reverse("engagements:organisations"))],
    }
    return render(
        request, "engagements/organisation_form.html", context, status=422 if form.is_bound else 200
    )
