"""The open register: what everybody is told of a matter, from a day on, until it is withdrawn or published anew.

Nothing is open by itself. A coordinator publishes: from a fixed list of facts that the kind allows (`Publishable`,
settings.PUBLISHABLE) the statements are made in both languages, and kept as they were previewed. Names of persons,
notes and documents are on none of these lists. A secrecy marking ends the publication in its own transaction.
"""

import hashlib
import json
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, StrIndex
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from . import access, acting, headings, matters, statuses
from .addresses import address_of
from .authority.book import book
from .errors import StaleVersion, WrongState
from .language import active_language, bilingual, country_name
from .models import Body, Decision, Matter, Meeting, Person, Publication, the_body
from .models.strategy import section_url
from .policy_files import FOLDER
from .prepared import NOTHING, Asked, Asker, rows_of
from .waiting import Waiting

Ending = Publication.Ending
LANGUAGES = ("sv", "en")
# How long the officer's own words may be.
LONGEST_SUMMARY = 600
# What is shown in both languages: {"sv": {...}, "en": {...}}.
Shown = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Rule:
    """Which offices at the Executive Board publish, and what that rests on (policy/publishing.toml)."""

    roles: tuple[str, ...]
    strategy: str
    section: str
    words_sv: str
    words_en: str
    words = bilingual("words")

    @property
    def section_url(self) -> str:
        return section_url(self.strategy, self.section)


@cache
def rule() -> Rule:
    read = tomllib.loads((FOLDER / "publishing.toml").read_text(encoding="utf-8"))
    read["roles"] = tuple(access.Role(role).value for role in read["roles"])
    return Rule(**read)


@dataclass(frozen=True)
class Fact:
    """One thing that may be told: its name in the open data, what it is called, and its value now.

    An amount of kronor and an address keep their sort, so that a page writes them as it writes others; a day is told
    as 2026-11-20.
    """

    key: str
    label: Any
    value: Any

    def told(self) -> dict[str, str]:
        sort, value = "", self.value
        if isinstance(value, date):
            value = value.isoformat()
        elif isinstance(value, Decimal):
            sort, value = "kronor", str(value)
        elif str(value).startswith(("https://", "http://")):
            sort = "link"
        return {"key": self.key, "label": str(self.label), "value": str(value), "sort": sort}


@dataclass(frozen=True)
class Publishable:
    """What of one kind may be published: in which states, and which facts. What is empty is left out.

    `said_as`: states that would tell what no body has decided yet, each with the one that is told instead.
    """

    kind: str
    states: tuple[str, ...]
    facts: Callable[[Matter], Iterable[Fact]]
    said_as: Mapping[str, str] = field(default_factory=dict)


@cache
def kinds() -> Mapping[str, Publishable]:
    """By kind, as the features have said it (settings.PUBLISHABLE)."""
    return {each.kind: each for path in settings.PUBLISHABLE for each in import_string(path)}


def may_publish(person: Person) -> bool:
    return access.has_role(person, *rule().roles)


def require_may(person: Person) -> None:
    """Raise PermissionDenied, saying by which rule and who may."""
    if may_publish(person):
        return
    held: set[Person] = set()
    for role in rule().roles:
        held |= set(access.holders(role))
    names = ", ".join(sorted(each.name for each in held))
    today = _("Today: %(names)s.") % {"names": names} if names else _("Nobody is appointed today.")
    refused = _("Only a coordinator at the City Executive Office publishes in the open register.")
    raise PermissionDenied(f"{refused} {rule().words} {today}")


def fits(matter: Matter) -> bool:
    """Whether the matter stands where it may be published."""
    allowed = kinds().get(matter.kind)
    return allowed is not None and matter.status in allowed.states and not matter.is_secret


def why_not(matter: Matter) -> str:
    """Why the matter is not published, in a sentence; empty for one that can be."""
    if matter.is_secret:
        return _("%(number)s is secrecy marked. It cannot be published.") % {"number": matter.number}
    allowed = kinds().get(matter.kind)
    if allowed is None:
        return _("Matters of this kind are not published in the open register.")
    if matter.status not in allowed.states:
        told = _("%(number)s is “%(status)s”. It can be published when it has been decided and applies.")
        return told % {"number": matter.number, "status": matter.status_label}
    return ""


