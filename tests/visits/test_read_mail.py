"""Reading an e-mail: what is found in real-looking ones, and that nothing hostile brings the form down."""

import json
from contextlib import suppress
from datetime import date
from time import perf_counter

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from governance.models import Document, Draft
from tests.visits.conftest import MAILS
from visits.mail import GREATEST_MAIL, NotAMail, read_file, read_pasted, read_request
from visits.mail.dates import find_periods
from visits.mail.places import find_city, find_country, same_city

TODAY = date(2026, 11, 20)


def found_in(name: str) -> dict:
    mail = read_file((MAILS / name).read_bytes())
    return {field: found.value for field, found in read_request(mail, TODAY).items()}


def test_an_english_request_fills_the_form() -> None:
    found = found_in("rotterdam.eml")
    expected = {
        "counterpart": "City of Rotterdam",
        "organisation_kind": "city",
        "city": "Rotterdam",
        "country": "NL",
        "contact_name": "Marit van der Velden",
        "contact_role": "Senior Adviser International Relations",
        "contact_email": "m.vandervelden@rotterdam.example",
        "contact_phone": "+31 10 555 01 23",
        "received_on": date(2026, 11, 9),
        "head_of_delegation": "Annelies de Boer",
        "head_title": "Deputy Mayor for Mobility",
        "political_level": "high",
        "size": 12,
        "since_1": date(2027, 1, 12),
        "until_1": date(2027, 1, 14),
        "since_2": date(2027, 2, 9),
        "until_2": date(2027, 2, 11),
        "dates_flexible": True,
        "length": "day",
        "theme_1": "climate",
        "language": "en",
        "payer": "guest",
        "other_authorities": "Trafikverket",
    }
    assert {name: found.get(name) for name in expected} == expected
    assert found["purpose"].startswith("The City of Rotterdam is preparing")
    assert found["purpose"].endswith("is often mentioned as an example."), "not the whole letter"
    assert len(found["questions"].splitlines()) == 3
    assert "wants_letter" not in found


TAMPERE = (
    "Dear Stockholm, the City of Tampere (Finland), our Tram Development Department, would like to visit you on"
    " 9 and 10 December 2026 with 6 persons led by our Director of Mobility, Ms Aino Virtanen"
    " (aino.virtanen@example.org). We wish to learn how you plan tram lines and how you deal with snow on the"
    " tracks. We can share our experience of building a tram network from nothing. Kind regards, Aino Virtanen"
)


def test_a_letter_pasted_as_one_paragraph_gives_its_sender_and_its_days() -> None:
    read = read_request(read_pasted(TAMPERE), TODAY)
    found = {field: each.value for field, each in read.items()}
    expected = {
        "contact_name": "Aino Virtanen",
        "contact_role": "Director of Mobility",
        "contact_email": "aino.virtanen@example.org",
        "head_of_delegation": "Aino Virtanen",
        "since_1": date(2026, 12, 9),
        "until_1": date(2026, 12, 10),
        "length": "two_days",
        "theme_1": "climate",
        "size": 6,
        "city": "Tammerfors",
        "country": "FI",
    }
    assert {name: found.get(name) for name in expected} == expected
    assert "theme_2" not in found, "to build a network is no word of houses"
    assert read["country"].words == "Finland"
    assert "Kind regards" not in found["offer"]


def test_the_only_address_of_an_unsigned_letter_gives_whose_it_is() -> None:
    found = read_request(
        read_pasted("We would like to come. Write to Anna de Boer (anna@example.org)."), TODAY
    )
    assert found["contact_name"].value == "Anna de Boer"
    assert found["contact_email"].value == "anna@example.org"


