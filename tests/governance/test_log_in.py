"""Logging in and out; the demonstration's open doors, and that they are shut without DEMO."""

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse

from governance.guessing import MOST, _forget
from governance.models import Person

PASSWORD = "en lång fras som ingen gissar"


@pytest.fixture(autouse=True)
def nobody_has_guessed() -> None:
    """Redis outlives a test."""
    for name in ("contact", "secretary"):
        _forget(name)


def test_with_user_name_and_password(client, contact) -> None:
    contact.set_password(PASSWORD)
    contact.save()
    answer = client.post(reverse("login"), {"username": "contact", "password": PASSWORD})
    assert answer["Location"] == reverse("my_work")
    assert client.get(reverse("my_work")).status_code == 200


def test_a_wrong_password_is_told_kindly(client, contact) -> None:
    answer = client.post(reverse("login"), {"username": "contact", "password": "fel"})
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()


def test_after_ten_wrong_passwords_the_right_one_waits_too(client, contact, person) -> None:
    for somebody in (contact, person("secretary")):
        somebody.set_password(PASSWORD)
        somebody.save()
    wrong = {"username": "contact", "password": "fel"}
    assert [client.post(reverse("login"), wrong).status_code for _attempt in range(MOST)] == [422] * MOST
    answer = client.post(reverse("login"), {"username": "contact", "password": PASSWORD})
    assert answer.status_code == 422
    assert "kvart" in answer.content.decode()
    other = client.post(reverse("login"), {"username": "secretary", "password": PASSWORD})
    assert other.status_code == 302


def test_the_right_password_forgets_the_wrong_ones(client, contact) -> None:
    contact.set_password(PASSWORD)
    contact.save()
    for password in [*["fel"] * (MOST - 1), PASSWORD] * 2:
        client.logout()
        answer = client.post(reverse("login"), {"username": "contact", "password": password})
    assert answer.status_code == 302


def test_nobody_is_kept_out_because_redis_is_down(client, contact, settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    contact.set_password(PASSWORD)
    contact.save()
    assert client.post(reverse("login"), {"username": "contact", "password": PASSWORD}).status_code == 302


def test_somebody_who_has_left_does_not_come_in(client, contact) -> None:
    contact.set_password(PASSWORD)
    contact.is_active = False
    contact.save()
    client.post(reverse("login"), {"username": "contact", "password": PASSWORD})
    assert client.get(reverse("my_work")).status_code == 302


def test_the_way_on_stays_in_the_house(client, contact) -> None:
    contact.set_password(PASSWORD)
    contact.save()
    data = {"username": "contact", "password": PASSWORD, "next": "https://evil.example/"}
    assert client.post(reverse("login"), data)["Location"] == reverse("my_work")


@pytest.mark.parametrize(("language", "words"), [("en", "Ask for a visit"), ("sv", "Begär ett besök")])
def test_a_guest_who_comes_to_the_root_is_shown_the_way(client, db, settings, language, words) -> None:
    settings.DEMO = True
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = client.get("/", follow=True).content.decode()
    assert words in page
    assert f'href="/oppet/{language}/besok/"' in page
    assert f'href="/oppet/{language}/register/"' in page
    assert page.index("login-guest") < page.index("login-own")


def test_one_click_in_the_demonstration(client, contact, settings) -> None:
    settings.DEMO = True
    Person.objects.filter(pk=contact.pk).update(is_demonstration=True)
    page = client.get(reverse("login")).content.decode()
    assert "Tove Trafik" in page
    client.post(reverse("log_in_as"), {"username": "contact"})
    assert client.get(reverse("my_work")).wsgi_request.user == contact


def test_without_the_demonstration_there_are_no_personas_and_no_open_door(client, contact) -> None:
    assert django_settings.DEMO is False
    Person.objects.filter(pk=contact.pk).update(is_demonstration=True)
    assert "Tove Trafik" not in client.get(reverse("login")).content.decode()
    assert client.post(reverse("log_in_as"), {"username": "contact"}).status_code == 404
    assert client.get(reverse("my_work")).status_code == 302


@pytest.mark.parametrize("username", ["auditor", "nobody", "", "\x00"])
def test_in_the_demonstration_only_invented_persons_are_open(client, city, settings, username) -> None:
    settings.DEMO = True
    assert client.post(reverse("log_in_as"), {"username": username}).status_code == 404


def test_one_click_needs_a_post(client, contact, settings) -> None:
    settings.DEMO = True
    assert client.get(reverse("log_in_as"), {"username": "contact"}).status_code == 405


def test_logging_out_needs_a_post_and_ends_the_session(client_of, contact) -> None:
    client = client_of(contact)
    assert client.get(reverse("logout")).status_code == 405
    assert client.post(reverse("logout"))["Location"] == reverse("login")
    assert client.get(reverse("my_work")).status_code == 302


def test_the_language_is_kept_with_the_person(client_of, contact, person) -> None:
    client = client_of(contact)
    client.post(reverse("set_language"), {"language": "en", "next": "/organ/"})
    assert person("contact").language == "en"
    assert "Bodies and persons" in client.get(reverse("bodies")).content.decode()
    client.post(reverse("set_language"), {"language": "xx", "next": "/organ/"})
    assert person("contact").language == "en"


def test_the_language_follows_the_person_at_login(client, contact) -> None:
    contact.set_password(PASSWORD)
    contact.language = "en"
    contact.save()
    client.post(reverse("login"), {"username": "contact", "password": PASSWORD})
    assert client.cookies["django_language"].value == "en"


def test_whoever_follows_a_link_comes_where_it_leads_after_the_click(client, contact, settings) -> None:
    settings.DEMO = True
    Person.objects.filter(pk=contact.pk).update(is_demonstration=True)
    wanted = reverse("who_decides") + "?act=join_membership"
    page = client.get(wanted, follow=True).content.decode()
    assert page.count(f'name="next" value="{wanted}"') == 2, "for the password and for the invented persons"
    data = {"username": "contact", "next": wanted}
    assert client.post(reverse("log_in_as"), data)["Location"] == wanted
    client.post(reverse("logout"))
    data["next"] = "//evil.example/"
    assert client.post(reverse("log_in_as"), data)["Location"] == reverse("my_work")


def test_a_form_from_before_the_login_is_refused_in_words(contact) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(contact)
    answer = client.post(reverse("visits:new"), {"counterpart": "Zeta"})
    assert answer.status_code == 403
    assert f'href="{reverse("visits:new")}"' in answer.content.decode()
    assert "DEBUG" not in answer.content.decode()


def test_an_address_that_is_a_button_says_so_when_opened(client_of, contact) -> None:
    answer = client_of(contact).get(reverse("read_notices"))
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "<h1" in answer.content.decode()
