"""Good examples, key messages and information on the city: written, published, told of before they expire."""

import re
from datetime import date, timedelta
from html import unescape
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from governance.errors import StaleVersion, WrongState
from governance.lists import PAGE_SIZE
from governance.models import Document, Notice
from profiling import actions
from profiling.models import CityInformation, GoodExample, KeyMessage
from tests.factories import PERSONAS

from .rows import PNG, TODAY, make_entry, make_example, make_message, make_shown, photograph, upload

pytestmark = pytest.mark.django_db
FORM = {
    "version": "1",
    "body": "trafiknamnden",
    "title_sv": "Banor (exempel)",
    "title_en": "Lanes (exempel)",
    "what_sv": "Vi sopar.",
    "what_en": "We sweep.",
    "result_sv": "Bra.",
    "result_en": "Good.",
    "theme": "climate",
    "contact_sv": "Trafikkontoret",
    "contact_en": "The Transport Department",
    "since": "2026-01-01",
    "until": "2099-01-01",
}
ENTRY = {
    "version": "1",
    "kind": "city_information",
    "title_en": "How to visit",
    "text_en": "Write to us.",
    "body": "trafiknamnden",
    "revised_on": "2026-01-01",
}


def taken_by_a_phone() -> bytes:
    """Held upright, at a place and by a camera that the file tells of."""
    told = Image.Exif()
    told[0x0112], told[0x010F] = 6, "Kamera"
    told.get_ifd(0x8825).update({1: "N", 2: (59.0, 19.0, 46.0)})
    return photograph("JPEG", exif=told, comment=b"Tove Trafik")


def test_a_photograph_is_kept_without_where_it_was_taken(contact, city) -> None:
    sent = taken_by_a_phone()
    assert Image.open(BytesIO(sent)).getexif().get_ifd(0x8825)
    words = {"alternative_sv": "x", "alternative_en": "x"}
    kept = make_example(contact, city("trafiknamnden"), picture=upload(sent, "foto.jpg"), **words).picture
    content = bytes(kept.content)
    shown = Image.open(BytesIO(content))
    assert kept.media_type == "image/jpeg"
    assert shown.size == (2, 4), "turned as the camera said it was held"
    assert not shown.getexif()
    assert not any(trace in content for trace in (b"Exif", b"Kamera", b"Tove"))


def test_words_in_a_png_go_too(contact, city) -> None:
    told = PngInfo()
    told.add_text("Author", "Tove Trafik")
    words = {"alternative_sv": "x", "alternative_en": "x"}
    sent = photograph("PNG", pnginfo=told)
    kept = make_example(contact, city("trafiknamnden"), picture=upload(sent), **words).picture
    assert b"Tove" in sent
    assert b"Tove" not in bytes(kept.content)


@pytest.mark.parametrize("content", [PNG[:40], b"\xff\xd8\xff", b"GIF89a", b"", PNG[:8] + b"\0" * 32])
def test_what_is_no_picture_is_told_at_its_field(content: bytes, contact, city) -> None:
    with pytest.raises(ValidationError) as refused:
        make_example(
            contact, city("trafiknamnden"), picture=upload(content), alternative_sv="x", alternative_en="x"
        )
    assert "picture" in refused.value.message_dict


def test_a_new_one_that_is_sent_twice_is_made_once(client_of, contact, city) -> None:
    client, url = client_of(contact), reverse("profiling:new_example")
    sent = FORM | {"draft_token": str(uuid4())}
    assert client.post(url, sent).status_code == 302
    again = client.post(url, sent)
    assert again.status_code == 422
    assert sent["draft_token"] not in again.content.decode()
    assert GoodExample.objects.count() == 1
    assert 'name="draft_token"' in client.get(url).content.decode()


@pytest.mark.parametrize("username", sorted(PERSONAS))
def test_only_the_bodys_own_write_its_examples(username, city, contact, person):
    by, committee = person(username), city("trafiknamnden")
    example = make_shown(contact, committee)
    if username in ("contact", "secretary"):
        assert actions.edit(example, 1, by=by, result_en="Better.").version == 2
        return
    with pytest.raises(PermissionDenied):
        make_example(by, committee)
    for act in (lambda: actions.edit(example, 1, by=by), lambda: actions.take_down(example, by=by)):
        with pytest.raises(PermissionDenied):
            act()


