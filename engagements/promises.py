"""Promises: what the city and a partner have promised one another, told by whoever keeps the matters of a kind."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.module_loading import import_string

from governance.models import Matter

from .lifecycle import CommitmentStatus
from .models import Commitment, Obligation


@dataclass(frozen=True)
class Promise:
    """Something promised in a matter, and by when if that was said."""

    matter_id: int
    text: str
    due_on: date | None = None


def open_in(matters: Iterable[Matter]) -> list[tuple[Matter, Promise]]:
    """What is promised in these matters and not yet done, what is due first before what has no day."""
    cards = {matter.pk: matter for matter in matters}
    found = [
        (cards[promise.matter_id], promise)
        for kind, path in settings.PROMISES_OF_KIND.items()
        if (ids := [pk for pk, matter in cards.items() if matter.kind == kind])
        for promise in import_string(path)(ids)
    ]
    return sorted(found, key=lambda each: (each[1].due_on or date.max, -each[0].pk))


def of_agreements(matters: list[int]) -> list[Promise]:
    """What either side has still to do because an agreement says so, and whose it is."""
    open_ones = Obligation.objects.open().filter(agreement__in=matters)
    return [
        Promise(each.agreement_id, f"{each.text} ({each.get_side_display()})", each.due_on)
        for each in open_ones
    ]


def of_declarations(matters: list[int]) -> list[Promise]:
    """What the city has promised by joining and not yet kept."""
    kept_open = Commitment.objects.filter(declaration__in=matters, status=CommitmentStatus.OPEN)
    return [Promise(each.declaration_id, each.text, each.due_on) for each in kept_open]
