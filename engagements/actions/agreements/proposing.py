"""From a proposal to the table of the body that decides, through the gates of the principles."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements import forums, gates
from engagements.actions.organisations import tie
from engagements.lifecycle.agreements import AT_HOME, EDITABLE, Status, after
from engagements.models import ACT_OF_TYPE, Agreement, Organisation
from governance import access, acting, casework, decisions, matters, notices, principles
from governance.errors import RefusedByRule, WrongState
from governance.models import Body, Kind, Office, Person
from governance.moves import require_status

from .locking import lock_for
from .schedule import set_days

# What the proposer writes about the agreement itself; the rest belongs to the card.
WRITTEN = (
    "type",
    "initiative",
    "exchange",
    "benefit_to_city",
    "benefit_to_counterpart",
    "notice_months",
    "cost_per_year",
    "city_contact",
    "counterpart_contact",
    "not_enough",
    "touches_foreign_relations",
    "note",
)
ON_THE_CARD = ("title", "diary_number", "scope", "theme", "starts_on", "ends_on")
# What still may change when a body has decided: who answers for it. The rest is what was decided on.
AFTERWARDS = ("city_contact", "counterpart_contact", "note", "diary_number")


@transaction.atomic
def propose(
    *,
    by: Person,
    body: Body,
    organisation: Organisation,
    type: str,
    title: str,
    scope: str,
    theme: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
    diary_number: str = "",
    opened_on: date | None = None,
    is_invented: bool = False,
    **written: Any,
) -> Agreement:
    """Propose an agreement for the body. The register looks for existing forums and keeps what it found."""
    access.require(by, access.EDIT, body)
    _refuse_end_before_start(starts_on, ends_on)
    agreement = Agreement(organisation=organisation, type=type, **written)
    _open(
        agreement,
        Status.DRAFT,
        by=by,
        body=body,
        title=title,
        responsible=acting.whose_work(by, body.pk),
        diary_number=diary_number,
        scope=scope,
        theme=theme,
        starts_on=starts_on,
        ends_on=ends_on,
        opened_on=opened_on,
        is_invented=is_invented,
    )
    _look_for_forums(agreement)
    _save_first(agreement, by)
    return agreement


@transaction.atomic
def enter_existing(
    *,
    by: Person,
    body: Body,
    organisation: Organisation,
    type: str,
    title: str,
    scope: str,
    theme: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
    is_in_force: bool,
    opened_on: date | None = None,
    **written: Any,
) -> Agreement:
    """Enter an agreement from before the register, as far as a source knows it. What it does not say stays unknown.

    `is_in_force`: the source says so; otherwise the owner is to find out.
    """
    access.require(by, access.EDIT, body)
    _refuse_end_before_start(starts_on, ends_on)
    agreement = Agreement(organisation=organisation, type=type, **written)
    status = Status.IN_FORCE if is_in_force else Status.UNCLEAR
    _open(
        agreement,
        status,
        by=by,
        body=body,
        title=title,
        scope=scope,
        theme=theme,
        starts_on=starts_on,
        ends_on=ends_on,
        opened_on=opened_on,
    )
    _save_first(agreement, by)
    due = set_days(agreement, status)
    casework.write(agreement, by=by, due_on=due)
    return agreement


def _open(agreement: Agreement, status: str, *, by: Person, scope: str, **card: Any) -> None:
    """The card of a new agreement, which says of its counterpart what the register knows."""
    organisation = agreement.organisation
    agreement.matter = matters.open_matter(
        Kind.AGREEMENT,
        by=by,
        status=status,
        scope=scope,
        sort=agreement.type,
        counterpart=organisation.name,
        city=organisation.city,
        country=organisation.country,
        facts=facts_of(agreement, scope),
        **card,
    )


def _save_first(agreement: Agreement, by: Person) -> None:
    agreement._history_user = by
    agreement.save(force_insert=True)
    tie(agreement.matter, agreement.organisation)


def facts_of(agreement: Agreement, scope: str) -> dict[str, Any]:
    """The facts of the question who decides on signing."""
    act = ACT_OF_TYPE[Agreement.Type(agreement.type)]
    return {"act": str(act), "scope": scope, "counterpart": str(agreement.counterpart)}


@transaction.atomic
def edit(agreement: Agreement, version: int, *, by: Person, **values: Any) -> Agreement:
    """Change what is written. Raises StaleVersion when somebody was faster, WrongState before a body.

    Once it is decided only the contacts, the note and the diary number change: the rest is what was decided on.
    """
    agreement = lock_for(agreement, by, version)
    matter = agreement.matter
    require_status(matter, *EDITABLE)
    is_decided = matter.status not in AT_HOME
    if is_decided:
        values = {name: value for name, value in values.items() if name in AFTERWARDS}
    card = {name: values.pop(name) for name in ON_THE_CARD if name in values}
    for name, value in values.items():
        if name not in WRITTEN:
            raise TypeError(f"an agreement has no {name} to edit")
        setattr(agreement, name, value)
    if not is_decided:
        _refuse_end_before_start(card.get("starts_on", matter.starts_on), card.get("ends_on", matter.ends_on))
        matter.theme = card.get("theme", matter.theme)
        _look_for_forums(agreement)
        card["facts"] = facts_of(agreement, card.get("scope", matter.scope)) | _exception_of(agreement)
    casework.write(agreement, by=by, sort=agreement.type, **card)
    return agreement


def _look_for_forums(agreement: Agreement) -> None:
    """Look again and keep the proof: what was looked for, when, what was there."""
    card, organisation = agreement.matter, agreement.organisation
    found = forums.existing(organisation.name, card.theme, exclude=card.pk)
    agreement.findings = forums.proof(organisation.name, card.theme, found)


def _exception_of(agreement: Agreement) -> dict[str, str]:
    """The exception that is asked for, for as long as it is a twin-town agreement that is proposed."""
    asked = agreement.matter.facts.get(principles.EXCEPTION)
    return {principles.EXCEPTION: asked} if asked and agreement.type == Agreement.Type.TWIN_TOWN else {}


def _refuse_end_before_start(starts_on: date | None, ends_on: date | None) -> None:
    if starts_on and ends_on and ends_on <= starts_on:
        raise ValidationError({"ends_on": _("The last day must come after the first.")})


@transaction.atomic
def ask_for_exception(agreement: Agreement, *, by: Person, reasons: str) -> Agreement:
    """Ask the body that the principle names for an exception from it, as a question of its own with reasons.

    Raises RefusedByRule where the strategy foresees no exception, WrongState when none is needed.
    """
    agreement = lock_for(agreement, by)
    require_status(agreement.matter, *AT_HOME)
    require_twin_towns(agreement)
    if not reasons.strip():
        raise ValidationError({"reasons": _("Give the reasons for the exception.")})
    principle = principles.checks(timezone.localdate()).get("twin_towns")
    if principle is None or not principle.exception_by:
        ruling = decisions.ruling_for(agreement.matter)
        raise RefusedByRule(ruling.explanation(), ruling)
    agreement.exception_reasons = reasons
    facts = {**agreement.matter.facts, principles.EXCEPTION: principle.key}
    casework.write(agreement, by=by, facts=facts)
    return agreement


def require_twin_towns(agreement: Agreement) -> None:
    """Raise WrongState for an agreement that needs no exception."""
    if agreement.type != Agreement.Type.TWIN_TOWN:
        raise WrongState(_("Only a twin-town agreement needs an exception."))


@transaction.atomic
def refer_to_executive_office(agreement: Agreement, *, by: Person, question: str) -> Agreement:
    """Ask the City Executive Office about a text that touches Sweden's foreign relations. It is told, and may read."""
    agreement = lock_for(agreement, by)
    require_status(agreement.matter, *AT_HOME)
    require_foreign_relations(agreement)
    matter = agreement.matter
    agreement.add_note(question)
    casework.write(agreement, by=by)
    notices.notify(
        access.holders(Office.Role.COORDINATOR),
        matter=matter,
        key=f"foreign:{matter.number}:{matter.version}",
        subject_sv=f"{matter.number}: en fråga om Sveriges utrikesförbindelser till stadsledningskontoret",
        subject_en=f"{matter.number}: a question of Sweden's foreign relations for the City Executive Office",
    )
    return agreement


