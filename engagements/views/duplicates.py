"""The pages of duplicates: the worklist, two held beside one another, what a merger moves, and undoing it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from engagements import duplicates, merging
from engagements.actions import merging as actions
from engagements.forms.duplicates import MergeForm, OtherForm, PartForm
from engagements.models import LikelyDuplicate, Merger, Organisation
from governance.choices import Choice
from governance.errors import StaleVersion, WrongState
from governance.lists import Filters, page_of
from governance.prepared import Asked, Asker
from governance.views.casework import GET_POST, posted, small_form, small_id

from .organisations import of_organisation

LISTED = [f"{each}__{field}" for each in ("first", "second") for field in ("name", "slug", "city", "country")]


class DuplicateFilters(Filters):
    """Those that wait for a word, or those that were said to be two."""

    state = Choice(label=_("State"), choices=[("", _("to be judged")), ("parted", _("said to be two"))])


@require_safe
def duplicate_list(request: HttpRequest) -> HttpResponse:
    """Which may be one and the same, the likest first."""
    actions.require_merger(request.user)
    filters = DuplicateFilters(request)
    parted = filters.chosen.get("state") == "parted"
    context = {
        "filters": filters,
        "chips": filters.chips(),
        "page": page_of(request, _listed, {}, parted, key="likeness", keyed_by=str),
        "list_url": request.path,
        "crumbs": _crumbs(),
    }
    return render(request, "engagements/duplicates.html", context)


def _listed(_asker: Asker, _asked: Asked, parted: bool) -> QuerySet[LikelyDuplicate]:
    rows = LikelyDuplicate.objects.filter(parted_at__isnull=not parted)
    return rows.select_related("first", "second").only("reasons", "likeness", "parted_because", *LISTED)


@require_http_methods(GET_POST)
def duplicate(request: HttpRequest, pk: int) -> HttpResponse:
    """Two beside one another: one of them stays, or both do."""
    actions.require_merger(request.user)
    pair = _pair_or_404(pk)
    stays = request.POST.get("survivor") or request.GET.get("stays")
    survivor = pair.second if stays == pair.second.slug else pair.first
    merged = pair.first if survivor == pair.second else pair.second
    merging_now = "is_read" in request.POST or "first_version" in request.POST
    initial = {
        "survivor": survivor.slug,
        "first_version": pair.first.version,
        "second_version": pair.second.version,
    }
    merge_form = MergeForm(posted(request) if merging_now else None, initial=initial)
    part_form = PartForm(None if merging_now else posted(request))
    if merge_form.is_bound and merge_form.is_valid():
        return _merge(request, merged, survivor, merge_form.cleaned_data)
    if part_form.is_bound and part_form.is_valid():
        actions.part(pair, by=request.user, because=part_form.cleaned_data["because"])
        messages.success(request, gettext("It is noted that they are two."))
        return redirect("engagements:duplicates")
    # Two of one name are told apart by where they are.
    alike = pair.first.name == pair.second.name
    context = {
        "pair": pair,
        "stays": survivor.described if alike else survivor.name,
        "goes": merged.described if alike else merged.name,
        "survivor": survivor,
        "merged": merged,
        "rows": _beside(pair.first, pair.second),
        "moving": merging.preview(merged, survivor, request.user),
        "taken_over": [
            (Organisation._meta.get_field(name).verbose_name, value)
            for name, value in merging.taken_over(merged, survivor).items()
        ],
        "merge_form": merge_form,
        "part_form": part_form,
        "crumbs": [*_crumbs(), (gettext("Likely duplicates"), reverse("engagements:duplicates"))],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "engagements/duplicate.html", context, status=status)


def _merge(
    request: HttpRequest, merged: Organisation, survivor: Organisation, read: dict[str, Any]
) -> HttpResponse:
    in_order = (read["first_version"], read["second_version"])
    versions = in_order if merged.pk < survivor.pk else in_order[::-1]
    try:
        actions.merge(merged, survivor, by=request.user, versions=versions)
    except StaleVersion as stale:
        messages.error(request, str(stale))
        return redirect(f"{request.path}?stays={survivor.slug}")
    messages.success(
        request,
        gettext("%(merged)s is now %(survivor)s. It can be undone for a month, under History.")
        % {"merged": merged.name, "survivor": survivor.name},
    )
    return redirect(survivor)


@require_http_methods(GET_POST)
@of_organisation
def merge_with(request: HttpRequest, found: Organisation) -> HttpResponse:
    """Hold a partner beside another that the register did not find by itself."""
    actions.require_merger(request.user)
    return small_form(
        request,
        {
            "crumbs": [*_crumbs(), (found.name, found.get_absolute_url())],
            "likely": duplicates.to_judge(found),
        },
        OtherForm,
        lambda other: reverse(
            "engagements:duplicate", args=[actions.hold_together(found, other, by=request.user).pk]
        ),
        when=None,
        title=gettext("Is %(name)s the same as another?") % {"name": found.name},
        button=gettext("Compare"),
        done=gettext("Nothing is changed yet."),
        back=found.get_absolute_url(),
        to_result=True,
        template="engagements/merge_with.html",
    )


@require_http_methods(GET_POST)
@of_organisation
def undo_merger(request: HttpRequest, found: Organisation, pk: int) -> HttpResponse:
    """Part again what was made one, when one has read what that moves."""
    actions.require_merger(request.user)
    merger = get_object_or_404(Merger.objects.select_related("merged"), survivor=found, pk=small_id(pk))
    if not actions.may_be_undone(merger):
        raise WrongState(gettext("The merger cannot be undone any more."))
    names = {"merged": merger.merged.name, "survivor": found.name}
    return small_form(
        request,
        {"crumbs": [*_crumbs(), (found.name, found.get_absolute_url())]},
        forms.Form,
        lambda: actions.undo(merger, by=request.user),
        when=None,
        title=gettext("Part %(merged)s from %(survivor)s again?") % names,
        lead=gettext(
            "%(merged)s stands for itself again, with the names and matters that it brought. What has come to"
            " %(survivor)s since stays there."
        )
        % names,
        button=gettext("Part them again"),
        done=gettext("%(merged)s stands for itself again.") % names,
        back=reverse("engagements:organisation_history", args=[found.slug]),
        to_result=True,
        template="engagements/partner_small_form.html",
    )


def _pair_or_404(pk: int) -> LikelyDuplicate:
    """A pair whose two still stand for themselves."""
    every = Organisation.objects.select_related("parent").prefetch_related("names", "identifiers", "parts")
    pairs = LikelyDuplicate.objects.prefetch_related(Prefetch("first", every), Prefetch("second", every))
    return get_object_or_404(pairs, pk=small_id(pk))


def _beside(first: Organisation, second: Organisation) -> list[tuple[str, str, str, bool]]:
    """What is known of each: label, of the one, of the other, and whether they say the same."""
    return [
        (capfirst(label), one, other, bool(one) and one.casefold() == other.casefold())
        for label, (one, other) in zip(LABELS, zip(_facts(first), _facts(second), strict=True), strict=True)
        if one or other
    ]


LABELS = (
    _("Names"),
    _("Kind"),
    _("Country"),
    _("City"),
    _("Website"),
    _("Identifiers"),
    _("Part of"),
    _("Parts"),
    _("Theme"),
    _("note"),
)


def _facts(organisation: Organisation) -> tuple[str, ...]:
    return (
        "; ".join(name.name for name in organisation.names.all()),
        organisation.get_kind_display(),
        str(organisation.country.name),
        organisation.city,
        organisation.website,
        "; ".join(str(identifier) for identifier in organisation.identifiers.all()),
        organisation.parent.name if organisation.parent else "",
        "; ".join(part.name for part in organisation.parts.all()),
        organisation.theme_label,
        organisation.note,
    )


def _crumbs() -> list[tuple[str, str]]:
    return [(gettext("Organisations"), reverse("engagements:organisations"))]
