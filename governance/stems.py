"""Words as Swedish stems: what a search is asked of, and what its indexes keep."""

from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.models import F, Func


class Stems(Func):
    """The words of some columns. Indexed as an expression, so no row carries them along."""

    template = "to_tsvector('swedish'::regconfig, %(expressions)s)"
    arg_joiner = " || ' ' || "
    output_field = SearchVectorField()

    def __init__(self, *columns: str | F, **extra: Any) -> None:
        super().__init__(*columns, **extra)
