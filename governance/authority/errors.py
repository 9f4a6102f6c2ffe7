"""What can be wrong with a question: each error names the fact as the form and the command line call it."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _now
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
    """A fact was given that has no bearing on the act."""

    def __str__(self) -> str:
        if self.parts["known"]:
            template = _now("The act “%(act)s” does not know %(fact)s. It knows %(known)s.")
        else:
            template = _now("The act “%(act)s” does not know %(fact)s. It takes no facts.")
        return template % {name: _text(part) for name, part in self.parts.items()}


class MissingFact(AuthorityError):
    """The rulings differ with a fact that was not given; `facts` lists it first, then what else may matter."""

    def __str__(self) -> str:
        first, *others = self.facts
        text = _now("Who decides depends on %(fact)s, which is not given. %(help)s") % {
            "fact": first.named,
            "help": first.how_to_give,
        }
        if others:
            text += " " + _now("This may matter too: %(facts)s.") % {
                "facts": _text([f.named for f in others])
            }
        return text


class BadFact(AuthorityError):
    template = _("“%(value)s” does not work for %(fact)s. %(help)s")


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
