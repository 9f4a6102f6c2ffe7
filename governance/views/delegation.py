"""The register of a body's delegated powers: what is in force, what has ended, a new row, the end of one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from .. import access, delegations
from ..forms import DelegatedPowerForm, EndPowerForm, add_errors
from ..models import Body

GET_POST = ["GET", "HEAD", "POST"]


@require_safe
def delegated_powers(request: HttpRequest, slug: str) -> HttpResponse:
    """What the body lets others decide in its place, for everybody to read."""
    context = _context(request, slug)
    today, body = timezone.localdate(), context["body"]
    rows = list(body.delegated_powers.select_related("office"))
    current = [row for row in rows if row.until is None or row.until >= today]
    context |= {
        "current": current,
        "ended": [row for row in rows if row not in current],
        "may_keep": access.may(request.user, access.RECORD, body),
        "is_kept": any(row.since <= today for row in current),
    }
    return render(request, "governance/delegated_powers.html", context)


@require_http_methods(GET_POST)
def give_power(request: HttpRequest, slug: str) -> HttpResponse:
    context = _context(request, slug)
    body = context["body"]
    access.require(request.user, access.RECORD, body)
    posted = request.POST if request.method == "POST" else None
    form = DelegatedPowerForm(posted, body=body, initial={"since": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            delegations.give(body, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The power is in the register."))
            return redirect("delegated_powers", slug)
    return _form_page(request, context, form, _("Add a delegated power"))


@require_http_methods(GET_POST)
def end_power(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    context = _context(request, slug)
    access.require(request.user, access.RECORD, context["body"])
    power = get_object_or_404(context["body"].delegated_powers, pk=min(pk, 2**63 - 1))
    posted = request.POST if request.method == "POST" else None
    form = EndPowerForm(posted, initial={"until": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            delegations.end(power, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The power ends on the day you gave."))
            return redirect("delegated_powers", slug)
    return _form_page(request, context | {"power": power}, form, _("End the delegated power"))


def _context(request: HttpRequest, slug: str) -> dict[str, Any]:
    body = get_object_or_404(Body, slug=slug)
    crumbs = [
        (_("Bodies and persons"), reverse("bodies")),
        (body.name, reverse("body", args=[slug])),
    ]
    return {"body": body, "crumbs": crumbs}


def _form_page(request: HttpRequest, context: dict[str, Any], form: forms.Form, title: str) -> HttpResponse:
    context["crumbs"].append(
        (_("Delegated powers"), reverse("delegated_powers", args=[context["body"].slug]))
    )
    context |= {"form": form, "title": title}
    status = 422 if form.is_bound else 200
    return render(request, "governance/delegated_power_form.html", context, status=status)
