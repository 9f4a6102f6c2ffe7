"""P1: every list, with every filter its form offers, on the first page and deep inside."""

import re
from collections.abc import Collection, Iterator
from html.parser import HTMLParser
from urllib.parse import urlencode

from django.db import connection
from django.urls import reverse

from governance.models import Matter
from stockholm_intl.demonstration.generated import notable

from .clock import take_turns
from .results import Result
from .visitor import BARE, Visitor

LISTS = (
    "matters", "decisions", "decisions_to_notify", "bodies", "notices", "visits:list", "memberships:list",
    "engagements:organisations", "engagements:persons", "engagements:duplicates", "engagements:agreements",
    "engagements:eu_projects", "engagements:eu_project_audit", "engagements:eu_questions", "engagements:eu_meetings",
    "engagements:eu_guidelines", "engagements:events", "engagements:declarations", "engagements:commitments",
    "engagements:aid_projects", "receptions", "meetings", "published_notes", "assignments", "delegated_powers",
    "profiling:examples", "profiling:messages", "profiling:information", "network:directory",
    "network:messages", "network:questions", "network:observations", "network:analyses", "network:cities",
    "network:indicators", "network:rankings", "network:meetings", "network:trainings", "network:competences",
    "referrals:referrals", "referrals:answers", "planning:rounds", "planning:plans",
    "planning:lines", "planning:unplanned", "planning:accounts", "reporting:list", "lamps", "lamp_matters",
)  # fmt: skip
# Only who coordinates sees these.
COORDINATORS = ("engagements:duplicates",)
# Pages that are no list of 25 rows, on purpose: no goal, and why.
OTHERS = {
    "memberships:reviews": "up to 125 rows on one page, four years at once (docs/adr/0012)",
    "engagements:eu_project_ideas": "up to 300 rows on one page, so that all ideas can be seen at once",
    "engagements:event_costs": "adds up all journeys of a year",
    "diversity": "adds up the matters of three years, country by country",
}
# The same whatever the list: the middle and the far end of the register.
PLACES = ("2016-06-30.1", "2006-06-30.1")
ROUNDS = 15
# Whose first ratio comes so near the goal, from below or above, is measured again with more rounds: that figure stands.
# The worst of two hundred medians of fifteen rounds is otherwise a figure of the machine's.
NEAR, MORE_ROUNDS = 0.85, 75


def measure(size: str) -> Iterator[Result]:
    goal = 6.0 if size == "1M" else 5.0
    yield _by_index(size)
    for who, visitor, variants in everybody():
        medians = _medians(visitor, variants, ROUNDS)
        near = [path for path, (median, floor) in medians.items() if median > NEAR * goal * floor]
        again = _medians(visitor, near, MORE_ROUNDS)
        for path, (median, floor) in (medians | again).items():
            note = f"measured again, {MORE_ROUNDS} rounds" if path in again else ""
            yield Result(
                f"{variants[path]} ({who})", size, median, limit=floor, goal=goal, goal_key="P1", note=note,
            )  # fmt: skip
    yield from _others(size)


def _medians(visitor: Visitor, paths: Collection[str], rounds: int) -> dict[str, tuple[float, float]]:
    """Of each page its median and that of the bare page, which took turns with it."""
    if not paths:
        return {}
    medians = take_turns({path: visitor.getting(path) for path in (BARE, *paths)}, rounds)
    floor = medians.pop(BARE)
    return {path: (median, floor) for path, median in medians.items()}


def everybody() -> Iterator[tuple[str, Visitor, dict[str, str]]]:
    """Of each list and reader: who asks, the visitor, and the variants as {path: "list variant"}."""
    for who, person in (("coordinator", notable.coordinator()), ("contact person", notable.busy_person())):
        visitor = Visitor(person)
        for name in LISTS:
            if name in COORDINATORS and who != "coordinator":
                continue
            variants = {path: f"{name} {words}" for path, words in _variants(visitor, _address(name))}
            if (
                who != "coordinator"
            ):  # the filters cost the same whoever asks; the reach of the bodies does not
                variants = {path: words for path, words in variants.items() if "=" not in words}
            yield who, visitor, variants


def _address(name: str) -> str:
    """The register of delegated powers is one body's."""
    return reverse(name, args=["kommunstyrelsen"] if name == "delegated_powers" else [])


def _others(size: str) -> Iterator[Result]:
    visitor = Visitor(notable.coordinator())
    works = {name: visitor.getting(reverse(name)) for name in OTHERS}
    medians = take_turns({BARE: visitor.getting(BARE), **works}, ROUNDS)
    for name, note in OTHERS.items():
        yield Result(f"{name} (coordinator)", size, medians[name], limit=medians[BARE], note=note)


def _variants(visitor: Visitor, address: str) -> Iterator[tuple[str, str]]:
    """The plain list, each filter with two of its values, all bodies and states at once, and deep pages."""
    page = visitor.get(address).decode()
    form = _Form()
    form.feed(page)
    yield address, "plain"
    for name, values in form.choices.items():
        for value in (values[len(values) // 2], values[-1]) if len(values) > 1 else values:
            yield f"{address}?{urlencode({name: value})}", f"{name}={value}"
    both = {name: form.choices[name][0] for name in ("body", "status", "state") if form.choices.get(name)}
    if len(both) > 1:
        yield f"{address}?{urlencode(both)}", " and ".join(both)
    if "efter=" in page:
        for place in PLACES:
            yield f"{address}?efter={place}", f"deep {place[:4]}"
            body = form.choices.get("body")
            if body:
                yield (
                    f"{address}?{urlencode({'efter': place, 'body': body[0]})}",
                    f"deep {place[:4]}, one body",
                )


class _Form(HTMLParser):
    """The selects of the filter form in a list page, by name, without the empty choice."""

    def __init__(self) -> None:
        super().__init__()
        self.choices: dict[str, list[str]] = {}
        self._select = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "select" and given.get("name"):
            self._select = given["name"]
            self.choices[self._select] = []
        elif tag == "option" and self._select and re.search(r"\S", given.get("value", "")):
            self.choices[self._select].append(given["value"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            if not self.choices[self._select]:
                del self.choices[self._select]
            self._select = ""


def _by_index(size: str) -> Result:
    """What the database alone needs for 25 rows in order."""
    bodies = list(notable.coordinator().bodies_with("view_matters"))

    def fetch() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT * FROM {Matter._meta.db_table} WHERE body_id = ANY(%s)"
                " ORDER BY opened_on DESC, id DESC LIMIT 25",
                [bodies],
            )
            cursor.fetchall()

    return Result("limit: 25 rows by index, SQL alone", size, take_turns({"sql": fetch}, 50)["sql"])
