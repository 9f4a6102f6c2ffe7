"""What lights the five lamps of an annual report."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.lamps import ALWAYS, DECIDED, Lamps, Rule, Spared, documented
from governance.models import Kind, Lamp

from .lifecycle import State
from .models import AnnualReport

NEVER = Q(pk__isnull=True)

ANNUAL_REPORT = Lamps(
    kind=Kind.ANNUAL_REPORT,
    rules={
        Lamp.PLANNED: Rule(_("The strategy asks for a report every year."), ALWAYS),
        Lamp.BUDGETED: Rule(
            _("The report has no money of its own."),
            NEVER,
            spared=(Spared(ALWAYS, _("The register makes the report; it costs nothing of its own.")),),
        ),
        Lamp.DECIDED: Rule(
            _("A decision on the report is recorded here."),
            DECIDED,
            "decisions",
            (
                Spared(
                    ALWAYS,
                    _("The City Executive Board reports it to the City Council outside the register."),
                ),
            ),
        ),
        Lamp.DOCUMENTED: documented(words=_("The report’s file is kept in the matter.")),
        Lamp.FOLLOWED_UP: Rule(
            _("The report is frozen: the year is followed up."),
            Q(annual_report__state=State.FROZEN),
            "files",
            (Spared(ALWAYS, _("The report is not frozen yet.")),),
        ),
    },
    parts=(AnnualReport,),
)
