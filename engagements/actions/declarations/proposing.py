"""From a proposal to the table of whoever decides, through the test of added burden."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements import forums
from engagements.actions.organisations import tie
from engagements.lifecycle.declarations import EDITABLE, Status
from engagements.models import Declaration, Organisation
from engagements.models.declarations import costs_without_burden, facts_of
from governance import access, acting, casework, matters, notices
from governance.authority import Question, rule
from governance.errors import WrongState
from governance.models import Body, Kind, Office, Person
from governance.moves import require_status

from .joined import set_next_review
from .locking import begin, lock

# What is decided on; once the city has joined it stands.
DECIDED_ON = (
    "kind",
    "origin",
    "text",
    "link",
    "adds_burden",
    "burden_amount",
    "burden_explanation",
    "concerns_foreign_policy",
    "not_enough",
)
# What is written about the declaration itself; the rest belongs to the card.
WRITTEN = (*DECIDED_ON, "benefit", "signer", "note")
ON_THE_CARD = ("title", "diary_number", "scope", "theme", "directions")
# Of the card, what may change when the city has joined.
AFTERWARDS = ("diary_number",)


@transaction.atomic
def propose(
    *,
    by: Person,
    body: Body,
    issuer: Organisation,
    title: str,
    scope: str,
    theme: str = "",
    directions: Sequence[str] = (),
    diary_number: str = "",
    opened_on: date | None = None,
    is_invented: bool = False,
    **written: Any,
) -> Declaration:
    """Propose that the city joins a declaration or initiative. The register keeps which forums it found.

    Raises PermissionDenied, ValidationError.
    """
    access.require(by, access.EDIT, body)
    declaration = Declaration(issuer=issuer, **written)
    card: dict[str, Any] = {
        "title": title,
        "scope": scope,
        "theme": theme,
        "directions": list(directions),
        "diary_number": diary_number,
        "opened_on": opened_on,
        "is_invented": is_invented,
    }
    _look_for_forums(declaration, theme or issuer.theme)
    _open(
        declaration,
        by=by,
        body=body,
        status=Status.PROPOSED,
        responsible=acting.whose_work(by, body.pk),
        **card,
    )
    return declaration


@transaction.atomic
def enter_existing(
    *,
    by: Person,
    body: Body,
    issuer: Organisation,
    title: str,
    scope: str,
    joined_on: date,
    opened_on: date | None = None,
    is_invented: bool = False,
    **written: Any,
) -> Declaration:
    """Enter what the city joined before the register began; it is reviewed like the others."""
    access.require(by, access.EDIT, body)
    declaration = Declaration(issuer=issuer, joined_on=joined_on, **written)
    set_next_review(declaration)
    card: dict[str, Any] = {
        "title": title,
        "scope": scope,
        "starts_on": joined_on,
        "due_on": declaration.next_review_on,
        "opened_on": opened_on,
        "is_invented": is_invented,
    }
    _open(declaration, by=by, body=body, status=Status.JOINED, **card)
    return declaration


def _open(
    declaration: Declaration, *, by: Person, body: Body, scope: str, theme: str = "", **card: Any
) -> None:
    """The card of a new declaration, tied to its issuer, and its file."""
    issuer = declaration.issuer
    _require_honest_burden(declaration, scope)
    declaration.matter = matters.open_matter(
        Kind.DECLARATION,
        by=by,
        body=body,
        scope=scope,
        theme=theme or issuer.theme,
        counterpart=issuer.name,
        city=issuer.city,
        country=issuer.country,
        facts=facts_of(scope, declaration.adds_burden, declaration.concerns_foreign_policy),
        **card,
    )
    declaration._history_user = by
    declaration.save(force_insert=True)
    tie(declaration.matter, issuer)


@transaction.atomic
def edit(declaration: Declaration, version: int, *, by: Person, **values: Any) -> Declaration:
    """Change what is written. Raises StaleVersion when somebody was faster, WrongState before a body.

    Once the city has joined, what was decided on stands.
    """
    declaration = lock(declaration, version)
    matter = declaration.matter
    casework.require_edit(by, matter)
    require_status(matter, *EDITABLE)
    is_joined = matter.status == Status.JOINED
    if unknown := values.keys() - {*WRITTEN, *ON_THE_CARD}:
        raise TypeError(f"a declaration has no {', '.join(unknown)} to edit")
    card = {name: values.pop(name) for name in ON_THE_CARD if name in values}
    if is_joined:
        card = {name: value for name, value in card.items() if name in AFTERWARDS}
        values = {name: value for name, value in values.items() if name not in DECIDED_ON}
    for name, value in values.items():
        setattr(declaration, name, value)
    if not is_joined:
        scope = card.get("scope", matter.scope)
        _require_honest_burden(declaration, scope)
        card["facts"] = facts_of(scope, declaration.adds_burden, declaration.concerns_foreign_policy)
        _look_for_forums(declaration, card.get("theme", matter.theme), exclude=matter.pk)
    elif declaration.signed_on and not declaration.signer:
        raise ValidationError({"signer": _("Say who signed it.")})
    casework.write(declaration, by=by, **card)
    return declaration


def _look_for_forums(declaration: Declaration, theme: str, exclude: int | None = None) -> None:
    """Look again and keep the proof: what was looked for, when, what was there."""
    name = declaration.issuer.name
    declaration.findings = forums.proof(name, theme, forums.existing(name, theme, exclude=exclude))


def _require_honest_burden(declaration: Declaration, scope: str) -> None:
    """What costs something adds to the burden, so the delegation does not cover it. Raises ValidationError."""
    if costs_without_burden(declaration.adds_burden, declaration.burden_amount):
        raise ValidationError({"burden_amount": refused_burden(scope)})


def refused_burden(scope: str, day: date | None = None) -> str:
    """Why a cost without a burden is refused, with the section and who may decide instead."""
    question = Question("join_declaration", scope=scope, adds_resource_burden=True)
    ruling = rule(question, on=day or timezone.localdate())
    begins = _(
        "A declaration that costs the city something adds to its resource burden. Say so, or give no cost."
    )
    return f"{begins} {ruling.explanation()}"


def missing_for_decision(declaration: Declaration) -> dict[str, str]:
    """What must be written before anybody can decide, by field. Nothing where nobody may: that is said instead."""
    if declaration.concerns_foreign_policy:
        return {}
    needed = {
        "benefit": _("Say what benefit the city has of it."),
        "signer": _("Say who is to sign it for the city."),
    }
    # A declaration one stands behind; an initiative is a forum more beside those one has.
    if declaration.kind == Declaration.Kind.INITIATIVE and declaration.findings.get("found"):
        needed["not_enough"] = _("Say why the forums that the register found are not enough.")
    return {name: text for name, text in needed.items() if not getattr(declaration, name).strip()}


@transaction.atomic
def send_for_decision(declaration: Declaration, *, by: Person) -> Declaration:
    """Lay a complete proposal before the body of the ruling, and tell its secretary.

    Raises RefusedByRule for a matter of foreign policy, ValidationError with what is missing, WrongState.
    """
    declaration, status = begin("send_for_decision", declaration, by)
    if missing := missing_for_decision(declaration):
        raise ValidationError(missing)
    casework.lay_before_its_body(declaration, status, by=by)
    return declaration


@transaction.atomic
def refer(declaration: Declaration, *, by: Person) -> Declaration:
    """Pass a question of foreign policy to the City Executive Office: nobody in the city decides it."""
    declaration, status = begin("refer", declaration, by)
    matter = declaration.matter
    if not declaration.concerns_foreign_policy:
        raise WrongState(_("Only a question of Sweden's relation to another state is referred."))
    notices.notify(
        access.holders(Office.Role.COORDINATOR),
        matter=matter,
        key=f"referred:{matter.number}",
        subject_sv=f"{matter.number}: en utrikespolitisk fråga hänvisas till stadsledningskontoret",
        subject_en=f"{matter.number}: a question of foreign policy is referred to the City Executive Office",
    )
    matters.close(matter, by=by, status=status)
    return declaration


@transaction.atomic
def withdraw(declaration: Declaration, *, by: Person, reason: str) -> Declaration:
    """Take the proposal back; the matter closes and can be read."""
    declaration, status = begin("withdraw", declaration, by)
    declaration.add_note(reason)
    casework.save(declaration, by=by)
    matters.close(declaration.matter, by=by, status=status)
    return declaration
