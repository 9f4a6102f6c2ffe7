"""The filters above the list of visits."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from engagements.models import Theme
from governance.lists import MatterFilters
from governance.models import Body, Matter
from visits.lifecycle import Status


class VisitFilters(MatterFilters):
    """As for all matters, and by theme and by what is significant; the kind goes without saying."""

    theme = forms.ChoiceField(label=_("Theme"), choices=[("", _("all")), *Theme.choices], required=False)
    significant = forms.BooleanField(label=_("Significant only"), required=False)

    def __init__(self, request: HttpRequest, bodies: Iterable[Body], **kw: Any) -> None:
        super().__init__(request, bodies, **kw)
        del self.fields["kind"]
        self.fields["status"].choices = [("", _("all")), *((s.value, s.label) for s in Status)]

    def narrow(self, rows: QuerySet[Matter]) -> QuerySet[Matter]:
        rows = super().narrow(rows)
        if theme := self.chosen.get("theme"):
            rows = rows.filter(theme=theme)
        if self.chosen.get("significant"):
            rows = rows.filter(visit__is_significant=True)
        return rows
