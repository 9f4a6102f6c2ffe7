"""What tells of a membership beside its own matter: a secrecy marking asks for it by settings.GONE_OUT."""

from django.utils.translation import gettext as _

from governance.gone_out import Gone
from governance.models import Matter

from .models import MembershipReview


def of_matter(matter: Matter) -> list[Gone]:
    """Its reviews are matters of their own that repeat its title, and are marked by themselves."""
    rows = MembershipReview.objects.filter(membership__matter=matter, matter__secrecy_ground="")
    words = _("The review %(number)s is a matter of its own and stays open. Mark it too, if it needs it.")
    return [
        Gone(words % {"number": number})
        for number in rows.order_by("pk").values_list("matter__number", flat=True)
    ]