@pytest.mark.parametrize("username", sorted(PERSONAS))
def test_only_the_city_executive_office_writes_key_messages(username, city, coordinator, person):
    by, message = person(username), make_message(coordinator)
    if username == "coordinator":
        assert actions.publish(message, by=by).published_by == by
        return
    with pytest.raises(PermissionDenied):
        make_message(by)
    with pytest.raises(PermissionDenied):
        actions.publish(message, by=by)


@pytest.mark.parametrize("username", sorted(PERSONAS))
def test_information_is_written_by_the_office_and_the_body(username, city, coordinator, person):
    by, entry = person(username), make_entry(coordinator, city("trafiknamnden"))
    if username in ("contact", "secretary", "coordinator"):
        assert actions.edit(entry, 1, by=by, text_en="x").text_en == "x"
        return
    with pytest.raises(PermissionDenied):
        actions.edit(entry, 1, by=by, text_en="x")


def test_an_example_is_not_given_to_a_body_one_does_not_write_for(contact, city):
    example = make_example(contact, city("trafiknamnden"))
    with pytest.raises(PermissionDenied):
        actions.edit(example, 1, by=contact, body=city("miljo-och-halsoskyddsnamnden"))


def test_published_it_says_by_whom_and_the_history_keeps_it(contact, city):
    example = make_shown(contact, city("trafiknamnden"))
    assert example.published_by == contact
    with pytest.raises(WrongState):
        actions.publish(example, by=contact)
    actions.take_down(example, by=contact)
    assert GoodExample.objects.get().published_at is None
    assert example.history.count() == 3
    assert {state.history_user for state in example.history.all()} == {contact}


def test_what_has_expired_is_not_published(contact, city):
    example = make_example(contact, city("trafiknamnden"), until=TODAY() - timedelta(days=1))
    with pytest.raises(WrongState):
        actions.publish(example, by=contact)


def test_what_has_expired_is_not_offered_to_be_published(client_of, contact, coordinator, city):
    example = make_example(contact, city("trafiknamnden"), until=TODAY() - timedelta(days=1))
    page = client_of(contact).get(example.get_absolute_url()).content.decode()
    assert "/publicering/" not in page
    assert "har lämnat den öppna sidan" not in page
    make_message(coordinator, until=TODAY() - timedelta(days=1))
    assert "/publicering/" not in client_of(coordinator).get("/budskap/").content.decode()


def test_who_comes_second_is_told(contact, city):
    example = make_example(contact, city("trafiknamnden"))
    actions.edit(example, 1, by=contact, contact_sv="Kontoret")
    with pytest.raises(StaleVersion):
        actions.edit(example, 1, by=contact, contact_sv="Ett annat")


def test_a_picture_is_told_in_words_and_is_a_picture(contact, city):
    committee = city("trafiknamnden")
    with pytest.raises(ValidationError):
        make_example(contact, committee, picture=upload())
    with pytest.raises(ValidationError):
        make_example(contact, committee, picture=upload(b"<svg/>"), alternative_sv="x", alternative_en="x")
    example = make_example(contact, committee, picture=upload(), alternative_sv="x", alternative_en="x")
    assert example.picture.media_type == "image/png"
    assert Image.open(BytesIO(example.picture.content)).size == (4, 2)
    # Edited without a new picture it keeps the one it has.
    assert (
        actions.edit(example, 1, by=contact, picture=None, contact_sv="x").picture == Document.objects.get()
    )


