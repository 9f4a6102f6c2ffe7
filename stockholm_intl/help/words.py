"""The words of the field, read once from `words.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.functional import cached_property
from django.utils.translation import get_language

FILE = Path(__file__).with_name("words.toml")
# As Swedish and English order their letters; whoever sorts by code point puts Ä before Å.
ALPHABET = "abcdefghijklmnopqrstuvwxyzåäö"


@dataclass(frozen=True)
class Word:
    """One word in both languages, what it means, and where that comes from.

    `section`: version and section of the strategy, as "2016:5"; `page`: the name of the address one works at.
    """

    key: str
    sv: str
    en: str
    text_sv: str
    text_en: str
    section: str = ""
    law: str = ""
    page: str = ""

    @property
    def name(self) -> str:
        return self.sv if get_language() == "sv" else self.en

    @property
    def other(self) -> str:
        """The word in the other language, for who reads papers in both."""
        return self.en if get_language() == "sv" else self.sv

    @property
    def other_language(self) -> str:
        return "en" if get_language() == "sv" else "sv"

    @property
    def text(self) -> str:
        return self.text_sv if get_language() == "sv" else self.text_en

    @cached_property
    def cited(self) -> tuple[str, str]:
        """The version of the strategy and the number of the section; empty when it follows from none."""
        version, _colon, number = self.section.partition(":")
        return version, number


@cache
def words() -> Mapping[str, Word]:
    """Every word by its key."""
    with FILE.open("rb") as file:
        rows = tomllib.load(file)["words"]
    return {row["key"]: Word(**row) for row in rows}


@cache
def in_order(language: str) -> tuple[Word, ...]:
    """All of them as a reader of the language looks them up."""
    return tuple(sorted(words().values(), key=lambda word: _place(word.sv if language == "sv" else word.en)))


def _place(name: str) -> list[int]:
    return [ALPHABET.find(letter) for letter in name.casefold()]
