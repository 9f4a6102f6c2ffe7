"""Briefing packs as documents: gathered with the rights of who asked, drawn by the worker."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet
from django.db.models.functions import Upper
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from governance import documents, finding, outbox, pdf, search
from governance.language import Language
from governance.models import Decision, Kind, Matter, OutboxEntry, Person

from . import gists, promises, timelines, trees
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
        title = _("Briefing pack: %(name)s") % {"name": name_in(pack.organisation, language)}
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
            "name": name_in(pack.organisation, language),
            **content_of(pack.organisation, pack.asked_by, with_parts=pack.with_parts),
        },
    )


def name_in(organisation: Organisation, language: str) -> str:
    """The name that is registered in the language, the fullest if there are several; else the one it stands under."""
    if language == "sv":
        return organisation.name
    named = [name.name for name in organisation.names.all() if name.language == language]
    return max(named, key=len, default=organisation.name)


def content_of(organisation: Organisation, person: Person, *, with_parts: bool) -> dict[str, Any]:
    """What the person may know of the partner, as the pages tell it."""
    ids = trees.with_parts(organisation) if with_parts else [organisation.pk]
    names = [name.name for name in organisation.names.all()]
    subject = timelines.all_with(organisation, names, ids)
    if len(ids) > 1:
        subject["with_parts"] = True
    is_place = "places" in subject
    history: list[Any] = timelines.latest(person, subject, MOST_MATTERS)
    linked = {"organisations": ids} if "organisations" in subject else subject
    together: list[Any] = timelines.together(person, linked)
    met = promises.with_partner(person, timelines.meetings_with(organisation, names))
    met += [each for each in promises.with_partner(person, linked) if each not in met]
    _say_the_gist(together, history)
    coming = _coming(matter for matter in history if matter not in together)
    open_to_them = {matter for matter in (*history, *together) if matter.may_open}
    own = (organisation.name, organisation.acronym)
    return {
        "organisation": organisation,
        "others": [name for name in organisation.names.all() if name.name not in own],
        "identifiers": list(organisation.identifiers.all()),
        "tree": trees.around(organisation),
        "posts": _posts({*ids, *_the_same_city(subject)}),
        "together": together,
        "promises": promises.open_in(open_to_them | {matter for matter, _promised in met}),
        "decisions": _decisions(person, subject),
        "coming": coming,
        "history": [matter for matter in timelines.by_day(history) if matter not in coming],
        "is_cut": len(history) == MOST_MATTERS,
        "place_name": organisation.city or organisation.name if is_place else "",
        "besides": _besides(person, organisation) if is_place else [],
        "withheld": timelines.Withheld.of(person, subject),
        "figures": _figures(history, together),
        "examples": import_string(settings.GOOD_EXAMPLES)(organisation.theme),
    }


def _coming(matters: Iterable[Matter]) -> list[Matter]:
    """What is to come, the nearest first, and after it what goes on without a day yet."""
    today = timezone.localdate()
    going = [matter for matter in matters if matter.closed_on is None]
    dated = [matter for matter in going if matter.starts_on and matter.starts_on > today]
    undated = [matter for matter in going if not matter.starts_on]
    return [*timelines.by_day(dated)[::-1], *timelines.by_day(undated)]


def _say_the_gist(together: list[Any], history: list[Any]) -> None:
    """What each matter was about, said once, where its file opens for the person."""
    said = {matter.pk for matter in together}
    told = gists.of(matter for matter in (*together, *history) if matter.may_open)
    for matter in together:
        matter.gist = told.get(matter.pk)
    for matter in history:
        matter.gist = None if matter.pk in said else told.get(matter.pk)


def _the_same_city(subject: dict[str, Any]) -> QuerySet[Any, int]:
    """The partners that are the city of the subject: it may be registered twice. None of another subject."""
    cities = Organisation.objects.annotate(place=Upper("city"))
    cities = cities.filter(kind=Organisation.Kind.CITY, country=subject.get("country", ""))
    return cities.filter(place__in=subject.get("places", ())).values_list("pk", flat=True)


def _posts(organisations: Iterable[int]) -> list[PartnerPost]:
    """Who is there now."""
    current = PartnerPost.objects.filter(organisation__in=organisations).open_on(timezone.localdate())
    rows = current.select_related("person", "organisation")
    return list(
        rows.order_by("organisation__name", F("since").asc(nulls_last=True), "person__name")[:MOST_PERSONS]
    )


def _decisions(person: Person, subject: dict[str, Any]) -> list[Decision]:
    """The latest in matters whose file opens for the person."""
    readable = timelines.of_subject(subject).readable_by(person)
    standing = Decision.objects.standing().filter(matter__in=readable.order_by().values("pk"))
    rows = standing.select_related("matter", "body", "section", "strategy")
    return list(rows.order_by("-decided_on", "-pk")[:MOST_DECISIONS])


def _besides(person: Person, organisation: Organisation) -> list[finding.Found]:
    """What a search for the place finds besides matters: the city's profile, what was observed, what was answered.

    Nothing else: the pack is taken along, and a search finds persons of the city and files besides.
    """
    wanted = search.Words.of(organisation.city or organisation.name)
    return finding.found_for_pack(person, wanted)


def _figures(history: list[Matter], together: list[Matter]) -> list[tuple[str, str]]:
    """What one wants to know before the first cup of coffee: value and what it is."""
    visits = sum(matter.kind == Kind.VISIT for matter in history)
    journeys = sum(matter.kind == Kind.EVENT_ABROAD for matter in history)
    # Of what has no day of its own it is known only when the register came to know of it.
    today = timezone.localdate()
    known = [matter.starts_on for matter in history if matter.starts_on and matter.starts_on <= today]
    days = known or [matter.opened_on for matter in history if not matter.starts_on]
    latest = f"{max(days):%Y-%m-%d}" if days else "–"
    return [
        (
            str(len(together)),
            ngettext(
                "agreement, membership or project in force",
                "agreements, memberships and projects in force",
                len(together),
            ),
        ),
        (str(visits), ngettext("request for a visit", "requests for visits", visits)),
        (
            str(journeys),
            ngettext(
                "journey or conference, made or planned",
                "journeys and conferences, made or planned",
                journeys,
            ),
        ),
        (latest, _("the latest that happened")),
    ]
