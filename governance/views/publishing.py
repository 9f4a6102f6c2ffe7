"""The pages where a coordinator publishes in the open register: preview, publish, withdraw, what could be published."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from .. import drafts, publishing
from ..choices import Choice
from ..errors import StaleVersion, WrongState
from ..forms import add_errors
from ..lists import (
    COUNT_LIMIT,
    PAGE_SIZE,
    BodyFilters,
    InWords,
    or_all,
    page,
    readable_bodies,
    with_bodies,
)
from ..meetings import in_the_open as notes
from ..models import Publication
from ..texts import TextField
from .casework import GET_POST, posted, small_id
from .pages import CARDS, matter_context

ROWS = CARDS.select_related("strategy")


class PublishForm(forms.Form):
    """The officer's own words to what the register says, and which preview they were written to."""

    summary_sv = TextField(
        label=gettext_lazy("In short, in Swedish"),
        help_text=gettext_lazy(
            "What it is about, for somebody who knows nothing of it. No names of persons."
        ),
        max_length=publishing.LONGEST_SUMMARY,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    summary_en = TextField(
        label=gettext_lazy("In short, in English"),
        max_length=publishing.LONGEST_SUMMARY,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class WithdrawForm(forms.Form):
    reason = TextField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("For your colleagues. The open page says only that it has been withdrawn."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@require_http_methods(GET_POST)
def publish_matter(request: HttpRequest, number: str) -> HttpResponse:
    """What everybody would read of the matter; then, with the officer's own words, once more; then it is published."""
    context = matter_context(request, number, "publish", ROWS)
    matter = context["matter"]
    publishing.require_may(request.user)
    former = publishing.standing_of(matter)
    if former is None and (refused := publishing.why_not(matter)):
        raise WrongState(refused)
    context |= {
        "publication": former,
        "refused": publishing.why_not(matter),
        "back": matter.get_absolute_url(),
        "earlier": list(
            matter.publications.filter(ended_at__isnull=False).select_related("published_by", "ended_by")
        ),
    }
    shown = publishing.of_matter(matter)
    return _publish(
        request,
        context,
        shown,
        publishing.latest_of(matter),
        lambda **given: publishing.publish(matter, by=request.user, **given),
        "governance/publish.html",
    )


@require_http_methods(GET_POST)
def publish_notes(request: HttpRequest, pk: int) -> HttpResponse:
    """The same of the notes of one meeting of the preparatory committee."""
    publishing.require_may(request.user)
    rows = notes.publishable().select_related("body")
    meeting = get_object_or_404(rows, pk=small_id(pk))
    former = publishing.standing_of(meeting)
    ended = meeting.publications.filter(ended_at__isnull=False).select_related("published_by", "ended_by")
    context = {
        "meeting": meeting,
        "publication": former,
        "refused": notes.why_not(meeting),
        "back": reverse("meeting_notes", args=[meeting.pk]),
        "crumbs": [(_("Notes of the preparatory committee"), reverse("published_notes"))],
        "earlier": list(ended),
    }
    return _publish(
        request,
        context,
        notes.of_meeting(meeting),
        publishing.latest_of(meeting),
        lambda **given: notes.publish(meeting, by=request.user, **given),
        "governance/meetings/publish.html",
    )


def _publish(
    request: HttpRequest,
    context: dict[str, Any],
    shown: publishing.Shown,
    latest: Publication | None,
    act: Any,
    template: str,
) -> HttpResponse:
    """The two steps for a thing of any sort, with the way back to this page."""
    former = context["publication"]
    words = {f"summary_{language}": former.shown[language]["summary"] for language in shown} if former else {}
    form = PublishForm(posted(request), initial=words)
    seen = publishing.digest(shown, latest)
    is_sure = False
    if form.is_bound and form.is_valid() and "change" not in request.POST and not context["refused"]:
        given = form.cleaned_data
        is_sure = True
        if "sure" in request.POST:
            try:
                with drafts.once(request.POST):
                    act(**given)
            except StaleVersion as stale:
                context["stale"] = str(stale)
            except ValidationError as error:
                add_errors(form, error)
                is_sure = False
            else:
                messages.success(request, _("It is published. Everybody can read it now."))
                return redirect(request.path)
        shown = publishing.with_words(shown, given["summary_sv"], given["summary_en"])
    changes = publishing.differences(former, shown) if former else []
    context |= {
        "form": form,
        "seen": seen,
        "shown": shown.items(),
        "is_sure": is_sure,
        "changes": changes,
        "rule": publishing.rule(),
        "open_url": publishing.open_address(former) if former else "",
    }
    return render(request, template, context, status=422 if form.errors or "stale" in context else 200)


@require_http_methods(GET_POST)
def withdraw_publication(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it from the open register, with the reason."""
    publishing.require_may(request.user)
    rows = Publication.objects.open().select_related("matter", "meeting")
    found = get_object_or_404(rows, pk=small_id(pk))
    form = WithdrawForm(posted(request))
    back = publishing.page_of(found)
    if form.is_bound and form.is_valid():
        try:
            publishing.withdraw(found, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("It is withdrawn. The open page says so, and shows nothing of it."))
            return redirect("publishing")
    context = {"form": form, "publication": found, "back": back, "danger": True}
    context |= {"title": _("Withdraw from the open register"), "button": _("Withdraw it"), "bare": True}
    return render(
        request, "governance/withdraw_publication.html", context, status=422 if form.errors else 200
    )


# The lists of the page for publishing: what each is called, in the order they stand.
NEW, CHANGED, SHOWN = "new", "changed", "shown"
LISTS = (
    (NEW, gettext_lazy("Could be published")),
    (CHANGED, gettext_lazy("Changed since")),
    (SHOWN, gettext_lazy("Published")),
)


class PublishingFilters(BodyFilters):
    """What the lists are narrowed by; which list it is stands in the address too."""

    vad = Choice(label=gettext_lazy("List"), choices=LISTS)
    kind = Choice(label=gettext_lazy("Kind"), choices=or_all(Publication.Kind.choices))

    def in_words(self) -> list[InWords]:
        return [words for words in super().in_words() if words.name != "vad"]

    @property
    def list(self) -> str:
        return str(self.chosen.get("vad", NEW))

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        if "kind" in self.chosen:
            rows = rows.filter(kind=self.chosen["kind"])
        if "body" in self.chosen:
            rows = rows.filter(body=self.bodies.ids[self.chosen["body"]])
        return rows


@require_http_methods(GET_POST)
def publishing_list(request: HttpRequest) -> HttpResponse:
    """What could be published and is not, what has changed since it was, and what everybody reads."""
    publishing.require_may(request.user)
    if request.method == "POST":
        return _publish_many(request)
    filters = PublishingFilters(request, readable_bodies(request.user))
    if filters.list == NEW:
        found = page(request, filters.narrow(publishing.unpublished()))
    else:
        rows = publishing.touched() if filters.list == CHANGED else Publication.objects.open()
        found = page(request, filters.narrow(rows.select_related("matter")), key="published_at")
    with_bodies(found.rows, request.user)
    counts = {NEW: publishing.unpublished(), CHANGED: publishing.touched(), SHOWN: Publication.objects.open()}
    here = reverse("publishing")
    context = {
        "filters": filters,
        "chips": filters.chips(),
        "list_url": f"{here}?vad={filters.list}",
        "list": filters.list,
        "tabs": [
            (words, f"{here}?vad={key}", key == filters.list, counts[key][:COUNT_LIMIT].count())
            for key, words in LISTS
        ],
        "page": found,
        "rule": publishing.rule(),
    }
    return render(request, "governance/publishing.html", context)


def _told_published(published: list[Publication]) -> SafeString:
    """How many were published, with the way to where one reads them."""
    told = ngettext("%(n)d thing is published.", "%(n)d things are published.", len(published))
    if len(published) == 1:
        words, url = _("See the open page"), publishing.open_address(published[0])
    else:
        words, url = _("See what everybody reads"), f"{reverse('publishing')}?vad={SHOWN}"
    return format_html('{} <a href="{}">{}</a>', told % {"n": len(published)}, url, words)


def _publish_many(request: HttpRequest) -> HttpResponse:
    """The ticked matters: first what everybody would read of each, then all of it at once."""
    numbers = request.POST.getlist("matters")[:PAGE_SIZE]
    rows = publishing.publishable().filter(number__in=[each.replace("\x00", "") for each in numbers])
    chosen = list(rows.select_related("body", "strategy").order_by("number"))
    # What was ticked and cannot be published any more.
    gone = sorted({each[:20] for each in numbers}.difference(matter.number for matter in chosen))
    if gone:
        told = _("These cannot be published any more: %(numbers)s")
        messages.error(request, told % {"numbers": ", ".join(gone)})
    if not chosen and not gone:
        messages.error(request, _("Tick what is to be published."))
    if not chosen:
        return redirect("publishing")
    if "sure" in request.POST:
        published, changed = [], []
        with transaction.atomic():
            for matter in chosen:
                try:
                    published.append(
                        publishing.publish_as_it_stands(
                            matter, by=request.user, seen=request.POST.get(f"seen-{matter.number}", "")
                        )
                    )
                except (StaleVersion, WrongState):
                    changed.append(matter.number)
        if published:
            messages.success(request, _told_published(published))
        if changed:
            told = _("The register has changed since you looked. These were not published: %(numbers)s")
            messages.error(request, told % {"numbers": ", ".join(changed)})
        return redirect("publishing")
    previews = []
    for matter in chosen:
        shown = publishing.of_matter(matter)
        previews.append(
            (
                matter,
                publishing.digest(shown, publishing.latest_of(matter)),
                publishing.with_former_words(matter, shown),
            )
        )
    context = {"previews": previews, "rule": publishing.rule(), "back": reverse("publishing")}
    return render(request, "governance/publish_many.html", context)
