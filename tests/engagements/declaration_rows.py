"""The rows of the page policy for declarations, and what they speak of; what tests of declarations begin with."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from engagements.actions import create_organisation
from engagements.actions import declarations as actions
from engagements.models import Declaration, Organisation
from governance.decisions import Record
from governance.models import Body, Person
from tests.factories import PERSONAS

Answer = dict[str, int]
# Those who may read the matters of the Transport Committee, who propose, and who prepares this one's.
READERS = (
    "contact secretary head council_secretary board_secretary ib_secretary mayor coordinator auditor".split()
)
PROPOSERS = (
    "contact other_contact company_contact secretary other_secretary board_secretary coordinator".split()
)
PREPARERS = ("contact", "secretary")
BURDEN = {"adds_burden": True, "burden_amount": 120_000, "burden_explanation": "En halv tjänst i ett år."}


def answers(chosen: Any, status: int = 200, otherwise: int = 403) -> Answer:
    return dict.fromkeys(PERSONAS, otherwise) | dict.fromkeys(chosen, status)


# The body that a commitment is given to reads the matter for it.
OWNERS = ("other_contact", "other_secretary")


def preparing(status: int = 200, readers: Any = READERS) -> Answer:
    return answers(readers, 403, otherwise=404) | dict.fromkeys(PREPARERS, status)


def going_on(status: int) -> Answer:
    """With one that is joined, in which another body has a commitment."""
    return preparing(status, (*READERS, *OWNERS))


def declaration_pages(page: Callable[..., Any]) -> dict[str, Any]:
    refused, read = answers((), otherwise=405), answers(READERS, otherwise=404)
    joined, today = ("joined_declaration",), timezone.localdate().isoformat()
    return {
        "engagements:declarations": page(query="q=klimat&state=joined"),
        "engagements:new_declaration": page(get=answers(PROPOSERS), post=answers(PROPOSERS, 422)),
        "engagements:new_declaration_ruling": page(
            get=answers(PROPOSERS), query="scope=city_wide&adds_burden=no&burden_amount=5"
        ),
        "engagements:new_declaration_forums": page(get=answers(PROPOSERS), query="name=Policy"),
        "engagements:commitments": page(query="body=trafiknamnden&state=late"),
        "engagements:declaration": page(joined, get=answers((*READERS, *OWNERS), otherwise=404)),
        "engagements:edit_declaration": page(("declaration",), get=preparing(), post=preparing(422)),
        "engagements:send_declaration": page(("declaration",), get=refused, post=preparing(302)),
        # It concerns no other state: there is nothing to refer.
        "engagements:refer_declaration": page(("declaration",), get=refused, post=preparing(409)),
        "engagements:decide_declaration": page(
            ("sent_declaration",), get=read, post=answers(READERS, 403, otherwise=404) | {"secretary": 422}
        ),
        "engagements:withdraw_declaration": page(
            ("declaration",), get=preparing(), post=preparing(302), data={"reason": "x"}
        ),
        "engagements:sign_declaration": page(
            joined, get=going_on(200), post=going_on(302), data={"signer": "x", "signed_on": today}
        ),
        "engagements:review_declaration": page(
            joined, get=going_on(200), post=going_on(302), data={"reviewed_on": today, "result": "x"}
        ),
        "engagements:end_declaration": page(
            joined,
            get=going_on(200),
            post=going_on(302),
            data={"leaves": "no", "ended_on": today, "reason": "x"},
        ),
        "engagements:add_commitment": page(
            joined,
            get=going_on(200),
            post=going_on(302),
            data={"text": "x", "owner": "trafiknamnden", "due_on": today},
        ),
        "engagements:report_commitment": page(
            ("joined_declaration", "commitment"),
            get=going_on(200) | dict.fromkeys(OWNERS, 200),
            post=going_on(422) | dict.fromkeys(OWNERS, 422),
        ),
    }


def declaration_scene() -> dict[str, Any]:
    """Three declarations of the Transport Committee: proposed, before it, and joined with another's commitment."""
    contact, committee = Person.objects.get(username="contact"), Body.objects.get(slug="trafiknamnden")
    proposal = make_declaration(contact, committee)
    sent = actions.send_for_decision(make_declaration(contact, committee, **BURDEN), by=contact)
    joined = make_joined(contact, committee)
    commitment = actions.promise(
        joined,
        by=contact,
        text="x",
        owner=Body.objects.get(slug="miljo-och-halsoskyddsnamnden"),
        due_on=timezone.localdate() + timedelta(days=30),
    )
    return {
        "declaration": proposal.matter.number,
        "sent_declaration": sent.matter.number,
        "joined_declaration": joined.matter.number,
        "commitment": commitment.pk,
    }


def make_declaration(by: Person, body: Body, **facts: Any) -> Declaration:
    """A complete proposal of the body's own operation, without a burden unless `facts` say so."""
    name = "Policyförbundet (exempel)"
    issuer = Organisation.objects.named(name).first() or create_organisation(
        by=by, name=name, kind="network", is_invented=True
    )
    given = {
        "title": "Deklaration om klimat och gator (exempel)",
        "kind": "declaration",
        "origin": "invited",
        "text": "Vi städer ska dela våra mätningar.",
        "scope": "own_operation",
        "adds_burden": False,
        "concerns_foreign_policy": False,
        "benefit": "Vi får andras mätningar.",
        "signer": "Bo Borgarråd, finansborgarråd",
    }
    return actions.propose(by=by, body=body, issuer=issuer, **(given | facts))


def decided_by(body: Body, outcome: str = "approved", on: date = date(2026, 3, 12), **facts: Any) -> Record:
    entered = {"paragraph": "14", "minutes": "Protokoll 3/2026", "wording": "Staden ansluter sig.", **facts}
    return Record(body=body, outcome=outcome, decided_on=on, **entered)


def decided_by_the_mayor(outcome: str = "approved", on: date = date(2026, 3, 12), **facts: Any) -> Record:
    return Record(
        body=Body.objects.get(slug="kommunstyrelsen"),
        outcome=outcome,
        decided_on=on,
        form="delegated",
        delegate=Person.objects.get(username="mayor"),
        power_source="Internationella strategin 2016, avsnitt 5",
        wording="Staden ansluter sig.",
        **facts,
    )


def make_joined(by: Person, body: Body, on: date = date(2026, 3, 12), **facts: Any) -> Declaration:
    """One without a burden that the Mayor has decided to join."""
    declaration = actions.send_for_decision(make_declaration(by, body, **facts), by=by)
    actions.decide(declaration, decided_by_the_mayor(on=on), by=Person.objects.get(username="ib_secretary"))
    return Declaration.objects.select_related("matter__body", "issuer").get(pk=declaration.pk)
