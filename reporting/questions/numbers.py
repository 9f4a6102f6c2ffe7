"""Question 10: the records behind a number of the annual report, such as "95 (+10)"."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Q, QuerySet
from django.db.models.fields.json import KeyTransform
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from governance.choices import Choice
from governance.language import active_language
from governance.lists import Filters, in_order, or_all, page, page_of, picked, with_bodies
from governance.models import BEGUN, Kind, Matter, Office, Person
from governance.prepared import Asked, Asker, rows_of
from governance.texts import TextField
from reporting import evidence, published, wording
from reporting.actions import FIRST_YEAR
from reporting.figures import FIGURES
from reporting.figures.memberships import ENTERED
from reporting.headings import HEADINGS
from reporting.models import AnnualReport

from .answers import Answer, Column, Empty, Figure, Table
from .question import Question

Role = Office.Role
# Digits with their spaces, and the sign of a change; whatever words and units stand around them.
NUMBER = re.compile(r"[+\u2212\u2013-]?\s*\d[\d\s\u00a0\u202f]*(?:[.,]\d+)?")
SPACES = re.compile(r"[\s\u00a0\u202f]")
# What is listed by name beside a number of what the city has on 31 December: what came, and what went.
CAME_AND_WENT = {"memberships": ("memberships_joined", "memberships_left")}
LAST_YEAR = 2199
# Whose rows are read by their cards; of the latter those only that began in the year.
MEMBERS, JOINED = "memberships", "memberships_joined"
ROW = "number kind title status starts_on ends_on body_id".split()
RECORDS = _("Records behind the number")
NO_RECORD = _("No record of the year that you may read.")


class NumberFilters(Filters):
    """The number as it is printed, or the figure by its year and its name."""

    q = TextField(
        label=_("The number"), max_length=40, required=False, help_text=_("As it is printed: 95 (+10).")
    )
    year = Choice(label=_("Year"), choices=lambda: or_all(_years()))
    figure = Choice(label=_("Figure"), choices=lambda: or_all(_figures()))

    @property
    def offers(self) -> Any:
        return super().offers, active_language()

    @cached_property
    def wanted(self) -> tuple[Decimal | None, Decimal | None]:
        """The number and the change that were written, as far as they can be read."""
        return read(self.chosen.get("q", ""))

    @property
    def year_asked(self) -> int:
        """Last year, where none is chosen."""
        return int(self.chosen.get("year") or timezone.localdate().year - 1)


def read(text: str) -> tuple[Decimal | None, Decimal | None]:
    """95 and +10 of "95 (+10)"; a change that nobody wrote is None."""
    found = [_decimal(each) for each in NUMBER.findall(text)]
    return (found[0] if found else None), (found[1] if len(found) > 1 else None)


def _decimal(text: str) -> Decimal:
    plain = SPACES.sub("", text).replace(",", ".")
    for minus in "\u2212\u2013":
        plain = plain.replace(minus, "-")
    return Decimal(plain)


def _years() -> list[tuple[str, str]]:
    this = timezone.localdate().year
    return [(str(year), str(year)) for year in range(this, FIRST_YEAR - 1, -1)]


def _place() -> int:
    return 1 if active_language() == "en" else 0


def _figures() -> list[tuple[str, str]]:
    """Figures that have rows of their own; a sum of several leads to what it adds."""
    return [(key, figure.words[_place()]) for key, figure in FIGURES.items()]


@dataclass(frozen=True)
class Printed:
    """One number: of a report of the register, or one that an earlier report printed, whose records are elsewhere."""

    year: int
    key: str
    label: str
    heading: str
    value: Decimal | None
    change: Decimal | None
    said: str
    said_change: str
    source: str
    opens: bool

    def is_(self, value: Decimal | None, change: Decimal | None) -> bool:
        return (value is None or value == self.value) and (change is None or change == self.change)


def numbers(request: HttpRequest, filters: NumberFilters) -> Answer:
    """The numbers that fit; of a chosen figure the records."""
    person = request.user
    if not person.offices:
        return Answer(empty=_no_office())
    if key := filters.chosen.get("figure"):
        return _behind(request, person, filters.year_asked, key)
    value, change = filters.wanted
    year = int(filters.chosen["year"]) if "year" in filters.chosen else None
    printed = [each for each in _printed(person, year) if each.is_(value, change)]
    if not printed:
        return Answer(empty=_nothing_printed(bool(filters.chosen)))
    return Answer(
        [Table("numbers", _("Numbers of the annual reports"), COLUMNS, printed)],
        notes=[
            _(
                "A number that an earlier report printed was counted before this register: its records are where it was"
                " counted. What the register has of the same year can be opened all the same, and may differ."
            )
        ],
    )


def _printed(person: Person, year: int | None, keys: Collection[str] = ()) -> Iterator[Printed]:
    """Of each year the newest report that the person may read, then what earlier ones printed. `keys`: these only."""
    seen: set[int] = set()
    for report in rows_of(_reports, person, {"year": year} if year else {}, keep_plan=True):
        if report.year not in seen and report.told:
            seen.add(report.year)
            yield from _of_report(report, keys)
    yield from _of_earlier(year, keys)


def _reports(asker: Asker, asked: Asked) -> QuerySet[AnnualReport]:
    rows = AnnualReport.objects.readable_by(asker).filter(**picked(asked, "year"))
    # A report keeps lists and texts beside its figures, which are long and not asked for.
    rows = rows.annotate(told=KeyTransform("figures", "figures"))
    return rows.order_by("-year", "-version").only("year", "version", "state")


def _of_report(report: Any, keys: Collection[str]) -> Iterator[Printed]:
    language = active_language()
    headings = {each.key: each for each in HEADINGS}
    source = gettext("annual report %(year)s, version %(version)s") % {
        "year": report.year,
        "version": report.version,
    }
    for row in report.told:
        if keys and row["key"] not in keys:
            continue
        yield Printed(
            year=report.year,
            key=row["key"],
            label=row["label"][language],
            heading=headings[row["heading"]].title if row["heading"] in headings else "",
            value=_number(row["value"]),
            change=_number(row["change"]),
            said=wording.quantity(row["value"], row["unit"], language),
            said_change=wording.change(row["change"], row["unit"], language),
            source=source,
            opens=row["key"] in FIGURES,
        )


def _of_earlier(year: int | None, keys: Collection[str]) -> Iterator[Printed]:
    """Some tens of numbers. Their change is to the year before, where that was printed too."""
    language = active_language()
    rows = published.published_until(LAST_YEAR)
    values = {(row["figure"], row["year"]): _number(row["value"]) for row in rows}
    for row in sorted(rows, key=lambda row: (-row["year"], row["figure"])):
        if year not in (None, row["year"]) or (keys and row["figure"] not in keys):
            continue
        value, before = _number(row["value"]), values.get((row["figure"], row["year"] - 1))
        change = None if value is None or before is None else value - before
        yield Printed(
            year=row["year"],
            key=row["figure"],
            label=row["label"][language],
            heading=gettext("printed in earlier reports"),
            value=value,
            change=change,
            said=wording.quantity(row["value"], row["unit"], language),
            said_change=wording.change(change, row["unit"], language),
            source=row["source"][language],
            opens=row["figure"] in FIGURES,
        )


def _number(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _address(year: int, key: str) -> str:
    return f"{reverse('questions:numbers')}?{urlencode({'year': year, 'figure': key})}"


COLUMNS = (
    Column(
        _("Figure"),
        lambda row: row.label,
        link=lambda row: _address(row.year, row.key) if row.opens else "",
        under=lambda row: row.heading,
    ),
    Column(_("Year"), lambda row: str(row.year), css="num"),
    Column(pgettext_lazy("figure", "Number"), lambda row: row.said, css="num"),
    Column(_("Change"), lambda row: row.said_change, css="num"),
    Column(_("Printed in"), lambda row: row.source),
)
RECORD = (
    Column(_("Number"), lambda line: line.number, only="file"),
    Column(_("Record"), lambda line: line.title, link=lambda line: line.url, under=lambda line: line.number),
    Column(_("Body"), lambda line: line.body),
    Column(_("Date"), lambda line: line.on, css="nowrap"),
    Column(_("Status"), lambda line: capfirst(line.status)),
)
AMOUNT = Column(_("Amount"), lambda line: line.amount, css="num")


def _behind(request: HttpRequest, person: Person, year: int, key: str) -> Answer:
    """The records of one figure of one year; of a number of what the city has, the way to what came and what went."""
    found = evidence.find(year, key)
    others = CAME_AND_WENT.get(key, ())
    printed = {each.key: each for each in _printed(person, year, (key, *others))}
    told = [printed[each] for each in (key, *others) if each in printed]
    records = (
        _members(request, person, found) if key in (MEMBERS, JOINED) else _records(request, person, found)
    )
    name = f"{found.figure.words[_place()]} {year}"
    return Answer(
        [records, *(_beside(person, evidence.find(year, other)) for other in others)],
        figures=[_told(each, _address(year, each.key) if each.key != key else "") for each in told],
        above=[
            (name, ""),
            (_("The same in the annual report"), reverse("reporting:evidence", args=[year, key])),
            *((FIGURES[other].words[_place()], _address(year, other)) for other in others),
            (_("Choose another number"), reverse("questions:numbers")),
        ],
        notes=[found.figure.method[_place()]] if found.figure.method else (),
        chosen=[name, *(f"{each.label}: {_said(each)}, {each.source}" for each in told)],
    )


def _said(printed: Printed) -> str:
    return f"{printed.said} ({printed.said_change})" if printed.said_change else printed.said


def _told(printed: Printed, url: str) -> Figure:
    return Figure(printed.label, _said(printed), url, printed.source)


def _records(request: HttpRequest, person: Person, found: evidence.Evidence) -> Table:
    visible = found.visible_to(person)
    shown = page(request, visible, key="listed_on")
    return Table(
        "records",
        RECORDS,
        _columns(found),
        _lines(found, shown.rows),
        page=shown,
        nothing=NO_RECORD,
        of_file=lambda most: _all(found, visible, most),
    )


def _members(request: HttpRequest, person: Person, found: evidence.Evidence) -> Table:
    """The same rows by their cards, which lie in the order of the list: the figure's own are sorted for every page."""
    first, last = found.year.days
    asked = {"last": last, **({"first": first} if found.figure.key == JOINED else {})}
    shown = page_of(request, _members_of, asked, key="begun")
    return Table(
        "records",
        RECORDS,
        RECORD,
        _lines_of_cards(person, shown.rows),
        page=shown,
        nothing=NO_RECORD,
        of_file=lambda most: _all(found, found.visible_to(person), most),
    )


