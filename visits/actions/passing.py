"""Pass a request on inside the city: forward, hand over to the Executive Board, take it or give it back."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import acting, matters
from governance.errors import WrongState
from governance.models import Body, Matter, MatterParticipant, Person, the_body
from visits.models import Visit

from . import step


@transaction.atomic
def forward(visit: Visit, *, by: Person, to: Body, reasons: str, on: date | None = None) -> Visit:
    """Offer the request to another body, which must accept it. Until then it is ours, and the clock runs."""
    matter, visit, _ruling = step.begin("forward", visit, by=by)
    if to.pk == matter.body_id:
        raise WrongState(_("The request is already with %(body)s.") % {"body": to.in_a_sentence})
    if to.kind not in Body.OPERATING or not to.is_in_force(on or timezone.localdate()):
        raise WrongState(_("%(body)s does not receive visits.") % {"body": to.name})
    visit = step.finish("forward", visit, matter, by=by, on=on, note=reasons, before=to)
    step.tell("forward", matter, step.contact_persons(to), by=by)
    return visit


@transaction.atomic
def hand_over_to_ks(visit: Visit, *, by: Person, reasons: str = "", on: date | None = None) -> Visit:
    """Hand a significant visit over to the Executive Board, which coordinates it; our body goes on taking part."""
    matter, visit, _ruling = step.begin("hand_over_to_ks", visit, by=by)
    board = the_body(Body.Kind.EXECUTIVE_BOARD, on or timezone.localdate())
    visit = step.finish("hand_over_to_ks", visit, matter, by=by, on=on, note=reasons, before=board)
    step.tell("hand_over_to_ks", matter, step.contact_persons(board), by=by)
    return visit


@transaction.atomic
def take_forwarded(visit: Visit, *, by: Person, on: date | None = None) -> Visit:
    """Accept a request that was forwarded to us. The body that passed it on can follow what becomes of it."""
    return _take("take_forwarded", visit, MatterParticipant.Part.PASSED_ON, by=by, on=on)


@transaction.atomic
def take_over(visit: Visit, *, by: Person, on: date | None = None) -> Visit:
    """Take over the coordination of a significant visit. The body that received it goes on taking part."""
    return _take("take_over", visit, MatterParticipant.Part.TAKES_PART, by=by, on=on)


@transaction.atomic
def return_forwarded(visit: Visit, *, by: Person, reasons: str, on: date | None = None) -> Visit:
    """Give back what was offered to us, with the reason. A significant visit is thereby left to its body."""
    matter, visit, _ruling = step.begin("return_forwarded", visit, by=by)
    if visit.is_significant and matter.before and matter.before.kind == Body.Kind.EXECUTIVE_BOARD:
        visit.left_to_body = reasons
    visit = step.finish("return_forwarded", visit, matter, by=by, on=on, note=reasons, before=None)
    step.tell("return_forwarded", matter, step.contact_persons(matter.body), by=by)
    return visit


def _take(verb: str, visit: Visit, part: str, *, by: Person, on: date | None) -> Visit:
    matter, visit, _ruling = step.begin(verb, visit, by=by)
    giver, taker = matter.body, matter.before
    if taker is None:  # the state says it lies before somebody; the database does not promise it
        raise WrongState(_("Nobody has been asked to take the request."))
    matters.let_in(matter, giver, part)
    MatterParticipant.objects.filter(matter=matter, body=taker).delete()
    note = _diary_note(matter)
    visit = step.finish(
        verb,
        visit,
        matter,
        by=by,
        on=on,
        note=note,
        body=taker,
        before=None,
        responsible=acting.whose_work(by, taker.pk),
        diary_number="",
    )
    step.tell(verb, matter, step.contact_persons(giver), by=by)
    return visit


def _diary_note(matter: Matter) -> str:
    """A diary number belongs to the authority that gave it: the taker writes its own, ours stays in the trail."""
    if not matter.diary_number:
        return ""
    return _("Diary number at %(body)s: %(number)s") % {
        "body": matter.body.name,
        "number": matter.diary_number,
    }