def test_a_swedish_request_forwarded_inside_the_city_gives_the_guest_not_the_registrar() -> None:
    found = found_in("forwarded_in_swedish.eml")
    assert found["contact_name"] == "Kaisa Lindqvist"
    assert found["contact_email"] == "kaisa.lindqvist@hel.example"
    assert (found["city"], found["country"]) == ("Helsingfors", "FI")
    assert (found["size"], found["language"], found["length"]) == (7, "sv", "half_day")
    assert (found["since_1"], found["until_1"]) == (date(2027, 1, 25), date(2027, 1, 29))
    assert found["since_2"] == date(2027, 2, 9)
    assert "wants_letter" not in found  # "visa" is to show


def test_an_embassys_mail_in_html_alone_is_read() -> None:
    found = found_in("embassy_html_only.eml")
    assert found["channel"] == "embassy"
    assert found["country"] == "SN"
    assert found["head_of_delegation"] == "Ousmane Diallo-Faye"
    assert found["head_title"] == "Minister of Urban Planning and Housing"
    assert found["political_level"] == "high"
    assert (found["since_1"], found["until_1"]) == (date(2026, 11, 30), date(2026, 12, 2))
    assert found["contact_name"] == "Mariama Sow"
    assert found["wants_letter"]
    assert found["interpreter"]
    assert found["media"]


def test_an_english_forward_gives_the_lecturer_and_hears_the_word_no() -> None:
    found = found_in("forwarded_in_english.eml")
    assert found["contact_name"] == "Dr. Jakub Nowak"
    assert (found["city"], found["country"], found["size"]) == ("Kraków", "PL", 24)
    assert [found["since_1"], found["since_2"]] == [date(2027, 5, 5), date(2027, 5, 6)]
    assert "interpreter" not in found


def test_a_city_council_that_wishes_two_days_or_a_week_and_an_answer_in_time() -> None:
    found = found_in("dublin.eml")
    expected = {
        "counterpart": "Dublin City Council",
        "organisation_kind": "city",
        "contact_name": "Siobhán Ó Briain",
        "contact_role": "International Relations Officer",
        "contact_phone": "+353 1 555 0123",
        "head_of_delegation": "Aoife Brennan",
        "head_title": "Lord Mayor",
        "size": 14,
        "since_1": date(2027, 3, 2),
        "until_1": date(2027, 3, 3),
        "since_2": date(2027, 3, 15),
        "until_2": date(2027, 3, 19),
        "length": "half_day",
    }
    assert {name: found.get(name) for name in expected} == expected
    assert not {"since_3", "questions"} & found.keys()
    assert found["purpose"].startswith("What interests us most is road safety around schools")
    assert "flights" not in found["purpose"]


def test_a_swedish_request_for_two_days_with_an_answer_in_time() -> None:
    found = found_in("esbo.eml")
    expected = {
        "counterpart": "Esbo stad",
        "organisation_kind": "city",
        "contact_name": "Mikael Sandström",
        "contact_role": "internationell samordnare",
        "since_1": date(2027, 3, 2),
        "until_1": date(2027, 3, 3),
        "since_2": date(2027, 3, 15),
        "until_2": date(2027, 3, 19),
        "questions": "Hur mäter ni trygghet runt skolorna?",
        "language": "sv",
    }
    assert {name: found.get(name) for name in expected} == expected
    assert "since_3" not in found
    assert "purpose" not in found, (
        "the letter says when and who, and asks; the officer reads it beside the field"
    )


def letter(text: str, subject: str = "Visit") -> dict:
    mail = read_pasted(
        f"From: Siobhan O Briain <siobhan@dublin.example>\nSent: 19 November 2026\nSubject: {subject}\n\n{text}"
    )
    return {field: found.value for field, found in read_request(mail, TODAY).items()}


def test_the_country_behind_an_organisations_name_is_not_part_of_it() -> None:
    found = letter("Dear all,\n\nKind regards,\n\nYuki Tanaka\nDeputy Director\nCity of Yokohama, Japan")
    assert (found["counterpart"], found["country"]) == ("City of Yokohama", "JP")
    found = letter(
        "Dear all,\n\nKind regards,\n\nYuki Tanaka\nDeputy Director\nUniversity of Lyon, Mobility Lab"
    )
    assert found["counterpart"] == "University of Lyon, Mobility Lab"


