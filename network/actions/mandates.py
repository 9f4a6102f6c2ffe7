"""The mandate of a contact person: stated by the head, accepted by the person, told again when it changes."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import access, acting, notices
from governance.errors import StaleVersion, WrongState
from governance.models import Appointment, Office, Person
from network import directory
from network.models import Mandate

from .writing import save


@transaction.atomic
def state(
    mandate: Mandate,
    version: int,
    *,
    by: Person,
    kind: str,
    extent: str = "",
    substitute: Person | None = None,
) -> Mandate:
    """The head says what the mandate comprises and who the substitute is. What is changed is accepted anew."""
    current = _lock(mandate, version)
    access.require(by, access.APPOINT, current.appointment.office.body)
    asks = (kind, extent) != (current.kind, current.extent)
    current.kind, current.extent, current.substitute = kind, extent, substitute
    if asks:
        current.accepted_at = None
    _write(current, by)
    if asks:
        _ask_to_accept(current)
    return current


@transaction.atomic
def accept(mandate: Mandate, *, by: Person, version: int | None = None) -> Mandate:
    """The appointed person takes it on, as it is stated in the version that was read. Raises WrongState."""
    if mandate.appointment.person_id != by.pk:
        raise PermissionDenied(_("Only the person who is appointed can accept the appointment."))
    current = _lock(mandate, version)
    if current.accepted_at is not None:
        raise WrongState(_("The appointment is accepted already."))
    current.accepted_at = timezone.now()
    return _write(current, by)


@transaction.atomic
def know(mandate: Mandate, version: int, *, by: Person, themes: Iterable[str]) -> Mandate:
    """The person says which themes questions and messages may be sent of. Asks for no new acceptance."""
    if mandate.appointment.person_id != by.pk:
        raise PermissionDenied(_("Only the contact person says which themes he or she knows."))
    current = _lock(mandate, version)
    current.themes = sorted(set(themes))
    return _write(current, by)


def of(appointment: Appointment) -> Mandate:
    """The mandate of an appointment; one that nobody has said anything of has version 0."""
    return Mandate.objects.filter(pk=appointment.pk).first() or Mandate(appointment=appointment, version=0)


def _lock(mandate: Mandate, version: int | None) -> Mandate:
    """As it stands, behind the lock of its appointment: the first to write a mandate makes its row."""
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("office__body", "person")
    appointment = rows.get(pk=mandate.appointment_id)
    current = of(appointment)
    current.appointment = appointment
    if version is not None and current.version != version:
        raise StaleVersion(_("Somebody else changed the mandate while you were writing."), current)
    if appointment.until and appointment.until < timezone.localdate():
        raise WrongState(_("The appointment has ended."))
    return current


def _write(mandate: Mandate, by: Person) -> Mandate:
    mandate.version += 1
    save(mandate, by=by)
    return mandate


def _ask_to_accept(mandate: Mandate) -> None:
    body = mandate.appointment.office.body
    notices.notify(
        [mandate.appointment.person],
        matter=None,
        key=f"mandate:{mandate.pk}:{mandate.version}",
        subject_sv=f"Ta ställning till ditt mandat som kontaktperson för {body.in_a_sentence_sv}",
        subject_en=f"Consider your mandate as contact person of {body.in_a_sentence_en}",
        path=reverse("network:mandate", args=[mandate.pk]),
    )


def tell_vacancies(today: date | None = None) -> int:
    """Tell the head of each body that must have a contact person and has none; without a head, the coordinators.

    Told once a month as long as it lasts. Returns how many bodies there are.
    """
    today = today or timezone.localdate()
    vacant = directory.vacant(today)
    for body in vacant:
        heads = access.holders(Office.Role.HEAD, body, today)
        notices.notify(
            heads or access.holders(Office.Role.COORDINATOR, day=today),
            matter=None,
            key=f"vacant:{body.pk}:{today:%Y-%m}",
            subject_sv=f"Internationell kontaktperson saknas: {body.name_sv}. Chefen utser en",
            subject_en=f"International contact person missing: {body.name_en}. The head appoints one",
            path=reverse("appoint_contact" if heads else "body", args=[body.slug]),
            sent_to=acting.SentTo((Office.Role.HEAD,), body.pk)
            if heads
            else acting.SentTo((Office.Role.COORDINATOR,)),
        )
    return len(vacant)
