"""One e-mail, whatever shape it came in: who wrote it, when, and the text a person would read."""

import email
import email.errors
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import parseaddr, parsedate_to_datetime
from html.parser import HTMLParser
from typing import Any, TypeVar

GREATEST_MAIL = 5 * 1024 * 1024
GREATEST_TEXT = 100_000
MOST_PARTS = 200
# Lines that may begin a part. The library makes an object of each before we can look.
MOST_BOUNDARIES = 2000
# Longer ones take the library minutes, or all of the memory.
LONGEST_HEADER = 2000

T = TypeVar("T")

# Our own addresses: whoever forwards a mail inside the city is not the guest.
OURS = re.compile(
    r"@([\w-]+\.)*(stockholm|stockholmshem|familjebostader|svenskabostader|micasa)\.(se|example)$", re.I
)

_LABELS = {
    "from": "from|från|von|fra|lähettäjä|expéditeur",
    "sent": "sent|skickat|date|datum|gesendet|dato|lähetetty|envoyé",
    "to": "to|till|an|til|vastaanottaja|à",
    "cc": "cc|kopia|kopie",
    "subject": "subject|ämne|betreff|emne|aihe|objet",
}
_HEADER_LINE = re.compile(
    r"^[>\s*_]{0,20}(?:"
    + "|".join(f"(?P<{key}>{words})" for key, words in _LABELS.items())
    + r")\s{0,3}:\*{0,2}(?P<value>.*)$",
    re.I,
)


class NotAMail(ValueError):
    """What came cannot be read as an e-mail, or is too large."""


class _ShortHeaders(EmailPolicy):
    """Reads of each header only as much as any true one has."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        return super().header_fetch_parse(name, value[:LONGEST_HEADER])


@dataclass(frozen=True)
class Attachment:
    """What hung on the mail. Told, not kept: the mail itself is kept with everything in it."""

    name: str
    media_type: str
    size: int


@dataclass(frozen=True)
class Mail:
    """An e-mail as read. Empty where nothing was found; never None except for the day."""

    subject: str = ""
    sender_name: str = ""
    sender_email: str = ""
    sent_on: date | None = None
    text: str = ""
    attachments: tuple[Attachment, ...] = field(default=())
    # Who passed it on to us inside the city, when somebody did.
    passed_on_by: str = ""


def read_file(raw: bytes) -> Mail:
    """An .eml file. Raises NotAMail; never anything else, however hostile the file."""
    if len(raw) > GREATEST_MAIL or len(re.findall(rb"[\r\n]--", raw)) > MOST_BOUNDARIES:
        raise NotAMail("too large")
    message = _trying(lambda: email.message_from_bytes(raw, policy=_ShortHeaders()), None)
    if not isinstance(message, EmailMessage) or not message.keys():
        raise NotAMail("no headers")
    name, address = parseaddr(_header(message, "From"))
    mail = Mail(
        subject=_header(message, "Subject"),
        sender_name=_one_line(name),
        sender_email=_one_line(address)[:254],
        sent_on=_day(_header(message, "Date")),
        text=_text(message),
        attachments=tuple(_attachments(message)),
    )
    if not (mail.text or mail.subject):
        raise NotAMail("no text")
    return _original(mail)


def read_pasted(text: str) -> Mail:
    """A mail copied from a mail program, with or without its header lines; also the source of an .eml."""
    text = _clean(text)
    if not text:
        raise NotAMail("empty")
    if re.match(r"(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){3}", text) and re.search(
        r"^(Received|Message-ID|MIME-Version|Content-Type):", text[:8000], re.I | re.M
    ):
        return read_file(text.encode("utf-8", "replace"))
    return _original(Mail(text=text))


def _original(mail: Mail) -> Mail:
    """The guest's own message: of a mail passed on inside the city, the first from outside."""
    text = mail.text
    for position, end, headers in _header_blocks(text):
        name, address = _sender(headers.get("from", ""))
        at_top = not mail.sender_email and not text[:position].strip()
        ours_on_top = not mail.sender_email or OURS.search(mail.sender_email)
        if at_top and OURS.search(address):
            mail = replace(mail, sender_email=address, sender_name=name)
            continue
        if not (at_top or ours_on_top) or OURS.search(address):
            continue
        return replace(
            mail,
            sender_name=name,
            sender_email=address,
            sent_on=_day(headers.get("sent", "")) or mail.sent_on,
            subject=_one_line(headers.get("subject", "")) or mail.subject,
            text=_unquoted(text[end:]),
            passed_on_by="" if at_top else mail.sender_name or mail.sender_email,
        )
    return replace(mail, text=_unquoted(text))


def _header_blocks(text: str) -> Iterator[tuple[int, int, dict[str, str]]]:
    """Runs of header lines in a text (From, Sent, To, Subject): where each begins and ends."""
    position, start = 0, 0
    found: dict[str, str] = {}
    for line in text.splitlines(keepends=True):
        match = _HEADER_LINE.match(line.rstrip()[:1000])
        if match and match.lastgroup:
            key = next(key for key in _LABELS if match[key])
            start = start if found else position
            found.setdefault(key, match["value"].strip(" *\t"))
        elif found and line.strip("> \t\r\n*_"):
            if "from" in found and len(found) >= 2:
                yield start, position, found
            found = {}
        position += len(line)


