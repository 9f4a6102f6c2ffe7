"""What a visit has told the guest: a secrecy marking asks for it by settings.GONE_OUT."""

from django.utils.translation import gettext as _

from governance.gone_out import Gone
from governance.models import Matter

from .models import Letter


def of_matter(matter: Matter) -> list[Gone]:
    """The letters that were written; nobody here knows which were posted."""
    rows = Letter.objects.filter(visit__matter=matter).only("subject", "written_on").order_by("pk")
    return [Gone(_("The letter “%(subject)s”") % {"subject": row.subject}, row.written_on) for row in rows]
