"""Search over the index cards: by words in Swedish, by number, by diary number, by part of a name."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchQueryField
from django.db.models import BooleanField, Func, Q, QuerySet
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from . import lexicon, places
from .language import country_called
from .models import Matter
from .models.matter import SearchText
from .stems import Squeezed, squeeze

# What a search takes from the indexes before it sorts. More than this nobody reads.
LIMIT = 1001
# A trigram index needs three characters to be of any help.
SHORTEST_PART = 3
WORD = re.compile(r"\w")
START, STOP = "\x02", "\x03"


def matching(rows: QuerySet[Matter], text: "Words | str") -> QuerySet[Matter]:
    """The rows that match."""
    return within(rows, asked(rows, text))


def asked(rows: QuerySet[Matter], text: "Words | str") -> dict[str, Any]:
    """What `within` is asked with: the ids of the few that match, or the words. What is common is left to the order of
    the list, which meets it at every step: of more than a thousand the index would give any, and the newest might not
    be among them."""
    wanted = Words.of(text) if isinstance(text, str) else text
    found = matching_ids(rows, wanted)
    if len(found) < LIMIT:
        return {"ids": found}
    country = country_called(wanted.text)
    return {"words": wanted.query(), **({"country_or_words": country} if country else {})}


def within(rows: QuerySet[Matter], asked: Mapping[str, Any]) -> QuerySet[Matter]:
    """Of the rows those that were found, or that have the words."""
    if "ids" in asked:
        return rows.filter(pk__among=asked["ids"])
    if "words" in asked:
        found = Q(words=asked["words"])
        if "country_or_words" in asked:
            found |= Q(country=asked["country_or_words"])
        return rows.annotate(words=SearchText()).filter(found)
    return rows


def is_in(asked: Mapping[str, Any]) -> bool:
    """Whether something is searched for among what is asked."""
    return "ids" in asked or "words" in asked


def matching_ids(rows: QuerySet[Matter], wanted: "Words | str", limit: int = LIMIT) -> list[int]:
    """Ids of the rows that match, at most `limit`, in no order. First the index, then the sorting: two steps.

    Sorting in the same statement would let the planner walk a million cards by date looking for a rare word.
    """
    if isinstance(wanted, str):
        wanted = Words.of(wanted)
    text = wanted.text
    if not text:
        return []
    rows = rows.order_by()
    found = dict.fromkeys(rows.filter(number=text).values_list("pk", flat=True))
    if country := country_called(text):
        # A card has the country as a code, so its words do not tell the name.
        found |= dict.fromkeys(rows.filter(country=country).values_list("pk", flat=True)[:limit])
    words = rows.annotate(words=SearchText()).filter(words=wanted.query())
    found |= dict.fromkeys(words.values_list("pk", flat=True)[:limit])
    if len(text) >= SHORTEST_PART and len(found) < limit:
        part = Q(counterpart__icontains=text)
        if key := diary_key(text):
            rows = rows.alias(squeezed=Squeezed("diary_number"))
            part |= Q(squeezed__contains=key)
        found |= dict.fromkeys(rows.filter(part).values_list("pk", flat=True)[: limit - len(found)])
    return list(found)[:limit]


def diary_key(text: str) -> str:
    """What of a text a diary number is found by; empty if it can be none, or is too short to look for."""
    key = squeeze(text) if any(character.isdigit() for character in text) else ""
    return key if len(key) >= SHORTEST_PART else ""


def numbered(rows: QuerySet[Matter], text: str) -> list[int]:
    """Ids of the rows whose number or diary number is just this, however its parts are kept apart."""
    if not text:
        return []
    named = Q(number=text)
    if key := diary_key(text):
        rows = rows.alias(squeezed=Squeezed("diary_number"))
        named |= Q(squeezed=key) | Q(squeezed=f"DNR{key}")
    return list(rows.filter(named).order_by().values_list("pk", flat=True)[:LIMIT])


@dataclass(frozen=True)
class Words:
    """What was typed, and the same as beginnings of words: "trafik" finds trafiken and trafiksäkerhet too.

    There are none where there are short words or operators, which are asked for as written. A word that was typed
    without dots or accents is asked for with them too, and a city by every name it has.
    """

    text: str
    beginnings: str = ""
    # The whole, with dots and accents too, and of a city by its other names.
    wholes: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str) -> "Words":
        text = " ".join(text.replace("\x00", "").split())
        words = text.split()
        if not words or any(word.startswith("-") or '"' in word for word in words):
            return cls(text, "", (text,))
        accented, in_the_register = lexicon.known(words, _phrases(words))
        found = list(_taken_apart(words, in_the_register))
        if not all(names or re.fullmatch(r"\w{3,}", together) for together, names in found):
            return cls(text, "", (text,))
        forms = [accented.get(together.lower(), []) for together, _names in found]
        begun = (
            [_begun(together), *map(_phrase, those), *map(_phrase, names)]
            for (together, names), those in zip(found, forms, strict=True)
        )
        if len(found) == 1:
            wholes = [text, *forms[0], *found[0][1]]
        else:
            likeliest = (
                those[0] if those else together for (together, _n), those in zip(found, forms, strict=True)
            )
            wholes = [text, " ".join(likeliest)]
        return cls(text, " & ".join(f"({' | '.join(each)})" for each in begun), tuple(wholes))

    def query(self) -> SearchQuery:
        """As a web search reads the words, or as beginnings."""
        query = SearchQuery(self.text, config="swedish", search_type="websearch")
        if self.beginnings:
            return query | SearchQuery(self.beginnings, config="swedish", search_type="raw")
        return query

    @property
    def parts(self) -> tuple[str, ...]:
        """The whole as it may stand within a name."""
        return _parts(self.wholes)

    @property
    def told(self) -> dict[str, Any]:
        """What `Wanted` and `Named` are told when their statement runs."""
        return {"text": self.text, "beginnings": self.beginnings, "parts": list(self.parts)}


def _phrases(words: Sequence[str]) -> list[str]:
    """What of the words could be a name: each of them, and some that stand together."""
    long = range(1, places.LONGEST + 1)
    return list(dict.fromkeys(" ".join(words[i : i + n]).upper() for n in long for i in range(len(words))))


def _taken_apart(
    words: Sequence[str], in_the_register: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The words in their order, those of a city's name together with what else it is called."""
    at = 0
    while at < len(words):
        for n in range(min(places.LONGEST, len(words) - at), 0, -1):
            together = " ".join(words[at : at + n])
            others = (*places.other_names(together), *in_the_register.get(together.upper(), ()))
            # Of what is no word the database can be asked nothing.
            names = tuple(
                name for name in dict.fromkeys(others) if WORD.search(name) and WORD.search(together)
            )
            if names or n == 1:
                yield together, names
                at += n
                break


