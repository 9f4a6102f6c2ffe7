"""What the demonstration's open register shows: some of each kind, and the notes of the preparatory committee."""

from django.db import transaction
from django.db.models import Case, When
from django.utils import timezone

from governance import access, publishing
from governance.meetings import in_the_open as notes
from governance.models import Body, Kind, Matter, Person, Publication, the_body

# How many of each kind: first those that stand on the map, and what the sources tell before what is invented.
HOW_MANY = {Kind.MEMBERSHIP: 10, Kind.AGREEMENT: 6, Kind.EU_PROJECT: 8, Kind.DECLARATION: 3}
# The officer's own words to what is published, by what the title begins with.
WORDS = {
    "Eurocities": (
        "Nätverk för större europeiska städer, om klimat, kultur och sociala frågor.",
        "A network of larger European cities, on climate, culture and social affairs.",
    ),
    "C40": (
        "Nätverk av storstäder som samarbetar om att minska utsläppen.",
        "A network of large cities that work together to cut emissions.",
    ),
    "Union of Capitals": (
        "EU-ländernas huvudstäder utbyter erfarenheter och för gemensamma samtal med EU.",
        "The capitals of the EU countries share experience and speak with the EU together.",
    ),
    "City Hub": (
        "Städer som arbetar för jämställdhet delar data och goda exempel.",
        "Cities that work for gender equality share data and good practice.",
    ),
    "Counter Terrorism": (
        "Städer delar erfarenheter av att förebygga och möta terrordåd.",
        "Cities share what they know of preventing and meeting acts of terror.",
    ),
    "European Covenant": (
        "Städer åtar sig att nå EU:s mål för klimat och energi.",
        "Cities commit themselves to the climate and energy goals of the EU.",
    ),
    "POLIS": (
        "Städer och regioner samarbetar om hållbara transporter.",
        "Cities and regions work together on sustainable transport.",
    ),
    "Stockholmsregionens": (
        "Regionens gemensamma kontor i Bryssel bevakar EU-frågor för kommunerna.",
        "The region's joint office in Brussels follows EU affairs for the municipalities.",
    ),
    "Cities for Clean Air": (
        "Städer mäter luften på samma sätt och jämför vad som hjälper.",
        "Cities measure the air in the same way and compare what helps.",
    ),
    "European Cycle": (
        "Städer lär av varandra om cykelbanor, parkering och vinterunderhåll.",
        "Cities learn from one another about cycle lanes, parking and winter maintenance.",
    ),
    "Samarbetsavtal med Kyiv": (
        "Ett samarbetsavtal om återuppbyggnad.",
        "A cooperation agreement on reconstruction.",
    ),
    "Vinterväghållning": (
        "Två städer byter erfarenheter av att hålla gator och cykelbanor farbara på vintern.",
        "Two cities share how streets and cycle lanes are kept open in winter.",
    ),
    "Rent vatten": (
        "Hamnar jämför hur vattnet i hamnbassängerna hålls rent.",
        "Ports compare how the water of their harbour basins is kept clean.",
    ),
    "Öppna stadsdata": (
        "Städer gör sina data lättare att använda för andra.",
        "Cities make their open data easier for others to use.",
    ),
    "Bullerkartor": (
        "Städer ritar bullerkartor på samma sätt, så att de kan jämföras.",
        "Cities draw noise maps in the same way, so that they can be compared.",
    ),
    "Landström": (
        "Färjor ansluts till el vid kajen i stället för att ha motorerna i gång.",
        "Ferries take electricity at the quay instead of running their engines.",
    ),
    "Elanslutning": (
        "Hamnar bygger elanslutningar vid kaj för fartyg.",
        "Ports build electric connections for ships at their quays.",
    ),
    "GrowSmarter": (
        "Städer prövade lösningar för energi och hållbara transporter i befintliga stadsdelar.",
        "Cities tried solutions for energy and sustainable transport in existing districts.",
    ),
    "CIVITAS": (
        "Städer prövade hållbara resor och godstransporter utanför stadskärnan.",
        "Cities tried sustainable travel and freight outside the city centre.",
    ),
    "Klimatneutrala": (
        "Stadens väg till klimatneutralitet, tillsammans med näringsliv och forskning.",
        "The city's way to climate neutrality, with business and research.",
    ),
    "Deklaration om ren luft": (
        "Städer åtar sig att följa gemensamma mål för luften.",
        "Cities commit themselves to common goals for the air.",
    ),
    "Deklaration om träd": (
        "Städer åtar sig att plantera och vårda träd i gatorna.",
        "Cities commit themselves to plant and care for trees in their streets.",
    ),
    "OECD Champion": (
        "Borgmästare arbetar tillsammans för mindre ojämlikhet i städer.",
        "Mayors work together for less inequality in cities.",
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
