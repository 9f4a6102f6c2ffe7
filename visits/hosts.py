"""Who may be meant as the host of a slot: persons of the bodies of the visit first, anybody by name."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from governance.models import Appointment, MatterParticipant, Person

from .letters import default_language
from .models import Visit

Choices = list[tuple[Any, str]]
Group = tuple[str, Choices]
# Of more who are called so a longer name is asked for.
MOST = 20


def offered(visit: Visit) -> list[Group]:
    """Those who hold an office at the body that handles the visit, then at the others that it touches."""
    own = visit.matter.body_id
    others = set(MatterParticipant.objects.filter(matter=visit.pk).values_list("body", flat=True))
    others |= set(visit.bodies_wanted.values_list("pk", flat=True))
    held = Appointment.objects.in_force(timezone.localdate()).filter(office__body__in={own, *others})
    groups: dict[tuple[bool, str], dict[Any, str]] = {}
    for each in held.select_related("person", "office__body").order_by(
        "office__body__name_sv", "person__name"
    ):
        body = each.office.body
        name = f"{each.person.name}, {each.office.title}"
        groups.setdefault((body.pk != own, body.name), {}).setdefault(each.person_id, name)
    return [(body, list(persons.items())) for (_other, body), persons in sorted(groups.items())]


def title_of(host: Person, visit: Visit) -> str:
    """The host's title in the language of the guest's programme: at the body of the visit, else where it is held."""
    held = list(
        Appointment.objects.in_force(timezone.localdate()).filter(person=host).select_related("office")
    )
    held.sort(key=lambda each: (each.office.body_id != visit.matter.body_id, each.pk))
    with override(default_language(visit)):
        return str(held[0].office.title) if held else ""


def known(chosen: Any, groups: Sequence[Group]) -> tuple[Any, str] | None:
    """The person who is chosen already, where no group has that person."""
    key = str(getattr(chosen, "pk", chosen) or "")
    if not key.isdecimal() or len(key) > 18 or any(str(pk) == key for _g, each in groups for pk, _n in each):
        return None
    person = Person.objects.filter(pk=int(key), is_active=True).first()
    return (person.pk, person.name) if person else None


def named(text: str) -> list[Person]:
    """Those with an office whose name is this, or has it as a part; whoever has just this name is meant."""
    today = timezone.localdate()
    holders = Person.objects.filter(
        is_active=True, pk__in=Appointment.objects.in_force(today).values("person"), name__icontains=text
    )
    found = list(holders.order_by("name", "pk")[: MOST + 1])
    exact = [each for each in found if each.name.casefold() == text.casefold()]
    return exact if len(exact) == 1 else found[:MOST]
