"""The filters above the list of visits."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from engagements.models import Theme
from governance import access
from governance.choices import Choice
from governance.lists import Bodies, MatterFilters
from governance.models import Matter
from governance.models.matter import MatterQuerySet
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
        self.fields["status"].choices = [("", _("all")), *((s.value, s.label) for s in Status)]

    def readable(self, rows: MatterQuerySet) -> MatterQuerySet:
        if self.chosen.get("state") == "waiting":
            return rows.awaiting(self.request.user, access.EDIT)
        return super().readable(rows)

    def narrow(self, rows: MatterQuerySet) -> QuerySet[Matter]:
        """The visits the person may read, or is asked to take, that every good filter lets through."""
        rows = super().narrow(self.readable(rows))
        if theme := self.chosen.get("theme"):
            rows = rows.filter(theme=theme)
        if self.chosen.get("significant"):
            rows = rows.filter(visit__is_significant=True)
        return rows
