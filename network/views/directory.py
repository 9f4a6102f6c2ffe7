"""The directory of contact persons, and the mandate of one of them."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance import access
from governance.choices import Choice
from governance.lists import Filters, all_bodies, or_all
from governance.models import Appointment, Body, Office, Person
from governance.texts import TextField
from governance.views import rows
from governance.views.casework import GET_POST, small_id
from governance.views.list_files import Column
from governance.views.meetings.frame import posted_version
from network import directory, members, rights
from network.actions import mandates
from network.forms.people import MandateForm, ThemesForm
from network.models import Mandate

from .frame import Empty, Register, crumbs, list_page

STATES = [
    ("", gettext_lazy("all")),
    ("vacant", gettext_lazy("must have one and has none")),
    ("hint", gettext_lazy("district council without one")),
    ("waits", gettext_lazy("not accepted by the person")),
    ("held", gettext_lazy("has a contact person")),
]


class DirectoryFilters(Filters):
    """What the directory can be narrowed by."""

    q = TextField(label=gettext_lazy("Person or body"), max_length=100, required=False)
    kind = Choice(
        label=gettext_lazy("Kind of body"),
        choices=lambda: or_all((kind, capfirst(kind.label)) for kind in Body.OPERATING),
    )
    state = Choice(label=gettext_lazy("State"), choices=STATES)


def _named(body: Any) -> str:
    return "; ".join(each.person.name for each in body.contacts)


def _of_mandates(body: Any, tell: Any) -> str:
    found = [directory.mandate_of(each) for each in body.contacts]
    return "; ".join(filter(None, (tell(mandate) for mandate in found if mandate)))


COLUMNS = (
    Column(gettext_lazy("Body"), lambda body: body.name),
    Column(gettext_lazy("Administration"), lambda body: body.administration_sv),
    Column(gettext_lazy("Kind"), lambda body: capfirst(body.get_kind_display())),
    Column(gettext_lazy("Contact person"), _named),
    Column(gettext_lazy("E-mail"), lambda body: "; ".join(each.person.email for each in body.contacts)),
    Column(gettext_lazy("Mandate"), lambda body: _of_mandates(body, lambda m: m.get_kind_display())),
    Column(
        gettext_lazy("Substitute"),
        lambda body: _of_mandates(body, lambda m: m.substitute.name if m.substitute else ""),
    ),
    Column(gettext_lazy("Themes"), lambda body: _of_mandates(body, lambda m: m.themes_label)),
    Column(gettext_lazy("Since"), lambda body: body.contacts[0].since if body.contacts else None),
    Column(gettext_lazy("Until"), lambda body: body.contacts[0].until if body.contacts else None),
    Column(
        gettext_lazy("Has accepted"),
        lambda body: _of_mandates(
            body, lambda m: m.accepted_at and timezone.localdate(m.accepted_at).isoformat()
        ),
    ),
    Column(gettext_lazy("Vacancy"), lambda body: vacancy_words(body)),
)


def vacancy_words(body: Any) -> str:
    """How serious it is that nobody is appointed, in words."""
    if body.vacancy == "defect":
        return _("contact person missing")
    return _("no contact person") if body.vacancy == "hint" else ""


def _complete(bodies: Sequence[Any]) -> None:
    directory.with_contacts(bodies, timezone.localdate())


REGISTER = Register(
    kind="directory",
    address="network:directory",
    title=gettext_lazy("The international network"),
    lead=gettext_lazy(
        "Every body with its international contact persons: who it is, with what mandate, and where one"
        " is missing."
    ),
    columns=COLUMNS,
    empty=Empty(
        gettext_lazy("No bodies yet"),
        gettext_lazy(
            "The administrator enters the city's bodies; each stands here with its contact persons."
        ),
        "body",
    ),
    filter_names="q kind state",
    order={"key": "name_sv", "ascending": True},
    complete=_complete,
)


@require_safe
def contact_persons(request: HttpRequest) -> HttpResponse:
    """Every body with an operation of its own, and its contact persons today. Everybody who is logged in reads it."""
    today, person = timezone.localdate(), request.user
    filters = DirectoryFilters(request)
    every = [
        body
        for body in all_bodies(person).values()
        if body.kind in Body.OPERATING and body.is_in_force(today)
    ]
    covered = directory.covered(today)
    chosen = [body.pk for body in _listed(filters.chosen, every, covered)]
    return list_page(
        request,
        REGISTER,
        filters,
        Body.objects.filter(pk__among=chosen),
        missing=sum(directory.seriousness(body, body.pk in covered) == "defect" for body in every),
        ruling=directory.ruling(today),
        mine=_mine(person),
    )


def _listed(chosen: dict[str, Any], bodies: list[Body], covered: dict[int, bool]) -> list[Body]:
    """There are some fifty bodies, kept in memory: what is asked for is asked of those."""
    if kind := chosen.get("kind"):
        bodies = [body for body in bodies if body.kind == kind]
    if words := chosen.get("q"):
        found = _at_work(words)
        bodies = [body for body in bodies if body.pk in found or _is_named(body, words)]
    if state := chosen.get("state"):
        bodies = [body for body in bodies if _is_in(state, body, covered)]
    return bodies


def _is_in(state: str, body: Body, covered: dict[int, bool]) -> bool:
    if state == "held":
        return body.pk in covered
    if state == "waits":
        return covered.get(body.pk, False)
    return directory.seriousness(body, body.pk in covered) == {"vacant": "defect", "hint": "hint"}[state]


def _is_named(body: Body, words: str) -> bool:
    names = (body.name_sv, body.name_en, body.administration_sv)
    return any(words.casefold() in name.casefold() for name in names)


def _at_work(words: str) -> set[int]:
    """The bodies whose contact person's name holds the words."""
    held = members.contact_appointments(timezone.localdate()).filter(person__name__icontains=words)
    return set(held.values_list("office__body", flat=True))


