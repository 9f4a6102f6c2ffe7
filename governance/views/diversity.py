"""The diversity perspective as a page, and the table of residents it rests on, loaded with a dry run."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from .. import access, diversity, residents
from ..choices import Choice
from ..forms import add_errors
from ..lists import Filters, years
from ..texts import TextField

LONGEST_FILE = 200_000


class PeriodFilters(Filters):
    """From the beginning of one year to the end of another; without any, the last three years."""

    since = Choice(label=gettext_lazy("From the year"))
    until = Choice(label=gettext_lazy("Through the year"))

    def __init__(self, request: HttpRequest, **kw: Any) -> None:
        super().__init__(request, **kw)
        self.fields["since"].choices = lambda: [("", _("two years before the last")), *years()]
        self.fields["until"].choices = lambda: [("", _("this year")), *years()]

    @property
    def period(self) -> tuple[int, int]:
        this = timezone.localdate().year
        until = int(self.chosen.get("until", this))
        since = int(self.chosen.get("since", until - 2))
        return min(since, until), max(since, until)


class TableForm(forms.Form):
    """A table to load: a file, or the text of one that has been tried."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy(
            "CSV with the columns land and antal: a line for each country, whole persons."
        ),
    )
    text = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_FILE)
    year = forms.IntegerField(label=gettext_lazy("Year of the figures"), min_value=1990, max_value=2100)
    source = TextField(
        label=gettext_lazy("Source"),
        max_length=300,
        help_text=gettext_lazy("Who counted, and which table. Shown wherever the figures are."),
    )
    population = forms.IntegerField(
        label=gettext_lazy("All residents of the city"), min_value=1, max_value=100_000_000
    )
    is_invented = forms.BooleanField(label=gettext_lazy("The figures are invented"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file = cleaned.pop("file", None)
        if file is not None:
            if file.size > LONGEST_FILE:
                self.add_error("file", _("The file is too large."))
            else:
                cleaned["text"] = _text_of(file.read())
        if not cleaned.get("text") and not self.errors:
            self.add_error("file", _("Choose a file."))
        return cleaned


def _text_of(content: bytes) -> str:
    """UTF-8, or what Excel in Sweden writes."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Residents beside what the city has done with each country; for everybody with an office."""
    filters = PeriodFilters(request)
    since, until = filters.period
    first, last = timezone.localdate().replace(since, 1, 1), timezone.localdate().replace(until, 12, 31)
    context = {
        "filters": filters,
        "since": since,
        "until": until,
        "view": diversity.view(first, last) if request.user.offices else None,
        "many": residents.MANY,
        "may_load": access.is_coordinator(request.user),
        "list_url": reverse("diversity"),
    }
    return render(request, "governance/diversity.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def load_residents(request: HttpRequest) -> HttpResponse:
    """Try a file first: what is new, what changes, what is wrong. Then load what was tried."""
    if not access.is_coordinator(request.user):
        raise PermissionDenied(_("The City Executive Office loads the table of residents."))
    posted = request.method == "POST"
    form = TableForm(request.POST, request.FILES) if posted else TableForm()
    context: dict[str, Any] = {"form": form, "crumbs": [(_("Diversity perspective"), reverse("diversity"))]}
    if posted and form.is_valid():
        text = form.cleaned_data["text"]
        context["tried"] = reading = residents.read(text)
        if request.POST.get("act") == "load" and reading:
            try:
                residents.load(by=request.user, **form.cleaned_data)
            except ValidationError as error:
                add_errors(form, error)
            else:
                messages.success(request, _("The table is loaded. It is used from now on."))
                return redirect("diversity")
        elif reading:
            # Shown again with the text it tried, so that what is loaded is what was seen.
            context["form"] = TableForm(initial=form.cleaned_data)
    status = 422 if form.is_bound and (form.errors or not context.get("tried")) else 200
    return render(request, "governance/load_residents.html", context, status=status)
