"""May this body decide? The ruling held against one body, with the reason in words."""

from dataclasses import dataclass

from django.utils.translation import gettext, override

from governance.language import Language, active_language
from governance.models.authority import Decider

from .rulings import Ruling

# A matter's owner decides by its own board, never through a group that only handles matters.
OWNERS_THAT_DECIDE = {"executive_board", "committee", "district_council", "group_board", "company"}


@dataclass(frozen=True)
class Answer:
    """Yes or no for one body. `by_delegate` tells that the Mayor may decide in the body's place."""

    allowed: bool
    ruling: Ruling
    by_delegate: bool = False

    def __bool__(self) -> bool:
        return self.allowed

    def __str__(self) -> str:
        return self.explanation()

    def explanation(self, lang: Language | None = None) -> str:
        """Why, with the citation; a refusal says first that this body does not decide."""
        lang = lang or active_language()
        why = self.ruling.explanation(lang)
        if self.allowed or not self.ruling:
            return why
        with override(lang):
            return gettext("This body does not decide the matter.") + " " + why


def may_decide(ruling: Ruling, body_kind: str, is_owner_body: bool = False) -> Answer:
    """Whether a body of this kind may decide; `is_owner_body`: the matter is its own.

    The Mayor is an office at the City Executive Board: where the power is delegated the board may decide
    itself, or record what the Mayor decided in its place.
    """
    decides = ruling.decides
    if decides == Decider.MAYOR:
        return Answer(body_kind == Decider.EXECUTIVE_BOARD, ruling, by_delegate=True)
    if decides in (Decider.OWN_BODY, Decider.HEAD_OF_DEPARTMENT):
        return Answer(is_owner_body and body_kind in OWNERS_THAT_DECIDE, ruling)
    return Answer(bool(ruling) and body_kind == decides, ruling)
