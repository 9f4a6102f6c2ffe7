"""The demonstration's good examples, key messages and information on the city."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from engagements.models import Theme
from governance import access
from governance.models import Body, Office, Person

from . import actions
from .models import CityInformation, GoodExample, KeyMessage

STREETS, CLIMATE, BOARD = "trafiknamnden", "miljo-och-halsoskyddsnamnden", "kommunstyrelsen"
Kind = CityInformation.Kind
# The strategies that the sources name; what they say of themselves in English is written anew.
DOCUMENTS = (
    (
        "International strategy of the City of Stockholm",
        "Internationell strategi för Stockholms stad",
        "Which international work the city does and why, in four directions: profiling, horizon scanning, cooperation"
        " and influence; what it does not do; and who decides what.",
        date(2016, 11, 14),
    ),
    (
        "Who decides on international work",
        "Vem som beslutar om internationellt arbete",
        "Committees and company boards decide on the international work of their own operations. The City Executive"
        " Board decides what is city-wide, and the City Council on new memberships of the whole city.",
        date(2026, 2, 2),
    ),
)
HOW_TO_ASK = "How to ask for a study visit"
INFORMATION = (
    (
        HOW_TO_ASK,
        "Så ber du om ett studiebesök",
        "Ask on the city's open pages: who you are, what you want to learn, how many you are and some days that suit"
        " you. You have an answer within ten working days.",
        date(2026, 5, 18),
    ),
    (
        "How the city is governed",
        "Så styrs staden",
        "The City Council is elected every fourth year. The City Executive Board prepares its matters and coordinates;"
        " committees and municipal companies run the operations.",
        date(2024, 3, 11),
    ),
)
Both = tuple[str, str]
Example = tuple[str, Both, Both, Both, Both, str, Both, int]
# Body, titles, what, result, numbers, theme, contact, and for how many days from today it is valid.
EXAMPLES: tuple[Example, ...] = (
    (
        STREETS,
        ("Cykelbanor som sopsaltas (exempel)", "Cycle lanes swept and salted in winter (example)"),
        (
            "Huvudstråken för cykel sopas och saltas i stället för att plogas och sandas.",
            "The main cycle routes are swept and brined in winter instead of ploughed and gritted.",
        ),
        (
            "Fler cyklar året om, och färre faller omkull.",
            "More people cycle all year round, and fewer fall.",
        ),
        (
            "Påhittat: 30 mil stråk, en tredjedel färre fall",
            "Invented: 300 km of routes, a third fewer falls",
        ),
        Theme.CLIMATE,
        ("Trafikkontorets internationella kontakt", "International contact of the Transport Department"),
        400,
    ),
    (
        CLIMATE,
        ("Luften mäts öppet (exempel)", "Air measured in the open (example)"),
        (
            "Alla mätningar av luften läggs ut som öppna data varje timme.",
            "Every measurement of the air is published as open data each hour.",
        ),
        (
            "Skolor och företag bygger egna tjänster på dem.",
            "Schools and companies build services of their own on them.",
        ),
        ("", ""),
        Theme.DIGITAL,
        (
            "Miljöförvaltningens internationella kontakt",
            "International contact of the Environment Department",
        ),
        21,
    ),
    (
        STREETS,
        ("Trängselskatt som försök (exempel)", "A congestion tax tried first (example)"),
        (
            "Avgiften prövades ett halvår innan väljarna tog ställning till den.",
            "The charge was tried for half a year before the voters took a stand.",
        ),
        ("Trafiken över tullsnittet minskade.", "Traffic into the inner city fell."),
        ("", ""),
        Theme.CITY_DEVELOPMENT,
        ("Trafikkontorets internationella kontakt", "International contact of the Transport Department"),
        -60,
    ),
)


@transaction.atomic
def load() -> int:
    """Doing it again changes nothing. Returns how many were created."""
    coordinator = access.holders(Office.Role.COORDINATOR).order_by("pk").first()
    if coordinator is None or KeyMessage.objects.exists() or not Body.objects.filter(slug=CLIMATE).exists():
        return 0
    _messages(coordinator)
    _information(coordinator)
    _examples()
    return sum(kind.objects.count() for kind in (KeyMessage, CityInformation, GoodExample))


def _messages(by: Person) -> None:
    today = timezone.localdate()
    brand = actions.write(
        KeyMessage,
        by=by,
        text_en="Stockholm – the Capital of Scandinavia",
        is_brand_line=True,
        use_en="In material abroad, as it stands and untranslated. The sources give no last day: this one is invented.",
        use_sv="I material utomlands, som den står och oöversatt. Källorna anger ingen sista dag: denna är påhittad.",
        source="Internationella strategin 2016, avsnitt 3.1",
        since=date(2008, 12, 1),
        until=today + timedelta(days=300),
    )
    actions.publish(brand, by=by)
    line = actions.write(
        KeyMessage,
        by=by,
        text_en="A city that shares what it learns (invented)",
        text_sv="En stad som delar med sig av det den lär sig (påhittat)",
        since=date(2025, 1, 1),
        until=today + timedelta(days=20),
        is_invented=True,
    )
    actions.publish(line, by=by)


def _information(by: Person) -> None:
    body = Body.objects.get(slug=BOARD)
    for kind, entries in ((Kind.STEERING_DOCUMENT, DOCUMENTS), (Kind.CITY_INFORMATION, INFORMATION)):
        for title_en, title_sv, text_en, revised_on in entries:
            entry = actions.write(
                CityInformation,
                by=by,
                kind=kind,
                title_en=title_en,
                title_sv=title_sv,
                text_en=text_en,
                link=settings.BASE_URL + reverse("open:start", args=["en"]) if title_en == HOW_TO_ASK else "",
                body=body,
                revised_on=revised_on,
                is_invented=title_en != DOCUMENTS[0][0],
            )
            actions.publish(entry, by=by)


def _examples() -> None:
    today = timezone.localdate()
    for slug, title, what, result, numbers, theme, contact, days in EXAMPLES:
        body = Body.objects.get(slug=slug)
        by = access.holders(Office.Role.CONTACT_PERSON, body).first()
        if by is None:
            continue
        given: dict[str, Any] = {
            f"{name}_{language}": text
            for name, texts in (
                ("title", title),
                ("what", what),
                ("result", result),
                ("numbers", numbers),
                ("contact", contact),
            )
            for language, text in zip(("sv", "en"), texts, strict=True)
        }
        example = actions.write(
            GoodExample,
            by=by,
            body=body,
            theme=theme,
            directions=["profiling"],
            since=date(2025, 1, 1),
            until=today + timedelta(days=max(days, 1)),
            is_invented=True,
            **given,
        )
        actions.publish(example, by=by)
        if days < 0:  # it has expired since it was published
            actions.edit(example, example.version, by=by, until=today + timedelta(days=days))
