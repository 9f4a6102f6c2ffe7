"""Addresses that a list writes a hundred times. Django looks a name up among five hundred patterns each time; here it
is looked up once, for a key that nothing has, and each row puts its own key in that place."""

from functools import cache

from django.urls import reverse

# Digits, so that it fits a pattern for numbers and one for words alike.
SOME_KEY = "987654321987654321"


def address_of(name: str, key: int | str) -> str:
    """The address `name` of the thing with the key: an id, or a word that stands in an address as it is."""
    return _pattern(name).replace(SOME_KEY, str(key))


@cache
def _pattern(name: str) -> str:
    return reverse(name, args=[SOME_KEY])
