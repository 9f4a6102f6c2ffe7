"""The command palette: by keyboard to a page of the menu, to what one may begin, to a matter or to what one seeks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from engagements.actions.organisations import may_write
from engagements.forms.proposing import may_propose
from governance import finding, search, worklists
from governance.lexicon import plain
from governance.models import Matter, Person
from governance.views.matters import LONGEST_SEARCH
from network import rights as network

from .navigation import pages_of

# So many matters are shown while one types, and so many of every other sort.
MATTERS, OF_A_SORT, PAGES = 6, 2, 6
CARD = "number kind title status counterpart city country opened_on".split()


@dataclass(frozen=True)
class Begin:
    """Something to begin: `may` is what its form asks too."""

    label: Any
    url_name: str
    may: Callable[[Person], bool]


@dataclass(frozen=True)
class Option:
    label: str | SafeString
    url: str
    icon: str
    under: str = ""


@dataclass(frozen=True)
class Group:
    title: str
    options: list[Option]


BEGIN = (
    Begin(gettext_lazy("Log a visit"), "visits:new", may_propose),
    Begin(gettext_lazy("Propose a membership"), "memberships:new", may_propose),
    Begin(gettext_lazy("Propose an agreement"), "engagements:new_agreement", may_propose),
    Begin(gettext_lazy("Propose a journey or conference"), "engagements:new_event", may_propose),
    Begin(gettext_lazy("Propose an EU project"), "engagements:new_eu_project", may_propose),
    Begin(gettext_lazy("Enter an EU question"), "engagements:new_eu_question", may_propose),
    Begin(gettext_lazy("Propose a declaration"), "engagements:new_declaration", may_propose),
    Begin(gettext_lazy("Propose an aid-like project"), "engagements:new_aid_project", may_propose),
    Begin(gettext_lazy("Enter a request for a reception"), "new_reception", may_write),
    Begin(gettext_lazy("Enter an organisation"), "engagements:new_organisation", may_write),
    Begin(gettext_lazy("Write to the network"), "network:new_message", network.is_member),
    Begin(gettext_lazy("Ask the network"), "network:new_question", network.is_member),
    Begin(gettext_lazy("Enter an observation"), "network:new_observation", network.is_member),
)


@require_safe
def palette(request: HttpRequest) -> HttpResponse:
    """The dialog when it is opened; what is found, as soon as something is typed in it (`q`)."""
    if "q" not in request.GET:
        return render(request, "palette/dialog.html", {"groups": at_first(request.user)})
    text = " ".join(request.GET["q"].replace("\x00", "").split())[:LONGEST_SEARCH]
    groups = sought(request.user, text) if text else at_first(request.user)
    return render(request, "palette/options.html", {"groups": groups})


def at_first(person: Person) -> list[Group]:
    """Before anything is typed: what was changed last, what one may begin, and the menu."""
    recent = worklists.recently_changed(person) if person.bodies_with("view_matters") else []
    return _filled(
        Group(_("Recently changed"), [_matter(matter) for matter in recent[:MATTERS]]),
        Group(_("Begin"), list(_beginnings(person))),
        Group(_("Go to"), list(_pages(person))),
    )


def sought(person: Person, text: str) -> list[Group]:
    """A place called so; pages and beginnings with the words in their name; then what the search finds, as on its
    page."""
    words = plain(text).split()
    pages = [each for each in _pages(person) if _has(each, words)]
    beginnings = [each for each in _beginnings(person) if _has(each, words)]
    wanted = search.Words.of(text)
    matters = _matters(person, wanted)
    besides = finding.found(person, wanted)
    everything = Option(
        _("Search the register for “%(text)s”") % {"text": text},
        f"{reverse('search')}?{urlencode({'q': text})}",
        "search",
    )
    return _filled(
        Group(
            pgettext("cities and countries", "Places"),
            [_place(hit) for hit in finding.places(wanted, matters)],
        ),
        Group(_("Go to"), pages[:PAGES]),
        Group(_("Begin"), beginnings[:PAGES]),
        Group(_("Matters"), [_matter(matter) for matter in matters]),
        *(Group(str(sort.sort), [_hit(hit) for hit in sort.hits[:OF_A_SORT]]) for sort in besides),
        Group(_("Search"), [everything]),
    )


def _matters(person: Person, wanted: search.Words) -> list[Matter]:
    named = search.numbered(Matter.objects.readable_by(person), wanted.text)
    found = search.matching(Matter.objects.visible_to(person), wanted)
    if named:
        found = Matter.objects.filter(
            pk__in={*named, *found.order_by().values_list("pk", flat=True)[:MATTERS]}
        )
    shown = list(found.order_by("-opened_on", "-pk").only(*CARD)[:MATTERS])
    search.mark(shown, wanted)
    return shown


def _filled(*groups: Group) -> list[Group]:
    return [group for group in groups if group.options]


def _pages(person: Person) -> Iterable[Option]:
    return (Option(str(item.label), url, item.icon) for item, url in pages_of(frozenset(person.roles)))


def _beginnings(person: Person) -> Iterable[Option]:
    return (Option(str(each.label), reverse(each.url_name), "add") for each in BEGIN if each.may(person))


def _has(option: Option, words: list[str]) -> bool:
    label = plain(option.label)
    return all(word in label for word in words)


def _matter(matter: Matter) -> Option:
    under = f"{matter.number} · {matter.kind_label}"
    return Option(matter.marked or matter.heading, matter.get_absolute_url(), "document", under)


def _hit(hit: finding.Hit) -> Option:
    return Option(hit.title, hit.url, "next")


def _place(hit: finding.Hit) -> Option:
    return Option(hit.title, hit.url, "globe", str(hit.text))
