"""Statements written once. For a list the ORM takes as long to write its statement as PostgreSQL to answer it, and it
writes the same one for everybody who asks alike. So what asks is told apart from what is asked with:

    def _open(asker, asked):
        return Matter.objects.visible_to(asker).filter(country=asked["country"]).open()

    rows_of(_open, person, {"country": "FI"})

The function is called the first time only, with stand-ins for the person and the values. It never sees either, so no
statement can carry one person's rights to another.
"""

import copy
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from typing import Any, Generic, Protocol, TypeVar

import psycopg
from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.utils import CursorWrapper
from django.db.models import Expression, Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.signals import post_init, pre_init
from django.db.models.sql.compiler import SQLCompiler
from django.utils.translation import get_language

Row = TypeVar("Row", bound=Model)
NOTHING: Mapping[str, Any] = {}


class Asker(Protocol):
    """What a statement may depend on of the person who asks: a person, or the stand-in for all persons of a shape."""

    pk: Any

    def bodies_with(self, right: str) -> Any: ...

    @property
    def secret_matters(self) -> Any: ...

    @property
    def offices(self) -> Collection[Any]: ...


Asked = Mapping[str, Any]
# Asker, what is asked with, and what else the statement depends on.
Build = Callable[..., QuerySet[Any]]


class Given(Expression):
    """A value that is told when the statement runs."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", (self,)

    def told(self, asker: Asker, asked: Asked) -> Any:
        """Its value, this time. Raises ValueError for none: the statement says "= %s", which finds nothing then."""
        value = asked[self.name]
        if value is None:
            raise ValueError(f"{self.name}: a statement that asks for what is empty is another statement.")
        return value


class GivenPerson(Given):
    """The id of the person who asks."""

    def told(self, asker: Asker, asked: Asked) -> Any:
        return asker.pk


class GivenBodies(Given):
    """The ids of the bodies on which the person has a right; of a single one the planner knows more."""

    def told(self, asker: Asker, asked: Asked) -> Any:
        return list(asker.bodies_with(self.name))


class GivenBody(Given):
    """The only body on which the person has a right."""

    def told(self, asker: Asker, asked: Asked) -> Any:
        (body,) = asker.bodies_with(self.name)
        return body


class GivenSecrets(Given):
    """The ids of the secret matters the person has been let into."""

    def told(self, asker: Asker, asked: Asked) -> Any:
        return list(asker.secret_matters)


class Anybody:
    """Stands for every person of one shape: the rights held on no body, on one or on several, secrets or none."""

    def __init__(self, rights: tuple[tuple[str, bool], ...], has_secrets: bool, has_office: bool) -> None:
        self.pk = GivenPerson("person")
        self._alone = dict(rights)
        self.secret_matters: Any = GivenSecrets("secrets") if has_secrets else ()
        self.offices = (None,) if has_office else ()

    def bodies_with(self, right: str) -> Any:
        """As `Person.bodies_with`: to be used with `__among`."""
        if right not in self._alone:
            return ()
        return (GivenBody(right),) if self._alone[right] else GivenBodies(right)


# Asks what has no place for a person.
NOBODY = Anybody((), has_secrets=False, has_office=False)


def _shape(asker: Asker, rights: Mapping[str, Collection[int]]) -> tuple[Any, ...]:
    alone = tuple((right, len(ids) == 1) for right, ids in sorted(rights.items()) if ids)
    return alone, bool(asker.secret_matters), bool(asker.offices)


class Statement(Generic[Row]):
    """A queryset compiled once, with places where values are told. Gives what the queryset would give."""

    def __init__(self, rows: QuerySet[Row]) -> None:
        if rows._prefetch_related_lookups:  # type: ignore[attr-defined]
            raise ValueError("A prepared statement is one statement: nothing is fetched after it.")
        self._rows = rows
        self._compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            self._sql, self._places = self._compiler.as_sql()
        except EmptyResultSet:
            self._sql, self._places = "", ()
        if self._compiler.klass_info:
            _read_lightly(self._compiler.klass_info)

    def run(self, asker: Asker, asked: Asked, *, keep_plan: bool = False) -> list[Row]:
        """The rows with these values. Raises KeyError for one that is missing.

        `keep_plan`: whatever the values, the best plan is the same (rows by their keys), so the server need not make
        it anew.
        """
        if not self._sql:
            return []
        values = tuple(
            place.told(asker, asked) if isinstance(place, Given) else place for place in self._places
        )
        bound: Any = _Bound(self._rows, self._compiler, self._sql, values, keep_plan)
        read: Any = self._rows._iterable_class
        return list(read(bound))


def by_key(statement: Statement[Row], keys: Collection[Any]) -> dict[Any, Row]:
    """The rows of a statement that asks for `keys`, by their key; none are asked for without any."""
    if not keys:
        return {}
    return {row.pk: row for row in statement.run(NOBODY, {"keys": list(keys)}, keep_plan=True)}


class _Lightly:
    """Stands for a model where rows become objects: it fills in the columns that were fetched and no more.

    A list fetches a dozen columns of an index card that has fifty. Django's own way walks through all fifty for every
    row, to find that the others are to be fetched when asked for; it is a third of what a list costs in Python. The
    object is the same: what is not in its dictionary is fetched when asked for.
    """

    def __init__(self, model: type[Model]) -> None:
        self._model = model
        self._meta = model._meta

    def from_db(self, db: str, names: Sequence[str], values: Sequence[Any]) -> Model:
        made = self._model.__new__(self._model)
        made.__dict__.update(zip(names, values, strict=True))
        made._state = ModelState()
        made._state.adding, made._state.db = False, db
        return made


def _read_lightly(read: dict[str, Any]) -> None:
    """Of what a compiled statement reads, and of what it reads beside it by a join. Who listens for new objects, as a
    model with a file does, needs them made in full."""
    model = read["model"]
    if not pre_init.has_listeners(model) and not post_init.has_listeners(model):
        read["model"] = _Lightly(model)
    for beside in read.get("related_klass_infos", ()):
        _read_lightly(beside)


class _Keeping(psycopg.Cursor[Any]):
    """Asks the server to keep the plan of a statement for as long as the connection lives."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        return super().execute(query, params, **{**options, "prepare": True})


