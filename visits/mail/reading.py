"""What an e-mail says about the visit it asks for: each field with the words it was taken from."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from governance.models import PoliticalLevel
from visits.models import Visit

from . import words
from .dates import find_wishes
from .message import OURS, Mail
from .places import Place, country_of_address, find_city, find_country

PERSONAL_ADDRESSES = re.compile(r"@(?:gmail|hotmail|outlook|yahoo|icloud|live|proton|gmx)\.", re.I)


@dataclass(frozen=True)
class Found:
    """A value for one field of the form, and the words of the mail it rests on."""

    value: Any
    words: str = ""


def read_request(mail: Mail, today: date) -> dict[str, Found]:
    """Field of the log form → what was found. Only what was found is there; everything is for a person to check."""
    found: dict[str, Found] = {}
    body, signature = _parted(mail.text, mail.sender_name)
    for part in (
        _represented(body),
        _sender(mail, signature),
        _named_with_address(body, found),
        _place(mail, body, signature),
        _people(body),
        _days(mail.subject, body, mail.sent_on or today),
        _matter(mail, body),
        _conditions(body),
    ):
        for field, value, quoted in part:
            if value not in (None, "", [], False):
                found.setdefault(field, Found(value, " ".join(quoted.split())[:200]))
    return found


# A purpose is said in a sentence or some; the rest of the letter is read beside the form.
MOST_OF_PURPOSE = 4

Finds = Iterator[tuple[str, Any, str]]


def _parted(text: str, sender: str) -> tuple[str, list[str]]:
    """The letter itself, and the lines of its signature."""
    # The first closing ends the letter: what follows further down is quoted or a disclaimer.
    cut = re.search(rf"^[ \t]*(?:(?:{words.CLOSINGS})[,.! ]*$|-- ?$)", text, re.I | re.M)
    cut = cut or _closed_within(text)
    if cut:
        body, rest = text[: cut.start()], text[cut.end() :]
    else:
        start = _signed_at(text, sender)
        body, rest = text[:start], text[start:]
    if cut and "\n" not in rest.strip():
        rest = rest.replace(", ", "\n")  # a signature on one line
    lines = [line.strip(" *|\t") for line in rest.splitlines()]
    return body.rstrip(), [line for line in lines if line][:10]


_CLOSED_WITHIN = re.compile(
    rf"(?<=[.!?])\s+(?:{words.CLOSINGS})[,!]?[ \t]+(?=(?-i:[A-ZÅÄÖ])[^\n]{{2,120}}$)", re.I | re.M
)


def _closed_within(text: str) -> re.Match[str] | None:
    """A closing with the name on the same line, near the end: "… from nothing. Kind regards, Anna Virtanen"."""
    for closing in _CLOSED_WITHIN.finditer(text):
        rest = text[closing.end() :]
        if len(rest) <= 400 and _is_name(re.split(r"[,\n]", rest)[0]):
            return closing
    return None


def _signed_at(text: str, sender: str) -> int:
    """Where the sender's name stands on a line of its own in a letter without a closing; else the end."""
    for line in re.finditer(r"^.{5,120}$", text, re.M):
        if line.start() and len(sender.split()) > 1 and _same_name(line[0], sender):
            return line.start()
    return len(text)


def _same_name(one: str, other: str) -> bool:
    """A mail address often has the name without its accents."""
    return _bare(one) == _bare(other)


def _bare(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in decomposed if c.isalnum())


_ON_BEHALF = re.compile(
    r"\b(?:on behalf of|representing|represent|på uppdrag av|företräder) (?:the )?"
    r"([A-ZÅÄÖ][\w’'&-]*(?: (?:(?:of|the|for|and|och|för|de|la) ){0,2}[A-ZÅÄÖ][\w’'&-]*){0,6}"
    r"(?: (?:stad|kommun|universitet|region)\b)?)"
)


def _represented(body: str) -> Finds:
    """Whom the letter says it is written for: whoever wrote it may be an embassy or an agency."""
    for named in _ON_BEHALF.finditer(" ".join(body.split())):
        organisation = named[1]
        if _names_organisation(organisation) and "Stockholm" not in organisation:
            yield "counterpart", organisation[:200], named[0]
            yield from _kind(organisation)
            return


