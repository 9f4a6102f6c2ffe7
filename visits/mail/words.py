"""The words that give a letter away: its themes, titles, greetings, wishes. In English and Swedish."""

from engagements.models import Theme

# ruff: noqa: E501 - lists of words are read as lists, not as code

# Beginnings of words; a theme is as strong as the number of times one of its words is met.
THEMES = {
    Theme.CLIMATE: (
        "climate klimat environment miljö sustainab hållbar energy energi emission utsläpp mobility mobilitet"
        " transport trafik traffic congestion trängsel cycling cykel bicycl bus buss metro tram spårväg tunnelbana waste avfall"
        " water vatten district_heating fjärrvärme green grön air_quality luftkvalitet biogas electric_vehicle elbil"
    ),
    Theme.CITY_DEVELOPMENT: (
        "urban_plan urban_development stadsutveckling stadsplan housing bostad bostäder building bygg"
        " architect arkitekt public_space royal_seaport norra_djurgårdsstaden land_use markanvis real_estate fastighet"
    ),
    Theme.EDUCATION: "school skol education utbildning pupil elev teacher lärare preschool förskol curricul läroplan",
    Theme.SOCIAL: (
        "social elderly äldre care omsorg welfare välfärd equality jämställd democra demokrati"
        " participation delaktig homeless hemlös disabilit funktionsned youth ungdom child barn human_rights"
    ),
    Theme.CULTURE: "culture kultur library bibliotek museum museer sport idrott theatre teater music musik heritage kulturarv",
    Theme.WORK: "labour arbetsmarknad employment sysselsätt business näringsliv integration migrant entrepreneur företag startup invest",
    Theme.DIGITAL: "digital smart_city smart_stad smarta_stad innovation open_data öppna_data artificial_intelligence it-system e-service e-tjänst",
    Theme.SAFETY: "safety säkerhet security preparedness beredskap crisis kris resilien trygg crime brott rescue räddning",
}

# To build something up is no word of houses.
BUILDING_UP = r"\b(?:build(?:ing)?|bygg\w*) (?:a|an|our|the|up|on|upp|ett|en|vårt|vår)\b(?! (?:hous|home|block|bostad|bostäd|hus))"

# Title, and whether it speaks of high political level. Longer titles before the shorter within them.
TITLES = (
    ("Prime Minister", True),
    ("Deputy Prime Minister", True),
    ("Vice Minister", True),
    ("Deputy Minister", True),
    ("Minister of State", True),
    ("Minister for", True),
    ("Minister of", True),
    ("Minister", True),
    ("State Secretary", True),
    ("Secretary of State", True),
    ("Lord Mayor", True),
    ("Deputy Mayor", True),
    ("Vice Mayor", True),
    ("First Deputy Mayor", True),
    ("Governing Mayor", True),
    ("Mayor", True),
    ("Governor", True),
    ("Deputy Governor", True),
    ("Speaker of", True),
    ("Member of Parliament", True),
    ("Ambassador", True),
    ("statsminister", True),
    ("vice statsminister", True),
    ("statssekreterare", True),
    ("minister", True),
    ("överborgmästare", True),
    ("biträdande borgmästare", True),
    ("vice borgmästare", True),
    ("borgmästare", True),
    ("borgarråd", True),
    ("guvernör", True),
    ("ambassadör", True),
    ("riksdagsledamot", True),
    ("City Councillor", False),
    ("Councillor", False),
    ("City Manager", False),
    ("Director General", False),
    ("Deputy Director", False),
    ("Director", False),
    ("Head of", False),
    ("Professor", False),
    ("Chair of", False),
    ("stadsdirektör", False),
    ("generaldirektör", False),
    ("direktör", False),
    ("avdelningschef", False),
    ("professor", False),
)

