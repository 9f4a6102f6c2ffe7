"""The lists of the appendix: memberships and EU projects by name, as they stood on 31 December.

A frozen report is read by everybody in the city, so what is marked secret is counted but never named.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet

from governance.models import in_force
from memberships.models import Membership, Post

from . import eu_projects, memberships
from .counting import Source, Year, in_both

# A list that no longer fits on paper is cut, and says so; the register has it whole.
LONGEST = 300


def lists(year: Year) -> dict[str, Any]:
    """Each list as {"rows": [...], "all": how many there are, "secret": how many are not named}."""
    source = memberships.MEMBERSHIPS
    return {
        "memberships": _listed(source, memberships.member(year), lambda rows: _memberships(rows, year)),
        "joined": _listed(source, memberships.joined(year), lambda rows: _memberships(rows, year)),
        "left": _listed(source, memberships.left(year), lambda rows: _memberships(rows, year)),
        "eu_projects": _listed(
            eu_projects.SOURCE,
            eu_projects.running(year) | eu_projects.ended(year),
            _projects,
            "matter__title",
        ),
    }


def _listed(source: Source, where: Q, write: Any, order: str = "organisation__name") -> dict[str, Any]:
    rows, is_public = source.rows().filter(where), Q(matter__secrecy_ground="")
    counted = rows.aggregate(all=Count("*"), secret=Count("pk", filter=~is_public))
    # The keys first: to put whole rows in order, texts and all, takes longer than to read the few that are shown.
    first = rows.filter(is_public).order_by(order, "pk").values_list("pk", flat=True)[:LONGEST]
    public = source.rows().filter(pk__in=list(first)).order_by(order, "pk")
    return {"rows": write(public), **counted}


def _memberships(rows: QuerySet[Membership], year: Year) -> list[dict[str, Any]]:
    found = list(rows)
    posts: dict[int, list[str]] = {}
    held = Post.objects.filter(in_force(year.last), membership__in=[row.pk for row in found])
    for post in held.order_by("title"):
        posts.setdefault(post.membership_id, []).append(post.title)
    return [
        {
            "number": row.matter.number,
            "name": str(row.organisation),
            "kind": _both(row.get_kind_display),
            "scope": _both(row.matter.get_scope_display),
            "body": {"sv": row.matter.body.name_sv, "en": row.matter.body.name_en},
            "since": _since(row),
            "until": row.left_on.isoformat() if row.left_on else "",
            "posts": posts.get(row.pk, []),
        }
        for row in found
    ]


def _since(row: Membership) -> str:
    if row.joined_on is None:
        return ""
    return str(row.joined_on.year) if row.joined_year_only else row.joined_on.isoformat()


def _projects(rows: Iterable[Any]) -> list[dict[str, Any]]:
    return [
        {
            "number": row.matter.number,
            "name": row.matter.title,
            "programme": row.programme,
            "role": _both(row.get_role_display),
            "body": {"sv": row.matter.body.name_sv, "en": row.matter.body.name_en},
            "since": row.matter.starts_on.isoformat() if row.matter.starts_on else "",
            "until": row.matter.ends_on.isoformat() if row.matter.ends_on else "",
            "funding": None if row.eu_funding_to_city is None else round(row.eu_funding_to_city),
        }
        for row in rows
    ]


def _both(say: Any) -> dict[str, str]:
    sv, en = in_both(lambda: str(say()))
    return {"sv": sv, "en": en}
