"""Documents: kept with a checksum, handed out so that no browser runs them."""

import hashlib

import pytest
from django.urls import reverse

from governance import documents
from governance.errors import WrongState
from governance.models import Document, Matter
from tests.page_policy import scene


def test_a_document_comes_back_byte_for_byte_as_a_harmless_attachment(client_of, city, contact) -> None:
    matter = Matter.objects.get(number=scene()["matter"])
    kept = documents.store(b"<script>", "Brev åäö.html", "text/html", matter, contact)
    answer = client_of(contact).get(reverse("document", args=[matter.number, kept.pk]))
    assert answer.content == b"<script>"
    assert kept.sha256 == hashlib.sha256(b"<script>").hexdigest()
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''Brev%20%C3%A5%C3%A4%C3%B6.html"


def test_a_document_is_not_found_through_another_matter(client_of, city, contact) -> None:
    things = scene()
    other = Document.objects.create(sha256="x", name="x", media_type="text/plain", content=b"x")
    client = client_of(contact)
    for pk in (other.pk, 10**18):
        assert client.get(reverse("document", args=[things["matter"], pk])).status_code == 404


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Brev\\svar.pdf", "svar.pdf"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie: x.txt"),
        ("\x00", "dokument"),
        ("", "dokument"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_names_are_cleaned(given, kept) -> None:
    assert documents.clean_name(given) == kept


def test_an_empty_file_and_a_flood_are_refused(city, contact) -> None:
    with pytest.raises(WrongState):
        documents.store(b"", "x", "text/plain", None, contact)
    with pytest.raises(WrongState):
        documents.store(b"x" * (documents.GREATEST_SIZE + 1), "x", "text/plain", None, contact)
