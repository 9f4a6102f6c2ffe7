"""The last days of planning: of the rounds, and of what each body is to hand in."""

from functools import partial
from typing import Any

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from governance.days import Group, Source
from governance.models import Kind, Matter
from governance.prepared import Asker

from .models import Round, Subject
from .offices import reads

ROUNDS = (
    (Subject.PLAN, _("Plans for %(year)s")),
    (Subject.ACCOUNT, _("Accounts of %(year)s")),
)


def _rounds(subject: str, _asker: Asker) -> QuerySet[Round]:
    return Round.objects.filter(subject=subject, locked_on__isnull=True)


def _handed(asker: Asker) -> QuerySet[Matter]:
    cards = Matter.objects.filter(kind__in=(Kind.PLAN, Kind.ACCOUNT), due_on__isnull=False)
    return cards.open().visible_to(asker)


def _named(words: Any, year: str) -> str:
    return str(words % {"year": year})


SOURCES = (
    *(
        Source(
            key=f"omgang-{subject}",
            group=Group.DEADLINES,
            sort=_("Round of planning: last day to submit"),
            rows=partial(_rounds, subject.value),
            may=reads,
            day="due_on",
            title=Cast("year", TextField()),
            named=partial(_named, words),
            page="planning:round",
            version="version",
        )
        for subject, words in ROUNDS
    ),
    Source(
        key="plan",
        group=Group.DEADLINES,
        sort=_("Plan or account to be submitted"),
        rows=_handed,
        day="due_on",
        card="",
        due=True,
    ),
)
