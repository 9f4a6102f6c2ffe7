"""A referral that is sent from a draft of the strategy: the draft goes where the referral goes."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import casework, policy_data, strategy_drafts
from governance.authority import strategy_in_force
from governance.errors import WrongState
from governance.models import Person, StrategyDraft
from governance.policy_data import Content
from referrals.lifecycle import Status
from referrals.models import REVISED, SENT, Referral

State = StrategyDraft.State
# Where the draft stands when its referral does. What came to nothing lies open again with who drafted it.
STATE_OF_DRAFT = {
    Status.DRAFT: State.REFERRED,
    Status.OUT: State.LOCKED,
    Status.COMPILING: State.REFERRED,
    Status.BEFORE_BOARD: State.LOCKED,
    Status.BEFORE_COUNCIL: State.LOCKED,
    Status.ADOPTED: State.ADOPTED,
    Status.FED_BACK: State.ADOPTED,
    Status.REJECTED: State.OPEN,
    Status.WITHDRAWN: State.OPEN,
}


@transaction.atomic
def texts_to_draft(referral: Referral, *, by: Person) -> StrategyDraft:
    """Bring the text of the document into the draft, so that its English can be written. Raises WrongState."""
    referral = casework.lock(Referral, referral)
    casework.require_edit(by, referral.matter)
    draft = strategy_drafts.of_matter(referral.matter)
    if draft is None:
        raise WrongState(_("The referral was not sent from a draft of the strategy."))
    return strategy_drafts.take_over(draft, referral.edition(REVISED) or referral.edition(SENT), by=by)


def let_draft_follow(referral: Referral, status: str, *, by: Person) -> None:
    """Where the referral stands, its draft does. Called by every verb that moves a referral."""
    strategy_drafts.follow(referral.matter, STATE_OF_DRAFT[Status(status)], by=by, strategy=referral.strategy)


def content_of(referral: Referral) -> Content:
    """What the version is to say besides the document: as the draft has it, else as the version in force."""
    draft = strategy_drafts.of_matter(referral.matter)
    if draft is not None:
        return dict(draft.content)
    return policy_data.content_of(strategy_in_force(timezone.localdate()))
