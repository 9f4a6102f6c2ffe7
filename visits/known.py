"""What the register knows of a visit's place that bears on the strategy's grounds: information, never an answer."""

from django.utils.translation import gettext as _

from governance import priorities, residents
from governance.language import country_name
from governance.models import Matter, Priority, Strategy


def places(matter: Matter, strategy: Strategy) -> list[Priority]:
    """The prioritised places the visit comes from, the foremost first."""
    many = residents.many(residents.latest())
    return priorities.of_place(strategy, str(matter.country or ""), matter.city, many)


def by_ground(rows: list[Priority], matter: Matter) -> dict[str, list[str]]:
    """In words, under the key of the ground that each bears on."""
    found: dict[str, list[str]] = {}
    for row in rows:
        if row.ground:
            found.setdefault(row.ground, []).append(_words(row, matter))
    return found


def reasons(rows: list[Priority], matter: Matter) -> dict[str, str]:
    """A beginning of the reason under each such ground, for the officer to keep, change or take away.

    None from the residents' background: that a country is among the many says nothing of why this visit matters.
    """
    return {
        f"reason_{row.ground}": f"{row.name}: {_where(row, matter)}."
        for row in reversed(rows)
        if row.ground and not row.by_residents
    }


def _where(row: Priority, matter: Matter) -> str:
    return matter.city if row.capitals else country_name(str(matter.country))


def _words(row: Priority, matter: Matter) -> str:
    known = residents.known_of(str(matter.country)) if row.by_residents else None
    if known is None:
        said = {"place": _where(row, matter), "what": row.name}
        return (
            _("%(place)s is among what the strategy puts first: %(what)s. It is a ground, not a yes.") % said
        )
    source, invented = str(known.table), _("invented figures")
    return _(
        "%(n)s residents of Stockholm have their background in %(country)s (%(source)s). This is information;"
        " you decide."
    ) % {
        "n": known.number,
        "country": country_name(known.country),
        "source": f"{source}; {invented}" if known.table.is_invented else source,
    }
