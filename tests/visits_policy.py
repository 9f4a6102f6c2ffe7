"""The rows of page_policy.py for visits, and the visits they speak of: one for each step, where it can be taken."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from governance import matters
from governance.models import Body, Document, Person
from tests.factories import PERSONAS
from tests.visits.open.asking import PASSPORT
from tests.visits.programme_making import slot_of
from visits import actions, rules
from visits.actions import open as guest
from visits.actions import programme
from visits.lifecycle import STEPS
from visits.models import Visit

READERS = set(
    "contact secretary head council_secretary board_secretary ib_secretary mayor coordinator auditor".split()
)
OWNERS = {"contact", "secretary"}
RECEIVERS = {"other_contact", "other_secretary"}
# Those who log visits for a body with an operation of its own.
LOGGERS = OWNERS | RECEIVERS | {"company_contact", "board_secretary", "coordinator"}
# A step that asks nothing is taken at once; of the others an empty form comes back, to be corrected.
ASKS_NOTHING = {
    "begin_assessment",
    "guest_answered",
    "hand_over_to_ks",
    "take_forwarded",
    "take_over",
    "close",
}

REQUEST: dict[str, Any] = {
    "title": "Besök från Oslo kommun om cykling",
    "counterpart": "Oslo kommun",
    "city": "Oslo",
    "country": "NO",
    "purpose": "Cykling på vintern.",
}


def answers(allowed: set[str], status: int, refused: set[str] = READERS) -> dict[str, int]:
    """Those allowed get the status, others who may read are refused, the rest do not know that it exists."""
    found = dict.fromkeys(PERSONAS, 404) | dict.fromkeys(refused, 403)
    return found | dict.fromkeys(allowed, status)


def visits_pages(page: Any) -> dict[str, Any]:
    """The rows; `page` is page_policy.Page, given so that the two modules do not import each other."""
    loggers = answers(LOGGERS, 200, refused=set(PERSONAS))
    logged = answers(LOGGERS, 422, refused=set(PERSONAS))
    coordinator = answers({"coordinator"}, 422, refused=set(PERSONAS))
    owners, readers, changed = answers(OWNERS, 200), answers(READERS, 200), answers(OWNERS, 422)
    rows = {
        "visits:board": page(query="mine=on&theme=climate"),
        "visits:list": page(),
        "visits:new": page(get=loggers, post=logged),
        "visits:read_mail": page(get=answers(LOGGERS, 302, refused=set(PERSONAS)), post=logged),
        "visits:duplicates": page(get=loggers, query="counterpart=Oslo"),
        "visits:templates": page(),
        "visits:template": page(("letter_kind", "letter_language"), post=coordinator),
        "visits:detail": page(("visit",), get=readers),
        "visits:similar": page(("visit",), get=readers),
        "visits:edit": page(("visit",), get=owners, post=changed),
        "visits:write_letter": page(("visit",), get=owners, post=changed),
        "visits:letter": page(("visit", "visit_letter"), get=readers),
        "visits:sent": page(("visit",), get=readers),
        # The guest of this visit has no page of their own: who may send letters is told so.
        "visits:send_letter": page(
            ("visit", "visit_letter"), get=dict.fromkeys(PERSONAS, 405), post=answers(OWNERS, 409)
        ),
        "visits:delegation": page(("visit",), get=readers),
    }
    rows |= programme_pages(page) | invitation_pages(page)
    for verb, step in STEPS.items():
        allowed = RECEIVERS if step.by_receiver else OWNERS
        sent = answers(allowed, 302 if verb in ASKS_NOTHING else 422)
        rows[f"visits:{verb}"] = page((f"visit_{verb}",), get=answers(allowed, 200), post=sent)
    return rows


def programme_pages(page: Any) -> dict[str, Any]:
    """Whoever edits the visit builds its programme, whoever reads the visit reads it, and a host her slots."""
    owners, readers, changed = answers(OWNERS, 200), answers(READERS, 200), answers(OWNERS, 422)
    none, done, slot = dict.fromkeys(PERSONAS, 405), answers(OWNERS, 302), ("programme", "slot")
    return {
        "visits:hosted": page(),
        "visits:hosted_calendar": page(),
        "visits:programme": page(("programme",), get=readers),
        "visits:programme_prints": page(("programme",), get=readers),
        "visits:programme_version": page(("programme", "programme_version"), get=readers),
        "visits:programme_calendar": page(("programme",), get=readers),
        "visits:host_calendar": page(("programme", "programme_host"), get=readers),
        "visits:add_slot": page(("programme",), get=owners, post=changed),
        "visits:edit_slot": page(slot, get=owners, post=changed),
        "visits:remove_slot": page(slot, get=owners, post=done),
        "visits:move_slot": page(slot, get=none, post=done, data={"way": "down"}),
        "visits:accept_clashes": page(slot, get=owners, post=changed),
        "visits:describe_delegation": page(("programme",), get=owners, post=changed),
        "visits:note_guest": page(("programme",), get=owners, post=changed),
        # The request of the scene has no e-mail address to send to.
        "visits:propose_programme": page(("programme",), get=owners, post=answers(OWNERS, 422)),
        "visits:note_told": page(("programme", "programme_version"), get=owners, post=changed),
        "visits:draw_drafts": page(("programme",), get=none, post=done),
        "visits:confirm_programme": page(("programme",), get=owners, post=changed),
    }


def invitation_pages(page: Any) -> dict[str, Any]:
    """Whoever reads the visit sees where its letters stand; who handles it or signs opens one, with its passport."""
    readers, owners, none = answers(READERS, 200), answers(OWNERS, 200), dict.fromkeys(PERSONAS, 405)
    handlers = OWNERS | {"head"}
    letter = ("invited", "invitation")
    return {
        "visits:invitations": page(("invited",), get=readers, post=answers(handlers, 422)),
        "visits:invitation_basis": page(("invited",), get=owners, post=answers(OWNERS, 302)),
        "visits:invite_delegate": page(("invited",), get=none, post=answers(OWNERS, 302)),
        "visits:make_invitation_list": page(("invited",), get=none, post=answers(handlers, 302)),
        "visits:invitation_list": page(("invited", "invitation_list"), get=answers(handlers, 200)),
        "visits:invitation": page(letter, get=readers, post=answers(handlers, 422)),
        "visits:invitation_paper": page(letter, get=answers(handlers, 200)),
        # It is not revoked.
        "visits:ask_invitation_again": page(letter, get=none, post=answers(OWNERS, 409)),
    }


def invitation_scene() -> dict[str, Any]:
    """A planned visit with one issued letter, drawn, and a group list."""
    visit = visit_where("carry_out")
    by, day = visit.matter.responsible, timezone.localdate() + timedelta(days=30)
    actions.plan(visit, by=by, since=day, until=day)
    values = dict.fromkeys(("purpose", "city_pays", "decided_by"), "")
    grounds = {"special_reason": "Behövs i år.", "direction": "cooperation", "why": "Båda lär sig."}
    actions.set_basis(visit, by=by, values=grounds | values)
    place = actions.invite_delegate(visit, by=by)
    told = {"given_names": "Wanjiru", "family_name": "Mwangi", "needs_letter": True}
    guest.change_delegate(place, told, PASSPORT, by_link=True)
    letter = visit.invitations.get()
    for act, who in (
        (actions.review, by),
        (actions.approve, Person.objects.get(username="head")),
        (actions.issue, by),
    ):
        act(visit, [letter.pk], by=who)
    kept = actions.make_list(visit, by=by)
    for row in (letter, kept):
        row.document = Document.objects.create(
            name="x.pdf", media_type="application/pdf", content=b"%PDF-1.7"
        )
        row.save(update_fields=["document"])
    return {"invited": visit.matter.number, "invitation": letter.pk, "invitation_list": kept.pk}


def programme_scene() -> dict[str, Any]:
    """A planned visit with a confirmed programme of two slots that clash, one of them hosted by the head."""
    visit = visit_where("carry_out")
    by, head = visit.matter.responsible, Person.objects.get(username="head")
    day = timezone.localdate()
    actions.plan(visit, by=by, since=day, until=day)
    slot = slot_of(visit, by, day=day, host=head)
    slot_of(visit, by, "09:30", "10:30", day=day, host=head)
    programme.accept_clashes(slot, by=by, because="Två delar på det.")
    programme.note_guest(visit, by=by, confirmed_on=day, how="E-post")
    programme.ask_for_drafts(visit, by=by)
    kept = programme.confirm(visit, by=by)
    return {
        "programme": visit.matter.number,
        "slot": slot.pk,
        "programme_version": kept.number,
        "programme_host": f"person-{head.pk}",
    }


def visits_scene() -> dict[str, Any]:
    """A visit that has just come in, with a letter; and for each step one where it can be taken."""
    visit = visit_where("")
    letter = actions.write_letter(
        visit, by=visit.matter.responsible, kind="thanks", language="sv", subject="Tack", text="Tack."
    )
    return {
        "visit": visit.matter.number,
        "visit_letter": letter.pk,
        "letter_kind": "thanks",
        "letter_language": "sv",
        **programme_scene(),
        **invitation_scene(),
        **{f"visit_{verb}": visit_where(verb).matter.number for verb in STEPS},
    }


def visit_where(verb: str) -> Visit:
    """A visit at the Transport Committee in a state where the step can be taken."""
    contact = Person.objects.get(username="contact")
    visit = actions.log(REQUEST, by=contact, body=Body.objects.get(slug="trafiknamnden"))
    if not verb:
        return visit
    step, values = STEPS[verb], {}
    if step.by_receiver:
        values["before"] = Body.objects.get(slug="miljo-och-halsoskyddsnamnden")
    if verb == "hand_over_to_ks":
        values["facts"] = rules.facts(2, "ordinary")
    visit.matter = matters.change(matters.lock(visit.matter_id), by=contact, status=step.sources[0], **values)
    visit.assessed_on = visit.matter.opened_on
    visit.save()
    return visit
