"""The kinds of notices a person can choose among. A notice tells its kind by how its key begins."""

from typing import Any

from django.utils.translation import gettext_lazy as _

OTHER = "other"
# Kind, its words, and how the keys of its notices begin.
KINDS: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    ("visits", _("Visits and receptions"), ("visit", "reception", "coordinated")),
    (
        "decisions",
        _("Matters and decisions of my bodies"),
        ("before", "decided", "mayor", "handled", "stays", "awaited", "assigned", "assignment", "takes-part"),
    ),
    (
        "reminders",
        _("Reminders of days that are near or have passed"),
        (
            "agreement",
            "commitment-overdue",
            "example-expires",
            "information-late",
            "last-day",
            "last-day-passed",
            "message-expires",
            "promise-late",
            "report-late",
            "secrecy-due",
            "week",
        ),
    ),
    (
        "network",
        _("The international network"),
        ("network-answer", "network-meeting", "network-message", "network-question", "mandate", "vacant"),
    ),
    (
        "late",
        _("What waits too long"),
        ("late-soon", "late-gone-on", "late-reached", "late-reminded"),
    ),
    ("substitutes", _("Substitutes"), ("substitute-named", "substitute-told", "substitute-ended")),
    ("saved", _("New hits of saved searches"), ("saved",)),
    (OTHER, _("Everything else"), ()),
)
# Whoever can see to it is told of these in one way at least: who wants neither has them unread in the register.
TOLD_ANYWAY = ("late-reached",)
# Told of a matter that waits in a state: how the key begins, the state, and what is said when it has left that.
_SUBMITTED = ("ready", _("does not wait to be submitted any more"))
WAITED_IN = {"ready": _SUBMITTED, "no head": _SUBMITTED}
KIND_OF_BEGINNING = {beginning: kind for kind, _words, beginnings in KINDS for beginning in beginnings}
# Of these nobody is mailed at once who has not asked for it: they stand in the summary of the morning.
NOT_MAILED = ("saved",)


def kind_of(key: str) -> str:
    """The kind of a notice, by its key."""
    return KIND_OF_BEGINNING.get(key.partition(":")[0], OTHER)


def is_told_anyway(key: str) -> bool:
    """Whether nobody can choose not to be told of it at all."""
    return key.partition(":")[0] in TOLD_ANYWAY
