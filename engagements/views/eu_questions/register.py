"""The register of EU questions."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from engagements.lifecycle.eu_questions import WAITING_FOR_A_DECISION, Status
from engagements.models import Institution, Theme, questions_in_register_for
from engagements.views.registers import CARD, cards_of, register_page, yes_or_no
from governance import search
from governance.choices import Choice
from governance.lists import (
    BodyFilters,
    operating_bodies,
    or_all,
    picked,
)
from governance.models import Kind, Matter
from governance.prepared import Asked, Asker
from governance.texts import TextField
from governance.views.list_files import Column

# What a row of the register shows.
ROW = (
    "number kind title status opened_on due_on closed_on secrecy_ground body_id before_id eu_question__reference"
    " eu_question__institution eu_question__stage eu_question__last_day eu_question__position_number"
).split()


COLUMNS = (
    *CARD,
    Column(_("Reference"), lambda matter: matter.eu_question.reference),
    Column(_("Institution"), lambda matter: capfirst(matter.eu_question.institution_label)),
    Column(_("Stage"), lambda matter: capfirst(matter.eu_question.stage_label)),
    Column(_("Last day to act"), lambda matter: matter.eu_question.last_day),
    Column(_("The city has a position"), lambda matter: yes_or_no(matter.eu_question.has_position)),
)


class EuQuestionFilters(BodyFilters):
    """What the register can be narrowed by."""

    STATES = [
        ("", _("all")),
        ("without", _("open without a position")),
        ("missed", _("last day passed without a position")),
        ("waiting", _("position before the deciding body")),
        ("decided", _("position decided")),
        ("closed", _("closed")),
    ]

    q = TextField(label=_("Words"), max_length=200, required=False)
    state = Choice(label=_("State"), choices=STATES)
    institution = Choice(label=_("Institution"), choices=lambda: or_all(Institution.choices))
    theme = Choice(label=_("Theme"), choices=lambda: or_all(Theme.choices))

    @property
    def asked(self) -> dict[str, Any]:
        """What every good filter asks for, as `narrow` reads it."""
        chosen = self.chosen
        asked = picked(chosen, "theme")
        if institution := chosen.get("institution"):
            asked["sort"] = institution
        if slug := chosen.get("body"):
            asked["body"] = self.bodies.ids[slug]
        if state := chosen.get("state"):
            asked[state] = timezone.localdate() if state == "missed" else True
        if text := chosen.get("q"):
            asked |= search.asked(_listed(self.request.user, asked), text)
        return asked


def narrow(rows: QuerySet[Matter], asked: Asked) -> QuerySet[Matter]:
    """The cards that every filter asked for lets through."""
    rows = rows.filter(**picked(asked, "body", "theme", "sort"))
    if "without" in asked or "missed" in asked:
        rows = rows.filter(closed_on__isnull=True, eu_question__position_number__isnull=True)
    if "missed" in asked:
        rows = rows.filter(eu_question__last_day__lt=asked["missed"])
    if "waiting" in asked:
        rows = rows.filter(status__in=WAITING_FOR_A_DECISION)
    if "decided" in asked:
        rows = rows.filter(status=Status.DECIDED)
    if "closed" in asked:
        rows = rows.filter(status__in=(Status.CLOSED, Status.REFERRED))
    return search.within(rows, asked)


@require_safe
def eu_question_list(request: HttpRequest) -> HttpResponse:
    """Every EU question of the city as a line, so that two bodies on one file meet; the file opens for its readers."""
    filters = EuQuestionFilters(request, operating_bodies(request.user))
    asked = filters.asked
    return register_page(
        request,
        "engagements/eu_questions.html",
        filters,
        _listed,
        address="engagements:eu_questions",
        asked=asked,
        title=gettext("EU questions and advocacy"),
        columns=COLUMNS,
    )


def _listed(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    return _found(asker, asked).select_related("eu_question").only(*ROW)


def _found(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    return narrow(cards_of(Kind.EU_QUESTION, questions_in_register_for, asker), asked)
