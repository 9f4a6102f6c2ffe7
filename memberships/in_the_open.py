"""What of a membership may be published in the open register (settings.PUBLISHABLE)."""

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from engagements.models import theme_label
from governance.models import Kind, Matter
from governance.publishing import Fact, Publishable

from .lifecycle import CURRENT, Status
from .models import Membership


def _facts(matter: Matter) -> Iterator[Fact]:
    """Form, theme, time and fee. Who speaks for the city there and who holds its posts are persons, and left out."""
    membership = Membership.objects.select_related("organisation").get(pk=matter.pk)
    since = membership.joined_on
    yield Fact("form", _("Form of participation"), capfirst(membership.get_kind_display()))
    yield Fact("theme", _("Theme"), capfirst(theme_label(membership.organisation.theme)))
    yield Fact(
        "since", _("Member since"), str(since.year) if since and membership.joined_year_only else since
    )
    yield Fact("until", _("Left"), membership.left_on)
    for fee in membership.fees.order_by("-year")[:1]:
        yield Fact("fee", _("Fee %(year)s") % {"year": fee.year}, fee.amount_sek)
    yield Fact("reviewed", _("Last reviewed"), membership.last_reviewed_on)


KINDS = (Publishable(Kind.MEMBERSHIP, (*CURRENT, Status.LEFT), _facts),)
