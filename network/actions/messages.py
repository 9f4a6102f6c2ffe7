"""Messages: sent once to those they concern, each of whom says that it is read."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import notices
from governance.models import Person
from network import members
from network.models import NetworkMessage, Receipt

from .writing import write


@transaction.atomic
def send(
    *,
    by: Person,
    subject: str,
    text: str,
    theme: str = "",
    body_kind: str = "",
    is_invented: bool = False,
) -> NetworkMessage:
    """Send to all, or to those of a theme and a kind of body. Raises ValidationError when it would reach nobody."""
    message = write(
        NetworkMessage,
        by=by,
        is_invented=is_invented,
        subject=subject,
        text=text,
        theme=theme,
        body_kind=body_kind,
    )
    reached = _reached(message, by)
    if not reached:
        raise ValidationError(_("Nobody in the network is of that theme and kind of body. Widen it."))
    Receipt.objects.bulk_create(Receipt(message=message, person=person) for person in reached)
    notices.notify(
        reached,
        matter=None,
        key=f"network-message:{message.pk}",
        subject_sv=f"Nytt meddelande i internationella nätverket: {subject}",
        subject_en=f"New message in the international network: {subject}",
        path=message.get_absolute_url(),
    )
    return message


def _reached(message: NetworkMessage, by: Person) -> list[Person]:
    today = timezone.localdate()
    if message.theme or message.body_kind:
        found = members.contacts(today, theme=message.theme, body_kind=message.body_kind)
    else:
        found = members.all_of_them(today)
    return list(found.exclude(pk=by.pk).order_by("pk"))


@transaction.atomic
def read(message: NetworkMessage, *, by: Person) -> Receipt:
    """I have read it. Said twice, the first time counts. Raises PermissionDenied for whom it was not sent to."""
    receipt = Receipt.objects.select_for_update().filter(message=message, person=by).first()
    if receipt is None:
        raise PermissionDenied(_("Only those it was sent to say that they have read it."))
    if receipt.read_at is None:
        receipt.read_at = timezone.now()
        receipt.save()
    return receipt
