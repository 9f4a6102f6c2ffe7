"""What the demonstration's open register shows: some of each kind, and the notes of the preparatory committee."""

from django.db import transaction
from django.db.models import Case, When
from django.utils import timezone

from governance import access, publishing
from governance.meetings import in_the_open as notes
from governance.models import Body, Kind, Matter, Person, Publication, the_body

# How many of each kind: first those that stand on the map, and what the sources tell before what is invented.
HOW_MANY = {Kind.MEMBERSHIP: 10, Kind.AGREEMENT: 6, Kind.EU_PROJECT: 8, Kind.DECLARATION: 3}
# The officer's own words to some of them, by what the title begins with.
WORDS = {
    "Eurocities": (
        "Nätverk för större europeiska städer, om klimat, kultur och sociala frågor.",
        "A network of larger European cities, on climate, culture and social affairs.",
    ),
    "C40": (
        "Nätverk av storstäder som samarbetar om att minska utsläppen.",
        "A network of large cities that work together to cut emissions.",
    ),
}


@transaction.atomic
def load() -> int:
    """Publish them where nothing is published. Returns how many were."""
    board = the_body(Body.Kind.EXECUTIVE_BOARD, timezone.localdate())
    by = access.holders(access.Role.COORDINATOR, board).order_by("pk").first()
    if by is None or Publication.objects.exists():
        return 0
    for kind, most in HOW_MANY.items():
        rows = publishing.unpublished().filter(kind=kind).select_related("body", "strategy")
        with_a_country = Case(When(country="", then=1), default=0)
        for matter in rows.order_by(with_a_country, "is_invented", "pk")[:most]:
            _publish(matter, by)
    for meeting in notes.publishable().select_related("body"):
        notes.publish(meeting, by=by, seen=publishing.digest(notes.of_meeting(meeting)))
    return Publication.objects.count()


def _publish(matter: Matter, by: Person) -> None:
    found = (words for beginning, words in WORDS.items() if matter.title.startswith(beginning))
    summary_sv, summary_en = next(found, ("", ""))
    seen = publishing.digest(publishing.of_matter(matter))
    publishing.publish(matter, by=by, seen=seen, summary_sv=summary_sv, summary_en=summary_en)