def _sender(mail: Mail, signature: list[str]) -> Finds:
    signed = next((line for line in signature[:2] if _is_name(line)), "")
    name = mail.sender_name if "@" not in mail.sender_name else ""
    if not name or (signed and _names_organisation(name)):  # a shared mailbox; a person signed
        name = signed
    elif signed and _same_name(signed, name):
        name = signed  # with the accents that the address lacks
    yield "contact_name", name[:120], name
    address = mail.sender_email or next(
        iter(re.findall(r"[\w.+'-]{1,64}@[\w.-]{3,120}\w", "\n".join(signature))), ""
    )
    yield "contact_email", address, address
    rest = [line for line in signature if line.casefold() != name.casefold()]
    organisation = _organisation_line(rest)
    title = next((line for line in rest if line != organisation and _is_title(line)), "")
    role, _comma, where = title.partition(", ")
    if _names_organisation(where):  # it has a field of its own, and a letter says both
        organisation = organisation or where
    else:
        role = title
    if organisation:
        yield "counterpart", organisation[:200], organisation
        yield from _kind(organisation)
    yield "contact_role", role[:120], title
    phone = re.search(r"\+?\(?\d[\d ()/.-]{6,22}\d", "\n".join(rest))
    if phone and not re.match(r"20\d\d-", phone[0]):
        yield "contact_phone", phone[0], phone[0]
    embassy = re.search(r"embassy|ambassad|consulate|konsulat", organisation + " " + address, re.I)
    if embassy:
        yield "channel", Visit.Channel.EMBASSY, organisation or address
    if mail.sent_on:
        yield "received_on", mail.sent_on, mail.sent_on.isoformat()


_PRESENTED = re.compile(
    r"\b(?:I am|My name is|Jag heter|Jag är) ([^,.;:!?]{3,60}), (?:the |an? )?([^,.;:!?]{4,90}?) (?:at|på|vid|hos) "
)
_ADDRESS = re.compile(r"[\w.+'-]{1,64}@[\w.-]{3,120}\w")


def _named_with_address(body: str, found: dict[str, Found]) -> Finds:
    """Without an address in the head or the signature: the only one in the letter, and who it is said to belong to.

    It is read when the sender is, so `found` says what is lacking still.
    """
    addresses = dict.fromkeys(each for each in _ADDRESS.findall(body) if not OURS.search(each))
    signed = found["contact_name"].value if "contact_name" in found else ""
    led = _led(body)
    if len(addresses) == 1 and "contact_email" not in found:
        [address] = addresses
        before = body[: body.index(address)].rstrip(" (<[,:")
        named = _NAME_AT_END.search(before)
        if named and (not signed or _same_name(signed, named[1])):
            signed = named[1]
            yield "contact_name", signed, f"{signed} ({address})"
        yield "contact_email", address, address
    if led and led[0] and signed and _same_name(signed, led[1]):
        yield "contact_role", led[0], led[3]
    elif "contact_role" not in found:
        named = _PRESENTED.search(" ".join(body.split()))
        if named and signed and _same_name(signed, named[1]):
            yield "contact_role", named[2], named[0]


_NAME_AT_END = re.compile(
    r"([A-ZÅÄÖ][\w’'-]+(?: (?:van|von|de|der|af|la|el|al))*(?: [A-ZÅÄÖ][\w’'-]+){1,3})$"
)


def _place(mail: Mail, body: str, signature: list[str]) -> Finds:
    signed = "\n".join(signature)
    city = find_city(signed) or find_city(f"{mail.subject}\n{body}")
    country = _country(mail, body, signed, city)
    if city and (not country or country.country == city.country):
        yield "city", city.city, city.words
    if country:
        yield "country", country.country, country.words
    # No signature that names the organisation: the letter often says "the City of X" of itself.
    named = _CITY_OF.search(re.sub(r"\b[Cc]ity of Stockholm", "", f"{body}\n{mail.subject}"))
    named = named or _STAD.search(re.sub(r"Stockholms stad", "", body))
    if named:
        yield "counterpart", named[1], named[0]
        yield from _kind(named[1])


