"""The pages of briefing packs: ask for one, wait for it, read it. Nobody sees another's."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from engagements import trees
from engagements.actions import briefings, persons
from engagements.forms.briefings import BriefingForm
from engagements.models import BriefingPack, Organisation
from governance import documents
from governance.language import active_language
from governance.models import OutboxEntry
from governance.views.casework import GET_POST, posted, small_id

from .organisations import of_organisation, organisation_context

MOST_SHOWN = 10


@require_http_methods(GET_POST)
@of_organisation
def new_briefing(request: HttpRequest, found: Organisation) -> HttpResponse:
    """Ask for a pack; the button of the partner's page does it without a question."""
    persons.require_reader(request.user)
    initial = {"language": active_language(), "with_parts": True}
    form = BriefingForm(posted(request), initial=initial)
    if trees.with_parts(found) == [found.pk]:
        del form.fields["with_parts"]
    if form.is_bound and form.is_valid():
        return redirect(briefings.ask_for_briefing(found, by=request.user, **form.cleaned_data))
    mine = BriefingPack.objects.filter(organisation=found, asked_by=request.user)
    context = organisation_context(request, found, "") | {"form": form, "mine": mine[:MOST_SHOWN]}
    return render(request, "engagements/briefing_new.html", context, status=422 if form.is_bound else 200)


@require_safe
def briefing(request: HttpRequest, pk: int) -> HttpResponse:
    """The pack, or how far the worker is with it."""
    pack = _own_or_404(request, pk)
    context = organisation_context(request, pack.organisation, "") | _state_of(pack)
    return render(request, "engagements/briefing.html", context)


@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that asks again until the pack is there."""
    return render(request, "engagements/part_briefing.html", _state_of(_own_or_404(request, pk)))


@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The pages as PDF."""
    pack = _own_or_404(request, pk)
    if pack.document is None:
        raise Http404
    return documents.download(pack.document)


def _state_of(pack: BriefingPack) -> dict[str, Any]:
    # What became done since the pack was read is asked for once more by the bar.
    entry = OutboxEntry.objects.filter(key=pack.outbox_key).first()
    is_begun = bool(entry and entry.lease_until)
    return {
        "pack": pack,
        "is_drawn": pack.document_id is not None,
        "has_stopped": entry is None or entry.dead_at is not None,
        "step": gettext("The pages are drawn") if is_begun else gettext("Waits for its turn"),
        "done": int(is_begun),
        "poll": reverse("engagements:briefing_progress", args=[pack.pk]),
    }


def _own_or_404(request: HttpRequest, pk: int) -> BriefingPack:
    packs = BriefingPack.objects.select_related("organisation__parent", "document")
    return get_object_or_404(packs, pk=small_id(pk), asked_by=request.user)
