"""The filters above the list of visits."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from engagements.models import Theme
from governance import access
from governance.choices import Choice
from governance.lists import Bodies, MatterFilters, narrow, or_all, readable
from governance.models import Matter
from governance.models.matter import MatterQuerySet
from governance.prepared import Asked, Asker
from visits.lifecycle import Status


class VisitFilters(MatterFilters):
    """As for all matters, and by theme and by what is significant; the kind goes without saying."""

    # What lies before one's own body is another's still, and so stands beside what one's own bodies have.
    STATES = [*MatterFilters.STATES, ("waiting", _("waiting for you to take them"))]

    state = Choice(label=_("State"), choices=STATES)
    theme = Choice(label=_("Theme"), choices=[("", _("all")), *Theme.choices])
    significant = forms.BooleanField(label=_("Significant only"), required=False)

    def __init__(self, request: HttpRequest, bodies: Bodies, **kw: Any) -> None:
        super().__init__(request, bodies, **kw)
        del self.fields["kind"]
        self.fields["status"].choices = lambda: or_all(Status.choices)

    @property
    def asked(self) -> dict[str, Any]:
        asked = super().asked
        if theme := self.chosen.get("theme"):
            asked["theme"] = theme
        if self.chosen.get("significant"):
            asked["significant"] = True
        return asked


def listed(visits: MatterQuerySet, asker: Asker, asked: Asked) -> QuerySet[Matter]:
    """The visits the person may read, or is asked to take, that every filter asked for lets through."""
    rows = visits.awaiting(asker, access.EDIT) if "waiting" in asked else readable(visits, asker, asked)
    rows = narrow(rows, asker, asked)
    if "theme" in asked:
        rows = rows.filter(theme=asked["theme"])
    if "significant" in asked:
        rows = rows.filter(visit__is_significant=True)
    return rows
