"""The lines of plans, for a matter that says which of them it serves. Settings say who knows them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol, cast

from django.conf import settings
from django.db.models import Exists
from django.utils.module_loading import import_string

from .models import Matter, Person


@dataclass(frozen=True)
class Line:
    """One line of a body's plan of a year; `url` is the plan's page, for whoever may read it."""

    ident: str
    title: str
    year: int
    body_id: int
    url: str = ""

    def __str__(self) -> str:
        return f"{self.ident} {self.title}"


class PlanLines(Protocol):
    """Who knows the plans."""

    def offered(self, bodies: Collection[int], years: Collection[int]) -> list[Line]: ...

    def of(self, matter: Matter, reader: Person) -> list[Line]: ...

    def tied(self) -> Exists: ...

    def tie(self, matter: Matter, ident: str, *, by: Person) -> None: ...


def known() -> PlanLines:
    return cast(PlanLines, import_string(settings.PLAN_LINES)())
