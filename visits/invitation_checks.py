"""What a machine sees in one delegate's details before an invitation letter: what stops it, and what to look at.

A mark never judges a person. What stops is what the letter cannot say, or what makes a visa impossible; the rest an
officer looks at, and ticks.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from governance.models import Matter

from .lifecycle import CANCELLED
from .models import Delegate, InvitationLetter, InvitationStatus, PassportDetails
from .open.checks import months_after, name_counts, name_marks

# A visa asks for a passport that is valid so long after the journey: Regulation (EU) 2016/399, Article 6(1)(a). An
# embassy wants to see more, and a journey is easily moved.
MONTHS_NEEDED, MONTHS_WISHED = 3, 6
OF_AGE, OLDEST = 18, 100
PASSPORT_NUMBER = re.compile(r"[A-Z0-9<]{5,20}")
# Citizens of the EU and of Iceland, Liechtenstein, Norway and Switzerland need no visa.
WITHOUT_VISA = frozenset(
    "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO CH".split()
)


@dataclass(frozen=True)
class Mark:
    """One thing to look at; `stops`: no letter before it is mended."""

    words: str
    stops: bool = False


@dataclass(frozen=True)
class Row:
    """One letter in the review: its delegate, the passport for who may see it, and the marks."""

    letter: InvitationLetter
    passport: PassportDetails | None
    has_passport: bool
    marks: list[Mark]

    @property
    def is_stopped(self) -> bool:
        return any(mark.stops for mark in self.marks)


def review(letters: Iterable[InvitationLetter], matter: Matter, may_see: bool) -> list[Row]:
    """The letters with their marks, in one query. `may_see`: whether the reader may read passports."""
    delegates = {
        each.pk: each for each in Delegate.objects.filter(visit=matter.pk).select_related("passport")
    }
    names, orders = name_counts(delegates.values())
    passports = {pk: each.passport for pk, each in delegates.items() if hasattr(each, "passport")}
    numbers = Counter(compared(each.number) for each in passports.values())
    rows = []
    for letter in letters:
        delegate = delegates.get(letter.delegate_id or 0)
        passport = passports.get(letter.delegate_id or 0)
        if letter.status in (InvitationStatus.ISSUED, InvitationStatus.REVOKED) or delegate is None:
            marks = _since(letter, delegate, matter)
        else:
            names_of = [Mark(words) for words in name_marks(delegate, names, orders)]
            marks = [*_lacking(delegate, passport), *names_of, *_written(delegate)]
            if passport is not None:
                marks += _of_passport(passport, matter, numbers)
        rows.append(Row(letter, passport if may_see else None, passport is not None, marks))
    return rows


def _since(letter: InvitationLetter, delegate: Delegate | None, matter: Matter) -> list[Mark]:
    """What has changed since a letter was issued. Of one that is revoked nothing more is said."""
    if letter.status != InvitationStatus.ISSUED:
        return []
    marks = []
    if delegate is None:
        marks.append(Mark(_("the delegate has been taken away since: revoke the letter")))
    elif str(delegate) != letter.name:
        marks.append(Mark(_("the name has been changed since: revoke the letter and issue a new one")))
    if matter.status in CANCELLED:
        marks.append(Mark(_("the visit has been called off since: revoke the letter")))
    elif letter.is_of_other_days(matter.starts_on, matter.ends_on):
        marks.append(Mark(_("the visit has been moved since: revoke the letter and issue a new one")))
    return marks


def _lacking(delegate: Delegate, passport: PassportDetails | None) -> list[Mark]:
    marks = []
    names = [name for name in (delegate.given_names.strip(), delegate.family_name.strip()) if name]
    if not names:
        marks.append(Mark(_("the name is incomplete"), stops=True))
    elif len(names) == 1:
        marks.append(Mark(_("there is one name alone: see that the passport has no other")))
    complete = passport is not None and all(
        str(value or "").strip()
        for value in (passport.nationality, passport.number, passport.expires_on, passport.born_on)
    )
    if not complete:
        marks.append(Mark(_("the passport details are missing or incomplete"), stops=True))
    return marks


def _written(delegate: Delegate) -> list[Mark]:
    """A passport's machine readable lines are in Latin letters, and hold no figures in a name."""
    name = f"{delegate.given_names}{delegate.family_name}"
    marks = []
    if any(each.isdigit() for each in name):
        marks.append(Mark(_("there are figures in the name")))
    if any(each.isalpha() and "LATIN" not in unicodedata.name(each, "") for each in name):
        marks.append(Mark(_("the name is not written in Latin letters, as in the passport's lower lines")))
    return marks


def _of_passport(passport: PassportDetails, matter: Matter, numbers: Counter[str]) -> list[Mark]:
    today = timezone.localdate()
    last = max(matter.ends_on or today, today)
    return [
        *_number(passport, numbers),
        *_validity(passport, last, today),
        *_birth(passport, matter.starts_on or today),
        *(
            [Mark(_("citizens of this country need no visa: is a letter needed?"))]
            if passport.nationality in WITHOUT_VISA
            else []
        ),
    ]


def _number(passport: PassportDetails, numbers: Counter[str]) -> list[Mark]:
    number = compared(passport.number)
    marks = []
    if numbers[number] > 1:
        marks.append(Mark(_("two delegates have the same passport number"), stops=True))
    if not PASSPORT_NUMBER.fullmatch(number):
        marks.append(Mark(_("this does not look like a passport number")))
    return marks


def _validity(passport: PassportDetails, last: date, today: date) -> list[Mark]:
    if passport.expires_on < today:
        return [Mark(_("the passport has expired"), stops=True)]
    if passport.expires_on < months_after(last, MONTHS_NEEDED):
        words = _(
            "the passport has to be valid three months after the visit (Regulation (EU) 2016/399, Art. 6)"
        )
        return [Mark(words, stops=True)]
    if passport.expires_on < months_after(last, MONTHS_WISHED):
        return [Mark(_("the passport expires within six months after the visit"))]
    return []


def _birth(passport: PassportDetails, day: date) -> list[Mark]:
    born = passport.born_on
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    if age < 0:
        return [Mark(_("the day of birth lies in the future"), stops=True)]
    if age < OF_AGE:
        return [Mark(_("under 18: is the guardians' consent there?"))]
    if age > OLDEST:
        return [Mark(_("more than 100 years old: is the day of birth right?"))]
    return []


def compared(number: str) -> str:
    """A passport number as two that are the same compare equal."""
    return re.sub(r"[\s.-]", "", number).upper()
