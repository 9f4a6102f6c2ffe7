"""Log a request, by hand or from an e-mail; edit it; see who else was asked."""

import json
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from governance import access, documents, drafts
from governance.authority import Question, rule
from governance.editing import conflict
from governance.errors import RefusedByRule, StaleVersion
from governance.models import Act, Body, Document, Kind, Matter, Person, PoliticalLevel
from governance.views.drafts import too_many
from governance.views.pages import matter_context
from visits import actions, rules
from visits.duplicates import Line, similar
from visits.forms import EditRequestForm, MailForm, NewRequestForm, values_of
from visits.forms.request import initial_of
from visits.mail import Mail, NotAMail, read_file, read_pasted, read_request
from visits.models import Visit

DRAFT = "visits:new"
CARDS = Matter.objects.filter(kind=Kind.VISIT).select_related("visit")


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form for a new request. A request like it that the officer has not seen is shown before it is logged."""
    bodies = _own_bodies(request.user)
    if request.method == "POST":
        form = NewRequestForm(request.POST, bodies=bodies)
        if form.is_valid():
            found = _similar(request, form.cleaned_data)
            if _unseen(request, found):
                return _new_page(request, form, found, stopped=True)
            try:
                return _logged(request, form)
            except ValidationError as error:
                form.add_error(None, error)
        return _new_page(request, form, _similar(request, form.cleaned_data))
    initial = _initial(request.user, bodies)
    form = NewRequestForm(initial=initial, bodies=bodies)
    return _new_page(request, form, _similar(request, initial))


@require_http_methods(["GET", "HEAD", "POST"])
def read_mail(request: HttpRequest) -> HttpResponse:
    """Read an e-mail and go back to the form, filled with what was found in it. The mail is kept as it came."""
    bodies = _own_bodies(request.user)
    if request.method != "POST":  # the page of a mail that could not be read, loaded again
        return redirect("visits:new")
    mail_form = MailForm(request.POST, request.FILES)
    if not mail_form.is_valid():
        return _mail_refused(request, bodies, mail_form)
    file, text = mail_form.cleaned_data["file"], mail_form.cleaned_data["text"]
    raw = file.read() if file else text.encode("utf-8", "replace")
    try:
        mail = read_file(raw) if file else read_pasted(text)
    except NotAMail:
        mail_form.add_error("file" if file else "text", _("This cannot be read as an e-mail."))
        return _mail_refused(request, bodies, mail_form)
    try:
        _fill_draft(request, raw, mail, bool(file))
    except drafts.TooMany:
        mail_form.add_error("file" if file else "text", too_many())
        return _mail_refused(request, bodies, mail_form)
    except drafts.TooLarge:
        mail_form.add_error("file" if file else "text", _("Too long to be kept as a draft"))
        return _mail_refused(request, bodies, mail_form)
    messages.success(
        request, _("The form has been filled from the e-mail. Check what is marked, and fill in the rest.")
    )
    if mail.attachments:
        names = ", ".join(attachment.name for attachment in mail.attachments[:10])
        messages.info(request, _("Attachments in the e-mail, kept inside it: %(names)s") % {"names": names})
    return redirect(reverse("visits:new") + "#form")


@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    """The part of the form that shows similar requests, asked for while one types."""
    _own_bodies(request.user)
    return render(request, "visits/duplicates.html", {"duplicates": _similar(request, request.GET)})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """Change the request. When somebody else was faster, both sides are shown."""
    context = matter_context(request, number, "overview", CARDS)
    matter: Matter = context["matter"]
    visit: Visit = matter.visit
    context["crumbs"] = [(_("Visits"), reverse("visits:list"))]
    if not rules.may_change(matter, request.user):
        raise rules.not_an_editor(matter)
    form = EditRequestForm(
        request.POST if request.method == "POST" else None,
        initial=initial_of(visit, matter),
        version=matter.version,
    )
    form.prepare(visit.bodies_wanted.all())
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit(visit, values_of(form), form.cleaned_data["version"], by=request.user)
        except StaleVersion as stale:
            # Read anew: the card and the visit above may be from before the other one saved.
            visit = Visit.objects.select_related("matter", "organisation").get(pk=visit.pk)
            theirs = EditRequestForm(initial=initial_of(visit, visit.matter), version=visit.matter.version)
            theirs.prepare(visit.bodies_wanted.all())
            return conflict(request, form, theirs, stale, back=matter.get_absolute_url())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The request has been changed."))
            return redirect(matter)
    context |= {"form": form, "visit": visit}
    return render(request, "visits/edit.html", context, status=422 if form.errors else 200)


def _new_page(
    request: HttpRequest,
    form: NewRequestForm,
    found: list[Line],
    stopped: bool = False,
    mail_form: MailForm | None = None,
) -> HttpResponse:
    mail_form = mail_form or MailForm()
    context = {
        "form": form,
        "mail_form": mail_form,
        "all_forms": [mail_form, form],
        "duplicates": found,
        "stopped": stopped,
        "draft": drafts.find(request.user, DRAFT),
        "draft_name": DRAFT,
        "marks": form.marks,
        "mail_text": _mail_text(request.user, form),
        "crumbs": [(_("Visits"), reverse("visits:list"))],
    }
    held_back = stopped or form.errors or mail_form.errors
    return render(request, "visits/new.html", context, status=422 if held_back else 200)


def _mail_refused(request: HttpRequest, bodies: Any, mail_form: MailForm) -> HttpResponse:
    form = NewRequestForm(initial=_initial(request.user, bodies), bodies=bodies)
    return _new_page(request, form, [], mail_form=mail_form)


def _logged(request: HttpRequest, form: NewRequestForm) -> HttpResponse:
    with drafts.once(request.POST):
        visit = actions.log(
            values_of(form),
            by=request.user,
            body=form.cleaned_data["body"],
            mail=_own_mail(request.user, form.cleaned_data["mail"]),
        )
    drafts.discard(request.user, DRAFT, request.POST)
    messages.success(request, _("The request is logged as %(number)s.") % {"number": visit.matter.number})
    return redirect(visit.matter)


def _own_bodies(person: Person) -> Any:
    """The bodies one may log for. Nobody else comes to these pages."""
    bodies = Body.objects.operating().filter(pk__in=person.bodies_with(access.EDIT))
    bodies = bodies.in_force(timezone.localdate()).order_by("name_sv")
    if not bodies:
        raise _logs_no_visits(person)
    return bodies


def _logs_no_visits(person: Person) -> RefusedByRule:
    """Who logs visits, by the strategy; by name where the person's own body receives them."""
    today = timezone.localdate()
    ruling = rule(Question(Act.HANDLE_VISIT, areas=1, political_level=PoliticalLevel.ORDINARY), on=today)
    held = Body.objects.operating().in_force(today).filter(pk__in=[held.body_id for held in person.offices])
    message = _("Contact persons and secretaries log visits for their own body.")
    return RefusedByRule(message, ruling, whose=held.order_by("name_sv").first(), right=access.EDIT)


