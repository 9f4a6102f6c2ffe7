"""The papers of a meeting as PDF, drawn by the worker: kept with the meeting, an excerpt of a matter in its file."""

from collections.abc import Callable

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import override

from governance import documents, outbox, pdf
from governance.models import AgendaItem, Meeting, MeetingFile, OutboxEntry

from . import papers
from .papers import LANGUAGE, Paper

Kind = MeetingFile.Kind
PAPERS: dict[str, Callable[[Meeting], Paper]] = {Kind.AGENDA: papers.agenda, Kind.MINUTES: papers.minutes}


def ask(meeting: Meeting, kind: str) -> OutboxEntry:
    """Have the agenda or the minutes drawn as the meeting stands; asking twice draws once."""
    return outbox.ask("draw_meeting_paper", _key(meeting, kind), meeting.pk)


def waits(meeting: Meeting, kind: str) -> bool:
    """Whether a drawing of the paper as it stands is on its way."""
    return OutboxEntry.objects.filter(key=_key(meeting, kind), done_at=None, dead_at=None).exists()


def _key(meeting: Meeting, kind: str) -> str:
    return f"meeting:{meeting.pk}:{kind}:{meeting.version}"


def ask_for_excerpts(meeting: Meeting) -> None:
    """An excerpt of every paragraph that is approved: what is filed in a matter does not change afterwards.

    Some paragraphs are approved at the meeting itself, the others with the minutes; each is drawn once.
    """
    taken_up = meeting.items.filter(paragraph__isnull=False)
    if meeting.approved_on is None:
        taken_up = taken_up.filter(immediate_approval=True)
    for pk in taken_up.values_list("pk", flat=True):
        outbox.ask("draw_excerpt", f"excerpt:{pk}", pk)


def draw_paper(entry: OutboxEntry) -> outbox.Keep:
    """Outbox: draw the agenda or the minutes, and keep them in place of what was drawn before."""
    kind = entry.key.split(":")[2]
    meeting = Meeting.objects.select_related("body").get(pk=entry.subject or 0)
    paper = PAPERS[kind](meeting)
    content = as_pdf(paper)

    def keep() -> None:
        _keep(content, paper, meeting, kind, None)

    return keep


def draw_excerpt(entry: OutboxEntry) -> outbox.Keep:
    """Outbox: draw an excerpt of the minutes, and lay it in the file of its matter when it is of one."""
    rows = AgendaItem.objects.select_related("meeting__body", "matter__body")
    item = rows.get(pk=entry.subject or 0)
    paper = papers.excerpt(item)
    content = as_pdf(paper)

    def keep() -> None:
        _keep(content, paper, item.meeting, Kind.EXCERPT, item)

    return keep


def as_pdf(paper: Paper) -> bytes:
    """The paper as PDF/UA."""
    with override(LANGUAGE):
        page = render_to_string(
            "print/meeting.html", {"paper": paper, "lang": LANGUAGE, "title": paper.title}
        )
    return pdf.render(page, ["report.css", "report_meeting.css"], LANGUAGE, paper.title)


@transaction.atomic
def _keep(content: bytes, paper: Paper, meeting: Meeting, kind: str, item: AgendaItem | None) -> None:
    """One print of each paper. A worker that was slower than the meeting does not put the older one back.

    The agenda and the minutes are the meeting's own and follow it; the excerpt lies in the file of its matter, and
    what was filed there stays.
    """
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    kept = (
        MeetingFile.objects.filter(meeting=meeting, kind=kind, item=item).select_related("document").first()
    )
    if kept is None:
        matter = item.matter if item else None
        document = documents.store(content, f"{paper.name}.pdf", "application/pdf", matter)
        MeetingFile.objects.create(
            meeting=meeting, kind=kind, item=item, document=document, of_version=meeting.version
        )
    elif item is not None:
        kept.document = documents.file_version(kept.document, content, f"{paper.name}.pdf", item.matter)
        kept.of_version = meeting.version
        kept.save(update_fields=["document", "of_version"])
    elif kept.of_version <= meeting.version:
        documents.replace(kept.document, content)
        kept.of_version = meeting.version
        kept.save(update_fields=["of_version"])
