"""Letters to the guests: a wording filled in for one visit, and drawn as PDF by the worker."""

import re
from collections.abc import Callable
from datetime import date

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from governance import documents, outbox, pdf
from governance.models import Body, OutboxEntry, Person

from . import wordings
from .lifecycle import Status
from .models import Letter, LetterKind, Reply, Visit

# Why a letter cannot be sent yet.
NOT_DRAWN = gettext_lazy("The letter is not made yet. It can be sent when its PDF is ready.")

# The letters that tell the guest what was answered.
ANSWERS = (LetterKind.ACCEPTANCE, LetterKind.CHANGED, LetterKind.DECLINE)

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


def proposal(visit: Visit, kind: str, language: str) -> tuple[str, str]:
    """Subject and text of a letter for this visit, for the officer to read through and change."""
    template = wordings.wording(kind, language)
    values = _values(visit, language)
    return wordings.fill(template.subject, values)[:200], wordings.fill(template.text, values)


LONGEST_TITLE = 120


def default_kind(visit: Visit) -> str:
    return KIND_BY_STATUS.get(Status(visit.matter.status), LetterKind.QUESTION)


def default_language(visit: Visit) -> str:
    """Swedish to those who write Swedish, English to everybody else."""
    return "sv" if visit.language == Visit.Language.SWEDISH else "en"


def title_of(person: Person, body: Body, language: str) -> str:
    """The title the person has at the body today, of who stands in with whose office it is; empty without an office."""
    held = next((held for held in person.offices if held.body_id == body.pk), None)
    if held is None:
        return ""
    title = held.title_en if language == "en" else held.title_sv
    return in_place_of(held.for_name, title, language) if held.for_name else title


def in_place_of(name: str, title: str, language: str) -> str:
    """What stands under the name of a substitute: "for", who is away and the office, left out where it is too long."""
    whose = f"{'for' if language == 'en' else 'för'} {name}"
    words = f"{whose}, {title}"
    return words if len(words) <= LONGEST_TITLE else whose[:LONGEST_TITLE]


def as_text(letter: Letter) -> str:
    """The whole letter as plain text, to paste into a mail."""
    return f"{letter.subject}\n\n{as_mail(letter)}"


def as_mail(letter: Letter) -> str:
    """What stands in the mail under its subject: the text and who signs."""
    signed = [letter.written_by.name, letter.title, letter.sender, letter.city_name]
    return "\n\n".join([letter.text, letter.closing + "\n" + "\n".join(filter(None, signed))])


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


def on_its_way(letter: Letter) -> outbox.OutboxEntry | None:
    """The entry that will mail the letter; None when it is not asked for or has gone."""
    if not letter.mail_to or letter.mailed_at:
        return None
    return OutboxEntry.objects.filter(key=letter.mail_key).first()


def mail_failed(letter: Letter) -> bool:
    """Whether its mail was given up."""
    entry = on_its_way(letter)
    return entry is not None and entry.dead_at is not None


def _values(visit: Visit, language: str) -> dict[str, str]:
    matter = visit.matter
    reply: Reply | None = visit.replies.first()
    question = visit.events.filter(verb="ask_guest").first()
    to = matter.before
    with override(language):
        return {
            "contact": visit.contact_name or matter.counterpart,
            "organisation": _in_a_sentence(matter.counterpart, language) or _("your organisation"),
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


# What English names with an article inside a sentence: "the City of Tampere".
WITH_ARTICLE = re.compile(
    r"(city|municipality|town|region|county|province|state|government|embassy|consulate|ministry|university) of ",
    re.I,
)


def _in_a_sentence(name: str, language: str) -> str:
    return f"the {name}" if language == "en" and WITH_ARTICLE.match(name) else name


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
