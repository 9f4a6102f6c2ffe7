"""The search forgives spelling, missing dots and the shape of a diary number, reads documents and tells no secrets."""

from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from docx import Document as WordFile
from openpyxl import Workbook

from engagements.actions.persons import add_person
from engagements.models import Organisation, OrganisationName, Promise
from governance import decisions, documents, lexicon, matters, reading
from governance.decisions import Record
from governance.models import Document, DocumentText, Matter, Person, SearchWord
from network.models import NetworkMessage, Receipt
from tests.governance.rows import make_matters

pytestmark = pytest.mark.django_db
SEARCH = reverse("search")
# Every shape of /design/sweden.md §5.7, as it stands in the diary, and other ways of typing it.
DIARY_NUMBERS = {
    "006-1137/2007": ["006-1137/2007", "006 1137/2007", "Dnr 006-1137/2007", "006–1137–2007", "00611372007"],
    "006- 1138/2007": ["006-1138/2007", "006- 1138/2007", "006 1138 2007"],
    "171-482/2016": ["171 482/2016", "dnr: 171-482/2016", "171/482-2016"],
    "KS 314-331-2004": ["ks314-331-2004", "KS 314 331 2004", "314-331-2004"],
    "Dnr 220/00": ["220/00", "Dnr 220/00", "dnr220-00"],
    "2017-0192.01.05": ["2017-0192.01.05", "2017 0192 01 05"],
    "T 2010-313-01743": ["T2010-313-01743", "t 2010 313 01743"],
    "1.2.4-182-2013": ["1.2.4-182-2013", "1.2.4 182/2013", "124-182-2013"],
    "7-742-2011": ["7-742-2011", "7 742 2011"],
    "2006-152-307": ["2006-152-307", "2006/152/307"],
    "KS 2022/100": ["KS 2022/100", "ks2022/100", "KS2022-100", "2022/100"],
    "Utlåtande 2017:19 RI": ["utlåtande 2017:19 RI", "2017:19 RI", "Utlåtande 2017 19"],
    "PM 2016:122 RIX": ["PM 2016:122", "pm2016:122rix"],
    "KFS 2019:05": ["KFS 2019:05", "kfs 2019 05"],
    "J.nr. ØU 385/2003": ["J.nr. ØU 385/2003", "øu 385/2003", "ØU385-2003"],
    "0523/16": ["0523/16", "Dnr 0523-16"],
}


def titles(client: Any, text: str, **more: str) -> set[str]:
    return {row.title for row in client.get(SEARCH, {"q": text, **more}).context["page"].rows}


def besides(client: Any, text: str) -> dict[str, str]:
    """Every hit that is no matter: its text by its address."""
    found = client.get(SEARCH, {"q": text}).context["besides"]
    return {hit.url: f"{hit.title} {hit.text}" for sort in found for hit in sort.hits}


def a_matter(city: Any, title: str, **card: Any) -> Matter:
    first = Matter.objects.count() + 1
    return make_matters(1, city("trafiknamnden"), first=first, title=title, **card)[0]


def test_a_diary_number_is_kept_to_the_letter_and_found_however_it_is_typed(city, client_of) -> None:
    for number in DIARY_NUMBERS:
        a_matter(city, f"Ärendet {number}", diary_number=number)
    client = client_of("contact")
    missed = [
        (number, typed)
        for number, ways in DIARY_NUMBERS.items()
        for typed in ways
        if f"Ärendet {number}" not in titles(client, typed)
    ]
    assert missed == []
    assert set(Matter.objects.exclude(diary_number="").values_list("diary_number", flat=True)) >= set(
        DIARY_NUMBERS
    )


def test_a_participant_finds_the_file_by_its_whole_diary_number(city, client_of) -> None:
    matter = a_matter(city, "Tillsammans", diary_number="T 2010-313-01743")
    matter.participations.create(body=city("miljo-och-halsoskyddsnamnden"))
    assert titles(client_of("other_contact"), "t2010/313/01743") == {"Tillsammans"}
    assert titles(client_of("other_contact"), "313-01743") == set()


