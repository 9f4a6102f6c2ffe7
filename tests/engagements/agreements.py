"""What the tests of agreements begin with: a counterpart, a complete proposal, one before its body, one decided."""

from datetime import date
from typing import Any

from engagements.actions import agreements, create_organisation
from engagements.models import Agreement, Organisation
from governance.decisions import Record
from governance.models import Body, Notice, Person

COMPLETE = {
    "exchange": "Two exchanges a year between traffic planners.",
    "benefit_to_city": "Tried methods for winter maintenance.",
    "benefit_to_counterpart": "Our experience of congestion charging.",
    "starts_on": date(2026, 9, 1),
    "ends_on": date(2028, 8, 31),
    "theme": "climate",
    "not_enough": "They do other things.",
}


def counterpart(by: Person, name: str = "Nordköping (exempel)", **facts: Any) -> Organisation:
    found = Organisation.objects.named(name).first()
    return found or create_organisation(by=by, name=name, **{"kind": "city", "is_invented": True, **facts})


def make_agreement(by: Person, body: Body, *, name: str = "Nordköping (exempel)", **facts: Any) -> Agreement:
    kind = facts.pop("counterpart_kind", "city")
    return agreements.propose(
        by=by,
        body=body,
        organisation=counterpart(by, name, kind=kind),
        **{
            "type": "cooperation",
            "title": f"Samarbete med {name}",
            "scope": "own_operation",
            **COMPLETE,
            **facts,
        },
    )


def decision_of(body: Body, outcome: str = "approved", on: date = date(2026, 3, 12), **facts: Any) -> Record:
    entered = {
        "paragraph": "14",
        "minutes": "Protokoll 3/2026",
        "wording": "Nämnden beslutar enligt förslaget.",
    }
    return Record(body=body, outcome=outcome, decided_on=on, **{**entered, **facts})


def fresh(agreement: Agreement) -> Agreement:
    return Agreement.objects.select_related("matter__body", "organisation").get(pk=agreement.pk)


def approve(contact: Person, secretary: Person, city: Any, **facts: Any) -> Agreement:
    draft = make_agreement(contact, city("trafiknamnden"), **facts)
    agreements.send_for_decision(draft, by=contact)
    agreements.decide(draft, decision_of(city("trafiknamnden")), by=secretary)
    return fresh(draft)


def sign_both(agreement: Agreement, by: Person, on: date = date(2026, 4, 1)) -> Agreement:
    agreements.sign(agreement, by=by, side="city", who="Bo Borgarråd, borgarråd", signed_on=on)
    return agreements.sign(agreement, by=by, side="counterpart", who="Ann Berg, borgmästare", signed_on=on)


def in_force(contact: Person, secretary: Person, city: Any, **facts: Any) -> Agreement:
    sign_both(approve(contact, secretary, city, **{"starts_on": date(2026, 4, 1), **facts}), contact)
    return Agreement.objects.select_related("matter__body", "organisation").latest("pk")


def reminders(agreement: Agreement, what: str) -> int:
    return Notice.objects.filter(key__startswith=f"agreement:{agreement.pk}:{what}:").count()
