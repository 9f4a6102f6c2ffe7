""" "Mitt arbete": what waits for me, what is late, what has changed; for each office what suits it."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from .. import access, acting, asking, lacks, late, outbox, waiting, worklists
from ..lists import all_bodies, page_of
from ..models import Appointment, Matter, Notice, Office, OutboxEntry, Person
from ..prepared import Asked, Asker
from .casework import small_id

Role = Office.Role
ENDING_SOON = timedelta(days=60)
# Whose work is shown, in the address: nothing for all, "own", or the row by which one stands in.
WHOSE, OWN = "for", "own"


@require_safe
def my_work(request: HttpRequest) -> HttpResponse:
    """The start page. Each part is read only for those who have a use for it."""
    me = request.user
    person, whose = _seen(request)
    context: dict[str, Any] = {
        "offices": me.offices,
        "away": me.away,
        "views": _views(request, whose),
        "whose": whose,
        "questions": asking.of_person(me),
        "unread": worklists.unread(me) if whose is None else worklists.unread_for(me, whose),
        "saved": worklists.saved(me),
        "works": bool(person.bodies_with(access.EDIT)),
        "reads": bool(person.bodies_with(access.VIEW)),
        "records": bool(person.bodies_with(access.RECORD)),
        "appoints": bool(person.bodies_with(access.APPOINT)),
        "administers": access.has_role(person, Role.ADMINISTRATOR),
        "tends": outbox.may_tend(person),
    }
    if person.offices:
        context["waiting"] = waiting.of_person(person)
        context["too_long"] = late.of_person(person)
    if context["tends"]:
        context["stopped_jobs"] = OutboxEntry.objects.stopped().count()
    if context["works"]:
        context |= _work_of(person)
    if context["reads"]:
        context["recent"] = worklists.recently_changed(person)
        context["open"], context["late"] = worklists.totals(person, timezone.localdate())
    if context["reads"] and not context["works"]:
        context["decisions"] = worklists.latest_decisions(person)
    if context["administers"] or context["appoints"] or access.is_coordinator(person):
        context |= _organisation(person)
    return render(request, "governance/my_work.html", context)


def _seen(request: HttpRequest) -> tuple[Any, str | None]:
    """The person whose work is shown, and for whom: None for all of it, empty for the own, else a name.

    What the address asks for and is not so today shows all.
    """
    me, asked = request.user, request.GET.get(WHOSE, "")
    lent = acting.offices_of(me)
    if not lent:
        return me, None
    if asked == OWN:
        own = [held for held in me.offices if not held.for_name]
        return acting.SeenThrough(me, own, all_bodies(me), me.pk), ""
    for held in lent:
        if str(held.substitution_id) == asked:
            return acting.SeenThrough(me, [held], all_bodies(me), held.for_id), held.for_name
    return me, None


def _views(request: HttpRequest, whose: str | None) -> list[tuple[str, str, bool, None]]:
    """All, mine, and for each whom I stand in for: for who stands in for somebody."""
    me, path = request.user, reverse("my_work")
    lent = acting.offices_of(me)
    if not lent:
        return []
    asked = request.GET.get(WHOSE, "")
    views = [(_("All"), path, whose is None, None)]
    if len(lent) < len(me.offices):
        views.append((_("Mine"), f"{path}?{WHOSE}={OWN}", whose == "", None))
    for held in lent:
        same = sum(each.for_id == held.for_id for each in lent) > 1
        words = held.said if same else _("for %(who)s") % {"who": held.for_name}
        key = str(held.substitution_id)
        views.append((capfirst(words), f"{path}?{WHOSE}={key}", bool(whose) and asked == key, None))
    return views


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Every notice to me, the latest first."""
    person = request.user
    found = page_of(request, _notices, key="created_at", keyed_by=datetime)
    for notice in found.rows:
        notice.told = notice.matter if _may_be_named(person, notice.matter) else None
    return render(request, "governance/notices.html", {"page": found})


def _may_be_named(person: Person, matter: Matter | None) -> bool:
    """Whether the title may stand beside the notice: a notice is kept for longer than an office may be."""
    if matter is None or (matter.is_secret and matter.pk not in person.secret_matters):
        return False
    return not person.bodies_with(access.VIEW).isdisjoint((matter.body_id, matter.before_id))


def _notices(asker: Asker, _asked: Asked) -> QuerySet[Notice]:
    return Notice.objects.of(asker).select_related("matter")


@require_POST
def read_notices(request: HttpRequest) -> HttpResponse:
    """I have seen them: one by its id, or all of them."""
    rows = Notice.objects.filter(person=request.user, read_at=None)
    one = request.POST.get("notice", "")
    if one:
        rows = rows.filter(pk=int(one)) if one.isascii() and one.isdigit() and len(one) < 19 else rows.none()
    rows.update(read_at=timezone.now())
    return redirect("notices" if request.POST.get("back") == "notices" else "my_work")


@require_POST
def remind_late(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind those with whom something waits that has reached me."""
    row = late.reached_by(request.user, small_id(pk))
    if row is None:
        raise Http404
    told = late.remind(row, by=request.user)
    if told:
        names = ", ".join(person.name for person in told)
        messages.success(request, _("Reminded: %(names)s.") % {"names": names})
    else:
        messages.warning(request, _("Nobody holds the office it waits for, so nobody is reminded."))
    return redirect(reverse("my_work") + "#too-long")


def _work_of(person: Person) -> dict[str, Any]:
    found = {
        "mine": worklists.mine(person),
        "of_absent": worklists.of_absent(person) if isinstance(person, Person) else None,
        "offered": worklists.offered(person),
        "late_of_others": worklists.late_of_others(person, timezone.localdate()),
        "assigned": worklists.assigned(person),
    }
    if person.bodies_with(access.RECORD):
        found |= {
            "to_decide": worklists.to_decide(person),
            "to_notify": worklists.to_notify(person),
        }
    return found


def _organisation(person: Person) -> dict[str, Any]:
    """For those who keep the organisation: what is missing, and whose time runs out."""
    today = timezone.localdate()
    without = worklists.bodies_without_contact(today)
    if not access.has_role(person, Role.ADMINISTRATOR, Role.COORDINATOR):
        without = [body for body in without if access.may(person, access.APPOINT, body)]
    ending = Appointment.objects.in_force(today).filter(until__lte=today + ENDING_SOON)
    if not access.has_role(person, Role.ADMINISTRATOR, Role.COORDINATOR):
        ending = ending.filter(office__body__in=person.bodies_with(access.APPOINT))
    rows = ending.select_related("person", "office__body").order_by("until")
    return {
        "without_contact": without,
        "ending": list(rows[: worklists.SHOWN]),
        "lacks": _lacks(person, today),
    }


def _lacks(person: Person, today: date) -> list[lacks.Lack]:
    """What bodies lack, for those who coordinate; for a head, what the own body does."""
    found = lacks.of_bodies(today)
    if access.is_coordinator(person):
        return found
    mine = person.bodies_with(access.APPOINT)
    own = [replace(lack, bodies=[body for body in lack.bodies if body.pk in mine]) for lack in found]
    return [lack for lack in own if lack.bodies]
