"""Invitation letters, step by step: asked for, reviewed, approved by who signs, issued, revoked.

Everybody who handles the visit reviews and issues; who signs is another question, asked of the strategy and of the
body's register of delegation (visits/invitation_rights.py). Every step is an event of the letter.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance import access, acting, decisions, matters, notices, outbox
from governance.errors import RefusedByRule, WrongState
from governance.models import Matter, Person
from governance.models.standing import HeldOffice
from visits import invitation_checks, invitation_gate, invitation_rights, invitations, rules
from visits.lifecycle import COMING
from visits.models import (
    Delegate,
    GuestMail,
    InvitationBasis,
    InvitationEvent,
    InvitationLetter,
    InvitationList,
    InvitationStatus,
    OpenRequest,
    Visit,
)
from visits.open import mail, tokens

from . import step

S = InvitationStatus
LANGUAGES = ("en", "sv")
# What signing and sending back change in a letter, and what issuing does.
SIGNED = ("status", "signer", "power_source", "signer_title_sv", "signer_title_en", "signed_as")
ISSUED = (
    *("status", "issued_on", "body", "language", "year", "serial", "starts_on", "ends_on"),
    *("seal", "code_hash", "content"),
)


def ask_for(delegate: Delegate, *, by: Person, by_delegate: bool = False) -> InvitationLetter | None:
    """A letter for a delegate who needs one; where there is one already it is reviewed anew, if it is not issued.

    Called in the transaction that writes what the delegate told.
    """
    letter = InvitationLetter.objects.select_for_update(of=("self",)).filter(delegate=delegate)
    living = letter.exclude(status=S.REVOKED).first()
    if not delegate.needs_letter:
        if living is not None and living.status != S.ISSUED:
            living.delete()
        return None
    if living is None:
        # A passport that the delegate has told stays the delegate's own, whoever asks for the next letter.
        by_delegate = by_delegate or letter.filter(by_delegate=True).exists()
        living = InvitationLetter(visit_id=delegate.visit_id, delegate=delegate)
        tokens.give(living, "invitation")
    elif living.status == S.ISSUED:
        return living
    living.name, living.by_delegate = str(delegate), by_delegate or living.by_delegate
    _back_to_review(living)
    living.save()
    _note("ask_for", [living], by)
    return living


def forget(delegate: Delegate) -> int:
    """A delegate does not come: a letter that was not issued goes too, and of an issued one the papers: how many.

    Those are the letter and every group list that names them; what is listed the next time names them no more.
    """
    letters = InvitationLetter.objects.filter(delegate=delegate)
    letters.filter(issued_on=None).delete()
    named = list(letters.values_list("pk", flat=True))
    lists = invitations.erase(delegate.visit_id, invitations.lists_naming(delegate.visit_id, named))
    return lists + invitations.erase(delegate.visit_id, letters.filter(erased_on=None))


@transaction.atomic
def set_basis(visit: Visit, *, by: Person, values: Mapping[str, Any]) -> Visit:
    """Say why the visit is specially prioritised, what it supports, and what the letters say. Until it has begun."""
    matter, visit = _lock(visit, by)
    require_coming(matter)
    if bool(values["city_pays"].strip()) != bool(values["decided_by"].strip()):
        raise ValidationError({"decided_by": _("What the city pays is written with the decision to pay it.")})
    visit.special_reason = values["special_reason"]
    visit.specially_prioritised = bool(values["special_reason"].strip())
    others = {key: why for key, why in visit.supports.items() if key != values["direction"]}
    visit.supports = others | ({values["direction"]: values["why"]} if values["direction"] else {})
    matters.change(matter, by=by, directions=sorted(visit.supports))
    step.save(visit, by=by)
    basis = InvitationBasis.objects.filter(visit=visit).first() or InvitationBasis(visit=visit)
    for name in ("purpose", "city_pays", "decided_by"):
        setattr(basis, name, values[name])
    basis._history_user = by
    basis.save()
    step.record("invitation_basis", visit, matter, by=by, on=None, note=values["special_reason"])
    waiting = InvitationLetter.objects.select_for_update(of=("self",)).filter(visit=visit)
    letters = list(waiting.filter(status__in=(S.REVIEWED, S.APPROVED)))
    for letter in letters:
        _back_to_review(letter)
    _save(letters, SIGNED)
    _note("send_back", letters, by, _("The grounds of the letters were changed."), _whose(matter, by))
    return visit


@transaction.atomic
def review(visit: Visit, letters: Iterable[int], *, by: Person) -> list[InvitationLetter]:
    """The officer has looked at these, with what the machine marked. Whoever may sign is told."""
    matter, visit = _lock(visit, by)
    _require_gate(visit, matter)
    chosen = _chosen(visit, letters, S.REQUESTED)
    _require_unstopped(chosen, matter)
    for letter in chosen:
        letter.status = S.REVIEWED
    _save(chosen, ("status",))
    events = _note("review", chosen, by, held=_whose(matter, by))
    told = set(invitation_rights.signers(matter, timezone.localdate())) - {by}
    _tell(
        matter,
        told,
        events[-1],
        "inbjudningsbrev väntar på underskrift",
        "invitation letters await a signature",
    )
    return chosen


@transaction.atomic
def approve(visit: Visit, letters: Iterable[int], *, by: Person) -> list[InvitationLetter]:
    """Sign: the letters carry the name and the office of who approves them."""
    matter, visit, _held = _lock_to_sign(visit, by)
    signature = _require_signature(matter, by, by)
    _require_gate(visit, matter)
    chosen = _chosen(visit, letters, S.REVIEWED)
    _require_unstopped(chosen, matter)
    alike = _alike(visit)
    for letter in chosen:
        letter.status, letter.signer, letter.power_source = S.APPROVED, by, signature.source
        letter.signer_title_sv, letter.signer_title_en = signature.title("sv"), signature.title("en")
        letter.signed_as = invitations.seal_of_words(letter, alike)
    _save(chosen, SIGNED)
    events = _note("approve", chosen, by, signature.source, _signed_for(signature, by))
    told = ({matter.responsible} if matter.responsible else set()) - {by}
    _tell(matter, told, events[-1], "inbjudningsbrev är godkända", "invitation letters have been approved")
    return chosen


@transaction.atomic
def send_back(visit: Visit, letters: Iterable[int], *, by: Person, because: str) -> list[InvitationLetter]:
    """Reviewed or approved letters are to be looked at again. Whoever reviews or signs may send back."""
    _matter, visit, held = _lock_to_sign(visit, by)
    if not because.strip():
        raise ValidationError({"because": _("Say what is to be looked at again.")})
    chosen = _chosen(visit, letters, S.REVIEWED, S.APPROVED)
    for letter in chosen:
        _back_to_review(letter)
    _save(chosen, SIGNED)
    _note("send_back", chosen, by, because, held)
    return chosen


@transaction.atomic
def issue(
    visit: Visit, letters: Iterable[int], *, by: Person, language: str = "en"
) -> list[InvitationLetter]:
    """Number, date and code: the letters are drawn as they stand now, and the guest is told.

    As many statements for a hundred letters as for one.
    """
    matter, visit, held = _lock_to_sign(visit, by)
    _require_gate(visit, matter)
    chosen = _chosen(visit, letters, S.APPROVED)
    _require_unstopped(chosen, matter)
    today, alike = timezone.localdate(), _alike(visit)
    _require_as_signed(chosen, matter, by, alike)
    language = language if language in LANGUAGES else "en"
    for letter, serial in zip(chosen, invitations.next_serials(today.year, len(chosen)), strict=True):
        letter.status, letter.issued_on, letter.body = S.ISSUED, today, matter.body
        letter.language, letter.year, letter.serial = language, today.year, serial
        letter.starts_on, letter.ends_on = matter.starts_on, matter.ends_on
        invitations.give_code(letter)
        letter.content = invitations.written(letter, alike[language], today)
    _save(chosen, ISSUED)
    _note("issue", chosen, by, held=held)
    outbox.ask_all("draw_invitation", {letter.outbox_key: letter.pk for letter in chosen})
    numbers = ", ".join(letter.number for letter in chosen)
    step.record("issue_invitations", visit, matter, by=by, on=None, note=numbers, held=held)
    request = OpenRequest.objects.filter(visit=visit.pk).first()
    if request is not None and not matter.is_secret:
        mail.ask(GuestMail.Kind.INVITED, request)
    return chosen


@transaction.atomic
def revoke(letter: InvitationLetter, *, by: Person, because: str) -> InvitationLetter:
    """The letter holds no more: the open page says so from now on. Who handles the visit may, and who may sign."""
    matter, visit, held = _lock_to_sign(letter.visit, by)
    if not because.strip():
        raise ValidationError({"because": _("Say why the letter is revoked.")})
    letter = InvitationLetter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    if letter.status != S.ISSUED:
        raise WrongState(_("The letter is %(state)s; only an issued one is revoked.") % _state(letter))
    letter.status, letter.revoked_on, letter.revoked_because = S.REVOKED, timezone.localdate(), because
    letter.save()
    _note("revoke", [letter], by, because, held)
    step.record("revoke_invitation", visit, matter, by=by, on=None, note=letter.number, held=held)
    return letter


@transaction.atomic
def ask_again(letter: InvitationLetter, *, by: Person) -> InvitationLetter:
    """A new letter in place of a revoked one: it goes the whole way, and has a number of its own."""
    _matter, _visit = _lock(letter.visit, by)
    letter = InvitationLetter.objects.select_related("delegate").get(pk=letter.pk)
    if letter.status != S.REVOKED or letter.delegate is None:
        raise WrongState(
            _("A new letter is asked for in place of one that is revoked, for a delegate who comes.")
        )
    if letter.delegate.invitations.exclude(status=S.REVOKED).exists():
        raise WrongState(_("The delegate has another letter already."))
    letter.delegate.needs_letter = True
    letter.delegate.save(update_fields=["needs_letter"])
    made = ask_for(letter.delegate, by=by, by_delegate=letter.by_delegate)
    if made is None:
        raise AssertionError("a delegate who needs a letter gets one")
    return made


@transaction.atomic
def make_list(visit: Visit, *, by: Person) -> InvitationList:
    """The issued letters on one paper, as they stand now."""
    _matter, visit, _held = _lock_to_sign(visit, by)
    count = invitations.to_list(visit).count()
    if not count:
        raise WrongState(_("No letter is issued yet."))
    row = InvitationList.objects.create(
        visit=visit, made_by=by, made_at=timezone.now(), letters=count, content=invitations.listed(visit)
    )
    outbox.ask("draw_invitation_list", row.outbox_key, row.pk)
    return row


@transaction.atomic
def invite_delegate(visit: Visit, *, by: Person) -> Delegate:
    """A place in the delegation whose holder fills in the rest by a link, also where the request came by mail."""
    matter, visit = _lock(visit, by)
    if matter.is_secret or matter.status not in COMING:
        raise WrongState(_("The delegation cannot be changed any more."))
    delegate = Delegate(visit=visit)
    tokens.give(delegate, "delegate")
    delegate.save()
    return delegate


def require_coming(matter: Matter) -> None:
    """The grounds are asked for and given while the visit is to come."""
    if matter.status not in COMING:
        raise WrongState(_("The grounds of an accepted visit can be given until it has been carried out."))


def may_handle(matter: Matter, person: Person) -> bool:
    """Whether the person reads passports here: who handles the visit, and who may sign its letters."""
    return access.may_edit(person, matter) or may_sign(matter, person)


def may_sign(matter: Matter, person: Person) -> bool:
    return access.may_view(person, matter) and bool(
        invitation_rights.signature(matter, person, timezone.localdate())
    )


def _lock(visit: Visit, by: Person) -> tuple[Matter, Visit]:
    """The card and the visit, locked, for who handles the visit."""
    matter, visit = _locked(visit)
    if not access.may_edit(by, matter):
        raise rules.not_an_editor(matter)
    return matter, visit


def _lock_to_sign(visit: Visit, by: Person) -> tuple[Matter, Visit, HeldOffice | None]:
    """The same for who handles the visit or may sign its letters, with the office in whose name it is done."""
    matter, visit = _locked(visit)
    if access.may_edit(by, matter):
        return matter, visit, _whose(matter, by)
    return matter, visit, _signed_for(_require_signature(matter, by, by), by)


def _whose(matter: Matter, by: Person) -> HeldOffice | None:
    """In whose office the person handles the visit; None in an own one."""
    return acting.chosen_office(by, (matter.body_id,), access.EDIT)


def _signed_for(signature: invitation_rights.Signature, by: Person) -> HeldOffice | None:
    """In whose office the person signs: the one that stands under the letter."""
    if signature.absent is None or signature.office is None:
        return None
    office = (signature.absent.pk, signature.office.body_id, signature.office.role)
    lent = acting.offices_of(by)
    return next((held for held in lent if (held.for_id, held.body_id, held.role) == office), None)


def _locked(visit: Visit) -> tuple[Matter, Visit]:
    matter = matters.lock(visit.matter_id)
    current = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    current.matter = matter
    return matter, current


def _alike(visit: Visit) -> dict[str, invitations.Shared]:
    return invitations.shared(visit, InvitationBasis.objects.filter(visit=visit.pk).first())


def _require_as_signed(
    chosen: list[InvitationLetter], matter: Matter, by: Person, alike: Mapping[str, invitations.Shared]
) -> None:
    """Each signer may sign still, in the same office, and the letters say what was signed."""
    signers = {letter.signer for letter in chosen if letter.signer is not None}
    found = {signer.pk: _require_signature(matter, signer, by) for signer in signers}
    for letter in chosen:
        signature = found[letter.signer_id or 0]
        titles = (signature.title("sv"), signature.title("en"))
        as_signed = (letter.signer_title_sv, letter.signer_title_en) == titles
        if not as_signed or letter.signed_as != invitations.seal_of_words(letter, alike):
            raise WrongState(
                _(
                    "What the letter of %(name)s says has changed since it was signed. Send it back to be signed again."
                )
                % {"name": letter.name}
            )


def _require_signature(matter: Matter, signer: Person, by: Person) -> invitation_rights.Signature:
    """Raise RefusedByRule with the rule, its section and who may."""
    if not access.may_view(by, matter):
        raise rules.not_an_editor(matter)
    found = invitation_rights.signature(matter, signer, timezone.localdate())
    if not found:
        _refuse(matter, found)
    return found


def _refuse(matter: Matter, found: invitation_rights.Signature) -> NoReturn:
    raise RefusedByRule(found.reason, found.ruling, matter.body, whose=found.body)


def _require_gate(visit: Visit, matter: Matter) -> None:
    basis = InvitationBasis.objects.filter(visit=visit.pk).first()
    shut = invitation_gate.shut(invitation_gate.of(visit, matter, basis, decisions.ruling_for(matter)))
    if shut:
        names = "; ".join(f"{each.name} {_cited(each)}".strip() for each in shut)
        raise WrongState(_("The letters cannot be made yet. What is lacking: %(names)s.") % {"names": names})


def _cited(condition: invitation_gate.Condition) -> str:
    return f"(§ {condition.section} · {condition.strategy})" if condition.section else ""


def _chosen(visit: Visit, letters: Iterable[int], *states: str) -> list[InvitationLetter]:
    """The letters that were ticked, locked; all in one of the states, and at least one."""
    rows = InvitationLetter.objects.select_for_update(of=("self",)).filter(
        visit=visit.pk, pk__in=list(letters)
    )
    chosen = list(rows.select_related("delegate__passport", "signer"))
    if not chosen:
        raise WrongState(_("Tick at least one letter."))
    for letter in chosen:
        if letter.status not in states:
            name = letter.number or letter.name
            raise WrongState(
                _("The letter of %(name)s is %(state)s; this cannot be done now.")
                % {"name": name, **_state(letter)}
            )
    return chosen


def _require_unstopped(chosen: list[InvitationLetter], matter: Matter) -> None:
    for row in invitation_checks.review(chosen, matter, may_see=False):
        if row.is_stopped:
            marks = ", ".join(mark.words for mark in row.marks if mark.stops)
            raise WrongState(f"{row.letter.name}: {marks}.")


def _back_to_review(letter: InvitationLetter) -> None:
    letter.status, letter.signer, letter.power_source = S.REQUESTED, None, ""
    letter.signer_title_sv = letter.signer_title_en = letter.signed_as = ""


def _save(letters: list[InvitationLetter], fields: Iterable[str]) -> None:
    """What a step changed in them, in two statements at most: what differs by letter, then what they have alike.

    In this order, for an issued letter has a number.
    """
    if not letters:
        return
    first = letters[0]
    differing = [
        name for name in fields if any(getattr(each, name) != getattr(first, name) for each in letters)
    ]
    alike = {name: getattr(first, name) for name in fields if name not in differing}
    if differing:
        InvitationLetter.objects.bulk_update(letters, differing)
    if alike:
        InvitationLetter.objects.filter(pk__in=[each.pk for each in letters]).update(**alike)


def _note(
    verb: str,
    letters: Iterable[InvitationLetter],
    by: Person,
    note: str = "",
    held: HeldOffice | None = None,
) -> list[InvitationEvent]:
    """An event of each letter; `held` is the office in whose holder's name it was done."""
    now = timezone.now()
    events = InvitationEvent.objects.bulk_create(
        InvitationEvent(letter=letter, verb=verb, status=letter.status, note=note, by=by, at=now)
        for letter in letters
    )
    acting.note_all(events, held)
    return events