_CITY_OF = re.compile(
    r"\b(?:the )?((?:City|Municipality|Region|Ministry|University|Embassy|Province) of (?:the )?"
    r"[A-ZÅÄÖ][\w’'-]+(?: [A-ZÅÄÖ][\w’'-]+){0,3})"
)
_STAD = re.compile(r"\b([A-ZÅÄÖ][\wåäö-]{2,30}s (?:stad|kommun|universitet))\b")


def _country(mail: Mail, body: str, signed: str, city: Place | None) -> Place | None:
    named = find_country(signed)
    if named:
        return named
    by_address = "" if PERSONAL_ADDRESSES.search(mail.sender_email) else country_of_address(mail.sender_email)
    if by_address:
        return Place(mail.sender_email, by_address)
    named = find_country(f"{mail.subject}\n{body}")
    if city and not (named and named.country == city.country):
        return Place(city.words, city.country)
    return named


def _people(body: str) -> Finds:
    count = _count(body)
    if count:
        yield "size", count[0], count[1]
    led = _led(body)
    if led:
        title, name, is_high, quoted = led
        yield "head_of_delegation", name, quoted
        yield "head_title", title, quoted
        if is_high:
            yield "political_level", PoliticalLevel.HIGH, quoted
            yield "political_level_reason", f"{title} {name}".strip(), quoted


_NUMBER = r"(\d{1,4}|" + "|".join(words.NUMBERS) + r")"
_ABOUT = (
    r"(?:about |around |approximately |approx\.? |up to |some |circa |ca\.? |cirka |ungefär |upp till |max )?"
)
_PEOPLE = (
    "(?:persons|people|participants|delegates|members|officials|students|experts|politicians|representatives"
    "|councillors|personer|deltagare|delegater|tjänstemän|politiker|studenter|representanter)"
)
_COUNTS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"\b(?:delegation|group|party|team|grupp|sällskap) (?:of|consisting of|with|på|om|med) {_ABOUT}{_NUMBER}\b",
        rf"\b{_NUMBER}(?: to | till | ?[-–] ?)(\d{{1,4}}) {_PEOPLE}\b",
        rf"\b{_NUMBER} {_PEOPLE}\b",
        rf"\b{_NUMBER} (?:\w{{3,20}} ){{1,2}}{_PEOPLE}\b",
    )
)


def _count(body: str) -> tuple[int, str] | None:
    """How many come. Of a range the greater: it is the one to have room for."""
    for pattern in _COUNTS:
        match = pattern.search(body)
        if match:
            numbers = [_number(group) for group in match.groups() if group]
            if 0 < max(numbers) <= 2000:
                return max(numbers), match[0]
    return None


def _number(word: str) -> int:
    return int(word) if word.isdigit() else words.NUMBERS[word.lower()]


_TITLE = re.compile(
    r"(?<![\w-])("
    + "|".join(re.escape(t) for t, _h in sorted(words.TITLES, key=lambda p: -len(p[0])))
    + r")(?![\w-])",
    re.I,
)
_HIGH = {title.casefold() for title, is_high in words.TITLES if is_high}
_BEFORE = re.compile(
    r"\b(?:headed|led|chaired|leds|leder|ledd|ledning|hosted) (?:by|av|delegationen)?\b", re.I
)


def _led(body: str) -> tuple[str, str, bool, str] | None:
    """Title and name of the head of the delegation: what follows "led by", else the highest title in the letter."""
    led = _BEFORE.search(body)
    near = body[led.end() : led.end() + 200] if led else ""
    match = _TITLE.search(near)
    where = near if match else body
    matches = [match] if match else sorted(_TITLE.finditer(body), key=lambda m: not _is_high(m[1]))
    for each in matches[:5]:
        staff = _staff_of(where, each)
        is_high = _is_high(each[1]) and staff is None
        if not match and not is_high:
            continue  # a director mentioned in passing leads no delegation, nor does an adviser
        title, before, after = staff or _whole_title(where, each)
        name = _name_after(after) or _name_before(before)
        if name or match:
            quoted = where[max(0, each.start() - 60) : each.end() + 60]
            return title, name, is_high, quoted
    if near:
        name = _name_after(near)
        return ("", name, False, near[:80]) if name else None
    return None


