"""The prints of a meeting: PDF as the worker drew them, Word as the meeting stands at this moment."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from governance import access, documents
from governance.meetings import drawing, papers, word
from governance.meetings.papers import Paper
from governance.models import AgendaItem, Meeting, MeetingFile

from .frame import GREATEST_ID, meeting_or_404

Kind = MeetingFile.Kind
ADDRESSES = {"foredragningslista": Kind.AGENDA, "protokoll": Kind.MINUTES}


def prints_of(meeting: Meeting, name: str) -> dict[str, Any]:
    """What a page says of a print: whether it is drawn, as the meeting is now, or on its way."""
    kind = ADDRESSES[name]
    kept = meeting.files.filter(kind=kind).first()
    is_new = bool(kept and kept.of_version == meeting.version)
    return {
        "name": name,
        "kept": kept,
        "is_new": is_new,
        "waits": not is_new and drawing.waits(meeting, kind),
    }


@require_safe
def paper_pdf(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """The PDF that was drawn last."""
    meeting = meeting_or_404(request, pk)
    kept = get_object_or_404(meeting.files.select_related("document"), kind=_kind(name))
    return documents.download(kept.document)


@require_safe
def paper_word(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """The same as Word, drawn here and now."""
    return _as_word(drawing.PAPERS[_kind(name)](meeting_or_404(request, pk)))


@require_POST
def draw_paper(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Have the PDF drawn anew."""
    meeting = meeting_or_404(request, pk)
    access.require(request.user, access.RECORD, meeting.body)
    drawing.ask(meeting, _kind(name))
    page = "meeting_minutes" if _kind(name) == Kind.MINUTES else "meeting"
    if request.POST.get("back") == "call":
        page = "call_meeting"
    return redirect(f"{reverse(page, args=[pk])}#prints")


@require_safe
def excerpt_word(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """The excerpt of one item as Word, drawn here and now."""
    return _as_word(papers.excerpt(_decided_item(request, pk, item)))


@require_safe
def excerpt_pdf(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """The excerpt of one item as it was drawn when its paragraph was approved."""
    found = _decided_item(request, pk, item)
    kept = get_object_or_404(found.files.select_related("document"), kind=Kind.EXCERPT)
    return documents.download(kept.document)


def _decided_item(request: HttpRequest, pk: int, item: int) -> AgendaItem:
    """An item that has got its paragraph; one of a secret matter only for those who were let in."""
    meeting = meeting_or_404(request, pk)
    rows = meeting.items.select_related("matter__body", "meeting__body").filter(paragraph__isnull=False)
    found: AgendaItem = get_object_or_404(rows, pk=min(item, GREATEST_ID))
    if found.matter and found.matter.is_secret and found.matter.pk not in request.user.secret_matters:
        raise Http404
    return found


def _kind(name: str) -> MeetingFile.Kind:
    if name not in ADDRESSES:
        raise Http404
    return ADDRESSES[name]


def _as_word(paper: Paper) -> HttpResponse:
    response = HttpResponse(word.draw(paper), content_type=word.MEDIA_TYPE)
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{paper.name}.docx")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
