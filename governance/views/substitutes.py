"""Substitutes: who stands in for me and for whom I stand in, naming one for an office, ending it early."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from .. import acting
from .. import substitutes as verbs
from ..forms import SubstituteForm, add_errors
from ..models import Appointment, Body, Office, Person, Substitution
from ..models.standing import NEVER_LENT
from .casework import GET_POST, posted, small_id

# So many that are over stand on one's own page; all of them stand in the history of the body.
MOST_OVER = 20


@require_safe
def substitutes(request: HttpRequest) -> HttpResponse:
    """My offices with who stands in, and for whom I stand in: now, to come and over. A few statements."""
    person, today = request.user, timezone.localdate()
    mine = Appointment.objects.in_force(today).filter(person=person).select_related("office__body")
    rows = Substitution.objects.filter(Q(substitute=person) | Q(appointment__person=person))
    living = verbs.running_first(rows.not_over(today), today)
    over = rows.exclude(pk__in=[row.pk for row in living]).with_names().order_by("-until", "-pk")
    held = list(mine.order_by("office__body__name_sv", "office__role"))
    for each in held:
        each.substitutes = [row for row in living if row.appointment_id == each.pk]
        each.is_personal = each.office.role in acting.PERSONAL
    context = {
        "held": held,
        "lent": [row for row in living if row.substitute_id == person.pk],
        "over": list(over[:MOST_OVER]),
        "personal": verbs.personal_words(),
    }
    return render(request, "governance/substitutes.html", context)


@require_http_methods(GET_POST)
def name_substitute(request: HttpRequest, pk: int) -> HttpResponse:
    """Name somebody for one office of somebody: what follows with it stands beside the form."""
    person, today = request.user, timezone.localdate()
    rows = Appointment.objects.select_related("person", "office__body")
    appointment = get_object_or_404(rows.in_force(today), pk=small_id(pk))
    verbs.require_naming(person, appointment)
    own = appointment.person_id == person.pk
    back = reverse("substitutes") if own else reverse("body", args=[appointment.office.body.slug])
    form = SubstituteForm(
        posted(request),
        absent=appointment.person,
        initial={"since": today, "substitute": _proposed(appointment)},
    )
    if form.is_bound and form.is_valid():
        try:
            row = verbs.name(appointment, by=person, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            done = _("%(who)s, %(days)s. The person has been told.")
            messages.success(request, done % {"who": row.in_words, "days": verbs.days_of(row)})
            return redirect(back)
    context = {
        "form": form,
        "appointment": appointment,
        "own": own,
        "back": back,
        "crumbs": _crumbs(own, appointment),
    }
    context |= _what_follows(appointment.office)
    return render(request, "governance/name_substitute.html", context, status=422 if form.errors else 200)


def _proposed(appointment: Appointment) -> Person | None:
    """Whom somebody has said is to stand in whenever it is needed: features know, `settings.USUAL_SUBSTITUTE` says
    which."""
    return import_string(settings.USUAL_SUBSTITUTE)(appointment)


def _what_follows(office: Office) -> dict[str, Any]:
    """Which delegated powers the schedule gives the substitute too, and which stay with the person."""
    today = timezone.localdate()
    too, alone = verbs.powers_beside(office, today)
    rule = verbs.mayors_rule(today) if office.role == Office.Role.MAYOR else None
    return {"powers": too, "kept_powers": alone, "mayors_rule": rule, "never_lent": NEVER_LENT}


@require_http_methods(GET_POST)
def end_substitution(request: HttpRequest, pk: int) -> HttpResponse:
    """Make sure, then end it now."""
    person = request.user
    row = get_object_or_404(Substitution.objects.with_names(), pk=small_id(pk))
    if not verbs.may_end(person, row):
        raise PermissionDenied(
            _("It is ended by the two it concerns, the head of %(body)s or the administrator.")
            % {"body": row.appointment.office.body.in_a_sentence}
        )
    own = person.pk in (row.substitute_id, row.appointment.person_id)
    back = reverse("substitutes") if own else reverse("body", args=[row.appointment.office.body.slug])
    if request.method == "POST":
        verbs.end(row, by=person)
        messages.success(request, _("%(name)s is not a substitute any more.") % {"name": row.substitute.name})
        return redirect(back)
    context = {"row": row, "back": back, "crumbs": _crumbs(own, row.appointment)}
    return render(request, "governance/end_substitution.html", context)


def _crumbs(own: bool, appointment: Appointment) -> list[tuple[str, str]]:
    if own:
        return [(_("My work"), reverse("my_work")), (_("Substitutes"), reverse("substitutes"))]
    body: Body = appointment.office.body
    return [(_("Bodies and persons"), reverse("bodies")), (body.name, reverse("body", args=[body.slug]))]
