"""Timelines: every matter with a partner, a city or a country, in any body, the latest first.

Whoever holds an office sees the own bodies' matters, and of others' the lines that stand in a register that everybody
with an office reads. What remains is withheld: how many they are is told, and never what.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, CharField, Exists, Expression, Func, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Upper
from django.utils.translation import gettext, ngettext

from governance.lists import all_bodies, picked
from governance.models import Kind, Matter, MatterParticipant, Person
from governance.models.matter import MatterQuerySet
from governance.places import other_names
from governance.prepared import Asked, Asker, rows_of

from .lifecycle import agreements, aid_projects, declarations
from .models import Agreement, Dealing, EuProject, Organisation

VIEW = "view_matters"
# Kinds and states that stand in a register open to everybody with an office: that the city has it, or had it.
IN_A_REGISTER: tuple[tuple[str, tuple[str, ...]], ...] = (
    (Kind.MEMBERSHIP, ("member", "leaving", "left")),
    (Kind.AGREEMENT, agreements.PUBLIC),
    (Kind.DECLARATION, declarations.ENTERED),
    (Kind.AID_PROJECT, aid_projects.PUBLIC),
)
# Kinds of which every matter stands in such a register, whatever its state.
IN_REGISTER_WHOLE = (Kind.EU_PROJECT, Kind.EU_QUESTION)
# What lasts, and the states in which the city has it.
TOGETHER: tuple[tuple[str, tuple[str, ...]], ...] = (
    (Kind.MEMBERSHIP, ("member", "leaving")),
    (Kind.AGREEMENT, (agreements.Status.SIGNED, *agreements.CURRENT)),
    (Kind.DECLARATION, (declarations.Status.JOINED,)),
    (Kind.EU_PROJECT, ("granted", "running")),
    (Kind.AID_PROJECT, (aid_projects.Status.APPROVED, aid_projects.Status.RUNNING)),
)
MOST_TOGETHER = 50
# Beyond this "more than" is answer enough.
MOST_WITHHELD = 100
ROW = (
    "number kind title status opened_on closed_on starts_on ends_on counterpart city country secrecy_ground"
    " body_id before_id is_invented"
).split()


@dataclass(frozen=True)
class Withheld:
    """How many matters somebody may not be told of. False when there are none."""

    count: int

    @classmethod
    def of(cls, person: Person, *subjects: Asked) -> "Withheld":
        """Of subjects that have no matter in common."""
        return cls(sum(withheld(person, subject) for subject in subjects))

    def __bool__(self) -> bool:
        return self.count > 0

    @property
    def words(self) -> str:
        """In a sentence. Nothing more may be said: not even which bodies they belong to."""
        if self.count > MOST_WITHHELD:
            return gettext("More than %(most)s matters are withheld from you.") % {"most": MOST_WITHHELD}
        return ngettext(
            "%(count)s matter is withheld from you.", "%(count)s matters are withheld from you.", self.count
        ) % {"count": self.count}


def latest(person: Person, subject: Asked, most: int) -> list[Matter]:
    """The beginning of the timeline."""
    rows = rows_of(_latest, person, subject, most)
    return as_matters(rows, person)


def _latest(asker: Asker, asked: Asked, most: int) -> QuerySet[Any]:
    return listed(asker, asked).order_by("-opened_on", "-pk")[:most]


def cities_of(person: Person, country: str, most: int) -> list[str]:
    """The cities on the cards of the country that the person may be told of, by name."""
    return [row.city for row in rows_of(_cities, person, {"country": country}, most)]


def _cities(asker: Asker, asked: Asked, most: int) -> QuerySet[Matter]:
    rows = told(of_subject(asked).exclude(city=""), asker)
    return rows.order_by("city").distinct("city").only("city")[:most]


def together(person: Person, subject: Asked) -> list[Matter]:
    """What the city has with them today: memberships, agreements, EU projects, by kind."""
    rows = rows_of(_together, person, subject)
    return as_matters(rows, person)


def _together(asker: Asker, asked: Asked) -> QuerySet[Any]:
    card = "matter__" if "organisation" in asked else ""
    rows = listed(asker, asked).filter(kind__in=[kind for kind, _statuses in TOGETHER])
    return rows.filter(_in_one_of_the_states(TOGETHER, card)).order_by("kind", "-opened_on", "-pk")[
        :MOST_TOGETHER
    ]


def as_matters(rows: Iterable[Any], person: Person) -> list[Any]:
    """The matters of the rows with their bodies, their `first_day` (a year where no more is known of it), and whether
    their files open for the person."""
    bodies, readable = all_bodies(person), person.bodies_with(VIEW)
    matters = []
    for row in rows:
        matter: Any = row.matter if isinstance(row, Dealing) else row
        matter.partners = getattr(row, "partners", ())
        matter.body = bodies.get(matter.body_id) or matter.body
        matter.may_open = not readable.isdisjoint((matter.body_id, matter.before_id, *row.taking_part))
        matters.append(matter)
    without_day = _without_day(matters)
    for matter in matters:
        matter.first_day = matter.starts_on.year if matter.pk in without_day else matter.starts_on
    return matters


def _without_day(matters: Iterable[Matter]) -> set[int]:
    """Those of which only the year of the first day is known: it is kept as the first of January."""
    new_year = [
        matter.pk
        for matter in matters
        if matter.kind == Kind.AGREEMENT and matter.starts_on and matter.starts_on.timetuple().tm_yday == 1
    ]
    if not new_year:
        return set()
    return set(Agreement.objects.filter(pk__in=new_year, starts_year_only=True).values_list("pk", flat=True))


def listed(asker: Asker, asked: Asked, *, in_registers: bool = True) -> QuerySet[Any]:
    """What the person may be told of. Of one partner its dealings, which lie in the order of the timeline; of a place,
    or of several partners, the matters.

    `in_registers`: False where only kinds are asked for that stand in no register; the server plans what it is told of,
    also in vain.
    """
    if "organisation" in asked:
        return _listed_dealings(asker, asked, in_registers)
    rows = told(_narrow(of_subject(asked), asked, ""), asker, in_registers=in_registers)
    rows = rows.annotate(taking_part=_taking_part("pk")).only(*ROW)
    if "with_parts" in asked:
        tied = Dealing.objects.filter(matter=OuterRef("pk"), organisation__among=asked["organisations"])
        rows = rows.annotate(partners=ArraySubquery(tied.values("organisation__name")))
    return rows


def meetings_with(partner: Organisation, names: Iterable[str]) -> dict[str, Any]:
    """The subject of those who ask who met whom: of a city everything that has the place on its card, under any of the
    partner's `names`; of others their own dealings."""
    if partner.kind == Organisation.Kind.CITY and partner.country:
        own = {name for name in (*names, partner.city, partner.name) if name}
        places = {name.upper() for known in own for name in (known, *other_names(known))}
        named = [rf"\m{re.escape(place)}\M" for place in sorted(places)]
        return {"country": str(partner.country), "places": sorted(places), "named": named}
    return {"organisation": partner.pk}


