"""The bodies' guidelines for EU policy: who has some and who lacks them, one body's now and before, a new entry."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from engagements import guidelines
from engagements.actions import eu_guidelines as actions
from engagements.forms.eu_questions import EditGuidelineForm, GuidelineForm
from engagements.models import EuGuideline
from governance import access, documents, drafts, editing, history
from governance.errors import StaleVersion
from governance.forms import add_errors
from governance.lists import bodies_by_name
from governance.models import Body
from governance.views.casework import GET_POST, posted, small_id

FIELDS = tuple(name for name in GuidelineForm.base_fields if name != "file")


@require_safe
def guideline_list(request: HttpRequest) -> HttpResponse:
    """Every body that should or may have guidelines, with those in force; `?state=missing` shows who lacks them."""
    found = guidelines.lines(bodies_by_name(request.user), timezone.localdate())
    only_missing = request.GET.get("state") == "missing"
    context = {
        "lines": [line for line in found if line.missing] if only_missing else found,
        "only_missing": only_missing,
        "defects": sum(line.missing == guidelines.DEFECT for line in found),
        "hints": sum(line.missing == guidelines.HINT for line in found),
        "crumbs": [(_("EU questions and advocacy"), reverse("engagements:eu_questions"))],
    }
    return render(request, "engagements/eu_guidelines.html", context)


@require_safe
def body_guidelines(request: HttpRequest, slug: str) -> HttpResponse:
    """What one body has laid down, now and before, and what was changed in the register."""
    context = _context(request, slug)
    body, today = context["body"], timezone.localdate()
    rows = list(body.eu_guidelines.all())
    current = next(
        (row for row in rows if row.since <= today and (not row.until or row.until >= today)), None
    )
    context |= {
        "current": current,
        "coming": [row for row in rows if row.since > today],
        "former": [row for row in rows if row.until and row.until < today],
        "missing": guidelines.seriousness(body, current),
        "may_edit": access.may(request.user, access.EDIT, body),
        "page": history.page(
            request, [history.Source.of(EuGuideline.history.filter(body=body.pk))], window=500
        ),
    }
    return render(request, "engagements/body_eu_guidelines.html", context)


@require_http_methods(GET_POST)
def new_guideline(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter guidelines; those in force until then end the day before."""
    context = _context(request, slug)
    body, today = context["body"], timezone.localdate()
    access.require(request.user, access.EDIT, body)
    form = GuidelineForm(posted(request), _files(request), initial={"decided_by": body.name, "since": today})
    if form.is_bound and form.is_valid():
        try:
            with drafts.once(request.POST):
                actions.lay_down(body, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The guidelines are in the register."))
            return redirect("engagements:body_eu_guidelines", slug)
    lead = _("Those in force until then end the day before.")
    return _form_page(request, context, form, _("Enter guidelines for EU policy"), lead)


@require_http_methods(GET_POST)
def edit_guideline(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Mend what is written, or say that they have ended. Two who write at once see both texts."""
    context = _context(request, slug)
    access.require(request.user, access.EDIT, context["body"])
    guideline = get_object_or_404(context["body"].eu_guidelines, pk=small_id(pk))
    stands = _as_it_stands(guideline)
    form = EditGuidelineForm(posted(request), _files(request), initial=stands, version=guideline.version)
    if form.is_bound and form.is_valid():
        entered = {name: value for name, value in form.cleaned_data.items() if name != "base"}
        try:
            actions.edit(guideline, by=request.user, **entered)
        except StaleVersion as stale:
            theirs = EditGuidelineForm(initial=_as_it_stands(stale.current), version=stale.current.version)
            return editing.conflict(request, form, theirs, stale, context["back"])
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The changes are saved."))
            return redirect(context["back"])
    return _form_page(request, context, form, _("Change the guidelines"))


def _files(request: HttpRequest) -> Any:
    return request.FILES if request.method == "POST" else None


@require_safe
def guideline_document(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The document itself, for everybody who logs in."""
    body = get_object_or_404(Body, slug=slug)
    rows = body.eu_guidelines.filter(document__isnull=False).select_related("document")
    return documents.download(get_object_or_404(rows, pk=small_id(pk)).document)


def _as_it_stands(guideline: EuGuideline) -> dict[str, Any]:
    return {name: getattr(guideline, name) for name in FIELDS}


def _context(request: HttpRequest, slug: str) -> dict[str, Any]:
    body = get_object_or_404(Body, slug=slug)
    address = partial(reverse, args=[slug])
    return {
        "body": body,
        "back": address("engagements:body_eu_guidelines"),
        "crumbs": [
            (_("EU questions and advocacy"), reverse("engagements:eu_questions")),
            (_("Guidelines for EU policy"), reverse("engagements:eu_guidelines")),
        ],
    }


def _form_page(
    request: HttpRequest, context: dict[str, Any], form: Any, title: str, lead: str = ""
) -> HttpResponse:
    crumbs = [*context["crumbs"], (context["body"].name, context["back"])]
    context |= {"form": form, "title": title, "button": _("Save"), "page_lead": lead, "crumbs": crumbs}
    status = 422 if form.is_bound else 200
    return render(request, "engagements/eu_guideline_form.html", context, status=status)
