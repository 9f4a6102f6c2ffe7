"""Partners in a tree: what one is part of, and all that is part of it."""

from dataclasses import dataclass

from django.db import connection

from .models import Organisation

# A tree of partners is as deep as a ministry; what is deeper has gone wrong, and a page that shows it must end.
MOST_PARTS = 500


@dataclass(frozen=True)
class Place:
    """One organisation in a tree, and how far below the root it stands."""

    organisation: Organisation
    depth: int


def above(organisation: Organisation) -> list[Organisation]:
    """What it is part of, from the root down; without itself."""
    ids = _ids(ABOVE, organisation.pk)
    found = Organisation.objects.in_bulk([pk for pk, _depth in ids])
    return [found[pk] for pk, _depth in reversed(ids) if pk in found]


def around(organisation: Organisation) -> list[Place]:
    """What it is part of, itself, and its parts, as one reads a tree: from the root down."""
    higher = above(organisation) if organisation.parent_id else []
    own = len(higher)
    return [
        *(Place(each, depth) for depth, each in enumerate(higher)),
        Place(organisation, own),
        *(Place(part.organisation, own + part.depth) for part in below(organisation)),
    ]


def below(organisation: Organisation) -> list[Place]:
    """All its parts and theirs, each after the one it is part of, by name; without itself."""
    ids = _ids(BELOW, organisation.pk)
    found = Organisation.objects.in_bulk([pk for pk, _depth in ids])
    return [Place(found[pk], depth) for pk, depth in ids if pk in found]


def with_parts(organisation: Organisation) -> list[int]:
    """Its own id and those of all its parts."""
    return [organisation.pk, *(pk for pk, _depth in _ids(BELOW, organisation.pk))]


def _ids(statement: str, pk: int) -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"organisation": pk, "most": MOST_PARTS})
        return list(cursor.fetchall())


ABOVE = """
    WITH RECURSIVE up AS (
        SELECT parent_id AS id, 1 AS depth FROM engagements_organisation WHERE id = %(organisation)s
        UNION ALL
        SELECT o.parent_id, up.depth + 1 FROM engagements_organisation o JOIN up ON o.id = up.id
         WHERE up.depth < %(most)s
    ) SELECT id, depth FROM up WHERE id IS NOT NULL ORDER BY depth
"""
BELOW = """
    WITH RECURSIVE down AS (
        SELECT id, 1 AS depth, ARRAY[upper(name)] AS path FROM engagements_organisation
         WHERE parent_id = %(organisation)s
        UNION ALL
        SELECT o.id, down.depth + 1, down.path || upper(o.name)
          FROM engagements_organisation o JOIN down ON o.parent_id = down.id
         WHERE down.depth < %(most)s
    ) SELECT id, depth FROM down ORDER BY path, id LIMIT %(most)s
"""
