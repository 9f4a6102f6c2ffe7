"""The request itself: log it, edit it, ask the guest and take the answer."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.actions import tie
from engagements.models import Organisation
from governance import access, acting, decisions, lamps, matters
from governance.errors import WrongState
from governance.models import Body, Document, Kind, Matter, Person, PoliticalLevel
from visits import clock, rules
from visits.lifecycle import Status
from visits.mail.places import same_city
from visits.models import Visit

from . import step

# What the form fills in: on the card, and on the visit. Themes, wishes and bodies stand on both or apart.
CARD = ("title", "internal_title", "diary_number", "counterpart", "city", "country")
VISIT = [
    "channel",
    "received_on",
    "organisation_kind",
    "contact_name",
    "contact_role",
    "contact_email",
    "contact_phone",
    "language",
    "interpreter",
    "head_of_delegation",
    "head_title",
    "political_level",
    "political_level_reason",
    "size",
    "wishes",
    "dates_flexible",
    "length",
    "mode",
    "themes",
    "purpose",
    "questions",
    "benefit",
    "offer",
    "other_authorities",
    "payer",
    "fee",
    "fee_exemption",
    "wants_letter",
    "needs_clearance",
    "media",
]


@transaction.atomic
def log(
    values: Mapping[str, Any],
    *,
    by: Person,
    body: Body,
    mail: Document | None = None,
    on: date | None = None,
    is_invented: bool = False,
) -> Visit:
    """Open a matter for a request that has come in, and start the answer clock from the day it came.

    `values`: the fields of CARD and VISIT, and `bodies_wanted`. `mail`: the e-mail as it came, kept on the matter.
    """
    access.require(by, access.EDIT, body)
    officer = acting.whose_work(by, body.pk)
    return open_visit(
        values, by=by, body=body, responsible=officer, mail=mail, on=on, is_invented=is_invented
    )


def open_visit(
    values: Mapping[str, Any],
    *,
    by: Person,
    body: Body,
    responsible: Person | None = None,
    mail: Document | None = None,
    on: date | None = None,
    is_invented: bool = False,
) -> Visit:
    """What logging is, whoever does it: an officer with the right to, or a guest on the open pages."""
    day = on or timezone.localdate()
    received_on = values.get("received_on") or day
    if received_on > day:
        raise WrongState(_("The request cannot have come in later than today."))
    matter = matters.open_matter(
        Kind.VISIT,
        by=by,
        body=body,
        status=Status.RECEIVED,
        opened_on=day,
        due_on=clock.answer_due(received_on),
        responsible=responsible,
        is_invented=is_invented,
        **_card(values),
    )
    visit = Visit(matter=matter, received_on=received_on)
    _fill(visit, values, by=by)
    if mail is not None:
        Document.objects.filter(pk=mail.pk, matter=None).update(matter=matter)
        lamps.light(matter.pk, matter.kind)  # written past the row, so nobody has heard of it
    step.record("log", visit, matter, by=by, on=on)
    _tell_coordinators("log", visit, matter, by=by)
    return visit


@transaction.atomic
def edit(visit: Visit, values: Mapping[str, Any], version: int, *, by: Person) -> Visit:
    """Change what is known of the request. Raises StaleVersion when somebody else was faster."""
    matter = matters.lock(visit.matter_id, version)
    access.require(by, access.EDIT, matter.body)
    if not rules.may_change(matter, by):
        raise WrongState(_("%(number)s is closed and cannot be changed.") % {"number": matter.number})
    visit = Visit.objects.select_for_update().get(pk=visit.pk)
    was_significant = visit.is_significant
    card = _card(values)
    if matter.status in COMING_OR_LATER:  # the day is set; a wish does not move it
        card |= {"starts_on": matter.starts_on, "ends_on": matter.ends_on}
    matters.change(matter, by=by, **card)
    visit.matter = matter
    _fill(visit, values, by=by)
    step.record("edit", visit, matter, by=by, on=None)
    if visit.is_significant and not was_significant:
        _tell_coordinators("edit", visit, matter, by=by)
    return visit


@transaction.atomic
def ask_guest(visit: Visit, *, by: Person, question: str, on: date | None = None) -> Visit:
    """Note that the guest has been asked for something; the clock stands until the answer comes."""
    matter, visit, _ruling = step.begin("ask_guest", visit, by=by)
    visit.days_left = clock.stopped(matter, on or timezone.localdate())
    return step.finish("ask_guest", visit, matter, by=by, on=on, note=question, due_on=None)


@transaction.atomic
def guest_answered(visit: Visit, *, by: Person, answer: str = "", on: date | None = None) -> Visit:
    """Note that the guest has answered; the clock goes on with the days that were left."""
    matter, visit, _ruling = step.begin("guest_answered", visit, by=by)
    due_on = clock.restarted(visit, on or timezone.localdate())
    return step.finish("guest_answered", visit, matter, by=by, on=on, note=answer, due_on=due_on)


# More than so many organisations of one name are told apart by nobody.
MOST_NAMED = 20
COMING_OR_LATER = (Status.PLANNED, Status.CARRIED_OUT, Status.FOLLOWED_UP, Status.CLOSED)


def _card(values: Mapping[str, Any]) -> dict[str, Any]:
    themes = values.get("themes") or [""]
    areas = len(set(values.get("bodies_wanted") or ()))
    return {
        **{name: values.get(name) or "" for name in CARD},
        **_first_wish(values),
        "theme": themes[0],
        "scope": "several_bodies" if areas > 1 else "own_operation",
        "facts": rules.facts(areas, values.get("political_level") or "ordinary"),
    }


def _periods(values: Mapping[str, Any]) -> list[tuple[date, date]]:
    return [
        (date.fromisoformat(since), date.fromisoformat(until)) for since, until in values.get("wishes") or ()
    ]


def _first_wish(values: Mapping[str, Any]) -> dict[str, Any]:
    """Until a day is set the card shows the first wish."""
    since, until = next(iter(_periods(values)), (None, None))
    return {"starts_on": since, "ends_on": until}


def _fill(visit: Visit, values: Mapping[str, Any], *, by: Person) -> None:
    """Write the visit's own fields, find its organisation in the register, ask whether it is significant."""
    for name in VISIT:
        if name in values:
            setattr(visit, name, values[name])
    if visit.political_level != PoliticalLevel.HIGH:  # the reason is for the high level, and goes with it
        visit.political_level_reason = ""
    matter = visit.matter
    visit.city_key = same_city(matter.city)
    visit.organisation = _known(matter)
    visit.is_significant = rules.is_significant(decisions.ruling_for(matter, matter.opened_on))
    step.save(visit, by=by)
    visit.bodies_wanted.set(values.get("bodies_wanted") or ())
    if visit.organisation:
        tie(matter, visit.organisation)


def _known(matter: Matter) -> Organisation | None:
    """The organisation in the register that goes by the name in the letter, in any of its languages.

    Of several with that name it is the one in the guest's country; if that does not say which, it is none: a visit
    that is tied to nobody is seen to be, one tied to the wrong organisation is not.
    """
    if not matter.counterpart:
        return None
    named = list(Organisation.objects.named(matter.counterpart)[:MOST_NAMED])
    if len(named) > 1:
        named = [each for each in named if each.country and each.country == matter.country]
    return named[0] if len(named) == 1 else None


def _tell_coordinators(verb: str, visit: Visit, matter: Matter, *, by: Person) -> None:
    if visit.is_significant:
        step.tell(verb, matter, access.holders(access.Role.COORDINATOR), by=by)
