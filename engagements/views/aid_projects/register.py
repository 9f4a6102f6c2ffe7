"""The register of aid-like projects."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from engagements.lifecycle.aid_projects import HELD, UNDECIDED, Status
from engagements.models import AidFinancing, aid_projects_in_register_for
from engagements.views.registers import CARD, CITY, COUNTERPART, COUNTRY, cards_of, in_state, register_page
from governance import search
from governance.choices import Choice
from governance.lists import BodyFilters, operating_bodies, picked
from governance.models import Kind, Matter
from governance.prepared import Asked, Asker
from governance.texts import TextField
from governance.views.list_files import Column

# What a row of the register shows.
ROW = (
    "number diary_number kind title status scope opened_on starts_on ends_on due_on closed_on secrecy_ground"
    " counterpart city country is_invented body_id before_id aid_project__total_cost"
).split()
COLUMNS = (
    *CARD,
    COUNTERPART,
    CITY,
    COUNTRY,
    Column(_("Whole cost, kronor"), lambda matter: matter.aid_project.total_cost),
    Column(_("Of which others pay, kronor"), lambda matter: matter.external or 0),
)
STATUSES_OF_STATE: dict[str, tuple[str, ...]] = {
    "undecided": UNDECIDED,
    "running": HELD,
    "ended": (Status.ENDED,),
    "never": (Status.REJECTED, Status.WITHDRAWN),
}


class AidProjectFilters(BodyFilters):
    """What the register can be narrowed by."""

    STATES = [
        ("", _("all")),
        ("undecided", _("not yet decided")),
        ("running", _("decided and running")),
        ("ended", _("ended")),
        ("never", _("rejected or withdrawn")),
    ]
    FUNDERS = [("", _("all")), *AidFinancing.Funder.choices]

    q = TextField(label=_("Words"), max_length=200, required=False)
    state = Choice(label=_("State"), choices=STATES)
    funder = Choice(label=_("Funder"), choices=FUNDERS)

    @property
    def asked(self) -> dict[str, Any]:
        """What every good filter asks for, as `narrow` reads it."""
        chosen = self.chosen
        asked: dict[str, Any] = picked(chosen, "funder")
        if slug := chosen.get("body"):
            asked["body"] = self.bodies.ids[slug]
        if state := chosen.get("state"):
            asked[state] = True
        if text := chosen.get("q"):
            asked |= search.asked(_listed(self.request.user, asked), text)
        return asked


def narrow(rows: QuerySet[Matter], asked: Asked) -> QuerySet[Matter]:
    """The cards that every filter asked for lets through."""
    rows = rows.filter(**picked(asked, "body"))
    rows = in_state(rows, asked, STATUSES_OF_STATE)
    if "funder" in asked:
        rows = rows.filter(
            pk__in=AidFinancing.objects.filter(funder=asked["funder"]).order_by().values("project")
        )
    return search.within(rows, asked)


@require_safe
def aid_project_list(request: HttpRequest) -> HttpResponse:
    """Every aid-like project of the city as a line; the file opens for those who may read it."""
    filters = AidProjectFilters(request, operating_bodies(request.user))
    asked = filters.asked
    return register_page(
        request,
        "engagements/aid_projects.html",
        filters,
        _listed,
        address="engagements:aid_projects",
        asked=asked,
        keys=_keys_of_funder if "funder" in asked else None,
        title=gettext("Aid-like projects"),
        columns=COLUMNS,
    )


def _listed(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    parts = AidFinancing.objects.filter(project=OuterRef("pk")).order_by().values("project")
    rows = _found(asker, asked).annotate(external=Subquery(parts.annotate(sum=Sum("amount")).values("sum")))
    return rows.select_related("aid_project").only(*ROW)


def _keys_of_funder(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    """The latest projects of a funder, by its own index: one reads as many as one shows, not all it ever paid.

    The kind is not asked for, since nothing else has a funder: told twice, the planner expects next to no rows.
    """
    if not asker.offices:
        return Matter.objects.none()
    rest = {name: value for name, value in asked.items() if name != "funder"}
    cards = Matter.objects.filter(
        aid_projects_in_register_for(asker), aid_project__financing__funder=asked["funder"]
    )
    # One funder may pay several parts of a project.
    newest = ("-aid_project__financing__opened_on", "-aid_project__financing__project_id")
    return narrow(cards, rest).order_by(*newest).distinct()


def _found(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    return narrow(cards_of(Kind.AID_PROJECT, aid_projects_in_register_for, asker), asked)
