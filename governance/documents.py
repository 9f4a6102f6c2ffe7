"""Documents: keep a file with its checksum, hand it out so that it can do no harm."""

import hashlib
import re
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django.db.models import Func, IntegerField
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from .errors import WrongState
from .models import Document, Matter, Person
from .prepared import NOBODY, Given, Statement

GREATEST_SIZE = 10 * 1024 * 1024
# What we name by its type. Anything else is handed out as bytes without a meaning.
KNOWN_TYPES = {
    "application/pdf",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "image/jpeg",
    "image/png",
    "message/rfc822",
    "text/calendar",
    "text/csv",
    "text/plain",
}


def store(
    content: bytes, name: str, media_type: str, matter: Matter | None, by: Person | None = None
) -> Document:
    """Keep a file. Raises WrongState when it is empty or greater than 10 MB."""
    _require_size(content)
    return Document.objects.create(
        sha256=hashlib.sha256(content).hexdigest(),
        name=clean_name(name),
        media_type=media_type if media_type in KNOWN_TYPES else "application/octet-stream",
        content=content,
        matter=matter,
        created_by=by,
    )


def uploaded(file: Any, matter: Matter | None, by: Person) -> Document | None:
    """Keep a file that came with a form; None when none did."""
    return store(file.read(), file.name, file.content_type or "", matter, by) if file else None


def file_version(earlier: Document | None, content: bytes, name: str, matter: Matter | None) -> Document:
    """File a PDF that the system drew. What was filed before stays as it was: another content is another document."""
    if earlier is not None and earlier.sha256 == hashlib.sha256(content).hexdigest():
        return earlier
    return store(content, name, "application/pdf", matter)


def replace(document: Document, content: bytes) -> None:
    """Put newer content in a working paper that is made anew each time something changes, such as a draft.

    What has been filed is kept by `file_version` instead.
    """
    _require_size(content)
    document.sha256, document.content = hashlib.sha256(content).hexdigest(), content
    document.created_at, document.read_at = timezone.now(), None
    document.save(update_fields=["sha256", "content", "created_at", "read_at"])


def _require_size(content: bytes) -> None:
    if not content:
        raise WrongState(_("The file is empty."))
    if len(content) > GREATEST_SIZE:
        raise WrongState(_("The file is too large: at most 10 MB."))


def clean_name(name: str) -> str:
    """A file name without folders and control characters, at most 200 characters with its extension kept."""
    bare = re.split(r"[/\\]", name)[-1]
    bare = "".join(character for character in bare if character.isprintable()).strip(" .")
    stem, dot, extension = bare.rpartition(".")
    if dot and len(extension) <= 10:
        return f"{stem[: 199 - len(extension)]}.{extension}"
    return bare[:200] or "dokument"


class Line(NamedTuple):
    """What a list tells of a document; `by` is None for what the system made, `length` is in bytes."""

    pk: int
    name: str
    sha256: str
    created_at: datetime
    by: str | None
    length: int


def of_matter(matter: Matter) -> list[Line]:
    """The matter's documents, the latest first, without reading the files themselves."""
    return list(map(Line._make, _lines().run(NOBODY, {"matter": matter.pk})))


@cache
def _lines() -> Statement[Any]:
    length = Func("content", function="octet_length", output_field=IntegerField())
    rows = Document.objects.filter(matter=Given("matter")).annotate(length=length)
    return Statement(rows.values_list("pk", "name", "sha256", "created_at", "created_by__name", "length"))


def download(document: Document) -> HttpResponse:
    """The file as an attachment that no browser will run, sniff or frame."""
    response = HttpResponse(bytes(document.content), content_type=document.media_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, document.name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
