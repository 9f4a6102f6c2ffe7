"""Question 7: two requests for a visit side by side, to see why one was turned down and the other was not."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from governance.choices import Choice
from governance.language import active_language, choice_label, country_name
from governance.lists import with_bodies
from governance.models import Kind, Matter, Office, Person, PoliticalLevel
from governance.prepared import Asked, Asker, rows_of
from governance.texts import TextField
from visits.lifecycle import WELCOMED, Status
from visits.models import GroundAnswer, Reply, Visit
from visits.priority import Line, Priority, Proposal, Verdict

from . import columns
from .answers import Answer, Column, Empty, Listing, Table
from .question import Question, QuestionFilters

Role = Office.Role
ROW = (
    "number kind title status opened_on starts_on ends_on counterpart city country body_id before_id secrecy_ground"
).split()
NEAR = timedelta(days=183)
MOST_LIKE = 8


class ComparisonFilters(QuestionFilters):
    """Two visits by their numbers; until both are chosen, what the list to choose from is narrowed by."""

    outcome = Choice(
        label=_("Answer"), choices=[("", _("all")), ("no", _("turned down")), ("yes", _("welcomed"))]
    )
    a = TextField(label=_("First visit, its number"), max_length=20, required=False)
    b = TextField(label=_("Second visit, its number"), max_length=20, required=False)

    @cached_property
    def numbers(self) -> tuple[str, str]:
        return self.chosen.get("a", ""), self.chosen.get("b", "")

    @cached_property
    def asked(self) -> dict[str, Any]:
        """As the list to choose from is asked for it."""
        outcome = self.chosen.get("outcome")
        return {**self.body_asked, **({outcome: True} if outcome else {})}


def _answered(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    """Requests that were answered, newest first."""
    rows = Matter.objects.filter(kind=Kind.VISIT).visible_to(asker)
    if "no" in asked:
        rows = rows.filter(status=Status.DECLINED)
    elif "yes" in asked:
        rows = rows.filter(status__in=WELCOMED)
    else:
        rows = rows.filter(status__in=(Status.DECLINED, *WELCOMED))
    if "body" in asked:
        rows = rows.filter(body=asked["body"])
    return rows.only(*ROW)


def _of_numbers(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    """The two, if their files open for the person."""
    rows = Matter.objects.filter(number__in=(asked["a"], asked["b"]), kind=Kind.VISIT).readable_by(asker)
    return rows.order_by("pk").only(*ROW, "facts")


def _with_place(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    """Answered requests from the same city or country of about the same time, or from the same organisation."""
    rows = Matter.objects.filter(kind=Kind.VISIT, status__in=(Status.DECLINED, *WELCOMED)).visible_to(asker)
    rows = rows.filter(country=asked["country"], opened_on__range=(asked["first"], asked["last"]))
    return rows.exclude(pk=asked["pk"]).order_by("-opened_on", "-pk").only(*ROW)[:SEEN]


def _with_organisation(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    rows = Matter.objects.filter(kind=Kind.VISIT, status__in=(Status.DECLINED, *WELCOMED)).visible_to(asker)
    rows = rows.filter(visit__organisation=asked["organisation"]).exclude(pk=asked["pk"])
    return rows.order_by("-opened_on", "-pk").only(*ROW)[:MOST_LIKE]


# So many of the country and the time are looked through for the same city.
SEEN = 60


def _address(a: str, b: str = "") -> str:
    asked = {"a": a, **({"b": b} if b else {})}
    return f"{reverse('questions:comparison')}?{urlencode(asked)}"


def _where_from(matter: Any) -> str:
    return ", ".join(filter(None, (matter.city, country_name(str(matter.country or "")))))


def _columns(pick: Callable[[Any], str]) -> tuple[Column, ...]:
    return (
        columns.NUMBER,
        Column(
            _("Visit"),
            lambda matter: matter.heading,
            link=columns.url_of,
            under=lambda matter: f"{matter.number} · {_where_from(matter)}",
        ),
        Column(_("From"), _where_from, only="file"),
        columns.OWNER,
        Column(_("Registered"), lambda matter: matter.opened_on, css="nowrap"),
        Column(
            _("Answer"),
            lambda matter: gettext("No") if matter.status == Status.DECLINED else gettext("Yes"),
            under=lambda matter: capfirst(matter.status_label),
            tone=lambda matter: "neutral" if matter.status == Status.DECLINED else "positive",
        ),
        Column(_("Compare"), lambda _matter: gettext("choose this one"), link=pick, only="page"),
    )


TO_CHOOSE = Listing(
    key="visits",
    title=_("Visits that were answered"),
    columns=_columns(lambda matter: _address(matter.number)),
    build=_answered,
)


def compare(request: HttpRequest, filters: ComparisonFilters) -> Answer:
    """The list to choose from; with one chosen, those most like it; with two, the comparison."""
    person, (a, b) = request.user, filters.numbers
    if not (a or b):
        table = TO_CHOOSE.of(request, filters.asked, lambda rows: with_bodies(rows, person))
        return Answer(
            [table],
            notes=[_("Choose one visit, and then another to compare it with.")],
            empty=None if table.rows else _no_visits(),
        )
    found = _find(person, a, b)
    first, second = found.get(a.upper()), found.get(b.upper())
    if (first is None and second is None) or (b and a and (first is None or second is None)):
        return Answer(empty=_not_found())
    if first is not None and second is not None and first.pk != second.pk:
        return _compared(person, first, second)
    chosen = first or second
    return _alike(person, chosen)


def _find(person: Person, a: str, b: str) -> dict[str, Any]:
    rows = rows_of(_of_numbers, person, {"a": a.upper(), "b": b.upper()})
    with_bodies(rows, person)
    return {matter.number.upper(): matter for matter in rows}


def _alike(person: Person, chosen: Any) -> Answer:
    """Those to compare with: of the same organisation, of the same city, and those that were answered otherwise."""
    visit: dict[str, Any] = (
        Visit.objects.filter(pk=chosen.pk).values("organisation_id", "city_key").first() or {}
    )
    tables = []
    if organisation := visit.get("organisation_id"):
        same = rows_of(_with_organisation, person, {"organisation": organisation, "pk": chosen.pk})
        tables.append(_suggested("organisation", _("From the same organisation"), chosen, same))
    if chosen.country:
        asked = {
            "country": str(chosen.country),
            "first": chosen.opened_on - NEAR,
            "last": chosen.opened_on + NEAR,
            "pk": chosen.pk,
        }
        there = rows_of(_with_place, person, asked)
        in_city = [row for row in there if chosen.city and row.city.upper() == chosen.city.upper()]
        others = [row for row in there if row not in in_city]
        # Those that were answered otherwise first: it is the difference that one asks about.
        was_no = chosen.status == Status.DECLINED
        for rows in (in_city, others):
            rows.sort(key=lambda row: (row.status == Status.DECLINED) == was_no)
        tables.append(_suggested("city", _("From the same city, within half a year"), chosen, in_city))
        tables.append(_suggested("country", _("From the same country, within half a year"), chosen, others))
    shown = [table for table in tables if table.rows]
    for table in shown:
        with_bodies(table.rows, person)
    return Answer(
        shown,
        above=[
            (f"{chosen.number} {chosen.heading}", ""),
            (_("Choose another"), reverse("questions:comparison")),
        ],
        notes=[_("Choose one of these, or write the number of another visit above.")],
        empty=None if shown else _nothing_alike(),
        chosen=[f"{chosen.number} {chosen.heading}"],
    )


def _suggested(key: str, title: Any, chosen: Any, rows: Iterable[Any]) -> Table:
    pick = partial(_with, chosen.number)
    return Table(key, title, _columns(pick), list(rows)[:MOST_LIKE])


def _with(number: str, matter: Any) -> str:
    return _address(number, matter.number)


@dataclass(frozen=True)
class Fact:
    """One line of the comparison: what is compared, and what holds of each."""

    what: str
    first: Any
    second: Any

    @property
    def differs(self) -> bool:
        return self.first != self.second


@dataclass
class Side:
    """One visit with what was asked, found and answered."""

    matter: Any
    visit: Any
    reply: Any
    grounds: dict[str, Any]


def _compared(person: Person, first: Any, second: Any) -> Answer:
    sides = _sides(person, first, second)
    facts = [*_requests(sides), *_answers(sides)]
    tables = [
        Table("request", _("What was asked, and what was answered"), _fact_columns(sides), facts),
        Table(
            "grounds",
            _("The grounds of the strategy"),
            _fact_columns(sides),
            _grounds(sides),
            nothing=_("Neither of them was assessed ground by ground."),
        ),
    ]
    return Answer(
        tables,
        above=[
            (gettext("Compare the first with another"), _address(first.number)),
            (gettext("Compare the second with another"), _address(second.number)),
            (gettext("Choose two others"), reverse("questions:comparison")),
        ],
        chosen=[f"{side.matter.number} {side.matter.heading}" for side in sides],
        notes=[
            _(
                "The grounds and the ruling are told as they stood when the guest was answered. To answer a visit is to"
                " carry out what the strategy says, and no decision of a board: so it has no section of any minutes."
            )
        ],
    )


def _sides(person: Person, *matters: Any) -> list[Side]:
    """Three statements for both."""
    ids = [matter.pk for matter in matters]
    visits = {row.pk: row for row in rows_of(_visits, person, {"ids": ids}, keep_plan=True)}
    replies: dict[int, Any] = {}
    for reply in rows_of(_replies, person, {"ids": ids}, keep_plan=True):
        replies.setdefault(reply.visit_id, reply)  # the latest comes first
    answers = rows_of(_ground_answers, person, {"ids": ids}, keep_plan=True)
    return [
        Side(
            matter,
            visits[matter.pk],
            replies.get(matter.pk),
            _told(replies.get(matter.pk), (each for each in answers if each.visit_id == matter.pk)),
        )
        for matter in matters
    ]


def _visits(_asker: Asker, asked: Asked) -> QuerySet[Visit]:
    return Visit.objects.filter(matter__among=asked["ids"]).select_related("assessed_under", "organisation")


def _ground_answers(_asker: Asker, asked: Asked) -> QuerySet[GroundAnswer]:
    rows = GroundAnswer.objects.filter(visit__among=asked["ids"]).select_related("ground__section")
    return rows.order_by("visit", "ground__position")


def _replies(_asker: Asker, asked: Asked) -> QuerySet[Reply]:
    rows = Reply.objects.filter(visit__among=asked["ids"]).select_related("given_by", "body")
    return rows.order_by("visit", "-given_on", "-pk")


def _told(reply: Any, answers: Iterable[Any]) -> dict[str, Any]:
    """The grounds by their key: as the answer to the guest keeps them, else as they are assessed today."""
    if reply and reply.grounds:
        return {row["ground"]: row for row in reply.grounds}
    return {
        answer.ground.key: {
            "name_sv": answer.ground.name_sv,
            "name_en": answer.ground.name_en,
            "section": answer.ground.section.number,
            "weight": answer.ground.weight,
            "verdict": answer.verdict,
            "reason": answer.reason,
        }
        for answer in answers
    }


def _fact_columns(sides: Sequence[Side]) -> tuple[Column, ...]:
    return (
        Column(_("What"), lambda fact: fact.what),
        Column(sides[0].matter.number, lambda fact: fact.first),
        Column(sides[1].matter.number, lambda fact: fact.second),
        Column(_("Differs"), lambda fact: gettext("yes") if fact.differs else "", only="file"),
    )


def _fact(what: Any, sides: Sequence[Side], tell: Callable[[Side], Any]) -> Fact:
    first, second = (tell(side) or None for side in sides)
    return Fact(str(what), first, second)


def _requests(sides: Sequence[Side]) -> list[Fact]:
    told: list[tuple[Any, Callable[[Side], Any]]] = [
        (_("Visit"), lambda side: side.matter.heading),
        (
            _("From"),
            lambda side: ", ".join(filter(None, (side.matter.counterpart, _where_from(side.matter)))),
        ),
        (_("Came"), lambda side: side.visit.received_on),
        (
            _("Political level"),
            lambda side: capfirst(choice_label(PoliticalLevel, side.visit.political_level)),
        ),
        (_("Persons"), lambda side: side.visit.size),
        (_("Themes"), lambda side: "; ".join(side.visit.theme_labels)),
        (_("Areas of operation that it touches"), lambda side: side.matter.facts.get("areas")),
        (_("Purpose"), lambda side: side.visit.purpose),
        (_("What Stockholm learns"), lambda side: side.visit.benefit),
        (_("Specially prioritised"), lambda side: side.visit.special_reason),
    ]
    return [_fact(what, sides, tell) for what, tell in told]


def _answers(sides: Sequence[Side]) -> list[Fact]:
    told: list[tuple[Any, Callable[[Side], Any]]] = [
        (_("Status"), lambda side: capfirst(side.matter.status_label)),
        (_("Answer"), lambda side: side.reply and capfirst(choice_label(Reply.Outcome, side.reply.outcome))),
        (_("Reasons"), lambda side: side.reply and side.reply.reasons),
        (_("What is different"), lambda side: side.reply and side.reply.changes),
        (_("What the guests can do instead"), lambda side: side.reply and side.reply.alternative),
        (_("Priority"), lambda side: capfirst(choice_label(Priority, _priority(side)))),
        (_("In the officer's words"), lambda side: side.visit.free_assessment),
        (_("Assessed under"), lambda side: side.visit.assessed_under and side.visit.assessed_under.title),
        (_("Who coordinates by the strategy"), lambda side: _ruling(side)),
        (_("By which section"), lambda side: _section(side)),
        (_("Answered by"), lambda side: side.reply and f"{side.reply.given_by.name}, {side.reply.body.name}"),
        (_("Answered on"), lambda side: side.reply and side.reply.given_on),
        (_("Time to the answer"), lambda side: side.reply and _days(side.reply.working_days)),
    ]
    return [_fact(what, sides, tell) for what, tell in told]


def _days(count: int) -> str:
    return ngettext("%(n)s working day", "%(n)s working days", count) % {"n": count}


def _priority(side: Side) -> str:
    return (side.reply.priority if side.reply else "") or side.visit.proposed_priority


def _ruling(side: Side) -> str:
    return side.reply.ruling.get("explanation", "") if side.reply else ""


def _section(side: Side) -> str:
    """The section that the answer rests on, and the version of the strategy it stands in."""
    ruling = side.reply.ruling if side.reply else {}
    if not ruling.get("section"):
        return gettext("the strategy is silent") if ruling else ""
    return gettext("section %(section)s, strategy of %(strategy)s") % {
        "section": ruling["section"],
        "strategy": ruling["strategy"],
    }


def _grounds(sides: Sequence[Side]) -> list[Fact]:
    """Each ground of either version, with verdict and reason; and what they came to."""
    first, second = (side.grounds for side in sides)
    keys = list(dict.fromkeys([*first, *second]))
    if not keys:
        return []
    name = "name_en" if active_language() == "en" else "name_sv"
    rows = []
    for key in keys:
        ground = first.get(key) or second[key]
        told = {"name": ground[name], "section": ground["section"], "weight": ground["weight"]}
        what = gettext("%(name)s (section %(section)s, weight %(weight)s)") % told
        rows.append(Fact(what, _verdict(first.get(key)), _verdict(second.get(key))))
    return [*rows, Fact(gettext("Points of the possible"), _points(first), _points(second))]


def _verdict(ground: Any) -> str | None:
    if ground is None:
        return None
    said = capfirst(choice_label(Verdict, ground["verdict"]))
    return f"{said}. {ground['reason']}" if ground["reason"] else said


def _points(grounds: dict[str, Any]) -> str | None:
    if not grounds:
        return None
    proposal = Proposal(tuple(Line("", row["weight"], row["verdict"]) for row in grounds.values()))
    return gettext("%(points)s of %(possible)s") % {"points": proposal.points, "possible": proposal.possible}


def _no_visits() -> Empty:
    return Empty(
        _("No visit is answered yet"),
        _(
            "Requests that your bodies have said yes or no to stand here to choose from. Their grounds, reasons and"
            " sections are then shown side by side."
        ),
        "visit",
    )


def _not_found() -> Empty:
    return Empty(
        _("No such visit that you may read"),
        _("The number may be wrong, or the file may not be open to you. Numbers look like 2026-00123."),
        "visit",
        reverse("questions:comparison"),
        _("Choose from the list"),
        whatever_is_asked=True,
    )


def _nothing_alike() -> Empty:
    return Empty(
        _("Nothing like it was answered about the same time"),
        _("Write the number of the other visit above, or choose two others."),
        "visit",
        reverse("questions:comparison"),
        _("Choose from the list"),
        whatever_is_asked=True,
    )


QUESTIONS = (
    Question(
        number=7,
        name="comparison",
        slug="ja-och-nej",
        words=_("Why did we say no to this delegation and yes to that one?"),
        short=_("Two visits compared"),
        lead=_("Choose two visits: grounds, reasons, who answered and by which section, side by side."),
        roles=frozenset({Role.AUDITOR, Role.COORDINATOR, Role.CONTACT_PERSON, Role.MAYOR}),
        filters=ComparisonFilters,
        names="body outcome a b",
        answer=compare,
    ),
)
