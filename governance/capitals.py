"""The capitals of the world's countries: by which names a city is known to be one.

Facts, not policy: which capitals a strategy puts first stands in its file. Countries by ISO 3166-1; names in Swedish,
English and the country's own language where they differ and a letter could have them.
"""

CAPITALS: dict[str, tuple[str, ...]] = {
    # The Nordic countries and the rest of Europe.
    "AD": ("Andorra la Vella",), "AL": ("Tirana", "Tiranë"), "AT": ("Wien", "Vienna"),
    "BA": ("Sarajevo",), "BE": ("Bryssel", "Brussels", "Bruxelles", "Brussel"), "BG": ("Sofia", "Sofija"),
    "BY": ("Minsk",), "CH": ("Bern", "Berne"), "CY": ("Nicosia", "Lefkosia"), "CZ": ("Prag", "Prague", "Praha"),
    "DE": ("Berlin",), "DK": ("Köpenhamn", "Copenhagen", "København"), "EE": ("Tallinn",), "ES": ("Madrid",),
    "FI": ("Helsingfors", "Helsinki"), "FR": ("Paris",), "GB": ("London",), "GR": ("Aten", "Athens", "Athina"),
    "HR": ("Zagreb",), "HU": ("Budapest",), "IE": ("Dublin",), "IS": ("Reykjavik", "Reykjavík"),
    "IT": ("Rom", "Rome", "Roma"), "LI": ("Vaduz",), "LT": ("Vilnius",), "LU": ("Luxemburg", "Luxembourg"),
    "LV": ("Riga", "Rīga"), "MC": ("Monaco",), "MD": ("Chisinau", "Chișinău"), "ME": ("Podgorica",),
    "MK": ("Skopje",), "MT": ("Valletta",), "NL": ("Amsterdam",), "NO": ("Oslo",), "PL": ("Warszawa", "Warsaw"),
    "PT": ("Lissabon", "Lisbon", "Lisboa"), "RO": ("Bukarest", "Bucharest", "București"),
    "RS": ("Belgrad", "Belgrade", "Beograd"), "RU": ("Moskva", "Moscow"), "SI": ("Ljubljana",),
    "SK": ("Bratislava",), "SM": ("San Marino",), "TR": ("Ankara",), "UA": ("Kiev", "Kyiv", "Kyjiv"),
    "VA": ("Vatikanstaten", "Vatican City"), "XK": ("Pristina", "Prishtina"),
    # Africa.
    "AO": ("Luanda",), "BF": ("Ouagadougou",), "BI": ("Gitega",), "BJ": ("Porto-Novo",), "BW": ("Gaborone",),
    "CD": ("Kinshasa",), "CF": ("Bangui",), "CG": ("Brazzaville",), "CI": ("Yamoussoukro",),
    "CM": ("Yaoundé", "Yaounde"), "CV": ("Praia",), "DJ": ("Djibouti",), "DZ": ("Alger", "Algiers"),
    "EG": ("Kairo", "Cairo"), "ER": ("Asmara",), "ET": ("Addis Abeba", "Addis Ababa"), "GA": ("Libreville",),
    "GH": ("Accra",), "GM": ("Banjul",), "GN": ("Conakry",), "GQ": ("Malabo",), "GW": ("Bissau",),
    "KE": ("Nairobi",), "KM": ("Moroni",), "LR": ("Monrovia",), "LS": ("Maseru",), "LY": ("Tripoli",),
    "MA": ("Rabat",), "MG": ("Antananarivo",), "ML": ("Bamako",), "MR": ("Nouakchott",), "MU": ("Port Louis",),
    "MW": ("Lilongwe",), "MZ": ("Maputo",), "NA": ("Windhoek",), "NE": ("Niamey",), "NG": ("Abuja",),
    "RW": ("Kigali",), "SC": ("Victoria",), "SD": ("Khartoum",), "SL": ("Freetown",), "SN": ("Dakar",),
    "SO": ("Mogadishu",), "SS": ("Juba",), "ST": ("São Tomé",), "SZ": ("Mbabane",), "TD": ("N’Djamena", "N'Djamena"),
    "TG": ("Lomé", "Lome"), "TN": ("Tunis",), "TZ": ("Dodoma",), "UG": ("Kampala",), "ZA": ("Pretoria", "Tshwane"),
    "ZM": ("Lusaka",), "ZW": ("Harare",),
    # Asia and Oceania.
    "AE": ("Abu Dhabi",), "AF": ("Kabul",), "AM": ("Jerevan", "Yerevan"), "AU": ("Canberra",), "AZ": ("Baku",),
    "BD": ("Dhaka",), "BH": ("Manama",), "BN": ("Bandar Seri Begawan",), "BT": ("Thimphu",),
    "CN": ("Peking", "Beijing"), "FJ": ("Suva",), "GE": ("Tbilisi",), "ID": ("Jakarta",), "IN": ("New Delhi", "Delhi"),
    "IQ": ("Bagdad", "Baghdad"), "IR": ("Teheran", "Tehran"), "JO": ("Amman",), "JP": ("Tokyo",),
    "KG": ("Bisjkek", "Bishkek"), "KH": ("Phnom Penh",), "KI": ("Tarawa",), "KP": ("Pyongyang",),
    "KR": ("Seoul", "Söul"), "KW": ("Kuwait", "Kuwait City"), "KZ": ("Astana",), "LA": ("Vientiane",),
    "LB": ("Beirut",), "LK": ("Colombo",), "MM": ("Naypyidaw",), "MN": ("Ulan Bator", "Ulaanbaatar"),
    "MV": ("Malé", "Male"), "MY": ("Kuala Lumpur",), "NP": ("Katmandu", "Kathmandu"), "NZ": ("Wellington",),
    "OM": ("Muskat", "Muscat"), "PG": ("Port Moresby",), "PH": ("Manila",), "PK": ("Islamabad",), "QA": ("Doha",),
    "SA": ("Riyadh", "Riyad"), "SB": ("Honiara",), "SG": ("Singapore",), "SY": ("Damaskus", "Damascus"),
    "TH": ("Bangkok",), "TJ": ("Dusjanbe", "Dushanbe"), "TL": ("Dili",), "TM": ("Asjchabad", "Ashgabat"),
    "TO": ("Nukuʻalofa",), "TW": ("Taipei",), "UZ": ("Tasjkent", "Tashkent"), "VN": ("Hanoi",),
    "VU": ("Port Vila",), "WS": ("Apia",), "YE": ("Sanaa", "Sana'a"),
    # The Americas.
    "AR": ("Buenos Aires",), "BB": ("Bridgetown",), "BO": ("Sucre",), "BR": ("Brasília", "Brasilia"),
    "BS": ("Nassau",), "BZ": ("Belmopan",), "CA": ("Ottawa",), "CL": ("Santiago", "Santiago de Chile"),
    "CO": ("Bogotá", "Bogota"), "CR": ("San José", "San Jose"), "CU": ("Havanna", "Havana"), "DO": ("Santo Domingo",),
    "EC": ("Quito",), "GT": ("Guatemala", "Guatemala City"), "GY": ("Georgetown",), "HN": ("Tegucigalpa",),
    "HT": ("Port-au-Prince",), "JM": ("Kingston",), "MX": ("Mexico City", "Ciudad de México"), "NI": ("Managua",),
    "PA": ("Panama City",), "PE": ("Lima",), "PY": ("Asunción", "Asuncion"), "SR": ("Paramaribo",),
    "SV": ("San Salvador",), "TT": ("Port of Spain",), "US": ("Washington", "Washington DC", "Washington, D.C."),
    "UY": ("Montevideo",), "VE": ("Caracas",),
}  # fmt: skip
_KNOWN = {country: frozenset(name.casefold() for name in names) for country, names in CAPITALS.items()}


def is_capital(country: str, city: str) -> bool:
    """Whether the city is the capital of the country, by any of its usual names. Sweden's own is not asked about."""
    return bool(city) and city.strip().casefold() in _KNOWN.get(country, frozenset())
