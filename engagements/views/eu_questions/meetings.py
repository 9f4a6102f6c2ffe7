"""The city's log of meetings with institutions, over all EU questions; as a file it is for a transparency register."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from engagements.models import Advocacy, Institution, questions_in_register_for
from engagements.views.registers import yes_or_no
from governance.choices import Choice
from governance.lists import (
    BodyFilters,
    all_bodies,
    in_order,
    operating_bodies,
    or_all,
    page_of,
    picked,
    say_who_may_open,
    whole_year,
    years,
)
from governance.models import Person
from governance.prepared import Asked, Asker
from governance.views import list_files
from governance.views.list_files import Column

COLUMNS = (
    Column(_("Date"), lambda meeting: meeting.held_on),
    Column(_("Institution"), lambda meeting: capfirst(meeting.institution_label)),
    Column(_("Part of the institution"), lambda meeting: meeting.unit),
    Column(_("Met"), lambda meeting: meeting.persons),
    Column(_("Their posts"), lambda meeting: meeting.posts),
    Column(_("From the city"), lambda meeting: meeting.from_city),
    Column(_("Body"), lambda meeting: meeting.eu_question.matter.body.name),
    Column(_("Subject"), lambda meeting: meeting.subject),
    Column(_("EU file"), lambda meeting: meeting.eu_question.matter.title),
    Column(_("Reference"), lambda meeting: meeting.eu_question.reference),
    Column(_("Place"), lambda meeting: meeting.place),
    Column(_("Papers handed over"), lambda meeting: meeting.papers),
    Column(
        _("The city had a position"),
        lambda meeting: yes_or_no(not meeting.preceded(meeting.eu_question.position_on)),
    ),
    Column(_("Matter"), lambda meeting: meeting.eu_question.matter.number),
)


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
    if list_files.is_asked(request):
        rows = _logged(person, filters.asked).order_by(*in_order("held_on"))
        listing = list_files.Listing(
            gettext("Meetings with institutions"),
            list_files.said(filters),
            COLUMNS,
            rows,
            lambda rows: _complete(rows, person),
        )
        return list_files.as_file(request, listing)
    found = page_of(request, _logged, filters.asked, key="held_on", keys=_found)
    _complete(found.rows, person)
    context = {
        "filters": filters,
        "chips": filters.chips(),
        "page": found,
        "list_url": reverse("engagements:eu_meetings"),
        "has_appointment": bool(person.offices),
        "crumbs": [(gettext("EU questions and advocacy"), reverse("engagements:eu_questions"))],
    }
    return render(request, "engagements/eu_meetings.html", context)


def _logged(asker: Asker, asked: Asked) -> QuerySet[Advocacy]:
    return _found(asker, asked).select_related("eu_question__matter")


def _found(asker: Asker, asked: Asked) -> QuerySet[Advocacy]:
    """The meetings that every filter lets through; none without an appointment, and none of secret matters."""
    rows = Advocacy.objects.meetings().filter(questions_in_register_for(asker, "eu_question__matter__"))
    rows = rows if asker.offices else rows.none()
    rows = rows.filter(**picked(asked, "institution"))
    if "body" in asked:
        rows = rows.filter(body=asked["body"])
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