def test_days_named_in_the_subject_alone_are_wishes_too() -> None:
    found = letter("Dear all,\n\nWe would like to visit you in March 2027.", "Study visit, 2-3 March 2027")
    assert (found["since_1"], found["until_1"]) == (date(2027, 3, 2), date(2027, 3, 3))
    assert "since_2" not in found
    found = letter("Hej,\n\nVi kan också komma den 9 mars.", "Studiebesök 2–3 mars")
    assert [found["since_1"], found["since_2"]] == [date(2027, 3, 2), date(2027, 3, 9)]


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("I am Anna Virtanen, head of traffic planning at the City of Tampere", "head of traffic planning"),
        (
            "My name is Anna Virtanen, the Director of Public Works at the City of Tampere",
            "Director of Public Works",
        ),
        (
            "Jag heter Anna Virtanen, internationell samordnare vid Tammerfors stad",
            "internationell samordnare",
        ),
        ("I am Pekka Laine, head of traffic planning at the City of Tampere", None),
        ("I am Anna Virtanen, and we are six", None),
    ],
)
def test_who_presents_themselves_tells_what_they_are(sentence: str, role: str | None) -> None:
    head = "From: Anna Virtanen <anna.virtanen@tampere.example>\nSent: 19 November 2026\nSubject: Visit"
    mail = read_pasted(f"{head}\n\nHello, {sentence}. We would like to come.\n\nBest regards,\nAnna Virtanen")
    found = {field: found.value for field, found in read_request(mail, TODAY).items()}
    assert found["contact_name"] == "Anna Virtanen"
    assert found.get("contact_role") == role


@pytest.mark.parametrize(
    "closing",
    [
        "Many thanks and best wishes,",
        "Thanks in advance and kind regards",
        "With thanks, and warmest regards,",
        "Many thanks,",
        "Tack på förhand och vänliga hälsningar",
        "Stort tack, med vänlig hälsning",
        "Bästa hälsningar,",
        "",
    ],
)
def test_what_follows_the_closing_is_the_signature(closing: str) -> None:
    found = letter(
        f"Dear all,\n\nWe wish to learn about winter cycling.\n\n{closing}\n\n"
        "Siobhán Ó Briain\nInternational Relations Officer\nDublin City Council, Wood Quay, Dublin 8\n+353 1 555 0123"
    )
    assert found["purpose"] == "We wish to learn about winter cycling."
    assert found["contact_name"] == "Siobhán Ó Briain"
    assert found["contact_role"] == "International Relations Officer"
    assert found["counterpart"] == "Dublin City Council"
    assert found["contact_phone"] == "+353 1 555 0123"


@pytest.mark.parametrize(
    "question",
    [
        "Could you tell us whether you can host us for half a day on one of those days?",
        "Would it be possible for our group to visit you in March?",
        "Could you receive a delegation of twelve?",
        "Which dates would suit you?",
        "Kan ni ta emot oss en förmiddag?",
        "Har ni möjlighet att ta emot en grupp i mars?",
        "Passar det bättre någon annan vecka?",
    ],
)
def test_a_question_whether_they_may_come_is_none_of_substance(question: str) -> None:
    asked = "How do you keep the cycle lanes free of snow?"
    assert letter(f"Dear all,\n\n{question} {asked}")["questions"] == asked