def all_with(partner: Organisation, names: Iterable[str], linked: list[int]) -> dict[str, Any]:
    """The subject of everything with the partners `linked`; of a city also what has the place on its card."""
    subject = meetings_with(partner, names)
    if "organisation" not in subject:
        return subject | {"organisations": linked}
    return {"organisations": linked} if linked != [partner.pk] else subject


def happened_on(matter: Matter) -> date:
    """The day of what the matter is about: signed, visited, travelled. Of what has no day yet, when it was opened."""
    return matter.starts_on or matter.opened_on


def by_day(matters: Iterable[Matter]) -> list[Matter]:
    """In the order in which things happened, the latest first."""
    return sorted(matters, key=lambda matter: (happened_on(matter), matter.pk), reverse=True)


def _listed_dealings(asker: Asker, asked: Asked, in_registers: bool) -> QuerySet[Dealing]:
    rows = Dealing.objects.filter(organisation=asked["organisation"])
    rows = told(_narrow(rows, asked, "matter__"), asker, "matter__", in_registers=in_registers)
    rows = rows.annotate(taking_part=_taking_part("matter")).select_related("matter")
    return rows.only("opened_on", *(f"matter__{name}" for name in ROW))


def _taking_part(matter: str) -> ArraySubquery:
    return ArraySubquery(MatterParticipant.objects.filter(matter=OuterRef(matter)).values("body"))


def of_subject(asked: Asked) -> MatterQuerySet:
    """All matters with the partners, in the country or in the city, or with both, whoever may read them."""
    rows = Matter.objects.all()
    if "organisation" in asked:
        tied = Dealing.objects.filter(organisation=asked["organisation"])
        return rows.filter(pk__in=tied.values("matter"))
    found = Q()
    if "organisations" in asked:
        found |= _tied(Dealing.objects.filter(organisation__among=asked["organisations"]))
    if "country" in asked:
        found |= _there(asked)
    return rows.filter(found)


def _tied(dealings: QuerySet[Dealing]) -> Q:
    """As an array: beside another way to be found, the server would else try every card there is."""
    return Q(pk__among=ArraySubquery(dealings.order_by().values("matter")))


