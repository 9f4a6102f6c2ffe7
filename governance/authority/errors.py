"""What can be wrong with a question: each error names the fact as the form and the command line call it."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from .facts import Fact


class AuthorityError(Exception):
    """A question without a ruling. The message follows the language that is active when it is read."""

    template: Any = ""

    def __init__(self, facts: Iterable["Fact"] = (), **parts: Any) -> None:
        self.facts = tuple(facts)
        self.parts = parts
        super().__init__()

    @property
    def fact_names(self) -> tuple[str, ...]:
        """The names of the facts, which are also the names of the form's fields."""
        return tuple(fact.name for fact in self.facts)

    def __str__(self) -> str:
        return str(self.template) % {name: _text(part) for name, part in self.parts.items()}


class UnknownAct(AuthorityError):
    template = _("There is no act “%(act)s”. Choose one of these: %(acts)s.")


class UnknownFact(AuthorityError):
    """A fact was given that the act does not know, or that is no fact at all."""

    def __str__(self) -> str:
        if "act" not in self.parts:
            template = gettext("There is no fact “%(fact)s”. These can be given: %(known)s.")
        elif self.parts["known"]:
            template = gettext("The act “%(act)s” does not know %(fact)s. It knows %(known)s.")
        else:
            template = gettext("The act “%(act)s” does not know %(fact)s. It takes no facts.")
        return template % {name: _text(part) for name, part in self.parts.items()}


class MissingFact(AuthorityError):
    """The rulings differ with a fact that was not given; `facts` lists it first, then what else may matter."""

    def __str__(self) -> str:
        first, *others = self.facts
        text = gettext("Who decides depends on %(fact)s, which is not given. %(help)s") % {
            "fact": first,
            "help": first.how_to_give,
        }
        if others:
            text += " " + gettext("This may matter too: %(facts)s.") % {"facts": _text(others)}
        return text


class BadFact(AuthorityError):
    def __str__(self) -> str:
        (fact,) = self.facts
        return gettext("“%(value)s” does not work for %(fact)s. %(help)s") % {
            "value": _text(self.parts["value"]),
            "fact": fact,
            "help": fact.how_to_give,
        }


class BeforeFirstStrategy(AuthorityError):
    template = _("No strategy was in force on %(day)s. The first one applies from %(first)s.")


class NoStrategy(AuthorityError):
    template = _("No strategy is loaded. Run: python manage.py load_strategy")


def _text(part: Any) -> str:
    if isinstance(part, date):
        return part.isoformat()
    if isinstance(part, list | tuple):
        return ", ".join(str(item) for item in part)
    return str(part)[:200]
