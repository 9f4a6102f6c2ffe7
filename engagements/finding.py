"""What a search finds of partners: organisations and persons by their names, and what was promised; and what EU
projects and journeys are about, besides their cards."""

from collections.abc import Iterable, Iterator

from django.db.models import Q, QuerySet
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance import access, search
from governance.addresses import address_of
from governance.finding import Hit, Source, one_after_another
from governance.language import country_called, country_name
from governance.models import Matter, Person
from governance.prepared import Asker

from .actions import persons
from .models import EuProject, EventAbroad, Organisation, OrganisationName, PartnerPerson, Promise
from .models.eu_projects import PROJECT_WORDS
from .models.events import EVENT_WORDS

# The names of partners as the search learns words from them (governance/lexicon.py): few, so always all.
NAMES_LEARNT = "SELECT name FROM engagements_organisationname"
# So many partners are looked at for the places they are in.
MOST_THERE = 50
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


def places(wanted: search.Words, matters: Iterable[Matter]) -> list[Hit]:
    """The pages of the country and of the cities that are called just so, where there is anything to tell: a partner,
    which everybody may read of, or one of the matters that the person is shown."""
    names = {whole.upper() for whole in wanted.wholes}
    country = country_called(wanted.text)
    there = [*_partners_at(names, country), *_of_cards(matters)]
    hits = []
    if country and any(code == country for code, _city, _named in there):
        url = address_of("engagements:country", country)
        everything = gettext("all that the city has had to do with the country, and the way to its cities")
        hits.append(_place(country_name(country), gettext("country"), everything, url))
    cities: dict[str, str] = {}
    for code, city, named in there:
        if code and (named or city.upper() in names):
            cities.setdefault(code, city)
    everything = gettext("all that the city has had to do with the place, and the briefing pack")
    return hits + [
        _place(city, country_name(code), everything, reverse("engagements:city", args=[code, city]))
        for code, city in cities.items()
        if "/" not in city
    ]


def _partners_at(names: Iterable[str], country: str) -> Iterator[tuple[str, str, bool]]:
    """Country and city of the partners there, those that are the city itself first (True)."""
    by_name = OrganisationName.objects.annotate(upper=Upper("name")).filter(upper__in=names)
    is_named = Q(kind=Organisation.Kind.CITY, pk__in=by_name.values("organisation"))
    there = Organisation.objects.annotate(place=Upper("city"), is_named=is_named)
    there = there.filter(Q(is_named=True) | Q(place__in=names) | Q(country=country, country__gt=""))
    rows = there.order_by("-is_named", "pk").values_list("country", "city", "name", "is_named")
    for code, city, name, named in rows[:MOST_THERE]:
        yield code, city or (name if named else ""), named


def _of_cards(matters: Iterable[Matter]) -> Iterator[tuple[str, str, bool]]:
    return ((str(matter.country or ""), matter.city, False) for matter in matters)


def _place(name: str, where: str, leads_to: str, url: str) -> Hit:
    return Hit(escape(gettext("The place %(name)s") % {"name": name}), escape(f"{where} · {leads_to}"), url)


def _organisations(_asker: Asker) -> QuerySet[OrganisationName]:
    return OrganisationName.objects.filter(organisation__merged_into__isnull=True)


def _persons(_asker: Asker) -> QuerySet[PartnerPerson]:
    return PartnerPerson.objects.all()


def _promises(asker: Asker) -> QuerySet[Promise]:
    return Promise.objects.filter(matter__in=Matter.objects.visible_to(asker).order_by())


def _projects(asker: Asker) -> QuerySet[EuProject]:
    return EuProject.objects.filter(matter__in=Matter.objects.visible_to(asker).order_by())


def _events(asker: Asker) -> QuerySet[EventAbroad]:
    return EventAbroad.objects.filter(matter__in=Matter.objects.visible_to(asker).order_by())


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
    Source(
        sort=_("What EU projects are about"),
        rows=_projects,
        is_part=True,
        words=PROJECT_WORDS,
        title="matter__title",
        text=one_after_another(PROJECT_WORDS),
        key="matter__number",
        address=lambda number: address_of("engagements:eu_project", number),
        may=_reads,
    ),
    Source(
        sort=_("What journeys were about"),
        rows=_events,
        is_part=True,
        words=EVENT_WORDS,
        title="matter__title",
        text=one_after_another(EVENT_WORDS),
        key="matter__number",
        address=lambda number: address_of("engagements:event", number),
        may=_reads,
    ),
)
