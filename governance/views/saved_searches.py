"""My saved searches: the list, saving one, looking at it, renaming, pausing and taking it away."""

from functools import partial

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import saved_searches
from ..models import SavedSearch
from ..texts import TextField
from .casework import GET_POST, small_form, small_id

LONGEST_NAME = 80
FORM = "governance/saved_search_form.html"
ACTS = {
    "pause": (saved_searches.pause, gettext_lazy("The search is paused. You are told nothing of it.")),
    "resume": (saved_searches.resume, gettext_lazy("The search goes on. You are told of what is new from now on.")),
    "remove": (saved_searches.remove, gettext_lazy("The search is removed. You can undo it for a day.")),
    "restore": (saved_searches.restore, gettext_lazy("The search is back.")),
}  # fmt: skip


class NameForm(forms.Form):
    """What a saved search is called."""

    name = TextField(label=gettext_lazy("Name"), max_length=LONGEST_NAME)


@require_safe
def saved_list(request: HttpRequest) -> HttpResponse:
    """Mine, by name, with how many hits are new in each; and those I took away today."""
    rows = SavedSearch.objects.filter(person=request.user).defer("known")
    undo = timezone.now() - saved_searches.UNDO
    context = {
        "searches": rows.filter(removed_at=None),
        "removed": rows.filter(removed_at__gte=undo).order_by("-removed_at"),
    }
    return render(request, "governance/saved_searches.html", context)


@require_http_methods(GET_POST)
def save(request: HttpRequest) -> HttpResponse:
    """Give what is on a page a name. The page comes along in the address, and so does a name that it proposes."""
    url = request.GET.get("vy", "")
    try:
        path, query = saved_searches.clean_view(url)
    except ValidationError as error:
        raise Http404 from error
    return small_form(
        request,
        {},
        NameForm,
        partial(saved_searches.save, by=request.user, url=url),
        when=None,
        title=_("Save the search"),
        lead=_("You are told in the morning when there is something new in it that you may read."),
        button=_("Save the search"),
        done=_("The search is saved."),
        initial={"name": request.GET.get("namn", "")[:LONGEST_NAME].replace("\x00", "")},
        back=f"{path}?{query}" if query else path,
        template=FORM,
    )


@require_safe
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """On to the list. That I look at it is all that is written, so a link in a mail may lead here."""
    search = saved_searches.look(_mine(request, pk), by=request.user)
    return redirect(search.list_url)


@require_http_methods(GET_POST)
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name."""
    search = _mine(request, pk)
    return small_form(
        request,
        {},
        NameForm,
        partial(saved_searches.rename, search, by=request.user),
        when=None,
        title=_("Rename the saved search"),
        button=_("Save the name"),
        done=_("The name is saved."),
        initial={"name": search.name},
        back=reverse("saved_searches"),
        template=FORM,
    )


@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Pause it, let it go on, take it away, or bring it back."""
    search = _mine(request, pk)
    if request.POST.get("act") not in ACTS:
        return HttpResponse(status=422)
    act, words = ACTS[request.POST["act"]]
    act(search, by=request.user)
    messages.success(request, words)
    return redirect("saved_searches")


def _mine(request: HttpRequest, pk: int) -> SavedSearch:
    return get_object_or_404(SavedSearch, pk=small_id(pk), person=request.user)
