"""A version of the strategy comes into force: what waits for a decision goes to who decides now, and those it concerns
are told.

What is to be told is written down when the version is, and waits for its day in the outbox: it is told once, however
late. What has been decided keeps the version it was decided under, and nobody is told of it.
"""

from datetime import datetime, time, timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from . import access, acting, authority, casework, comparing, notices, outbox, placing
from .authority import Ruling
from .models import Decider, Matter, Office, OutboxEntry, Strategy

# So many matters are told of in one go; between them the worker says that it is alive.
AT_A_TIME = 50
# Rights follow the day a little after midnight; who is appointed from the same day is told too.
HOUR = time(0, 15)


def tell_on_its_day(strategy: Strategy) -> None:
    """Write down that the version is to be told of when it comes into force. Call where its rows are written."""
    day = timezone.make_aware(datetime.combine(strategy.since, HOUR))
    outbox.ask("tell_strategy", f"in force:{strategy.key}:{strategy.pk}", strategy.pk, not_before=day)


def tell(entry: OutboxEntry) -> outbox.Keep:
    """Bring over what lies before another body now, tell those responsible, and at last the coordinators how many there
    were; all of it a part at a time.

    Each notice has a key of its own: who begins anew after a fall tells nobody twice.
    """
    after = Strategy.objects.filter(pk=entry.subject or 0).first()
    if after is None:  # loaded, and replaced before its day
        return _nothing
    before = Strategy.objects.in_force(after.since - timedelta(days=1)).first()
    if before is None:
        return _nothing
    placing.bring_over(before, after, before_each=partial(outbox.renew, entry))
    book = authority.book()
    moved = comparing.moved(book.table_of(before.pk), book.table_of(after.pk))
    told = 0
    for start in range(0, len(moved), AT_A_TIME):
        outbox.renew(entry)
        with transaction.atomic():
            for matter in Matter.objects.filter(pk__in=moved[start : start + AT_A_TIME]).select_related(
                "body"
            ):
                told += _tell_of(matter, book, before, after)
    return partial(_tell_coordinators, before, after, len(moved))


def _nothing() -> None:
    return


def _tell_of(matter: Matter, book: authority.Book, before: Strategy, after: Strategy) -> int:
    rulings = [
        authority.Ruling(
            question, version.since, book.table_of(version.pk).find(question), book.table_of(version.pk)
        )
        for version in (before, after)
        for question in [comparing.question_of(matter.facts)]
    ]
    told = notices.notify(
        casework.those_concerned(matter),
        matter=matter,
        key=f"changes hands:{after.key}:{matter.number}",
        subject_sv=_subject(matter, rulings, "sv"),
        subject_en=_subject(matter, rulings, "en"),
    )
    return len(told)


def _subject(matter: Matter, rulings: list[Ruling], language: str) -> str:
    """Who decided and who decides, by which section: nothing of what the matter is about."""
    with override(language):
        old, new = (str(Decider(ruling.decides).label) for ruling in rulings)
        cited = rulings[1].citation()
    if language == "sv":
        return f"{matter.number}: {new} beslutar nu, inte {old} ({cited})"
    return f"{matter.number}: {new} now decides, not {old} ({cited})"


def _tell_coordinators(before: Strategy, after: Strategy, count: int) -> None:
    notices.notify(
        access.holders(Office.Role.COORDINATOR),
        matter=None,
        path=comparing.address(before, after),
        key=f"in force:{after.key}",
        subject_sv=f"{after.short_title_sv[:1].upper()}{after.short_title_sv[1:]} gäller från {after.since}:"
        f" {count} öppna ärenden byter beslutsfattare",
        subject_en=f"{after.short_title_en} is in force from {after.since}: {count} open matters change hands",
        sent_to=acting.SentTo((Office.Role.COORDINATOR,)),
    )