@pytest.mark.parametrize(
    ("letter", "name", "title"),
    [
        (
            "A group led by Anna Kowalska, Deputy Mayor advisor on mobility.",
            "Anna Kowalska",
            "Deputy Mayor advisor",
        ),
        (
            "A group led by Anna Kowalska, the Mayor's policy adviser.",
            "Anna Kowalska",
            "Mayor's policy adviser",
        ),
        (
            "Led by our Adviser to the Deputy Mayor, Anna Kowalska.",
            "Anna Kowalska",
            "Adviser to the Deputy Mayor",
        ),
        ("We come with Anna Kowalska, Deputy Mayor advisor, and two more.", None, None),
        ("A letter from the Mayor’s Office in Gdańsk, Anna Kowalska.", None, None),
    ],
)
def test_whoever_works_for_a_mayor_is_no_mayor(letter: str, name: str | None, title: str | None) -> None:
    found = {
        field: each.value for field, each in read_request(read_pasted(f"Hello,\n\n{letter}"), TODAY).items()
    }
    assert (found.get("head_of_delegation"), found.get("head_title")) == (name, title)
    assert "political_level" not in found


def test_a_mayor_who_brings_an_adviser_is_still_a_mayor() -> None:
    letter = "Adviser to the Mayor Ann Bee and our Deputy Mayor Olle Ek would like to come."
    found = {field: each.value for field, each in read_request(read_pasted(letter), TODAY).items()}
    assert (found["head_of_delegation"], found["political_level"]) == ("Olle Ek", "high")


@pytest.mark.parametrize(
    ("letter", "name", "title"),
    [
        (
            "Our vice mayor for mobility, Jeroen van Dam, and six more.",
            "Jeroen van Dam",
            "Vice mayor for mobility",
        ),
        ("Our mayor, Mr Kofi Annan, will come with us.", "Kofi Annan", "Mayor"),
        (
            "We bring our deputy mayor for housing and\nland use Kari Nordmann.",
            "Kari Nordmann",
            "Deputy mayor for housing and land use",
        ),
        ("Med oss kommer vår borgmästare Kari Nordmann.", "Kari Nordmann", "Borgmästare"),
    ],
)
def test_a_title_in_running_text_is_read(letter: str, name: str, title: str) -> None:
    found = {field: each.value for field, each in read_request(read_pasted(letter), TODAY).items()}
    assert (found["head_of_delegation"], found["head_title"]) == (name, title)
    assert found["political_level"] == "high"


def test_the_role_is_read_without_the_organisation_that_stands_beside_it() -> None:
    letter = "Hello,\n\nMay we come?\n\nKind regards,\nMarieke de Vries\nPolicy adviser, City of Utrecht"
    found = {field: each.value for field, each in read_request(read_pasted(letter), TODAY).items()}
    assert (found["contact_role"], found["counterpart"]) == ("Policy adviser", "City of Utrecht")


def test_what_somebody_is_head_of_belongs_to_the_title() -> None:
    letter = "We are eight led by our head of mobility, Jeroen van Dam, with seven more."
    found = {field: each.value for field, each in read_request(read_pasted(letter), TODAY).items()}
    assert (found["head_of_delegation"], found["head_title"]) == ("Jeroen van Dam", "Head of mobility")
    assert "political_level" not in found


@pytest.mark.parametrize(
    "letter",
    [
        "The mayor has asked us to write to you.",
        "Our director will come.",
        "It is a minister for us all, and Sweden.",
    ],
)
def test_a_title_without_a_name_is_nobody(letter: str) -> None:
    assert not {"head_of_delegation", "political_level"} & set(read_request(read_pasted(letter), TODAY))


def test_the_newcomers_example_is_read_as_an_ordinary_visit() -> None:
    """The README lets the contact person answer it: nothing in it hands it to the Executive Board."""
    found = found_in("../../../docs/examples/visit-request-rotterdam.eml")
    assert (found["city"], found["size"]) == ("Rotterdam", 12)
    assert found.get("political_level") != "high"


