"""The diversity perspective: what the city loads of its residents, beside what it does with their countries."""

from datetime import date
from io import BytesIO, StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from governance import diversity, residents
from governance.models import Kind, Matter, Residents, ResidentTable
from tests.governance.rows import make_matters

pytestmark = pytest.mark.django_db
GOOD = "\ufeffland;antal\r\nFI;14 200\r\nIrak;13100\r\nIran, Islamic Republic of;9000\r\n\r\n"
FACTS = {"year": 2024, "source": "Exempel", "population": 1_000_000}


def test_a_file_is_read_by_code_and_by_name(city) -> None:
    reading = residents.read(GOOD.replace("Iran, Islamic Republic of", "Somalia"))
    assert not reading.errors
    assert [(line.country, line.number, line.before) for line in reading.lines] == [
        ("FI", 14200, None), ("IQ", 13100, None), ("SO", 9000, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", 1),
        ("\x00", 1),
        ("namn;tal\nFI;1", 1),
        ("land;antal\nAtlantis;5\nFI;många\nFI;-3\nSO;1.5", 4),
        ("land;antal\nFI;1\nFinland;2", 1),
        ("land;antal\n" + "FI;1\n" * 100_000, 1),
        ('land;antal\n"' + "x" * 140_000, 1),
    ],
)
def test_what_cannot_be_read_is_told_line_by_line_and_nothing_is_loaded(city, text: str, wrong: int) -> None:
    reading = residents.read(text)
    assert len(reading.errors) == wrong
    assert not reading
    with pytest.raises(ValidationError):
        residents.load(text, by=None, **FACTS)
    assert not ResidentTable.objects.exists()


def test_lines_may_end_as_an_old_macintosh_ended_them(city) -> None:
    reading = residents.read("land;antal\rFI;14200\rIQ;13100\r")
    assert [(line.country, line.number) for line in reading.lines] == [("FI", 14200), ("IQ", 13100)]


def test_a_new_table_takes_the_place_of_the_old_which_stays(coordinator) -> None:
    residents.load("land;antal\nFI;5\nIQ;4", by=coordinator, **FACTS)
    reading = residents.read("land;antal\nFI;6\nSO;1")
    assert [(line.country, line.before) for line in reading.lines] == [("FI", 5), ("SO", None)]
    assert reading.gone == ["IQ"]
    residents.load("land;antal\nFI;6\nSO;1", by=coordinator, **FACTS)
    assert residents.of_table(residents.latest()) == {"FI": 6, "SO": 1}
    assert Residents.objects.count() == 4


def test_only_the_executive_office_loads(contact, auditor, administrator) -> None:
    for person in (contact, auditor, administrator):
        with pytest.raises(PermissionDenied):
            residents.load("land;antal\nFI;5", by=person, **FACTS)


def test_more_people_than_there_are_is_refused(coordinator) -> None:
    with pytest.raises(ValidationError):
        residents.load("land;antal\nFI;5", by=coordinator, **FACTS | {"population": 4})


def test_in_the_browser_it_is_tried_first(client_of, coordinator) -> None:
    client, url = client_of(coordinator), reverse("load_residents")
    file = BytesIO("land;antal\nFI;14200\nSverige;100".encode("cp1252"))
    file.name = "bakgrund.csv"
    facts = {"year": 2024, "source": "Exempel", "population": 1000000, "is_invented": "on"}
    answer = client.post(url, {"file": file, "act": "try", **facts})
    assert answer.status_code == 200
    assert not ResidentTable.objects.exists()
    text = answer.context["form"]["text"].value()
    assert client.post(url, {"text": text, "act": "load", **facts}).status_code == 302
    assert ResidentTable.objects.get().is_invented
    wrong = client.post(url, {"text": "land;antal\nAtlantis;1", "act": "load", **facts})
    assert wrong.status_code == 422
    assert "Atlantis" in wrong.content.decode()


def test_the_command_has_a_dry_run(city, tmp_path) -> None:
    path, said = tmp_path / "bakgrund.csv", StringIO()
    path.write_text("land;antal\nFI;14200")
    options = {"year": 2024, "source": "Exempel", "population": 1000000, "stdout": said}
    call_command("load_residents", str(path), dry_run=True, **options)
    assert not ResidentTable.objects.exists()
    call_command("load_residents", str(path), **options)
    assert ResidentTable.objects.get().loaded_by is None
    path.write_text("land;antal\nAtlantis;1")
    with pytest.raises(CommandError, match="Atlantis"):
        call_command("load_residents", str(path), **options)


def test_countries_stand_side_by_side_with_shares(city) -> None:
    body, day = city("trafiknamnden"), timezone.localdate()
    residents.load("land;antal\nFI;100\nIQ;50", by=None, **FACTS | {"population": 1000})
    make_matters(3, body, kind=Kind.VISIT, status="carried_out", country="FI", city="Helsingfors")
    make_matters(1, body, kind=Kind.VISIT, first=50, status="declined", country="IQ", city="Basra")
    make_matters(1, body, kind=Kind.AGREEMENT, first=70, status="in_force", country="FR", city="Lyon")
    secret = make_matters(
        1, body, kind=Kind.VISIT, first=90, status="carried_out", country="IQ", city="Basra"
    )[0]
    Matter.objects.filter(pk=secret.pk).update(secrecy_ground="OSL 15:1", secrecy_marked_on=day)
    Matter.objects.update(opened_on=day)
    lines = {line.country: line for line in diversity.view(day, day).lines}
    assert list(lines) == ["FI", "IQ", "FR"]
    assert (lines["FI"].resident_share, lines["FI"]["visits"], lines["FI"].visit_share) == (100, 3, 1000)
    assert (lines["IQ"]["visits"], lines["IQ"]["declined"]) == (0, 1)
    assert lines["FR"].residents is None
    assert not diversity.view(date(2010, 1, 1), date(2010, 12, 31)).lines[0]["visits"]


def test_the_page_says_that_it_is_no_yes_and_costs_the_same_for_many(
    client_of, auditor, newcomer, city
) -> None:
    page = client_of(auditor).get(reverse("diversity")).content.decode()
    assert "ja i sig" in page or "never a yes" in page
    client = client_of(auditor)
    client.get(reverse("diversity"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("diversity"))
    make_matters(60, city("trafiknamnden"), kind=Kind.VISIT, status="carried_out", country="FI", city="Åbo")
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("diversity"))
    assert len(many) <= len(few)
    assert "<table" not in client_of(newcomer).get(reverse("diversity")).content.decode()


@pytest.mark.parametrize("query", ["since=1800", "until=x", "since=%00", "since=2026&until=2024"])
def test_nonsense_in_the_address_is_no_error(client_of, auditor, query: str) -> None:
    assert client_of(auditor).get(f"{reverse('diversity')}?{query}").status_code == 200
