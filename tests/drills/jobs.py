"""The jobs of the drills: a file that takes a while to draw, through the outbox and, as a control, without it."""

import hashlib
import time

from celery import Celery
from django.conf import settings

from governance import outbox
from governance.models import Document, OutboxEntry

SLOW = 0.05  # seconds; long enough to be killed in the middle of


def draw(entry: OutboxEntry) -> outbox.Keep:
    """Draw a file slowly; it is kept in the transaction that marks the entry done."""
    content = _drawn(entry.key)
    return lambda: _store(entry.key, content)


# The control: Celery as it comes, Redis as the only queue.
plain = Celery("plain", broker=settings.REDIS_URL)
plain.conf.update(
    task_ignore_result=True, task_default_queue="plain", broker_connection_retry_on_startup=True
)


@plain.task(name="plain_draw")
def plain_draw(key: str) -> None:
    _store(key, _drawn(key))


def _drawn(key: str) -> bytes:
    time.sleep(SLOW)
    return key.encode() * 5000


def _store(name: str, content: bytes) -> None:
    Document.objects.create(
        name=name, media_type="text/plain", content=content, sha256=hashlib.sha256(content).hexdigest()
    )


def whole(document: Document) -> bool:
    """Whether the file is all there."""
    return hashlib.sha256(bytes(document.content)).hexdigest() == document.sha256 and (
        bytes(document.content) == document.name.encode() * 5000
    )
