"""What keeps machines from the open pages without asking a third party: a trap, a clock, and counts of the day.

A refusal says why and loses nothing that was typed. Counted in PostgreSQL: where Redis is away the limits hold.
"""

import ipaddress
import threading
import time
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import connection
from django.db.models import Count, Max
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from visits.models import GuestMail, OpenCount

# The field nobody sees, and the one with the moment the form was shown.
TRAP, CLOCK = "fax_number", "shown"
SALT = "visits.open.clock"
# A form that was shown longer ago than this is a copy, not a page somebody has left open.
LONGEST = 14 * 24 * 3600
IN_ALL = "all"

COUNT = """
    INSERT INTO visits_opencount AS counted (day, who, times) VALUES (%s, %s, 1)
    ON CONFLICT (day, who) DO UPDATE SET times = counted.times + 1 RETURNING times
"""


@dataclass(frozen=True)
class Limit:
    """So many times a day from one address or for one mail address, and so many in all; None: no limit in all."""

    name: str
    each: int
    in_all: int | None


NEW_REQUESTS = Limit("new", 20, 2000)
# Each purpose counts for itself: who has asked for one mail too often can still send the request.
DRAFTS = Limit("draft", 8, 5000)
SENDS = Limit("send", 12, 5000)
NEW_LINKS = Limit("new_link", 10, 2000)
LINKS = Limit("link", 20, 2000)
# Whatever is asked for, from wherever: nobody is sent more mails than these in a day.
EACH_ADDRESS = Limit("to", 20, 5000)
MESSAGES = Limit("message", 10, 2000)
DELEGATES = Limit("delegate", 200, 20_000)
# Wrong codes alone are counted, so an embassy checks as many letters as it has. There is no limit in all: whoever has
# two hundred addresses would use it up, and shut out those who stand with a letter in their hand. A code is not guessed
# in so many tries, from however many addresses (docs/adr/0034).
CHECKS = Limit("check", 100, None)
# After so many wrong ones of the day an answer to this address comes late, by so much.
PATIENT_UNTIL, PAUSE = 10, 1.0
# Not more than one such answer waits in each process: the pause would else be a way to use up the threads.
_waiting = threading.BoundedSemaphore(1)


# So many minutes between a mail and the same mail once more: after the first, the second, and so on.
WAITS = (1, 2, 5, 15, 30, 60)


class TooMany(Exception):
    """The day's number is used up, or the same mail has just gone. Says so in words for the guest."""


def clock(request: HttpRequest | None = None) -> str:
    """The moment a form is shown, signed. Whose form comes back after being asked to press again has waited already."""
    moment = int(timezone.now().timestamp())
    if request is not None and request.method == "POST" and _waited(request) is not None:
        moment -= settings.OPEN_FORM_SECONDS
    return signing.dumps(moment, salt=SALT)


def objection(request: HttpRequest) -> str:
    """Why a form looks as if a machine had sent it; empty when it does not."""
    if request.POST.get(TRAP):
        return _("Leave the hidden field empty, and send again. It is there to stop machines.")
    waited = _waited(request)
    if waited is None:
        return _("The page was not complete. What you wrote is still here: send it again.")
    if waited < settings.OPEN_FORM_SECONDS:
        return _("Press the button once more. What you wrote is still here. This is to stop machines.")
    if waited > LONGEST:
        return _("The page has been open for very long. What you wrote is still here: send it again.")
    return ""


def _waited(request: HttpRequest) -> float | None:
    """How many seconds ago the form was shown; None when it does not say so itself."""
    try:
        shown = signing.loads(request.POST.get(CLOCK, ""), salt=SALT)
        return timezone.now().timestamp() - int(shown)
    except (signing.BadSignature, TypeError, ValueError):
        return None


def minutes_left(kind: str, email: str) -> int:
    """How long until the same mail may be sent to an address once more: longer each time, and none after a day."""
    now = timezone.now()
    sent = GuestMail.objects.filter(kind=kind, email__iexact=email, asked_at__gt=now - timedelta(days=1))
    told = sent.aggregate(times=Count("pk"), last=Max("asked_at"))
    if not told["times"]:
        return 0
    until = told["last"] + timedelta(minutes=WAITS[min(told["times"], len(WAITS)) - 1])
    return max(0, -((now - until) // timedelta(minutes=1)))


def once_more(kind: str, email: str) -> None:
    """The same mail again. Raises TooMany, with the minutes, when it has just been sent."""
    if minutes := minutes_left(kind, email):
        raise TooMany(too_soon(minutes))


def too_soon(minutes: int) -> str:
    """How long to wait for the same mail, and whom to write to if it does not come."""
    words = ngettext(
        "A mail is on its way. You can ask for another in %(n)s minute. If none comes, write to %(contact)s.",
        "A mail is on its way. You can ask for another in %(n)s minutes. If none comes, write to %(contact)s.",
        minutes,
    )
    return words % {"n": minutes, "contact": settings.PUBLIC_CONTACT}


def too_many() -> str:
    """That the day's number is used up, and the way that is left."""
    return _(
        "There have been too many attempts from here today. What you wrote is kept: try again tomorrow, or write "
        "to %(contact)s."
    ) % {"contact": settings.PUBLIC_CONTACT}


def count(limit: Limit, who: str) -> None:
    """Count one attempt. Raises TooMany when the day's number is used up, for this one or for all."""
    if _times(limit.name, who) > limit.each:
        raise TooMany(too_many())
    if limit.in_all is not None and _times(limit.name, IN_ALL) > limit.in_all:
        raise TooMany(
            _(
                "The page has been used unusually often today. What you wrote is kept: try again tomorrow, or write "
                "to %(contact)s."
            )
            % {"contact": settings.PUBLIC_CONTACT}
        )


def require_left(limit: Limit, who: str) -> None:
    """Raise TooMany for who has used up the day's number; counts nothing."""
    row = OpenCount.objects.filter(day=timezone.localdate(), who=_hidden(limit.name, who)).first()
    if row is not None and row.times >= limit.each:
        raise TooMany


def count_wrong(limit: Limit, who: str) -> None:
    """Count a try that was wrong; whoever has had many today waits for the answer."""
    if _times(limit.name, who) > PATIENT_UNTIL and _waiting.acquire(blocking=False):
        try:
            time.sleep(PAUSE)
        finally:
            _waiting.release()


def _times(name: str, who: str) -> int:
    """How often, with this time."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [timezone.localdate(), _hidden(name, who)])
        return int(cursor.fetchone()[0])


def _hidden(name: str, who: str) -> str:
    """Who it was, as a hash that says nothing the day after."""
    salt = f"visits.open.count.{timezone.localdate()}"
    return salted_hmac(salt, f"{name}:{who.casefold()}", algorithm="sha256").hexdigest()


def forget() -> int:
    """Counts of days that have passed."""
    return OpenCount.objects.filter(day__lt=timezone.localdate()).delete()[0]


def address_of(request: HttpRequest) -> str:
    """Who asks: the network address, as the last of our own proxies saw it. Of IPv6 the network counts."""
    found = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        way = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
        found = way[-settings.TRUSTED_PROXIES] if len(way) >= settings.TRUSTED_PROXIES else found
    try:
        address = ipaddress.ip_address(found)
    except ValueError:
        return "unknown"
    if address.version == 6:
        return str(ipaddress.ip_network(f"{address}/64", strict=False).network_address)
    return str(address)
