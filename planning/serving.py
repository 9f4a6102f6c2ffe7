"""A matter says which line of a plan it serves: which are offered, which it is tied to, and the tie itself."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from governance import access, casework
from governance.models import Matter, Person
from governance.plan_lines import Line

from .actions.writing import tie_to
from .models import PlanLine, PlanTie


class PlanLines:
    """What governance/plan_lines.py asks of planning."""

    @staticmethod
    def offered(bodies: Collection[int], years: Collection[int]) -> list[Line]:
        """The lines of these bodies' plans of these years, the latest year first and in the order of the plan."""
        rows = PlanLine.objects.filter(body__in=bodies, year__in=years)
        return [_told(line) for line in rows.order_by("-year", "body", "pk")]

    @staticmethod
    def of(matter: Matter, reader: Person) -> list[Line]:
        """The lines the matter is tied to, with the address of the plan for whoever may read it."""
        rows = matter.plan_lines.select_related("plan__matter").order_by("-year", "pk")
        return [_told(line, reader) for line in rows]

    @staticmethod
    def tied() -> Exists:
        """Of a matter that is asked for: whether it is tied to any line."""
        return Exists(PlanTie.objects.filter(matter=OuterRef("pk")))

    @staticmethod
    @transaction.atomic
    def tie(matter: Matter, ident: str, *, by: Person) -> None:
        """Tie the matter to the line, also of a plan that is handed in: what was locked of it stays as it was.

        Raises PermissionDenied, ValidationError.
        """
        casework.require_edit(by, matter)
        line = PlanLine.objects.filter(ident=ident).first()
        if line is None:
            raise ValidationError({"plan_line": _("The plan no longer has this line.")})
        tie_to(line, matter, by)


def _told(line: PlanLine, reader: Person | None = None) -> Line:
    url = ""
    if reader and access.may(reader, access.VIEW, line.body_id):
        url = line.plan.matter.get_absolute_url()
    return Line(line.ident, line.title, line.year, line.body_id, url)
