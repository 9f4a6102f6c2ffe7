"""What the guest does: the same steps as an officer notes, taken by the one the visit is about.

The guest is no person of the city and holds no right. What lets the guest in is the link to the request, which the
views have asked for; what may be done is read from the state under lock, as for everybody else.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from governance import matters
from governance.errors import WrongState
from governance.models import Body, Matter, the_body
from visits import clock
from visits.lifecycle import COMING, UNANSWERED, Status
from visits.models import Delegate, GuestErasure, GuestMail, OpenRequest, PassportDetails, Visit
from visits.open import mail, tokens

from . import inviting, step
from .request import open_visit

# In these the guest may take the request back; from the later ones the visit is called off.
WITHDRAWN_FROM = (*UNANSWERED, Status.DORMANT, *COMING)
# While the visit is asked for or to come, the delegation may be told.
DELEGATION_IN = (*UNANSWERED, Status.DORMANT, *COMING)
MOST_DELEGATES = 100
KEPT = ("role", "website", "persons_wished", "signing", "elected", "access_needs")
# What the guest does is told in the register's own language.
REGISTER = "sv"


def begin(language: str, part: str, values: Mapping[str, str]) -> tuple[OpenRequest, str]:
    """A draft with what has been typed so far, and the token of its link."""
    request = OpenRequest(language=language, data={**values, "at": part}, saved_at=timezone.now())
    made = tokens.give(request, "request")
    request.save()
    return request, made


@transaction.atomic
def keep(request: OpenRequest, values: Mapping[str, str], language: str) -> OpenRequest:
    """Write down what has been typed in one part, right or wrong."""
    request = OpenRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if request.visit_id:
        raise WrongState(_("The request has been sent already."))
    request.data, request.saved_at, request.language = request.data | dict(values), timezone.now(), language
    request.save(update_fields=["data", "saved_at", "language"])
    return request


@transaction.atomic
def address(request: OpenRequest, email: str) -> bool:
    """Note the address mail goes to. True when it is a new one; what was proved of the former is proved no more."""
    if request.email == email:
        return False
    request.email, request.sent_at = email, None
    request.save(update_fields=["email", "sent_at"])
    return True


@transaction.atomic
def send(request: OpenRequest) -> None:
    """The guest has sent it; the mail to the guest asks whether the address is right."""
    request = OpenRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if request.visit_id is None:
        request.sent_at = request.saved_at = timezone.now()
        request.save(update_fields=["sent_at", "saved_at"])
        mail.ask(GuestMail.Kind.CONFIRM, request)


@transaction.atomic
def forget(request: OpenRequest) -> None:
    """The guest takes back what has not become a visit: it goes at once, and mail that has not left with it."""
    request = OpenRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if request.visit_id:
        raise WrongState(_("The request has been sent already."))
    request.delete()


@transaction.atomic
def receive(request: OpenRequest, values: Mapping[str, Any]) -> Visit:
    """Log the request as a visit, by the guest, at the City Executive Office. Twice is once."""
    request = OpenRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if request.visit_id is not None:
        return Visit.objects.select_related("matter").get(pk=request.visit_id)
    body = the_body(Body.Kind.EXECUTIVE_BOARD, timezone.localdate())
    guest = step.the_guest()
    with override(REGISTER):
        visit = open_visit(values, by=guest, body=body)
        matter = visit.matter
        if not visit.is_significant:  # of a significant one the coordinators have been told
            step.tell("receive", matter, step.contact_persons(body), by=guest)
    for name in KEPT:
        setattr(request, name, values[name])
    request.visit, request.data = visit, {}
    request.save()
    mail.ask(GuestMail.Kind.RECEIVED, request)
    return visit


@transaction.atomic
def answer(request: OpenRequest, text: str) -> Visit:
    """What the city asked for has been told: the clock goes on, and the officer hears of it."""
    matter, visit = _begin(request, (Status.NEEDS_INFORMATION,))
    due_on = clock.restarted(visit, timezone.localdate())
    return _finish("guest_answered", visit, matter, text, due_on=due_on)


@transaction.atomic
def add(request: OpenRequest, text: str) -> Visit:
    """What the guest wants to add or to change, in the guest's own words: the officer hears of it, and decides."""
    matter, visit = _begin(request, WITHDRAWN_FROM)
    return _finish("guest_added", visit, matter, text)


@transaction.atomic
def take_back(request: OpenRequest, reasons: str) -> Visit:
    """The guest withdraws the request, or calls off the visit that was promised. The matter is closed."""
    matter, visit = _begin(request, WITHDRAWN_FROM)
    verb = "cancel" if matter.status in COMING else "withdraw"
    receiver = matter.before
    visit = _finish(verb, visit, matter, reasons, closes=True, status=Status.CANCELLED_BY_GUEST)
    if receiver is not None:
        with override(REGISTER):
            step.tell(f"{verb}", matter, step.contact_persons(receiver), by=step.the_guest())
    mail.ask(GuestMail.Kind.WITHDRAWN, request)
    return visit


