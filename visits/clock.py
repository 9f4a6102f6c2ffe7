"""The answer clock: Swedish working days, stopped while the guest has the word."""

from datetime import date, timedelta
from functools import lru_cache

import holidays
from django.conf import settings

ONE_DAY = timedelta(days=1)
# Days that can be told one by one. Beyond that a date is a slip of the pen, and we count weeks.
FAR = timedelta(days=3650)


@lru_cache(maxsize=64)
def _free_days(year: int) -> frozenset[date]:
    # "de_facto" adds Midsummer Eve, Christmas Eve and New Year's Eve: no public holidays, yet nobody works.
    return frozenset(holidays.country_holidays("SE", years=year, categories=("public", "de_facto")))


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _free_days(day.year)


def after(day: date, working_days: int) -> date:
    """The day that many working days later; with 0 the day itself, or the first working day after it."""
    while not is_working_day(day):
        day += ONE_DAY
    for _step in range(working_days):
        day += ONE_DAY
        while not is_working_day(day):
            day += ONE_DAY
    return day


def before(day: date, working_days: int) -> date:
    """The day that many working days earlier."""
    for _step in range(working_days):
        day -= ONE_DAY
        while not is_working_day(day):
            day -= ONE_DAY
    return day


def between(earlier: date, later: date) -> int:
    """Working days from the one day to the other, the first not counted: negative when `later` is earlier."""
    if later < earlier:
        return -between(later, earlier)
    if later - earlier > FAR:
        return (later - earlier).days * 5 // 7
    days = (earlier + timedelta(days=n) for n in range(1, (later - earlier).days + 1))
    return sum(is_working_day(day) for day in days)


def answer_due(received_on: date) -> date:
    """The last day to answer a request: the setting's number of working days after it came."""
    return after(received_on, settings.VISIT_ANSWER_WORKING_DAYS)
