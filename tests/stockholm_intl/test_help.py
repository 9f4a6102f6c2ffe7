"""Help where one stands: the words and what they cite, the walks and whom they are for."""

import re

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import override

from governance.models import Office, Person, Section
from stockholm_intl.help.tours import tours
from stockholm_intl.help.words import in_order, words

LANGUAGES = ("sv", "en")


def drawn(text: str, request=None) -> str:
    return Template(text).render(Context({"request": request or RequestFactory().get("/")}))


# --- Words


@pytest.mark.parametrize("key", sorted(words()))
def test_a_word_is_explained_in_both_languages_and_leads_to_a_page_that_is_there(key):
    word = words()[key]
    assert len(word.text_sv) > 25 < len(word.text_en)
    assert word.text_sv.endswith(".")
    assert word.text_en.endswith(".")
    assert not word.page or reverse(word.page)


@pytest.mark.django_db
def test_what_a_word_cites_is_a_section_of_a_strategy(city):
    cited = {word.cited for word in words().values() if word.section}
    known = set(Section.objects.values_list("strategy__key", "number"))
    assert cited
    assert cited <= known


def test_no_two_words_are_called_the_same():
    for language in LANGUAGES:
        names = [getattr(word, language) for word in words().values()]
        assert len(set(names)) == len(names)


def test_the_words_stand_in_the_order_of_the_readers_alphabet():
    names = [word.sv for word in in_order("sv")]
    assert names.index("avsnitt") < names.index("organ") < names.index("ärende")
    assert names[-1].startswith(("ä", "å", "ö"))
    assert [word.en for word in in_order("en")] == sorted(
        (word.en for word in in_order("en")), key=str.casefold
    )


def test_a_word_on_a_page_opens_one_card_however_often_it_stands_there():
    with override("sv"):
        page = drawn('{% word "referral" %} {% word "referral" "ut på remiss" %} {% word "reply" %}')
    assert page.count('popovertarget="word-referral"') == 2
    assert page.count('id="word-referral"') == 1
    assert page.count('id="word-reply"') == 1
    assert ">remiss</button>" in page
    assert ">ut på remiss</button>" in page


def test_a_word_on_the_next_page_has_its_card_again():
    assert drawn('{% word "referral" %}').count('id="word-referral"') == 1
    assert drawn('{% word "referral" %}').count('id="word-referral"') == 1


def test_what_is_shown_in_place_of_a_word_is_text():
    for text in ("<b>x</b>", mark_safe("<b>x</b>")):
        page = Template('{% word "referral" text %}').render(Context({"text": text}))
        assert "&lt;b&gt;x&lt;/b&gt;" in page


@pytest.mark.django_db
def test_the_glossary_finds_a_word_in_either_language_and_says_when_there_is_none(client_of):
    client = client_of("contact")
    for query in ("återremiss", "ÅTERREMISS", "referral back"):
        assert 'id="referral_back"' in client.get("/hjalp/ord/", {"q": query}).content.decode()
    nothing = client.get("/hjalp/ord/", {"q": "qqq\0<b>"}).content.decode()
    assert "<b>" not in nothing
    assert 'class="empty"' in nothing


# --- Walks


@pytest.mark.parametrize("role", sorted(tours()))
def test_a_step_is_an_address_one_can_send(role):
    assert role in Office.Role.values
    for step in tours()[role].steps:
        assert step.url.endswith(f"?visning={role}-{step.place}")
        assert step.text_sv != step.text_en


def test_every_role_has_a_walk():
    assert set(tours()) == set(Office.Role.values)


@pytest.mark.parametrize("role", sorted(tours()))
@pytest.mark.django_db
def test_a_walk_is_walked_by_its_own_links_from_the_first_step_to_the_last(role, client_of):
    client, steps = client_of({"contact_person": "contact"}.get(role, role)), tours()[role].steps
    url, seen = steps[0].url, []
    while url:
        response = client.get(url)
        assert response.status_code == 200, url
        strip = re.search(r'<section class="walk".*?</section>', response.content.decode(), re.S).group()
        seen.append(url)
        url = next((href for href in re.findall(r'href="([^"]+)"', strip) if href not in seen), "")
    assert seen == [step.url for step in steps]


@pytest.mark.parametrize(
    "mark", ["secretary-1", "contact_person-99", "contact_person-0", "x", "-", "a-1-\u0661"]
)
@pytest.mark.django_db
def test_a_walk_of_another_role_or_a_step_that_is_not_there_shows_nothing(mark, client_of):
    page = client_of("contact").get("/", {"visning": mark}).content.decode()
    assert 'class="walk-place"' not in page


@pytest.mark.django_db
def test_the_start_page_offers_a_walk_until_it_is_answered(client_of, person):
    client = client_of("contact")
    assert 'class="walk"' in client.get("/").content.decode()
    assert client.post("/hjalp/visad/").status_code == 302
    assert 'class="walk"' not in client.get("/").content.decode()
    assert Person.objects.get(pk=person("contact").pk).shown_around_on is not None
    assert 'class="walk-steps"' in client.get("/hjalp/").content.decode()


@pytest.mark.django_db
def test_who_holds_no_office_is_offered_no_walk(client_of):
    assert 'class="walk"' not in client_of("newcomer").get("/").content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.django_db
def test_the_foot_leads_to_the_help_for_who_is_logged_in_and_for_nobody_else(language, client_of, person):
    """Whoever came first: the foot is drawn once for each of the two."""
    Person.objects.filter(pk=person("contact").pk).update(language=language)
    for _round in range(2):
        open_page = Client(headers={"Accept-Language": language}).get("/logga-in/").content.decode()
        assert 'href="/hjalp/"' not in open_page
        assert 'href="/hjalp/"' in client_of("contact").get("/").content.decode()
