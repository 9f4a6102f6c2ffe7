"""The pages of a secrecy marking: how it stands, mark, re-examine, who is let in.

Whoever is not let in is told what everybody is told of a matter that is not there: 404.
"""

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from .. import casework, editing, gone_out, secrecy
from ..addresses import address_of
from ..errors import StaleVersion, WrongState
from ..forms import LetInForm, MarkSecretForm, ReexamineForm, add_errors
from ..models import Matter
from .casework import GET_POST, posted, small_form, small_id
from .pages import CARDS, matter_context

ROWS = CARDS.select_related("secrecy_marked_by")
# So many of those whose sight a marking takes or gives are named.
MOST_NAMED = 40


@require_safe
def matter_secrecy(request: HttpRequest, number: str) -> HttpResponse:
    """How the marking stands, who is let in, and what was done about it before."""
    context = _context(request, number)
    matter = context["matter"]
    markings = list(matter.markings.select_related("by", "body"))
    grants = list(matter.grants.select_related("person", "granted_by", "ended_by"))
    for grant in grants:
        grant.may_end = context["may_edit"] and not secrecy.why_it_stays(grant, matter, request.user)
    context |= {
        "markings": markings,
        "ground": secrecy.ground_of(matter.secrecy_ground),
        "latest": markings[0] if markings and matter.is_secret else None,
        "let_in": [grant for grant in grants if grant.is_standing] if matter.is_secret else [],
        "ended": [grant for grant in grants if not grant.is_standing or not matter.is_secret],
    }
    return render(request, "governance/secrecy.html", context)


@require_http_methods(GET_POST)
def mark_secret(request: HttpRequest, number: str) -> HttpResponse:
    """Why and until when; then what will happen; then it is done."""
    context = _context(request, number)
    matter = context["matter"]
    casework.require_edit(request.user, matter)
    if matter.is_secret:
        raise WrongState(_("%(number)s is secrecy marked already.") % {"number": matter.number})
    readers = secrecy.readers(matter)
    always = secrecy.let_in_with_the_mark(matter, request.user)
    form_of = partial(MarkSecretForm, readers=readers, always=[person.pk for person, _cause in always])
    form = form_of(posted(request), initial=_as_proposed(matter, request.user), version=matter.version)
    if form.is_bound and form.is_valid() and "change" not in request.POST:
        staying = {person.pk for person, _cause in always} | {each.person.pk for each in form.chosen}
        if "sure" not in request.POST:
            context |= {
                "form": form,
                "law": form.law,
                "ground": secrecy.ground_of(form.law),
                "staying": [each for each in readers if each.person.pk in staying],
                **_named("losing", [each for each in readers if each.person.pk not in staying]),
                "gone": gone_out.of_matter(matter),
            }
            return render(request, "governance/secrecy_mark_sure.html", context)
        try:
            secrecy.mark(
                matter,
                form.cleaned_data["version"],
                by=request.user,
                ground=form.law,
                motive=form.cleaned_data["motive"],
                reexamine_on=form.cleaned_data["reexamine_on"],
                also=[each.person for each in form.chosen],
            )
        except StaleVersion as stale:
            theirs = form_of(initial=_as_proposed(matter, request.user), version=stale.current.version)
            return editing.conflict(request, form, theirs, stale, context["back"])
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The matter is secrecy marked. Only those let in find it now."))
            return redirect(context["back"])
    context |= {"form": form, "always": always, "grounds": secrecy.grounds()}
    return render(request, "governance/secrecy_mark.html", context, status=422 if form.errors else 200)