def _members_of(asker: Asker, asked: Asked) -> QuerySet[Matter]:
    """As `figures.memberships.member` has it: in on 31 December, since a known day or since before the register."""
    goes_on = Q(ends_on__isnull=True) | Q(ends_on__gt=asked["last"])
    rows = Matter.objects.filter(kind=Kind.MEMBERSHIP, status__in=ENTERED).visible_to(asker)
    rows = rows.annotate(begun=BEGUN, name=F("membership__organisation__name"))
    if "first" in asked:
        return rows.filter(begun__range=(asked["first"], asked["last"])).only(*ROW)
    return rows.filter(goes_on, begun__lte=asked["last"]).only(*ROW)


def _lines_of_cards(person: Person, rows: Sequence[Any]) -> list[evidence.Line]:
    with_bodies(rows, person)
    return [
        evidence.Line(
            card.number,
            card.name,
            card.get_absolute_url(),
            card.body.name,
            card.starts_on,
            card.status_label,
            None,
        )
        for card in rows
    ]


def _beside(person: Person, found: evidence.Evidence) -> Table:
    """What came, or went, by name: a sheet of its own in a file, a page of its own on the screen."""
    return Table(
        found.figure.key,
        found.figure.words[_place()],
        _columns(found),
        of_file=lambda most: _all(found, found.visible_to(person), most),
        is_of_file=True,
    )


