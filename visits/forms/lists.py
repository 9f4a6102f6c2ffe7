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

    def narrow(self, rows: QuerySet[Matter]) -> QuerySet[Matter]:
        """The visits the person may read, or is asked to take, that every good filter lets through."""
        if self.chosen.get("state") == "waiting":
            rows = rows & Matter.objects.awaiting(self.request.user, access.EDIT)
        else:
            rows = rows & Matter.objects.visible_to(self.request.user)
        rows = super().narrow(rows)
        if theme := self.chosen.get("theme"):
            rows = rows.filter(theme=theme)
        if self.chosen.get("significant"):
            rows = rows.filter(visit__is_significant=True)
        return rows
