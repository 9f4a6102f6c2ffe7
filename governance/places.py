"""What cities are called: in Swedish, in English, in their own language, and what they were called before.

Facts, so that a search by one name finds what was written under another. A city that is a partner of ours has its
names in the register too (settings.NAMES_OF_PLACES).
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from .capitals import CAPITALS
from .lexicon import plain

# The city's Swedish name, its country, and what else it is called. Cities that come often, and capitals.
CITIES = {
    "Amsterdam": ("NL", ""),
    "Aten": ("GR", "Athens, Athína"),
    "Barcelona": ("ES", ""),
    "Belgrad": ("RS", "Belgrade, Beograd"),
    "Bergen": ("NO", ""),
    "Berlin": ("DE", ""),
    "Bern": ("CH", "Berne"),
    "Bogotá": ("CO", "Bogota"),
    "Boston": ("US", ""),
    "Bratislava": ("SK", ""),
    "Bryssel": ("BE", "Brussels, Bruxelles, Brussel"),
    "Budapest": ("HU", ""),
    "Bukarest": ("RO", "Bucharest, București"),
    "Chicago": ("US", ""),
    "Dublin": ("IE", "Baile Átha Cliath"),
    "Edinburgh": ("GB", ""),
    "Esbo": ("FI", "Espoo"),
    "Florens": ("IT", "Florence, Firenze"),
    "Gdańsk": ("PL", "Gdansk"),
    "Genève": ("CH", "Geneva, Genf"),
    "Glasgow": ("GB", ""),
    "Haag": ("NL", "The Hague, Den Haag"),
    "Hamburg": ("DE", ""),
    "Hanoi": ("VN", ""),
    "Helsingfors": ("FI", "Helsinki"),
    "Istanbul": ("TR", ""),
    "Johannesburg": ("ZA", ""),
    "Kapstaden": ("ZA", "Cape Town"),
    "Kigali": ("RW", ""),
    "Köln": ("DE", "Cologne"),
    "Köpenhamn": ("DK", "Copenhagen, København"),
    "Kraków": ("PL", "Krakow, Cracow"),
    "Kyiv": ("UA", "Kiev"),
    "Lissabon": ("PT", "Lisbon, Lisboa"),
    "Ljubljana": ("SI", ""),
    "London": ("GB", ""),
    "Lviv": ("UA", "Lvov"),
    "Luxemburg": ("LU", "Luxembourg City"),
    "Lyon": ("FR", "Lyons"),
    "Madrid": ("ES", ""),
    "Malaga": ("ES", "Málaga"),
    "Medellín": ("CO", "Medellin"),
    "Melbourne": ("AU", ""),
    "Milano": ("IT", "Milan"),
    "Montréal": ("CA", "Montreal"),
    "München": ("DE", "Munich"),
    "Nairobi": ("KE", ""),
    "New York": ("US", "New York City"),
    "Nicosia": ("CY", "Lefkosia"),
    "Nur-Sultan": ("KZ", "Astana"),
    "Oslo": ("NO", ""),
    "Ottawa": ("CA", ""),
    "Paris": ("FR", ""),
    "Peking": ("CN", "Beijing"),
    "Porto": ("PT", "Oporto"),
    "Portland": ("US", ""),
    "Prag": ("CZ", "Prague, Praha"),
    "Reykjavik": ("IS", "Reykjavík"),
    "Riga": ("LV", "Rīga"),
    "Rom": ("IT", "Rome, Roma"),
    "Rotterdam": ("NL", ""),
    "San Francisco": ("US", ""),
    "Santiago de Chile": ("CL", "Santiago"),
    "Sarajevo": ("BA", ""),
    "Seattle": ("US", ""),
    "Seoul": ("KR", "Söul"),
    "Shanghai": ("CN", ""),
    "Singapore": ("SG", "Singapur"),
    "Skopje": ("MK", ""),
    "Sofia": ("BG", "Sofija"),
    "Sydney": ("AU", ""),
    "Taipei": ("TW", ""),
    "Tallinn": ("EE", "Reval"),
    "Tammerfors": ("FI", "Tampere"),
    "Tbilisi": ("GE", ""),
    "Tokyo": ("JP", "Tokio"),
    "Toronto": ("CA", ""),
    "Utrecht": ("NL", ""),
    "Valletta": ("MT", ""),
    "Vancouver": ("CA", ""),
    "Vanda": ("FI", "Vantaa"),
    "Warszawa": ("PL", "Warsaw"),
    "Wien": ("AT", "Vienna"),
    "Vilnius": ("LT", ""),
    "Zagreb": ("HR", ""),
    "Zürich": ("CH", "Zurich"),
    "Åbo": ("FI", "Turku"),
    "Århus": ("DK", "Aarhus"),
}
# More names, and what a city was called before or in another time. No letter of today is read by them.
ALSO_NAMED = (
    "Ankara, Angora", "Bengaluru, Bangalore", "Björneborg, Pori", "Borgå, Porvoo", "Bratislava, Pressburg",
    "Brno, Brünn", "Chennai, Madras", "Chișinău, Chisinau, Kisjinjov", "Daugavpils, Dünaburg",
    "Dnipro, Dnipropetrovsk", "Gdańsk, Gdansk, Danzig", "Gdynia, Gdingen", "Göteborg, Gothenburg",
    "Hämeenlinna, Tavastehus", "Ho Chi Minh-staden, Ho Chi Minh City, Saigon",
    "Istanbul, Konstantinopel, Constantinople", "Izmir, Smyrna", "Jakarta, Batavia",
    "Kaliningrad, Königsberg", "Karleby, Kokkola",
    "Kaunas, Kovno", "Kharkiv, Kharkov, Charkiv, Charkov", "Klaipėda, Klaipeda, Memel", "Kolkata, Calcutta",
    "Košice, Kosice, Kaschau", "Kristinestad, Kristiinankaupunki", "Kyiv, Kiev, Kyjiv", "Lahtis, Lahti",
    "Lappeenranta, Villmanstrand", "Liège, Liege, Lüttich", "Liepāja, Liepaja, Libau", "Lille, Rijsel",
    "Ljubljana, Laibach", "Lviv, Lvov, Lwów, Lemberg", "Maputo, Lourenço Marques", "Mariehamn, Maarianhamina",
    "Mumbai, Bombay", "Mykolajiv, Mykolaiv, Nikolajev", "Nur-Sultan, Astana, Akmola", "Odesa, Odessa",
    "Olomouc, Olmütz", "Oslo, Kristiania, Christiania", "Oulu, Uleåborg", "Pärnu, Pernau", "Peking, Beijing, Peiping",
    "Plovdiv, Filippopel", "Plzeň, Plzen, Pilsen", "Podgorica, Titograd", "Poznań, Poznan",
    "Sankt Petersburg, Saint Petersburg, St Petersburg, Leningrad, Petrograd", "Szczecin, Stettin",
    "Tallinn, Reval", "Tartu, Dorpat", "Tbilisi, Tiflis", "Thessaloniki, Saloniki", "Timișoara, Timisoara, Temesvár",
    "Torneå, Tornio", "Torino, Turin", "Trieste, Triest", "Trondheim, Nidaros", "Tromsø, Tromsö",
    "Vasa, Vaasa", "Venedig, Venezia, Venice", "Viborg, Vyborg, Viipuri", "Vilnius, Wilno, Vilna",
    "Volgograd, Stalingrad, Tsaritsyn", "Wrocław, Wroclaw, Breslau", "Yangon, Rangoon", "Neapel, Napoli, Naples",
    "Genua, Genova, Genoa", "Antwerpen, Antwerp, Anvers", "Gent, Ghent, Gand", "Brugge, Bruges",
    "Hannover, Hanover", "Nürnberg, Nuremberg", "Krakow, Kraków, Cracow, Krakau", "Lodz, Łódź",
)  # fmt: skip
# A name of more words than this is not looked for among what is typed.
LONGEST = 4


def other_names(name: str) -> tuple[str, ...]:
    """What else the city is called; none where the text is no city's name. Dots, accents and capitals are all one."""
    return _names().get(key(name), ())


def key(name: str) -> str:
    """A name as it is compared: its words without dots and accents."""
    return " ".join(re.findall(r"\w+", plain(name)))


@cache
def _names() -> dict[str, tuple[str, ...]]:
    groups: list[Iterable[str]] = [
        (city, *filter(None, others.split(", "))) for city, (_country, others) in CITIES.items()
    ]
    groups += [each for names in CAPITALS.values() for each in [names]]
    groups += [names.split(", ") for names in ALSO_NAMED]
    return _joined(groups)


def _joined(groups: Sequence[Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Each name with all others of its city, though one table has some of them and another the rest."""
    of: dict[str, dict[str, str]] = {}
    for group in groups:
        together = {key(name): name for name in group}
        for known in list(together):
            together = {**of.get(known, {}), **together}
        for known in together:
            of[known] = together
    return {
        known: tuple(name for other, name in together.items() if other != known)
        for known, together in of.items()
    }