def _columns(found: evidence.Evidence) -> tuple[Column, ...]:
    return (*RECORD, AMOUNT) if found.figure.amount else RECORD


def _lines(found: evidence.Evidence, rows: Sequence[Any]) -> list[evidence.Line]:
    in_english = active_language() == "en"
    return [evidence.line(row, in_english, found.figure.source.page) for row in rows]


def _all(found: evidence.Evidence, rows: QuerySet[Any], most: int) -> Iterator[evidence.Line]:
    in_english = active_language() == "en"
    for row in rows.order_by(*in_order("listed_on"))[:most].iterator(chunk_size=2000):
        yield evidence.line(row, in_english, found.figure.source.page)


def _no_office() -> Empty:
    return Empty(
        _("What lies behind the numbers is for those who hold an office"),
        _("The annual reports themselves are for everybody in the city who does."),
        "report",
        reverse("reporting:list"),
        _("See the annual reports"),
        whatever_is_asked=True,
    )


def _nothing_printed(is_narrowed: bool) -> Empty:
    words = (
        _("No report has such a number. Leave the change out, or choose the year and the figure instead.")
        if is_narrowed
        else _(
            "When a year is opened its numbers are counted and stand here. Choose a year and a figure to see records."
        )
    )
    return Empty(
        _("No number yet"),
        words,
        "report",
        reverse("reporting:list"),
        _("See the annual reports"),
        whatever_is_asked=True,
    )


QUESTIONS = (
    Question(
        number=10,
        name="numbers",
        slug="bakom-siffran",
        words=_("Which records lie behind a number, such as “95 (+10)”?"),
        short=_("Behind a number"),
        lead=_(
            "Write the number as it is printed, or choose figure and year: every record that was counted."
        ),
        roles=frozenset({Role.AUDITOR, Role.COORDINATOR}),
        filters=NumberFilters,
        names="q year figure",
        answer=numbers,
    ),
)
