"""What is done with briefing packs: ask for one, and throw the old ones away."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from engagements.models import BriefingPack, Organisation
from governance import outbox
from governance.models import Document, Person

from .persons import require_reader

KEPT_FOR = timedelta(days=30)


@transaction.atomic
def ask_for_briefing(
    organisation: Organisation, *, by: Person, language: str, **about_the_meeting: Any
) -> BriefingPack:
    """A pack for one's own eyes; the worker draws it with the rights one has then."""
    require_reader(by)
    pack = BriefingPack.objects.create(
        organisation=organisation, language=language, asked_by=by, **about_the_meeting
    )
    outbox.ask("draw_briefing", pack.outbox_key, pack.pk)
    return pack


@transaction.atomic
def forget() -> int:
    """Packs older than a month and their files. How many there were."""
    old = BriefingPack.objects.filter(asked_at__lt=timezone.now() - KEPT_FOR)
    files = list(old.exclude(document=None).values_list("document", flat=True))
    count, _by_model = old.delete()
    Document.objects.filter(pk__in=files).delete()
    return count
