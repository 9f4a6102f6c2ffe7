"""Timelines: every matter with a partner, a city or a country, in any body, the latest first.

Whoever holds an office sees the own bodies' matters, and of others' the lines that stand in a register that everybody
with an office reads. What remains is withheld: how many they are is told, and never what.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, CharField, Exists, Expression, Func, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Upper
from django.utils.translation import gettext, ngettext

from governance.lists import all_bodies, picked
from governance.models import Kind, Matter, MatterParticipant, Person
from governance.models.matter import MatterQuerySet
from governance.prepared import Asked, Asker, rows_of

from .lifecycle import agreements, declarations
from .models import Dealing

VIEW = "view_matters"
# What stands in a register open to everybody with an office: that the city has it, or had it.
IN_A_REGISTER = (
    Q(kind=Kind.MEMBERSHIP, status__in=("member", "leaving", "left"))
    | Q(kind=Kind.AGREEMENT, status__in=agreements.PUBLIC)
    | Q(kind=Kind.DECLARATION, status__in=declarations.ENTERED)
    | Q(kind=Kind.EU_PROJECT)
)
# Beyond this "more than" is answer enough.
MOST_WITHHELD = 100
ROW = (
    "number kind title status opened_on closed_on starts_on ends_on counterpart city country secrecy_ground"
    " body_id before_id is_invented"
).split()


# What lasts, and the states in which the city has it.
TOGETHER = Q(kind=Kind.MEMBERSHIP, status__in=("member", "leaving")) | Q(
    kind__in=(Kind.AGREEMENT, Kind.EU_PROJECT, Kind.DECLARATION),
    status__in=(*agreements.CURRENT, agreements.Status.SIGNED, "granted", "running", "joined"),
)
MOST_TOGETHER = 50


@dataclass(frozen=True)
class Withheld:
    """How many matters somebody may not be told of. False when there are none."""

    count: int

    @classmethod
    def of(cls, person: Person, subject: Asked) -> "Withheld":
        return cls(withheld(person, subject))

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
    tell_who_may_open(rows, person)
    return rows


def _latest(asker: Asker, asked: Asked, most: int) -> QuerySet[Matter]:
    return listed(asker, asked).order_by("-opened_on", "-pk")[:most]


def together(person: Person, subject: Asked) -> list[Matter]:
    """What the city has with them today: memberships, agreements, EU projects, by kind."""
    rows = rows_of(_together, person, subject)
    tell_who_may_open(rows, person)
    return rows


def _together(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    return listed(asker, asked).filter(TOGETHER).order_by("kind", "-opened_on", "-pk")[:MOST_TOGETHER]


def tell_who_may_open(rows: Any, person: Person) -> None:
    """Give the rows their bodies, and say which files open for the person."""
    bodies, readable = all_bodies(person), person.bodies_with(VIEW)
    for matter in rows:
        matter.body = bodies.get(matter.body_id) or matter.body
        matter.may_open = not readable.isdisjoint((matter.body_id, matter.before_id, *matter.taking_part))


def listed(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    """What the person may be told of the subject's matters."""
    rows = told(_narrow(of_subject(asked), asked), asker)
    taking_part = MatterParticipant.objects.filter(matter=OuterRef("pk")).values("body")
    rows = rows.annotate(taking_part=ArraySubquery(taking_part)).only(*ROW)
    if "with_parts" in asked:
        tied = Dealing.objects.filter(matter=OuterRef("pk"), organisation__among=asked["organisations"])
        rows = rows.annotate(partners=ArraySubquery(tied.values("organisation__name")))
    return rows


def of_subject(asked: Asked) -> MatterQuerySet:
    """All matters with the partners, in the country or in the city, whoever may read them."""
    rows = Matter.objects.all()
    if "organisations" in asked:
        tied = Dealing.objects.filter(organisation__among=asked["organisations"])
        return rows.filter(pk__in=tied.values("matter"))
    rows = rows.filter(country=asked["country"])
    return rows.filter(_in_one_of(asked["places"])) if "places" in asked else rows


def told(rows: MatterQuerySet, asker: Asker) -> MatterQuerySet:
    """Those that the person may read or that stand in a register; nothing for who holds no office."""
    return rows.filter(_open_to(asker)).unmarked_for(asker) if asker.offices else rows.none()


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


def _open_to(asker: Asker) -> Q:
    bodies = asker.bodies_with(VIEW)
    part = MatterParticipant.objects.filter(matter=OuterRef("pk"), body__among=bodies)
    return Q(body__among=bodies) | Q(before__among=bodies) | Q(Exists(part)) | IN_A_REGISTER


def _reads_every_body(person: Person) -> bool:
    return person.bodies_with(VIEW) >= all_bodies(person).keys()


def _narrow(rows: MatterQuerySet, asked: Asked) -> MatterQuerySet:
    rows = rows.filter(**picked(asked, "kind", "body"))
    if "first" in asked:
        rows = rows.filter(opened_on__range=(asked["first"], asked["last"]))
    return rows


def _in_one_of(places: Any) -> Func:
    """The card's city is one of some names in capitals, told as one array."""
    names = places if isinstance(places, Expression) else Value(list(places), ArrayField(CharField()))
    return Func(
        Upper("city"), names, template="%(expressions)s)", arg_joiner=" = ANY(", output_field=BooleanField()
    )
