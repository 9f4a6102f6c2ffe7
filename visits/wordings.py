"""The words that letters and mails to guests begin from: the city's own, else those the product came with.

A wording is text with names in braces from a closed list. Each name is replaced by one text, once; what was filled in
is not read again, and nothing in a wording is ever evaluated.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import LetterLanguage, LetterTemplate, TemplateKind

PLACEHOLDER = re.compile(r"\{([^{}\n]{0,60})\}")

# What may stand in braces, and what it is. Nothing else is read from a visit, whatever a wording says.
LETTER: dict[str, Any] = {
    "contact": gettext_lazy("the contact person's name"),
    "organisation": gettext_lazy("the organisation that asks"),
    "title": gettext_lazy("the matter's public title"),
    "received": gettext_lazy("the day the request came"),
    "dates": gettext_lazy("the day or days of the visit"),
    "size": gettext_lazy("the number of persons"),
    "reasons": gettext_lazy("the reasons of the answer"),
    "changes": gettext_lazy("what is different from what was asked"),
    "alternative": gettext_lazy("what the guests can do instead"),
    "question": gettext_lazy("what we ask the guests"),
    "new_body": gettext_lazy("the body the request was passed on to"),
    "learnings": gettext_lazy("what we learnt"),
}
INVITATION: dict[str, Any] = {
    "name": gettext_lazy("the delegate's name as in the passport"),
    "organisation": gettext_lazy("the organisation that comes"),
    "host": gettext_lazy("the body that invites"),
    "dates": gettext_lazy("the day or days of the visit"),
    "length": gettext_lazy("how many days"),
    "purpose": gettext_lazy("the purpose of the visit"),
    "contact": gettext_lazy("the case officer's name and e-mail"),
    "details": gettext_lazy("the table of the delegate, the passport and the visit"),
    "payment": gettext_lazy("who pays, and that the city answers for nothing more"),
    "no_guarantee": gettext_lazy("that the letter is no guarantee of a visa"),
}
MAIL: dict[str, Any] = {
    "number": gettext_lazy("the number of the request"),
    "link": gettext_lazy("the link to the guest's page"),
    "days": gettext_lazy("the number of days that the mail speaks of"),
}
NUMBERLESS = {name: MAIL[name] for name in ("link", "days")}
LINKS: dict[str, Any] = {"links": gettext_lazy("the links, one on each line")}
# Without these the wording would not say what it is sent for.
REQUIRED = {TemplateKind.INVITATION: ("name", "dates", "details", "payment", "no_guarantee")}
# These are a paragraph or a link of their own, and no part of a heading.
ONLY_IN_TEXT = frozenset(("details", "payment", "no_guarantee", "link", "links"))


class UnknownPlaceholder(ValueError):
    """A wording asks for something it cannot hold."""


class MissingPlaceholder(ValueError):
    """A wording lacks something it has to hold."""


def is_mail(kind: str) -> bool:
    return kind.startswith("mail_")


def placeholders(kind: str) -> dict[str, Any]:
    """What may stand in braces in a wording of this kind, and what it is."""
    match kind:
        case TemplateKind.INVITATION:
            return INVITATION
        case TemplateKind.MAIL_LINK:
            return LINKS
        case TemplateKind.MAIL_DRAFT | TemplateKind.MAIL_CONFIRM:
            return NUMBERLESS
    return MAIL if is_mail(kind) else LETTER


def required(kind: str) -> tuple[str, ...]:
    """What has to stand in the text."""
    if is_mail(kind):
        return ("links",) if kind == TemplateKind.MAIL_LINK else ("link",)
    return REQUIRED.get(TemplateKind(kind), ())


def check_subject(kind: str, subject: str) -> None:
    """Raise UnknownPlaceholder, naming it, when something stands in braces that no heading can hold."""
    _check(subject, {name for name in placeholders(kind) if name not in ONLY_IN_TEXT})


def check_text(kind: str, text: str) -> None:
    """Raise UnknownPlaceholder or MissingPlaceholder, naming what is wrong."""
    _check(text, set(placeholders(kind)))
    missing = [name for name in required(kind) if name not in PLACEHOLDER.findall(text)]
    if missing:
        raise MissingPlaceholder(_("This has to stand in the text: %(names)s") % {"names": _braced(missing)})


def _check(text: str, known: set[str]) -> None:
    unknown = sorted({name for name in PLACEHOLDER.findall(text) if name not in known})
    if unknown:
        raise UnknownPlaceholder(_("Unknown placeholder: %(names)s") % {"names": _braced(unknown)})
    if "{" in PLACEHOLDER.sub("", text) or "}" in PLACEHOLDER.sub("", text):
        raise UnknownPlaceholder(_("A brace stands alone. Placeholders are written {like this}."))


def _braced(names: list[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)


def wording(kind: str, language: str) -> LetterTemplate:
    """The wording in force: the city's own, else the one the product came with (version 0, not saved)."""
    return in_force(kind, language, LetterTemplate.objects.filter(kind=kind, language=language).first())


def in_force(kind: str, language: str, own: LetterTemplate | None) -> LetterTemplate:
    """The city's row as it reads: where the city has gone back to the product's words, those of today."""
    delivered = bundled()[kind][language]
    if own is None:
        return LetterTemplate(kind=kind, language=language, version=0, is_default=True, **delivered)
    if own.is_default:
        own.subject, own.text = delivered["subject"], delivered["text"]
    return own


def wordings() -> list[LetterTemplate]:
    """Every wording in force. One query."""
    own = {(each.kind, each.language): each for each in LetterTemplate.objects.all()}
    return [
        in_force(kind, language, own.get((kind, language)))
        for kind in TemplateKind.values
        for language in LetterLanguage.values
    ]


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put values for placeholders. An empty value takes its whole empty paragraph with it."""
    filled = PLACEHOLDER.sub(lambda match: values.get(match[1], ""), text)
    return re.sub(r"\n{3,}", "\n\n", filled).strip()


def clause(name: str, language: str) -> str:
    """A sentence of the invitation letter that is the register's own."""
    return str(_file()["clauses"][language][name])


def bundled() -> dict[str, dict[str, dict[str, str]]]:
    """The wordings the product came with, by kind and language."""
    return {kind: _file()[kind] for kind in TemplateKind.values}


@lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    texts = tomllib.loads((Path(__file__).parent / "letter_templates.toml").read_text(encoding="utf-8"))
    return {
        kind: {
            language: {part: text.strip() for part, text in parts.items()}
            for language, parts in texts[kind].items()
        }
        for kind in texts
    }
