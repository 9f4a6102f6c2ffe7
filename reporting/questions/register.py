"""The ten questions in their order, and those that stand on a person's start page."""

from collections.abc import Collection
from functools import cache

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from governance.asking import Asked
from governance.finding import Saying
from governance.models import Person

from . import boards, commitments, committee, comparing, costs, meeting, membership, numbers, reviews
from .question import Question

FAMILIES = (commitments, costs, membership, reviews, meeting, comparing, committee, boards, numbers)
QUESTIONS: tuple[Question, ...] = tuple(
    sorted(
        [*(each for family in FAMILIES for each in family.QUESTIONS)],
        key=lambda question: question.number,
    )
)


def of_roles(roles: Collection[str]) -> list[Question]:
    """Those that somebody with these offices asks."""
    return [question for question in QUESTIONS if not question.roles.isdisjoint(roles)]


def of_person(person: Person) -> list[Asked]:
    """The same for the start page, which knows no feature (settings.QUESTIONS_OF_PERSONS)."""
    return [Asked(str(question.words), question.url_name) for question in of_roles(person.roles)]


def sayings() -> list[Saying]:
    """The same for the search: by their words and by what they tell, in both languages. Whoever logs in may ask."""
    return [
        Saying(_("Ten questions"), str(each.words), _in_both(each), reverse(each.url_name))
        for each in QUESTIONS
    ]


@cache
def _in_both(question: Question) -> str:
    said = []
    for language in ("sv", "en"):
        with override(language):
            said += [str(question.words), str(question.lead)]
    return " ".join(said)
