"""The organisation: bodies with their offices and who holds them, and the head's appointment of a contact person."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from .. import access, history
from ..appointments import appoint_contact as appoint
from ..errors import WrongState
from ..forms import ContactPersonForm
from ..models import Appointment, Body, Office

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


@require_safe
def bodies(request: HttpRequest) -> HttpResponse:
    """Every body with its offices and who holds them today, and those that have ended."""
    today = timezone.localdate()
    rows = list(with_offices(today).prefetch_related("replaced_by"))
    current = [row for row in rows if row.is_in_force(today)]
    for row in current:
        describe(row)
    chapters = [
        (title, f"kapitel-{number}", [row for kind in kinds for row in current if row.kind == kind])
        for number, (title, kinds) in enumerate(CHAPTERS, start=1)
    ]
    context = {
        "chapters": chapters,
        "ended": [row for row in rows if row.until and row.until < today],
        "coming": [row for row in rows if row.since and row.since > today],
        "missing": sum(row.without_contact == "defect" for row in current),
    }
    return render(request, "governance/bodies.html", context)


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
        Body.history.filter(id=found.pk),
        Office.history.filter(body=found.pk),
        Appointment.history.filter(office__in=found.offices.values("pk")),
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
    row.without_contact = (
        ""
        if has_contact
        else "defect"
        if row.kind in DEFECT_WITHOUT
        else "hint"
        if row.kind in HINT_WITHOUT
        else ""
    )


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
        "may_appoint": access.may(request.user, access.APPOINT, found),
        "may_read": access.may(request.user, access.VIEW, found),
        "crumbs": [(gettext("Bodies and persons"), reverse("bodies"))],
    }
