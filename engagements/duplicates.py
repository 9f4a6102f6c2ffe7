"""Duplicates: which partners may be one and the same, by their names in any language, identifiers, website and city."""

from collections.abc import Iterator

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Upper

from governance.places import other_names

from .models import Identifier, LikelyDuplicate, Organisation

Reason = LikelyDuplicate.Reason
# So alike two names must be: of two of a kind in one city less, since they share half of their names by that.
LIKENESS, LIKENESS_IN_CITY = 0.6, 0.45
POINTS = {Reason.SAME_NAME: 100, Reason.IDENTIFIER: 100, Reason.WEBSITE: 90, Reason.CITY: 80}
MOST_FOR_ONE = 5
BATCH = 500

Found = dict[int, dict[str, int]]


def to_judge(organisation: Organisation) -> list[tuple[LikelyDuplicate, Organisation]]:
    """The pairs that it stands in and nobody has said a word of, each with the other one; the likest first."""
    pairs = LikelyDuplicate.objects.filter(Q(first=organisation) | Q(second=organisation), parted_at=None)
    pairs = pairs.select_related("first", "second").order_by("-likeness", "-id")[:MOST_FOR_ONE]
    return [(pair, pair.second if pair.first_id == organisation.pk else pair.first) for pair in pairs]


@transaction.atomic
def compare(organisation: Organisation) -> None:
    """Hold an organisation against all others and remember which look like it. What was said of a pair stands."""
    likely = _likely(organisation)
    pairs = LikelyDuplicate.objects.filter(Q(first=organisation) | Q(second=organisation))
    known = {pair.second_id if pair.first_id == organisation.pk else pair.first_id: pair for pair in pairs}
    for other, pair in known.items():
        if pair.parted_at is None and other not in likely:
            pair.delete()
    for other, points in likely.items():
        pair = known.get(other) or LikelyDuplicate(
            first_id=min(organisation.pk, other), second_id=max(organisation.pk, other)
        )
        if pair.parted_at is None:
            pair.reasons, pair.likeness = list(points), f"{max(points.values()):03d}"
            pair.save()


def compare_all() -> int:
    """Compare everybody with everybody, some at a time. How many pairs wait for somebody's word."""
    for batch in _batches():
        with transaction.atomic():
            for organisation in batch:
                compare(organisation)
    return LikelyDuplicate.objects.filter(parted_at=None).count()


def _batches() -> Iterator[list[Organisation]]:
    last = 0
    while batch := list(Organisation.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk


def _likely(organisation: Organisation) -> Found:
    """The most likely of them: id, and how much each thing they share speaks for it."""
    found: Found = {}
    neighbours = _in_the_same_city(organisation)
    for other, likeness in _named_like(organisation.pk).items():
        if likeness >= LIKENESS or other in neighbours:
            reason = Reason.SAME_NAME if likeness > 0.999 else Reason.LIKE_NAME
            found.setdefault(other, {})[reason] = round(likeness * 100)
    by_reason = {
        Reason.IDENTIFIER: _with_its_identifier(organisation),
        Reason.WEBSITE: _on_its_website(organisation),
        Reason.CITY: neighbours if organisation.kind == Organisation.Kind.CITY else set(),
    }
    for reason, others in by_reason.items():
        for other in others:
            found.setdefault(other, {})[reason] = POINTS[reason]
    likeliest = sorted(found, key=lambda other: (-max(found[other].values()), other))
    return {other: found[other] for other in likeliest[:MOST_FOR_ONE]}


def _named_like(pk: int) -> dict[int, float]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(LIKENESS_IN_CITY)])
        cursor.execute(NAMED_LIKE, {"organisation": pk, "most": 10 * MOST_FOR_ONE})
        return dict(cursor.fetchall())


NAMED_LIKE = """
    SELECT other.organisation_id, max(similarity(upper(other.name), upper(mine.name)))::float AS likeness
    FROM engagements_organisationname mine
    JOIN engagements_organisationname other ON upper(other.name) %% upper(mine.name)
    WHERE mine.organisation_id = %(organisation)s AND other.organisation_id <> %(organisation)s
    GROUP BY 1 ORDER BY likeness DESC, 1 LIMIT %(most)s
"""


def _in_the_same_city(organisation: Organisation) -> set[int]:
    """Those of its kind in its city, whichever of its names the city stands under."""
    if not organisation.city:
        return set()
    names = [name.upper() for name in (organisation.city, *other_names(organisation.city))]
    there = _others(organisation).annotate(place=Upper("city")).filter(place__in=names)
    return _ids(there.filter(country=organisation.country, kind=organisation.kind))


def _with_its_identifier(organisation: Organisation) -> set[int]:
    """The same number written down as another kind; of one kind the database lets each stand once."""
    values = [value.upper() for value in organisation.identifiers.values_list("value", flat=True)]
    same = Identifier.objects.annotate(upper=Upper("value")).filter(upper__in=values)
    return set(same.exclude(organisation=organisation).values_list("organisation", flat=True)[:MOST_FOR_ONE])


def _on_its_website(organisation: Organisation) -> set[int]:
    """The same address, with or without www; a part has often that of what it is part of."""
    address = organisation.website.split("://")[-1].removeprefix("www.").rstrip("/")
    if not address:
        return set()
    written = [
        f"{scheme}://{www}{address}{slash}"
        for scheme in ("https", "http")
        for www in ("", "www.")
        for slash in ("", "/")
    ]
    there = _others(organisation).filter(website__in=written).exclude(parent=organisation.pk)
    return _ids(there.exclude(pk=organisation.parent_id or 0))


def _others(organisation: Organisation) -> QuerySet[Organisation]:
    return Organisation.objects.exclude(pk=organisation.pk).order_by()


def _ids(rows: QuerySet[Organisation]) -> set[int]:
    return set(rows.values_list("pk", flat=True)[: 10 * MOST_FOR_ONE])