def test_dots_and_accents_may_be_left_out(city, client_of) -> None:
    a_matter(city, "Besök från Malmö och Göteborg", counterpart="Örebro")
    a_matter(city, "Hårda band", counterpart="Åbo")
    lexicon.learn()
    client = client_of("contact")
    for typed in ("malmo", "MALMO", "goteborg malmo", "gotebo", "orebro", "malmö"):
        assert titles(client, typed) == {"Besök från Malmö och Göteborg"}, typed
    assert titles(client, "abo") == {"Hårda band"}
    assert titles(client, "har") == set()  # too short to begin a word with other letters


def test_partners_are_found_without_their_dots(city, client_of) -> None:
    partner = Organisation.objects.create(name="Göteborgs stad", slug="goteborgs-stad", country="SE")
    OrganisationName.objects.create(organisation=partner, name="Göteborgs stad")
    lexicon.learn()
    for typed in ("goteborgs stad", "goteborg", "öteborgs st"):
        assert partner.get_absolute_url() in besides(client_of("newcomer"), typed), typed


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("helsinfors", "helsingfors"),
        ("hlesingfors", "helsingfors"),
        ("konferanser helsinfors", "konferenser helsingfors"),
    ],
)
def test_what_is_misspelt_is_answered_with_what_was_meant(typed, meant, city, client_of) -> None:
    a_matter(city, "Konferenser i Helsingfors", counterpart="Finlands huvudstad")
    lexicon.learn()
    answer = client_of("contact").get(SEARCH, {"q": typed})
    assert answer.context["corrected"] == meant
    assert [row.title for row in answer.context["page"].rows] == ["Konferenser i Helsingfors"]
    assert f"”{meant}”" in answer.content.decode()


def test_spelling_is_mended_only_when_nothing_is_found_and_tells_nobody_of_what_they_may_not_read(
    city, client_of
) -> None:
    mine = a_matter(city, "Om Helsingfors", counterpart="")
    lexicon.learn()
    assert client_of("contact").get(SEARCH, {"q": "Helsingfors"}).context["corrected"] == ""
    answer = client_of("other_contact").get(SEARCH, {"q": "helsinfors"})
    assert answer.context["corrected"] == ""
    assert "helsingfors" not in answer.content.decode().lower()
    Matter.objects.filter(pk=mine.pk).update(
        secrecy_ground="OSL 15:1", secrecy_marked_on=timezone.localdate()
    )
    lexicon.learn(everything=True)
    assert not SearchWord.objects.filter(word="helsingfors").exists()


def test_words_are_learnt_as_matters_are_written(contact, city) -> None:
    a_matter(city, "Gammalt")
    lexicon.learn()
    matters.open_matter("visit", by=contact, body=city("trafiknamnden"), title="Nyfånget", status="received")
    lexicon.learn()
    assert SearchWord.objects.get(word="nyfånget").plain == "nyfanget"


@pytest.mark.parametrize(
    ("one", "other", "many"),
    [("abc", "abc", 0), ("abc", "acb", 1), ("abc", "ab", 1), ("kitten", "sitting", 3)],
)
def test_slips_are_counted(one, other, many) -> None:
    assert lexicon.slips(one, other) == lexicon.slips(other, one) == many


def word_file(text: str) -> bytes:
    file, held = WordFile(), BytesIO()
    file.add_paragraph("Inledning")
    file.add_table(1, 1).cell(0, 0).text = text
    file.save(held)
    return held.getvalue()


def excel_file(text: str) -> bytes:
    book, held = Workbook(), BytesIO()
    book.active["B7"] = text
    book.save(held)
    return held.getvalue()


MAIL = "Subject: Hej\nContent-Type: text/html; charset=utf-8\n\n<p>Vi vill se era <b>spårvagnarna</b></p>"


