"""Write a letter to the guest, and change the wording the letters begin from."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import access, matters, outbox
from governance.errors import StaleVersion, WrongState
from governance.models import Person
from visits import letters, rules
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
    matter = matters.lock(letter.visit.matter_id)
    if not access.may_edit(by, matter):
        raise rules.not_an_editor(matter)
    request = OpenRequest.objects.filter(visit=matter.pk).first()
    if request is None:
        raise WrongState(_("The request did not come by the open pages: the guest has no page of their own."))
    letter = Letter.objects.select_for_update(of=("self",)).defer("document__content").get(pk=letter.pk)
    if letter.sent_at is not None:
        raise WrongState(_("The letter has been sent already."))
    letter.sent_at = timezone.now()
    letter.save_without_historical_record(update_fields=["sent_at"])
    visit = letter.visit
    visit.matter = matter
    step.record("send_letter", visit, matter, by=by, on=None, note=letter.subject)
    if not matter.is_secret:
        mail.ask(GuestMail.Kind.LETTER, request)
    return letter


@transaction.atomic
def edit_template(
    kind: str, language: str, version: int, *, by: Person, subject: str, text: str
) -> LetterTemplate:
    """Change the city's wording of a kind of letter. The coordinators keep it. Raises StaleVersion, ValueError."""
    if not access.is_coordinator(by):
        raise PermissionDenied(
            _("Only the coordinators at the City Executive Office change the letter templates.")
        )
    letters.check(subject + text)
    template = LetterTemplate.objects.select_for_update().filter(kind=kind, language=language).first()
    current = template.version if template else 0
    if version != current:
        raise StaleVersion(
            _(
                "Somebody else changed the template while you were writing. Your text is still in the form; the"
                " newer wording stands beside it. Save again to replace it."
            ),
            template,
        )
    template = template or LetterTemplate(kind=kind, language=language, version=0)
    template.subject, template.text, template.version = subject, text, current + 1
    template._history_user = by
    template.save()
    return template
