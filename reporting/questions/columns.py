"""Columns that several questions have: the matter, its owner, its decision, its money, its days."""

from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.addresses import address_of
from governance.language import active_language
from governance.models import Matter
from reporting import wording

from .answers import Column


def url_of(matter: Matter) -> str:
    """The file, where it opens for the reader; what stands in a register for all may be a line alone."""
    return matter.get_absolute_url() if getattr(matter, "may_open", True) else ""


def decided(matter: Any) -> str:
    """By whom; empty when no decision stands."""
    return matter.decision.body_then if matter.decision else ""


def _decided_when(matter: Any) -> str:
    decision = matter.decision
    if decision is None:
        return ""
    return f"{decision.decided_on.isoformat()}{f' § {decision.paragraph}' if decision.paragraph else ''}"


def last_activity(matter: Matter) -> Any:
    """The day the card was last changed."""
    return timezone.localtime(matter.changed_at).date()


def _own_share(matter: Any) -> str:
    if matter.money.cost is None or matter.money.own is None:
        return ""
    said = wording.exact(matter.money.own, "kr", active_language())
    return gettext("own share %(amount)s") % {"amount": said}


def _period(matter: Matter) -> str:
    """From and to; a way to break the line stands between the days, never inside one."""
    days = [day.isoformat() if day else "" for day in (matter.starts_on, matter.ends_on)]
    return " – ".join(days).strip() if any(days) else ""


def _last_active(matter: Matter) -> str:
    return gettext("last activity %(day)s") % {"day": last_activity(matter).isoformat()}


NUMBER = Column(_("Number"), lambda matter: matter.number, only="file")
TITLE = Column(_("Matter"), lambda matter: matter.heading, link=url_of, under=lambda matter: matter.number)
KIND = Column(_("Kind"), lambda matter: capfirst(matter.kind_label), only="file")
STATUS = Column(_("Status"), lambda matter: capfirst(matter.status_label), only="file")
KIND_AND_STATUS = Column(
    _("Kind"),
    lambda matter: capfirst(matter.kind_label),
    under=lambda matter: matter.status_label,
    only="page",
)
OWNER = Column(_("Owner"), lambda matter: matter.body.name)
OWNER_AND_KIND = Column(
    _("Owner"), lambda matter: matter.body.name, under=lambda matter: matter.kind_label, only="page"
)
OWNER_OF_FILE = Column(_("Owner"), lambda matter: matter.body.name, only="file")
DECISION = Column(
    _("Decision"),
    decided,
    link=lambda matter: address_of("matter_decisions", matter.number) if matter.decision else "",
    under=_decided_when,
    only="page",
)
DECIDED = (
    Column(_("Decided by"), decided, only="file"),
    Column(
        _("Decided on"),
        lambda matter: matter.decision.decided_on if matter.decision else None,
        only="file",
    ),
    Column(
        _("Section of the minutes"),
        lambda matter: (
            f"§ {matter.decision.paragraph}" if matter.decision and matter.decision.paragraph else ""
        ),
        only="file",
    ),
)
COST = Column(_("Cost, kronor"), lambda matter: matter.money.cost, only="file")
OWN_SHARE = Column(_("Own share, kronor"), lambda matter: matter.money.own, only="file")
COST_AND_SHARE = Column(_("Cost"), lambda matter: matter.money.cost, under=_own_share, css="num", only="page")
PERIOD = Column(_("First and last day"), _period, under=_last_active, only="page", css="nowrap")
FIRST_DAY = Column(_("First day"), lambda matter: matter.starts_on, only="file")
LAST_DAY = Column(_("Last day"), lambda matter: matter.ends_on, only="file")
LAST_ACTIVITY = Column(_("Last activity"), last_activity, only="file")
