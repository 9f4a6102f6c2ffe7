"""What is printed of a programme: one version in four editions, each with what its readers need and no more."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from governance import documents, outbox, pdf
from governance.language import Language, country_name, moment_in_words
from governance.models import Matter, OutboxEntry

from .letters import default_language
from .letters import span as days_in_words
from .models import Edition, Programme, ProgrammePrint, ProgrammeProposal, Visit
from .programme_changes import Content, content_of, hours_of, label, words

SHEETS = ("report.css", "report_programme.css")
# What stands below the topic of a slot, by edition. Place, host and hours have columns of their own. The guests are
# given no telephone numbers of the staff, and what the city thinks of the meeting is its own.
TOLD: dict[str, tuple[str, ...]] = {
    Edition.GUEST: ("speakers", "interpreter", "catering", "vehicle", "public_note"),
    Edition.HOST: ("goal", "speakers", "interpreter", "equipment", "catering", "gift", "public_note"),
    Edition.INTERNAL: (
        "goal", "speakers", "interpreter", "equipment", "catering", "vehicle", "gift", "cost", "risk", "public_note",
        "internal_note",
    ),
    Edition.SECURITY: ("vehicle", "interpreter"),
}  # fmt: skip
WITH_PHONE = (Edition.HOST, Edition.INTERNAL, Edition.SECURITY)


@dataclass(frozen=True)
class Row:
    """One slot: its hours, its topic, lines below that, where it is and who is host."""

    hours: str
    topic: str
    travel: str
    lines: list[tuple[str, str]]
    where: list[str]
    host: list[str]


@dataclass(frozen=True)
class Paper:
    """One edition of one version. `facts` stand below the title, then texts with headings, then the rows day by day."""

    lang: Language
    edition: str
    kind: str
    title: str
    state: str
    is_draft: bool
    facts: list[tuple[str, str]]
    texts: list[tuple[str, str]]
    days: list[tuple[str, list[Row]]]
    reference: str
    sum_of_costs: str = ""
    marks: list[str] = field(default_factory=list)


def language_of(visit: Visit, edition: str) -> Language:
    """The guests read their own language where it is one of ours, else English; the city reads Swedish."""
    if edition != Edition.GUEST:
        return "sv"
    return "sv" if default_language(visit) == "sv" else "en"


def paper_of(
    visit: Visit, content: Content, edition: str, number: int, moment: datetime, lang: Language
) -> Paper:
    """The paper in a language; `number` 0 is a draft, and `moment` is when it was confirmed, or stood so."""
    with override(lang):
        matter = visit.matter
        slots = content["slots"]
        days = days_in_words(matter.starts_on, matter.ends_on)
        return Paper(
            lang=lang,
            edition=edition,
            kind=_kind(edition),
            title=_("Programme: %(who)s") % {"who": matter.counterpart},
            state=_state(number, moment),
            is_draft=number == 0,
            facts=[(name, value) for name, value in _facts(visit, matter, edition, days) if value],
            texts=[(heading, text) for heading, text in _texts(visit, content, edition) if text],
            days=_days(slots, edition),
            reference=f"{matter.number} · {_state(number, moment)}",
            sum_of_costs=_sum(slots) if edition == Edition.INTERNAL else "",
            marks=[_("Secrecy marked")] if matter.is_secret and edition != Edition.GUEST else [],
        )


def _kind(edition: str) -> str:
    return {
        Edition.GUEST: pgettext("print", "Programme"),
        Edition.HOST: pgettext("print", "Programme for the hosts"),
        Edition.INTERNAL: pgettext("print", "Internal programme"),
        Edition.SECURITY: pgettext("print", "Programme for security"),
    }[Edition(edition)]


def _state(number: int, moment: datetime) -> str:
    if number:
        return _("Version %(number)d, %(day)s") % {
            "number": number,
            "day": timezone.localdate(moment).isoformat(),
        }
    return _("Draft, as it stood %(when)s") % {"when": moment_in_words(moment)}


def _facts(visit: Visit, matter: Matter, edition: str, days: str) -> list[tuple[str, str]]:
    """Who comes when; of our own people the case officer, by name and e-mail."""
    where = ", ".join(part for part in (matter.city, country_name(str(matter.country or ""))) if part)
    size = str(visit.size or "")
    head = ", ".join(part for part in (visit.head_of_delegation, visit.head_title) if part)
    officer = matter.responsible
    contact = (
        f"{officer.name}, {officer.email}" if officer and officer.email else officer.name if officer else ""
    )
    if edition == Edition.GUEST:
        return [
            (_("Days"), days),
            (_("Your host"), ", ".join([_("City of Stockholm"), matter.body.name])),
            (_("Questions before the visit"), contact),
        ]
    facts = [
        (_("Days"), days),
        (_("From"), where),
        (_("Head of the delegation"), head),
        (_("Persons"), size),
        (_("Language"), visit.get_language_display()),
        (_("Case officer"), contact),
    ]
    if edition != Edition.SECURITY:
        facts.insert(0, (_("Body"), matter.body.name))
    return facts


def _texts(visit: Visit, content: Content, edition: str) -> list[tuple[str, str]]:
    if edition == Edition.GUEST:
        return []
    texts = [(_("Those who come"), content["delegation"])]
    if edition != Edition.SECURITY:
        texts += [(_("Purpose"), visit.purpose), (_("What Stockholm learns"), visit.benefit)]
    return texts


def _days(slots: Iterable[dict[str, Any]], edition: str) -> list[tuple[str, list[Row]]]:
    return [
        (capfirst(date_format(date.fromisoformat(day), "l j F Y")), [_row(slot, edition) for slot in of_day])
        for day, of_day in groupby(slots, key=lambda slot: slot["day"])
    ]


def _row(slot: dict[str, Any], edition: str) -> Row:
    minutes = slot["travel_minutes"]
    host = [slot["host_name"], slot["host_office"]]
    if edition in WITH_PHONE:
        host.append(slot["host_phone"])
    return Row(
        hours=hours_of(slot),
        topic=slot["topic"],
        travel=_("Travel %(n)d minutes before") % {"n": minutes} if minutes else "",
        lines=[
            (label(name) if name != "public_note" else "", value)
            for name in TOLD[edition]
            if (value := words(name, slot))
        ],
        where=[slot[name] for name in ("place", "room", "address", "entrance") if slot[name]],
        host=[part for part in host if part],
    )


def _sum(slots: Iterable[dict[str, Any]]) -> str:
    costs = [Decimal(slot["cost"]) for slot in slots if slot["cost"]]
    return words("cost", {"cost": str(sum(costs))}) if costs else ""


def draw(entry: OutboxEntry) -> outbox.Keep:
    """Outbox: draw one edition as PDF/UA. Gives the function that keeps it in the file of the matter."""
    drawing = ProgrammePrint.objects.select_related("version", "document").get(pk=entry.subject or 0)
    rows = Visit.objects.select_related("matter__body", "matter__responsible")
    visit = rows.get(pk=drawing.visit_id)
    asked_at = drawing.asked_at
    paper = _paper(drawing, visit)
    content = as_pdf(paper)

    @transaction.atomic
    def keep() -> None:
        current = ProgrammePrint.objects.select_for_update().get(pk=drawing.pk)
        if current.drawn_at and current.drawn_at >= asked_at:  # a later drawing was faster
            return
        if current.document_id:
            documents.replace(current.document, content)  # type: ignore[arg-type]
        else:
            current.document = documents.store(
                content, _name(current, drawing, visit), "application/pdf", visit.matter
            )
        current.drawn_at = asked_at
        current.save(update_fields=["document", "drawn_at"])
        version = drawing.version
        if version and version.mail_to and drawing.edition == Edition.GUEST:
            outbox.ask("mail_programme", f"mail_programme:{version.pk}", version.pk)

    return keep


def draw_proposal(entry: OutboxEntry) -> outbox.Keep:
    """Outbox: draw what the guest is to say yes to, as it stood when it was asked for; then it is mailed."""
    rows = ProgrammeProposal.objects.select_related("visit__matter__body", "visit__matter__responsible")
    proposal = rows.get(pk=entry.subject or 0)
    visit = proposal.visit
    lang = language_of(visit, Edition.GUEST)
    content = as_pdf(paper_of(visit, proposal.content, Edition.GUEST, 0, proposal.asked_at, lang))

    @transaction.atomic
    def keep() -> None:
        current = ProgrammeProposal.objects.select_for_update().get(pk=proposal.pk)
        if current.document_id:
            return
        name = (
            f"{visit.matter.number}-program-forslag-{timezone.localdate(proposal.asked_at).isoformat()}.pdf"
        )
        current.document = documents.store(content, name, "application/pdf", visit.matter)
        current.save(update_fields=["document"])
        outbox.ask("mail_proposal", current.mail_key, current.pk)

    return keep


def _paper(drawing: ProgrammePrint, visit: Visit) -> Paper:
    lang = language_of(visit, drawing.edition)
    if version := drawing.version:
        return paper_of(visit, version.content, drawing.edition, version.number, version.confirmed_at, lang)
    slots = visit.slots.select_related("host")
    content = content_of(Programme.objects.filter(visit=visit).first(), slots)
    return paper_of(visit, content, drawing.edition, 0, drawing.asked_at, lang)


def _name(current: ProgrammePrint, drawing: ProgrammePrint, visit: Visit) -> str:
    state = f"version-{drawing.version.number}" if drawing.version else "utkast"
    return f"{visit.matter.number}-program-{slugify(current.edition)}-{state}.pdf"


def as_pdf(paper: Paper) -> bytes:
    return pdf.render(html(paper), SHEETS, paper.lang, f"{paper.kind}: {paper.title}")


def html(paper: Paper) -> str:
    with override(paper.lang):
        return render_to_string(
            "print/programme.html",
            {
                "paper": paper,
                "lang": paper.lang,
                "title": f"{paper.kind}: {paper.title}",
                "running_title": paper.title,
                "reference": paper.reference,
            },
        )