@transaction.atomic
def renew_link(request: OpenRequest) -> str:
    """A new link, by mail too; whoever holds the former one opens nothing any more."""
    request = OpenRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    made = tokens.give(request, "request")
    request.save(update_fields=["key", "token_hash"])
    if request.email:
        mail.ask(GuestMail.Kind.NEWS if request.visit_id else GuestMail.Kind.DRAFT, request)
    return made


@transaction.atomic
def add_delegate(
    request: OpenRequest, told: Mapping[str, Any], passport: Mapping[str, Any] | None
) -> Delegate:
    """One more in the delegation, with what an invitation letter needs where one is needed."""
    visit = _delegation(request)
    delegate = Delegate(visit=visit, filled_at=timezone.now(), **told)
    delegate.save()
    _write_passport(delegate, passport)
    inviting.ask_for(delegate, by=step.the_guest())
    return delegate


@transaction.atomic
def invite_delegate(request: OpenRequest, invited_as: str) -> Delegate:
    """A place in the delegation whose holder fills in the rest by a link of their own; for whom the guest says."""
    delegate = Delegate(visit=_delegation(request), invited_as=invited_as)
    tokens.give(delegate, "delegate")
    delegate.save()
    return delegate


@transaction.atomic
def change_delegate(
    delegate: Delegate, told: Mapping[str, Any], passport: Mapping[str, Any] | None, *, by_link: bool = False
) -> Delegate:
    """Write what is known of a delegate. A link that the delegate used is used up."""
    # The matter first, as everywhere: two who write at once wait for each other.
    _require_delegation(matters.lock(delegate.visit_id))
    current = Delegate.objects.select_for_update(of=("self",)).filter(pk=delegate.pk).first()
    if current is None:
        raise WrongState(_("The delegate has been removed meanwhile."))
    delegate = current
    if by_link and not delegate.token_hash:
        raise WrongState(_("The link has been used already."))
    for name, value in told.items():
        setattr(delegate, name, value)
    delegate.filled_at, delegate.key, delegate.token_hash = timezone.now(), None, None
    delegate.save()
    if not delegate.needs_letter:
        PassportDetails.objects.filter(delegate=delegate).delete()
    _write_passport(delegate, passport)
    inviting.ask_for(delegate, by=step.the_guest(), by_delegate=by_link)
    return delegate


@transaction.atomic
def remove_delegate(delegate: Delegate) -> None:
    """One who does not come: everything told of them goes at once."""
    matter = matters.lock(delegate.visit_id)
    _require_delegation(matter)
    passports = PassportDetails.objects.filter(delegate=delegate).count()
    visit_id, papers = delegate.visit_id, inviting.forget(delegate)
    delegate.delete()
    GuestErasure.objects.create(
        visit_id=visit_id, erased_on=timezone.localdate(), passports=passports, papers=papers, delegates=1
    )


def erase_after(matter: Matter) -> Any:
    """The day after which what was told for the letters goes: some days after the last one of the visit.

    Where nothing came of the visit, after the day that was said; of one without days, after a year at most.
    """
    kept = timedelta(days=settings.VISIT_PASSPORT_DAYS)
    if matter.closed_on is not None and (matter.ends_on is None or matter.closed_on < matter.ends_on):
        return matter.closed_on + kept
    if matter.ends_on is not None:
        return matter.ends_on + kept
    return matter.opened_on + timedelta(days=365)


def _write_passport(delegate: Delegate, passport: Mapping[str, Any] | None) -> None:
    if passport is not None:
        due = {"erase_after": erase_after(delegate.visit.matter)}
        PassportDetails.objects.update_or_create(delegate=delegate, defaults={**passport, **due})


def _delegation(request: OpenRequest) -> Visit:
    matter = matters.lock(request.visit_id or 0)
    _require_delegation(matter)
    if Delegate.objects.filter(visit=matter.pk).count() >= MOST_DELEGATES:
        raise WrongState(
            _("There is room for %(n)s delegates here. Write to us if you are more.") % {"n": MOST_DELEGATES}
        )
    visit = Visit.objects.get(pk=matter.pk)
    visit.matter = matter
    return visit


def _require_delegation(matter: Matter) -> None:
    if matter.is_secret or matter.status not in DELEGATION_IN:
        raise WrongState(_("The delegation cannot be changed any more."))


def _begin(request: OpenRequest, states: tuple[str, ...]) -> tuple[Matter, Visit]:
    """The card and the visit, locked, in a state where the guest may do this."""
    matter = matters.lock(request.visit_id or 0)
    visit = Visit.objects.select_for_update().get(pk=matter.pk)
    visit.matter = matter
    if matter.is_secret or matter.status not in states:
        raise WrongState(_("Your request has moved on since you opened the page. Nothing has been changed."))
    return matter, visit


def _finish(verb: str, visit: Visit, matter: Matter, note: str, **card: Any) -> Visit:
    with override(REGISTER):
        return step.finish(verb, visit, matter, by=step.the_guest(), on=None, note=note, **card)
