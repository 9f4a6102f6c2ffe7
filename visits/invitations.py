"""Invitation letters: number and code, what the letter says, the papers, and their erasure."""

import base64
import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import segno
from django.conf import settings
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from governance import documents, outbox, pdf
from governance.language import Language, country_name
from governance.models import Body, Document, OutboxEntry

from . import programme_paper, wordings
from .letters import in_words, span
from .lifecycle import CANCELLED
from .models import (
    Edition,
    InvitationBasis,
    InvitationEvent,
    InvitationLetter,
    InvitationList,
    InvitationSeries,
    InvitationStatus,
    LetterTemplate,
    ProgrammeVersion,
    TemplateKind,
    Visit,
)
from .open import tokens

SHEETS = ("report.css", "report_invitation.css")
# Without what is read as something else: no 0 and O, no 1, I and L.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
# Twelve of thirty signs are 58.9 bits: nobody guesses one, however long they try (docs/adr/0034 works it out).
CODE_LENGTH, GROUP = 12, 4
NOBODY_KNOWS = hashlib.sha256(secrets.token_bytes(32)).hexdigest()


def next_serials(year: int, count: int) -> range:
    """Draw the year's next numbers. The series has no gaps: the row is locked until commit."""
    InvitationSeries.objects.bulk_create([InvitationSeries(year=year)], ignore_conflicts=True)
    series = InvitationSeries.objects.select_for_update().get(year=year)
    first, series.last = series.last + 1, series.last + count
    series.save(update_fields=["last"])
    return range(first, series.last + 1)


def give_code(letter: InvitationLetter) -> None:
    """A code for a letter that has its number. The row keeps its hash, and the seal until the letter is drawn."""
    letter.seal = tokens.new_key()
    letter.code_hash = hashed_code(letter.number, _code(letter.seal))


def code_of(letter: InvitationLetter) -> str:
    """The code of a letter that is not drawn yet, also when the installation's secret has changed since."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        code = _code(letter.seal, secret)
        if constant_time_compare(hashed_code(letter.number, code), letter.code_hash):
            return code
    raise LookupError("the secret the code was made by is gone: revoke the letter and issue a new one")


def _code(seal: str, secret: str | None = None) -> str:
    number = int.from_bytes(base64.urlsafe_b64decode(tokens.token("invitation code", seal, secret) + "="))
    signs = []
    for _place in range(CODE_LENGTH):
        number, place = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[place])
    return "".join(signs)


def hashed_code(number: str, code: str) -> str:
    """What the row keeps: a code says nothing without its number."""
    return tokens.hashed(f"{number}:{code}")


def in_groups(code: str) -> str:
    """ABCD-EFGH-JKMN, as the letter has it."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def checked(number: str, code: str) -> InvitationLetter | None:
    """The issued letter with this number and code; None for a wrong number and a wrong code alike."""
    number, code = _plain(number), "".join(each for each in code.upper() if each in ALPHABET)
    prefix, _dash, rest = number.partition("-")
    year, _dash, serial = rest.partition("-")
    found = None
    if prefix == "INV" and year.isdecimal() and serial.isdecimal() and len(year) == 4 and len(serial) < 9:
        rows = InvitationLetter.objects.select_related("body", "visit__matter").defer("content")
        found = rows.filter(year=int(year), serial=int(serial)).first()
    # One hash and one comparison whether there is such a number or not.
    kept = found.code_hash if found else NOBODY_KNOWS
    right = constant_time_compare(hashed_code(found.number if found else number, code), kept)
    return found if right else None


def _plain(number: str) -> str:
    return "".join(number.upper().split())[:40].replace("–", "-")


def initials(name: str) -> str:
    """W. M.: enough to see that a letter is of whom it says, and no more."""
    return " ".join(f"{part[0]}." for part in name.replace("-", " ").split())


