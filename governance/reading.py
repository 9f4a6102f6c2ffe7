"""Reading the text of documents, so that a search finds them: in a worker, of what is bounded in size and time.

Word and Excel files, plain text and received e-mail are read. Of a PDF and of pictures only the name is: no library
that we carry reads text from them.
"""

import logging
import re
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from io import BytesIO
from time import monotonic
from zipfile import ZipFile

from django.db import transaction
from django.utils import timezone
from docx import Document as WordDocument
from openpyxl import load_workbook

from .models import Document, DocumentText

log = logging.getLogger(__name__)

# So much of a text is kept: some thirty pages. What somebody looks for stands in the beginning, mostly.
LONGEST = 60_000
# A packed file that is larger than this unpacked is a mistake, or meant to do harm.
MOST_UNPACKED = 40 * 1024 * 1024
MOST_SECONDS = 10.0
# So many documents a turn, and no more begun after so many seconds.
AT_A_TIME, LONGEST_TURN = 50, 40.0
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def read_some() -> int:
    """Documents of matters that nobody has read. How many were.

    Each is marked before it is opened: a file that takes its worker down with it does so once.
    """
    began, count = monotonic(), 0
    unread = Document.objects.filter(read_at__isnull=True, matter__isnull=False).order_by("pk")
    for pk in unread.values_list("pk", flat=True)[:AT_A_TIME]:
        if Document.objects.filter(pk=pk, read_at__isnull=True).update(read_at=timezone.now()):
            read(Document.objects.get(pk=pk))
            count += 1
        if monotonic() - began > LONGEST_TURN:
            break
    return count


def read(document: Document) -> DocumentText:
    """Keep the name and the text of one document of a matter."""
    if document.matter_id is None:
        raise ValueError(f"document {document.pk} is of no matter")
    name = re.sub(r"[_\W]+", " ", document.name)
    text = f"{name}\n{text_of(bytes(document.content), document.media_type, document.name)}"
    with transaction.atomic():
        kept, _created = DocumentText.objects.update_or_create(
            document=document,
            defaults={"matter_id": document.matter_id, "text": text[:LONGEST].replace("\x00", "")},
        )
    return kept


def text_of(content: bytes, media_type: str, name: str = "") -> str:
    """What can be read in a file; nothing of one that is of another sort, or not what it says it is."""
    reader = READERS.get(media_type) or READERS.get(name.lower().rpartition(".")[2])
    if reader is None:
        return ""
    try:
        return _bounded(reader(content))
    except Exception as error:  # any fault of a stranger's file: it is found by its name
        log.info("a %s could not be read: %s", media_type, type(error).__name__)
        return ""


def _bounded(lines: Iterator[str]) -> str:
    """The lines until there are enough, or it has taken long enough."""
    ends, kept, length = monotonic() + MOST_SECONDS, [], 0
    for line in lines:
        kept.append(line)
        length += len(line) + 1
        if length > LONGEST or monotonic() > ends:
            break
    return "\n".join(kept)[:LONGEST]


def _unpacked(content: bytes) -> BytesIO:
    """The file, if it does not grow beyond measure when it is unpacked."""
    with ZipFile(BytesIO(content)) as packed:
        if sum(each.file_size for each in packed.infolist()) > MOST_UNPACKED:
            raise ValueError("too large unpacked")
    return BytesIO(content)


def _word(content: bytes) -> Iterator[str]:
    document = WordDocument(_unpacked(content))
    for paragraph in document.element.body.iter(f"{{{W}}}p"):
        yield "".join(part.text or "" for part in paragraph.iter(f"{{{W}}}t"))


def _excel(content: bytes) -> Iterator[str]:
    book = load_workbook(_unpacked(content), read_only=True, data_only=True)
    try:
        for sheet in book.worksheets:
            yield sheet.title
            for row in sheet.iter_rows(values_only=True):
                yield " ".join(str(cell) for cell in row if cell is not None)
    finally:
        book.close()


def _plain(content: bytes) -> Iterator[str]:
    yield from content[: LONGEST * 4].decode("utf-8", "replace").splitlines()


def _mail(content: bytes) -> Iterator[str]:
    message = message_from_bytes(content, policy=policy.default)
    yield str(message["subject"] or "")
    body = message.get_body(preferencelist=("plain", "html"))
    if body is not None:
        words = str(body.get_content())[: LONGEST * 4]
        yield re.sub(r"<[^>]*>", " ", words) if body.get_content_subtype() == "html" else words


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
READERS: dict[str, Callable[[bytes], Iterator[str]]] = {
    WORD: _word,
    EXCEL: _excel,
    "message/rfc822": _mail,
    "text/plain": _plain,
    "text/csv": _plain,
    "docx": _word,
    "xlsx": _excel,
}
