"""The words that the register knows: for what is typed without dots and accents, and for what is misspelt.

Learnt from titles and names that are not secret (settings.WORDS_LEARNT). Nobody is shown a word from here that does
not lead to something that person may read: the search asks first.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from .models import SearchWord
from .prepared import kept_cursor

# What a letter becomes without its dots and accents; the database does the same where it learns.
ACCENTED = "åäàáâãæçèéêëìíîïñòóôõöøùúûüýÿłšžčćřěůąęńśźżőű"
PLAIN = "aaaaaaaceeeeiiiinoooooouuuuyylszccreuaenszzou"
TO_PLAIN = str.maketrans(ACCENTED, PLAIN)
# Of a word that is begun so many are tried; a name or two is meant.
MOST_FORMS = 12
# A shorter word is the beginning of too many, and has too few letters to be misspelt recognisably.
SHORTEST_BEGINNING, SHORTEST_MISSPELT = 4, 4
CANDIDATES = 12
# What changed in this time is learnt every quarter of an hour.
LATELY = timedelta(minutes=40)

# A statement that gives texts; "%(since)s" is when they changed last, or null for all there is.
OF_MATTERS = """
    SELECT concat_ws(' ', title, counterpart, city) FROM governance_matter
    WHERE secrecy_ground = '' AND (%(since)s::timestamptz IS NULL OR id IN (
        SELECT id FROM governance_historicalmatter WHERE history_date >= %(since)s))
"""
# Bodies, the sections of strategies, and those who hold an office: everybody who is logged in sees them.
OF_THE_CITY = """
    SELECT name_sv FROM governance_body UNION ALL SELECT title_sv FROM governance_section
    UNION ALL SELECT person.name FROM governance_person person
    WHERE is_active AND EXISTS (SELECT FROM governance_appointment WHERE person_id = person.id)
"""


def plain(word: str) -> str:
    """The word without dots and accents, in small letters."""
    return word.lower().translate(TO_PLAIN)


def known(words: Sequence[str], phrases: Sequence[str]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """For each of the words that was typed without dots or accents: those with them that it may be or begin. And for
    each of the phrases, in capitals, that is a name of a city in the register: its other names. One statement."""
    typed = sorted({word.lower() for word in words if word.isascii()})
    ends = [word + ("\uffff" if len(word) >= SHORTEST_BEGINNING else "\x01") for word in typed]
    with kept_cursor() as cursor:  # whatever is typed, the best plan is the same
        statement = f"{_FORMS} UNION ALL {import_string(settings.NAMES_OF_PLACES)}"
        asked: dict[str, Any] = {"typed": typed, "ends": ends, "most": MOST_FORMS, "phrases": list(phrases)}
        cursor.execute(statement, asked)
        found = cursor.fetchall()
    forms: dict[str, list[str]] = {}
    names: dict[str, list[str]] = {}
    for word, form, is_place in found:
        (names if is_place else forms).setdefault(word, []).append(form)
    return forms, names


_FORMS = """
    SELECT asked.typed, known.word, false
    FROM unnest(%(typed)s::text[], %(ends)s::text[]) asked (typed, past)
    CROSS JOIN LATERAL (
        SELECT word FROM governance_searchword
        WHERE word <> plain AND plain >= asked.typed COLLATE "C" AND plain < asked.past COLLATE "C"
          AND NOT starts_with(word, asked.typed)
        ORDER BY plain LIMIT %(most)s) known
"""


def corrected(text: str) -> str:
    """The text with the words that the register does not know changed to those most like them; empty if none is."""
    words = text.split()
    wrong = [word for word in words if len(word) >= SHORTEST_MISSPELT and word.isalpha()]
    known = _likes(sorted({plain(word) for word in wrong}))
    better = {word: _nearest(plain(word), known.get(plain(word), [])) for word in wrong}
    changed = [better.get(word) or word for word in words]
    return " ".join(changed) if changed != words else ""


def _likes(words: list[str]) -> dict[str, list[tuple[str, str, int]]]:
    """Words of the register like each of these, unless it is one of them: word, the same plain, how often it stands."""
    if not words:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_LIKES, {"words": words, "most": CANDIDATES})
        rows = cursor.fetchall()
    found: dict[str, list[tuple[str, str, int]]] = {}
    for asked, word, without, times in rows:
        found.setdefault(asked, []).append((word, without, times))
    return found


_LIKES = """
    SELECT asked.word, near.word, near.plain, near.times
    FROM unnest(%(words)s::text[]) asked (word)
    CROSS JOIN LATERAL (
        SELECT word, plain, times FROM governance_searchword WHERE plain %% asked.word
        ORDER BY similarity(plain, asked.word) DESC, times DESC LIMIT %(most)s) near
    WHERE NOT EXISTS (SELECT FROM governance_searchword known WHERE known.plain = asked.word COLLATE "C")
"""


def _nearest(word: str, candidates: list[tuple[str, str, int]]) -> str:
    """The candidate that the fewest slips of the pen lead to, the commonest of several; empty if all are far away."""
    allowed = 1 if len(word) < 6 else 2
    near = [(slips(word, without), -times, known) for known, without, times in candidates]
    near = [each for each in near if each[0] <= allowed]
    return min(near)[2] if near else ""


def slips(one: str, other: str) -> int:
    """How many letters were left out, put in, changed or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            least = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                least = min(least, earlier[j - 2] + 1)
            row.append(least)
    return row[-1]


@transaction.atomic
def learn(*, everything: bool = False) -> int:
    """The words of what changed lately; with `everything` of all, and those that stand nowhere any more are forgotten.

    Where nothing has been learnt yet, all is. How many words were written.
    """
    everything = everything or not SearchWord.objects.exists()
    since = None if everything else timezone.now() - LATELY
    texts = " UNION ALL ".join(f"({import_string(path)})" for path in settings.WORDS_LEARNT)
    asked = {"since": since, "accented": ACCENTED, "plain": PLAIN}
    with connection.cursor() as cursor:
        if everything:
            cursor.execute("DELETE FROM governance_searchword")
        cursor.execute(_LEARN.format(texts=texts), asked)
        return cursor.rowcount


# The words as a text search takes them apart, so that a hyphen or a full stop parts them in the same way.
_LEARN = """
    INSERT INTO governance_searchword (word, plain, times)
    SELECT word, translate(word, %(accented)s, %(plain)s), count(*)
    FROM (SELECT unnest(tsvector_to_array(to_tsvector('simple', texts.text))) AS word
          FROM ({texts}) AS texts (text)) AS words
    WHERE word ~ '^[[:alpha:]]{{3,60}}$'
    GROUP BY word
    ON CONFLICT (word) DO NOTHING
"""