def _mine(person: Person) -> list[Appointment]:
    if not access.has_role(person, Office.Role.CONTACT_PERSON):
        return []
    held = members.contact_appointments(timezone.localdate()).filter(person=person)
    return list(held.select_related("office__body"))


def _context(request: HttpRequest, pk: int) -> dict[str, Any]:
    """A contact person's appointment with its mandate, or 404."""
    held = Appointment.objects.filter(pk=small_id(pk), office__role=Office.Role.CONTACT_PERSON)
    appointment = held.select_related("office__body", "person", "appointed_by").first()
    if appointment is None:
        raise Http404
    mandate = mandates.of(appointment)
    mandate.appointment = appointment
    person = request.user
    is_over = bool(appointment.until and appointment.until < timezone.localdate())
    return {
        "appointment": appointment,
        "mandate": mandate,
        "body": appointment.office.body,
        "ruling": directory.ruling(timezone.localdate()),
        "is_over": is_over,
        "is_mine": appointment.person_id == person.pk and not is_over,
        "may_state": access.may(person, access.APPOINT, appointment.office.body) and not is_over,
        "crumbs": crumbs("network:directory"),
    }


@require_safe
def mandate(request: HttpRequest, pk: int) -> HttpResponse:
    """One contact person's mandate."""
    return render(request, "network/mandate.html", _context(request, pk))


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """The person takes it on, as it was read."""
    context = _context(request, pk)
    version = posted_version(request)
    mandates.accept(context["mandate"], by=request.user, version=version)
    messages.success(request, _("You have accepted the appointment."))
    return redirect(_url(context["mandate"]))


@require_http_methods(GET_POST)
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """The head says what the mandate comprises."""
    context = _context(request, pk)
    access.require(request.user, access.APPOINT, context["body"])
    context["fieldsets"] = [(_("The mandate"), ("kind", "extent")), (_("When away"), ("substitute",))]
    lead = _("What you change the contact person accepts anew.")
    return _edit(request, context, MandateForm, mandates.state, _("State the mandate"), lead)


@require_http_methods(GET_POST)
def themes(request: HttpRequest, pk: int) -> HttpResponse:
    """The contact person says which themes he or she knows."""
    context = _context(request, pk)
    if not context["is_mine"]:
        raise PermissionDenied(_("Only the contact person says which themes he or she knows."))
    context["fieldsets"] = [(_("Themes"), ("themes",))]
    return _edit(request, context, ThemesForm, mandates.know, _("What I know"), "")


def _edit(
    request: HttpRequest, context: dict[str, Any], form: Any, act: Any, title: str, lead: str
) -> HttpResponse:
    found: Mandate = context["mandate"]
    context |= {"title": title, "lead": lead, "back": _url(found)}
    context["crumbs"] = [*context["crumbs"], (context["appointment"].person.name, _url(found))]

    def change(mandate: Mandate, version: int, **entered: Any) -> Mandate:
        return act(mandate, version, by=request.user, **entered)

    def stands(mandate: Mandate) -> dict[str, Any]:
        return {name: getattr(mandate, name) for name in form.base_fields if name not in ("version", "base")}

    return rows.edit_form(request, found, form, change, context, stands=stands, url=_url)


@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """What was changed about the mandate."""
    rights.require_reader(request.user)
    context = _context(request, pk)
    trail = [*context["crumbs"], (context["appointment"].person.name, _url(context["mandate"]))]
    return rows.history_page(request, context["mandate"], {"crumbs": trail})


def _url(found: Mandate) -> str:
    return reverse("network:mandate", args=[found.pk])