# --- What is said


def in_both(said: Callable[[], dict[str, Any]]) -> Shown:
    """What a function says in each of the languages."""
    shown = {}
    for language in LANGUAGES:
        with override(language):
            shown[language] = said()
    return shown


def of_matter(matter: Matter) -> Shown:
    """Every statement on the matter as it stands now, without the officer's own words."""
    allowed = kinds()[matter.kind]
    decisions = list(matter.decisions.standing().select_related("body").order_by("decided_on", "pk"))

    def said() -> dict[str, Any]:
        heading = matter.heading
        facts = [*_first(matter), *allowed.facts(matter), *_last(matter)]
        return {
            "number": matter.number,
            "kind": capfirst(matter.kind_label),
            "heading": heading,
            "lang": "sv"
            if active_language() == "en" and headings.is_swedish(matter.kind, heading, matter.title)
            else "",
            "status": capfirst(
                statuses.label(matter.kind, allowed.said_as.get(matter.status, matter.status))
            ),
            "summary": "",
            "facts": [fact.told() for fact in facts if fact.value not in (None, "")],
            "decisions": [_decided(row) for row in decisions],
        }

    return in_both(said)


def _first(matter: Matter) -> Iterator[Fact]:
    yield Fact("counterpart", _("Counterpart"), matter.counterpart)
    yield Fact("city", _("City"), matter.city)
    yield Fact("country", _("Country"), country_name(str(matter.country)) if matter.country else "")


def _last(matter: Matter) -> Iterator[Fact]:
    directions = named_directions(matter)
    yield Fact("directions", _("Directions of the strategy"), "; ".join(directions))
    yield Fact("owner", _("Responsible body"), matter.body.name)
    yield Fact("diary_number", _("Diary number"), matter.diary_number)


def named_directions(matter: Matter) -> list[str]:
    """The directions that it supports, as the strategy that it was opened under names them."""
    named, place = book().table_of(matter.strategy_id).directions, 1 if active_language() == "en" else 0
    return [named[key][place] if key in named else key for key in matter.directions]


def _decided(decision: Decision) -> dict[str, str]:
    """Which body, when and what. Who the delegate was is a name of a person, and not told."""
    return {
        "body": decision.body_then,
        "day": decision.decided_on.isoformat(),
        "paragraph": decision.paragraph,
        "outcome": decision.outcome_label,
        "form": decision.form_label if decision.form == Decision.Form.DELEGATED else "",
    }


