"""What the pages of one matter share: find it or 404, its tabs, the way back."""

from functools import cache, lru_cache
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from .. import access, mayor, publishing
from ..addresses import address_of
from ..lists import all_bodies
from ..meetings import told
from ..meetings.told import IS_ON_AGENDAS
from ..models import Decision, Document, Kind, Matter, Office, Publication, Substitution
from ..prepared import Given, Statement
from ..working_days import this_day

# Where the matters of a kind are listed: what the way back is called, and its URL name.
LIST_OF_KIND = {
    Kind.VISIT: (gettext_lazy("Visits"), "visits:list"),
    Kind.MEMBERSHIP: (gettext_lazy("Memberships"), "memberships:list"),
    Kind.MEMBERSHIP_REVIEW: (gettext_lazy("Memberships"), "memberships:list"),
    Kind.AGREEMENT: (gettext_lazy("Agreements"), "engagements:agreements"),
    Kind.EU_PROJECT: (gettext_lazy("EU projects"), "engagements:eu_projects"),
    Kind.EU_QUESTION: (gettext_lazy("EU questions and advocacy"), "engagements:eu_questions"),
    Kind.EVENT_ABROAD: (gettext_lazy("Journeys and conferences"), "engagements:events"),
    Kind.DECLARATION: (gettext_lazy("Declarations"), "engagements:declarations"),
    Kind.AID_PROJECT: (gettext_lazy("Aid-like projects"), "engagements:aid_projects"),
    Kind.REFERRAL: (gettext_lazy("Referrals"), "referrals:referrals"),
    Kind.REFERRAL_ANSWER: (gettext_lazy("Answers to referrals"), "referrals:answers"),
    Kind.PLAN: (gettext_lazy("Plans"), "planning:plans"),
    Kind.ACCOUNT: (gettext_lazy("Accounts"), "planning:accounts"),
    Kind.ANNUAL_REPORT: (gettext_lazy("Annual report"), "reporting:list"),
}
# Where it is told what meetings have said of the matter.
TELLING = ("overview", "decisions")
CARDS = Matter.objects.all()
# Of the card no more than the head of the page shows, and what says who may open it.
HEADS = CARDS.only(
    *"number diary_number kind title internal_title status due_on closed_on secrecy_ground is_invented".split(),
    *("body", "before", "responsible__name"),
    "facts",  # whom the matter awaits
)


def matter_or_404(request: HttpRequest, number: str, rows: QuerySet[Matter] = CARDS) -> Matter:
    """The matter, if the person may see it. Out of reach and non-existent get the same answer: 404.

    `rows` is one of the few querysets that modules keep: for each the statement is written once.
    """
    if "\x00" in number:
        raise Http404
    matter = next(iter(_numbered(rows).run(request.user, {"number": number, "day": this_day()})), None)
    if matter is None or not access.may_view(request.user, matter):
        raise Http404
    bodies = all_bodies(request.user)
    matter.body = bodies.get(matter.body_id) or matter.body
    if matter.before_id:
        matter.before = bodies.get(matter.before_id) or matter.before
    return matter


@lru_cache(maxsize=64)
def _numbered(rows: QuerySet[Matter]) -> Statement[Matter]:
    """One matter of these by its number, with how many decisions and documents hang on it, and who stands in for the
    case officer on the day."""
    day: Any = Given("day")
    away = Substitution.objects.in_force(day)
    away = away.filter(
        appointment__person=OuterRef("responsible"), appointment__office__body=OuterRef("body")
    )
    counted = rows.select_related("responsible").annotate(
        decision_count=_count(Decision),
        document_count=_count(Document),
        is_on_agendas=IS_ON_AGENDAS,
        is_published=Exists(Publication.objects.standing().filter(matter=OuterRef("pk"))),
        stood_in_by=Subquery(away.order_by().values("substitute__name")[:1]),
    )
    # Without an order: the planner would weigh every way to sort this one row.
    return Statement(counted.filter(number=Given("number")).order_by())


def matter_context(
    request: HttpRequest, number: str, tab: str, rows: QuerySet[Matter] = CARDS
) -> dict[str, Any]:
    """What templates/governance/matter_base.html needs. `tab`: overview, decisions, documents, history,
    secrecy or publish.

    One query, and one more for a matter that meetings have had. `rows` lets a feature bring its own along, as in
    `matter_or_404`: CARDS.select_related("visit").
    """
    matter = matter_or_404(request, number, rows)
    listed, list_name = LIST_OF_KIND[Kind(matter.kind)]
    # Every tab belongs where the matter's own page does, also those whose address is the same for all kinds.
    stands_under(request, overview_url(matter))
    agendas = told.of_matter(matter, request.user) if tab in TELLING and matter.is_on_agendas else []
    awaits = mayor.awaited(matter)
    return {
        "matter": matter,
        "awaits_the_mayor": awaits,
        # To the Mayor the page says whom to tell.
        "tell": mayor.recorders(matter.before)
        if awaits and tab == "overview" and access.has_role(request.user, Office.Role.MAYOR)
        else [],
        "on_agendas": agendas,
        "to_come": told.to_come(agendas),
        "tab": tab,
        "tabs": _tabs(matter, tab),
        "crumbs": [(listed, reverse(list_name))],
        "may_edit": access.may_edit(request.user, matter),
        "may_publish": publishing.may_publish(request.user)
        and (publishing.fits(matter) or matter.is_published),
    }


def file_context(
    request: HttpRequest, number: str, tab: str, rows: QuerySet[Matter], file: str, name: str = ""
) -> dict[str, Any]:
    """The same with the file that `rows` brings along: the matter's own row `file`, for the page under `name`."""
    context = matter_context(request, number, tab, rows)
    found = getattr(context["matter"], file)
    # The card that was read brings its bodies along.
    found.matter = context["matter"]
    return context | {name or file: found}


def stands_under(request: HttpRequest, path: str) -> None:
    """Tell the menu to light the line this address lies under, instead of the page's own."""
    request.menu_path = path


def overview_url(matter: Matter) -> str:
    """The page of the feature; the decisions where the feature has no page."""
    try:
        return matter.get_absolute_url()
    except NoReverseMatch:
        return reverse("matter_decisions", args=[matter.number])


def _tabs(matter: Matter, tab: str) -> list[tuple[str, str, bool, int | None]]:
    overview, decisions, documents, history, secrecy, publish = _tab_words(get_language())
    decided, filed = matter.decision_count or None, matter.document_count or None
    tabs = [
        (overview, overview_url(matter), tab == "overview", None),
        (decisions, address_of("matter_decisions", matter.number), tab == "decisions", decided),
        (documents, address_of("matter_documents", matter.number), tab == "documents", filed),
        (history, address_of("matter_history", matter.number), tab == "history", None),
    ]
    if matter.is_secret or tab == "secrecy":
        tabs.append((secrecy, address_of("matter_secrecy", matter.number), tab == "secrecy", None))
    if tab == "publish":
        tabs.append((publish, address_of("publish_matter", matter.number), True, None))
    return tabs


@cache
def _tab_words(_language: str | None) -> tuple[str, ...]:
    return _("Overview"), _("Decisions"), _("Documents"), _("History"), _("Secrecy"), _("Publishing")


def _count(model: type[Decision] | type[Document]) -> Coalesce:
    """How many hang on the matter, without joining them in."""
    counted = model.objects.filter(matter=OuterRef("pk")).order_by().values("matter")
    return Coalesce(Subquery(counted.annotate(n=Count("pk")).values("n")), 0)