def payment(visit: Visit, basis: InvitationBasis | None, language: str) -> str:
    """Who pays: the delegation, unless it is written down what the city pays and by which decision."""
    if basis is not None and basis.city_pays.strip():
        pays = basis.city_pays.strip()
        told = {"what": pays if pays.endswith(".") else f"{pays}.", "decided_by": basis.decided_by}
        return " ".join(
            (
                wordings.fill(wordings.clause("city_pays", language), told),
                wordings.clause("no_further_responsibility", language),
            )
        )
    who = "other_pays" if visit.payer == Visit.Payer.OTHER else "guest_pays"
    return " ".join(wordings.clause(each, language) for each in (who, "no_responsibility"))


@dataclass(frozen=True)
class Shared:
    """What all letters of a visit say alike in one language: read once, for one letter or a hundred."""

    language: str
    values: dict[str, str]
    template: LetterTemplate
    host: str
    sender: dict[str, Any]
    programme: list[list[Any]]
    body: str
    organisation: str
    reference: str
    matter: str


def shared(visit: Visit, basis: InvitationBasis | None) -> dict[str, Shared]:
    """By language. A few statements."""
    return {language: _shared(visit, basis, language) for language in ("sv", "en")}


def _shared(visit: Visit, basis: InvitationBasis | None, language: str) -> Shared:
    matter, body = visit.matter, visit.matter.body
    with override(language):
        officer = matter.responsible
        contact = ", ".join(part for part in (officer.name, officer.email) if part) if officer else ""
        values = {
            "organisation": matter.counterpart,
            "host": capfirst(body.in_a_sentence),
            "dates": span(matter.starts_on, matter.ends_on),
            "length": _length(matter.starts_on, matter.ends_on),
            "purpose": (basis.purpose if basis else "").strip() or visit.purpose,
            "contact": contact or settings.PUBLIC_CONTACT,
            "payment": payment(visit, basis, language),
            "no_guarantee": wordings.clause("no_guarantee", language),
        }
        return Shared(
            language,
            values,
            wordings.wording(TemplateKind.INVITATION, language),
            _host(body),
            _sender(body),
            _programme(visit, language),
            body.name,
            matter.counterpart,
            matter.diary_number,
            matter.number,
        )


def seal_of_words(letter: InvitationLetter, alike: Mapping[str, Shared]) -> str:
    """A hash of all that a letter would say in either language, but for its date."""
    said = [written(letter, alike[language], date(2000, 1, 1)) for language in ("sv", "en")]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def written(letter: InvitationLetter, alike: Shared, day: date) -> dict[str, Any]:
    """Everything the letter says, as plain data: it is drawn from this, whatever changes meanwhile. Asks nothing."""
    delegate, signer = letter.delegate, letter.signer
    if delegate is None or signer is None:
        raise AssertionError("a letter is written when it is signed")
    passport = delegate.passport
    values = alike.values | {"name": letter.name}
    with override(alike.language):
        before, _details, after = alike.template.text.partition("{details}")
        employer = ", ".join(part for part in (delegate.title, delegate.organisation) if part)
        return {
            "subject": wordings.fill(alike.template.subject, values),
            "before": wordings.fill(before, values),
            "after": wordings.fill(after, values),
            "rows": [
                [label, value]
                for label, value in (
                    (_("Name as in the passport"), letter.name),
                    (_("Date of birth"), in_words(passport.born_on)),
                    (_("Nationality"), country_name(passport.nationality)),
                    (
                        _("Passport"),
                        _("%(number)s, valid until %(day)s")
                        % {"number": passport.number, "day": in_words(passport.expires_on)},
                    ),
                    (_("Title and employer"), employer or alike.organisation),
                    (_("Visit"), f"{values['dates']} ({values['length']})"),
                    (_("Host"), alike.host),
                    (_("Visa applied for at"), passport.applies_at),
                )
                if value
            ],
            "programme": alike.programme,
            "sender": alike.sender,
            "signer": [signer.name, letter.signer_title, alike.body],
            "reference": alike.reference,
            "matter": alike.matter,
            "date": in_words(day),
        }


def _length(since: date | None, until: date | None) -> str:
    days = (until - since).days + 1 if since and until else 1
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


def _host(body: Body) -> str:
    if body.kind in (Body.Kind.COMPANY, Body.Kind.GROUP_BOARD):
        return str(body.name)
    return ", ".join((str(body.name), _("City of Stockholm")))


