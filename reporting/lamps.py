"""What lights the five lamps of an annual report."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.lamps import ALWAYS, Lamps, Rule, Spared, decided, documented
from governance.models import Kind, Lamp

from .lifecycle import State, Status
from .models import AnnualReport

NEVER = Q(pk__isnull=True)
UNFROZEN, NOT_FROZEN = (
    (Status.OPENED, Status.ASSEMBLING, Status.ASSEMBLED),
    _("The report is not frozen yet."),
)

ANNUAL_REPORT = Lamps(
    kind=Kind.ANNUAL_REPORT,
    rules={
        Lamp.PLANNED: Rule(_("The strategy asks for a report every year."), ALWAYS),
        Lamp.BUDGETED: Rule(
            _("The report has no money of its own."),
            NEVER,
            spared=(Spared(ALWAYS, _("The register makes the report; it costs nothing of its own.")),),
        ),
        Lamp.DECIDED: decided(
            Spared(Q(status__in=UNFROZEN), NOT_FROZEN),
            Spared(Q(status=Status.REPLACED), _("A later version has taken its place.")),
        ),
        Lamp.DOCUMENTED: documented(words=_("The report’s file is kept in the matter.")),
        Lamp.FOLLOWED_UP: Rule(
            _("The report is frozen: the year is followed up."),
            Q(annual_report__state=State.FROZEN),
            "files",
            (Spared(ALWAYS, NOT_FROZEN),),
        ),
    },
    parts=(AnnualReport,),
)
