"""The directory of contact persons, and the mandate of one of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
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
from governance.models import Appointment, Body, Office, Person, Substitution
from governance.prepared import Asked, Asker
from governance.texts import TextField
from governance.views import rows
from governance.views.casework import GET_POST, small_id
from governance.views.list_files import Column
from governance.views.meetings.frame import posted_version
from network import directory, rights
from network.actions import mandates
from network.forms.people import MandateForm, ThemesForm
from network.models import Mandate

from .frame import Asking, Empty, Register, crumbs, list_page

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
        lambda body: "; ".join(filter(None, map(directory.substitute_of, body.contacts))),
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
    directory.tell_contacts(bodies, directory.serving(timezone.localdate()))


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
    order={"key": "name_sv", "keyed_by": str, "ascending": True},
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
    held = directory.serving(today)
    chosen = [body.pk for body in _listed(filters.chosen, every, held)]
    return list_page(
        request,
        replace(REGISTER, complete=lambda bodies: directory.tell_contacts(bodies, held)),
        filters,
        Asking(_these, {"bodies": chosen}),
        missing=sum(directory.seriousness(body, body.pk in held) == "defect" for body in every),
        ruling=directory.ruling(today),
        mine=_mine(person, every, held),
    )


def _these(_asker: Asker, asked: Asked) -> QuerySet[Body]:
    return Body.objects.filter(pk__among=asked["bodies"])


def _listed(chosen: dict[str, Any], bodies: list[Body], held: Mapping[int, list[Appointment]]) -> list[Body]:
    """There are some fifty bodies, kept in memory: what is asked for is asked of those."""
    if kind := chosen.get("kind"):
        bodies = [body for body in bodies if body.kind == kind]
    if words := chosen.get("q"):
        bodies = [body for body in bodies if _is_named(body, held.get(body.pk, []), words)]
    if state := chosen.get("state"):
        bodies = [body for body in bodies if _is_in(state, body, held.get(body.pk, []))]
    return bodies


def _is_in(state: str, body: Body, contacts: Collection[Appointment]) -> bool:
    if state == "held":
        return bool(contacts)
    if state == "waits":
        mandates = map(directory.mandate_of, contacts)
        return any(mandate is None or mandate.accepted_at is None for mandate in mandates)
    return directory.seriousness(body, bool(contacts)) == {"vacant": "defect", "hint": "hint"}[state]


def _is_named(body: Body, contacts: Iterable[Appointment], words: str) -> bool:
    names = (body.name_sv, body.name_en, body.administration_sv, *(each.person.name for each in contacts))
    return any(words.casefold() in name.casefold() for name in names)


def _mine(
    person: Person, bodies: Iterable[Body], held: Mapping[int, list[Appointment]]
) -> list[tuple[Any, str]]:
    """One's own appointments: the id, and the body as in a sentence."""
    return [
        (each.pk, body.in_a_sentence)
        for body in bodies
        for each in held.get(body.pk, [])
        if each.person_id == person.pk
    ]


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
        "substitution": Substitution.objects.in_force(timezone.localdate())
        .filter(appointment=appointment)
        .select_related("substitute")
        .first(),
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