def _sender(body: Body) -> dict[str, Any]:
    """The head of the letter. A company writes in its own name, without the city's mark and number."""
    if body.kind in (Body.Kind.COMPANY, Body.Kind.GROUP_BOARD):
        lines = [_("A municipal company, City of Stockholm")]
        return {"name": body.name, "lines": lines, "foot": [str(body.name), *lines], "logo": False}
    return {
        "name": _("City of Stockholm"),
        "lines": [str(body.name)],
        "foot": [
            _("City of Stockholm"),
            settings.CITY_ADDRESS,
            settings.CITY_PHONE,
            settings.PUBLIC_CONTACT,
            _("Registration number %(number)s") % {"number": settings.CITY_ORG_NUMBER},
        ],
        "logo": True,
    }


def _programme(visit: Visit, language: str) -> list[list[Any]]:
    """The confirmed programme as the guests read it, day by day; empty before it is confirmed."""
    version = ProgrammeVersion.objects.filter(visit=visit.pk).first()
    if version is None:
        return []
    paper = programme_paper.paper_of(
        visit, version.content, Edition.GUEST, version.number, version.confirmed_at, _lang(language)
    )
    return [[day, [[row.hours, row.topic, ", ".join(row.where)] for row in rows]] for day, rows in paper.days]


def draw(entry: OutboxEntry) -> outbox.Keep:
    """Outbox: draw one letter as PDF/UA. It belongs to no file of the matter: only who handles the visit opens it."""
    letter = InvitationLetter.objects.select_related("visit__matter").filter(pk=entry.subject or 0).first()
    if letter is None or not letter.content:  # drawn already, or erased meanwhile
        return lambda: None
    drawn = pdf.render(html(letter), SHEETS, _lang(letter.language), letter.content["subject"])

    def keep() -> None:
        current = InvitationLetter.objects.select_for_update().get(pk=letter.pk)
        if not current.content:
            return
        current.document = documents.store(drawn, f"{letter.number}.pdf", "application/pdf", None)
        current.content, current.seal = {}, ""
        current.save(update_fields=["document", "content", "seal"])

    return keep


def html(letter: InvitationLetter) -> str:
    """The page the PDF is drawn from, in the letter's own language."""
    said, code, url = letter.content, code_of(letter), check_url(letter.language)
    with override(letter.language):
        told = _(
            "A QR code that leads to the page where this letter is checked: %(url)s, number %(number)s, code %(code)s"
        ) % {"url": url, "number": letter.number, "code": in_groups(code)}
        context = {
            "lang": letter.language,
            "title": said["subject"],
            "running_title": f"{said['subject']} {letter.number}",
            "said": said,
            "letter": letter,
            "code": in_groups(code),
            "check_url": url,
            "qr": qr_code(filled_in(letter, code), told),
        }
        return render_to_string("print/invitation.html", context)


def check_url(language: str) -> str:
    """Where anybody checks a letter, as it is printed."""
    return f"{settings.BASE_URL}/oppet/{language}/brev/"


def filled_in(letter: InvitationLetter, code: str) -> str:
    """The same with number and code filled in: behind "#", where no server and no log sees them."""
    return f"{check_url(letter.language)}#{letter.number}/{code}"


def qr_code(address: str, told: str) -> SafeString:
    """An address as a picture for a telephone to read, with what it is in words. A crumpled paper is read still."""
    drawn = segno.make(address, error="m", micro=False)
    # The words are escaped by what draws it.
    return SafeString(
        drawn.svg_inline(title=told, border=4, omitsize=True, svgclass="check-qr", lineclass=None)
    )


def to_list(visit: Visit) -> QuerySet[InvitationLetter]:
    """The issued letters of those who come."""
    rows = InvitationLetter.objects.filter(visit=visit.pk, status=InvitationStatus.ISSUED)
    return rows.filter(delegate__isnull=False)