@pytest.mark.parametrize(
    ("name", "media_type", "content"),
    [
        ("bilaga.docx", reading.WORD, word_file("Om spårvagnarna")),
        ("tabell.xlsx", reading.EXCEL, excel_file("Om spårvagnarna")),
        ("fil.xlsx", "application/octet-stream", excel_file("Om spårvagnarna")),
        ("brev.txt", "text/plain", "Om spårvagnarna".encode()),
        ("brev.eml", "message/rfc822", MAIL.encode()),
        ("Spårvagnarna_2026.pdf", "application/pdf", b"%PDF-1.7"),
    ],
)
def test_the_text_of_a_document_is_found_and_shown_where_it_stands(
    name, media_type, content, contact, city, client_of
) -> None:
    matter = a_matter(city, "Handlingarna")
    document = documents.store(content, name, media_type, matter, contact)
    address = reverse("document", args=[matter.number, document.pk])
    assert address not in besides(client_of("contact"), "spårvagn")
    assert reading.read_some() >= 1
    assert "<mark>" in besides(client_of("contact"), "spårvagn")[address]
    assert address not in besides(client_of("other_contact"), "spårvagn")
    assert reading.read_some() == 0


def test_a_newer_version_of_a_document_is_read_again(contact, city, client_of) -> None:
    document = documents.store(b"gamla ord", "a.txt", "text/plain", a_matter(city, "A"), contact)
    reading.read_some()
    documents.replace(document, b"nya ord")
    reading.read_some()
    assert DocumentText.objects.get(document=document).text == "a txt\nnya ord"


@pytest.mark.parametrize("content", [b"PK\x03\x04 no zip", b"", b"\x00" * 500])
def test_what_cannot_be_read_is_found_by_its_name(content, contact, city) -> None:
    assert reading.text_of(content, reading.WORD) == reading.text_of(content, reading.EXCEL) == ""


def test_a_file_that_swells_and_a_text_without_end_are_bounded() -> None:
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b" " * (reading.MOST_UNPACKED + 1))
    assert reading.text_of(held.getvalue(), reading.WORD) == ""
    assert len(reading.text_of(b"ord \n" * 100_000, "text/plain")) == reading.LONGEST


def test_a_document_of_a_secret_matter_is_found_by_those_let_in_alone_and_by_no_snippet(
    contact, city, client_of
) -> None:
    matter = a_matter(city, "Hemligt", secrecy_ground="OSL 15:1", secrecy_marked_on=timezone.localdate())
    document = documents.store("Om spårvagnarna".encode(), "a.txt", "text/plain", matter, contact)
    reading.read_some()
    address = reverse("document", args=[matter.number, document.pk])
    for persona in ("contact", "secretary", "coordinator", "auditor", "mayor"):
        page = client_of(persona).get(SEARCH, {"q": "spårvagn"}).content.decode()
        assert address not in page, persona
        assert "spårvagnarna" not in page, persona
    matter.grants.create(person=contact, granted_by=contact)
    assert address in besides(client_of("contact"), "spårvagn")
    assert address not in besides(client_of("coordinator"), "spårvagn")


def test_decisions_promises_persons_and_messages_are_found_by_those_who_read_them(city, client_of) -> None:
    contact, secretary = Person.objects.get(username="contact"), Person.objects.get(username="secretary")
    matter = a_matter(
        city,
        "Beslutat",
        facts={"act": "join_membership", "scope": "own_operation", "counterpart": "network"},
        before=city("trafiknamnden"),
    )
    decision = decisions.record(
        matter,
        Record(city("trafiknamnden"), "approved", date(2026, 3, 2), "Köp laddstolpar.", paragraph="7"),
        by=secretary,
    )
    Promise.objects.create(matter=matter, text="Skicka laddstolpar", side="city", due_on=date(2026, 1, 1))
    message = NetworkMessage.objects.create(author=contact, subject="Om laddstolpar", text="Hej")
    partner = Organisation.objects.create(name="Gent", slug="gent", country="BE")
    add_person(by=contact, name="Ann Laddstolpe", why="Visar", organisation=partner, title="Chef")
    found = set(besides(client_of("contact"), "laddstolpar"))
    assert {
        decision.get_absolute_url(),
        reverse("matter", args=[matter.number]),
        message.get_absolute_url(),
    } <= found
    others = set(besides(client_of("other_contact"), "laddstolpar"))
    assert not others & found
    Receipt.objects.create(message=message, person=Person.objects.get(username="other_contact"))
    assert set(besides(client_of("other_contact"), "laddstolpar")) == {message.get_absolute_url()}
    assert message.get_absolute_url() in besides(client_of("auditor"), "laddstolpar")
    assert any("person" in url for url in besides(client_of("administrator"), "laddstolp"))
    assert besides(client_of("newcomer"), "laddstolp") == {}
    assert reverse("body", args=["trafiknamnden"]) in besides(client_of("newcomer"), "tove tra")