def test_a_mail_pasted_from_a_mail_program_is_read_with_its_header_lines() -> None:
    mail = read_pasted(
        "Från: Jana Nováková <jana@praha.example>\nSkickat: den 3 november 2026 10:00\nTill: Staden\n"
        "Ämne: Visit\n\nWe are a group of five people from Prague.\n"
    )
    assert (mail.sender_name, mail.sender_email) == ("Jana Nováková", "jana@praha.example")
    assert mail.subject == "Visit"
    assert read_request(mail, TODAY)["size"].value == 5


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("12–14 March 2027", "2027-03-12", "2027-03-14"),
        ("March 12-14, 2027", "2027-03-12", "2027-03-14"),
        ("den 12 mars", "2027-03-12", "2027-03-12"),
        ("v. 47", "2026-11-16", "2026-11-20"),
        ("vecka 12-13", "2027-03-22", "2027-04-02"),
        ("30 December – 2 January 2027", "2026-12-30", "2027-01-02"),
        ("2027-03-12 – 2027-03-14", "2027-03-12", "2027-03-14"),
        ("12.3.2027", "2027-03-12", "2027-03-12"),
        ("in May 2027", "2027-05-01", "2027-05-31"),
        ("Tuesday 2 and Wednesday 3 March 2027", "2027-03-02", "2027-03-03"),
        ("2 and 3 March 2027", "2027-03-02", "2027-03-03"),
        ("Tuesday 2 March and Wednesday 3 March 2027", "2027-03-02", "2027-03-03"),
        ("2-3 March", "2027-03-02", "2027-03-03"),
        ("2–3 mars", "2027-03-02", "2027-03-03"),
        ("tisdag den 2 och onsdag den 3 mars 2027", "2027-03-02", "2027-03-03"),
        ("March 2 and 3, 2027", "2027-03-02", "2027-03-03"),
        ("2, 3 and 4 March", "2027-03-02", "2027-03-04"),
        ("between 2 and 9 March", "2027-03-02", "2027-03-09"),
        ("mellan den 2 och den 9 mars", "2027-03-02", "2027-03-09"),
        ("in the week of 15 March", "2027-03-15", "2027-03-19"),
        ("the week commencing Monday 15 March 2027", "2027-03-15", "2027-03-19"),
        ("the week of March 17, 2027", "2027-03-15", "2027-03-19"),
        ("veckan som börjar den 15 mars", "2027-03-15", "2027-03-19"),
        ("a group of 14 and 2 March", "2027-03-02", "2027-03-02"),
    ],
)
def test_days_are_read_as_they_are_written(text: str, since: str, until: str) -> None:
    period = find_periods(text, TODAY)[0]
    assert (period.since.isoformat(), period.until.isoformat()) == (since, until)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2 or 3 March", ["2027-03-02", "2027-03-03"]),
        ("den 2 eller 9 mars", ["2027-03-02", "2027-03-09"]),
        ("2 and 9 March", ["2027-03-02", "2027-03-09"]),
        ("den 2 mars och den 9 mars", ["2027-03-02", "2027-03-09"]),
    ],
)
def test_days_apart_are_as_many_wishes(text: str, days: list[str]) -> None:
    periods = find_periods(text, TODAY)
    assert [period.since.isoformat() for period in periods] == days
    assert [period.until.isoformat() for period in periods] == days


@pytest.mark.parametrize(
    "text",
    [
        "We would need an answer by 4 December as we have to book flights.",
        "Please reply no later than Friday, 4 December 2026.",
        "RSVP: 4 December",
        "The deadline is the 4th of December.",
        "Your reply is requested 4 December at the latest.",
        "Let us know before December 4.",
        "Vi behöver ert svar senast fredag den 4 december.",
        "Besked önskas till den 4 december.",
        "OSA 2026-12-04",
        "Hör av er före 4/12, helst innan 2026-12-04.",
    ],
)
def test_a_day_to_answer_by_is_no_wished_day(text: str) -> None:
    assert find_periods(text, TODAY) == []
    assert [p.since for p in find_periods(f"{text} We come on 2 March.", TODAY)] == [date(2027, 3, 2)]