def listed(visit: Visit) -> dict[str, Any]:
    """What the group list says: no passports, only who is invited by which letter."""
    matter = visit.matter
    rows = to_list(visit).select_related("delegate__passport")
    with override("en"):
        return {
            "rows": [_line(letter) for letter in rows],
            "organisation": matter.counterpart,
            "dates": span(matter.starts_on, matter.ends_on),
            "sender": _sender(matter.body),
            "reference": matter.diary_number,
            "matter": matter.number,
            "date": in_words(timezone.localdate()),
        }


def _line(letter: InvitationLetter) -> list[str]:
    delegate = letter.delegate
    if delegate is None:
        raise AssertionError("who does not come is on no list")
    return [
        letter.number,
        letter.name,
        ", ".join(part for part in (delegate.title, delegate.organisation) if part),
        country_name(delegate.passport.nationality) if hasattr(delegate, "passport") else "",
    ]


def draw_list(entry: OutboxEntry) -> outbox.Keep:
    """Outbox: draw one group list as PDF/UA."""
    row = InvitationList.objects.filter(pk=entry.subject or 0).first()
    if row is None or not row.content:
        return lambda: None
    with override("en"):
        title = _("Invited delegation")
        context = {"lang": "en", "title": title, "running_title": title, "said": row.content}
        page = render_to_string("print/invitation_list.html", context | {"check_url": check_url("en")})
    drawn = pdf.render(page, SHEETS, "en", title)

    def keep() -> None:
        current = InvitationList.objects.select_for_update().get(pk=row.pk)
        if not current.content:
            return
        name = f"{row.content['matter']}-invited.pdf"
        current.document, current.content = documents.store(drawn, name, "application/pdf", None), {}
        current.save(update_fields=["document", "content"])

    return keep


def _lang(language: str) -> Language:
    return "en" if language == "en" else "sv"


def lists_naming(visit: int, letters: Iterable[int]) -> QuerySet[InvitationList]:
    """The group lists that name who one of these letters invites: those made while it was issued and not revoked."""
    moments = InvitationEvent.objects.filter(letter__in=list(letters), verb__in=("issue", "revoke"))
    issued: dict[int, dict[str, datetime]] = {}
    for letter, verb, at in moments.values_list("letter", "verb", "at"):
        issued.setdefault(letter, {})[verb] = at
    named = Q(pk__in=[])
    for moment in issued.values():
        here = Q(made_at__gte=moment["issue"])
        named |= here & Q(made_at__lte=moment["revoke"]) if "revoke" in moment else here
    return InvitationList.objects.filter(named, visit=visit, erased_on=None)


def papers_left(visit: int) -> bool:
    """Whether letters or lists of the visit hold what is to be erased."""
    return any(rows.exists() for rows in _papers(visit))


def holds(letter: InvitationLetter) -> bool:
    """Whether an issued letter is in force: the visit comes off, on the days it says, with this delegate."""
    matter = letter.visit.matter
    return (
        letter.status == InvitationStatus.ISSUED
        and letter.delegate_id is not None
        and matter.status not in CANCELLED
        and not letter.is_of_other_days(matter.starts_on, matter.ends_on)
    )


def erase(visit: int, letters: Any = None) -> int:
    """Erase what the papers of a visit say of passports: of how many. The records stay. `letters`: these alone."""
    erased = 0
    for rows in [letters] if letters is not None else _papers(visit):
        # Locked first: what the worker has just drawn goes too, and what it draws afterwards it does not keep.
        found = list(rows.select_for_update(of=("self",)).values_list("pk", "document"))
        rows = rows.model._default_manager.filter(pk__in=[pk for pk, _document in found])
        files = [document for _pk, document in found if document]
        gone: dict[str, Any] = {"document": None, "content": {}, "erased_on": timezone.localdate()}
        if rows.model is InvitationLetter:
            gone["seal"] = ""
        erased += rows.update(**gone)
        Document.objects.filter(pk__in=files).delete()
    return erased


def _papers(visit: int) -> list[Any]:
    """What has been made and not yet erased."""
    return [
        InvitationLetter.objects.filter(visit=visit, issued_on__isnull=False, erased_on=None),
        InvitationList.objects.filter(visit=visit, erased_on=None),
    ]