def _sender(value: str) -> tuple[str, str]:
    """Name and address from a line such as: Anna Virtanen <anna@hel.fi>, or Anna [mailto:anna@hel.fi]."""
    match = re.search(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}", value)
    address = match[0] if match else ""
    name = re.split(r"[<\[(]", value)[0].replace(address, "").strip(" \"',;") if value else ""
    return _one_line(name), address[:254]


def _text(message: EmailMessage) -> str:
    """The readable text: the plain part, else the HTML part without its marks."""
    for kind in ("plain", "html"):
        for part in _parts(message):
            if part.get_content_type() == f"text/{kind}" and not _is_attachment(part):
                text = _content(part)
                text = _without_marks(text) if kind == "html" else text
                if text.strip():
                    return _clean(text)
    return ""


def _content(part: EmailMessage) -> str:
    content = _trying(part.get_content, "")
    if not content:  # an unknown character set, or a broken transfer encoding: read what can be read
        raw: object = _trying(lambda: part.get_payload(decode=True), None)
        content = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else ""
    return content if isinstance(content, str) else ""


def _attachments(message: EmailMessage) -> Iterator[Attachment]:
    for part in _parts(message):
        if not part.is_multipart() and _is_attachment(part):
            raw = _trying(lambda part=part: part.get_payload(decode=True), b"")  # type: ignore[misc]
            name = _one_line(_trying(lambda part=part: part.get_filename(""), ""))  # type: ignore[misc]
            yield Attachment(name or "–", part.get_content_type(), len(raw) if isinstance(raw, bytes) else 0)


def _is_attachment(part: EmailMessage) -> bool:
    if _trying(part.get_content_disposition, None) == "attachment" or _trying(part.get_filename, None):
        return True
    return part.get_content_maintype() not in ("text", "multipart", "message")


def _parts(message: EmailMessage) -> list[EmailMessage]:
    """Every part, a bounded number, without recursion: a mail may be nested a thousand deep."""
    found: list[EmailMessage] = []
    waiting = [message]
    while waiting and len(found) < MOST_PARTS:
        part = waiting.pop(0)
        found.append(part)
        inner = part.get_payload() if part.is_multipart() else []
        waiting[:0] = [each for each in inner if isinstance(each, EmailMessage)]
    return found


def _header(message: EmailMessage, name: str) -> str:
    return _one_line(str(_trying(lambda: message.get(name, ""), "")))


def _day(text: str) -> date | None:
    """The day in a Date header, or in the line a mail program shows instead of it."""
    sent = _trying(lambda: parsedate_to_datetime(text), None)
    if isinstance(sent, datetime):
        return sent.date()
    match = re.search(r"\b(20\d\d)-(\d\d)-(\d\d)\b", text)
    if match:
        return _trying(lambda: date(*map(int, match.groups())), None)
    from_words = re.search(r"\b(\d{1,2})\.? (\w{3,12})\.? (20\d\d)\b", text)
    if from_words:
        return _trying(
            lambda: parsedate_to_datetime(" ".join(_english(from_words)) + " 12:00:00").date(), None
        )
    return None


_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_IN_ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _english(match: re.Match[str]) -> tuple[str, str, str]:
    month = match[2][:3].lower()
    return match[1], _IN_ENGLISH[_MONTHS.index(month)] if month in _MONTHS else match[2][:3], match[3]


def _clean(text: str) -> str:
    """Without NULs and carriage returns, and of a length one can work with."""
    text = text[:GREATEST_TEXT].replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    return text.encode("utf-8", "replace").decode("utf-8").replace("\xa0", " ").strip()


def _one_line(text: str) -> str:
    """A header as one line of ordinary characters."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:300]


def _unquoted(text: str) -> str:
    """Without the marks of quotation at the beginning of lines."""
    return re.sub(r"^(?:> ?){1,20}", "", text, flags=re.M).strip()


class _Reader(HTMLParser):
    """Collects the text of an HTML mail; a block begins a new line."""

    BLOCKS = frozenset(["p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "table", "blockquote", "hr"])
    SILENT = frozenset(["style", "script", "head", "title"])

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.silent += tag in self.SILENT
        if tag in self.BLOCKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.silent = max(0, self.silent - (tag in self.SILENT))
        if tag in self.BLOCKS - {"br"}:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.pieces.append(re.sub(r"\s+", " ", data))


def _without_marks(html: str) -> str:
    reader = _Reader()
    _trying(lambda: reader.feed(html[: 4 * GREATEST_TEXT]), None)
    lines = (line.strip() for line in "".join(reader.pieces).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def _trying(act: Callable[[], T], otherwise: T) -> T:
    """The result, or what to use instead: on a broken mail the standard library raises nearly anything."""
    try:
        return act()
    except (
        ArithmeticError,
        AssertionError,
        AttributeError,
        LookupError,
        RecursionError,
        TypeError,
        ValueError,
        email.errors.MessageError,
    ):
        return otherwise
