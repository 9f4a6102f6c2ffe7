"""Letters to the guests: the wording they begin from, filled in for one visit, and drawn as PDF by the worker."""

import re
import tomllib
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from governance import documents, outbox, pdf
from governance.models import Body, OutboxEntry, Person

from .lifecycle import Status
from .models import Letter, LetterKind, LetterLanguage, LetterTemplate, Reply, Visit

PLACEHOLDER = re.compile(r"\{([^{}\n]{0,60})\}")

# What may stand in braces, and what it is. Nothing else is read from a visit, whatever a template says.
PLACEHOLDERS = {
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

# The letter that fits where the visit stands.
KIND_BY_STATUS = {
    Status.NEEDS_INFORMATION: LetterKind.QUESTION,
    Status.FORWARDED: LetterKind.FORWARDED,
    Status.HANDED_OVER: LetterKind.FORWARDED,
    Status.ACCEPTED: LetterKind.ACCEPTANCE,
    Status.ACCEPTED_CHANGED: LetterKind.CHANGED,
    Status.PLANNED: LetterKind.ACCEPTANCE,
    Status.DECLINED: LetterKind.DECLINE,
    Status.CARRIED_OUT: LetterKind.THANKS,
    Status.FOLLOWED_UP: LetterKind.THANKS,
    Status.CLOSED: LetterKind.THANKS,
}


class UnknownPlaceholder(ValueError):
    """A template asks for something a letter cannot hold."""


def check(text: str) -> None:
    """Raise UnknownPlaceholder, naming it, when something stands in braces that is not ours."""
    unknown = sorted({name for name in PLACEHOLDER.findall(text) if name not in PLACEHOLDERS})
    if unknown:
        raise UnknownPlaceholder(
            _("Unknown placeholder: %(names)s") % {"names": ", ".join(f"{{{name}}}" for name in unknown)}
        )
    if "{" in PLACEHOLDER.sub("", text) or "}" in PLACEHOLDER.sub("", text):
        raise UnknownPlaceholder(_("A brace stands alone. Placeholders are written {like this}."))


def wording(kind: str, language: str) -> LetterTemplate:
    """The wording in force: the city's own, else the one the product came with (version 0, not saved)."""
    own = LetterTemplate.objects.filter(kind=kind, language=language).first()
    return own or LetterTemplate(kind=kind, language=language, version=0, **_bundled()[kind][language])


def wordings() -> list[LetterTemplate]:
    """Every wording in force. One query."""
    own = {(each.kind, each.language): each for each in LetterTemplate.objects.all()}
    return [
        own.get((kind, language))
        or LetterTemplate(kind=kind, language=language, version=0, **_bundled()[kind][language])
        for kind in LetterKind.values
        for language in LetterLanguage.values
    ]


def proposal(visit: Visit, kind: str, language: str) -> tuple[str, str]:
    """Subject and text of a letter for this visit, for the officer to read through and change."""
    template = wording(kind, language)
    values = _values(visit, language)
    return fill(template.subject, values)[:200], fill(template.text, values)


def fill(text: str, values: dict[str, str]) -> str:
    """Put values for placeholders. An empty value takes its whole empty paragraph with it."""
    filled = PLACEHOLDER.sub(lambda match: values.get(match[1], ""), text)
    return re.sub(r"\n{3,}", "\n\n", filled).strip()


def sample_values(language: str) -> dict[str, str]:
    """An invented visit, for the preview of a template."""
    with override(language):
        return {
            "contact": "Anna Exempelsson",
            "organisation": _("the City of Examplestad"),
            "title": _("Study visit about cycling"),
            "received": in_words(date(2026, 11, 9)),
            "dates": span(date(2027, 1, 12), date(2027, 1, 14)),
            "size": "12",
            "reasons": _("The visit gives both cities the chance to learn from each other."),
            "changes": _("We can receive you on 13 January, for half a day."),
            "alternative": _("Our work is described at international.stockholm.se."),
            "question": _("Which questions are the most important to you?"),
            "new_body": _("the Environment and Health Committee"),
            "learnings": _("We take with us your experience of bicycle parking."),
        }


def default_kind(visit: Visit) -> str:
    return KIND_BY_STATUS.get(Status(visit.matter.status), LetterKind.QUESTION)


def default_language(visit: Visit) -> str:
    """Swedish to those who write Swedish, English to everybody else."""
    return "sv" if visit.language == Visit.Language.SWEDISH else "en"


def title_of(person: Person, body: Body, language: str) -> str:
    """The title the person has at the body today; empty for somebody who holds no office there."""
    titles = [
        held.title_en if language == "en" else held.title_sv
        for held in person.offices
        if held.body_id == body.pk
    ]
    return titles[0] if titles else ""


def as_text(letter: Letter) -> str:
    """The whole letter as plain text, to paste into a mail."""
    signed = [letter.written_by.name, letter.title, letter.sender, letter.city_name]
    return "\n\n".join([letter.subject, letter.text, letter.closing + "\n" + "\n".join(filter(None, signed))])


def draw(entry: OutboxEntry) -> Callable[[], None]:
    """Outbox: draw the letter as PDF/UA. Gives the function that keeps it."""
    letter = Letter.objects.select_related("visit__matter__body", "written_by").get(pk=entry.subject or 0)
    if letter.document_id:
        return lambda: None
    content = pdf.render(html(letter), ["report.css"], letter.language, letter.subject)  # type: ignore[arg-type]

    def keep() -> None:
        matter = letter.visit.matter
        name = (
            f"{matter.number}-{slugify(str(LetterKind(letter.kind).label)) or 'brev'}-{letter.language}.pdf"
        )
        letter.document = documents.store(content, name, "application/pdf", matter, letter.written_by)
        letter.save_without_historical_record(update_fields=["document"])  # type: ignore[attr-defined]

    return keep


def html(letter: Letter) -> str:
    """The page the PDF is drawn from, in the letter's own language. Of the officer only name and title."""
    matter, visit = letter.visit.matter, letter.visit
    context = {
        "lang": letter.language,
        "title": letter.subject,
        "sender": {"name": letter.city_name, "unit": letter.sender},
        "reference": matter.diary_number,
        "number": matter.number,
        "handler": letter.written_by.name,
        "date": letter.written_on,
        "recipient": [each for each in (visit.contact_name, visit.contact_role, matter.counterpart) if each],
        "text": f"{letter.text}\n\n{letter.closing}",
        "signer": {"name": letter.written_by.name, "title": letter.title},
        "foot": [letter.city_name, letter.sender],
    }
    with override(letter.language):
        return render_to_string("print/letter.html", context)


def waiting(letter: Letter) -> outbox.OutboxEntry | None:
    """The entry that will draw the letter; None when it is drawn."""
    if letter.document_id:
        return None
    return OutboxEntry.objects.filter(key=letter.outbox_key).first()


def _values(visit: Visit, language: str) -> dict[str, str]:
    matter = visit.matter
    reply: Reply | None = visit.replies.first()
    question = visit.events.filter(verb="ask_guest").first()
    to = matter.before
    with override(language):
        return {
            "contact": visit.contact_name or matter.counterpart,
            "organisation": matter.counterpart or _("your organisation"),
            "title": matter.title,
            "received": in_words(visit.received_on),
            "dates": span(matter.starts_on, matter.ends_on) or _("a day we agree on"),
            "size": str(visit.persons or visit.size or _("as agreed")),
            "reasons": reply.reasons if reply else "",
            "changes": reply.changes if reply else "",
            "alternative": reply.alternative if reply else "",
            "question": question.note if question else "",
            "new_body": (to.name if to else matter.body.name),
            "learnings": visit.learnings,
        }


def in_words(day: date) -> str:
    """12 January 2027, with the month in the active language."""
    return date_format(day, "j F Y")


def span(since: date | None, until: date | None) -> str:
    """12 January 2027, 12–14 January 2027, or 30 January – 2 February 2027."""
    if since is None or until is None or since == until:
        return in_words(since) if since else ""
    if (since.year, since.month) == (until.year, until.month):
        return f"{since.day}–{in_words(until)}"
    start = date_format(since, "j F") if since.year == until.year else in_words(since)
    return f"{start} – {in_words(until)}"


@lru_cache(maxsize=1)
def _bundled() -> dict[str, dict[str, dict[str, str]]]:
    texts = tomllib.loads((Path(__file__).parent / "letter_templates.toml").read_text(encoding="utf-8"))
    return {
        kind: {
            language: {part: text.strip() for part, text in parts.items()}
            for language, parts in texts[kind].items()
        }
        for kind in LetterKind.values
    }