def _tell(matter: Matter, persons: set[Person], event: InvitationEvent, sv: str, en: str) -> None:
    """Number and what waits; no name of anybody invited, for the notice leaves the house as mail."""
    told = [person for person in persons if access.may_view(person, matter)]
    notices.notify(
        sorted(told, key=lambda person: person.pk),
        matter=matter,
        key=f"visit:{matter.pk}:invitations:{event.pk}",
        subject_sv=f"{matter.number}: {sv}",
        subject_en=f"{matter.number}: {en}",
        path=reverse("visits:invitations", args=[matter.number]),
    )


def _state(letter: InvitationLetter) -> dict[str, str]:
    return {"state": letter.status_label}


def in_words(verb: str, n: int) -> str:
    """What a batch has done, for the message on the page."""
    words = {
        "review": ngettext("%(n)s letter has been reviewed.", "%(n)s letters have been reviewed.", n),
        "approve": ngettext("%(n)s letter has been approved.", "%(n)s letters have been approved.", n),
        "issue": ngettext("%(n)s letter has been issued.", "%(n)s letters have been issued.", n),
        "send_back": ngettext(
            "%(n)s letter is to be reviewed again.", "%(n)s letters are to be reviewed again.", n
        ),
    }
    return words[verb] % {"n": n}