def test_filters_narrow_the_search_and_stand_in_the_address(city, client_of) -> None:
    a_matter(city, "Spårvagn ett", country="FI")
    a_matter(city, "Spårvagn två", country="NO", closed_on=date(2026, 1, 1))
    client = client_of("contact")
    assert titles(client, "spårvagn") == {"Spårvagn ett", "Spårvagn två"}
    assert titles(client, "spårvagn", country="FI") == {"Spårvagn ett"}
    assert titles(client, "spårvagn", state="closed") == {"Spårvagn två"}
    assert titles(client, "spårvagn", kind="visit") == set()
    assert titles(client, "spårvagn", body="trafiknamnden", year="2025") == {"Spårvagn ett", "Spårvagn två"}
    page = client.get(SEARCH, {"q": "spårvagn", "country": "FI"}).content.decode()
    assert f'{SEARCH}?q=sp%C3%A5rvagn"' in page  # the way to leave the filter out


def test_documents_cost_the_same_for_one_and_for_many(contact, city, client_of) -> None:
    def asked() -> int:
        client.get(SEARCH, {"q": "spårvagn"})
        with CaptureQueriesContext(connection) as captured:
            client.get(SEARCH, {"q": "spårvagn"})
        return len(captured)

    client = client_of("contact")
    for count in (1, 30):
        for number in range(count):
            documents.store(b"sp\xc3\xa5rvagn", f"{number}.txt", "text/plain", a_matter(city, "A"), contact)
        reading.read_some()
        many = asked()
        if count == 1:
            few = many
    assert many == few
    assert Document.objects.filter(read_at=None, matter__isnull=False).count() == 0


def places(client: Any, text: str) -> list[str]:
    return [hit.url for hit in client.get(SEARCH, {"q": text}).context["places"]]


def test_a_place_stands_first_among_what_is_found(city, client_of) -> None:
    Organisation.objects.create(
        name="Kyivs stadsförvaltning", slug="kyiv", kind="city", city="Kyiv", country="UA"
    )
    kyiv, ukraine = (
        reverse("engagements:city", args=["UA", "Kyiv"]),
        reverse("engagements:country", args=["UA"]),
    )
    client = client_of("newcomer")  # reads of partners, and the page of a place
    for typed in ("Kyiv", "kiev", "KYIV"):
        assert places(client, typed) == [kyiv], typed
    assert places(client, "ukraina") == [ukraine]
    assert client.get(kyiv).status_code == client.get(ukraine).status_code == 200
    assert places(client, "Kyivs") == places(client, "Utopia") == places(client, "Norge") == []
    page = client.get(SEARCH, {"q": "kiev"}).content.decode()
    assert "Platsen Kyiv" in page
    assert client.get(SEARCH, {"q": "Kyiv", "country": "UA"}).context["places"] == []


def test_a_place_that_stands_on_a_matter_alone_is_told_to_those_who_find_the_matter(city, client_of) -> None:
    (matter,) = make_matters(1, city("trafiknamnden"), title="Studiebesök", city="Kuopio", country="FI")
    kuopio, finland = (
        reverse("engagements:city", args=["FI", "Kuopio"]),
        reverse("engagements:country", args=["FI"]),
    )
    assert places(client_of("contact"), "kuopio") == [kuopio]
    assert places(client_of("contact"), "Finland") == [finland]
    assert places(client_of("other_contact"), "Kuopio") == places(client_of("other_contact"), "Finland") == []
    Matter.objects.filter(pk=matter.pk).update(
        secrecy_ground="OSL 15:1", secrecy_marked_on=timezone.localdate()
    )
    assert places(client_of("contact"), "Kuopio") == []
