"""The pages of partners."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import Upper
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from engagements import actions
from engagements.forms import OrganisationForm, as_initial, look_alike
from engagements.models import Dealing, Organisation, OrganisationName, Theme
from governance import editing
from governance.choices import Choice
from governance.errors import StaleVersion
from governance.lists import Filters, page_of, picked
from governance.models import Kind, Matter
from governance.prepared import Asked, Asker

# A search gives the names most like it, the best first, on one page.
MOST_FOUND = 50
FACTS = ("name", "acronym", "kind", "theme", "country", "city", "website", "note")


class OrganisationFilters(Filters):
    """What the list of organisations can be narrowed by."""

    q = forms.CharField(
        label=_("Name"), max_length=200, required=False, help_text=_("In any language; spelling is forgiven.")
    )
    kind = Choice(label=_("Kind"), choices=[("", _("all")), *Organisation.Kind.choices])
    theme = Choice(label=_("Theme"), choices=[("", _("all")), *Theme.choices])


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
    by_name = None
    if "q" in chosen:
        likest = Organisation.objects.named_like(chosen["q"], most=MOST_FOUND + 1)
        shown = list(_with_names(likest.filter(**alike))[: MOST_FOUND + 1])
    else:
        by_name = page_of(request, _by_name, alike, key="by_name", keyed_by=str, ascending=True)
        shown = list(by_name.rows)
    members = _members_among([organisation.pk for organisation in shown])
    for organisation in shown:
        organisation.is_member = organisation.pk in members
        own = (organisation.name, organisation.acronym)
        organisation.others = [name for name in organisation.all_names if name not in own]
    context = {
        "filters": filters,
        "chips": filters.chips(),
        "page": by_name,
        "rows": shown[:MOST_FOUND],
        "more": len(shown) > MOST_FOUND,
        "list_url": reverse("engagements:organisations"),
        "may_write": actions.may_write(request.user),
    }
    return render(request, "engagements/organisations.html", context)


def _by_name(_asker: Asker, alike: Asked) -> QuerySet[Organisation]:
    return _with_names(Organisation.objects.filter(**alike)).annotate(by_name=Upper("name"))


def _with_names(rows: QuerySet[Organisation]) -> QuerySet[Organisation]:
    names = OrganisationName.objects.filter(organisation=OuterRef("pk")).values("name")
    return rows.annotate(all_names=ArraySubquery(names)).defer("note", "website", "source")


def _members_among(organisations: list[int]) -> set[int]:
    """Of these the ones the city is a member of."""
    dealings = Dealing.objects.filter(organisation__among=organisations, kind=Kind.MEMBERSHIP)
    return set(dealings.filter(matter__in=MEMBERSHIPS).values_list("organisation", flat=True))


def organisation_or_404(slug: str) -> Organisation:
    found = Organisation.objects.prefetch_related("names").filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """One partner under all its names, with every dealing one may read."""
    found = organisation_or_404(slug)
    dealings = actions.dealings(found, request.user)
    own = (found.name, found.acronym)
    context = {
        "organisation": found,
        "others": [name for name in found.names.all() if name.name not in own],
        "dealings": [(Kind(kind).label, rows) for kind, rows in dealings.items()],
        "is_member": MEMBERSHIPS.filter(dealings__organisation=found).select_related("body"),
        "may_write": actions.may_write(request.user),
        "may_propose": actions.may_write(request.user),
        "today": timezone.localdate(),
        "crumbs": [(gettext("Organisations"), reverse("engagements:organisations"))],
    }
    return render(request, "engagements/organisation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_organisation(request: HttpRequest) -> HttpResponse:
    """Write down a new partner; does it exist already?"""
    _require_writer(request)
    initial = {"name": request.GET.get("name", "")[:200].replace("\0", "")}
    form = OrganisationForm(request.POST if request.method == "POST" else None, initial=initial, version=0)
    if request.method == "POST" and form.is_valid():
        made = actions.create_organisation(by=request.user, aliases=form.aliases, **_facts(form))
        messages.success(request, gettext("The organisation is in the register."))
        return redirect(made)
    return _show_form(request, form, gettext("New organisation"), reverse("engagements:organisations"))


@require_http_methods(["GET", "HEAD", "POST"])
def edit_organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what is known. Two who write at once see both texts."""
    _require_writer(request)
    found = organisation_or_404(slug)
    form = OrganisationForm(
        request.POST if request.method == "POST" else None,
        initial=as_initial(found),
        version=found.version,
        organisation=found,
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_organisation(
                found, form.cleaned_data["version"], by=request.user, aliases=form.aliases, **_facts(form)
            )
        except StaleVersion as stale:
            current = organisation_or_404(slug)
            theirs = OrganisationForm(
                initial=as_initial(current), version=current.version, organisation=current
            )
            return editing.conflict(request, form, theirs, stale, found.get_absolute_url())
        messages.success(request, gettext("The changes are saved."))
        return redirect(found)
    return _show_form(request, form, str(found), found.get_absolute_url())


@require_safe
def lookalikes(request: HttpRequest) -> HttpResponse:
    """Organisations with a like name: a part of the form, fetched while the name is typed."""
    _require_writer(request)
    but = Organisation.objects.filter(slug=request.GET.get("but", "").replace("\0", "")).first()
    found = look_alike(request.GET.get("name", "")[:200], but)
    return render(request, "engagements/part_lookalikes.html", {"lookalikes": found})


def _facts(form: OrganisationForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in FACTS}


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


def _require_writer(request: HttpRequest) -> None:
    if not actions.may_write(request.user):
        raise PermissionDenied(
            gettext(
                "Only those who prepare matters, contact persons and secretaries, may change organisations."
            )
        )
