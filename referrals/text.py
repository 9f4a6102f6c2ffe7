"""A document in sections as one text that a person writes, and back."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from governance.differences import Written

# "# 3.1 Profiling" opens a section: its number, then its heading.
OPENS = re.compile(r"#+\s*(\S{1,20})\s+(\S.{0,199})")
MOST_SECTIONS = 60


class Section(NamedTuple):
    """One section as it is written."""

    number: str
    title: str
    text: str


def read(text: str) -> list[Section]:
    """The sections of a text. Raises ValidationError, saying which line to look at."""
    sections: list[Section] = []
    lines: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if not line.startswith("#"):
            lines.append(line)
            continue
        opened = OPENS.fullmatch(line.strip())
        if opened is None:
            raise ValidationError(
                _("“%(line)s”: give the section a number and a heading, such as # 3.1 Profiling.")
                % {"line": line[:60]}
            )
        _close(sections, lines)
        sections.append(Section(opened[1].rstrip("."), opened[2].strip(), ""))
        lines = []
    _close(sections, lines)
    _require_good(sections)
    return sections


def _close(sections: list[Section], lines: list[str]) -> None:
    """The lines so far belong to the section that was opened last."""
    text = "\n".join(lines).strip()
    if sections:
        sections[-1] = sections[-1]._replace(text=text)
    elif text:
        raise ValidationError(_("The document begins with a section: a line such as # 1 Purpose."))


def _require_good(sections: Sequence[Section]) -> None:
    if not sections:
        raise ValidationError(_("Write the document in sections: a line such as # 1 Purpose opens one."))
    if len(sections) > MOST_SECTIONS:
        raise ValidationError(_("A document has at most %(most)s sections.") % {"most": MOST_SECTIONS})
    numbers = [section.number for section in sections]
    for section in sections:
        if numbers.count(section.number) > 1:
            raise ValidationError(_("Two sections have the number %(number)s.") % {"number": section.number})
        if not section.text:
            raise ValidationError(_("Section %(number)s has no text.") % {"number": section.number})


def write(sections: Iterable[Written]) -> str:
    """The sections as one text."""
    return "\n\n".join(f"# {each.number} {each.title}\n{each.text}" for each in sections)
