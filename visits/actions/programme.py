"""The programme of a visit that is to come: build it slot by slot, let a clash stand, confirm it, tell those concerned.

Every change is one version more of the visit's card, so that two who write at once find each other out.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import access, casework, documents, matters, notices, outbox
from governance.errors import WrongState
from governance.models import Matter, Person
from governance.moves import require_status
from visits import clashes, programme_changes, programme_lacks, rules
from visits.lifecycle import ACCEPTED, COMING
from visits.models import Edition, Programme, ProgrammePrint, ProgrammeProposal, ProgrammeVersion, Slot, Visit
from visits.programme_changes import Difference
from visits.programmes import at_minute, in_minutes

from . import step, visiting


@transaction.atomic
def add_slot(visit: Visit, *, by: Person, **values: Any) -> Slot:
    """One slot more. Raises PermissionDenied, WrongState, ValidationError by field."""
    matter, visit = _lock(visit, by)
    slot = Slot(visit=visit, **values)
    _keep(slot, matter, by)
    if matter.status in ACCEPTED and matter.starts_on and matter.ends_on:
        # The days of the yes hold: whoever begins the programme need not say them once more.
        visiting.plan(
            visit, by=by, since=matter.starts_on, until=matter.ends_on, hosts=visit.hosts, place=visit.place
        )
    return slot


@transaction.atomic
def edit_slot(slot: Slot, *, by: Person, version: int | None = None, **values: Any) -> Slot:
    """Change a slot. What was let stand of it is asked about anew where it has become another clash."""
    matter, _visit = _lock(slot.visit, by, version)
    slot = _current(slot)
    for name, value in values.items():
        setattr(slot, name, value)
    _keep(slot, matter, by)
    return slot


@transaction.atomic
def remove_slot(slot: Slot, *, by: Person, version: int | None = None) -> None:
    """Take a slot away; what it said stays in the history."""
    matter, visit = _lock(slot.visit, by, version)
    slot = _current(slot)
    slot._history_user = by
    slot.delete()
    _settle(visit, matter, by)


@transaction.atomic
def move_slot(slot: Slot, *, by: Person, up: bool, version: int | None = None) -> None:
    """Let a slot change places with the one before it on its day, or after it. Both keep their length, and the time
    between them stays."""
    matter, visit = _lock(slot.visit, by, version)
    of_day = list(Slot.objects.filter(visit=visit, day=slot.day).select_related("host"))
    place = next((n for n, each in enumerate(of_day) if each.pk == slot.pk), None)
    other = None if place is None else place - 1 if up else place + 1
    if place is None or other is None or not 0 <= other < len(of_day):
        raise WrongState(_("There is no slot to change places with on that day."))
    first, second = of_day[min(place, other)], of_day[max(place, other)]
    begins = in_minutes(first.starts_at)
    ends = max(in_minutes(first.ends_at), in_minutes(second.ends_at))
    lengths = first.minutes, second.minutes
    second.starts_at, second.ends_at = at_minute(begins), at_minute(begins + lengths[1])
    first.starts_at, first.ends_at = at_minute(ends - lengths[0]), at_minute(ends)
    if (second.starts_at, second.ends_at, second.pk) > (first.starts_at, first.ends_at, first.pk):
        raise WrongState(_("The two are at the same time. Change their times instead."))
    for each in (first, second):
        casework.save(each, by=by)
    _settle(visit, matter, by)


@transaction.atomic
def accept_clashes(slot: Slot, *, by: Person, because: str, version: int | None = None) -> Slot:
    """Let what clashes at a slot stand, for a reason. Raises ValidationError, WrongState where nothing clashes."""
    matter, visit = _lock(slot.visit, by, version)
    slots = list(Slot.objects.filter(visit=visit).select_related("host"))
    slot = next((each for each in slots if each.pk == slot.pk), None) or _current(slot)
    found = clashes.of_programme(slots, matter, by)[slot.pk]
    if not found:
        raise WrongState(_("Nothing clashes with this slot any more."))
    if not because.strip():
        raise ValidationError({"because": _("Say why the clash may stand.")})
    slot.accepted, slot.accepted_because = [clash.key for clash in found], because.strip()
    casework.save(slot, by=by)
    matters.change(matter, by=by)
    return slot


@transaction.atomic
def describe_delegation(
    visit: Visit, *, by: Person, delegation: str, version: int | None = None
) -> Programme:
    """Who comes: names, titles, a few words on each; read by the hosts and at the door."""
    matter, visit = _lock(visit, by, version)
    programme = _programme(visit)
    programme.delegation = delegation
    casework.save(programme, by=by)
    _settle(visit, matter, by)
    return programme


@transaction.atomic
def propose_to_guest(visit: Visit, *, by: Person, version: int | None = None) -> ProgrammeProposal:
    """Mail the programme as it stands to the guest, to say yes to. Of a secret visit nothing leaves the house."""
    matter, visit = _lock(visit, by, version)
    if matter.is_secret:
        raise WrongState(_("By you: of a secret visit the register sends nothing."))
    if not visit.contact_email:
        raise WrongState(_("By you: the visit has no e-mail address."))
    slots = list(Slot.objects.filter(visit=visit).select_related("host"))
    if not slots:
        raise WrongState(_("There is no slot to print yet."))
    proposal = ProgrammeProposal.objects.create(
        visit=visit,
        content=programme_changes.content_of(_programme(visit), slots),
        asked_by=by,
        asked_at=timezone.now(),
        mail_to=visit.contact_email,
    )
    # Whoever sends it once more by mistake meets that it has been sent.
    matters.change(matter, by=by)
    step.record("propose_programme", visit, matter, by=by, on=None, note=proposal.mail_to)
    outbox.ask("draw_proposal", f"draw_proposal:{proposal.pk}", proposal.pk)
    return proposal


@transaction.atomic
def note_told(version: ProgrammeVersion, *, by: Person, who: str, told_on: date) -> ProgrammeVersion:
    """Note that somebody who had to be told of a version has been, and the day."""
    matter, visit = _lock(version.visit_id, by)
    current = ProgrammeVersion.objects.select_for_update().get(pk=version.pk)
    if who not in current.still_to_tell:
        raise WrongState(_("It is noted already that %(who)s is told.") % {"who": who})
    if not timezone.localdate(current.confirmed_at) <= told_on <= timezone.localdate():
        raise ValidationError(
            {"told_on": _("The day is no earlier than that of the version, and no later than today.")}
        )
    current.told_by_hand = [
        *current.told_by_hand,
        {"name": who, "on": told_on.isoformat(), "by": by.name},
    ]
    current.save(update_fields=["told_by_hand"])
    matters.change(matter, by=by)
    step.record("note_told", visit, matter, by=by, on=None, note=f"{who}, {told_on.isoformat()}")
    return current


@transaction.atomic
def note_guest(visit: Visit, *, by: Person, confirmed_on: date, how: str, answer: Any = None) -> Programme:
    """Note that the guest has confirmed in writing: the day, and where that stands, with the answer as a file."""
    matter, visit = _lock(visit, by)
    if confirmed_on > timezone.localdate():
        raise ValidationError({"confirmed_on": _("The date is in the future.")})
    programme = _programme(visit)
    programme.guest_confirmed_on, programme.guest_confirmed_how = confirmed_on, how.strip()
    programme.guest_noted_by = by
    if filed := documents.uploaded(answer, matter, by):
        programme.guest_answer = filed
    casework.save(programme, by=by)
    matters.change(matter, by=by)
    told = ", ".join(filter(None, [confirmed_on.isoformat(), programme.guest_confirmed_how]))
    step.record("note_guest", visit, matter, by=by, on=None, note=told)
    return programme


@transaction.atomic
def ask_for_drafts(visit: Visit, *, by: Person) -> list[ProgrammePrint]:
    """Have the four editions drawn as the programme stands, marked as drafts, in place of earlier drafts."""
    _matter, visit = _lock(visit, by)
    if not visit.slots.exists():
        raise WrongState(_("There is no slot to print yet."))
    found = []
    for edition in Edition.values:
        drawing, _created = ProgrammePrint.objects.update_or_create(
            visit=visit,
            version=None,
            edition=edition,
            defaults={"asked_by": by, "asked_at": timezone.now()},
        )
        outbox.ask("draw_programme", drawing.outbox_key, drawing.pk)
        found.append(drawing)
    return found


@transaction.atomic
def confirm(
    visit: Visit, *, by: Person, tell_guest: bool = False, version: int | None = None
) -> ProgrammeVersion:
    """Confirm the programme: the next version, its prints, and a notice to those whose slots are new, gone or changed.

    The guest is told by mail, when asked for, with what the guest version says; of a secret visit nothing leaves the
    house. Raises ValidationError with what is lacking, WrongState where nothing has changed, StaleVersion.
    """
    matter, visit = _lock(visit, by, version)
    programme = _programme(visit)
    slots = list(Slot.objects.filter(visit=visit).select_related("host"))
    found = clashes.of_programme(slots, matter, by)
    if lacking := programme_lacks.of(matter, programme, slots, found):
        raise ValidationError([lack.words for lack in lacking])
    content = programme_changes.content_of(programme, slots)
    latest = visit.programme_versions.first()
    if latest and latest.content == content:
        raise WrongState(_("Nothing has changed since version %(number)d.") % {"number": latest.number})
    before = latest.content if latest else None
    differences = programme_changes.between(before, content)
    number = latest.number + 1 if latest else 1
    kept = ProgrammeVersion(
        visit=visit, number=number, content=content, confirmed_at=timezone.now(), confirmed_by=by
    )
    kept.told, kept.to_tell = _tell(matter, number, differences, by)
    if any(each.is_for_guests for each in differences):
        if tell_guest and may_mail_guest(visit, matter):
            kept.mail_to = visit.contact_email
        else:
            kept.to_tell = [*kept.to_tell, visit.contact_name or matter.counterpart]
    kept.save()
    programme.confirmed_version, programme.is_changed = number, False
    casework.save(programme, by=by)
    matters.change(matter, by=by)
    step.record(
        "confirm_programme",
        visit,
        matter,
        by=by,
        on=None,
        note=f"v. {number}",
    )
    if kept.mail_to:
        step.record("mail_programme", visit, matter, by=by, on=None, note=f"v. {number}, {kept.mail_to}")
    _draw(kept, by)
    return kept


def may_mail_guest(visit: Visit, matter: Matter) -> bool:
    return bool(visit.contact_email) and not matter.is_secret


def _draw(version: ProgrammeVersion, by: Person) -> None:
    for edition in Edition.values:
        drawing = ProgrammePrint.objects.create(
            visit=version.visit, version=version, edition=edition, asked_by=by, asked_at=version.confirmed_at
        )
        outbox.ask("draw_programme", drawing.outbox_key, drawing.pk)


def _tell(
    matter: Matter, number: int, differences: Iterable[Difference], by: Person
) -> tuple[list[str], list[str]]:
    """A notice to the hosts it concerns and to the case officer: names of those told, and of those nobody reached."""
    differences = list(differences)
    hosts = set(Person.objects.filter(pk__in={pk for each in differences for pk in each.hosts}))
    persons = hosts | ({matter.responsible} if matter.responsible else set())
    sv, en = (
        ("programmet är bekräftat", "the programme is confirmed")
        if number == 1
        else (f"programmet är ändrat, version {number}", f"the programme has changed, version {number}")
    )
    written = notices.notify(
        sorted(persons - {by}, key=lambda person: person.pk),
        matter=matter,
        key=f"visit:{matter.pk}:programme:{number}",
        subject_sv=f"{matter.number}: {sv}",
        subject_en=f"{matter.number}: {en}",
        # The visit itself does not open for every host.
        path=reverse("visits:hosted"),
    )
    told = {notice.person_id for notice in written}
    unreached = {person.name for person in hosts if person.pk not in told and person != by}
    named = {name for each in differences for name in each.named}
    return sorted(notice.person.name for notice in written), sorted(unreached | named)


def _lock(visit: Visit | int, by: Person, version: int | None = None) -> tuple[Matter, Visit]:
    """The card and the visit, locked, where the person may write and the visit is to come."""
    current = casework.lock(Visit, visit, version)
    if not access.may_edit(by, current.matter):
        raise rules.not_an_editor(current.matter)
    require_status(current.matter, *COMING)
    return current.matter, current


def _current(slot: Slot) -> Slot:
    found = Slot.objects.select_related("host").filter(pk=slot.pk).first()
    if found is None:
        raise WrongState(_("Somebody has taken this slot away meanwhile."))
    return found


def _programme(visit: Visit) -> Programme:
    return Programme.objects.filter(visit=visit).first() or Programme(visit=visit)


def _keep(slot: Slot, matter: Matter, by: Person) -> None:
    slot.full_clean(exclude=["visit"])
    casework.save(slot, by=by)
    _settle(slot.visit, matter, by)


def _settle(visit: Visit, matter: Matter, by: Person) -> None:
    """Write down whether the slots still say what was confirmed; the card becomes one version more."""
    programme = _programme(visit)
    latest = visit.programme_versions.first()
    slots = Slot.objects.filter(visit=visit).select_related("host")
    is_changed = bool(latest) and programme_changes.content_of(programme, slots) != latest.content
    if programme._state.adding or programme.is_changed != is_changed:
        programme.is_changed = is_changed
        casework.save(programme, by=by)
    matters.change(matter, by=by)
