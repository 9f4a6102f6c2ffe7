"""What a search finds in plans: their lines, for those who read the plan."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from governance.addresses import address_of
from governance.finding import Source

from .models import lines_readable_by

SOURCES = (
    Source(
        sort=_("Plan lines"),
        rows=lines_readable_by,
        words=("title", "why", "measure", "ident"),
        title="title",
        # The same line comes again year by year: its number tells them apart.
        text="ident",
        key="plan__matter__number",
        address=partial(address_of, "planning:plan"),
    ),
)