# Thanks alone may stand in the middle of a letter; with a comma, or before another closing, they end it.
_THANKS = (
    r"(?:(?:with |many |kind |very )*thanks?(?: you)?(?: (?:very|so) much)?(?: again)?(?: in advance)?"
    r"|(?:stort |varmt |många )?tack(?: så mycket)?(?: på förhand)?)"
)
CLOSINGS = (
    rf"(?:{_THANKS}(?:,| and|, and| och| &) ?)?(?:"
    r"(?:with )?(?:my |our )?(?:very )?(?:best|kind|kindest|warm|warmest|sincere) (?:personal )?(?:regards|wishes|greetings)"
    "|regards|all the best|yours sincerely|sincerely|sincerely yours|yours truly|yours faithfully|respectfully"
    "|respectfully yours|best regards and thanks"
    "|med vänlig hälsning|med vänliga hälsningar|med bästa hälsningar|bästa hälsningar|vänliga hälsningar|vänligen"
    "|vänlig hälsning|hälsningar|mvh|vh|hjärtliga hälsningar"
    "|mit freundlichen grüßen|cordialement|bien cordialement|atentamente|terveisin|ystävällisin terveisin|z poważaniem"
    rf")|(?:{_THANKS}|best|cheers),"
)
GREETINGS = r"dear|hello|hi|good (?:morning|day|afternoon)|to whom|hej|bästa|kära|god dag|sehr geehrte|madame|monsieur|ms|mr|(?:your )?excellenc(?:y|ies)"

ORGANISATION_WORDS = (
    "city of|municipality|town hall|city hall|council|ministry|department|university|institute|agency|embassy|ambassade|region"
    "|region of|province|government|association|foundation|network|company|gmbh|ltd|inc|oy|a\\.s|s\\.a|ab"
    "|stad|kommun|departementet|universitet|institut|ambassad|myndighet|förbund|stiftelse|kaupunki|ville de|stadt"
    "|academy|school|office|chamber|federation|centre|center|authority|administration|secretariat|committee|board"
)
KINDS = (
    ("state_body", r"ministry|government|embassy|agency|departement|ambassad|myndighet|parliament"),
    (
        "university",
        r"university|universitet|institute of technology|högskola|college|academy|school of|faculty",
    ),
    (
        "city",
        r"city|municipal|town|region|province|county|stad\b|kommun|kaupunki|ville de|stadt\b|metropol|mayor",
    ),
    ("eu_institution", r"european (?:commission|parliament|committee of the regions)|europeiska"),
    ("network", r"network|nätverk|eurocities|polis|c40|iclei"),
    ("company", r"\b(?:gmbh|ltd|inc|oy|ab|plc|corp|company|bv|s\.a\.)\b"),
    ("organisation", r"association|foundation|federation|förbund|stiftelse|organi[sz]ation|chamber|ngo"),
)

