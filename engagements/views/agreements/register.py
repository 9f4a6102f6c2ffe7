"""The register of cooperation agreements and letters of intent."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from engagements.lifecycle.agreements import CURRENT, UNDECIDED, Status
from engagements.models import Agreement, Organisation, agreements_in_register_for
from engagements.views.registers import (
    COUNTERPART,
    SCOPE,
    FirstDayFilters,
    card_columns,
    cards_of,
    in_state,
    register_page,
)
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
    "number diary_number kind title status scope opened_on starts_on ends_on counterpart secrecy_ground body_id"
    " before_id due_on agreement__type agreement__dormant_since agreement__starts_year_only"
).split()
COLUMNS = (
    *card_columns(lambda matter: matter.agreement.starts_year_only),
    COUNTERPART,
    Column(_("Type"), lambda matter: matter.agreement.get_type_display()),
    SCOPE,
    Column(_("Dormant since"), lambda matter: matter.agreement.dormant_since),
)
STATUSES_OF_STATE = {
    "current": CURRENT,
    "to_sign": (Status.APPROVED, Status.SIGNED),
    "undecided": UNDECIDED,
    "ended": (Status.ENDED, Status.EVALUATED),
    "unclear": (Status.UNCLEAR,),
    "never": (Status.REJECTED, Status.WITHDRAWN),
}


class AgreementFilters(FirstDayFilters):
    """What the register can be narrowed by."""

    STATES = [
        ("", _("all")),
        ("current", _("in force")),
        ("dormant", _("in force, dormant")),
        ("to_sign", _("decided, not yet in force")),
        ("undecided", _("not yet decided")),
        ("ended", _("no longer in force")),
        ("unclear", _("not known")),
        ("never", _("rejected or withdrawn")),
    ]

    q = TextField(label=_("Counterpart"), max_length=200, required=False)
    state = Choice(label=_("State"), choices=STATES)
    type = Choice(label=_("Type"), choices=[("", _("all")), *Agreement.Type.choices])
    year = Choice(label=_("In force in"), choices=lambda: or_all(years()))

    @property
    def asked(self) -> dict[str, Any]:
        """What every good filter asks for, as `narrow` reads it."""
        chosen = self.chosen
        asked = picked(chosen, "type")
        if text := chosen.get("q"):
            asked["organisations"] = [found.pk for found in Organisation.objects.named_like(text)]
        if slug := chosen.get("body"):
            asked["body"] = self.bodies.ids[slug]
        if state := chosen.get("state"):
            asked[state] = True
        if year := chosen.get("year"):
            asked["first"], asked["last"] = whole_year(int(year))
        return asked


def narrow(rows: QuerySet[Matter], asked: Asked) -> QuerySet[Matter]:
    """The cards that every filter asked for lets through."""
    rows = rows.filter(**picked(asked, "body"))
    if "type" in asked:
        rows = rows.filter(sort=asked["type"])
    if "organisations" in asked:
        rows = rows.filter(agreement__organisation__among=asked["organisations"])
    rows = in_state(rows, asked, STATUSES_OF_STATE)
    if "dormant" in asked:
        rows = rows.filter(agreement__dormant_since__isnull=False)
    if "first" in asked:
        lasts = Q(ends_on__isnull=True) | Q(ends_on__gte=asked["first"])
        in_force = [*CURRENT, Status.ENDED, Status.EVALUATED]
        rows = rows.filter(lasts, starts_on__lte=asked["last"], status__in=in_force)
    return rows


@require_safe
def agreement_list(request: HttpRequest) -> HttpResponse:
    """Every agreement of the city as a line; the file opens for those who may read it."""
    filters = AgreementFilters(request, operating_bodies(request.user))
    return register_page(
        request,
        "engagements/agreements.html",
        filters,
        _listed,
        address="engagements:agreements",
        **filters.order,
        title=gettext("Agreements"),
        columns=COLUMNS,
    )


def _listed(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    cards = cards_of(Kind.AGREEMENT, agreements_in_register_for, asker)
    return narrow(cards, asked).select_related("agreement").only(*ROW)