def require_foreign_relations(agreement: Agreement) -> None:
    """Raise WrongState for an agreement of which there is nothing to ask."""
    if not agreement.touches_foreign_relations:
        raise WrongState(_("Nothing in the agreement is marked as touching Sweden’s foreign relations."))


@transaction.atomic
def send_for_decision(agreement: Agreement, *, by: Person) -> Agreement:
    """Lay the agreement before the body that the ruling names, once every gate is open.

    Raises ValidationError with what the shut gates ask for, by field; RefusedByRule, WrongState.
    """
    agreement = lock_for(agreement, by)
    matter = agreement.matter
    status = after("send_for_decision", matter)
    stopped: dict[str, list[str]] = {}
    for gate in gates.shut(agreement, timezone.localdate()):
        stopped.setdefault(gate.field, []).append(gate.what_to_do)
    if stopped:
        raise ValidationError(stopped)
    casework.lay_before_its_body(agreement, status, by=by)
    return agreement


@transaction.atomic
def withdraw(agreement: Agreement, *, by: Person, reason: str) -> Agreement:
    """Take the proposal back, or let an approved agreement that nobody has signed lapse. The matter can be read."""
    agreement = lock_for(agreement, by)
    status = after("withdraw", agreement.matter)
    if agreement.signed_by_city_on or agreement.signed_by_counterpart_on:
        raise WrongState(_("One of the sides has already signed."))
    agreement.add_note(reason)
    casework.save(agreement, by=by)
    matters.close(agreement.matter, by=by, status=status)
    return agreement