def _is_high(title: str) -> bool:
    return title.casefold() in _HIGH


_STAFF = (
    r"(?:advis[eo]r|assistant|aide|secretary|chief of staff|spokes(?:person|man|woman)|representative|office|cabinet"
    r"|rådgivare|sekreterare|stabschef|handläggare|kansli|stab)"
)
_STAFF_AFTER = re.compile(
    rf"(?:['’]s?)? (?:(?:senior|special|chief|personal|political|policy|press|protocol) )*{_STAFF}\b", re.I
)
_STAFF_BEFORE = re.compile(rf"\b{_STAFF} (?:to|of|for|till|åt|hos) (?:the |our |a )?$", re.I)


def _staff_of(text: str, match: re.Match[str]) -> tuple[str, str, str] | None:
    """Somebody who works for whoever has the title, as "Deputy Mayor advisor": what `_whole_title` gives; else None."""
    if more := _STAFF_AFTER.match(text, match.end()):
        return match[1] + more[0], text[: match.start()], text[more.end() : more.end() + 160]
    if led := _STAFF_BEFORE.search(text[max(0, match.start() - 60) : match.start()]):
        title, _before, after = _whole_title(text, match)
        return led[0] + title, text[: match.start() - len(led[0])], after
    return None


# "deputy mayor for housing and land, Ana Silva": what it is over goes on until the name.
_UNTIL_A_NAME = r"(?:\s[a-zåäö-]+){1,5}?(?=,?\s(?:Mrs?|Ms|Dr|[A-ZÅÄÖ])[\w’'-]+\s[\w’'-])"
_IN_SMALL_LETTERS = re.compile(rf"\s(?:for|of|för){_UNTIL_A_NAME}")


def _whole_title(text: str, match: re.Match[str]) -> tuple[str, str, str]:
    """The title with what it is over: "Deputy Mayor for Urban Mobility"; and the text before and after it."""
    after = text[match.end() : match.end() + 160]
    more = _IN_SMALL_LETTERS.match(after) or re.match(
        r"(?: (?:for|of|of the|för|of State for)(?= [A-ZÅÄÖ])(?: (?:[A-ZÅÄÖ][\w-]+|and|och|the|,)){1,6})?",
        after,
    )
    if match[1].casefold().endswith((" of", " for")):
        more = re.match(rf"{_UNTIL_A_NAME}|(?: (?:[A-ZÅÄÖ][\w-]+|and|the)){{1,6}}", after)
    tail = more[0] if more else ""
    title = " ".join((match[1] + tail).split())
    return (title[:1].upper() + title[1:]).strip(" ,")[:120], text[: match.start()], after[len(tail) :]


_PARTICLES = {"van", "von", "de", "der", "den", "da", "di", "dos", "al", "el", "bin", "la", "af", "ter"}
_NOT_NAMES = {
    "The",
    "We",
    "Our",
    "And",
    "On",
    "In",
    "I",
    "Vi",
    "He",
    "She",
    "Stockholm",
    "City",
    "For",
    "Dear",
}
_HONOURS = r"(?:(?:His|Her|Your)? ?(?:Excellency|Honou?r)|H\.?E\.?|Mr|Mrs|Ms|Dr|Prof|Cllr|Sir|Dame|Herr|Fru)\.?[\s,]+"


def _name_after(text: str) -> str:
    """Two to four capitalised words in a row, near the beginning."""
    text = re.sub(rf"^[\s,:(]*(?:of [A-ZÅÄÖ][\w-]+[\s,]*)?(?:{_HONOURS}){{0,3}}", "", text[:120])
    taken: list[str] = []
    for word in text.split()[:5]:
        bare = word.strip(",.;:()")
        if not bare or not (bare[0].isupper() or (taken and bare in _PARTICLES)) or bare in _NOT_NAMES:
            break
        taken.append(bare)
        if bare != word or len(taken) == 4:
            break
    return " ".join(taken) if len(taken) >= 2 else ""


