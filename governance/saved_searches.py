"""Saved searches: a search or a narrowed list with a name, which tells of what is new in it.

What it finds is asked of the very page that it was saved on, as the person who saved it, with the rights of that
moment (lists.gather). So it can find nothing that the page would not show, whatever has been marked secret since.
"""

import logging
from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, QueryDict
from django.urls import Resolver404, resolve
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from . import access
from .errors import WrongState
from .lists import AFTER, BEFORE, gather
from .models import Person, SavedSearch
from .notices import notify

log = logging.getLogger(__name__)

# So many a person has at most: each is asked once a day.
MOST = 20
# New is what stands among the latest so many and was not among the latest so many when it was looked at. Known reaches
# further, so that what comes forward because newer rows have gone is not taken for new.
COMPARED, KEPT = 200, 1001
LONGEST_QUERY = 1000
# What was taken away can be brought back for so long.
UNDO = timedelta(days=1)


def clean_view(url: str) -> tuple[str, str]:
    """Path and query of an address within the product that can be saved. Raises ValidationError."""
    path, _mark, query = url.partition("?")
    kept = QueryDict(query[: LONGEST_QUERY * 2], mutable=True)
    for name in (AFTER, BEFORE):
        kept.pop(name, None)
    for name in [name for name, values in kept.lists() if not any(values)]:
        del kept[name]
    try:
        name = resolve(path).view_name
    except Resolver404:
        name = ""
    if name not in settings.SAVED_LISTS or len(kept.urlencode()) > LONGEST_QUERY or "\x00" in url:
        raise ValidationError(_("This page cannot be saved as a search."))
    return path, kept.urlencode()


def found(search: SavedSearch, person: Person, most: int) -> list[int]:
    """The keys of what the saved list shows the person now, the newest first; none where the page is closed to them."""
    request = HttpRequest()
    request.method, request.path, request.user = "GET", search.path, person
    request.path_info = search.path
    request.GET = QueryDict(search.query)
    request.htmx = False
    try:
        match = request.resolver_match = resolve(search.path)
        return gather(match.func, request, most)
    except (PermissionDenied, Http404):
        return []


@transaction.atomic
def save(*, by: Person, name: str, url: str) -> SavedSearch:
    """Keep what is on a page under a name; all it finds now is known. Raises ValidationError."""
    path, query = clean_view(url)
    Person.objects.select_for_update().get(pk=by.pk)
    if SavedSearch.objects.filter(person=by, removed_at=None).count() >= MOST:
        raise ValidationError(
            _("You have %(most)s saved searches, which is as many as one can have. Remove one first.")
            % {"most": MOST}
        )
    search = SavedSearch(person=by, name=name, path=path, query=query, counted_at=timezone.now())
    try:
        search.known = found(search, by, KEPT)
    except ValueError as error:  # what is most like a name has no newest
        raise ValidationError(_("This page cannot be saved as a search.")) from error
    search.save()
    return search


@transaction.atomic
def look(search: SavedSearch, *, by: Person) -> SavedSearch:
    """The person looks at the list: what is in it now is known."""
    search = _mine(search, by)
    search.known, search.new, search.counted_at = found(search, by, KEPT), 0, timezone.now()
    search.save(update_fields=["known", "new", "counted_at"])
    return search


@transaction.atomic
def rename(search: SavedSearch, *, by: Person, name: str) -> SavedSearch:
    search = _mine(search, by)
    search.name = name
    search.save(update_fields=["name"])
    return search


@transaction.atomic
def pause(search: SavedSearch, *, by: Person) -> SavedSearch:
    """Tell nothing of it until it goes on."""
    return _stamp(search, by, paused_at=timezone.now(), new=0)


@transaction.atomic
def resume(search: SavedSearch, *, by: Person) -> SavedSearch:
    """Tell of what comes from now on; what came in between is known."""
    return look(_stamp(search, by, paused_at=None), by=by)


@transaction.atomic
def remove(search: SavedSearch, *, by: Person) -> SavedSearch:
    """Take it away. It can be brought back for a day."""
    return _stamp(search, by, removed_at=timezone.now())


@transaction.atomic
def restore(search: SavedSearch, *, by: Person) -> SavedSearch:
    """Bring back what was taken away."""
    search = _mine(search, by)
    if SavedSearch.objects.filter(person=by, removed_at=None).count() >= MOST:
        raise WrongState(_("You have as many saved searches as one can have. Remove one first."))
    return _stamp(search, by, removed_at=None)


def _mine(search: SavedSearch, by: Person) -> SavedSearch:
    """The row, locked, of who saved it; to others it is not there."""
    found = SavedSearch.objects.select_for_update(of=("self",)).filter(pk=search.pk, person=by).first()
    if found is None:
        raise Http404
    return found


def _stamp(search: SavedSearch, by: Person, **values: object) -> SavedSearch:
    search = _mine(search, by)
    for name, value in values.items():
        setattr(search, name, value)
    search.save(update_fields=list(values))
    return search


def look_after(day: date | None = None) -> int:
    """Once a day: count what is new in each and tell of it; forget what was taken away. How many have something new."""
    day = day or timezone.localdate()
    SavedSearch.objects.filter(removed_at__lt=timezone.now() - UNDO).delete()
    told = 0
    rows = SavedSearch.objects.filter(removed_at=None, paused_at=None, person__is_active=True)
    for pk in list(rows.order_by("person", "pk").values_list("pk", flat=True)):
        try:
            told += _tell(pk, day)
        except Exception:  # one that cannot be asked any more must not silence the others
            log.exception("saved search %s could not be asked", pk)
    return told


@transaction.atomic
def _tell(pk: int, day: date) -> bool:
    search = SavedSearch.objects.select_for_update(of=("self",)).select_related("person").get(pk=pk)
    person, known = search.person, set(search.known)
    access.keep_rights_current(person)
    with translation.override(person.language):
        new = len([key for key in found(search, person, COMPARED) if key not in known])
    more, search.new, search.counted_at = new > search.new, new, timezone.now()
    search.save(update_fields=["new", "counted_at"])
    if more:
        hits_sv = "ny träff" if new == 1 else "nya träffar"
        hits_en = "new hit" if new == 1 else "new hits"
        notify(
            [person],
            matter=None,
            path=search.get_absolute_url(),
            key=f"saved:{search.pk}:{day}",
            subject_sv=f"{new} {hits_sv} i din sparade sökning {search.name}",
            subject_en=f"{new} {hits_en} in your saved search {search.name}",
        )
    return more
