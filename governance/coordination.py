"""Organisations in which the City Executive Office coordinates what the city does, whichever body's matter it is.

A principle of the strategy names them. Coordination is no power to decide: who decides is asked as ever.
"""

from . import access, matters, notices, principles
from .models import Body, Matter, Principle, Strategy, the_body

CHECK = "coordinated_organisations"


def principle_for(name: str, strategy: Strategy) -> Principle | None:
    """The principle of the strategy that names the organisation; None for any other."""
    if not name:
        return None
    principle = principles.checks_of(strategy).get(CHECK)
    known = principle.settings["names"] if principle else ()
    return principle if name.strip().casefold() in {each.casefold() for each in known} else None


def tell(matter: Matter, *names: str) -> bool:
    """Show a matter that concerns such an organisation to the City Executive Office, and tell its coordinators once.

    `names`: by which the organisation goes. False when it is no such organisation, or the board's own matter.
    """
    if not any(principle_for(name, matter.strategy) for name in names):
        return False
    board = the_body(Body.Kind.EXECUTIVE_BOARD, matter.opened_on)
    if matter.body_id == board.pk:
        return False
    matters.let_in(matter, board)
    notices.notify(
        access.holders(access.Role.COORDINATOR),
        matter=matter,
        key=f"coordinated:{matter.number}",
        subject_sv=f"{matter.number} hos {matter.body.in_a_sentence_sv} samordnas av stadsledningskontoret",
        subject_en=f"{matter.number} of {matter.body.in_a_sentence_en} is coordinated by the City Executive Office",
    )
    return True