@pytest.mark.parametrize(
    "text",
    [
        "We would come on 3 and 4 February 2027. We arrive on 3 February and leave on 4 February 2027.",
        "We arrive on 3 February 2027: our stay is 3-4 February 2027.",
        "3-4 February 2027 (Wednesday 3 February to Thursday 4 February)",
    ],
)
def test_a_stay_that_is_told_twice_is_one_wish(text: str) -> None:
    found = [(period.since, period.until) for period in find_periods(text, TODAY)]
    assert found == [(date(2027, 2, 3), date(2027, 2, 4))]


def test_a_day_that_only_stands_near_an_answer_is_a_wish() -> None:
    [period] = find_periods("We look forward to your reply about our visit on 2 March", TODAY)
    assert period.since == date(2027, 3, 2)


def test_what_is_past_is_no_wish_and_no_day_is_invented() -> None:
    assert find_periods("as in our letter of 3 May 2024", TODAY) == []
    assert find_periods("99 March, 31 June", TODAY) == []


def test_a_city_has_one_key_under_all_its_names() -> None:
    assert same_city("Helsinki") == same_city("HELSINGFORS") == same_city(" helsingfors ")
    assert find_city("We write from Copenhagen").city == "Köpenhamn"
    assert find_country("Vi kommer från Tyskland").country == "DE"
    assert find_country("We visit Sweden") is None


HOSTILE = [
    b"",
    b"\x00" * 500,
    b"From: =?utf-8?B?////?=\nSubject: =?x-unknown?Q?=FF?=\n\nhej",
    b"From: <<<>>>@\nDate: Mon, 99 Foo 99999 99:99:99 +9999\nContent-Type: text/plain; charset=nonsense\n\n\xff\xfe",
    b"From: a@b.c\nContent-Type: multipart/mixed; boundary=x\n\n"
    + b"--x\nContent-Type: multipart/mixed; boundary=x\n\n" * 3000,
    b"From: a@b.c\nContent-Transfer-Encoding: base64\n\n!!!!====",
    b"From: a@b.c\nContent-Type: text/html\n\n" + b"<div>" * 20000 + b"<script>alert(1)</script>",
    b"From: a@b.c\nContent-Type: message/rfc822\n\n" * 500,
    b"From: a@b.c, " + b"x" * 60000 + b"\nSubject: x\n\n" + b"a " * 60000,
    b"Subject: " + b"(" * 5000 + b"\nFrom: " + b"(" * 5000 + b"\n\nhej",
    ("From: a@b.c\n\n" + "1 March " * 8000).encode(),
]


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_a_hostile_file_is_read_or_refused_but_never_breaks(number: int) -> None:
    try:
        mail = read_file(HOSTILE[number])
    except NotAMail:
        return
    read_request(mail, TODAY)


SLOW = {
    "a sender of brackets": b"From: " + b"<" * 1_000_000 + b"\nSubject: x\n\nhej",
    "a hundred thousand senders": b"From: " + b"a," * 100_000 + b"b@c.se\nSubject: x\n\nhej",
    "a subject of coded words": b"From: a@b.c\nSubject: " + b"=?utf-8?q?a?= " * 150_000 + b"\n\nhej",
    "parts": b"From: a@b.c\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 100_000,
    "parts, old ends of line": b"From: a@b.c\rContent-Type: multipart/mixed; boundary=b\r\r"
    + b"--b\r\rx\r" * 100_000,
}


@pytest.mark.parametrize("raw", SLOW.values(), ids=SLOW.keys())
def test_a_mail_made_to_take_minutes_is_read_or_refused_at_once(raw: bytes) -> None:
    began = perf_counter()
    with suppress(NotAMail):
        read_request(read_file(raw), TODAY)
    assert perf_counter() - began < 3


@given(raw=st.binary(max_size=2000))
@example(raw=b"From:\n\n")
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    with suppress(NotAMail):
        read_request(read_file(b"From: x@y.z\n" + raw), TODAY)


