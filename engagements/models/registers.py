"""Who sees what in the registers of engagements, as conditions on their rows."""

from collections.abc import Iterable

from django.db.models import Q

from governance.prepared import Asker


def own_or_public(person: Asker, public: Iterable[str], card: str = "") -> Q:
    """All of the own bodies, of others what stands in one of the public states; the secret ones only if let in.

    `card` leads from the rows asked about to the matter ("matter__").
    """
    bodies = person.bodies_with("view_matters")
    own = Q(**{f"{card}body__among": bodies}) | Q(**{f"{card}before__among": bodies})
    decided = Q(**{f"{card}status__in": tuple(public)})
    return (own | decided) & unmarked(person, card)


def unmarked(person: Asker, card: str = "") -> Q:
    """Whichever body has it, but for the secret ones that the person has not been let into."""
    return Q(**{f"{card}secrecy_ground": ""}) | Q(**{f"{card}pk__among": person.secret_matters})