def kept_cursor() -> CursorWrapper:
    """For a statement that every page runs and whose best plan is always the same. To plan the parts of a person's
    standing takes three times as long as to run them; a list is better planned with its values."""
    # What connection.cursor() does, with another cursor inside.
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    cursor: CursorWrapper = connection._prepare_cursor(_Keeping(connection.connection))  # type: ignore[attr-defined]
    return cursor


def keeps_plans(cursor: CursorWrapper) -> bool:
    """Whether what it executes is planned once."""
    return isinstance(cursor.cursor, _Keeping)


class _KeepingConnection:
    """The connection, with cursors that keep plans."""

    def cursor(self) -> CursorWrapper:
        return kept_cursor()

    def __getattr__(self, name: str) -> Any:
        return getattr(connection, name)


class _Bound:
    """What Django's reading of rows wants of a queryset: here one whose statement is written already."""

    db = DEFAULT_DB_ALIAS

    def __init__(
        self, rows: Any, compiler: SQLCompiler, sql: str, values: tuple[Any, ...], keep_plan: bool
    ) -> None:
        self.model = rows.model
        self._known_related_objects = rows._known_related_objects
        self._fields = rows._fields
        self.query = self
        # The compiler remembers which column is what; statement and connection are this time's own.
        written: Any = copy.copy(compiler)
        written.connection = _KeepingConnection() if keep_plan else connections[self.db]
        written.as_sql = lambda *_args, **_options: (sql, values)
        self._compiler: SQLCompiler = written

    def get_compiler(self, using: str) -> SQLCompiler:
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        """Of the query itself: which column is which, for rows that are plain values."""
        return getattr(self._compiler.query, name)


# One of some 30 kB for every list, filters, way of turning pages and shape of person that has been asked for.
MOST_STATEMENTS = 1000
_STATEMENTS: dict[Hashable, Statement[Any]] = {}


def rows_of(
    build: Build, person: Any, asked: Asked = NOTHING, *constants: Hashable, keep_plan: bool = False
) -> list[Any]:
    """The rows that `build(asker, asked, *constants)` finds for this person with these values.

    `build` is a function of a module: what makes two statements differ is the function, which values are asked with
    (not what they are), the constants, the shape of the person's rights and the language.
    """
    shape = _shape(person, person.standing.bodies if person.is_active else {})
    kind = (build, tuple(asked), constants, shape, get_language())
    statement = _STATEMENTS.get(kind)
    if statement is None:
        if len(_STATEMENTS) >= MOST_STATEMENTS:
            _STATEMENTS.clear()
        places = {name: Given(name) for name in asked}
        statement = _STATEMENTS[kind] = Statement(build(Anybody(*shape), places, *constants))
    return statement.run(person, asked, keep_plan=keep_plan)