@pytest.mark.parametrize("wrong", [{"until": date(2001, 1, 1)}, {"published_at": "2026-01-01T12:00Z"}])
def test_the_database_says_no_first(wrong, contact, city):
    example = make_example(contact, city("trafiknamnden"))
    for name, value in wrong.items():
        setattr(example, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        example.save()


def test_owners_are_told_a_month_ahead_once(contact, coordinator, city):
    soon = TODAY() + timedelta(days=30)
    make_shown(contact, city("trafiknamnden"), until=soon)
    make_shown(contact, city("trafiknamnden"), until=soon + timedelta(days=1))
    make_example(contact, city("trafiknamnden"), until=soon)
    actions.publish(make_message(coordinator, until=soon), by=coordinator)
    for _again in range(2):
        actions.tell_what_expires()
    told = {(notice.person.username, notice.key.split(":")[0]) for notice in Notice.objects.all()}
    assert told == {("contact", "example-expires"), ("coordinator", "message-expires")}
    assert Notice.objects.count() == 2


@pytest.mark.parametrize(
    ("facts", "is_late"),
    [
        ({"revised_on": date(2024, 11, 20)}, True),
        ({"revised_on": date(2024, 11, 21)}, False),
        ({"revised_on": date(2026, 1, 1), "next_revision_on": date(2026, 11, 20)}, True),
        ({"revised_on": date(2020, 1, 1), "next_revision_on": date(2027, 1, 1)}, False),
    ],
)
def test_what_is_not_revised_in_time_is_flagged_to_the_coordinator(facts, is_late, coordinator, city):
    entry = actions.publish(make_entry(coordinator, city("trafiknamnden"), **facts), by=coordinator)
    day = date(2026, 11, 21)
    assert list(CityInformation.objects.late(day)) == ([entry] if is_late else [])
    for _again in range(2):
        actions.tell_what_expires(day)
    assert Notice.objects.filter(person=coordinator).count() == is_late


def test_the_months_are_a_setting(coordinator, city, settings):
    settings.CITY_INFORMATION_MONTHS = 1
    old = TODAY() - timedelta(days=40)
    entry = actions.publish(make_entry(coordinator, city("trafiknamnden"), revised_on=old), by=coordinator)
    assert entry.is_late


def test_the_form_makes_a_draft_that_others_do_not_see(client_of, contact, other_contact, city):
    answer = client_of(contact).post("/goda-exempel/nytt/", FORM)
    example = GoodExample.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, example.get_absolute_url())
    assert "Banor (exempel)" not in client_of(other_contact).get("/goda-exempel/").content.decode()
    assert client_of(other_contact).get(example.get_absolute_url()).status_code == 404
    client_of(contact).post(f"{example.get_absolute_url()}publicering/", {"act": "publish", "version": "1"})
    assert "Banor (exempel)" in client_of(other_contact).get("/goda-exempel/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title_en": ""}, "title_en"),
        ({"title_sv": "a\0b"}, "title_sv"),
        ({"what_sv": "x" * 200_000}, "what_sv"),
        ({"until": "2025-12-31"}, "until"),
        ({"until": "i vår"}, "until"),
        ({"email": "kontoret"}, "email"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"theme": "väder"}, "theme"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(wrong, field, client_of, contact, city):
    answer = client_of(contact).post("/goda-exempel/nytt/", FORM | wrong)
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert not GoodExample.objects.exists()


def test_a_coordinator_writes_for_every_body_and_a_body_for_itself(client_of, contact, coordinator, city):
    other = {"body": "miljo-och-halsoskyddsnamnden"}
    assert client_of(coordinator).post("/stadsinformation/nytt/", ENTRY | other).status_code == 302
    assert client_of(contact).post("/stadsinformation/nytt/", ENTRY | other).status_code == 422
    assert client_of(contact).post("/stadsinformation/nytt/", ENTRY).status_code == 302


@pytest.mark.parametrize("wrong", [{"revised_on": "2099-01-01"}, {"next_revision_on": "2025-01-01"}])
def test_days_of_revision_are_possible(wrong, client_of, contact, city):
    assert client_of(contact).post("/stadsinformation/nytt/", ENTRY | wrong).status_code == 422


def test_two_who_write_at_once_see_both_texts(client_of, contact, secretary, city):
    example = make_example(contact, city("trafiknamnden"))
    url = f"{example.get_absolute_url()}andra/"
    actions.edit(example, 1, by=secretary, title_en="Theirs")
    answer = client_of(contact).post(url, FORM | {"title_en": "Mine"})
    assert answer.status_code == 409
    told = answer.content.decode()
    assert "Theirs" in told
    assert "Mine" in told