def _name_before(text: str) -> str:
    """A name set before its title: "Anna Virtanen, Mayor of"."""
    text = re.sub(_HONOURS, "\n", text[-160:])
    match = re.search(r"((?:[A-ZÅÄÖ][\w’'-]+ ){1,3}[A-ZÅÄÖ][\w’'-]+), ?(?:the |our )?$", text)
    return match[1] if match and match[1].split()[0] not in _NOT_NAMES else ""


def _days(subject: str, body: str, today: date) -> Finds:
    periods = find_wishes(subject, " ".join(body.split()), today)
    for number, period in enumerate(periods, start=1):
        yield f"since_{number}", period.since, period.words
        yield f"until_{number}", period.until, period.words
    flexible = re.search(words.FLEXIBLE, body, re.I)
    vague = periods[0].words if periods and periods[0].is_vague else ""
    yield "dates_flexible", bool(flexible or vague), flexible[0] if flexible else vague
    for length, pattern in (
        (Visit.Length.HALF_DAY, r"half[- ](?:a )?day|halvdag|en halv dag"),
        (Visit.Length.HOUR, r"(?:one|two|1|2|1-2)[- ]hours?|an hour|en timme|ett par timmar|two-hour"),
        (Visit.Length.TWO_DAYS, r"two[- ]days?|två dagar|2 days|2 dagar"),
        (Visit.Length.DAY, r"(?:one|full|whole)[- ]day|en (?:hel)?dag\b|heldag"),
    ):
        match = re.search(rf"\b(?:{pattern})\b", body, re.I)
        if match:
            yield "length", length, match[0]
    # Two days that are asked for, and no others: that is how long they stay. Of more days it may be one of them.
    if len(periods) == 1 and not vague and (periods[0].until - periods[0].since).days == 1:
        yield "length", Visit.Length.TWO_DAYS, periods[0].words


def _matter(mail: Mail, body: str) -> Finds:
    letter = _without_greeting(body)
    why = [s for s in _sentences(letter) if _says_why(s)][:MOST_OF_PURPOSE]
    yield "purpose", " ".join(why)[:2000], why[0] if why else ""
    asked = [s for s in _sentences(letter) if s.endswith("?") and not re.search(words.PRACTICAL, s, re.I)]
    yield "questions", "\n".join(asked)[:2000], asked[0] if asked else ""
    themes = _themes(f"{mail.subject}\n{letter}")
    for number, (theme, word) in enumerate(themes[:3], start=1):
        yield f"theme_{number}", theme, word
    yield "language", _language(letter), letter[:80]
    taken: list[str] = []
    for field, pattern in (("offer", words.OFFERS), ("benefit", words.BENEFIT)):
        said = [s for s in _sentences(letter) if re.search(pattern, s, re.I) and s not in taken]
        taken += said
        yield field, " ".join(said)[:2000], said[0] if said else ""


def _says_why(sentence: str) -> bool:
    """Whether it says what they want to achieve: no question, no days, nothing of the journey, no offer of theirs."""
    if sentence.endswith(("?", ":")) or re.search(rf"{words.PRACTICAL}|{words.OFFERS}", sentence, re.I):
        return False
    return bool(re.search(words.PURPOSE, sentence, re.I))


def _conditions(body: str) -> Finds:
    for field, value, pattern in (
        ("wants_letter", True, words.LETTER_WISHES),
        ("interpreter", True, words.INTERPRETER_WISHES),
        ("media", True, words.MEDIA_WISHES),
        ("payer", Visit.Payer.GUEST, words.GUEST_PAYS),
        ("mode", Visit.Mode.DIGITAL, words.DIGITAL),
    ):
        match = re.search(rf"(?:{pattern})", body, re.I)
        if match and not re.search(words.NO, body[max(0, match.start() - 40) : match.start()], re.I):
            yield field, value, body[max(0, match.start() - 40) : match.end() + 40]
    others = list(dict.fromkeys(re.findall(rf"\b(?:{words.AUTHORITIES})\b", body)))
    yield "other_authorities", ", ".join(others), ", ".join(others)


