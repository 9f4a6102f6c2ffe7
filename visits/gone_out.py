"""What a visit has told the guest: a secrecy marking asks for it by settings.GONE_OUT."""

from django.utils import timezone
from django.utils.translation import gettext as _

from governance.gone_out import Gone
from governance.models import Matter

from .models import InvitationLetter, Letter, ProgrammeProposal, ProgrammeVersion


def of_matter(matter: Matter) -> list[Gone]:
    """The letters that were written; nobody here knows which were posted. And what was issued and mailed."""
    rows = Letter.objects.filter(visit__matter=matter).only("subject", "written_on").order_by("pk")
    gone = [Gone(_("The letter “%(subject)s”") % {"subject": row.subject}, row.written_on) for row in rows]
    mailed = ProgrammeVersion.objects.filter(visit__matter=matter, mailed_at__isnull=False).order_by("number")
    proposed = ProgrammeProposal.objects.filter(visit__matter=matter, mailed_at__isnull=False).order_by("pk")
    gone += [
        Gone(
            _("A proposed programme, to %(address)s") % {"address": each.mail_to},
            timezone.localdate(each.mailed_at),
        )
        for each in proposed.only("mail_to", "mailed_at")
    ]
    issued = InvitationLetter.objects.filter(visit__matter=matter, issued_on__isnull=False)
    gone += [
        Gone(_("The invitation letter %(number)s") % {"number": row.number}, row.issued_on)
        for row in issued.only("year", "serial", "issued_on")
    ]
    return gone + [
        Gone(
            _("The programme, version %(number)d, to %(address)s")
            % {"number": version.number, "address": version.mail_to},
            timezone.localdate(version.mailed_at),
        )
        for version in mailed
    ]
