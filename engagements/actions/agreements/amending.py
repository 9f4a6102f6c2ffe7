"""Amendments: another text, last day, cost or notice is a new question of the same matter, and a new version."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from engagements.lifecycle.agreements import STANDING, Status, after
from engagements.models import Agreement, AgreementVersion
from engagements.models.agreement_versions import TERMS
from governance import casework, matters
from governance.models import Decision, Person
from governance.moves import require_status

from .locking import lock_for
from .schedule import set_days

Outcome, Version = Decision.Outcome, AgreementVersion.Status
# What becomes of an amendment; one that is tabled stays with the body.
AFTER_DECISION = {
    Outcome.APPROVED: Version.STANDING,
    Outcome.REJECTED: Version.REJECTED,
    Outcome.TABLED: Version.PROPOSED,
    Outcome.REFERRED_BACK: Version.RETURNED,
}


@transaction.atomic
def propose_amendment(agreement: Agreement, *, by: Person, reasons: str, **terms: Any) -> AgreementVersion:
    """Lay other terms before the body of the ruling. A longer term is asked as a renewal, as the act knows it.

    Raises ValidationError for terms that are none, RefusedByRule, WrongState.
    """
    agreement = lock_for(agreement, by)
    matter = agreement.matter
    status = after("propose_amendment", matter)
    _require_terms(agreement, terms)
    _keep_first(agreement, by)
    matters.ask_anew(matter)
    matter.facts = {name: fact for name, fact in matter.facts.items() if name != "renewal"}
    if _is_renewal(agreement, terms):
        matter.facts["renewal"] = True
    version = AgreementVersion(
        agreement=agreement, status=Version.PROPOSED, question=matter.question, reasons=reasons, **terms
    )
    casework.save(version, by=by)
    casework.lay_before_its_body(agreement, status, by=by)
    return version


@transaction.atomic
def withdraw_amendment(agreement: Agreement, *, by: Person) -> Agreement:
    """Take the proposed terms back before they are decided. The agreement stands as before."""
    agreement = lock_for(agreement, by)
    matter = agreement.matter
    require_status(matter, Status.AMENDING)
    version = agreement.versions.get(status=Version.PROPOSED)
    version.status = Version.WITHDRAWN
    casework.save(version, by=by)
    asked_before = matter.history.exclude(status=Status.AMENDING).order_by("-history_id").first()
    again = {name: getattr(asked_before, name) for name in ("facts", "question", "round")}
    _return(agreement, by=by, before=None, **again)
    return agreement


def move(agreement: Agreement, version: AgreementVersion, decision: Decision, *, by: Person) -> None:
    """Bring a proposed amendment, and the agreement, where the decision puts them."""
    outcome = Outcome(decision.outcome)
    if outcome == Outcome.TABLED:
        casework.write(agreement, by=by, before=decision.body)
        return
    if outcome == Outcome.APPROVED:
        former = _standing(agreement)
        former.status = Version.FORMER
        casework.save(former, by=by)
        version.number, version.since = (former.number or 0) + 1, decision.decided_on
    version.status = AFTER_DECISION[outcome]
    casework.save(version, by=by)
    _return(agreement, by=by, before=None, **_take(agreement, _standing(agreement)))


def concerned_by(agreement: Agreement, decision: Decision) -> AgreementVersion | None:
    """The amendment that a decision answered; None when it was about the agreement itself."""
    asked = agreement.versions.filter(question=decision.question).exclude(number=1)
    return asked.exclude(status=Version.WITHDRAWN).first()


def follow(
    agreement: Agreement, version: AgreementVersion, earlier: Decision, corrected: Decision, *, by: Person
) -> None:
    """Let the terms follow a corrected decision on them."""
    if corrected.outcome != earlier.outcome:
        casework.require_outcome(corrected.outcome, AFTER_DECISION)
        _require_untouched(agreement, version, earlier)
        _undo(agreement, version, earlier, by)
        move(agreement, version, corrected, by=by)
    elif earlier.outcome == Outcome.APPROVED:
        version.since = corrected.decided_on
        casework.save(version, by=by)


def _require_untouched(agreement: Agreement, version: AgreementVersion, earlier: Decision) -> None:
    """Another outcome is carried out only while everything stands as the decision left it."""
    stands = STANDING if earlier.outcome != Outcome.TABLED else (Status.AMENDING,)
    is_as_left = version.status == AFTER_DECISION[Outcome(earlier.outcome)]
    if agreement.matter.status not in stands or not is_as_left:
        raise casework.has_gone_on()


def _undo(agreement: Agreement, version: AgreementVersion, earlier: Decision, by: Person) -> None:
    """Back to where the amendment waited for the decision."""
    if earlier.outcome == Outcome.APPROVED:
        former = agreement.versions.get(number=(version.number or 0) - 1)
        version.number = version.since = None
    version.status = Version.PROPOSED
    casework.save(version, by=by)
    terms = {}
    if earlier.outcome == Outcome.APPROVED:
        former.status = Version.STANDING
        casework.save(former, by=by)
        terms = _take(agreement, former)
    casework.write(agreement, by=by, status=Status.AMENDING, before=None, **terms)


def _require_terms(agreement: Agreement, terms: dict[str, Any]) -> None:
    if terms.keys() != set(TERMS):
        raise TypeError(f"an amendment says all of {', '.join(TERMS)}")
    card, ends_on = agreement.matter, terms["ends_on"]
    if all(terms[name] == now for name, now in _terms_of(agreement).items()):
        raise ValidationError(_("Nothing is changed: an amendment changes at least one of the terms."))
    if not terms["exchange"].strip():
        raise ValidationError({"exchange": _("Describe what is to be exchanged: who does what with whom.")})
    if ends_on is None and agreement.type != Agreement.Type.LETTER_OF_INTENT:
        raise ValidationError({"ends_on": _("An agreement has a last day.")})
    if ends_on and card.starts_on and ends_on <= card.starts_on:
        raise ValidationError({"ends_on": _("The last day must come after the first.")})


def _is_renewal(agreement: Agreement, terms: dict[str, Any]) -> bool:
    """Whether it is to last longer than what was decided."""
    last, new = agreement.matter.ends_on, terms["ends_on"]
    return last is not None and (new is None or new > last)


def _terms_of(agreement: Agreement) -> dict[str, Any]:
    card = agreement.matter
    return {name: card.ends_on if name == "ends_on" else getattr(agreement, name) for name in TERMS}


def _keep_first(agreement: Agreement, by: Person) -> None:
    """What was signed becomes the first version once another is proposed."""
    if agreement.versions.exists():
        return
    first = AgreementVersion(
        agreement=agreement,
        number=1,
        status=Version.STANDING,
        question=agreement.matter.question,
        since=agreement.matter.starts_on,
        **_terms_of(agreement),
    )
    casework.save(first, by=by)


def _standing(agreement: Agreement) -> AgreementVersion:
    standing: AgreementVersion = agreement.versions.get(status=Version.STANDING)
    return standing


def _take(agreement: Agreement, version: AgreementVersion) -> dict[str, Any]:
    """Let the terms of the version apply; those of the card are given back."""
    for name in TERMS:
        if name != "ends_on":
            setattr(agreement, name, getattr(version, name))
    return {"ends_on": version.ends_on}


def _return(agreement: Agreement, *, by: Person, **card: Any) -> None:
    """Back to where the agreement stood when the amendment was proposed: in force, or under review."""
    status = Status.UNDER_REVIEW if agreement.review_reason else Status.IN_FORCE
    casework.write(agreement, by=by, status=status, due_on=set_days(agreement, status), **card)
