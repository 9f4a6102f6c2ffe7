"""What the pages of one matter share: find it or 404, its tabs, the way back."""

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import access
from ..models import Decision, Document, Kind, Matter

# Where the matters of a kind are listed: what the way back is called, and its URL name.
LIST_OF_KIND = {
    Kind.VISIT: (gettext_lazy("Visits"), "visits:list"),
    Kind.MEMBERSHIP: (gettext_lazy("Memberships"), "memberships:list"),
    Kind.MEMBERSHIP_REVIEW: (gettext_lazy("Memberships"), "memberships:list"),
    Kind.EU_PROJECT: (gettext_lazy("EU projects"), "engagements:eu_projects"),
    Kind.ANNUAL_REPORT: (gettext_lazy("Annual report"), "reporting:list"),
}


def matter_or_404(request: HttpRequest, number: str, rows: QuerySet[Matter] | None = None) -> Matter:
    """The matter, if the person may see it. Out of reach and non-existent get the same answer: 404."""
    if "\x00" in number:
        raise Http404
    rows = Matter.objects.all() if rows is None else rows
    found = rows.select_related("body", "before", "responsible").filter(number=number)
    # Without an order: the planner would weigh every way to sort this one row.
    matter = next(iter(found.order_by()), None)
    if matter is None or not access.may_view(request.user, matter):
        raise Http404
    return matter


def matter_context(
    request: HttpRequest, number: str, tab: str, rows: QuerySet[Matter] | None = None
) -> dict[str, Any]:
    """What templates/governance/matter_base.html needs. `tab`: overview, decisions, documents or history.

    Two queries. `rows` lets a feature bring its own along: Matter.objects.select_related("visit").
    """
    rows = Matter.objects.all() if rows is None else rows
    matter = matter_or_404(
        request,
        number,
        rows.annotate(decision_count=_count(Decision), document_count=_count(Document)),
    )
    listed, list_name = LIST_OF_KIND[Kind(matter.kind)]
    # Every tab belongs where the matter's own page does, also those whose address is the same for all kinds.
    stands_under(request, overview_url(matter))
    return {
        "matter": matter,
        "tab": tab,
        "tabs": _tabs(matter, tab),
        "crumbs": [(listed, reverse(list_name))],
        "may_edit": access.may_edit(request.user, matter),
    }


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
    number = [matter.number]
    return [
        (_("Overview"), overview_url(matter), tab == "overview", None),
        (
            _("Decisions"),
            reverse("matter_decisions", args=number),
            tab == "decisions",
            matter.decision_count or None,
        ),
        (
            _("Documents"),
            reverse("matter_documents", args=number),
            tab == "documents",
            matter.document_count or None,
        ),
        (_("History"), reverse("matter_history", args=number), tab == "history", None),
    ]


def _count(model: type[Decision] | type[Document]) -> Coalesce:
    """How many hang on the matter, without joining them in."""
    counted = model.objects.filter(matter=OuterRef("pk")).order_by().values("matter")
    return Coalesce(Subquery(counted.annotate(n=Count("pk")).values("n")), 0)
