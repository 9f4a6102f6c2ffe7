"""Letters to the guests: write one, follow how it is drawn, copy it as text; and the wording they begin from."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance import access
from governance.errors import StaleVersion
from visits import actions, letters, rules
from visits.forms import LetterForm, TemplateForm
from visits.forms.letters import ChooseLetterForm
from visits.models import Letter, LetterKind, LetterLanguage, OpenRequest, Visit
from visits.views.detail import visit_context


@require_http_methods(["GET", "HEAD", "POST"])
def write_letter(request: HttpRequest, number: str) -> HttpResponse:
    """A letter filled in for this visit, to read through, change and make."""
    context = visit_context(request, number)
    visit, matter = context["visit"], context["matter"]
    if not context["may_edit"]:
        raise rules.not_an_editor(matter)
    if request.method == "POST" and "propose" not in request.POST:
        form = LetterForm(request.POST)
        if form.is_valid():
            letter = actions.write_letter(visit, by=request.user, **form.letter())
            return redirect("visits:letter", number, letter.pk)
    else:
        form = _proposed(visit, ChooseLetterForm(request.POST or request.GET).good())
    context |= {"form": form, "replaced": _own_words(request, visit) if "propose" in request.POST else ""}
    return render(request, "visits/write_letter.html", context, status=422 if form.errors else 200)


def _proposed(visit: Visit, chosen: dict[str, str]) -> LetterForm:
    """The form with the words proposed for a letter; what is not chosen is what fits the visit."""
    kind = chosen.get("kind") or letters.default_kind(visit)
    language = chosen.get("language") or letters.default_language(visit)
    subject, text = letters.proposal(visit, kind, language)
    begun = f"{kind}.{language}"
    return LetterForm(
        initial={"kind": kind, "language": language, "begun": begun, "subject": subject, "text": text}
    )


def _own_words(request: HttpRequest, visit: Visit) -> str:
    """What somebody had written before asking for another proposal; empty when it was the former proposal."""
    before = LetterForm(request.POST)
    kind, language = before.kind_begun, before.language_begun
    if kind not in LetterKind.values or language not in LetterLanguage.values:
        return ""
    proposed = "\n\n".join(letters.proposal(visit, kind, language))
    written = "\n\n".join(request.POST.get(name, "") for name in ("subject", "text")).replace("\r\n", "\n")
    return "" if written.strip() == proposed.strip() else written


@require_safe
def letter(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """One letter: its PDF, or how far it has come, and its text to copy. htmx asks for the state alone."""
    context = visit_context(request, number)
    found = get_object_or_404(
        Letter.objects.select_related("document", "written_by", "visit__matter").defer("document__content"),
        pk=pk,
        visit=context["visit"],
    )
    open_form = context["visit"].channel == Visit.Channel.FORM
    context |= {
        "letter": found,
        "entry": letters.waiting(found),
        "text": letters.as_text(found),
        "has_own_page": open_form and OpenRequest.objects.filter(visit=found.visit_id).exists(),
    }
    page = "visits/letter_state.html" if request.htmx else "visits/letter.html"
    return render(request, page, context)


@require_POST
def send(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Put a letter on the page of a guest who asked on the open pages."""
    context = visit_context(request, number)
    if not context["may_edit"]:
        raise rules.not_an_editor(context["matter"])
    found = get_object_or_404(Letter.objects.select_related("visit"), pk=pk, visit=context["visit"])
    actions.send_letter(found, by=request.user)
    messages.success(
        request, _("The letter stands on the guest's own page, and the guest has been told by mail.")
    )
    return redirect("visits:letter", number, pk)


@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """The wording of every kind of letter, for everybody to read."""
    context = {
        "wordings": letters.wordings(),
        "may_edit": access.is_coordinator(request.user),
        "crumbs": [(_("Visits"), reverse("visits:list"))],
    }
    return render(request, "visits/templates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def template(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """Read and, as coordinator, change one wording; the preview shows it filled in for an invented visit."""
    if kind not in LetterKind.values or language not in LetterLanguage.values:
        raise Http404
    may_edit = access.is_coordinator(request.user)
    wording = letters.wording(kind, language)
    initial = {"subject": wording.subject, "text": wording.text, "version": wording.version}
    if request.method == "POST" and not may_edit:
        raise PermissionDenied(
            _("Only the coordinators at the City Executive Office change the letter templates.")
        )
    form = TemplateForm(request.POST if request.method == "POST" else None, initial=initial)
    newer = None
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        try:
            return _saved(request, kind, language, form)
        except StaleVersion as stale:
            # Nothing typed is lost: the form stays, now knowing of the version it would replace.
            newer = letters.wording(kind, language)
            form = TemplateForm({**form.cleaned_data, "version": newer.version})
            form.add_error(None, str(stale))
    context = {
        "form": form,
        "newer": newer,
        "wording": wording,
        "preview": form.preview(language),
        "placeholders": letters.PLACEHOLDERS.items(),
        "may_edit": may_edit,
        "crumbs": [
            (_("Visits"), reverse("visits:list")),
            (_("Letter templates"), reverse("visits:templates")),
        ],
    }
    return render(request, "visits/template.html", context, status=422 if form.errors else 200)


def _saved(request: HttpRequest, kind: str, language: str, form: TemplateForm) -> HttpResponse:
    data = form.cleaned_data
    actions.edit_template(
        kind, language, data["version"], by=request.user, subject=data["subject"], text=data["text"]
    )
    messages.success(request, _("The template has been changed. Letters already made stay as they are."))
    return redirect("visits:templates")
