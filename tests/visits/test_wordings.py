"""The wordings of letters and mails: a closed list of placeholders, versions that stay, and the product's own."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from governance.errors import StaleVersion
from tests.visits.open.asking import post_the_mail, received
from visits import actions, samples, wordings
from visits.models import LetterLanguage, LetterTemplate, TemplateKind
from visits.wordings import MissingPlaceholder, UnknownPlaceholder

pytestmark = pytest.mark.django_db
URL = "/besok/mallar/thanks/sv/"


@pytest.mark.parametrize("language", LetterLanguage.values)
@pytest.mark.parametrize("kind", TemplateKind.values)
def test_what_the_product_came_with_holds_and_its_sample_fills_it(kind: str, language: str, db) -> None:
    found = wordings.wording(kind, language)
    wordings.check_subject(kind, found.subject)
    wordings.check_text(kind, found.text)
    values = samples.values(kind, language)
    assert set(wordings.placeholders(kind)) <= set(values)
    assert "{" not in wordings.fill(found.subject + found.text, values)


@pytest.mark.parametrize("text", ["{{ visit }}", "{% load i18n %}", "{visit.matter}", "{link}", "{number}"])
def test_nothing_but_the_list_of_the_kind(text: str, coordinator) -> None:
    with pytest.raises(UnknownPlaceholder):
        actions.edit_template("thanks", "sv", 0, by=coordinator, subject="Tack", text=text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("mail_received", "Tack, {number}."),
        ("mail_link", "Här:"),
        ("invitation", "{name} {dates} {details} {no_guarantee}"),
        ("invitation", "{name} {dates} {details} {payment}"),
    ],
)
def test_what_it_is_sent_for_stands_in_it(kind: str, text: str, coordinator) -> None:
    with pytest.raises(MissingPlaceholder):
        actions.edit_template(kind, "sv", 0, by=coordinator, subject="x", text=text)


def test_a_link_is_no_heading(coordinator) -> None:
    with pytest.raises(UnknownPlaceholder):
        actions.edit_template("mail_news", "sv", 0, by=coordinator, subject="{link}", text="{link}")


def test_what_was_filled_in_is_not_read_again() -> None:
    assert wordings.fill("{a} {b}", {"a": "{b}", "b": "x"}) == "{b} x"


def test_versions_stay_and_can_be_taken_again(coordinator, client_of) -> None:
    for version, words in enumerate(("Första", "Andra")):
        actions.edit_template("thanks", "sv", version, by=coordinator, subject=words, text=words)
    client = client_of(coordinator)
    page = client.get(URL).content.decode()
    assert "Första" in page
    assert coordinator.name in page
    again = client.get(f"{URL}?version=1")
    assert again.context["form"]["text"].value() == "Första"
    assert again.context["form"]["version"].value() == 2
    assert client.get(f"{URL}?version=0").context["form"]["text"].value().startswith("Hej {contact}")
    assert client.get(f"{URL}?version=x").context["form"]["text"].value() == "Andra"
    assert wordings.wording("thanks", "sv").text == "Andra"


def test_back_to_the_products_own(coordinator, contact, client_of) -> None:
    actions.edit_template("thanks", "sv", 0, by=coordinator, subject="Vårt", text="Vårt")
    delivered = wordings.bundled()["thanks"]["sv"]["text"]
    with pytest.raises(PermissionDenied):
        actions.reset_template("thanks", "sv", 1, by=contact)
    with pytest.raises(StaleVersion):
        actions.reset_template("thanks", "sv", 0, by=coordinator)
    sent = {"version": 1, "subject": "Vårt", "text": "Vårt", "reset": "1"}
    assert client_of(coordinator).post(URL, sent).status_code == 302
    found = wordings.wording("thanks", "sv")
    assert (found.text, found.version, found.is_default) == (delivered, 2, True)
    LetterTemplate.objects.update(text="an older release")
    assert wordings.wording("thanks", "sv").text == delivered
    actions.edit_template("thanks", "sv", 2, by=coordinator, subject="Nytt", text="Nytt")
    assert wordings.wording("thanks", "sv").text == "Nytt"


def test_the_preview_while_one_types_is_a_part_and_saves_nothing(coordinator, client_of) -> None:
    sent = {"version": 0, "subject": "Tack {contact}", "text": "<b>{contact}</b> {unknown}"}
    answer = client_of(coordinator).post(URL, sent, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert "<html" not in page
    assert "Tack Anna Exempelsson" in page
    assert "&lt;b&gt;Anna Exempelsson&lt;/b&gt;" in page
    assert not LetterTemplate.objects.exists()


def test_an_unknown_placeholder_is_told_at_the_field(coordinator, client_of) -> None:
    page = client_of(coordinator).post(URL, {"version": 0, "subject": "Tack", "text": "{secret}"})
    assert page.status_code == 422
    assert "{secret}" in page.context["form"].errors["text"][0]


def test_a_mail_is_sent_in_the_citys_own_words(city, coordinator) -> None:
    actions.edit_template(
        "mail_received",
        "en",
        0,
        by=coordinator,
        subject="Got it: {number}",
        text="Hello.\n\n{link}\n\n{days} days.",
    )
    with translation.override("en"):
        visit, token = received()
        sent = post_the_mail()[-1]
    assert sent.subject == f"Got it: {visit.matter.number}"
    assert token in sent.body
    assert "10 days." in sent.body