def _initial(person: Person, bodies: Any) -> dict[str, Any]:
    """What an empty form begins with, under what the person has typed already."""
    # What one stands in for is chosen, and not proposed.
    held = {held.body_id for held in person.offices if not held.for_name}
    own = next((body for body in bodies if body.pk in held), bodies[0])
    initial = {"received_on": timezone.localdate(), "body": own.slug, "bodies_wanted": [own.pk]}
    return initial | drafts.load(person, DRAFT)


def _similar(request: HttpRequest, values: Any) -> list[Line]:
    return similar(
        request.user,
        organisation=str(values.get("counterpart") or ""),
        city=str(values.get("city") or ""),
        since=_date(values.get("since_1")),
        until=_date(values.get("until_1")),
    )


def _date(value: Any) -> date | None:
    """A day from a form or an address; anything else is no day."""
    if isinstance(value, date):
        return value
    try:
        return parse_date(str(value or ""))
    except ValueError:
        return None


def _unseen(request: HttpRequest, found: list[Line]) -> bool:
    """Whether there is a similar request that the form had not shown when it was sent."""
    seen = set(request.POST.getlist("seen"))
    return any(line.matter.number not in seen for line in found)


@transaction.atomic
def _fill_draft(request: HttpRequest, raw: bytes, mail: Mail, is_file: bool) -> None:
    """The mail kept and the draft filled: both or, where there is no room for what was typed too, neither."""
    filled, left = _filled(request.user, mail, _keep(raw, mail, is_file, request.user))
    drafts.discard(request.user, DRAFT, request.POST)
    drafts.save(request.user, DRAFT, filled)
    if left:
        messages.info(
            request,
            _("What you had typed stays. The e-mail says: %(found)s") % {"found": "; ".join(left)},
        )


def _keep(raw: bytes, mail: Mail, is_file: bool, person: Person) -> Document:
    """The mail as it came, waiting for its matter."""
    name = (mail.subject or _("E-mail")) + (".eml" if is_file else ".txt")
    return documents.store(raw, name, "message/rfc822" if is_file else "text/plain", None, person)


def _own_mail(person: Person, pk: int | None) -> Document | None:
    """The mail this person had read; nobody can attach another's by guessing its number."""
    if not pk or pk > 2**62:
        return None
    return Document.objects.filter(pk=pk, created_by=person, matter=None).defer("content").first()


def _mail_text(person: Person, form: NewRequestForm) -> str:
    """What the mail says that the form was filled from, to be read beside the field for the purpose."""
    number = str(form["mail"].value() or "")
    document = _own_mail(person, int(number) if number.isdecimal() and len(number) < 19 else None)
    if document is None:
        return ""
    raw = bytes(document.content)
    try:
        is_file = document.media_type == "message/rfc822"
        return (read_file(raw) if is_file else read_pasted(raw.decode("utf-8", "replace"))).text
    except NotAMail:
        return ""


def _filled(person: Person, mail: Mail, document: Document) -> tuple[QueryDict, list[str]]:
    """A draft of the form: what was typed by hand, and what the mail says where nothing was.

    Beside it what the mail says otherwise than was typed, in words. What an earlier mail filled gives way.
    """
    before = drafts.load(person, DRAFT)
    try:
        from_earlier_mail = set(json.loads(before.get("from_mail") or "{}"))
    except (TypeError, ValueError, RecursionError):
        from_earlier_mail = set()
    data = QueryDict(mutable=True)
    for name, value in before.items():
        if name not in from_earlier_mail:
            data.setlist(name, value if isinstance(value, list) else [value])
    marks, left = {}, []
    fields = NewRequestForm.base_fields
    for name, found in read_request(mail, timezone.localdate()).items():
        value = "on" if found.value is True else str(found.value)
        typed = data.get(name, "").strip()
        # What the form itself proposes has not been typed.
        proposed = str(timezone.localdate() if name == "received_on" else fields[name].initial or "")
        if typed not in ("", proposed, value):
            left.append(f"{fields[name].label}: {found.words or value}")
        else:
            data[name], marks[name] = value, found.words
    data["from_mail"], data["mail"] = json.dumps(marks), str(document.pk)
    return data, left
