"""Possible duplicates: who else in the city has been asked by the same organisation or city, and what they said."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from engagements.models import Organisation, OrganisationName
from governance import access
from governance.models import Kind, Matter, Person

from .mail.places import same_city
from .models import Reply, Visit

YEARS_BACK = 2
LIKENESS = 0.55
MOST = 8
# Read from each index; more than any page shows.
CANDIDATES = 40
SHORTEST = 3


@dataclass(frozen=True)
class Line:
    """A register line of another request: what everybody may know. `url` is empty for who may not open it."""

    matter: Matter
    url: str
    outcome: str
    reasons: str
    same_days: bool

    @property
    def status_label(self) -> str:
        return self.matter.status_label


class Lines(list[Line]):
    """The newest of the requests that were found; `more` when there are others."""

    more = False


def similar(
    person: Person,
    *,
    organisation: str = "",
    city: str = "",
    since: date | None = None,
    until: date | None = None,
    apart_from: int | None = None,
) -> Lines:
    """Requests in any body from the same organisation or city: of the last two years, or about the same days.

    An organisation is the same under any of its names, and when it is spelt nearly the same; a city under any
    of its names. Secret matters are never told of. A fixed number of queries, each answered by an index.
    """
    organisation, city = _clean(organisation), _clean(city)
    ids = _by_organisation(organisation, city) | _by_city(city)
    ids.discard(apart_from or 0)
    if not ids:
        return Lines()
    latest = Reply.objects.filter(visit=OuterRef("pk")).order_by("-given_on", "-id")
    rows = _recent(Matter.objects.filter(pk__in=ids, secrecy_ground=""), since, until)
    rows = (
        rows.select_related("body")
        .prefetch_related("participations")
        .annotate(reply_reasons=Subquery(latest.values("reasons")[:1]))
    )
    newest = list(rows.order_by("-opened_on", "-pk")[: MOST + 1])
    lines = Lines(_line(matter, person, since, until) for matter in newest[:MOST])
    lines.more = len(newest) > MOST
    return lines


def of_visit(visit: Visit, person: Person) -> Lines:
    """Those like a request that is logged already."""
    matter = visit.matter
    return similar(
        person,
        organisation=matter.counterpart,
        city=matter.city,
        since=matter.starts_on,
        until=matter.ends_on,
        apart_from=matter.pk,
    )


def _by_organisation(name: str, city: str) -> set[int]:
    if len(name) < SHORTEST:
        return set()
    known = list(Organisation.objects.named(name).values_list("pk", flat=True)[:5])
    others = list(OrganisationName.objects.filter(organisation__in=known).values_list("name", flat=True)[:20])
    tied = set(Visit.objects.filter(organisation__in=known).values_list("pk", flat=True)[:CANDIDATES])
    return tied | _named_like(name, others, city)


# Two metropolitan governments have much of a name in common: of another city, only nearly the same name counts.
NAMED_LIKE = """
    SELECT matter.id FROM governance_matter AS matter JOIN visits_visit AS visit ON visit.matter_id = matter.id
    WHERE matter.kind = 'visit'
      AND (upper(counterpart) %% ANY (%(names)s) OR upper(counterpart) %%> %(name)s)
      AND (%(city)s IN ('', visit.city_key) OR visit.city_key = ''
           OR similarity(upper(counterpart), %(name)s) > 0.85)
    ORDER BY opened_on DESC LIMIT %(most)s
"""


def _named_like(name: str, others: list[str], city: str) -> set[int]:
    """Visits whose counterpart is spelt nearly like one of the names; the trigram index answers."""
    names = [each.upper() for each in (name, *others)]
    parameters: dict[str, Any] = {
        "names": names,
        "name": names[0],
        "city": same_city(city),
        "most": CANDIDATES,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pg_trgm.similarity_threshold', %s, true),"
            " set_config('pg_trgm.word_similarity_threshold', %s, true)",
            [str(LIKENESS), "0.75"],
        )
        cursor.execute(NAMED_LIKE, parameters)
        return {pk for (pk,) in cursor.fetchall()}


def _by_city(city: str) -> set[int]:
    if len(city) < 2:
        return set()
    since = timezone.localdate() - timedelta(days=366 * YEARS_BACK)
    rows = Visit.objects.filter(city_key=same_city(city), received_on__gte=since).order_by("-received_on")
    return set(rows.values_list("pk", flat=True)[:CANDIDATES])


def _recent(rows: QuerySet[Matter], since: date | None, until: date | None) -> QuerySet[Matter]:
    today = timezone.localdate()
    recent = Q(opened_on__gte=today.replace(year=today.year - YEARS_BACK, day=min(today.day, 28)))
    if since:
        recent |= Q(starts_on__lte=until or since, ends_on__gte=since)
    return rows.filter(recent, kind=Kind.VISIT)


def _line(matter: Matter, person: Person, since: date | None, until: date | None) -> Line:
    overlaps = bool(
        since
        and matter.starts_on
        and matter.starts_on <= (until or since)
        and (matter.ends_on or matter.starts_on) >= since
    )
    return Line(
        matter=matter,
        url=matter.get_absolute_url() if access.may_view(person, matter) else "",
        outcome=matter.status_label,
        reasons=matter.reply_reasons or "",  # type: ignore[attr-defined]
        same_days=overlaps,
    )


def _clean(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())[:200]