def digest(shown: Shown, latest: Publication | None = None) -> str:
    """What tells one preview from another: what would be said, and the latest that was published of it before."""
    before = [latest.pk, str(latest.ended_at or "")] if latest else []
    text = json.dumps([shown, before], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def with_words(shown: Shown, summary_sv: str, summary_en: str) -> Shown:
    """The statements with the officer's own words to them."""
    own = {"sv": summary_sv.strip(), "en": summary_en.strip()}
    return {language: {**said, "summary": own[language]} for language, said in shown.items()}


def lines(said: Mapping[str, Any]) -> dict[str, str]:
    """Each statement by what it is of, as two versions are compared; of two of the same the second says so."""
    found: dict[str, str] = {}
    for label, text in _statements(said):
        times = 1
        name = label
        while name in found:
            times += 1
            name = f"{label} ({times})"
        found[name] = text
    return found


def _statements(said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield str(_("Heading")), said["heading"]
    yield str(_("Status")), said["status"]
    for fact in said["facts"]:
        yield fact["label"], fact["value"]
    for each in said.get("decisions", ()):
        of = f"{each['body']} {each['day']} § {each['paragraph']}".removesuffix(" § ")
        yield of, ", ".join(filter(None, (each["outcome"], each["form"])))
    for each in said.get("handled", ()):
        told = (each["heading"], each["outcome"], each["decided"])
        yield f"§ {each['paragraph']}", " – ".join(filter(None, told))


@dataclass(frozen=True)
class Difference:
    """One statement that is another now."""

    label: str
    then: str
    now: str


def differences(publication: Publication, now: Shown) -> list[Difference]:
    """What everybody reads and what the register says now, statement by statement, in the reader's language."""
    then, new = lines(publication.said), lines(now[active_language()])
    return [
        Difference(label, then.get(label, ""), new.get(label, ""))
        for label in dict.fromkeys([*then, *new])
        if then.get(label) != new.get(label)
    ]


# --- Verbs


@transaction.atomic
def publish(
    matter: Matter, *, by: Person, seen: str, summary_sv: str = "", summary_en: str = ""
) -> Publication:
    """Show everybody what was previewed, from now on. `seen`: the digest of that, without the officer's own words, and
    of what it came in place of.

    What stood there is replaced, and kept. Raises PermissionDenied, WrongState, StaleVersion.
    """
    require_may(by)
    matter = matters.lock(matter)
    if refused := why_not(matter):
        raise WrongState(refused)
    shown = of_matter(matter)
    require_seen(shown, seen, matter)
    decided = matter.decisions.standing().values_list("decided_on", flat=True)
    first = matter.starts_on or min(decided, default=None)
    return write(
        with_words(shown, summary_sv, summary_en),
        [matter],
        by=by,
        matter=matter,
        kind=matter.kind,
        body=matter.body,
        country=str(matter.country or ""),
        year=(first or matter.opened_on).year,
        of_version=matter.version,
        is_invented=matter.is_invented,
    )


def publish_as_it_stands(matter: Matter, *, by: Person, seen: str) -> Publication:
    """Publish what was previewed with the words that stand there since before, if any."""
    former = standing_of(matter)
    words = (
        {f"summary_{language}": former.shown[language]["summary"] for language in LANGUAGES} if former else {}
    )
    return publish(matter, by=by, seen=seen, **words)


def with_former_words(matter: Matter, shown: Shown) -> Shown:
    """What `publish_as_it_stands` will show."""
    former = standing_of(matter)
    if former is None:
        return shown
    return with_words(shown, *(former.shown[language]["summary"] for language in LANGUAGES))


def require_seen(shown: Shown, seen: str, current: Matter | Meeting) -> None:
    """Raise StaleVersion where the register says something else than was previewed, or another has published or
    withdrawn meanwhile."""
    latest = latest_of(current, locked=True)
    if digest(shown, latest) != seen:
        told = _(
            "The register has changed since you looked. Read what would be shown now, and publish again."
        )
        raise StaleVersion(told, current)


def write(shown: Shown, named: Iterable[Matter], *, by: Person, **columns: Any) -> Publication:
    """A new row for a thing that is locked. One that would say the same as what stands there is noted on that."""
    thing = {name: columns[name] for name in ("matter", "meeting") if name in columns}
    former = Publication.objects.standing().select_for_update(of=("self",)).filter(**thing).first()
    if former is not None and former.shown == shown:
        former.of_version, former.checked_at = columns["of_version"], timezone.now()
        former.save(update_fields=["of_version", "checked_at"])
        return former
    if former is not None:
        _end(former, by, Ending.REPLACED)
    written = Publication.objects.create(
        shown=shown,
        heading=shown["sv"]["heading"],
        words=_words(shown),
        published_at=timezone.now(),
        published_by=by,
        **columns,
    )
    written.names.set(named)
    _note(written, by)
    return written


def _words(shown: Shown) -> str:
    """Everything that one can look for, each word in both languages."""
    found = []
    for said in shown.values():
        found += [said.get("number", ""), said["kind"], said["heading"], said["summary"]]
        found += [fact["value"] for fact in said["facts"]]
        found += [each["body"] for each in said.get("decisions", ())]
        found += [each["heading"] for each in said.get("handled", ())]
    return "\n".join(dict.fromkeys(text for text in found if text))


@transaction.atomic
def withdraw(publication: Publication, *, by: Person, reason: str) -> Publication:
    """Show it to nobody any more. Raises PermissionDenied, ValidationError, WrongState."""
    require_may(by)
    current = Publication.objects.select_for_update(of=("self",)).get(pk=publication.pk)
    if current.ended_at is not None:
        raise WrongState(_("This is not shown in the open register any more."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    _end(current, by, Ending.WITHDRAWN, reason.strip())
    _note(current, by)
    return current


def _end(publication: Publication, by: Person, ending: str, reason: str = "") -> None:
    publication.ended_at, publication.ended_by = timezone.now(), by
    publication.ending, publication.reason = ending, reason
    publication.save(update_fields=["ended_at", "ended_by", "ending", "reason"])


def _note(publication: Publication, by: Person) -> None:
    acting.note(publication, by, {the_body(Body.Kind.EXECUTIVE_BOARD, timezone.localdate()).pk}, access.EDIT)


def end_for_secrecy(matter: Matter, *, by: Person) -> int:
    """Take away at once whatever names a locked matter that is marked secret just now: how many."""
    named = Publication.objects.standing().filter(names=matter).values("pk")
    # Asked once more of the row itself: one that is being withdrawn just now keeps how it ended.
    return Publication.objects.filter(pk__in=named, ended_at__isnull=True).update(
        ended_at=timezone.now(), ended_by=by, ending=Ending.SECRET
    )


# --- What could be published, and what has changed since


def unpublished() -> QuerySet[Matter]:
    """What stands where it may be published, and is not."""
    there = Publication.objects.standing().filter(matter=OuterRef("pk"))
    return publishable().filter(~Exists(there))


def publishable() -> QuerySet[Matter]:
    stands = Q(pk__in=())
    for each in kinds().values():
        stands |= Q(kind=each.kind, status__in=each.states)
    return Matter.objects.filter(stands, secrecy_ground="")


def touched() -> QuerySet[Publication]:
    """What everybody reads of something that the register has changed since, be it in what is shown or not.

    A decision that was corrected is no other version of what it was about; nor is a matter that is called something
    else one of the meeting that handled it.
    """
    rows = Publication.objects.open()
    of_notes = Q(meeting__isnull=False)
    changed = Q(matter__isnull=False) & ~Q(matter__version=F("of_version"))
    named = Publication.names.through._default_manager.filter(publication=OuterRef("pk"))
    since = Coalesce(OuterRef("checked_at"), OuterRef("published_at"))
    corrected = named.filter(
        matter__decisions__supersedes__isnull=False, matter__decisions__recorded_at__gt=since
    )
    renamed = named.filter(Exact(StrIndex(OuterRef("words"), F("matter__title")), 0))
    changed |= of_notes & (~Q(meeting__version=F("of_version")) | Q(Exists(renamed)))
    return rows.filter(changed | Q(Exists(corrected)))


def of_person(person: Any) -> list[Waiting]:
    """On the start page of who publishes: how much of what everybody reads has been changed since."""
    if not may_publish(person):
        return []
    (row,) = rows_of(_touched, person, NOTHING) or (None,)
    if row is None:
        return []
    why = _("What everybody reads is as it was. Look whether it should be published anew.")
    return [
        Waiting(
            _("The register has changed since it was published"), f"{reverse('publishing')}?vad=changed", why
        )
    ]


def _touched(_asker: Asker, _asked: Asked) -> QuerySet[Publication]:
    return touched().only("pk").order_by("pk")[:1]


def page_of(publication: Publication) -> str:
    """Where a coordinator publishes and withdraws it."""
    if publication.matter is not None:
        return address_of("publish_matter", publication.matter.number)
    return reverse("publish_notes", args=[publication.meeting_id])


def open_address(publication: Publication, language: str = "") -> str:
    """Where everybody reads it."""
    language = language or active_language()
    if publication.matter is not None:
        return reverse("open_register:matter", args=[language, publication.matter.number])
    return reverse("open_register:notes", args=[language, publication.meeting_id])


def standing_of(thing: Matter | Meeting) -> Publication | None:
    """What everybody reads of it now."""
    return thing.publications.open().select_related("published_by").first()


def latest_of(thing: Matter | Meeting, *, locked: bool = False) -> Publication | None:
    """What was published of it last, whether it stands or has ended."""
    rows: QuerySet[Publication] = thing.publications.order_by("-pk")
    return (rows.select_for_update(of=("self",)) if locked else rows).first()
