"""What a machine sees in a delegation, for the officer to look at: never a refusal, never a judgement of a person."""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from governance.models import Matter
from visits.models import Delegate, PassportDetails

# For a visa the Schengen rules ask for a passport that is valid so many months after the journey.
MONTHS = 3


@dataclass(frozen=True)
class Checked:
    """One delegate, with the passport details for who may see them, and what to look at."""

    delegate: Delegate
    passport: PassportDetails | None
    has_passport: bool
    marks: list[str] = field(default_factory=list)


def checked(delegates: list[Delegate], matter: Matter, may_see: bool) -> list[Checked]:
    """The delegates with their marks. `may_see`: whether the reader handles the visit, and so reads passports."""
    last = last_day(matter)
    names, orders = name_counts(delegates)
    return [
        Checked(
            each,
            passport if may_see else None,
            passport is not None,
            _marks(each, passport, last, names, orders),
        )
        for each in delegates
        for passport in [getattr(each, "passport", None)]
    ]


def _marks(
    delegate: Delegate,
    passport: PassportDetails | None,
    last: date,
    names: Counter[str],
    orders: set[tuple[str, str]],
) -> list[str]:
    if not delegate.filled_at:
        return [_("has not filled in the details")]
    marks = name_marks(delegate, names, orders)
    if delegate.needs_letter and passport is None:
        marks.append(_("needs a letter, and the passport details are missing"))
    if passport is not None and passport.expires_on < last:
        marks.append(_("the passport expires before the visit is over"))
    elif passport is not None and passport.expires_on < valid_until(last):
        marks.append(_("the passport expires within three months after the visit: a visa asks for longer"))
    return marks


def name_counts(delegates: Iterable[Delegate]) -> tuple[Counter[str], set[tuple[str, str]]]:
    """How often each name stands in the delegation, whatever its order; and the names as given and family name."""
    filled = [each for each in delegates if each.filled_at]
    orders = {(_plain(each.given_names), _plain(each.family_name)) for each in filled}
    return Counter(_name(each) for each in filled), orders


def name_marks(delegate: Delegate, names: Counter[str], orders: set[tuple[str, str]]) -> list[str]:
    """What to look at in a name, among those of the delegation."""
    given, family = _plain(delegate.given_names), _plain(delegate.family_name)
    marks = []
    if names[_name(delegate)] > 1:
        marks.append(_("two delegates have the same name"))
    if given != family and (family, given) in orders:
        marks.append(_("another delegate has the same names in the other order"))
    if given == family or "," in delegate.given_names or "," in delegate.family_name:
        marks.append(_("check which is the family name"))
    return marks


def last_day(matter: Matter) -> date:
    """The last day of the visit, or today where no days are known."""
    return matter.ends_on or timezone.localdate()


def valid_until(last: date) -> date:
    """So long a passport must be valid, at the least, for a journey that ends that day."""
    return months_after(last, MONTHS)


def is_too_short(passport: PassportDetails, matter: Matter) -> bool:
    return passport.expires_on < valid_until(last_day(matter))


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last one."""
    year, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def _name(delegate: Delegate) -> str:
    """A name whatever its order, case and accents."""
    return " ".join(sorted(_plain(f"{delegate.given_names} {delegate.family_name}").split()))


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(
        "".join(each for each in folded if not unicodedata.combining(each)).replace("-", " ").split()
    )
