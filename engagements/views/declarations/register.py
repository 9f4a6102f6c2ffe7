"""The register of declarations and initiatives."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from engagements.lifecycle.declarations import ENTERED, UNDECIDED, Status
from engagements.models import declarations_in_register_for
from engagements.views.registers import (
    COUNTERPART,
    SCOPE,
    FirstDayFilters,
    card_columns,
    cards_of,
    in_state,
    register_page,
    yes_or_no,
)
from governance import search
from governance.choices import Choice
from governance.lists import (
    operating_bodies,
    or_all,
    picked,
    whole_year,
    years,
)
from governance.models import Kind, Matter
from governance.prepared import Asked, Asker
from governance.texts import TextField
from governance.views.list_files import Column

# What a row of the register shows.
ROW = (
    "number diary_number kind title status scope opened_on starts_on due_on closed_on secrecy_ground counterpart"
    " body_id before_id declaration__kind declaration__adds_burden declaration__joined_on declaration__joined_year_only"
    " declaration__next_review_on"
).split()
COLUMNS = (
    *card_columns(lambda matter: matter.declaration.joined_year_only),
    COUNTERPART,
    Column(_("Form"), lambda matter: matter.declaration.get_kind_display()),
    SCOPE,
    Column(_("Added burden"), lambda matter: yes_or_no(matter.declaration.adds_burden)),
    Column(_("Next review"), lambda matter: matter.declaration.next_review_on),
)
STATUSES_OF_STATE: dict[str, tuple[str, ...]] = {
    "joined": (Status.JOINED,),
    "undecided": UNDECIDED,
    "ended": (Status.ENDED, Status.LEFT, Status.DECLINED, Status.REFERRED, Status.WITHDRAWN),
}


class DeclarationFilters(FirstDayFilters):
    """What the register can be narrowed by."""

    STATES = [
        ("", _("all")),
        ("joined", _("the city has joined")),
        ("undecided", _("not yet decided")),
        ("ended", _("ended or never joined")),
    ]

    q = TextField(label=_("Words"), max_length=200, required=False)
    state = Choice(label=_("State"), choices=STATES)
    year = Choice(label=_("Joined in"), choices=lambda: or_all(years()))

    @property
    def asked(self) -> dict[str, Any]:
        """What every good filter asks for, as `narrow` reads it."""
        chosen = self.chosen
        asked: dict[str, Any] = {}
        if slug := chosen.get("body"):
            asked["body"] = self.bodies.ids[slug]
        if state := chosen.get("state"):
            asked[state] = True
        if year := chosen.get("year"):
            asked["joined_from"], asked["joined_to"] = whole_year(int(year))
        if text := chosen.get("q"):
            asked |= search.asked(_listed(self.request.user, asked), text)
        return asked


def narrow(rows: QuerySet[Matter], asked: Asked) -> QuerySet[Matter]:
    """The cards that every filter asked for lets through."""
    rows = rows.filter(**picked(asked, "body"))
    rows = in_state(rows, asked, STATUSES_OF_STATE)
    if "joined_from" in asked:
        rows = rows.filter(status__in=ENTERED, starts_on__range=(asked["joined_from"], asked["joined_to"]))
    return search.within(rows, asked)


@require_safe
def declaration_list(request: HttpRequest) -> HttpResponse:
    """Every declaration and initiative of the city as a line; the file opens for those who may read it."""
    filters = DeclarationFilters(request, operating_bodies(request.user))
    return register_page(
        request,
        "engagements/declarations.html",
        filters,
        _listed,
        address="engagements:declarations",
        **filters.order,
        title=gettext("Declarations and initiatives"),
        columns=COLUMNS,
    )


def _listed(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    rows = cards_of(Kind.DECLARATION, declarations_in_register_for, asker)
    return narrow(rows, asked).select_related("declaration").only(*ROW)
