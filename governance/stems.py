"""Words as Swedish stems: what a search is asked of, and what its indexes keep."""

import re
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.models import CharField, F, Func


class Stems(Func):
    """The words of some columns. Indexed as an expression, so no row carries them along."""

    template = "to_tsvector('swedish'::regconfig, %(expressions)s)"
    arg_joiner = " || ' ' || "
    output_field = SearchVectorField()

    def __init__(self, *columns: str | F, **extra: Any) -> None:
        super().__init__(*columns, **extra)


class EnglishStems(Stems):
    """The same as English stems, of what is written to be read in English too."""

    template = "to_tsvector('english'::regconfig, %(expressions)s)"


class Squeezed(Func):
    """A text in capitals without anything but letters and figures: "006- 1137/2007" as 00611372007."""

    template = "regexp_replace(upper(%(expressions)s), '[^0-9A-ZÅÄÖÆØÜÉ]', '', 'g')"
    output_field = CharField()


# What stands before a diary number and is no part of it, as it is typed: "dnr 220/00", "J.nr. ØU 385/2003".
BEFORE_A_NUMBER = re.compile(r"^(?:DNR|DIARIENR|DIARIENUMMER|JNR|JOURNALNR)(?=.)")


def squeeze(text: str) -> str:
    """The same of what is typed, without what only says that it is a diary number."""
    return BEFORE_A_NUMBER.sub("", re.sub(r"[^0-9A-ZÅÄÖÆØÜÉ]", "", text.upper()))