def _there(asked: Asked) -> Q:
    """What has the country or the place on its card, or is with a partner there; of a city also the EU projects that
    name it among their partners."""
    there = Q(country=asked["country"])
    elsewhere = ~Q(matter__country=asked["country"])
    partners = Organisation.objects.filter(country=asked["country"])
    if "places" in asked:
        named = Q(_in_one_of(asked["places"]))
        partners, elsewhere = partners.filter(named), Q()
        if "named" in asked:
            # Some cards have no city, but its name among the words on whom they are about.
            named |= Q(_in_one_of(asked["named"], "counterpart", "~"), city="")
        there &= named
    with_them = Dealing.objects.filter(elsewhere, organisation__in=partners)
    if "since" in asked:
        # A dealing knows the kind and the day of its matter: what is not asked for is not looked up.
        with_them = with_them.filter(opened_on__gte=asked["since"])
    if "kinds" in asked:
        with_them = with_them.filter(kind__in=asked["kinds"])
    there |= _tied(with_them)
    if "named" in asked and Kind.EU_PROJECT in asked.get("kinds", (Kind.EU_PROJECT,)):
        # A project has many partners, and names them in words.
        projects = EuProject.objects.filter(_in_one_of(asked["named"], "partners", "~"))
        there |= Q(pk__among=ArraySubquery(projects.order_by().values("matter")))
    return there


def told(rows: Any, asker: Asker, card: str = "", *, in_registers: bool = True) -> Any:
    """Those that the person may read or that stand in a register; nothing for who holds no office.

    `card` leads from the rows to the matter.
    """
    if not asker.offices:
        return rows.none()
    granted = Q(**{"matter__among" if card else "pk__among": asker.secret_matters})
    unmarked = Q(**{f"{card}secrecy_ground": ""}) | granted
    open_to = _open_to(asker, card) if in_registers else _own(asker, card)
    return rows.filter(open_to, unmarked)


def withheld(person: Person, subject: Asked) -> int:
    """How many of all the subject's matters are not told, whatever is filtered by; one more than the most for more.

    A filter must not narrow it: one could ask body by body whose the matter is.
    """
    secret = rows_of(_secret, person, subject)
    if _reads_every_body(person):
        return len(secret)
    return min(len(secret) + len(rows_of(_of_others, person, subject)), MOST_WITHHELD + 1)


def _secret(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    """Marked secret, and the person is not let in; or let in, and of a body that the person does not read."""
    marked = of_subject(asked).exclude(secrecy_ground="")
    if asker.offices:
        marked = marked.exclude(Q(pk__among=asker.secret_matters) & _open_to(asker))
    return marked.order_by().only("pk")[: MOST_WITHHELD + 1]


def _of_others(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    unmarked = of_subject(asked).filter(secrecy_ground="")
    if asker.offices:
        unmarked = unmarked.exclude(_open_to(asker))
    return unmarked.order_by().only("pk")[: MOST_WITHHELD + 1]


def _open_to(asker: Asker, card: str = "") -> Q:
    in_register = _in_one_of_the_states(IN_A_REGISTER, card) | Q(**{f"{card}kind__in": IN_REGISTER_WHOLE})
    return _own(asker, card) | in_register


def _own(asker: Asker, card: str) -> Q:
    bodies = asker.bodies_with(VIEW)
    part = MatterParticipant.objects.filter(matter=OuterRef("matter" if card else "pk"), body__among=bodies)
    return Q(**{f"{card}body__among": bodies}) | Q(**{f"{card}before__among": bodies}) | Q(Exists(part))


def _in_one_of_the_states(states: tuple[tuple[str, tuple[str, ...]], ...], card: str) -> Q:
    found = Q()
    for kind, statuses in states:
        found |= Q(**{f"{card}kind": kind, f"{card}status__in": statuses})
    return found


def _reads_every_body(person: Person) -> bool:
    return person.bodies_with(VIEW) >= all_bodies(person).keys()


def _narrow(rows: Any, asked: Asked, card: str) -> Any:
    """The rows that the filters let through; kind and day stand on a dealing too."""
    rows = rows.filter(**picked(asked, "kind"))
    if "body" in asked:
        rows = rows.filter(**{f"{card}body": asked["body"]})
    if "first" in asked:
        rows = rows.filter(opened_on__range=(asked["first"], asked["last"]))
    return rows


def _in_one_of(places: Any, column: str = "city", compared: str = "=") -> Func:
    """The card's city is one of some names in capitals, told as one array."""
    names = places if isinstance(places, Expression) else Value(list(places), ArrayField(CharField()))
    return Func(
        Upper(column),
        names,
        template="(%(expressions)s))",
        arg_joiner=f" {compared} ANY(",
        output_field=BooleanField(),
    )
