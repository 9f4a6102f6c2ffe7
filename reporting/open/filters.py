"""What the open register is narrowed by: the values that something published has, and no others."""

import re
from collections import Counter
from collections.abc import Hashable
from functools import cached_property
from typing import Any

from django import forms
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchQuery
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from governance import search
from governance.choices import Choice
from governance.language import active_language, country_name
from governance.lists import Filters, or_all
from governance.models import Publication
from governance.stems import EnglishStems, Stems
from governance.texts import TextField


class Present:
    """Which kinds, countries, bodies and years something published has, and how often. One statement."""

    def __init__(self) -> None:
        columns = ("kind", "country", "year", "body__slug", f"body__name_{active_language()}")
        rows = Publication.objects.open().order_by().values_list(*columns).annotate(count=Count("pk"))
        self.kinds: Counter[str] = Counter()
        self.countries: Counter[str] = Counter()
        self.years: Counter[int] = Counter()
        self.bodies: dict[str, str] = {}
        for kind, country, year, slug, name, count in rows:
            self.kinds[kind] += count
            if country:
                self.countries[country] += count
            if year:
                self.years[year] += count
            self.bodies[slug] = name

    def choices(self) -> dict[str, list[tuple[str, str]]]:
        labels = dict(Publication.Kind.choices)
        countries = [(code, country_name(code)) for code in self.countries]
        return {
            "kind": [
                (kind, str(capfirst(labels[kind]))) for kind in Publication.Kind.values if kind in self.kinds
            ],
            "country": sorted(countries, key=lambda each: each[1]),
            "body": sorted(self.bodies.items(), key=lambda each: each[1]),
            "year": [(str(year), str(year)) for year in sorted(self.years, reverse=True)],
        }


class OpenFilters(Filters):
    """The words and choices above the list; each stands in the address."""

    q = TextField(
        label=_("Search"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = Choice(label=_("Kind"))
    country = Choice(label=_("Country"))
    body = Choice(label=_("Body"))
    year = Choice(label=_("Year"))

    def __init__(self, request: HttpRequest, present: Present) -> None:
        super().__init__(request)
        self._offered = present.choices()
        for name, choices in self._offered.items():
            self.fields[name].choices = or_all(choices)  # type: ignore[attr-defined]

    @property
    def offers(self) -> Hashable:
        return tuple((name, tuple(choices)) for name, choices in self._offered.items())

    @cached_property
    def rows(self) -> QuerySet[Publication]:
        """What is found, to be put in order by whoever shows it."""
        rows = Publication.objects.open()
        narrowed: dict[str, Any] = {
            column: self.chosen[name]
            for name, column in (
                ("kind", "kind"),
                ("country", "country"),
                ("body", "body__slug"),
                ("year", "year"),
            )
            if name in self.chosen
        }
        if text := self.chosen.get("q"):
            found = Publication.objects.standing().alias(stems=Stems("words"), english=EnglishStems("words"))
            for word in WITHOUT.findall(text):
                found = found.exclude(_says(word))
            if wanted := WITHOUT.sub(" ", text).strip():
                found = found.filter(_says(wanted))
            # As an array: in the order of the list the server would read the words of every row until a page is full.
            rows = rows.filter(pk__among=ArraySubquery(found.order_by().values("pk")))
        return rows.filter(**narrowed)


# A word with a minus before it is not to be there. It is taken out first: what is found by one language's stems or by
# beginnings of words would else let in again what the other shut out.
WITHOUT = re.compile(r"(?:^|(?<=\s))-(\w[\w-]*)")


def _says(text: str) -> Q:
    return Q(stems=_query(text)) | Q(english=_in_english(text))


def _query(text: str) -> Any:
    """As a web search reads the words, or as beginnings of words; a city by every name that it has."""
    query: Any = search.Words.of(text).query()
    begun = [f"{word}:*" for word in re.findall(r"\w{2,}", text)]
    if begun:
        query |= SearchQuery(" & ".join(begun), config="swedish", search_type="raw")
    return query


def _in_english(text: str) -> SearchQuery:
    """So that cycling finds a cycle network: all that is published is written in English too."""
    return SearchQuery(text, config="english", search_type="websearch")
