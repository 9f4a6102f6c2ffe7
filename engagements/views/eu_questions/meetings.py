"""The city's log of meetings with institutions, over all EU questions; and as a file for a transparency register."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from engagements.models import Advocacy, Institution, questions_in_register_for
from governance.choices import Choice
from governance.lists import (
    BodyFilters,
    all_bodies,
    operating_bodies,
    or_all,
    page_of,
    picked,
    say_who_may_open,
    whole_year,
    years,
)
from governance.models import Kind, Person
from governance.prepared import Asked, Asker, rows_of
from governance.spreadsheets import MEDIA_TYPE, csv_lines, workbook

HEAD = (
    _("Date"),
    _("Institution"),
    _("Part of the institution"),
    _("Met"),
    _("Their posts"),
    _("From the city"),
    _("Body"),
    _("Subject"),
    _("EU file"),
    _("Reference"),
    _("Place"),
    _("Papers handed over"),
    _("The city had a position"),
    _("Matter"),
)
# More meetings than this in one file nobody reads.
MOST = 20_000


class MeetingFilters(BodyFilters):
    """What the log can be narrowed by."""

    institution = Choice(label=_("Institution"), choices=lambda: or_all(Institution.choices))
    year = Choice(label=_("Year"), choices=lambda: or_all(years()))

    @property
    def asked(self) -> dict[str, Any]:
        """What every good filter asks for, as `_logged` reads it."""
        chosen = self.chosen
        asked = picked(chosen, "institution")
        if slug := chosen.get("body"):
            asked["body"] = self.bodies.ids[slug]
        if year := chosen.get("year"):
            asked["first"], asked["last"] = whole_year(int(year))
        return asked


@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    """Every meeting with an institution as a line, the latest first."""
    person: Person = request.user
    filters = MeetingFilters(request, operating_bodies(person))
    found = page_of(request, _logged, filters.asked, key="held_on", keys=_found)
    _complete(found.rows, person)
    query = f"?{request.GET.urlencode()}" if filters.chosen else ""
    context = {
        "filters": filters,
        "chips": filters.chips(),
        "page": found,
        "list_url": reverse("engagements:eu_meetings"),
        "csv_url": reverse("engagements:eu_meetings_csv") + query,
        "xlsx_url": reverse("engagements:eu_meetings_xlsx") + query,
        "has_appointment": bool(person.offices),
        "crumbs": [(gettext("EU questions and advocacy"), reverse("engagements:eu_questions"))],
    }
    return render(request, "engagements/eu_meetings.html", context)


@require_safe
def meetings_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The log as it is narrowed, one meeting in each row."""
    _filters, rows = _all(request)
    lines = csv_lines([[str(heading) for heading in HEAD], *rows])
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{_name()}.csv"'
    return answer


@require_safe
def meetings_xlsx(request: HttpRequest) -> FileResponse:
    """The same as a workbook, with what it is narrowed to above the rows."""
    filters, rows = _all(request)
    chosen = "; ".join(words for words, _url in filters.chips()) or gettext("all meetings")
    above = [
        gettext("The City of Stockholm: meetings with institutions on EU and international questions"),
        gettext("Drawn %(day)s: %(what)s") % {"day": timezone.localdate().isoformat(), "what": chosen},
    ]
    file = workbook(gettext("Meetings with institutions"), above, HEAD, rows)
    return FileResponse(file, as_attachment=True, filename=f"{_name()}.xlsx", content_type=MEDIA_TYPE)


def _name() -> str:
    return f"moten-med-institutioner-{timezone.localdate().isoformat()}"


def _all(request: HttpRequest) -> tuple[MeetingFilters, Iterator[list[Any]]]:
    person: Person = request.user
    filters = MeetingFilters(request, operating_bodies(person))
    rows = rows_of(_latest, person, filters.asked)
    _complete(rows, person)
    return filters, map(_cells, rows)


def _cells(meeting: Advocacy) -> list[Any]:
    question, matter = meeting.eu_question, meeting.eu_question.matter
    had_position = not meeting.preceded(question.position_on)
    return [
        meeting.held_on,
        capfirst(meeting.institution_label),
        meeting.unit,
        meeting.persons,
        meeting.posts,
        meeting.from_city,
        matter.body.name,
        meeting.subject,
        matter.title,
        question.reference,
        meeting.place,
        meeting.papers,
        gettext("yes") if had_position else gettext("no"),
        matter.number,
    ]


def _latest(asker: Asker, asked: Asked) -> QuerySet[Advocacy]:
    return _logged(asker, asked).order_by("-held_on", "-pk")[:MOST]


def _logged(asker: Asker, asked: Asked) -> QuerySet[Advocacy]:
    return _found(asker, asked).select_related("eu_question__matter")


def _found(asker: Asker, asked: Asked) -> QuerySet[Advocacy]:
    """The meetings that every filter lets through; none without an appointment, and none of secret matters."""
    rows = Advocacy.objects.meetings().filter(questions_in_register_for(asker, "eu_question__matter__"))
    rows = rows if asker.offices else rows.none()
    rows = rows.filter(**picked(asked, "institution"))
    if "body" in asked:
        # The kind leads to the body's questions: an index has them.
        rows = rows.filter(
            eu_question__matter__body=asked["body"], eu_question__matter__kind=Kind.EU_QUESTION
        )
    if "first" in asked:
        rows = rows.filter(held_on__range=(asked["first"], asked["last"]))
    return rows


def _complete(rows: Any, person: Person) -> None:
    """Give each meeting's matter its body, and say whether its file opens for the person."""
    bodies = all_bodies(person)
    for row in rows:
        matter = row.eu_question.matter
        matter.body = bodies.get(matter.body_id) or matter.body
    say_who_may_open([row.eu_question.matter for row in rows], person)