# "visa" alone is no wish: in Swedish it is to show.
LETTER_WISHES = (
    r"invitation letter|letters? of invitation|official invitation|inbjudningsbrev|schengen|visum"
    r"|visas? (?:application|support|purposes|process)|(?:apply|applying|application) for (?:a |our |the )?visas?"
)
# Questions that the answer to the request answers, and nobody has to prepare for.
PRACTICAL = (
    r"\b(?:host|receive|welcome|accommodate|meet(?: with)?) (?:us\b|(?:our|a|the|this|such a) (?:delegation|group|visit|party)\b)"
    r"|\b(?:possible|able|convenient|opportunity)\b[^?]{0,60}\b(?:visit (?:you|stockholm)|come|(?:this|such a|a|our) visit)\b"
    r"|\b(?:arrange|organi[sz]e) (?:a|the|this|such a|our) (?:study )?(?:visit|meeting)\b"
    r"|\b(?:which|what|any|either|one) of (?:these|those|the) (?:days|dates)\b|\b(?:dates?|days?) (?:\w+ )?suits?\b"
    r"|\bta(?:r)? (?:ni )?emot (?:oss|en|vår|gruppen|delegationen|besöket)\b|\bbesöka er\b|\bkomma (?:till er|på besök|och hälsa)\b"
    r"|\bpassar (?:det|dagen|dagarna|datumen|någon|något)\b|\bvilke[nt] (?:dag|datum|tid|av dagarna)\b|\bvilka (?:dagar|datum)\b"
)
# What turns the wish round: "we need no interpreter".
NO = r"(?:\bno|\bnot|n't|without|ingen|inget|inte|utan)\W+(?:\w+\W+){0,2}$"
INTERPRETER_WISHES = r"interpreter|interpretation|interpreting|tolk(?:ning|ar|en)?\b"
MEDIA_WISHES = r"journalist|press corps|\bmedia (?:team|crew|representatives|will)|tv[- ](?:team|crew)|film crew|reporter|filmteam"
FLEXIBLE = r"flexible|flexibla|other dates|alternative dates|whichever suits|or any other|any date|går bra också|om det passar bättre"
GUEST_PAYS = r"(?:at|on) our own expense|our own cost|cover (?:all )?(?:our|the|its|their) (?:own )?(?:travel |related )?(?:costs|expenses)|egen bekostnad|står själva för|betalar själva"
DIGITAL = r"online|video ?(?:call|conference|meeting)|virtual|digitalt möte|videomöte|via teams|over teams|on zoom|zoom meeting"
# What a sentence says that tells why they want to come.
PURPOSE = (
    r"\b(?:purpose|aims?|objectives?|goals?) (?:of|is|are|with)\b|\bin order to\b|\bpreparing (?:a|an|our|the)\b"
    r"|\b(?:learn(?:ing)?|hear|know|read) (?:more )?(?:about|from|how|of)\b|\bsee (?:how|what|your)\b|\bdeepen\b"
    r"|\binterest(?:s|ed)?\b|\b(?:to|and) (?:study|discuss|understand|explore|exchange|compare)\b|\binspir"
    r"|\bsyfte(?:t)?\b|\bmålet\b|\bför att (?:se|lära|studera|höra|förstå|diskutera|jämföra)\b|\bförbereder\b"
    r"|\b(?:lära (?:oss|mer|av|sig)|studera|ta del av|veta mer|höra (?:mer|om|hur)|diskutera|fördjupa)\b|\bintresse"
)
OFFERS = r"(?:would|will|can|could) (?:gladly |happily )?(?:present|share|offer|give|introduce)|happy to (?:present|share|tell|offer)|in return|kan (?:vi )?(?:visa|berätta|dela|bjuda)|berättar gärna|delar gärna|i gengäld"
BENEFIT = r"mutual|exchange of experience|learn from each other|both (?:cities|sides)|ömsesidig|erfarenhetsutbyte|båda städerna"
AUTHORITIES = (
    "Region Stockholm|Trafikverket|Swedish Transport Administration|Naturvårdsverket|Boverket|Energimyndigheten"
    "|Swedish Energy Agency|Vinnova|Skolverket|Swedish National Agency for Education|Socialstyrelsen|Tillväxtverket"
    "|KTH|Karolinska|Stockholms universitet|Stockholm University|SKR|Malmö|Göteborg|Gothenburg|Uppsala|Linköping"
)

NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            "two två",
            "three tre",
            "four fyra",
            "five fem",
            "six sex",
            "seven sju",
            "eight åtta",
            "nine nio",
            "ten tio",
            "eleven elva",
            "twelve tolv",
            "thirteen tretton",
            "fourteen fjorton",
            "fifteen femton",
            "sixteen sexton",
            "seventeen sjutton",
            "eighteen arton",
            "nineteen nitton",
            "twenty tjugo",
        ),
        start=2,
    )
    for word in words.split()
}

COMMON = {
    "sv": "och att det som en på är av för med till den har de inte om ett vi kan vår hos er våra önskar gärna",
    "en": "the of and to in a is that for we with our on would are be you your from as by this have visit",
}
