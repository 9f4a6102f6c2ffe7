"""The life of an annual report: what state it is in, and what may be done with it there."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Läge. How far the report of a year has come."""

    OPENED = "opened", _("opened")
    ASSEMBLING = "assembling", _("being assembled")
    ASSEMBLED = "assembled", _("assembled")
    FROZEN = "frozen", _("frozen")


class Status(models.TextChoices):
    """Status. Where the matter of a report stands: as the report itself until it is frozen, then who has had it."""

    OPENED = "opened", _("opened")
    ASSEMBLING = "assembling", _("being assembled")
    ASSEMBLED = "assembled", _("assembled")
    FROZEN = "frozen", _("frozen, to be reported")
    REPORTED = "reported", pgettext_lazy("annual report", "reported to the City Council")
    RECEIVED = "received", pgettext_lazy("annual report", "received by the City Council")
    RETURNED = "returned", _("sent back")
    REPLACED = "replaced", _("replaced by a later version")


TONES = {
    Status.OPENED: "info",
    Status.ASSEMBLING: "info",
    Status.ASSEMBLED: "waiting",
    Status.FROZEN: "waiting",
    Status.REPORTED: "waiting",
    Status.RECEIVED: "positive",
    Status.RETURNED: "waiting",
    Status.REPLACED: "neutral",
}

# From a state to the acts it allows; each act is a function of actions.py with the same name.
ALLOWED: dict[str, tuple[str, ...]] = {
    State.OPENED: ("write",),
    State.ASSEMBLING: ("write",),
    State.ASSEMBLED: ("write", "count_again", "freeze"),
    State.FROZEN: ("correct",),
}


class Step(models.TextChoices):
    """Steg. What the worker is doing right now, as the progress bar says it."""

    WAITING = "waiting", _("Waiting for the worker")
    MEMBERSHIPS = "memberships", _("Counting memberships and posts of trust")
    EU_PROJECTS = "eu_projects", _("Counting EU projects")
    VISITS = "visits", _("Counting visits")
    AGREEMENTS = "agreements", _("Counting agreements and obligations")
    DECLARATIONS = "declarations", _("Counting declarations and commitments")
    DECISIONS = "decisions", _("Counting matters and decisions")
    COVERAGE = "coverage", _("Looking at the coverage of contact persons")
    COSTS = "costs", _("Adding up costs")
    LISTS = "lists", _("Writing the lists of the appendix")
    CHARTS = "charts", _("Drawing the charts")
    PAGES = "pages", _("Setting the pages")
    DONE = "done", _("Done")
