"""The organisation: bodies with their offices and who holds them, and the head's appointment of a contact person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from governance.language import active_language

from .. import access, history, lacks, substitutes
from ..appointments import appoint_contact as appoint
from ..errors import WrongState
from ..forms import ContactPersonForm
from ..lists import all_bodies
from ..models import Appointment, Body, Office, Person, Substitution

Kind, Role = Body.Kind, Office.Role

# The chapters of the page, in the order of the city's own organisation.
CHAPTERS = [
    (_("City Council and Executive Board"), (Kind.COUNCIL, Kind.EXECUTIVE_BOARD, Kind.PREPARATORY_COMMITTEE)),
    (_("Specialist committees"), (Kind.COMMITTEE,)),
    (_("District councils"), (Kind.DISTRICT_COUNCIL,)),
    (_("Companies"), (Kind.GROUP_BOARD, Kind.COMPANY)),
]
# Without a contact person the strategy is not followed (§5), or it is only a pity.
DEFECT_WITHOUT = Body.WITH_CONTACT_PERSON
HINT_WITHOUT = (Kind.DISTRICT_COUNCIL,)
# The city's own offices are shown first; the rest of the row follows the order of the roles.
ROLE_ORDER = list(Role)


@dataclass(frozen=True)
class Line:
    """A body in the list: its offices by role, each with the names of those who hold it today."""

    body: Body
    offices: list[tuple[str, list[str]]]
    # "defect" or "hint" where a contact person is missing, else empty.
    without_contact: str


@require_safe
def bodies(request: HttpRequest) -> HttpResponse:
    """Every body with its offices and who holds them today, and those that have ended."""
    today = timezone.localdate()
    rows = sorted(all_bodies(request.user).values(), key=lambda body: body.name_sv)
    offices = _offices(today)
    lines = [_line(body, offices.get(body.pk, [])) for body in rows if body.is_in_force(today)]
    chapters = [
        (title, f"kapitel-{number}", [line for kind in kinds for line in lines if line.body.kind == kind])
        for number, (title, kinds) in enumerate(CHAPTERS, start=1)
    ]
    ended = [body for body in rows if body.until and body.until < today]
    context = {
        "chapters": chapters,
        "ended": [(body, after) for body, after in zip(ended, _successors(ended, rows), strict=True)],
        "coming": [body for body in rows if body.since and body.since > today],
        "missing": sum(line.without_contact == "defect" for line in lines),
    }
    return render(request, "governance/bodies.html", context)


def _offices(today: date) -> dict[int, list[tuple[str, str, list[str]]]]:
    """Role, title and holders of each office, by body, in the order of the roles. One query."""
    held = Appointment.objects.in_force(today).filter(office=OuterRef("pk")).order_by("since", "pk")
    rows = Office.objects.annotate(holders=ArraySubquery(held.values("person__name"))).values_list(
        "body", "role", f"title_{active_language()}", "holders"
    )
    found: dict[int, list[tuple[str, str, list[str]]]] = {}
    for body, *office in sorted(rows, key=lambda row: ROLE_ORDER.index(row[1])):
        found.setdefault(body, []).append(tuple(office))
    return found


def _line(body: Body, offices: list[tuple[str, str, list[str]]]) -> Line:
    has_contact = any(role == Role.CONTACT_PERSON and holders for role, _title, holders in offices)
    return Line(
        body,
        [(title, holders) for _role, title, holders in offices],
        "" if has_contact else _seriousness(body),
    )


def _seriousness(body: Body) -> str:
    """How serious it is that the body has no contact person."""
    return "defect" if body.kind in DEFECT_WITHOUT else "hint" if body.kind in HINT_WITHOUT else ""


def _successors(ended: Sequence[Body], rows: Sequence[Body]) -> list[list[Body]]:
    """The bodies that replaced each of these."""
    by_id = {body.pk: body for body in rows}
    through = Body.replaces.through.objects.filter(to_body__among=[body.pk for body in ended])
    pairs = list(through.values_list("to_body", "from_body"))
    return [[by_id[after] for before, after in pairs if before == body.pk] for body in ended]


@require_safe
def body(request: HttpRequest, slug: str) -> HttpResponse:
    """One body: what it is, who holds its offices and held them before."""
    return render(request, "governance/body.html", _body_context(request, slug))


@require_http_methods(["GET", "HEAD", "POST"])
def appoint_contact(request: HttpRequest, slug: str) -> HttpResponse:
    """The head appoints the contact person."""
    context = _body_context(request, slug)
    access.require(request.user, access.APPOINT, context["body"])
    posted = request.POST if request.method == "POST" else None
    form = ContactPersonForm(posted, initial={"since": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            made = appoint(context["body"], by=request.user, **form.cleaned_data)
        except WrongState as error:
            form.add_error("since", str(error))
        else:
            messages.success(request, gettext("%(name)s is appointed.") % {"name": made.person.name})
            return redirect("body", slug)
    crumbs = [*context["crumbs"], (context["body"].name, reverse("body", args=[slug]))]
    context |= {"form": form, "crumbs": crumbs}
    return render(request, "governance/appoint_contact.html", context, status=422 if form.errors else 200)


@require_safe
def body_history(request: HttpRequest, slug: str) -> HttpResponse:
    """What was changed about a body, its offices and appointments, by whom."""
    found = get_object_or_404(Body, slug=slug)
    sources = [
        history.Source.of_thing(Body.history.model, found.pk),
        history.Source.of(Office.history.filter(body=found.pk)),
        history.Source.of(Appointment.history.filter(office__in=found.offices.values("pk"))),
        history.Source.of(Substitution.history.filter(appointment__office__in=found.offices.values("pk"))),
    ]
    context = {
        "body": found,
        "page": history.page(request, sources, window=500),
        "crumbs": [
            (gettext("Bodies and persons"), reverse("bodies")),
            (found.name, reverse("body", args=[slug])),
        ],
    }
    return render(request, "governance/body_history.html", context)


def with_offices(today: date) -> Any:
    """Bodies with `offices`, each with `held`: those who hold it today. Three queries."""
    held = Appointment.objects.in_force(today).select_related("person").order_by("since")
    offices = Office.objects.prefetch_related(Prefetch("appointments", queryset=held, to_attr="held"))
    return Body.objects.prefetch_related(Prefetch("offices", queryset=offices, to_attr="staffed"))


def describe(row: Any) -> None:
    """Give a body its offices by role and say how serious a missing contact person is."""
    row.staffed.sort(key=lambda office: ROLE_ORDER.index(office.role))
    has_contact = any(office.role == Role.CONTACT_PERSON and office.held for office in row.staffed)
    row.without_contact = "" if has_contact else _seriousness(row)


def _body_context(request: HttpRequest, slug: str) -> dict[str, Any]:
    today = timezone.localdate()
    found = get_object_or_404(
        with_offices(today).select_related("parent").prefetch_related("replaced_by", "replaces"), slug=slug
    )
    describe(found)
    former = Appointment.objects.filter(office__body=found, until__lt=today)
    coming = Appointment.objects.filter(office__body=found, since__gt=today)
    return {
        "body": found,
        "ended": not found.is_in_force(today) and found.until,
        "former": former.select_related("person", "office").order_by("-until")[:50],
        "coming": coming.select_related("person", "office").order_by("since")[:20],
        "children": found.children.in_force(today),
        "lacks": lacks.of_body(found, today),
        "substitutions": _substitutions(request, found, today),
        "nameable": list(_nameable(request.user, found)),
        "may_appoint": access.may(request.user, access.APPOINT, found),
        "may_read": access.may(request.user, access.VIEW, found),
        "crumbs": [(gettext("Bodies and persons"), reverse("bodies"))],
    }


def _substitutions(request: HttpRequest, body: Body, today: date) -> list[Substitution]:
    """Who stands in for whom at the body, now and to come."""
    rows = substitutes.of_body(body.pk, today)
    for row in rows:
        row.may_end = substitutes.may_end(request.user, row)
    return rows


def _nameable(person: Person, body: Any) -> Iterator[Appointment]:
    """The appointments of the body for which the person may name a substitute."""
    for office in body.staffed:
        office.body = body
        for appointment in office.held:
            appointment.office = office
            if substitutes.may_name(person, appointment):
                yield appointment
