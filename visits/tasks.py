"""Celery tasks of visits: what is forgotten and erased when it is not needed any more."""

from datetime import timedelta

from celery import shared_task
from django.db import connection
from django.utils import timezone

from .open import erasure, limits, mail, requests

DAYS_KEPT = 7

# One statement: a mail that is logged at this very moment has a matter when its row is looked at again.
# Beside its mail the form names it in the draft; while somebody goes on with the draft, both are kept.
FORGET = """
    DELETE FROM governance_document AS document
    WHERE document.matter_id IS NULL
      AND document.media_type IN ('message/rfc822', 'text/plain')
      AND document.created_at < %(before)s
      AND NOT EXISTS (
          SELECT FROM governance_draft AS draft
          WHERE draft.person_id = document.created_by_id AND draft.saved_at >= %(before)s
            AND draft.form = 'visits:new' AND draft.data ->> 'mail' = document.id::text
      )
"""


@shared_task
def forget_unlogged_mail() -> int:
    """Delete the mail of strangers that nobody has logged within a week: how many."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET, {"before": timezone.now() - timedelta(days=DAYS_KEPT)})
        return int(cursor.rowcount)


@shared_task
def look_after_open_pages() -> int:
    """Erase what delegates told when its day has come, and forget drafts, counts and mail of long ago: how many."""
    return erasure.erase_what_is_due() + requests.forget_drafts() + limits.forget() + mail.forget()
