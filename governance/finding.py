"""What a search finds besides matters: whatever has a page of its own, for those whom the page would show it to.

A feature declares it as sources (settings.SEARCHED_BESIDES): the rows that a person may read, the columns that are
indexed, what is shown and where it leads. All of them are asked in one statement, which is written once.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchHeadline
from django.db import connection
from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    Expression,
    F,
    Func,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Concat, Upper
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from . import access, search, strategy_drafts
from .addresses import address_of
from .language import active_language
from .models import AgendaItem, Appointment, Decision, DocumentText, Matter, Person, Section, StrategyDraft
from .models.matter import decision_url
from .models.meetings import ITEM_WORDS
from .models.strategy import section_url
from .prepared import Asked, Asker, rows_of
from .stems import Stems

# So many are shown of a sort; one more says that there are others.
SHOWN = 5
# So many that have the words are looked at for the latest of them: what is common is answered by any of it.
LOOKED_AT = 200


def one_after_another(columns: Sequence[str]) -> Concat:
    """The texts of a row, so that an excerpt is taken from the one that has the words."""
    first, *rest = columns
    return Concat(
        F(first), *(part for name in rest for part in (Value("\n"), F(name))), output_field=TextField()
    )


# Of things by their keys what a paper tells of each: pairs of label and words.
InFull = Callable[[Collection[int]], dict[int, list[tuple[str, str]]]]


@dataclass(frozen=True)
class Source:
    """One sort of thing that is found.

    `rows`: those that a person may read. `may`: who reads any at all. `words`: the columns of its index, or an
    expression of stems; of a thing that is known by its name the column of that, as `name`. `title` and `text` are
    columns, or what two of them begin with in two languages ("office__title_*" where the column is another table's);
    both may be expressions. `key` is the column that `address` makes the address from. `register`: the list that
    takes the words on, as `q`. `in_full`: what a briefing pack tells of it; of a thing without it a pack
    says nothing, for it leaves the house. `is_part`: it is a part of a matter, which a register finds by its words too.
    """

    sort: Any
    rows: Callable[[Asker], QuerySet[Any]]
    title: str | Expression
    address: Callable[[str], str]
    words: tuple[str, ...] | Expression | F = ()
    name: str = ""
    text: str | Expression = ""
    key: str | Expression = "pk"
    may: Callable[[Person], bool] = lambda _person: True
    register: str = ""
    in_full: InFull | None = None
    is_part: bool = False


@dataclass(frozen=True)
class Saying:
    """A page whose words stand in the code; `words` are all it can be found by, in both languages."""

    sort: Any
    title: str
    words: str
    url: str


@dataclass(frozen=True)
class Hit:
    title: SafeString
    text: SafeString
    url: str
    in_full: Sequence[tuple[str, str]] = ()


@dataclass
class Found:
    """The hits of a sort; `more`: there are others. `register` is the name of the list that has them all."""

    sort: Any
    hits: list[Hit]
    more: bool = False
    register: str = ""


class Matches(Func):
    """Whether words match what was asked for."""

    template = "(%(expressions)s)"
    arg_joiner = " @@ "
    output_field = BooleanField()


@cache
def sources() -> tuple[Source, ...]:
    return tuple(source for path in settings.SEARCHED_BESIDES for source in import_string(path))


def found(person: Person, wanted: search.Words) -> list[Found]:
    """What there is besides matters, sort by sort. Two statements, however many sorts there are."""
    if not wanted.text:
        return []
    sorts = _by_sort((sources()[place], hit) for place, _key, hit in _hits(person, wanted))
    for saying in _said(wanted.told):
        of_sort = sorts.setdefault(str(saying.sort), Found(saying.sort, []))
        of_sort.hits.append(Hit(search.as_html(saying.title), search.as_html(""), saying.url))
    return list(sorts.values())


def found_for_pack(person: Person, wanted: search.Words) -> list[Found]:
    """What of it a briefing pack may tell, and that in full."""
    rows: defaultdict[int, dict[int, Hit]] = defaultdict(dict)
    for place, key, hit in _hits(person, wanted, in_packs=True) if wanted.text else ():
        rows[place][int(key)] = hit
    hits: list[tuple[Source, Hit]] = []
    for place, of_source in rows.items():
        source = sources()[place]
        told = source.in_full(of_source.keys()) if source.in_full else {}
        hits += [(source, replace(hit, in_full=told.get(key, ()))) for key, hit in of_source.items()]
    return list(_by_sort(hits).values())


def _hits(person: Person, wanted: search.Words, *, in_packs: bool = False) -> Iterator[tuple[int, str, Hit]]:
    """Of each thing once the place of its source, its key and what is shown, though what hangs on it is found too."""
    open_to = tuple(
        place
        for place, source in enumerate(sources())
        if source.may(person) and (source.in_full or not in_packs)
    )
    seen = set()
    for place, key, title, excerpt in rows_of(_union, person, wanted.told, open_to) if open_to else ():
        hit = Hit(search.as_html(title), search.as_html(excerpt), sources()[place].address(key))
        if hit.url not in seen:
            seen.add(hit.url)
            yield place, key, hit


def _by_sort(hits: Iterable[tuple[Source, Hit]]) -> dict[str, Found]:
    sorts: dict[str, Found] = {}
    for source, hit in hits:
        of_sort = sorts.setdefault(str(source.sort), Found(source.sort, [], register=source.register))
        if len(of_sort.hits) == SHOWN:
            of_sort.more = True
        else:
            of_sort.hits.append(hit)
    return sorts


def asked(person: Person, rows: QuerySet[Matter], text: str) -> dict[str, Any]:
    """What `search.within` is asked with to find in a register what a search of the whole register would: by its card,
    and where the file opens for the person by what stands in it. What is common is found by its card alone.

    One statement more than `search.asked`.
    """
    wanted = search.Words.of(text)
    found = search.asked(rows, wanted)
    if wanted.text and "ids" in found:
        parts = [matter for (matter,) in rows_of(_parts, person, wanted.told)]
        of_files = rows.filter(pk__among=parts).order_by().values_list("pk", flat=True) if parts else ()
        found["ids"] = list(dict.fromkeys((*found["ids"], *of_files)))
    return found


def _parts(asker: Asker, asked: Asked) -> QuerySet[Any]:
    """The matters of which a part has the words."""
    wanted = search.Wanted(asked["text"], asked["beginnings"])
    found = [
        source.rows(asker)
        .order_by()
        .filter(_matches(source, wanted, asked))
        .values_list("matter")[: search.LIMIT]
        for source in sources()
        if source.is_part
    ]
    return found[0].union(*found[1:])


def places(wanted: search.Words, matters: Iterable[Matter]) -> list[Hit]:
    """The places that are called just so, first of all that is found; `matters` are those that the person is shown."""
    if not wanted.text:
        return []
    hits: list[Hit] = import_string(settings.PLACES_FOUND)(wanted, matters)
    return hits


def _union(asker: Asker, asked: Asked, open_to: Collection[int]) -> QuerySet[Any]:
    wanted = search.Wanted(asked["text"], asked["beginnings"])
    parts = [_part(asker, place, wanted, asked) for place in open_to]
    return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]


def _part(asker: Asker, place: int, wanted: search.Wanted, asked: Asked) -> QuerySet[Any]:
    source = sources()[place]
    rows = source.rows(asker).order_by()
    # The rights stay with the search for keys: what is read by them has been let through. As an array they are found
    # first and apart, so that the planner has no orders of joins to weigh; planning is most of what a search costs.
    matching = ArraySubquery(rows.filter(_matches(source, wanted, asked)).values("pk")[:LOOKED_AT])
    shown = rows.model._default_manager.filter(pk__among=matching).order_by("-pk")
    title = _headline(_column(rows.model, source.title), wanted, highlight_all=True)
    excerpt: Any = Value("", output_field=TextField())
    if source.text:
        excerpt = _headline(
            _column(rows.model, source.text), wanted, max_fragments=1, max_words=24, min_words=12
        )
    columns = (Value(place), Cast(source.key, CharField()), title, excerpt)
    named: Any = shown.values_list(*columns)
    return named[: SHOWN + 1]


def _matches(source: Source, wanted: search.Wanted, asked: Asked) -> Any:
    if source.name:
        return search.Named(Upper(source.name), asked["parts"])
    words = source.words
    return Matches(Stems(*words) if isinstance(words, tuple) else words, wanted)


def _headline(column: str | Expression, wanted: search.Wanted, **options: Any) -> SearchHeadline:
    return SearchHeadline(
        column, wanted, config="swedish", start_sel=search.START, stop_sel=search.STOP, **options
    )


def _column(model: Any, name: str | Expression) -> str | Expression:
    """The column, or the one in the reader's language."""
    if not isinstance(name, str):
        return name
    if name.endswith("*"):
        return name[:-1] + active_language()
    has_it = "__" in name or name in {field.name for field in model._meta.concrete_fields}
    return name if has_it else f"{name}_{active_language()}"


def _said(asked: Asked) -> Sequence[Saying]:
    """The pages whose own words match, in their order."""
    sayings = [saying for path in settings.SAID_BESIDES for saying in import_string(path)()]
    statement = (
        "SELECT place FROM unnest(%(words)s::text[]) WITH ORDINALITY said (words, place)"
        " WHERE to_tsvector('swedish', words) @@"
        " (websearch_to_tsquery('swedish', %(text)s) || to_tsquery('swedish', %(beginnings)s)) ORDER BY place"
    )
    with connection.cursor() as cursor:
        words = {"words": [saying.words for saying in sayings]}
        cursor.execute(statement, {**asked, **words})
        return [sayings[place - 1] for (place,) in cursor.fetchall()]


# --- What governance itself has ---------------------------------------------------------------------


def _reads(person: Person) -> bool:
    return bool(person.bodies_with(access.VIEW))


def _sections(_asker: Asker) -> QuerySet[Section]:
    return Section.objects.all()


def _drafts(_asker: Asker) -> QuerySet[StrategyDraft]:
    return StrategyDraft.objects.all()


def _section_address(key: str) -> str:
    strategy, _space, number = key.partition(" ")
    return section_url(strategy, number)


def _documents(asker: Asker) -> QuerySet[DocumentText]:
    return DocumentText.objects.filter(matter__in=Matter.objects.visible_to(asker).order_by())


def _document_address(key: str) -> str:
    number, _space, document = key.partition(" ")
    return reverse("document", args=[number, document])


def _decisions(asker: Asker) -> QuerySet[Decision]:
    return Decision.objects.filter(owner__among=asker.bodies_with(access.VIEW)).unmarked_for(asker)


def _decision_address(key: str) -> str:
    number, _space, decision = key.partition(" ")
    return decision_url(number, int(decision))


def _items(asker: Asker) -> QuerySet[AgendaItem]:
    """What meetings took up besides matters; what they decided in a matter is found as its decision."""
    return AgendaItem.objects.filter(meeting__body__among=asker.bodies_with(access.VIEW), matter__isnull=True)


def _item_address(key: str) -> str:
    meeting, _space, item = key.partition(" ")
    return reverse("meeting_item", args=[meeting, item])


class Today(Func):
    """The day in the city, as the database has it when the statement runs."""

    template = "(now() AT TIME ZONE 'Europe/Stockholm')::date"
    output_field = DateField()


def _holders(_asker: Asker) -> QuerySet[Appointment]:
    """Those who hold an office today; every one who is logged in sees them on the page of the body."""
    ended = Q(until__isnull=False, until__lt=Today())
    return Appointment.objects.filter(since__lte=Today(), person__is_active=True).exclude(ended)


class WordsOfDraft(Func):
    """The names and sections of a draft. A handful of rows, so they have no index."""

    template = (
        "(to_tsvector('swedish'::regconfig, title_sv || ' ' || title_en)"
        " || to_tsvector('swedish'::regconfig, %(expressions)s -> 'sections'))"
    )


SOURCES = (
    Source(
        sort=_("Documents"),
        rows=_documents,
        words=F("words"),
        title="document__name",
        text="text",
        key=Concat("matter__number", Value(" "), Cast("document_id", CharField())),
        address=_document_address,
        may=_reads,
    ),
    Source(
        sort=_("Decisions"),
        rows=_decisions,
        words=("wording", "reasons"),
        title="matter__title",
        text="wording",
        key=Concat("matter__number", Value(" "), Cast("id", CharField())),
        address=_decision_address,
        may=_reads,
    ),
    Source(
        sort=_("Items of meetings"),
        rows=_items,
        words=ITEM_WORDS,
        # The same heading comes again from meeting to meeting.
        title=Concat("title", Value(" · "), Cast("meeting__held_on", CharField())),
        text="wording",
        key=Concat(Cast("meeting_id", CharField()), Value(" "), Cast("id", CharField())),
        address=_item_address,
        may=_reads,
    ),
    Source(
        sort=_("Persons in the city"),
        rows=_holders,
        name="person__name",
        title="person__name",
        text="office__title_*",
        key="office__body__slug",
        address=lambda slug: address_of("body", slug),
    ),
    Source(
        sort=_("Strategies"),
        rows=_sections,
        words=("title_sv", "title_en", "text_sv", "text_en"),
        title="title",
        text="text",
        key=Concat("strategy__key", Value(" "), "number"),
        address=_section_address,
    ),
    Source(
        sort=_("Drafts of the strategy"),
        rows=_drafts,
        words=WordsOfDraft("content"),
        title="title",
        address=lambda key: address_of("strategy_draft", int(key)),
        may=strategy_drafts.may_draft,
    ),
)
