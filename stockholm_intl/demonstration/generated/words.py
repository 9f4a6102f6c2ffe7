"""What an invented city is made of: kinds, states, themes, places and how often each comes up."""

from collections.abc import Iterator
from dataclasses import dataclass

from engagements.models import Organisation, Theme
from governance.models import Kind

# Shares of the kinds of matter; they add up to one.
MIX: dict[str, float] = {
    Kind.VISIT: 0.62,
    Kind.MEMBERSHIP: 0.17,
    Kind.MEMBERSHIP_REVIEW: 0.13,
    Kind.EU_PROJECT: 0.08,
}


@dataclass(frozen=True)
class State:
    """One state a matter can be in: how likely, whether it is closed, before whom it lies, how it was decided.

    `settled` states are those of matters that have had their time; the others of what came in lately.
    `before`: "decider", "executive_board" or "" for nobody.
    """

    status: str
    weight: int
    settled: bool = True
    closed: bool = False
    before: str = ""
    outcome: str = ""


STATES: dict[str, tuple[State, ...]] = {
    Kind.VISIT: (
        State("closed", 68, closed=True),
        State("declined", 22, closed=True),
        State("cancelled_by_guest", 5, closed=True),
        State("cancelled_by_city", 2, closed=True),
        State("no_show", 1, closed=True),
        State("followed_up", 2),
        State("received", 16, settled=False),
        State("needs_information", 7, settled=False),
        State("being_assessed", 15, settled=False),
        State("handed_over", 3, settled=False, before="executive_board"),
        State("accepted", 17, settled=False),
        State("accepted_changed", 4, settled=False),
        State("planned", 14, settled=False),
        State("carried_out", 14, settled=False),
        State("declined", 10, settled=False, closed=True),
    ),
    Kind.MEMBERSHIP: (
        State("member", 70, outcome="approved"),
        State("left", 14, closed=True, outcome="approved"),
        State("rejected", 10, closed=True, outcome="rejected"),
        State("withdrawn", 6, closed=True),
        State("proposed", 25, settled=False),
        State("prepared", 15, settled=False),
        State("before_body", 25, settled=False, before="decider"),
        State("member", 35, settled=False, outcome="approved"),
    ),
    Kind.MEMBERSHIP_REVIEW: (
        State("continued", 88, closed=True, outcome="approved"),
        State("ended", 12, closed=True, outcome="rejected"),
        State("review_due", 40, settled=False),
        State("under_review", 25, settled=False),
        State("before_body", 35, settled=False, before="decider"),
    ),
    Kind.EU_PROJECT: (
        State("ended", 100, closed=True, outcome="approved"),
        State("granted", 15, settled=False, outcome="approved"),
        State("running", 85, settled=False, outcome="approved"),
    ),
}

# For how long a matter of the kind counts as fresh, in days.
FRESH_FOR = {Kind.VISIT: 150, Kind.MEMBERSHIP: 200, Kind.MEMBERSHIP_REVIEW: 200, Kind.EU_PROJECT: 1300}

TITLES = {
    Kind.VISIT: "Påhittat studiebesök från {place}: {theme}",
    Kind.MEMBERSHIP: "Påhittat medlemskap i {partner}",
    Kind.MEMBERSHIP_REVIEW: "Påhittad omprövning av {partner}",
    Kind.EU_PROJECT: "Påhittat EU-projekt om {theme} med {place}",
}

# (code, as it stands in a Swedish title)
THEMES = (
    (Theme.CLIMATE, "klimat och mobilitet"), (Theme.CITY_DEVELOPMENT, "stadsutveckling"),
    (Theme.EDUCATION, "skola och utbildning"), (Theme.SOCIAL, "jämställdhet och demokrati"),
    (Theme.CULTURE, "kultur och idrott"), (Theme.WORK, "arbete och näringsliv"),
    (Theme.DIGITAL, "digitalisering"), (Theme.SAFETY, "trygghet och beredskap"),
    (Theme.GENERAL, "städers samarbete"),
)  # fmt: skip

# (city, country, how often)
PLACES = (
    ("Oslo", "NO", 9), ("Helsingfors", "FI", 9), ("Köpenhamn", "DK", 9), ("Reykjavik", "IS", 2), ("Tallinn", "EE", 4),
    ("Riga", "LV", 4), ("Vilnius", "LT", 4), ("Berlin", "DE", 6), ("Hamburg", "DE", 3), ("Amsterdam", "NL", 6),
    ("Rotterdam", "NL", 2), ("Bryssel", "BE", 4), ("Paris", "FR", 5), ("Lyon", "FR", 2), ("London", "GB", 6),
    ("Edinburgh", "GB", 2), ("Dublin", "IE", 2), ("Madrid", "ES", 3), ("Barcelona", "ES", 4), ("Lissabon", "PT", 3),
    ("Rom", "IT", 2), ("Milano", "IT", 3), ("Wien", "AT", 4), ("Zürich", "CH", 2), ("Prag", "CZ", 3),
    ("Warszawa", "PL", 4), ("Budapest", "HU", 2), ("Kyiv", "UA", 4), ("Aten", "GR", 2), ("Istanbul", "TR", 2),
    ("New York", "US", 3), ("Seattle", "US", 1), ("Toronto", "CA", 2), ("Tokyo", "JP", 4), ("Seoul", "KR", 5),
    ("Shanghai", "CN", 4), ("Peking", "CN", 3), ("Singapore", "SG", 3), ("Bangkok", "TH", 2), ("Hanoi", "VN", 1),
    ("Delhi", "IN", 2), ("Nairobi", "KE", 1), ("Kapstaden", "ZA", 2), ("Kigali", "RW", 1), ("Santiago", "CL", 1),
    ("São Paulo", "BR", 2), ("Bogotá", "CO", 2), ("Buenos Aires", "AR", 1), ("Sydney", "AU", 1), ("Auckland", "NZ", 1),
)  # fmt: skip

_K = Organisation.Kind
# (kind of organisation, its name around an invented word and a real place, how often)
PARTNERS = (
    (_K.CITY, "{word} stad, {place} (påhittad)", 30),
    (_K.UNIVERSITY, "{word} universitet, {place} (påhittat)", 15),
    (_K.STATE_BODY, "{word} myndighet, {place} (påhittad)", 15),
    (_K.NETWORK, "{word} nätverk (påhittat)", 14),
    (_K.ORGANISATION, "{word} förbund (påhittat)", 12),
    (_K.INITIATIVE, "{word} initiativ (påhittat)", 6),
    (_K.COMPANY, "{word} bolag, {place} (påhittat)", 8),
)
# Three of these make an invented word; names must be as unlike as real ones, or every search for a like name
# finds the whole city.
SYLLABLES = (
    "val", "mor", "kel", "dan", "tir", "bru", "fen", "gos", "hul", "jar", "lum", "nex", "ost", "pel", "qui", "rav",
    "sky", "tov", "urb", "vix", "zan",
)  # fmt: skip

FIRST_NAMES = (
    "Alva", "Bengt", "Cilla", "David", "Ebba", "Folke", "Greta", "Henning", "Iris", "Jonas", "Klara", "Love",
    "Maja", "Nisse", "Olga", "Pelle", "Rakel", "Sixten", "Tyra", "Ulf", "Vera", "Yngve",
)  # fmt: skip


def shares(weights: list[float]) -> Iterator[tuple[float, float]]:
    """The weights as slices [low, high) of the unit interval."""
    total, low = sum(weights), 0.0
    for position, weight in enumerate(weights):
        high = 1.0 if position == len(weights) - 1 else low + weight / total
        yield low, high
        low = high
