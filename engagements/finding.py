"""What a search finds of partners: organisations and persons by their names, and what was promised."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from governance import access
from governance.addresses import address_of
from governance.finding import Source
from governance.models import Matter, Person
from governance.prepared import Asker

from .actions import persons
from .models import OrganisationName, PartnerPerson, Promise

# The names of partners as the search learns words from them (governance/lexicon.py): few, so always all.
NAMES_LEARNT = "SELECT name FROM engagements_organisationname"
# The other names of the cities that are called so: whoever asks by one name is shown what is written with another.
NAMES_OF_PLACES = """
    SELECT upper(named.name), other.name, true
    FROM engagements_organisationname named
    JOIN engagements_organisation city
      ON city.id = named.organisation_id AND city.kind = 'city' AND city.merged_into_id IS NULL
    JOIN engagements_organisationname other
      ON other.organisation_id = city.id AND upper(other.name) <> upper(named.name)
    WHERE upper(named.name) = ANY (%(phrases)s::text[])
"""


def _organisations(_asker: Asker) -> QuerySet[OrganisationName]:
    return OrganisationName.objects.filter(organisation__merged_into__isnull=True)


def _persons(_asker: Asker) -> QuerySet[PartnerPerson]:
    return PartnerPerson.objects.all()


def _promises(asker: Asker) -> QuerySet[Promise]:
    return Promise.objects.filter(matter__in=Matter.objects.visible_to(asker).order_by())


def _reads(person: Person) -> bool:
    return bool(person.bodies_with(access.VIEW))


SOURCES = (
    Source(
        sort=_("Organisations"),
        rows=_organisations,
        name="name",
        title="organisation__name",
        key="organisation__slug",
        address=lambda slug: address_of("engagements:organisation", slug),
        register="engagements:organisations",
    ),
    Source(
        sort=_("Persons at partners"),
        rows=_persons,
        name="name",
        title="name",
        text="why",
        address=lambda key: address_of("engagements:person", int(key)),
        may=persons.may_read,
        register="engagements:persons",
    ),
    Source(
        sort=_("Promises"),
        rows=_promises,
        words=("text",),
        title="text",
        text="matter__title",
        key="matter__number",
        address=lambda number: address_of("matter", number),
        may=_reads,
    ),
)
