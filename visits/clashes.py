"""What in a programme cannot all be true at once: a host in two places, too little time to get there, too long a day.

A clash is named by a key that says how bad it is, so that what may stand is asked about anew when it grows.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import combinations, pairwise
from typing import NamedTuple

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.models import Matter, Person

from .lifecycle import COMING
from .programmes import Slot, in_minutes, in_order, span

# In a city with thousands of visits a day holds some hundred slots; those that share nobody are not read at all.
MOST_OTHERS = 200
# A pause is at least so many minutes without a journey, or something to eat.
PAUSE = 15
SORTS = ("host", "room", "vehicle", "interpreter")


@dataclass(frozen=True)
class Clash:
    """One thing that does not fit, told at a slot. `url` leads to what it clashes with, where one may read that."""

    key: str
    words: str
    url: str = ""
    is_accepted: bool = False


class Other(NamedTuple):
    """A slot of another visit that shares somebody or something on the same day."""

    pk: int
    day: date
    starts_at: time
    ends_at: time
    topic: str
    holds: list[str]
    number: str
    is_open_to_me: bool


Found = dict[int, list[Clash]]


def of_programme(slots: Sequence[Slot], matter: Matter, person: Person) -> Found:
    """The clashes by slot, as the person may know of them. One query."""
    return find(slots, matter.starts_on, matter.ends_on, others(slots, matter.pk, person))


def others(slots: Sequence[Slot], visit: int, person: Person) -> list[Other]:
    """Slots of other visits to come, on the same days, that hold something these hold."""
    held = sorted({each for slot in slots for each in slot.holds})
    readable = Matter.objects.readable_by(person).filter(pk=OuterRef("visit_id")).order_by()
    rows = (
        Slot.objects.filter(
            day__in={slot.day for slot in slots}, holds__overlap=held, visit__matter__status__in=COMING
        )
        .exclude(visit=visit)
        .annotate(is_open_to_me=Exists(readable))
        .order_by("day", "starts_at", "pk")
    )
    columns = (
        "pk",
        "day",
        "starts_at",
        "ends_at",
        "topic",
        "holds",
        "visit__matter__number",
        "is_open_to_me",
    )
    return [Other(*row) for row in rows.values_list(*columns)[:MOST_OTHERS]]


def find(
    slots: Sequence[Slot], since: date | None, until: date | None, elsewhere: Iterable[Other] = ()
) -> Found:
    """The clashes by slot; those that somebody has let stand say so."""
    accepted = {key for slot in slots for key in slot.accepted}
    found: Found = {slot.pk: [] for slot in slots}
    for pk, key, words, url in _all(slots, since, until, list(elsewhere)):
        if all(clash.key != key for clash in found[pk]):
            found[pk].append(Clash(key, words, url, key in accepted))
    return found


def unreasoned(found: Found) -> list[int]:
    """The slots with a clash that nobody has let stand."""
    return [pk for pk, clashes in found.items() if any(not clash.is_accepted for clash in clashes)]


# The slot it is told at, its key, its words and where they lead.
Told = tuple[int, str, str, str]


def _all(
    slots: Sequence[Slot], since: date | None, until: date | None, elsewhere: list[Other]
) -> Iterator[Told]:
    for slot in slots:
        if since and until and not since <= slot.day <= until:
            yield slot.pk, f"day:{slot.day.isoformat()}", _("This is not one of the days of the visit."), ""
    for one, other in combinations(slots, 2):
        yield from _shared_within(one, other)
    for slot in slots:
        for theirs in elsewhere:
            yield from _shared_elsewhere(slot, theirs)
    for _day, of_day in in_order(list(slots)):
        yield from _travel(of_day)
        yield from _length(of_day)


def _shared_within(one: Slot, other: Slot) -> Iterator[Told]:
    for sort, together in _shared(one, other):
        key = f"{sort}:{min(one.pk, other.pk)}-{max(one.pk, other.pk)}:{together}"
        for here, there in ((one, other), (other, one)):
            about = {
                "what": _name(here, sort),
                "when": span(there.starts_at, there.ends_at),
                "topic": there.topic,
            }
            words = {
                "host": _("%(what)s is host at %(when)s too: %(topic)s."),
                "room": _("The room %(what)s is taken at %(when)s too: %(topic)s."),
                "vehicle": _("The vehicle %(what)s is taken at %(when)s too: %(topic)s."),
                "interpreter": _("The interpreter %(what)s is taken at %(when)s too: %(topic)s."),
            }[sort] % about
            yield here.pk, key, words, f"#punkt-{there.pk}"


def _shared_elsewhere(slot: Slot, other: Other) -> Iterator[Told]:
    """Of a visit one may not read it is told that somebody or something is taken, and nothing more."""
    for sort, together in _shared(slot, other):
        about = {"what": _name(slot, sort)}
        key = f"{sort}:{other.pk}:{together}"
        if not other.is_open_to_me:
            words = {
                "host": _("%(what)s is busy then."),
                "room": _("The room %(what)s is taken then."),
                "vehicle": _("The vehicle %(what)s is taken then."),
                "interpreter": _("The interpreter %(what)s is taken then."),
            }[sort]
            yield slot.pk, key, words % about, ""
            continue
        about |= {"when": span(other.starts_at, other.ends_at), "number": other.number}
        words = {
            "host": _("%(what)s is host at %(when)s in the programme of %(number)s."),
            "room": _("The room %(what)s is taken at %(when)s in the programme of %(number)s."),
            "vehicle": _("The vehicle %(what)s is taken at %(when)s in the programme of %(number)s."),
            "interpreter": _("The interpreter %(what)s is taken at %(when)s in the programme of %(number)s."),
        }[sort]
        yield slot.pk, key, words % about, reverse("visits:programme", args=[other.number])


def _shared(one: Slot, other: Slot | Other) -> Iterator[tuple[str, str]]:
    """What both hold while they overlap, and when that is."""
    begins, ends = max(one.starts_at, other.starts_at), min(one.ends_at, other.ends_at)
    if one.day != other.day or begins >= ends:
        return
    held = {each.partition(":")[0] for each in set(one.holds).intersection(other.holds)}
    for sort in SORTS:
        if sort in held:
            yield sort, f"{begins:%H%M}-{ends:%H%M}"


def _name(slot: Slot, sort: str) -> str:
    return slot.host_label if sort == "host" else str(getattr(slot, sort))


def _travel(of_day: list[Slot]) -> Iterator[Told]:
    """Between two places there must be the time the journey takes, and some time in any case."""
    for before, after in pairwise(of_day):
        if not (before.where and after.where) or before.where == after.where:
            continue
        needed = after.travel_minutes
        if needed is None:
            needed = settings.PROGRAMME_LEAST_TRAVEL_MINUTES
        there_is = in_minutes(after.starts_at) - in_minutes(before.ends_at)
        if there_is < needed:
            about = {"place": before.place or before.address, "there_is": there_is, "needed": needed}
            if there_is < 0:
                words = _(
                    "It begins before %(place)s is over, and %(needed)d minutes are needed to get there."
                ) % (about | {"place": before.topic})
            else:
                words = (
                    _(
                        "Too little time to get there from %(place)s: there are %(there_is)d minutes, and"
                        " %(needed)d are needed."
                    )
                    % about
                )
            if after.travel_minutes is None:
                words += " " + _("So many are counted between two places where no travel time is given.")
            yield after.pk, f"travel:{before.pk}-{after.pk}:{needed - there_is}", words, f"#punkt-{before.pk}"


def _length(of_day: list[Slot]) -> Iterator[Told]:
    """A day from the first slot to the last, and the time on end without a pause; told where it becomes too much."""
    first = in_minutes(of_day[0].starts_at)
    most, without_pause = settings.PROGRAMME_LONGEST_DAY_HOURS, settings.PROGRAMME_HOURS_WITHOUT_PAUSE
    last = max(of_day, key=lambda slot: slot.ends_at)
    if (hours := in_minutes(last.ends_at) - first) > most * 60:
        words = _("The day is %(hours)s long; more than %(most)d hours are too many.") % {
            "hours": _hours(hours),
            "most": most,
        }
        yield last.pk, f"long:{last.pk}:{hours}", words, ""
    since, until = first, first
    is_told = False
    for slot in of_day:
        begins = in_minutes(slot.starts_at)
        if slot.catering or begins - until - (slot.travel_minutes or 0) >= PAUSE:
            since, is_told = in_minutes(slot.ends_at) if slot.catering else begins, False
        until = max(until, in_minutes(slot.ends_at))
        if until - since > without_pause * 60 and not is_told:
            is_told = True
            words = _("There is no pause in %(hours)s; after %(most)d hours one is needed.") % {
                "hours": _hours(until - since),
                "most": without_pause,
            }
            yield slot.pk, f"pause:{slot.pk}:{until - since}", words, ""


def _hours(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if rest:
        return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}
    return _("%(hours)d h") % {"hours": hours}
