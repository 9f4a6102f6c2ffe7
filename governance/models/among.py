"""`body__among=ids`: is one of some ids, told to the database as one array.

`__in` sends each id as a parameter of its own; with every body of the city that is the longest part of the statement,
compiled and planned anew for each page.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import EmptyResultSet
from django.db import models

from governance.prepared import Given


@models.ForeignKey.register_lookup
@models.AutoField.register_lookup
@models.BigAutoField.register_lookup
class Among(models.Lookup):
    """Like `__in` for ids of whole numbers; nothing matches an empty set."""

    lookup_name = "among"

    def get_prep_lookup(self) -> list[Any] | Given | ArraySubquery:
        ids: Iterable[Any] | Given | ArraySubquery = self.rhs
        return ids if isinstance(ids, Given | ArraySubquery) else sorted(ids)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        if isinstance(self.rhs, Given):
            return f"{column} = ANY(%s::bigint[])", (*params, self.rhs)
        if isinstance(self.rhs, ArraySubquery):
            ids, told = compiler.compile(self.rhs)
            return f"{column} = ANY({ids})", (*params, *told)
        if not self.rhs:
            raise EmptyResultSet
        # Of a single id the planner knows that the index is in order.
        if len(self.rhs) == 1:
            return f"{column} = %s", (*params, self.rhs[0])
        return f"{column} = ANY(%s::bigint[])", (*params, self.rhs)
