"""What keeps machines from the open pages without asking a third party: a trap, a clock, and counts of the day.

A refusal says why and loses nothing that was typed. Counted in PostgreSQL: where Redis is away the limits hold.
"""

import ipaddress
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from visits.models import OpenCount

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
    """So many times a day from one address or for one mail address, and so many in all."""

    name: str
    each: int
    in_all: int


NEW_REQUESTS = Limit("new", 20, 2000)
MAILS = Limit("mail", 8, 5000)
LINKS = Limit("link", 10, 2000)
DELEGATES = Limit("delegate", 200, 20_000)


class TooMany(Exception):
    """The day's number is used up. Says so in words for the guest."""


def clock() -> str:
    """The moment a form is shown, signed."""
    return signing.dumps(int(timezone.now().timestamp()), salt=SALT)


def objection(request: HttpRequest) -> str:
    """Why a form looks as if a machine had sent it; empty when it does not."""
    if request.POST.get(TRAP):
        return _("Leave the hidden field empty, and send again. It is there to stop machines.")
    try:
        shown = signing.loads(request.POST.get(CLOCK, ""), salt=SALT)
        waited = timezone.now().timestamp() - int(shown)
    except (signing.BadSignature, TypeError, ValueError):
        return _("The page was not complete. What you wrote is still here: send it again.")
    if waited < settings.OPEN_FORM_SECONDS:
        return _("That went faster than people write. What you wrote is still here: send it again.")
    if waited > LONGEST:
        return _("The page has been open for very long. What you wrote is still here: send it again.")
    return ""


def count(limit: Limit, who: str) -> None:
    """Count one attempt. Raises TooMany when the day's number is used up, for this one or for all."""
    if _times(limit.name, who) > limit.each:
        raise TooMany(
            _(
                "There have been too many attempts from here today. What you wrote is kept: try again tomorrow."
            )
        )
    if _times(limit.name, IN_ALL) > limit.in_all:
        raise TooMany(
            _("The page has been used unusually often today. What you wrote is kept: try again tomorrow.")
        )


def _times(name: str, who: str) -> int:
    """How often, with this time. Who it was is a hash that says nothing the day after."""
    today = timezone.localdate()
    hidden = salted_hmac(f"visits.open.count.{today}", f"{name}:{who.casefold()}", algorithm="sha256")
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [today, hidden.hexdigest()])
        return int(cursor.fetchone()[0])


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
