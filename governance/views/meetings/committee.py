"""The preparatory committee: what the Mayor decides when it has met, and its notes for everybody who logs in."""

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from governance import access, decisions, meetings, publishing
from governance.forms import add_errors
from governance.lists import page_of, with_bodies
from governance.meetings import papers
from governance.meetings.forms import MayorForm
from governance.models import Body, Meeting
from governance.prepared import Asked, Asker

from .frame import GREATEST_ID, frame, say

GET_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_POST)
def mayors_decision(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Record the decision that the Mayor took by delegated power on a matter the committee has handled."""
    context = frame(request, pk, "minutes")
    access.require(request.user, access.RECORD, context["meeting"].body)
    found = next((each for each in context["items"] if each.pk == item and each.matter), None)
    if found is None or found.is_hidden:
        raise Http404
    if request.method != "POST":
        meetings.awaited(found)
    initial = {"decided_on": timezone.localdate()}
    form = MayorForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            meetings.decide(found, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            done = _("The decision is recorded, and waits to be notified to the City Executive Board.")
            return say(request, done, reverse("meeting_minutes", args=[pk]))
    usual = [(words, meetings.mayors_wording(found, code)) for code, words in form.fields["outcome"].choices]
    context |= {"form": form, "item": found, "usual": usual, "ruling": decisions.ruling_for(found.matter)}
    status = 422 if form.is_bound else 200
    return render(request, "governance/meetings/mayors_decision.html", context, status=status)


@require_safe
def published_notes(request: HttpRequest) -> HttpResponse:
    """The meetings of the preparatory committee whose notes are published, the latest first."""
    found = page_of(request, _published, key="held_on")
    with_bodies(found.rows, request.user)
    return render(request, "governance/meetings/published.html", {"page": found})


def _published(_asker: Asker, _asked: Asked) -> QuerySet[Meeting]:
    return Meeting.objects.filter(
        body__kind=Body.Kind.PREPARATORY_COMMITTEE, status=Meeting.Status.POSTED
    ).order_by()


@require_safe
def notes(request: HttpRequest, pk: int) -> HttpResponse:
    """The notes of one meeting as everybody reads them: no matter under secrecy is named."""
    rows = _published(request.user, {}).select_related("body")
    meeting = get_object_or_404(rows, pk=min(pk, GREATEST_ID))
    context = {
        "meeting": meeting,
        "paper": papers.notes(meeting),
        "may_publish": publishing.may_publish(request.user),
        "crumbs": [(_("Notes of the preparatory committee"), reverse("published_notes"))],
    }
    return render(request, "governance/meetings/notes.html", context)
