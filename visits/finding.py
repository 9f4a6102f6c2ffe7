"""What a search finds of visits besides their cards: what a visit is about, and what we learnt."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from governance import access
from governance.addresses import address_of
from governance.finding import Source, one_after_another
from governance.models import Matter, Person
from governance.prepared import Asker

from .models import ABOUT, Visit


def _visits(asker: Asker) -> QuerySet[Visit]:
    return Visit.objects.filter(matter__in=Matter.objects.visible_to(asker).order_by())


def _reads(person: Person) -> bool:
    return bool(person.bodies_with(access.VIEW))


SOURCES = (
    Source(
        sort=_("What visits are about"),
        rows=_visits,
        is_part=True,
        words=ABOUT,
        title="matter__title",
        text=one_after_another(ABOUT),
        key="matter__number",
        address=lambda number: address_of("visits:detail", number),
        may=_reads,
    ),
)
