"""The wording of letters and mails: read by all, changed by the coordinators, with a preview and what it was before."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from governance import access
from governance.errors import StaleVersion
from visits import actions, wordings
from visits.forms import TemplateForm
from visits.models import LetterLanguage, LetterTemplate, TemplateKind


@dataclass(frozen=True)
class Earlier:
    """A wording as it was: which version, when and by whom, and its words."""

    version: int
    at: datetime | None
    who: str
    is_default: bool
    subject: str
    text: str


@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """The wording of every letter and mail, for everybody to read."""
    found = wordings.wordings()
    context = {
        "groups": [
            (_("Letters"), "letters", [each for each in found if not wordings.is_mail(each.kind)]),
            (_("Mails to guests"), "mails", [each for each in found if wordings.is_mail(each.kind)]),
        ],
        "may_edit": access.is_coordinator(request.user),
        "crumbs": [(_("Visits"), reverse("visits:list"))],
    }
    return render(request, "visits/templates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def template(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """Read and, as coordinator, change one wording; the preview shows it filled in for an invented visit."""
    if kind not in TemplateKind.values or language not in LetterLanguage.values:
        raise Http404
    may_edit = access.is_coordinator(request.user)
    if request.method == "POST" and not may_edit:
        raise PermissionDenied(
            _("Only the coordinators at the City Executive Office change the letter templates.")
        )
    wording = wordings.wording(kind, language)
    earlier = _earlier(wording)
    taken = next((each for each in earlier if str(each.version) == request.GET.get("version")), None)
    begun = taken or wording
    form = TemplateForm(
        request.POST if request.method == "POST" else None,
        initial={"subject": begun.subject, "text": begun.text, "version": wording.version},
        kind=kind,
        language=language,
    )
    context: dict[str, Any] = {
        "form": form,
        "newer": None,
        "wording": wording,
        "version_label": _("the city's own, version %(n)s") % {"n": wording.version}
        if not wording.is_default
        else _("as delivered"),
        "taken": taken,
        "earlier": earlier,
        "placeholders": wordings.placeholders(kind).items(),
        "required": wordings.required(kind),
        "only_in_text": wordings.ONLY_IN_TEXT,
        "may_edit": may_edit,
        "is_mail": wordings.is_mail(kind),
        "crumbs": [
            (_("Visits"), reverse("visits:list")),
            (_("Letter templates"), reverse("visits:templates")),
        ],
    }
    if request.htmx and request.method == "POST":  # while one types
        return render(request, "visits/template_preview.html", context | {"preview": form.preview()})
    if request.method == "POST" and "preview" not in request.POST and form.is_valid():
        try:
            return _saved(request, form)
        except StaleVersion as stale:
            # Nothing typed is lost: the form stays, now knowing of the version it would replace.
            newer = wordings.wording(kind, language)
            form = TemplateForm({**form.cleaned_data, "version": newer.version}, kind=kind, language=language)
            form.add_error(None, str(stale))
            context |= {"newer": newer, "form": form}
    context["preview"] = form.preview()
    return render(request, "visits/template.html", context, status=422 if form.errors else 200)


def _saved(request: HttpRequest, form: TemplateForm) -> HttpResponse:
    data, by = form.cleaned_data, request.user
    if "reset" in request.POST:
        actions.reset_template(form.kind, form.language, data["version"], by=by)
        messages.success(request, _("The template has the product's own wording again."))
    else:
        actions.edit_template(
            form.kind, form.language, data["version"], by=by, subject=data["subject"], text=data["text"]
        )
        messages.success(request, _("The template has been changed. Letters already made stay as they are."))
    return redirect("visits:templates")


def _earlier(wording: LetterTemplate) -> list[Earlier]:
    """Every version the city has had but the one in force, the latest first, and the product's own last."""
    kind, language = wording.kind, wording.language
    delivered = wordings.bundled()[kind][language]
    rows = LetterTemplate.history.filter(kind=kind, language=language).select_related("history_user")
    found = [
        Earlier(
            row.version,
            row.history_date,
            row.history_user.name if row.history_user else "",
            row.is_default,
            row.subject,
            row.text,
        )
        for row in rows.order_by("-version", "-history_id")
        if row.version != wording.version
    ]
    if found or wording.version:
        found.append(Earlier(0, None, "", True, delivered["subject"], delivered["text"]))
    return found
