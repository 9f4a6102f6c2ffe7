"""The published register as open data: one file for spreadsheets and one for programs, written while they are sent."""

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from governance import publishing
from governance.language import Language
from governance.models import Publication
from governance.spreadsheets import csv_lines
from visits.open.frame import open_to_all

LICENCE = "CC0 1.0"
LICENCE_URL = "https://creativecommons.org/publicdomain/zero/1.0/"
BATCH = 200
# Each column of the table: its name in the file and what it holds. A fact that a kind tells has its own.
FIRST = (
    ("number", _("Number in the register; for committee notes the day of the meeting")),
    ("kind", _("Kind")),
    ("heading", _("Heading")),
    ("status", _("Status")),
    ("summary", _("In short")),
)
FACTS = (
    ("counterpart", _("Counterpart")),
    ("city", _("City")),
    ("country", _("Country")),
    ("form", _("Form of participation, or form")),
    ("type", _("Type of agreement")),
    ("initiative", _("Within the initiative")),
    ("acronym", _("Acronym of an EU project")),
    ("role", _("Stockholm's role in the project")),
    ("programme", _("EU fund or programme")),
    ("theme", _("Theme")),
    ("directions", _("Directions of the strategy")),
    ("since", _("Member since")),
    ("joined", _("Joined on")),
    ("signed", _("Signed on")),
    ("from", _("In force from, or begins")),
    ("until", _("In force until, ends, or left")),
    ("ended", _("Ended on")),
    ("reviewed", _("Last reviewed")),
    ("fee", _("Latest yearly fee, kronor")),
    ("cost", _("Cost per year, kronor")),
    ("eu_funding", _("EU funding to the city, kronor")),
    ("grant_reference", _("Number of the grant")),
    ("text", _("Where the text of a declaration is read")),
    ("owner", _("Responsible body")),
    ("diary_number", _("Diary number")),
    ("held", _("Day of the meeting")),
    ("present", _("Who was present, by role")),
    ("approved", _("Day the notes were approved")),
)
LAST = (
    ("decisions", _("Decisions: body, day, § and outcome")),
    ("published", _("Day it was published")),
    ("is_example", _("“true” for an invented example, otherwise “false”")),
    ("address", _("Its page")),
)


def columns() -> tuple[tuple[str, Any], ...]:
    return (*FIRST, *FACTS, *LAST)


@open_to_all("GET")
def as_csv(request: HttpRequest, language: Language) -> HttpResponse:
    """The table, in the language of the page."""
    lines = csv_lines(_lines(request, language))
    return _sent(lines, "text/csv; charset=utf-8", f"oppna-registret-{language}.csv")


@open_to_all("GET")
def as_json(request: HttpRequest, language: Language) -> HttpResponse:
    """Everything that is shown, in both languages."""
    return _sent(_objects(request), "application/json; charset=utf-8", "oppna-registret.json")


def _sent(lines: Iterator[str], media_type: str, name: str) -> HttpResponse:
    response: Any = StreamingHttpResponse(lines, content_type=media_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    # Whoever builds on the file fetches it from a page of their own.
    response.headers["Access-Control-Allow-Origin"] = "*"
    sent: HttpResponse = response
    return sent


def _rows() -> QuerySet[Publication]:
    return Publication.objects.open().select_related("matter", "meeting").order_by("-published_at", "-pk")


def _day(publication: Publication) -> str:
    return timezone.localtime(publication.published_at).date().isoformat()


def _lines(request: HttpRequest, language: Language) -> Iterator[list[str]]:
    yield [name for name, _words in columns()]
    # The file is written after the view has answered, when the language of the page is another's again.
    for row in _rows().iterator(chunk_size=BATCH):
        said = row.shown[language]
        facts = {fact["key"]: fact["value"] for fact in said["facts"]}
        yield [
            *(said.get(name, "") for name, _words in FIRST),
            *(facts.get(name, "") for name, _words in FACTS),
            "; ".join(map(_decided, said.get("decisions", ()))),
            _day(row),
            str(row.is_invented).lower(),
            request.build_absolute_uri(publishing.open_address(row, language)),
        ]


def _decided(decision: dict[str, str]) -> str:
    paragraph = f"§ {decision['paragraph']}" if decision["paragraph"] else ""
    made = ", ".join(filter(None, (decision["outcome"], decision["form"])))
    return f"{' '.join(filter(None, (decision['body'], decision['day'], paragraph)))}: {made}"


def _objects(request: HttpRequest) -> Iterator[str]:
    head = {
        "licence": LICENCE_URL,
        "publisher": "Stockholms stad",
        "fetched": timezone.now().isoformat(timespec="seconds"),
        "documentation": request.build_absolute_uri(reverse("open_register:data", args=["en"])),
    }
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "published": ['
    for place, row in enumerate(_rows().iterator(chunk_size=BATCH)):
        told = {
            "kind": row.kind,
            "published": _day(row),
            "country": row.country,
            "is_example": row.is_invented,
            "address": {
                language: request.build_absolute_uri(publishing.open_address(row, language))
                for language in publishing.LANGUAGES
            },
            **row.shown,
        }
        yield (",\n" if place else "\n") + json.dumps(told, ensure_ascii=False)
    yield "\n]}\n"
