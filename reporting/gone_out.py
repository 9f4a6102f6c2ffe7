"""Where annual reports name a matter: a secrecy marking asks for it by settings.GONE_OUT."""

from django.db.models import F, Func, JSONField, Q, Value
from django.db.models.fields import BooleanField
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.gone_out import Gone
from governance.models import Matter

from .models import AnnualReport


def of_matter(matter: Matter) -> list[Gone]:
    """The frozen reports in which a list or an account bears its number."""
    named = Func(
        F("figures"),
        Value("$.** ? (@.number == $number)"),
        Value({"number": matter.number}, output_field=JSONField()),
        function="jsonb_path_exists",
        template="%(function)s(%(expressions)s)",
        output_field=BooleanField(),
    )
    rows = AnnualReport.objects.frozen().annotate(named=named).filter(Q(named=True))
    words = _("The annual report of %(year)s, version %(version)s, frozen")
    return [
        Gone(words % {"year": year, "version": version}, timezone.localtime(frozen_at).date())
        for year, version, frozen_at in rows.order_by("frozen_at").values_list("year", "version", "frozen_at")
    ]
