"""What an invented city is made of: kinds, states, themes, places and how often each comes up."""

from collections.abc import Iterator
from dataclasses import dataclass

from engagements.models import Organisation, Theme
from governance.models import Kind

# Shares of the kinds of matter; they add up to one.
MIX: dict[str, float] = {
    Kind.VISIT: 0.50,
    Kind.MEMBERSHIP: 0.15,
    Kind.MEMBERSHIP_REVIEW: 0.11,
    Kind.EVENT_ABROAD: 0.06,
    Kind.AGREEMENT: 0.05,
    Kind.EU_PROJECT: 0.05,
    Kind.EU_QUESTION: 0.04,
    Kind.DECLARATION: 0.02,
    Kind.AID_PROJECT: 0.02,
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
        State("being_assessed", 10, settled=False),
        # So many that the smallest city that is measured has some waiting, as the largest has.
        State("handed_over", 8, settled=False, before="executive_board"),
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
        State("ended", 78, closed=True, outcome="approved"),
        State("not_granted", 12, closed=True, outcome="approved"),
        State("rejected", 6, closed=True, outcome="rejected"),
        State("withdrawn", 4, closed=True),
        State("idea", 1, settled=False),
        State("application", 1, settled=False),
        State("before_body", 1, settled=False, before="decider"),
        State("submitted", 3, settled=False, outcome="approved"),
        State("granted", 10, settled=False, outcome="approved"),
        State("running", 77, settled=False, outcome="approved"),
        State("closing", 7, settled=False, outcome="approved"),
    ),
    Kind.AGREEMENT: (
        State("in_force", 45, outcome="approved"),
        State("under_review", 6, outcome="approved"),
        State("ended", 7, outcome="approved"),
        State("evaluated", 30, closed=True, outcome="approved"),
        State("rejected", 6, closed=True, outcome="rejected"),
        State("withdrawn", 4, closed=True),
        State("unclear", 2),
        State("draft", 20, settled=False),
        State("before_body", 20, settled=False, before="decider"),
        State("approved", 12, settled=False, outcome="approved"),
        State("signed", 8, settled=False, outcome="approved"),
        State("in_force", 40, settled=False, outcome="approved"),
    ),
    Kind.EU_QUESTION: (
        State("closed", 45, closed=True, outcome="approved"),
        State("closed", 15, closed=True),
        State("decided", 20, outcome="approved"),
        State("followed", 20),
        State("followed", 45, settled=False),
        State("before_body", 15, settled=False, before="decider"),
        State("decided", 35, settled=False, outcome="approved"),
        State("referred", 5, settled=False, closed=True),
    ),
    Kind.EVENT_ABROAD: (
        State("reported", 80, closed=True, outcome="approved"),
        State("carried_out", 5, outcome="approved"),
        State("declined", 9, closed=True, outcome="rejected"),
        State("cancelled", 6, closed=True),
        State("proposed", 18, settled=False),
        State("before_body", 12, settled=False, before="decider"),
        State("approved", 30, settled=False, outcome="approved"),
        State("carried_out", 15, settled=False, outcome="approved"),
        State("reported", 25, settled=False, closed=True, outcome="approved"),
    ),
    Kind.DECLARATION: (
        State("joined", 62, outcome="approved"),
        State("ended", 8, closed=True, outcome="approved"),
        State("left", 6, closed=True, outcome="approved"),
        State("declined", 16, closed=True, outcome="rejected"),
        State("withdrawn", 8, closed=True),
        State("proposed", 30, settled=False),
        State("before_body", 25, settled=False, before="decider"),
        State("joined", 45, settled=False, outcome="approved"),
    ),
    Kind.AID_PROJECT: (
        State("ended", 74, closed=True, outcome="approved"),
        State("rejected", 14, closed=True, outcome="rejected"),
        State("withdrawn", 12, closed=True),
        State("proposed", 12, settled=False),
        State("before_body", 10, settled=False, before="decider"),
        State("approved", 12, settled=False, outcome="approved"),
        State("running", 52, settled=False, outcome="approved"),
        State("closing", 8, settled=False, outcome="approved"),
        State("reported", 6, settled=False, outcome="approved"),
    ),
}

# For how long a matter of the kind counts as fresh, in days.
FRESH_FOR = {
    Kind.VISIT: 150,
    Kind.MEMBERSHIP: 200,
    Kind.MEMBERSHIP_REVIEW: 200,
    Kind.EU_PROJECT: 1300,
    Kind.AGREEMENT: 200,
    Kind.EU_QUESTION: 400,
    Kind.EVENT_ABROAD: 150,
    Kind.DECLARATION: 200,
    Kind.AID_PROJECT: 900,
}

TITLES = {
    Kind.VISIT: "Påhittat studiebesök från {place}: {theme}",
    Kind.MEMBERSHIP: "Påhittat medlemskap i {partner}",
    Kind.MEMBERSHIP_REVIEW: "Påhittad omprövning av {partner}",
    Kind.EU_PROJECT: "Påhittat EU-projekt om {theme} med {place}",
    Kind.AGREEMENT: "Påhittat samarbetsavtal med {partner}",
    Kind.EU_QUESTION: "Påhittad EU-fråga om {theme}",
    Kind.EVENT_ABROAD: "Påhittad konferens om {theme} i {place}",
    Kind.DECLARATION: "Påhittad deklaration om {theme}",
    Kind.AID_PROJECT: "Påhittat projekt av biståndskaraktär i {place}: {theme}",
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
