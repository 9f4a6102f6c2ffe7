"""Swedish working days: what the product counts every deadline in."""

import time
from bisect import bisect_right
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

import holidays
from django.utils import timezone
from django.utils.translation import gettext as _

ONE_DAY = timedelta(days=1)
# Days that can be told one by one. Beyond that a date is a slip of the pen, and we count weeks.
FAR = timedelta(days=3650)


def this_day() -> date:
    """Today in Stockholm. For what is told row by row: a page asks a hundred times, and to work it out from the time
    zone each time takes as long as a statement."""
    return _day_of_hour(int(time.time() // 3600))


# A day begins on the hour. Two are kept, so that a clock that is set gets its own.
@lru_cache(maxsize=2)
def _day_of_hour(hour: int) -> date:
    return timezone.localdate(datetime.fromtimestamp(hour * 3600, UTC))


@lru_cache(maxsize=64)
def _free_days(year: int) -> list[date]:
    """The Mondays to Fridays of a year when nobody works, in order."""
    # "de_facto" adds Midsummer Eve, Christmas Eve and New Year's Eve: no public holidays, yet nobody works.
    days = holidays.country_holidays("SE", years=year, categories=("public", "de_facto"))
    return sorted(day for day in days if day.weekday() < 5)


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _free_days(day.year)


def why_free(day: date) -> str:
    """Why nobody works that day, in words; empty for a working day."""
    if is_working_day(day):
        return ""
    words = (
        _("%(day)s is a holiday, and no working day.")
        if day.weekday() < 5
        else _("%(day)s is a Saturday, and no working day.")
        if day.weekday() == 5
        else _("%(day)s is a Sunday, and no working day.")
    )
    return words % {"day": day.isoformat()}


def after(day: date, working_days: int) -> date:
    """The day that many working days later; with 0 the day itself, or the first working day after it."""
    day = _working_day_from(day)
    for _step in range(working_days):
        day += ONE_DAY
        while not is_working_day(day):
            day += ONE_DAY
    return day


def before(day: date, working_days: int) -> date:
    """The day that many working days earlier; with 0 the day itself, or the last working day before it."""
    while not is_working_day(day):
        day -= ONE_DAY
    for _step in range(working_days):
        day -= ONE_DAY
        while not is_working_day(day):
            day -= ONE_DAY
    return day


def between(earlier: date, later: date) -> int:
    """Working days from the one day to the other, the first not counted: negative when `later` is earlier.

    What begins on a day when nobody works begins on the next working day, here as in `after`.
    """
    if later < earlier:
        return -between(later, earlier)
    earlier = _working_day_from(earlier)
    if later <= earlier:
        return 0
    if later - earlier > FAR:
        return (later - earlier).days * 5 // 7
    weeks, rest = divmod((later - earlier).days, 7)
    weekdays = 5 * weeks + sum((earlier.weekday() + n) % 7 < 5 for n in range(1, rest + 1))
    free = (_free_days(year) for year in range(earlier.year, later.year + 1))
    return weekdays - sum(bisect_right(days, later) - bisect_right(days, earlier) for days in free)


def left(today: date, due: date) -> int:
    """Working days that are still to come until the day, that one with them: on a Saturday, Monday is one."""
    return between(before(today, 0), due)


def _working_day_from(day: date) -> date:
    while not is_working_day(day):
        day += ONE_DAY
    return day


def months_after(day: date, months: int) -> date:
    """The same day some months later (earlier when negative); the last of a shorter month, as PostgreSQL counts."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
