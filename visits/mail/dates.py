"""Days in a letter: in English, Swedish or German, as ranges, as numbers, as weeks, with and without a year."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

MOST = 3
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january januari januar jan",
            "february februari februar feb",
            "march mars märz mar",
            "april apr",
            "may maj mai",
            "june juni jun",
            "july juli jul",
            "august augusti aug",
            "september sept sep",
            "october oktober oct okt",
            "november nov",
            "december dezember dec dez",
        ),
        start=1,
    )
    for name in names.split()
}
_M = "(?P<{0}>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_D = r"(?P<{0}>[0-3]?\d)(?:st|nd|rd|th|:?e|:?a|\.)?"
_Y = r"(?:,? ?(?P<y>20\d\d)\b)?"
_TO = r" ?(?:-|–|—|to|until|till|and|och|bis|t\.o\.m\.) ?"


@dataclass(frozen=True)
class Period:
    """First and last day, and the words they were read from."""

    since: date
    until: date
    words: str
    # "in March" is a month, not a wish for thirty-one days.
    is_vague: bool = False


def find_periods(text: str, today: date) -> list[Period]:
    """The periods wished for, in the order of the text, at most three; what is past is no wish.

    A date without a year is the next one after `today`. Exact days push out vague ones.
    """
    found: list[tuple[int, int, Period]] = []
    for pattern, make in _FORMS:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end, _p in found):
                continue
            period = _made(make, match, today)
            if period and period.until >= today and period.since <= today + timedelta(days=3 * 366):
                found.append((match.start(), match.end(), period))
    periods = [period for _start, _end, period in sorted(found, key=lambda each: each[0])]
    exact = [period for period in periods if not period.is_vague]
    return list(dict.fromkeys(exact or periods))[:MOST]


def _made(make: Callable[..., Period], match: re.Match[str], today: date) -> Period | None:
    try:
        period = make(match, today)
    except (ValueError, OverflowError):
        return None  # 31 February
    return period if period.since <= period.until <= period.since + timedelta(days=92) else None


def _days(match: re.Match[str], today: date) -> Period:
    """12–14 March 2026, March 12, 30 March – 2 April."""
    parts = match.groupdict()
    last_month = MONTHS[(parts.get("m2") or parts["m"]).lower()]
    first_month = MONTHS[parts["m"].lower()]
    first, last = int(parts["d"]), int(parts.get("d2") or parts["d"])
    year = int(parts["y"]) if parts.get("y") else None

    def in_year(y: int) -> tuple[date, date]:
        return date(y, first_month, first), date(y + (last_month < first_month), last_month, last)

    since, until = in_year(year or today.year)
    if year is None and until < today:
        since, until = in_year(today.year + 1)
    if (
        year is not None and last_month < first_month
    ):  # "30 December – 2 January 2027": the year is the last day's
        since, until = in_year(year - 1)
    return Period(since, until, match[0].strip())


def _iso(match: re.Match[str], today: date) -> Period:
    since = date(int(match["y"]), int(match["mo"]), int(match["d"]))
    until = since
    if match["full"]:
        until = date.fromisoformat(match["full"])
    elif match["d2"]:
        until = since.replace(day=int(match["d2"]))
    return Period(since, until, match[0])


def _european(match: re.Match[str], today: date) -> Period:
    """12.3.2026 and 12/03/2026: day first, as everywhere in Europe."""
    day = date(int(match["y"]), int(match["mo"]), int(match["d"]))
    return Period(day, day, match[0])


def _week(match: re.Match[str], today: date) -> Period:
    first = int(match["w"])
    last = int(match["w2"] or first)
    year = int(match["y"]) if match["y"] else today.year
    until = date.fromisocalendar(year, last, 5)
    if not match["y"] and until < today:
        year += 1
        until = date.fromisocalendar(year, last, 5)
    return Period(date.fromisocalendar(year, first, 1), until, match[0].strip())


def _month(match: re.Match[str], today: date) -> Period:
    month, year = MONTHS[match["m"].lower()], int(match["y"])
    since = date(year, month, 1)
    until = (since + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return Period(since, until, match[0].strip(), is_vague=True)


def _forms() -> Iterator[tuple[re.Pattern[str], Callable[..., Period]]]:
    """The ways a day is written, the most telling first."""
    d, d2, m, m2 = _D.format("d"), _D.format("d2"), _M.format("m"), _M.format("m2")
    of = r" ?(?:of )?"
    for pattern, make in (
        (
            r"\b(?P<y>20\d\d)-(?P<mo>[01]\d)-(?P<d>[0-3]\d)"
            r"(?: ?(?:-|–|—|to|till|--) ?(?:(?P<full>20\d\d-[01]\d-[0-3]\d)|(?P<d2>[0-3]\d)))?\b",
            _iso,
        ),
        (rf"\b{d}{of}{m}{_TO}{d2}{of}{m2}{_Y}", _days),
        (rf"\b{m} {d}{_TO}{m2} {d2}\b{_Y}", _days),
        (rf"\b{d}{_TO}(?:the |den )?{d2}{of}{m}{_Y}", _days),
        (rf"\b{m} (?:the )?{d}{_TO}{d2}\b{_Y}", _days),
        (rf"\b{d}{of}{m}{_Y}", _days),
        (rf"\b{m} (?:the )?{d}\b(?!\d|:)(?:,? (?P<y>20\d\d)\b)?", _days),
        (r"\b(?P<d>[0-3]?\d)[./](?P<mo>[01]?\d)[./](?P<y>20\d\d)\b", _european),
        (
            r"\b(?:v\.? ?|vecka |veckorna |week |weeks |Woche |KW ?)(?P<w>[0-5]?\d)"
            r"(?:(?: ?[-–] ?| and | och )(?P<w2>[0-5]?\d))?\b(?:,? (?:of |in |år )?(?P<y>20\d\d))?",
            _week,
        ),
        (rf"\b{m} (?P<y>20\d\d)\b", _month),
    ):
        yield re.compile(pattern, re.I), make


_FORMS = tuple(_forms())
