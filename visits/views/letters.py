"""Letters to the guests: write one, follow how it is drawn, copy it as text."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.forms import add_errors
from visits import actions, letters, rules
from visits.forms import LetterForm
from visits.forms.letters import ChooseLetterForm, SentForm
from visits.models import Letter, LetterKind, LetterLanguage, OpenRequest, Visit
from visits.sent import to_guest
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
    """One letter: its PDF, or how far it has come, how it is sent, and its text. htmx asks for the state alone."""
    context = _letter_context(request, number, pk)
    context["form"] = SentForm()
    page = "visits/letter_state.html" if request.htmx else "visits/letter.html"
    return render(request, page, context)


@require_POST
def send(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """By e-mail, or noted as sent by other means; else on the page of a guest who asked on the open pages."""
    context = _letter_context(request, number, pk)
    if not context["may_edit"]:
        raise rules.not_an_editor(context["matter"])
    found, way = context["letter"], request.POST.get("way")
    if way == "noted":
        form = SentForm(request.POST)
        if form.is_valid():
            try:
                actions.note_letter_sent(found, by=request.user, **form.cleaned_data)
            except ValidationError as error:
                add_errors(form, error)
        if form.errors:
            return render(request, "visits/letter.html", context | {"form": form}, status=422)
        messages.success(request, _("Noted: the letter is sent."))
    elif way == "mail":
        actions.mail_letter(found, by=request.user)
        messages.success(request, _("The letter is on its way by e-mail."))
    else:
        actions.send_letter(found, by=request.user)
        messages.success(
            request, _("The letter stands on the guest's own page, and the guest has been told by mail.")
        )
    return redirect("visits:letter", number, pk)


@require_safe
def sent(request: HttpRequest, number: str) -> HttpResponse:
    """Everything sent to the guest of this visit, with its state."""
    context = visit_context(request, number)
    context["sent"] = to_guest(context["visit"])
    context["waits"] = any(each.waits for each in context["sent"])
    return render(request, "visits/sent.html", context)


def _letter_context(request: HttpRequest, number: str, pk: int) -> dict[str, Any]:
    context = visit_context(request, number)
    found = get_object_or_404(
        Letter.objects.select_related("document", "written_by", "visit__matter").defer("document__content"),
        pk=pk,
        visit=context["visit"],
    )
    open_form = context["visit"].channel == Visit.Channel.FORM
    return context | {
        "letter": found,
        "entry": letters.waiting(found),
        "mail_entry": letters.on_its_way(found),
        "text": letters.as_text(found),
        "mail_text": letters.as_mail(found),
        "has_own_page": open_form and OpenRequest.objects.filter(visit=found.visit_id).exists(),
        "may_mail": bool(context["visit"].contact_email) and not context["matter"].is_secret,
        "again": bool(request.htmx),
        "not_drawn": letters.NOT_DRAWN,
    }
