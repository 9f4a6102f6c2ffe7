"""Days in a letter: in English, Swedish or German, as ranges, lists, numbers and weeks, with and without a year."""

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
_TO = r" ?(?:-|–|—|to|until|till|bis|t\.o\.m\.) ?"
_WEEKDAY = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mån|tis|ons|tors|fre|lör|sön)dag(?:en)?"
    r"|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch"
    r"|mon|tue|wed|thu|fri|sat|sun|mån|tis|ons|tors?|fre|lör|sön)\b\.?,? ?"
)
# What may stand between a word and its day: "by Friday the", "and Wednesday".
_LEAD = rf"(?:(?:the|den|on) )?(?:{_WEEKDAY})?(?:(?:the|den) )?"
_BETWEEN = rf"\b(?:between|from|mellan|från|zwischen|vom) {_LEAD}"
_TO_OR_AND = r" ?(?:-|–|—|to|until|till|and|och|und|bis|t\.o\.m\.) ?"
_AND = r" ?(?:,? ?(?:and|or|och|eller|und|oder)|&|/) ?"
_WEEK_WORD = re.compile(r"\b(?:v\.?|vecka|veckorna|weeks?|woche|kw) ?$", re.I)
# Words before a day that make it the day of an answer.
_DEADLINE = re.compile(
    r"(?:\b(?:by|before|no later than|not later than|latest|at the latest(?: on)?|deadline(?: is|:)?|rsvp:?|due"
    r"|senast|före|innan|osa:?|sista (?:svars)?dag(?: är|:)?|spätestens(?: am)?|bis zum)"
    r"|\b(?:answer|reply|response|decision|confirmation|deadline|svar|svaret|besked|beskedet|bekräftelse)\b,?"
    r"(?: (?!visit|meet|besök)[\w’']+){0,4}? (?:on|by|until|till|is|är|den))"
    rf"[\s,:]*{_LEAD}$",
    re.I,
)
# And after it: "4 December at the latest".
_AT_THE_LATEST = re.compile(r"[\s,]*(?:at the latest|senast\b(?! den)|som senast)", re.I)


@dataclass(frozen=True)
class Period:
    """First and last day, and the words they were read from."""

    since: date
    until: date
    words: str
    # "in March" is a month, not a wish for thirty-one days.
    is_vague: bool = False


Maker = Callable[[re.Match[str], date], Period | list[Period]]


def find_wishes(subject: str, body: str, today: date) -> list[Period]:
    """The periods a mail asks for: those of its letter, and before them what the subject alone names."""
    periods = find_periods(body, today)
    named = [
        period
        for period in find_periods(subject, today)
        if not any(period.since <= each.until and each.since <= period.until for each in _exact(periods))
    ]
    return (_exact(named + periods) or periods or named)[:MOST]


def find_periods(text: str, today: date) -> list[Period]:
    """The periods wished for, in the order of the text, at most three; what is past is no wish, nor a day to answer by.

    A date without a year is the next one after `today`. Exact days push out vague ones.
    """
    found: list[tuple[int, int, list[Period]]] = []
    for pattern, make in _FORMS:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end, _p in found):
                continue
            # Also what is no wish takes its place in the text, so that no other form reads a part of it.
            if periods := _made(make, match, today):
                found.append((match.start(), match.end(), [] if _is_deadline(text, match) else periods))
    found.sort(key=lambda each: each[0])
    periods = [period for _start, _end, periods in found for period in periods if _is_near(period, today)]
    return _each_once(_exact(periods) or periods)[:MOST]


def _each_once(periods: list[Period]) -> list[Period]:
    """Without what tells a stay once more: the same days in other words, or its first or last day alone."""
    kept: list[Period] = []
    for period in periods:
        if any(_tells_again(period, each) for each in kept):
            continue
        kept = [each for each in kept if not _tells_again(each, period)] + [period]
    return kept


def _tells_again(period: Period, stay: Period) -> bool:
    days = (period.since, period.until)
    return days in ((stay.since, stay.until), (stay.since, stay.since), (stay.until, stay.until))


def _exact(periods: list[Period]) -> list[Period]:
    return [period for period in periods if not period.is_vague]


def _is_near(period: Period, today: date) -> bool:
    return period.until >= today and period.since <= today + timedelta(days=3 * 366)


def _is_deadline(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 100) : match.start()]
    return bool(_DEADLINE.search(before) or _AT_THE_LATEST.match(text, match.end()))


