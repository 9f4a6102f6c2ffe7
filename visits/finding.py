"""What a search finds of visits besides their cards: what a visit is about, in the words of the request."""

from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from governance import access
from governance.addresses import address_of
from governance.finding import Source
from governance.models import Matter, Person
from governance.prepared import Asker

from .models import ABOUT, Visit


def _visits(asker: Asker) -> QuerySet[Visit]:
    return Visit.objects.filter(matter__in=Matter.objects.visible_to(asker).order_by())


def _reads(person: Person) -> bool:
    return bool(person.bodies_with(access.VIEW))


def _apart(columns: tuple[str, ...]) -> Concat:
    """The texts one after another, so that an excerpt is taken from the one that has the words."""
    first, *rest = columns
    return Concat(
        F(first), *(part for name in rest for part in (Value("\n"), F(name))), output_field=TextField()
    )


SOURCES = (
    Source(
        sort=_("What visits are about"),
        rows=_visits,
        words=ABOUT,
        title="matter__title",
        text=_apart(ABOUT),
        key="matter__number",
        address=lambda number: address_of("visits:detail", number),
        may=_reads,
    ),
)
