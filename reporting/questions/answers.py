"""What an answer is made of: numbers that can be opened, tables of columns, and what is said beside them.

A column holds a plain value (text, number, day or None), which files take as it is. Where it leads, and the small line
under it, are for the page alone. So one declaration draws the page, the Excel file and the PDF.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from governance.lists import PAGE_SIZE, Page, batches, in_order, page_of
from governance.models import Person
from governance.prepared import Asked, Asker, Build, rows_of

from .withheld import Withheld

Complete = Callable[[Sequence[Any]], None]
Cell = Callable[[Any], Any]


@dataclass(frozen=True)
class Column:
    """A heading, and what stands under it for one row.

    `tone` draws the value as a tag; `only` is "page" or "file" for what the other has no use for: what stands `under`
    another column on the page is a column of its own in a file.
    """

    heading: Any
    cell: Cell
    link: Callable[[Any], str] | None = None
    under: Cell | None = None
    tone: Callable[[Any], str] | None = None
    only: str = ""
    css: str = ""


@dataclass(frozen=True)
class Figure:
    """A number above the tables, and the list that it opens."""

    label: Any
    value: Any
    url: str = ""
    note: Any = ""


@dataclass(frozen=True)
class Table:
    """Some rows under a title. `page`: the ways on, where there are more. `url`: where the list stands alone, with its
    pages, when it is one of several and there are more; `more`: there are, and only files have them.

    `of_file` gives the rows of a file, where they are others than the page's.
    """

    key: str
    title: Any
    columns: Sequence[Column]
    rows: Sequence[Any] = ()
    page: Page[Any] | None = None
    url: str = ""
    more: bool = False
    nothing: Any = ""
    of_file: Callable[[int], Iterable[Any]] | None = None
    # Not on the page, which has a way to it.
    is_of_file: bool = False

    def lines(self, most: int) -> Iterator[list[Any]]:
        """The cells of a file, of at most so many rows."""
        columns = self.of("file")
        rows = self.of_file(most) if self.of_file else self.rows[:most]
        for row in rows:
            yield [column.cell(row) for column in columns]

    def of(self, medium: str) -> list[Column]:
        """The columns that the page, or a file, has."""
        return [column for column in self.columns if column.only in ("", medium)]


@dataclass(frozen=True)
class Empty:
    """What stands where there is nothing to answer with: what it means, and what one can do."""

    title: Any
    words: Any
    icon: str = "search"
    url: str = ""
    action: Any = ""
    # Else what is said when filters are in use is that nothing fits them.
    whatever_is_asked: bool = False


@dataclass(frozen=True)
class Answer:
    """Numbers, tables, and notes on how they came about. `above`: what was chosen, with ways to choose otherwise."""

    tables: Sequence[Table] = ()
    figures: Sequence[Figure] = ()
    notes: Sequence[Any] = ()
    empty: Empty | None = None
    above: Sequence[tuple[Any, str]] = ()
    # What was chosen by its name, for the head of a file.
    chosen: Sequence[Any] = ()
    # What is left out, where it is another than the secret matters of the bodies one reads.
    withheld: Withheld | None = None
    # What comes when the page stands, in words and from where: a page of its own without JavaScript.
    later: tuple[Any, str] | None = None
    # This is what came later: a page that stands wants the tables alone.
    is_later: bool = False

    @property
    def shown(self) -> list[Table]:
        """The tables of the page."""
        return [table for table in self.tables if not table.is_of_file]


@dataclass(frozen=True)
class Listing:
    """A list of the register as a table: a page of it with keys in the address, and all of it for a file."""

    key: str
    title: Any
    columns: Sequence[Column]
    build: Build
    keys: Build | None = None
    order: Mapping[str, Any] = field(default_factory=dict)

    def of(
        self,
        request: HttpRequest,
        asked: Asked,
        complete: Complete | None = None,
        *,
        nothing: Any = "",
        way_on: str = "",
    ) -> Table:
        """The page that the address asks for. `way_on`: one of several lists stands alone there, with its pages."""
        found = page_of(request, self.build, asked, keys=self.keys, **self.order)
        if complete is not None:
            complete(found.rows)
        return Table(
            key=self.key,
            title=self.title,
            columns=self.columns,
            rows=found.rows,
            page=None if way_on else found,
            url=way_on if found.next_url else "",
            nothing=nothing,
            of_file=lambda most: self.all(request.user, asked, complete, most),
        )

    def first(self, request: HttpRequest, asked: Asked, complete: Complete | None = None) -> Table:
        """The first rows, of a list that stands beside another one with pages; files have all of it."""
        found = rows_of(_first, request.user, asked, self.build, tuple(in_order(**self.order)))
        if complete is not None:
            complete(found[:PAGE_SIZE])
        return Table(
            key=self.key,
            title=self.title,
            columns=self.columns,
            rows=found[:PAGE_SIZE],
            more=len(found) > PAGE_SIZE,
            of_file=lambda most: self.all(request.user, asked, complete, most),
        )

    def all(self, person: Person, asked: Asked, complete: Complete | None, most: int) -> Iterator[Any]:
        """Every row, in the order of the page, read a batch at a time."""
        rows: QuerySet[Any] = self.build(person, asked).order_by(*in_order(**self.order))
        for batch in batches(rows[:most]):
            if complete is not None:
                complete(batch)
            yield from batch


def _first(asker: Asker, asked: Asked, build: Build, order: tuple[str, ...]) -> QuerySet[Any]:
    return build(asker, asked).order_by(*order)[: PAGE_SIZE + 1]
