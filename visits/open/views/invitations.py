"""Invitation letters for those outside: the delegate fetches the own letter, and anybody checks one."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance import documents
from visits import invitations
from visits.letters import span
from visits.models import InvitationLetter
from visits.open import forms, limits, states, tokens
from visits.open.frame import gone, open_to_all, show


@open_to_all("GET", "POST")
def check(request: HttpRequest, language: str) -> HttpResponse:
    """Whether a letter is genuine and in force. A wrong number and a wrong code get the same answer.

    The code of the paper leads here with both in the part of the address behind "#", which no browser sends and no log
    keeps: the script of the page fills them in, and whoever holds the letter presses the button.
    """
    form = forms.CheckLetterForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "answer": "", "too_many": ""}
    status = 200
    if request.method == "POST":
        if not form.is_valid():
            status = 422
        else:
            address = limits.address_of(request)
            try:
                limits.require_left(limits.CHECKS, address)
            except limits.TooMany:
                context["too_many"] = _(
                    "Too many wrong codes have been tried from here today. Try again tomorrow, or write to us."
                )
                status = 429
            else:
                context |= _answer(form.cleaned_data["number"], form.cleaned_data["code"])
                if context["answer"] == "unknown":
                    limits.count_wrong(limits.CHECKS, address)
    return show(request, language, "open/check_letter.html", context, status)


def _answer(number: str, code: str) -> dict[str, Any]:
    """What is told of a letter: never a name, never a passport. Of a marked visit only whether it is in force."""
    letter = invitations.checked(number, code)
    if letter is None:
        return {"answer": "unknown"}
    told = {"answer": "valid" if invitations.holds(letter) else "revoked", "letter": letter}
    if told["answer"] == "valid" and letter.ends_on and letter.ends_on < timezone.localdate():
        told["answer"] = "over"
    if not letter.visit.matter.is_secret:
        told |= {
            "initials": invitations.initials(letter.name),
            "days": span(letter.starts_on, letter.ends_on),
            "office": letter.body.name if letter.body else "",
        }
    return told


@open_to_all("GET")
def letter(request: HttpRequest, language: str, token: str) -> HttpResponse:
    """The delegate's own page: where the letter stands, and the letter itself when it is issued."""
    found = _opened_by(token)
    if found is None:
        return gone(request, language)
    context = {
        "letter": found,
        "state": states.of_invitation(found, found.visit.matter),
        "token": token,
        "days": span(found.starts_on, found.ends_on),
        "organisation": found.visit.matter.counterpart,
    }
    return show(request, language, "open/invitation.html", context)


@open_to_all("GET")
def paper(request: HttpRequest, language: str, token: str) -> HttpResponse:
    """The letter as PDF; one that is not in force is handed out no more."""
    found = _opened_by(token)
    if found is None or not invitations.holds(found) or found.document is None:
        return gone(request, language)
    return documents.download(found.document)


def _opened_by(token: str) -> InvitationLetter | None:
    """The letter of a link, until some time after its visit is closed."""
    rows = InvitationLetter.objects.select_related("visit__matter", "body", "document")
    found: InvitationLetter | None = tokens.find(rows, token)
    if found is None or found.delegate_id is None or found.visit.matter.is_secret:
        return None
    closed_on = found.visit.matter.closed_on
    if closed_on and (timezone.localdate() - closed_on).days > settings.OPEN_LINK_DAYS:
        return None
    return found
