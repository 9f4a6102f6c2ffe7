"""How many secret matters are left out of what one is told: that there are some is said, and never which."""

from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Func, QuerySet
from django.utils.translation import gettext, ngettext

from engagements import timelines
from governance import access
from governance.models import Matter, Person
from governance.prepared import Asked, Asker, rows_of

# Beyond this "more than" is answer enough.
MOST = 100


@dataclass(frozen=True)
class Withheld:
    """Of the bodies whose matters one reads, the secret ones that one has not been let into.

    No filter narrows the number: one could ask body by body, or day by day, what the matter is.
    """

    count: int
    # What belongs to bodies that one does not read is counted too, and not only what is secret.
    of_others: bool = False

    @classmethod
    def of_subject(cls, person: Person, subject: Asked) -> "Withheld":
        """Of a city or a partner, as its timeline has it."""
        return cls(timelines.withheld(person, subject), of_others=True)

    @classmethod
    def of(cls, person: Person) -> "Withheld":
        return cls(len(rows_of(_marked, person, keep_plan=True)))

    def __bool__(self) -> bool:
        return self.count > 0

    @property
    def words(self) -> str:
        """In a sentence, also when there are none: who reads a file must be able to tell."""
        if not self.count:
            return gettext("Nothing is withheld from you as secret.")
        if self.of_others:
            return timelines.Withheld(self.count).words
        if self.count > MOST:
            return gettext(
                "More than %(most)s matters are withheld from you as secret, and left out here."
            ) % {"most": MOST}
        return ngettext(
            "%(count)s matter is withheld from you as secret, and left out here if the question concerns it.",
            "%(count)s matters are withheld from you as secret, and left out here if the question concerns them.",
            self.count,
        ) % {"count": self.count}


NOTHING = Withheld(0)
# Written out and not as a value: only so does a plan that is kept go by the index of the few that are marked.
IS_MARKED = Func("secrecy_ground", template="%(expressions)s <> ''", output_field=BooleanField())


def _marked(asker: Asker, _asked: Asked) -> QuerySet[Any]:
    rows = Matter.objects.filter(IS_MARKED, body__among=asker.bodies_with(access.VIEW))
    return rows.exclude(pk__among=asker.secret_matters).order_by().values_list("pk", flat=True)[: MOST + 1]
