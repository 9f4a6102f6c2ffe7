"""Write a letter to the guest, and change the wording the letters begin from."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import access, matters, outbox
from governance.errors import StaleVersion, WrongState
from governance.models import Matter, Person
from visits import letters, rules, wordings
from visits.models import GuestMail, Letter, LetterTemplate, OpenRequest, Visit
from visits.open import mail

from . import step


@transaction.atomic
def write_letter(
    visit: Visit,
    *,
    by: Person,
    kind: str,
    language: str,
    subject: str,
    text: str,
    on: date | None = None,
) -> Letter:
    """Keep a letter in its final words and ask the worker to draw it as PDF. It is not sent: the officer does."""
    matter = matters.lock(visit.matter_id)
    access.require(by, access.EDIT, matter.body)
    if not access.may_edit(by, matter):
        raise rules.not_an_editor(matter)
    letter = Letter(
        visit=visit,
        kind=kind,
        language=language,
        subject=subject,
        text=text,
        written_by=by,
        title=letters.title_of(by, matter.body, language),
        sender=matter.body.name_en if language == "en" else matter.body.name_sv,
        written_on=on or timezone.localdate(),
    )
    letter._history_user = by
    letter.save()
    visit.matter = matter
    step.record("write_letter", visit, matter, by=by, on=on, note=subject)
    outbox.ask("draw_letter", letter.outbox_key, letter.pk)
    return letter


@transaction.atomic
def send_letter(letter: Letter, *, by: Person) -> Letter:
    """Put a letter on the guest's own page and mail the guest that it is there. Only of what came by the open pages."""
    matter, letter = _unsent(letter, by)
    request = OpenRequest.objects.filter(visit=matter.pk).first()
    if request is None:
        raise WrongState(_("The request did not come by the open pages: the guest has no page of their own."))
    if letter.document_id is None:
        raise WrongState(letters.NOT_DRAWN)
    letter.sent_at = timezone.now()
    _sent("send_letter", letter, matter, by, letter.subject)
    if not matter.is_secret:
        mail.ask(GuestMail.Kind.LETTER, request)
    return letter


@transaction.atomic
def mail_letter(letter: Letter, *, by: Person) -> Letter:
    """Send a letter to the contact person by e-mail, with its PDF. Of a secret visit nothing leaves the house."""
    matter, letter = _unsent(letter, by)
    if matter.is_secret:
        raise WrongState(_("By you: of a secret visit the register sends nothing."))
    if not letter.visit.contact_email:
        raise WrongState(_("By you: the visit has no e-mail address."))
    if letter.document_id is None:
        raise WrongState(letters.NOT_DRAWN)
    letter.mail_to = letter.visit.contact_email
    _sent("mail_letter", letter, matter, by, f"{letter.subject}, {letter.mail_to}")
    outbox.ask("mail_letter", letter.mail_key, letter.pk)
    return letter


@transaction.atomic
def note_letter_sent(letter: Letter, *, by: Person, sent_on: date) -> Letter:
    """Note that somebody sent the letter by other means, and the day. Raises ValidationError for a day it cannot be."""
    matter, letter = _unsent(letter, by, or_failed=True)
    letter.mail_to = ""
    if not letter.written_on <= sent_on <= timezone.localdate():
        raise ValidationError(
            {"sent_on": _("The day is no earlier than that of the letter, and no later than today.")}
        )
    letter.sent_on = sent_on
    _sent("note_letter_sent", letter, matter, by, f"{letter.subject}, {sent_on.isoformat()}")
    return letter


def _unsent(letter: Letter, by: Person, *, or_failed: bool = False) -> tuple[Matter, Letter]:
    """The card and the letter, locked, where the person may send it and nobody has; or its mail failed for good."""
    matter = matters.lock(letter.visit.matter_id)
    if not access.may_edit(by, matter):
        raise rules.not_an_editor(matter)
    rows = Letter.objects.select_related("visit").select_for_update(of=("self",))
    current = rows.defer("document__content").get(pk=letter.pk)
    if current.is_sent and not (or_failed and letters.mail_failed(current)):
        raise WrongState(_("The letter has been sent already."))
    current.visit.matter = matter
    return matter, current


def _sent(verb: str, letter: Letter, matter: Matter, by: Person, note: str) -> None:
    letter.save_without_historical_record(update_fields=["sent_at", "mail_to", "sent_on"])
    step.record(verb, letter.visit, matter, by=by, on=None, note=note)


@transaction.atomic
def edit_template(
    kind: str, language: str, version: int, *, by: Person, subject: str, text: str
) -> LetterTemplate:
    """Change the city's wording of a letter or mail. The coordinators keep it. Raises StaleVersion, ValueError."""
    _require_keeper(by)
    wordings.check_subject(kind, subject)
    wordings.check_text(kind, text)
    template = _locked_template(kind, language, version)
    template.subject, template.text, template.is_default = subject, text, False
    return _save_template(template, by)


@transaction.atomic
def reset_template(kind: str, language: str, version: int, *, by: Person) -> LetterTemplate:
    """Go back to the wording the product came with, also when that changes. The city's own stays among the earlier."""
    _require_keeper(by)
    template = _locked_template(kind, language, version)
    delivered = wordings.bundled()[kind][language]
    template.subject, template.text, template.is_default = delivered["subject"], delivered["text"], True
    return _save_template(template, by)


def _require_keeper(by: Person) -> None:
    if not access.is_coordinator(by):
        raise PermissionDenied(
            _("Only the coordinators at the City Executive Office change the letter templates.")
        )


def _locked_template(kind: str, language: str, version: int) -> LetterTemplate:
    template = LetterTemplate.objects.select_for_update().filter(kind=kind, language=language).first()
    if version != (template.version if template else 0):
        raise StaleVersion(
            _(
                "Somebody else changed the template while you were writing. Your text is still in the form; the"
                " newer wording stands beside it. Save again to replace it."
            ),
            template,
        )
    return template or LetterTemplate(kind=kind, language=language, version=0)


def _save_template(template: LetterTemplate, by: Person) -> LetterTemplate:
    template.version += 1
    template._history_user = by
    template.save()
    return template