@given(text=st.text(max_size=2000))
@example(text="Best regards\n\n\n")
@example(text="From: \x00\nSent: 9999-99-99\nSubject: \ud800")
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_any_pasted_text_is_read_or_refused(text: str) -> None:
    with suppress(NotAMail):
        read_request(read_pasted(text), TODAY)


@pytest.mark.django_db
def test_the_file_fills_the_draft_and_is_kept_as_it_came(client_of, contact) -> None:
    raw = (MAILS / "embassy_html_only.eml").read_bytes()
    file = SimpleUploadedFile("Besök.eml", raw, "message/rfc822")
    answer = client_of(contact).post("/besok/ny/e-post/", {"file": file}, follow=True)
    assert answer.context["form"]["head_of_delegation"].value() == "Ousmane Diallo-Faye"
    assert "delegation.csv" in answer.content.decode()
    kept = Document.objects.get()
    assert (bytes(kept.content), kept.matter, kept.created_by) == (raw, None, contact)


@pytest.mark.django_db
def test_a_folded_part_that_the_mail_filled_is_open(client_of, contact) -> None:
    mail = "From: a@b.example\n\nHello,\n\nCould you arrange a guided tour of the Royal Seaport?"
    answer = client_of(contact).post("/besok/ny/e-post/", {"text": mail}, follow=True)
    folded = {part.section.key: part.is_open for part in answer.context["form"].sections() if part.more}
    assert (folded["about"], folded["conditions"]) == (True, False)
    assert "guided tour" in answer.context["form"]["questions"].value()


@pytest.mark.django_db
def test_what_was_typed_by_hand_stays_when_a_mail_is_read(client_of, contact) -> None:
    Draft.objects.create(person=contact, form="visits:new", data={"diary_number": "T2026-7", "city": "Oslo"})
    mail = (MAILS / "rotterdam.eml").read_text()
    client = client_of(contact)
    answer = client.post("/besok/ny/e-post/", {"text": mail}, follow=True)
    form = answer.context["form"]
    assert (form["diary_number"].value(), form["city"].value()) == ("T2026-7", "Oslo")
    assert "city" not in json.loads(form["from_mail"].value())
    assert "Rotterdam" in " ".join(str(message) for message in answer.context["messages"])
    assert form["size"].value() == "12", "what was empty is filled"
    again = client.post("/besok/ny/e-post/", {"text": mail.replace("12", "14")}, follow=True)
    assert again.context["form"]["size"].value() == "14", "what an earlier mail filled gives way"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "data",
    [
        {},
        {"text": " \x00 "},
        {"text": "x" * 500_000},
        {"file": SimpleUploadedFile("x.eml", b"\x00\x01\x02")},
        {"file": SimpleUploadedFile("x.eml", b"From: a@b.c\n\n" + b"x" * (GREATEST_MAIL + 1))},
    ],
)
def test_what_is_no_mail_is_told_at_the_field(data: dict, client_of, contact) -> None:
    answer = client_of(contact).post("/besok/ny/e-post/", data)
    assert answer.status_code == 422
    assert answer.context["mail_form"].errors
    assert not Document.objects.exists()


@pytest.mark.django_db
def test_a_refused_file_is_told_in_a_sentence_that_begins_as_one(client_of, contact) -> None:
    file = SimpleUploadedFile("x.eml", b"\x00\x01\x02")
    answer = client_of(contact).post("/besok/ny/e-post/", {"file": file})
    assert ">Eller välj ett sparat meddelande (.eml): " in answer.content.decode()


@pytest.mark.django_db
def test_the_address_of_a_refused_mail_leads_to_the_form_when_it_is_loaded_again(
    client_of, contact, auditor
) -> None:
    answer = client_of(contact).get("/besok/ny/e-post/")
    assert (answer.status_code, answer["Location"]) == (302, "/besok/ny/")
    assert client_of(auditor).get("/besok/ny/e-post/").status_code == 403
