"""The list of events abroad."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from engagements import journeys
from engagements.lifecycle.events import UNDECIDED, EventStatus
from engagements.models.registers import unmarked
from engagements.views.registers import (
    CARD,
    CITY,
    COUNTERPART,
    COUNTRY,
    FirstDayFilters,
    cards_of,
    in_state,
    register_page,
)
from governance import finding, search
from governance.choices import Choice
from governance.language import countries_in_order
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

STATUSES_OF_STATE = {
    "undecided": UNDECIDED,
    "decided": (EventStatus.APPROVED,),
    "unreported": (EventStatus.CARRIED_OUT,),
    "reported": (EventStatus.REPORTED,),
    "never": (EventStatus.DECLINED, EventStatus.CANCELLED),
}


COLUMNS = (
    *CARD,
    COUNTERPART,
    CITY,
    COUNTRY,
    Column(_("Report due"), lambda matter: None if matter.closed_on else matter.due_on),
)


class EventFilters(FirstDayFilters):
    """What the list can be narrowed by. All of it stands on the card."""

    STATES = [
        ("", _("all")),
        ("undecided", _("not yet decided")),
        ("decided", _("decided, not yet carried out")),
        ("unreported", _("carried out, not yet reported")),
        ("late", _("the report is late")),
        ("reported", _("reported")),
        ("never", _("declined or cancelled")),
    ]

    q = TextField(label=_("Words"), max_length=200, required=False)
    state = Choice(label=_("State"), choices=STATES)
    country = Choice(label=_("Country"), choices=lambda: or_all(countries_in_order()))
    year = Choice(label=_("Begins in"), choices=lambda: or_all(_years()))

    @property
    def asked(self) -> dict[str, Any]:
        """What every good filter asks for, as `_listed` reads it."""
        chosen = self.chosen
        asked = picked(chosen, "country")
        if slug := chosen.get("body"):
            asked["body"] = self.bodies.ids[slug]
        if state := chosen.get("state"):
            asked[state] = timezone.localdate()
        if year := chosen.get("year"):
            asked["first"], asked["last"] = whole_year(int(year))
        if text := chosen.get("q"):
            asked |= finding.asked(self.request.user, _listed(self.request.user, asked), text)
        return asked


def _years() -> list[tuple[str, str]]:
    """The years of a register, and the next: journeys are planned ahead."""
    ahead = str(timezone.localdate().year + 1)
    return [(ahead, ahead), *years()]


@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    """Every event of the city as a line; the file opens for those who may read it."""
    filters = EventFilters(request, operating_bodies(request.user))
    return register_page(
        request,
        "engagements/events.html",
        filters,
        _listed,
        address="engagements:events",
        **filters.order,
        title=gettext("Journeys and conferences"),
        columns=COLUMNS,
    )


def _listed(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    rows = cards_of(Kind.EVENT_ABROAD, unmarked, asker)
    rows = rows.filter(**picked(asked, "body", "country"))
    rows = in_state(rows, asked, STATUSES_OF_STATE)
    if "late" in asked:
        rows = rows.filter(journeys.late("", asked["late"]))
    if "first" in asked:
        rows = rows.filter(starts_on__range=(asked["first"], asked["last"]))
    return search.within(rows, asked).only(
        *journeys.LINE, "opened_on", "counterpart", "secrecy_ground", "is_invented"
    )
