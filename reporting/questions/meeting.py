"""Question 6: who from the city has met a city or a partner in the last years, and what was promised."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements import promises, timelines
from engagements.lifecycle.events import TRAVELLED
from engagements.models import (
    Activity,
    Advocacy,
    Dealing,
    EventAbroad,
    Organisation,
    OrganisationName,
    Promise,
    Traveller,
)
from governance import access
from governance.choices import Choice
from governance.language import choice_label, country_name
from governance.lists import AFTER, BEFORE, Filters, InWords, picked, without
from governance.models import Kind, Office, Person
from governance.prepared import Asked, Asker, rows_of
from governance.texts import TextField
from governance.views import list_files
from reporting.figures.visits import CAME
from visits.models import Visit

from . import columns
from .answers import Answer, Column, Empty, Listing, Table
from .question import Question
from .withheld import NOTHING, Withheld

Role = Office.Role
YEARS = 3
MOST_FOUND = 25
# What was done under an agreement, and meetings with institutions: so many stand beside the visits and journeys.
MOST_BESIDE = 25
# What the address says when the part that comes after is wanted by itself.
PART, BESIDE = "del", "avtal"


class MeetingFilters(Filters):
    """Whom, and how far back."""

    q = TextField(
        label=_("City or organisation"),
        max_length=200,
        required=False,
        help_text=_("In any language; spelling is forgiven."),
    )
    # Chosen from those that the words may mean; kept when the years are changed.
    partner = TextField(max_length=80, required=False, widget=forms.HiddenInput)
    years = Choice(
        label=_("Years back"), choices=[("", _("three")), ("1", _("one")), ("5", _("five")), ("10", _("ten"))]
    )

    def in_words(self) -> list[InWords]:
        """The partner stands above the answer, by its name."""
        return [words for words in super().in_words() if words.name != "partner"]

    @property
    def is_beside(self) -> bool:
        """Whether the part that comes after is asked for."""
        return self.request.GET.get(PART) == BESIDE

    @cached_property
    def since(self) -> date:
        """The first day that is told of."""
        today = timezone.localdate()
        years = int(self.chosen.get("years") or YEARS)
        try:
            return today.replace(year=today.year - years)
        except ValueError:  # the 29th of February
            return today.replace(year=today.year - years, day=28)


def _address(slug: str, **chosen: str) -> str:
    return f"{reverse('questions:meetings')}?{urlencode({'partner': slug, **chosen})}"


def _place(organisation: Any) -> str:
    return ", ".join(filter(None, (organisation.city, country_name(str(organisation.country or "")))))


FOUND = (
    Column(
        _("City or organisation"),
        lambda found: str(found),
        link=lambda found: _address(found.slug, **found.chosen),
        under=_place,
    ),
    Column(_("Place"), _place, only="file"),
    Column(_("Kind"), lambda found: capfirst(choice_label(Organisation.Kind, found.kind))),
)


def met(request: HttpRequest, filters: MeetingFilters) -> Answer:
    """The partner that is chosen; else those that the words may mean."""
    slug, text = filters.chosen.get("partner"), filters.chosen.get("q")
    if text:  # whoever writes another name is done with the one that was chosen
        found = list(Organisation.objects.named_like(text, most=MOST_FOUND))
        if found:
            for each in found:  # the years that were asked for stay
                each.chosen = picked(filters.chosen, "years")
            return Answer([Table("found", _("Which do you mean?"), FOUND, found)])
        return Answer(empty=_not_found())
    if slug:
        partner = _partner(request.user, slug)
        return _met(request, partner, filters) if partner else Answer(empty=_not_found())
    return Answer(empty=_to_begin())


def _partner(person: Person, slug: str) -> Any:
    """Who has been merged into another is found under that one."""
    found: Any = next(iter(rows_of(_of_slug, person, {"slug": slug}, keep_plan=True)), None)
    if found is not None and found.merged_into_id:
        return _partner(person, found.merged_into.slug)
    return found


def _of_slug(_asker: Asker, asked: Asked) -> QuerySet[Organisation]:
    names = OrganisationName.objects.filter(organisation=OuterRef("pk")).values("name")
    rows = Organisation._base_manager.filter(slug=asked["slug"]).select_related("merged_into")
    return rows.annotate(all_names=ArraySubquery(names)).only(
        *"slug name acronym kind country city merged_into__slug".split()
    )


def _meetings(asker: Asker, asked: Asked) -> QuerySet[Any]:
    """Visits that came and journeys that were made, that the person may be told of."""
    card = "matter__" if "organisation" in asked else ""
    came = Q(**{f"{card}kind": Kind.VISIT, f"{card}status__in": CAME})
    made = Q(**{f"{card}kind": Kind.EVENT_ABROAD, f"{card}status__in": TRAVELLED})
    subject = picked(asked, "organisation", "country", "places", "named", "since") | {
        "kinds": promises.MEETINGS
    }
    rows = timelines.listed(asker, subject, in_registers=False)
    return rows.filter(came | made, kind__in=promises.MEETINGS, opened_on__gte=asked["since"])


@dataclass
class Met:
    """What is told of a visit or a journey to those whose file it is: who, and what was promised."""

    ours: str = ""
    theirs: str = ""
    promised: str = ""


def _complete(person: Person, rows: Sequence[Any]) -> None:
    """Each row gets its matter and what is told of it: three statements for a page."""
    matters = timelines.as_matters(rows, person)
    open_ones = [matter.pk for matter in matters if matter.may_open]
    told: dict[int, Met] = {pk: Met() for pk in open_ones}
    asked = {"ids": open_ones}
    if open_ones:
        for visit in rows_of(_visits, person, asked, keep_plan=True):
            told[visit.pk] = _of_visit(visit)
        for event in rows_of(_events, person, asked, keep_plan=True):
            told[event.pk] = Met("", event.contacts_made, _all_promised(event))
        names: dict[int, list[str]] = {}
        for traveller in rows_of(_travellers, person, asked, keep_plan=True):
            names.setdefault(traveller.event_id, []).append(traveller.name)
        for pk, travelled in names.items():
            told[pk].ours = ", ".join(travelled)
    for row, matter in zip(rows, matters, strict=True):
        row.card, row.told = matter, told.get(matter.pk, Met())


def _of_visit(visit: Visit) -> Met:
    head = ", ".join(filter(None, (visit.head_of_delegation, visit.head_title)))
    return Met(" ".join(visit.hosts.split()), head or visit.contact_name, _all_promised(visit))


def _all_promised(file: Any) -> str:
    """What was promised there and how it stands; before promises had days they were told as a text."""
    told = [promises.as_text(file.pk, file.promises).text] if file.promises else []
    return "; ".join([*told, *(promises.in_words(**promise) for promise in file.promised)])


def _with_promises(rows: QuerySet[Any]) -> QuerySet[Any]:
    """With them as one array beside each file: no statement of their own."""
    names = "text side due_on kept_on dropped_on".split()
    told = Promise.objects.filter(matter=OuterRef("matter")).order_by("due_on", "pk")
    return rows.annotate(
        promised=ArraySubquery(told.values(told=JSONObject(**dict(zip(names, names, strict=True)))))
    )


def _visits(_asker: Asker, asked: Asked) -> QuerySet[Visit]:
    rows = _with_promises(Visit.objects.filter(matter__among=asked["ids"]))
    return rows.only("hosts", "head_of_delegation", "head_title", "contact_name", "promises")


def _events(_asker: Asker, asked: Asked) -> QuerySet[EventAbroad]:
    rows = _with_promises(EventAbroad.objects.filter(matter__among=asked["ids"]))
    return rows.only("contacts_made", "promises")


def _travellers(_asker: Asker, asked: Asked) -> QuerySet[Traveller]:
    return Traveller.objects.filter(event__among=asked["ids"]).order_by("event", "name").only("event", "name")


def _readable(asker: Asker, card: str) -> Q:
    """The files that open by their owner; what stands beside a timeline is told with the file alone."""
    unmarked = Q(**{f"{card}secrecy_ground": ""}) | Q(**{f"{card}pk__among": asker.secret_matters})
    return Q(**{f"{card}body__among": asker.bodies_with(access.VIEW)}) & unmarked


def _dealt_with(asked: Asked, kind: str) -> QuerySet[Any]:
    """The matters of a kind that concern the partner."""
    return Dealing.objects.filter(organisation=asked["organisation"], kind=kind).values("matter")


def _activities(asker: Asker, asked: Asked) -> QuerySet[Activity]:
    """What was done under an agreement with them."""
    agreements = _dealt_with(asked, Kind.AGREEMENT)
    rows = Activity.objects.filter(agreement__in=agreements, happened_on__gte=asked["since"])
    rows = rows.exclude(kind=Activity.Kind.ANSWER).filter(_readable(asker, "agreement__matter__"))
    rows = rows.select_related("agreement__matter").order_by("-happened_on", "-pk")
    return rows.only(
        "happened_on", "what", "people", "result", "agreement__matter__number", "agreement__matter__kind"
    )[:MOST_BESIDE]


def _advocacy(asker: Asker, asked: Asked) -> QuerySet[Advocacy]:
    """Meetings in EU questions that concern them."""
    questions = _dealt_with(asked, Kind.EU_QUESTION)
    rows = Advocacy.objects.meetings().filter(eu_question__in=questions, held_on__gte=asked["since"])
    rows = rows.filter(_readable(asker, "eu_question__matter__")).select_related("eu_question__matter")
    rows = rows.order_by("-held_on", "-pk")
    return rows.only(
        "held_on",
        "subject",
        "from_city",
        "persons",
        "outcome",
        "eu_question__matter__number",
        "eu_question__matter__kind",
    )[:MOST_BESIDE]


def _card(column: Column) -> Column:
    """A column of a matter, for a row that carries its matter along."""
    cell, link, under, tone = column.cell, column.link, column.under, column.tone
    return replace(
        column,
        cell=lambda row: cell(row.card),
        link=(lambda row: link(row.card)) if link else None,
        under=(lambda row: under(row.card)) if under else None,
        tone=(lambda row: tone(row.card)) if tone else None,
    )


MEETINGS = Listing(
    key="meetings",
    title=_("Visits and journeys"),
    columns=(
        _card(columns.NUMBER),
        _card(columns.TITLE),
        _card(Column(_("Day"), lambda matter: matter.starts_on or matter.opened_on, css="nowrap")),
        _card(columns.OWNER_AND_KIND),
        _card(columns.OWNER_OF_FILE),
        _card(columns.KIND),
        Column(_("From the city"), lambda row: row.told.ours),
        Column(_("Whom they met"), lambda row: row.told.theirs),
        Column(_("What was promised"), lambda row: row.told.promised),
    ),
    build=_meetings,
)
UNDER_AGREEMENTS = (
    Column(_("Day"), lambda row: row.happened_on, css="nowrap"),
    Column(
        _("What was done"), lambda row: row.what, link=lambda row: row.agreement.matter.get_absolute_url()
    ),
    Column(_("Who took part"), lambda row: row.people),
    Column(_("Result"), lambda row: row.result),
)
IN_EU_QUESTIONS = (
    Column(_("Day"), lambda row: row.held_on, css="nowrap"),
    Column(_("Subject"), lambda row: row.subject, link=lambda row: row.eu_question.matter.get_absolute_url()),
    Column(_("From the city"), lambda row: row.from_city),
    Column(_("Whom they met"), lambda row: row.persons),
    Column(_("What came of it"), lambda row: row.outcome),
)
PROMISED = (
    Column(_("Promise"), lambda row: row[1].text),
    Column(
        _("Matter"),
        lambda row: row[0].heading,
        link=lambda row: row[0].get_absolute_url(),
        under=lambda row: row[0].number,
    ),
    Column(_("Owner"), lambda row: row[0].body.name),
    Column(
        _("To be kept by"),
        lambda row: row[1].due_on,
        tone=lambda row: "danger" if row[1].is_late else "",
        css="nowrap",
    ),
)


def _met(request: HttpRequest, partner: Any, filters: MeetingFilters) -> Answer:
    """Visits and journeys with what was promised there; what agreements hold and EU questions tell comes after."""
    person, since = request.user, filters.since
    subject = timelines.meetings_with(partner, partner.all_names)
    is_file = list_files.FILE in request.GET
    tables = []
    if filters.is_beside or is_file:
        tables = [_promised(person, partner, subject), *_under_agreements(person, partner, since)]
    if not filters.is_beside or is_file:
        tables = [
            MEETINGS.of(
                request,
                {**subject, "since": since},
                partial(_complete, person),
                nothing=_("No visit or journey in these years that you may read."),
            ),
            *tables,
        ]
    above = [(str(partner), partner.get_absolute_url()), (_("Choose another"), reverse("questions:meetings"))]
    if filters.is_beside:
        above.insert(1, (_("Also the visits and journeys"), without(request, PART)))
    return Answer(
        tables,
        above=above,
        chosen=[str(partner), gettext("Since %(day)s") % {"day": since.isoformat()}],
        notes=[_("Who met whom, and what was promised, is told of the files that are open to you.")],
        # Where the page stands already it has told how many.
        withheld=NOTHING if filters.is_beside and request.htmx else Withheld.of_subject(person, subject),
        is_later=filters.is_beside,
        later=None
        if filters.is_beside
        else (_("Open promises, agreements and EU questions"), _address_beside(request)),
    )


def _promised(person: Person, partner: Any, subject: Asked) -> Table:
    together = timelines.together(person, {"organisation": partner.pk})
    found = promises.open_in([matter for matter in together if matter.may_open])
    return Table(
        "promised",
        _("Promises that are open"),
        PROMISED,
        promises.in_order([*found, *promises.with_partner(person, subject)])[:MOST_BESIDE],
        nothing=_(
            "No visit, journey, agreement, declaration or membership with them holds an open promise that you may read."
        ),
    )


def _under_agreements(person: Person, partner: Any, since: date) -> list[Table]:
    asked = {"organisation": partner.pk, "since": since}
    done = rows_of(_activities, person, asked, keep_plan=True)
    spoken = rows_of(_advocacy, person, asked, keep_plan=True)
    return [
        _beside(
            "done", _("Done under agreements"), UNDER_AGREEMENTS, done, _("Nothing is noted in these years.")
        ),
        _beside(
            "spoken", _("Meetings in EU questions"), IN_EU_QUESTIONS, spoken, _("No meeting in these years.")
        ),
    ]


def _address_beside(request: HttpRequest) -> str:
    kept = request.GET.copy()
    for name in (AFTER, BEFORE):
        kept.pop(name, None)
    kept[PART] = BESIDE
    return f"{request.path}?{kept.urlencode()}"


def _beside(key: str, title: Any, shown: tuple[Column, ...], rows: Sequence[Any], nothing: Any) -> Table:
    """The latest; of more than these the files of the agreements and questions tell."""
    return Table(key, title, shown, rows[:MOST_BESIDE], nothing=nothing)


def _to_begin() -> Empty:
    return Empty(
        _("Whom do you ask about?"),
        _(
            "Write a city or an organisation above. You see who from the city met them, and what was promised."
        ),
        "globe",
        reverse("engagements:organisations"),
        _("See all partners"),
        whatever_is_asked=True,
    )


def _not_found() -> Empty:
    return Empty(
        _("No such city or organisation"),
        _(
            "Write another name, or look among all partners. A city that nobody has met is not in the register."
        ),
        "globe",
        reverse("engagements:organisations"),
        _("See all partners"),
        whatever_is_asked=True,
    )


QUESTIONS = (
    Question(
        number=6,
        name="meetings",
        slug="moten-och-loften",
        words=_("Who from the city met them in the last three years, and what did we promise?"),
        short=_("Meetings and promises"),
        lead=_(
            "Choose a city or an organisation: visits, journeys, agreements and EU questions, with people and promises."
        ),
        roles=frozenset({Role.COORDINATOR, Role.CONTACT_PERSON, Role.MAYOR, Role.IB_SECRETARY}),
        filters=MeetingFilters,
        names="q years partner",
        answer=met,
    ),
)