def _themes(text: str) -> list[tuple[str, str]]:
    """Themes by how often their words are met, each with the first word that told it."""
    lower = re.sub(words.BUILDING_UP, " ", text.lower())
    found = []
    for theme, stems in words.THEMES.items():
        pattern = "|".join(re.escape(stem).replace("_", r"[ -]") for stem in stems.split())
        met = re.findall(rf"(?<!\w)(?:{pattern})[\w-]{{0,20}}", lower)
        if met:
            found.append((len(met), theme, met[0]))
    found.sort(key=lambda each: -each[0])
    return [(theme, word) for _count, theme, word in found]


def _language(text: str) -> str:
    """Swedish and English are told by their smallest words; anything else is another language."""
    met = re.findall(r"[^\W\d_]+", text.lower())[:400]
    counts = {
        language: sum(word in common.split() for word in met) for language, common in words.COMMON.items()
    }
    language = max(counts, key=lambda each: counts[each])
    if len(met) >= 15 and counts[language] < len(met) / 12:
        return Visit.Language.OTHER
    return language if counts[language] else ""


def _without_greeting(body: str) -> str:
    lines = body.strip().splitlines()
    while lines and (
        not lines[0].strip() or re.match(rf"\s*(?:{words.GREETINGS})\b.{{0,80}}$", lines[0], re.I)
    ):
        lines.pop(0)
    return re.sub(r"\n{3,}", "\n\n", _unwrapped("\n".join(lines))).strip()


def _unwrapped(text: str) -> str:
    """Without the line breaks that a mail program sets at its right margin; lists and paragraphs stay."""
    return re.sub(r"(?<=[^\n]{50})[ \t]*\n(?=[^\n\W]|[(\"“”‘’'])", " ", text)


def _sentences(text: str) -> list[str]:
    found = []
    for block in re.split(r"\n\s*(?:\n|[-–•*·]\s|\d{1,2}[.)]\s)", text):
        found += re.split(r"(?<=[.!?]) (?=[A-ZÅÄÖ])", " ".join(block.split()))
    return [sentence.strip(" -–•*·") for sentence in found if sentence][:200]


def _kind(organisation: str) -> Finds:
    kind = next((k for k, pattern in words.KINDS if re.search(pattern, organisation, re.I)), "")
    yield "organisation_kind", kind, organisation


def _organisation_line(lines: list[str]) -> str:
    """The line of a signature that names an organisation and no title or address."""
    for line in lines:
        plain = re.sub(r"^(?:on behalf of|för)\s+", "", line, flags=re.I)
        if re.search(r"\d", plain):
            plain = plain.partition(",")[0]  # what follows is the address
        if re.search(r"[@\d]|https?:|www\.", plain) or len(plain) > 120:
            continue
        if _names_organisation(plain) and not _is_title(plain):
            return _without_country(plain)
    return ""


def _without_country(organisation: str) -> str:
    """ "City of Yokohama, Japan": the country has a field of its own."""
    name, _comma, last = organisation.rpartition(",")
    country = find_country(last)
    return name if name and country and country.words == last.strip() else organisation


def _names_organisation(line: str) -> bool:
    pattern = rf"\b(?:{words.ORGANISATION_WORDS})\b|\w(?:stad|kommun|kaupunki|departementet)\b"
    return bool(re.search(pattern, line, re.I))


_OFFICES = (
    r"(?:director|manager|head|officer|adviser|advisor|coordinator|secretary|mayor|counsellor|councillor|attaché"
    r"|specialist|expert|professor|planner|assistant|chief|minister|ambassador|president|chair|engineer|lecturer"
    r"|strateg|samordnare|chef|handläggare|rådgivare|direktör|sekreterare|planerare|projektledare|lärare)"
)
_RANKS = (
    r"(?:senior |deputy |vice |chief |head|project |programme |international |executive |policy |protocol )*"
)


def _is_title(line: str) -> bool:
    """Whether a line begins with an office, or is a few words that end with one: "International Relations Officer"."""
    if len(line) > 120:
        return False
    return bool(
        re.match(_RANKS + _OFFICES, line, re.I)
        or (re.fullmatch(rf"(?:[\w&-]+ ){{1,5}}{_OFFICES}", line, re.I) and not _names_organisation(line))
    )


def _is_name(line: str) -> bool:
    parts = line.strip(",. ").split()
    return 2 <= len(parts) <= 5 and all(part[0].isupper() or part in _PARTICLES for part in parts)