def test_a_button_pressed_twice_does_not_undo_itself(client_of, coordinator, city):
    client, message = client_of(coordinator), make_message(coordinator)
    address = reverse("profiling:publish_message", args=[message.pk])
    shown = client.get("/budskap/").content.decode()
    assert 'name="act" value="publish"' in shown
    asked = {"act": "publish", "version": "1"}
    assert [client.post(address, asked).status_code for _press in range(2)] == [302, 409]
    assert KeyMessage.objects.get().is_published
    assert client.post(address, {"act": "take_down"}).status_code == 302
    assert not KeyMessage.objects.get().is_published


def test_what_was_changed_meanwhile_is_read_before_it_is_published(client_of, coordinator, city):
    message = make_message(coordinator)
    actions.edit(message, 1, by=coordinator, text_en="Theirs")
    address = reverse("profiling:publish_message", args=[message.pk])
    assert client_of(coordinator).post(address, {"act": "publish", "version": "1"}).status_code == 409
    assert not KeyMessage.objects.get().is_published


def test_an_expired_message_is_shown_as_expired(client_of, coordinator, auditor, city):
    message = actions.publish(make_message(coordinator), by=coordinator)
    KeyMessage.objects.filter(pk=message.pk).update(until=TODAY() - timedelta(days=1))
    assert 'tag-neutral">utgånget</span>' in client_of(auditor).get("/budskap/").content.decode()


def test_the_history_tells_who_changed_what(client_of, contact, city):
    example = make_shown(contact, city("trafiknamnden"))
    actions.edit(example, 1, by=contact, result_sv="Ännu fler cyklar.")
    told = client_of(contact).get(f"{example.get_absolute_url()}historik/").content.decode()
    assert "Ännu fler cyklar." in told


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("theme=climate", True), ("direction=profiling", True), ("state=expired", False), ("body=%00", False),
        ("state=x", False),
    ],
)  # fmt: skip
def test_the_list_is_narrowed_by_what_is_good(query, found, client_of, contact, city):
    make_shown(contact, city("trafiknamnden"), directions=["profiling"])
    answer = client_of(contact).get(f"/goda-exempel/?{query}")
    assert answer.status_code == 200
    assert ("Sopsaltade" in answer.content.decode()) is found


def test_every_list_is_turned_page_by_page_and_loses_none(client_of, contact, coordinator, city):
    committee = city("trafiknamnden")
    for n in range(PAGE_SIZE + 1):
        name = f"Rad {n}."
        make_shown(contact, committee, title_sv=name)
        actions.publish(make_message(coordinator, text_en=name), by=coordinator)
        actions.publish(make_entry(coordinator, committee, title_en=name), by=coordinator)
    reader = client_of(coordinator)
    for path in ("/goda-exempel/", "/budskap/", "/stadsinformation/"):
        first = reader.get(path).content.decode()
        following = unescape(re.search(r'rel="next" href="([^"]+)"', first)[1])
        both = first + reader.get(following).content.decode()
        assert all(f"Rad {n}." in both for n in range(PAGE_SIZE + 1)), path
        assert not all(f"Rad {n}." in first for n in range(PAGE_SIZE + 1)), path


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=late", "Gammal"), ("state=draft", "Utkast"), ("state=published", "GammalNy"),
        ("kind=city_information", "Ny"), ("body=trafiknamnden", "GammalNyUtkast"), ("body=%00", ""),
    ],
)  # fmt: skip
def test_information_is_narrowed_and_what_is_late_is_told_of_all(query, found, client_of, coordinator, city):
    committee = city("trafiknamnden")
    old = make_entry(coordinator, committee, title_en="Gammal", revised_on=date(2020, 1, 1))
    new = make_entry(coordinator, committee, title_en="Ny", kind="city_information")
    for row in (old, new):
        actions.publish(row, by=coordinator)
    make_entry(coordinator, committee, title_en="Utkast")
    page = client_of(coordinator).get(f"/stadsinformation/?{query}")
    assert "".join(row.title_en for row in page.context["page"]) == found
    assert page.context["late"] == 1