def _begun(together: str) -> str:
    """A word, or the words of a name, each of which may be a beginning."""
    if re.fullmatch(r"\w{3,}( \w{3,})*", together):
        return "(" + " & ".join(f"'{word}':*" for word in together.split()) + ")"
    return _phrase(together)


def _phrase(name: str) -> str:
    """The words of a name one after another."""
    return "(" + " <-> ".join(f"'{word}'" for word in re.findall(r"\w+", name)) + ")"


def _parts(wholes: Iterable[str]) -> tuple[str, ...]:
    """Each as a pattern of the database; none that is too short for an index to help."""
    long = dict.fromkeys(whole.upper() for whole in wholes if len(whole) >= SHORTEST_PART)
    return tuple("%" + re.sub(r"([%_\\])", r"\\\1", whole) + "%" for whole in long)


class Wanted(Func):
    """The same as `Words.query` makes, of values that are told when the statement runs."""

    template = "(websearch_to_tsquery('swedish'::regconfig, %(expressions)s))"
    arg_joiner = ") || to_tsquery('swedish'::regconfig, "
    output_field = SearchQueryField()


class Named(Func):
    """Whether a name has one of the texts as a part of it, which a trigram index on its capitals answers."""

    template = "(%(expressions)s::text[]))"
    arg_joiner = " LIKE ANY ("
    output_field = BooleanField()


def mark(matters: Iterable[Matter], wanted: Words) -> None:
    """Give each card `marked`: its title with the words that matched in <mark>. One query, everything escaped."""
    shown = list(matters)
    if not shown or not wanted.text:
        return
    headline = SearchHeadline(
        "title",
        wanted.query(),
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
