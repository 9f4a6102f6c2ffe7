"""Search over the index cards: by words in Swedish, by number, by diary number, by part of a name."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchQueryField
from django.db.models import Func, Q, QuerySet
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .models import Matter
from .models.matter import SearchText

# What a search takes from the indexes before it sorts. More than this nobody reads.
LIMIT = 1001
# A trigram index needs three characters to be of any help.
SHORTEST_PART = 3
START, STOP = "\x02", "\x03"


def matching(rows: QuerySet[Matter], text: str) -> QuerySet[Matter]:
    """The rows that match."""
    return within(rows, asked(rows, text))


def asked(rows: QuerySet[Matter], text: str) -> dict[str, Any]:
    """What `within` is asked with: the ids of the few that match, or the words. What is common is left to the order of
    the list, which meets it at every step: of more than a thousand the index would give any, and the newest might not
    be among them."""
    found = matching_ids(rows, text)
    if len(found) < LIMIT:
        return {"ids": found}
    return {"words": _query(" ".join(text.replace("\x00", "").split()))}


def within(rows: QuerySet[Matter], asked: Mapping[str, Any]) -> QuerySet[Matter]:
    """Of the rows those that were found, or that have the words."""
    if "ids" in asked:
        return rows.filter(pk__among=asked["ids"])
    if "words" in asked:
        return rows.annotate(words=SearchText()).filter(words=asked["words"])
    return rows


def matching_ids(rows: QuerySet[Matter], text: str, limit: int = LIMIT) -> list[int]:
    """Ids of the rows that match, at most `limit`, in no order. First the index, then the sorting: two steps.

    Sorting in the same statement would let the planner walk a million cards by date looking for a rare word.
    """
    text = " ".join(text.replace("\x00", "").split())
    if not text:
        return []
    rows = rows.order_by()
    found = dict.fromkeys(rows.filter(number=text).values_list("pk", flat=True))
    words = rows.annotate(words=SearchText()).filter(words=_query(text))
    found |= dict.fromkeys(words.values_list("pk", flat=True)[:limit])
    if len(text) >= SHORTEST_PART and len(found) < limit:
        part = Q(diary_number__icontains=text) | Q(counterpart__icontains=text)
        found |= dict.fromkeys(rows.filter(part).values_list("pk", flat=True)[: limit - len(found)])
    return list(found)[:limit]


def numbered(rows: QuerySet[Matter], text: str) -> list[int]:
    """Ids of the rows whose number or diary number is just this."""
    named = rows.filter(Q(number=text) | Q(diary_number__iexact=text)) if text else rows.none()
    return list(named.order_by().values_list("pk", flat=True)[:LIMIT])


def _query(text: str) -> SearchQuery:
    """The words as a web search reads them, or as beginnings: "trafik" finds trafiken and trafiksäkerhet too."""
    query = SearchQuery(text, config="swedish", search_type="websearch")
    if prefixes := _beginnings(text):
        return query | SearchQuery(prefixes, config="swedish", search_type="raw")
    return query


def _beginnings(text: str) -> str:
    """The words as beginnings; nothing where there are short words or operators, which are asked for as written."""
    words = text.split()
    if not all(re.fullmatch(r"\w{3,}", word) for word in words):
        return ""
    return " & ".join(f"'{word}':*" for word in words)


def words(text: str) -> dict[str, str]:
    """What `Wanted` is told when its statement runs."""
    return {"text": text, "beginnings": _beginnings(text)}


class Wanted(Func):
    """The same as `_query` makes, of values that are told when the statement runs."""

    template = "(websearch_to_tsquery('swedish'::regconfig, %(expressions)s))"
    arg_joiner = ") || to_tsquery('swedish'::regconfig, "
    output_field = SearchQueryField()


def mark(matters: Iterable[Matter], text: str) -> None:
    """Give each card `marked`: its title with the words that matched in <mark>. One query, everything escaped."""
    shown = list(matters)
    if not shown or not text:
        return
    headline = SearchHeadline(
        "title",
        _query(text),
        config="swedish",
        start_sel=START,
        stop_sel=STOP,
        highlight_all=True,
    )
    ids = [matter.pk for matter in shown]
    marked = dict(Matter.objects.filter(pk__in=ids).annotate(h=headline).values_list("pk", "h").order_by())
    for matter in shown:
        if (
            matter.heading == matter.title
        ):  # what is said in another language matched in words that are not shown
            matter.marked = as_html(marked[matter.pk])


def as_html(headline: str) -> SafeString:
    """The database marks with control characters; they become <mark> after escaping.

    A title that holds one of them itself gets a mark where none belongs, and nothing worse: the rest is escaped.
    """
    return mark_safe(str(escape(headline)).replace(START, "<mark>").replace(STOP, "</mark>"))  # noqa: S308
