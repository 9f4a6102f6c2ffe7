"""An invented visit, for the preview of a wording."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from . import wordings
from .letters import in_words, span
from .models import TemplateKind

LINK = "https://register.example/oppet/en/besok/…/"


def values(kind: str, language: str) -> dict[str, str]:
    """What stands for each placeholder of the kind."""
    with override(language):
        if kind == TemplateKind.INVITATION:
            return _invitation(language)
        if wordings.is_mail(kind):
            return {
                "number": "2026-00042",
                "link": LINK,
                "days": "10",
                "links": f"2026-00042: {LINK}",
            }
        return {
            "contact": "Anna Exempelsson",
            "organisation": _("the City of Examplestad"),
            "title": _("Study visit about cycling"),
            "received": in_words(date(2026, 11, 9)),
            "dates": span(date(2027, 1, 12), date(2027, 1, 14)),
            "size": "12",
            "reasons": _("The visit gives both cities the chance to learn from each other."),
            "changes": _("We can receive you on 13 January, for half a day."),
            "alternative": _("Our work is described at international.stockholm.se."),
            "question": _("Which questions are the most important to you?"),
            "new_body": _("the Environment and Health Committee"),
            "learnings": _("We take with us your experience of bicycle parking."),
        }


def _invitation(language: str) -> dict[str, str]:
    paid = (wordings.clause(name, language) for name in ("guest_pays", "no_responsibility"))
    return {
        "name": "Anna Exempelsson",
        "organisation": _("the City of Examplestad"),
        "host": _("The Transport Committee"),
        "dates": span(date(2027, 1, 12), date(2027, 1, 14)),
        "length": _("three days"),
        "purpose": _("Study visit about cycling"),
        "contact": "Sam Exempel, sam@stockholm.example",
        "details": _("[Table: name, date of birth, nationality, passport, title, employer, visit, host]"),
        "payment": " ".join(paid),
        "no_guarantee": wordings.clause("no_guarantee", language),
    }
