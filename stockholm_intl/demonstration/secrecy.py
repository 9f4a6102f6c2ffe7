"""The demonstration's secrecy marked matter: an invented request, with the committee's secretary let in."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from governance import access, secrecy
from governance.models import Body, Matter, Notice, OutboxEntry, Person
from visits import actions

BODY = "trafiknamnden"


@transaction.atomic
def load() -> int:
    """Make it where nothing is secrecy marked. Returns how many were made."""
    by = access.holders(access.Role.CONTACT_PERSON, Body.objects.get(slug=BODY)).order_by("pk").first()
    if by is None or Matter.objects.exclude(secrecy_ground="").exists():
        return 0
    matter = _request(by)
    secrecy.mark(
        matter,
        matter.version,
        by=by,
        ground="OSL 15 kap. 1 §",
        motive="Påhittat exempel. Landets regering har inte sagt offentligt att den vill ha rådgivning."
        " Blir frågan känd innan svaret är givet kan det störa förbindelsen.",
        reexamine_on=timezone.localdate() + timedelta(days=90),
        also=secrecy.proposed_beside(matter, by),
    )
    # Nobody gets mail about what is invented.
    told = Notice.objects.filter(matter=matter)
    OutboxEntry.objects.filter(kind="mail_notice", subject__in=told.values("pk")).delete()
    told.delete()
    return 1


def _request(by: Person) -> Matter:
    today = timezone.localdate()
    values = {
        "title": "Förfrågan om rådgivning (exempel)",
        "internal_title": "Påhittat exempel: rådgivning om trängselskatt före ett regeringsbeslut",
        "counterpart": "Exempelstadens transportministerium (exempel)",
        "organisation_kind": "state_body",
        "city": "Exempelstad",
        "received_on": today - timedelta(days=3),
        "language": "en",
        "payer": "guest",
        "themes": ["climate"],
        "bodies_wanted": list(Body.objects.filter(slug=BODY)),
        "size": 4,
        "purpose": "Påhittat exempel. De vill i förtroende höra hur Stockholm införde trängselskatten.",
        "benefit": "Vi får veta hur de räknar på utsläppen.",
    }
    return actions.log(
        values, by=by, body=Body.objects.get(slug=BODY), on=today - timedelta(days=1), is_invented=True
    ).matter
