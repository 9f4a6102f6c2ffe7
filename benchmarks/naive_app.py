"""The naive app, measured like the product: lists, deep pages, search and the long matter."""

from collections.abc import Iterator

from django.contrib.auth.models import User
from django.db import connection

from .clock import take_turns
from .naive.city import fill
from .results import Result
from .visitor import BARE, Visitor

LIST = "/admin/naive/matter/"
MATTERS = {"10k": 10_000, "100k": 100_000, "1M": 1_000_000}


def measure(size: str) -> Iterator[Result]:
    if "naive_matter" not in connection.introspection.table_names():
        fill(MATTERS[size])
    boss, officer = (Visitor(User.objects.get(username=name)) for name in ("boss", "officer"))
    rounds = {"10k": 15, "100k": 7, "1M": 3}[size]
    last = MATTERS[size] // 25 - 1
    works = {
        "list of 25": boss.getting(LIST),
        "list filtered by body and state": boss.getting(f"{LIST}?board__id__exact=5&status__exact=received"),
        "deep page": boss.getting(f"{LIST}?p={last}"),
        "search, rare word": boss.getting(f"{LIST}?q=climate+{last}"),
        "list with a right per object": officer.getting(LIST),
        "long matter": boss.getting(f"{LIST}5/change/"),
        "long matter: history": boss.getting(f"{LIST}5/history/"),
    }
    medians = take_turns({BARE: boss.getting(BARE), **works}, rounds, warm=1)
    floor = medians.pop(BARE)
    for name, median in medians.items():
        yield Result(f"naive: {name}", size, median, limit=floor)
