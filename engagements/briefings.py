"""Briefing packs as documents: gathered with the rights of who asked, drawn by the worker."""

from typing import Any

from django.conf import settings
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from governance import documents, outbox, pdf
from governance.language import Language
from governance.models import Decision, Matter, OutboxEntry, Person

from . import promises, timelines, trees
from .models import BriefingPack, Organisation, PartnerPost

SHEETS = ("report.css", "briefing.css")
MOST_MATTERS, MOST_DECISIONS, MOST_PERSONS = 40, 10, 30


def draw(entry: OutboxEntry) -> outbox.Keep:
    """Outbox: draw the pack as PDF/UA. Gives the function that keeps it."""
    packs = BriefingPack.objects.select_related("organisation__parent", "asked_by")
    pack = packs.filter(pk=entry.subject or 0).first()
    if pack is None or pack.document_id:  # thrown away meanwhile, or drawn by another worker
        return lambda: None
    language: Language = "en" if pack.language == BriefingPack.Language.ENGLISH else "sv"
    with override(language):
        title = _("Briefing pack: %(name)s") % {"name": pack.organisation.name}
        drawn = pdf.render(html_of(pack, language, title), SHEETS, language, title)

    def keep() -> None:
        name = f"{slugify(title)}-{timezone.localdate(pack.asked_at):%Y-%m-%d}.pdf"
        pack.document = documents.store(drawn, name, "application/pdf", None, pack.asked_by)
        pack.save(update_fields=["document"])

    return keep


def html_of(pack: BriefingPack, language: Language, title: str) -> str:
    """The pages for print, in the language that is active."""
    return render_to_string(
        "print/briefing.html",
        {
            "lang": language,
            "title": title,
            "running_title": title,
            "reference": _("Made for %(name)s from the International Register, %(day)s. Working paper.")
            % {"name": pack.asked_by.name, "day": f"{timezone.localdate():%Y-%m-%d}"},
            "pack": pack,
            **content_of(pack.organisation, pack.asked_by, with_parts=pack.with_parts),
        },
    )


def content_of(organisation: Organisation, person: Person, *, with_parts: bool) -> dict[str, Any]:
    """What the person may know of the partner, as the pages tell it."""
    ids = trees.with_parts(organisation) if with_parts else [organisation.pk]
    subject = (
        {"organisations": ids, "with_parts": True} if len(ids) > 1 else {"organisation": organisation.pk}
    )
    history: list[Any] = timelines.latest(person, subject, MOST_MATTERS)
    together: list[Any] = timelines.together(person, subject)
    names = [name.name for name in organisation.names.all()]
    met = promises.with_partner(person, timelines.meetings_with(organisation, names))
    met += promises.with_partner(person, subject)
    open_to_them = {matter for matter in (*history, *together) if matter.may_open}
    own = (organisation.name, organisation.acronym)
    return {
        "organisation": organisation,
        "others": [name for name in organisation.names.all() if name.name not in own],
        "identifiers": list(organisation.identifiers.all()),
        "tree": trees.around(organisation),
        "posts": _posts(ids),
        "together": together,
        "promises": promises.open_in(open_to_them | {matter for matter, _promised in met}),
        "decisions": _decisions(person, subject),
        "history": history,
        "is_cut": len(history) == MOST_MATTERS,
        "withheld": timelines.Withheld.of(person, subject),
        "figures": _figures(history, together),
        "examples": import_string(settings.GOOD_EXAMPLES)(organisation.theme),
    }


def _posts(organisations: list[int]) -> list[PartnerPost]:
    """Who is there now."""
    current = PartnerPost.objects.filter(organisation__in=organisations).open_on(timezone.localdate())
    rows = current.select_related("person", "organisation")
    return list(
        rows.order_by("organisation__name", F("since").asc(nulls_last=True), "person__name")[:MOST_PERSONS]
    )


def _decisions(person: Person, subject: dict[str, Any]) -> list[Decision]:
    """The latest in matters whose file opens for the person."""
    readable = timelines.of_subject(subject).readable_by(person)
    found = Decision.objects.standing().filter(matter__in=readable.order_by().values("pk"))
    rows = found.select_related("matter", "body", "section", "strategy")
    return list(rows.order_by("-decided_on", "-pk")[:MOST_DECISIONS])


def _figures(history: list[Matter], together: list[Matter]) -> list[tuple[str, str]]:
    """What one wants to know before the first cup of coffee: value and what it is."""
    visits = sum(matter.kind == "visit" for matter in history)
    latest = f"{history[0].opened_on:%Y-%m-%d}" if history else "–"
    return [
        (str(len(together)), _("in force together")),
        (str(visits), _("visit requests")),
        (latest, _("latest matter")),
    ]