@require_http_methods(GET_POST)
def reexamine_secrecy(request: HttpRequest, number: str) -> HttpResponse:
    """Keep the marking until another day, or lift it after a last look at who sees the matter then."""
    context = _context(request, number)
    matter = context["matter"]
    casework.require_edit(request.user, matter)
    _require_marked(matter)
    initial = {"reexamine_on": secrecy.proposed_day()}
    form = ReexamineForm(posted(request), initial=initial, version=matter.version)
    if form.is_bound and form.is_valid() and "change" not in request.POST:
        lifts = form.cleaned_data["outcome"] == ReexamineForm.LIFT
        if lifts and "sure" not in request.POST:
            inside = set(matter.grants.values_list("person", flat=True))
            seeing = [each for each in secrecy.readers(matter) if each.person.pk not in inside]
            context |= {"form": form, **_named("seeing", seeing)}
            return render(request, "governance/secrecy_lift_sure.html", context)
        given = {name: form.cleaned_data[name] for name in ("motive", "reexamine_on")}
        act = secrecy.keep
        if lifts:
            given.pop("reexamine_on")
            act = secrecy.lift
        try:
            act(matter, form.cleaned_data["version"], by=request.user, **given)
        except StaleVersion as stale:
            theirs = ReexamineForm(
                initial={"reexamine_on": stale.current.secrecy_reexamine_on}, version=stale.current.version
            )
            return editing.conflict(request, form, theirs, stale, context["back"])
        except ValidationError as error:
            add_errors(form, error)
        else:
            done = _("The marking is lifted. The matter is open again to those who may read it.")
            messages.success(request, done if lifts else _("The marking is kept until the day you gave."))
            return redirect(context["back"])
    context |= {
        "form": form,
        "latest": matter.markings.select_related("by").first(),
        "ground": secrecy.ground_of(matter.secrecy_ground),
    }
    return render(request, "governance/secrecy_reexamine.html", context, status=422 if form.errors else 200)


@require_http_methods(GET_POST)
def let_in_person(request: HttpRequest, number: str) -> HttpResponse:
    context = _context(request, number)
    matter = context["matter"]
    casework.require_edit(request.user, matter)
    _require_marked(matter)
    inside = {grant.person_id for grant in matter.grants.all() if grant.is_standing}
    readers = [each for each in secrecy.readers(matter) if each.person.pk not in inside]
    return small_form(
        request,
        context,
        partial(LetInForm, readers=readers),
        partial(secrecy.let_in, matter, by=request.user),
        when=None,
        title=_("Let somebody in"),
        button=_("Let in"),
        done=_("The person is let in, and has been told."),
        lead=_(
            "Only those who may read the body’s matters can be let in. Why you do it stands in the matter’s history."
        ),
        back=context["back"],
    )


@require_http_methods(GET_POST)
def end_grant(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    context = _context(request, number)
    matter = context["matter"]
    casework.require_edit(request.user, matter)
    _require_marked(matter)
    grant = get_object_or_404(matter.grants.select_related("person"), pk=small_id(pk))
    return small_form(
        request,
        context,
        forms.Form,
        partial(secrecy.end, grant, by=request.user),
        when=None,
        title=_("Shut %(name)s out?") % {"name": grant.person.name},
        button=_("Shut out"),
        done=_("%(name)s does not find the matter any more.") % {"name": grant.person.name},
        lead=_("What the person has read or saved already cannot be taken back."),
        danger=True,
        back=context["back"],
    )


def _context(request: HttpRequest, number: str) -> dict[str, Any]:
    context = matter_context(request, number, "secrecy", ROWS)
    return context | {"back": address_of("matter_secrecy", context["matter"].number)}


def _require_marked(matter: Matter) -> None:
    if not matter.is_secret:
        raise WrongState(_("%(number)s is not secrecy marked.") % {"number": matter.number})


def _as_proposed(matter: Matter, by: Any) -> dict[str, Any]:
    return {
        "reexamine_on": secrecy.proposed_day(),
        "also": [person.pk for person in secrecy.proposed_beside(matter, by)],
    }


def _named(name: str, readers: list[secrecy.Reader]) -> dict[str, Any]:
    """The first of some readers under the name, and how many there are besides."""
    return {name: readers[:MOST_NAMED], "more": max(0, len(readers) - MOST_NAMED), "count": len(readers)}