def _made(make: Maker, match: re.Match[str], today: date) -> list[Period]:
    try:
        made = make(match, today)
    except (ValueError, OverflowError):
        return []  # 31 February
    periods = made if isinstance(made, list) else [made]
    return [period for period in periods if period.since <= period.until <= period.since + timedelta(days=92)]


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


def _list(match: re.Match[str], today: date) -> list[Period]:
    """2 and 3 March, Tuesday 2 or Thursday 4 March 2027, 2–3 and 9–10 March."""
    month = MONTHS[match["m"].lower()]
    spans = [
        (int(a), int(b or a)) for a, b in re.findall(r"(\d+)[^\d,&/–-]{0,3}(?:[–-] ?(\d+))?", match["days"])
    ]
    before = match.string[max(0, match.start() - 12) : match.start()]
    if spans != sorted(spans) or _WEEK_WORD.search(before):
        return []  # "a group of 14 and 2 March", "week 4 or 9 February"
    year = int(match["y"]) if match["y"] else today.year
    if not match["y"] and date(year, month, spans[-1][1]) < today:
        year += 1
    stays = [(date(year, month, first), date(year, month, last)) for first, last in spans]
    return _stays(stays, match)


def _pair(match: re.Match[str], today: date) -> list[Period]:
    """2 March and 3 March 2027."""
    whole = _days(match, today)
    return _stays([(whole.since, whole.since), (whole.until, whole.until)], match)


def _stays(stays: list[tuple[date, date]], match: re.Match[str]) -> list[Period]:
    """Days that follow each other are one stay; days between which the guest leaves the choice are several."""
    is_choice = bool(re.search(r"\b(?:or|eller|oder)\b", match[0], re.I))
    joined: list[tuple[date, date]] = []
    for since, until in stays:
        if joined and not is_choice and since == joined[-1][1] + timedelta(days=1):
            joined[-1] = (joined[-1][0], until)
        else:
            joined.append((since, until))
    return [Period(since, until, match[0].strip()) for since, until in joined]


def _week_of(match: re.Match[str], today: date) -> Period:
    """The week of 15 March: its working days."""
    day = _days(match, today).since
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=4), match[0].strip())


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


def _forms() -> Iterator[tuple[re.Pattern[str], Maker]]:
    """The ways a day is written, the most telling first."""
    d, d2, m, m2 = _D.format("d"), _D.format("d2"), _M.format("m"), _M.format("m2")
    day = _D.replace("?P<{0}>", "?:")
    span = rf"{day}(?: ?[-–] ?{day})?"
    days = rf"(?P<days>{span}(?:, ?{_LEAD}{span}){{0,4}}{_AND}{_LEAD}{span})"
    of = r" ?(?:of )?"
    week_of = (
        r"\b(?:week (?:of|commencing|beginning|starting|from)"
        r"|veckan (?:som (?:börjar|inleds) |med start |från )?|woche (?:vom|ab)) ?"
    )
    for pattern, make in (
        (
            r"\b(?P<y>20\d\d)-(?P<mo>[01]\d)-(?P<d>[0-3]\d)"
            r"(?: ?(?:-|–|—|to|till|--) ?(?:(?P<full>20\d\d-[01]\d-[0-3]\d)|(?P<d2>[0-3]\d)))?\b",
            _iso,
        ),
        (rf"{_BETWEEN}{d}{of}{m}{_TO_OR_AND}{_LEAD}{d2}{of}{m2}{_Y}", _days),
        (rf"{_BETWEEN}{d}{_TO_OR_AND}{_LEAD}{d2}{of}{m}{_Y}", _days),
        (rf"\b{d}{of}{m}{_TO}{_LEAD}{d2}{of}{m2}{_Y}", _days),
        (rf"\b{d}{of}{m}{_AND}{_LEAD}{d2}{of}{m2}{_Y}", _pair),
        (rf"\b{m} {d}{_TO}{m2} {d2}\b{_Y}", _days),
        (rf"\b{days}{of}{m}{_Y}", _list),
        (rf"\b{d}{_TO}{_LEAD}{d2}{of}{m}{_Y}", _days),
        (rf"\b{m} (?:the )?{days}\b(?!\d|:){_Y}", _list),
        (rf"\b{m} (?:the )?{d}{_TO}(?:the )?{d2}\b{_Y}", _days),
        (rf"{week_of}{_LEAD}{d}{of}{m}{_Y}", _week_of),
        (rf"{week_of}(?:the )?{m} (?:the )?{d}\b{_Y}", _week_of),
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
