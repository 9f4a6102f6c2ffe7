"""The jobs that have stopped: for the administrators, who let them be tried again or give them up."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import outbox
from ..models import OutboxEntry
from ..texts import TextField

SHOWN = 50
# What a kind of job is called. Of what it concerns the page tells no more than its key: keeping the register going
# is not reading its matters.
WHAT = {
    "mail_notice": _("Notice by mail"),
    "assemble_report": _("Figures of the annual report"),
    "draw_report": _("PDF of the annual report"),
    "draw_letter": _("Letter as a document"),
    "draw_invitation": _("Invitation letter as a document"),
    "draw_briefing": _("Briefing pack"),
}


class GiveUpForm(forms.Form):
    because = TextField(
        label=_("Why it is given up"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why it is given up.")},
    )


@require_safe
def stopped_jobs(request: HttpRequest) -> HttpResponse:
    """What has stopped, the longest first, and what was given up lately."""
    outbox.require_tending(request.user)
    stopped = OutboxEntry.objects.stopped().order_by("dead_at")
    given_up = OutboxEntry.objects.filter(given_up_at__isnull=False).order_by("-given_up_at")
    context = {
        "jobs": [_row(entry) for entry in stopped[:SHOWN]],
        "total": stopped.count(),
        "given_up": [_row(entry) for entry in given_up.select_related("given_up_by")[:SHOWN]],
    }
    return render(request, "governance/stopped_jobs.html", context)


@require_POST
def try_jobs_again(request: HttpRequest) -> HttpResponse:
    """Try one job again, or every one that has stopped."""
    outbox.require_tending(request.user)
    one = request.POST.get("job")
    entries = OutboxEntry.objects.stopped()
    revived = outbox.try_again(entries.filter(pk=_uuid(one)) if one else entries)
    messages.success(
        request,
        ngettext("%(n)s job is tried again.", "%(n)s jobs are tried again.", revived) % {"n": revived},
    )
    return redirect("stopped_jobs")


@require_http_methods(["GET", "HEAD", "POST"])
def give_up_job(request: HttpRequest, pk: Any) -> HttpResponse:
    """Leave a job undone, and say why."""
    outbox.require_tending(request.user)
    entry = get_object_or_404(OutboxEntry.objects.stopped(), pk=pk)
    form = GiveUpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        outbox.give_up(entry, by=request.user, because=form.cleaned_data["because"])
        messages.success(request, gettext("The job is given up."))
        return redirect("stopped_jobs")
    context = {
        "form": form,
        "job": _row(entry),
        "crumbs": [(gettext("Jobs that have stopped"), reverse("stopped_jobs"))],
    }
    return render(request, "governance/give_up_job.html", context, status=422 if form.errors else 200)


def _uuid(text: str) -> Any:
    """The id of a job, or of none."""
    try:
        return OutboxEntry._meta.pk.to_python(text)
    except forms.ValidationError:
        return None


def _row(entry: OutboxEntry) -> dict[str, Any]:
    return {"entry": entry, "what": WHAT.get(entry.kind, entry.kind)}
