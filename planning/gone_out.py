"""Where plans tell of a matter: a secrecy marking asks for it by settings.GONE_OUT."""

from django.utils.translation import gettext as _

from governance.gone_out import Gone
from governance.models import Matter

from .models import KeptCopy


def of_matter(matter: Matter) -> list[Gone]:
    """The kept copies of plans that name it; the database refuses to change them."""
    named = {"lines": [{"matters": [{"number": matter.number}]}]}
    rows = KeptCopy.objects.filter(content__contains=named)
    words = _("The plan for %(year)s of %(body)s, version %(version)s, locked")
    return [
        Gone(
            words
            % {"year": row.content["year"], "body": row.matter.body.in_a_sentence, "version": row.edition},
            row.locked_on,
        )
        for row in rows.select_related("matter__body").order_by("locked_on", "pk")
    ]
