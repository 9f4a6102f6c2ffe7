"""What a search finds besides matters: by Swedish stems, and never what its page would not show to the person."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.postgres.indexes import GinIndex
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from engagements.models import Organisation
from governance import finding, meetings, strategy_drafts
from governance.models import Matter, Person, Section, Strategy
from governance.stems import Stems
from network.models import CityProfile, Indicator, NetworkAnswer, NetworkMeeting, NetworkQuestion, Observation
from referrals.models import REVISED, DocumentSection
from referrals.text import Section as Written
from tests.factories import PERSONAS
from tests.governance.meetings.sittings import planned
from tests.governance.strategy_draft_rows import begun
from tests.planning.making import line, of, opened
from tests.referrals.making import ASKED, drafted, fresh, person, sent

pytestmark = pytest.mark.django_db
# Written in one form, asked for in another.
WRITTEN, ASKED_FOR = "laddstolparna", "laddstolpar"
SEARCH = reverse("search")


def network_rows(by: Person, word: str = WRITTEN) -> dict[str, Any]:
    mine: dict[str, Any] = {"author": by}
    now = timezone.now()
    question = NetworkQuestion.objects.create(title=f"Var står {word}?", theme="climate", **mine)
    asked = NetworkQuestion.objects.create(title="Vem vet mest?", theme="climate", **mine)
    NetworkAnswer.objects.create(question=asked, text=f"Malmö vet allt om {word}.", **mine)
    city = Organisation.objects.create(name="Gent", slug=f"gent-{word}", country="BE")
    return {
        "question": question,
        "answered": asked,
        "observation": Observation.objects.create(
            title="Ny trend",
            so_what=f"Det rör {word}.",
            source="Ny Teknik",
            seen_on=now,
            theme="climate",
            **mine,
        ),
        "meeting": NetworkMeeting.objects.create(
            title="Vårmöte",
            agenda=f"1. {word}",
            starts_at=now,
            ends_at=now + timedelta(hours=1),
            place="Stadshuset",
            **mine,
        ),
        "city": CityProfile.objects.create(
            organisation=city, relation="partner", niche=f"Lånar ut {word}", source="Gent", **mine
        ),
        "indicator": Indicator.objects.create(name_sv=f"Antal {word}", name_en="Charging posts", **mine),
    }


def a_version(word: str = WRITTEN) -> Section:
    section = Section.objects.filter(strategy=Strategy.objects.get(key="2016")).first()
    section.text_sv += f" Om {word}."
    section.save()
    return section


def found(client: Any, text: str = ASKED_FOR) -> dict[str, Any]:
    """Every hit by its address."""
    besides = client.get(SEARCH, {"q": text}).context["besides"]
    return {hit.url: hit for sort in besides for hit in sort.hits}


@pytest.fixture
def everything(city) -> dict[str, str]:
    """One of each that has the word, and its address."""
    addresses = {name: row.get_absolute_url() for name, row in network_rows(person("contact")).items()}
    addresses["section"] = a_version().get_absolute_url()
    draft = begun()
    draft = strategy_drafts.change_section(
        draft, draft.version, 1, by=person("coordinator"), text_sv=f"Om {WRITTEN}."
    )
    addresses["draft"] = draft.get_absolute_url()
    written = (Written("1", f"Var {WRITTEN} står", "Text."),)
    asked_in = sent(ASKED[:1], sections=written)
    addresses["referral"] = asked_in.matter.get_absolute_url()
    unsent = drafted(sections=written, diary_number="KS 2026/990", title="Ett opublicerat förslag")
    addresses["unsent"] = unsent.matter.get_absolute_url()
    plan = of(opened())
    line(plan, title=f"Fler {WRITTEN}")
    addresses["plan"] = plan.get_absolute_url()
    item = meetings.add_other(planned(), by=person("secretary"), title=f"Information om {WRITTEN}")
    addresses["item"] = item.get_absolute_url()
    return addresses


@pytest.mark.parametrize("persona", PERSONAS)
def test_it_is_found_by_just_those_to_whom_its_page_opens(persona, everything, client_of) -> None:
    client = client_of(persona)
    opens = {url for url in everything.values() if client.get(url.split("#")[0]).status_code == 200}
    assert set(found(client)) == opens


def test_who_reads_what(everything, client_of) -> None:
    """The same in plain words, so that a page that opened to too many would not take the search with it."""
    names = {url: name for name, url in everything.items()}
    of_network = {"question", "answered", "observation", "meeting", "city", "indicator"}
    for persona, expected in {
        "newcomer": {"section"},
        "administrator": {"section"},
        "contact": {"section", "referral", "plan", "item", *of_network},
        "other_contact": {"section", *of_network},
        "coordinator": {"section", "draft", "referral", "unsent", "plan", "item", *of_network},
        "auditor": {"section", "referral", "unsent", "plan", "item", *of_network},
    }.items():
        assert {names[url] for url in found(client_of(persona))} == expected, persona


def test_what_is_secret_is_found_by_nobody_but_who_is_let_in(everything, client_of) -> None:
    kinds = ("plan", "referral")
    marked = Matter.objects.filter(kind__in=kinds)
    marked.update(secrecy_ground="OSL 15:1", secrecy_marked_on=timezone.localdate())
    hidden = {everything[name] for name in ("plan", "referral", "unsent")}
    for persona in ("coordinator", "contact", "auditor", "mayor"):
        assert not hidden & set(found(client_of(persona))), persona
    plan = Matter.objects.get(kind="plan", body__slug="trafiknamnden")
    plan.grants.create(person=person("contact"), granted_by=person("contact"))
    assert hidden & set(found(client_of("contact"))) == {everything["plan"]}


def test_what_the_office_makes_of_the_answers_is_its_own_until_it_is_proposed(city, client_of) -> None:
    referral = sent(ASKED[:1], sections=(Written("1", "Syfte", "Text."),))
    DocumentSection.objects.create(
        referral=referral, edition=REVISED, position=1, number="1", title="Syfte", text=f"Om {WRITTEN}."
    )
    url = referral.matter.get_absolute_url()
    assert url in found(client_of("coordinator"))
    assert url not in found(client_of("contact"))
    Matter.objects.filter(pk=referral.pk).update(status="before_board")
    assert url in found(client_of("contact"))


def test_a_referral_is_found_by_those_who_were_asked_by_its_title(city, client_of) -> None:
    referral = sent(ASKED[:1], title="Förslag om båtbryggor", sections=(Written("1", "Syfte", "Text."),))
    url = fresh(referral).matter.get_absolute_url()
    assert url in found(client_of("contact"), "båtbrygga")
    assert url not in found(client_of("other_contact"), "båtbrygga")
    # Of one's own body it is among the matters, once.
    page = client_of("board_secretary").get(SEARCH, {"q": "båtbrygga"})
    assert referral.pk in {row.pk for row in page.context["page"].rows}
    assert page.context["besides"] == []


def test_a_line_of_another_body_is_not_found(city, client_of) -> None:
    theirs = of(opened(), "miljo-och-halsoskyddsnamnden")
    line(theirs, by="other_contact", title=f"Fler {WRITTEN}")
    assert found(client_of("contact")) == {}
    assert list(found(client_of("other_contact"))) == [theirs.get_absolute_url()]


def test_the_ten_questions_are_found_by_their_words_in_both_languages(city, client_of) -> None:
    url = reverse("questions:list")
    for text in ("medlemskap", "memberships"):
        hits = [hit for hit in found(client_of("newcomer"), text) if hit.startswith(url)]
        assert hits, text
        assert all(client_of("newcomer").get(hit).status_code == 200 for hit in hits)


def test_words_that_matched_are_marked_and_everything_else_is_escaped(city, client_of) -> None:
    NetworkQuestion.objects.create(
        title=f"{WRITTEN} <script>alert(1)</script>", theme="climate", author=person("contact")
    )
    page = client_of("contact").get(SEARCH, {"q": ASKED_FOR}).content.decode()
    assert "<script>alert" not in page
    assert f"<mark>{WRITTEN}</mark> &lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(
    "text", ["a", "'", "!!", "& |", "laddstolpar -malmö", "“", "\\", ":*", "och", "%", "2026-00001"]
)
def test_whatever_is_typed_is_answered(text, everything, client_of) -> None:
    assert client_of("contact").get(SEARCH, {"q": text}).status_code == 200


def test_more_than_are_shown_are_in_their_list(city, client_of) -> None:
    by = person("contact")
    for number in range(finding.SHOWN + 2):
        NetworkQuestion.objects.create(title=f"{WRITTEN} {number}", theme="climate", author=by)
    (sort,) = client_of("contact").get(SEARCH, {"q": ASKED_FOR}).context["besides"]
    assert (len(sort.hits), sort.more) == (finding.SHOWN, True)
    assert str(sort.hits[0].title).endswith(str(finding.SHOWN + 1))
    page = client_of("contact").get(SEARCH, {"q": ASKED_FOR}).content.decode()
    assert f"{reverse('network:questions')}?q={ASKED_FOR}" in page


def test_it_costs_the_same_for_one_of_each_and_for_many(everything, client_of) -> None:
    def asked(client: Any) -> int:
        client.get(SEARCH, {"q": ASKED_FOR})
        with CaptureQueriesContext(connection) as captured:
            client.get(SEARCH, {"q": ASKED_FOR})
        return len(captured)

    client = client_of("coordinator")
    few = asked(client)
    for number in range(12):
        network_rows(person("contact"), f"{WRITTEN} {number}")
        line(of(opened(year=2010 + number)), title=f"Fler {WRITTEN}")
    assert asked(client) == few
    client.get(SEARCH)
    with CaptureQueriesContext(connection) as captured:
        client.get(SEARCH)
    assert len(captured) <= few - 2  # nothing is asked of nothing


@pytest.mark.parametrize(
    "source",
    [each for each in finding.sources() if isinstance(each.words, tuple) and each.words],
    ids=lambda s: str(s.sort),
)
def test_what_is_searched_is_indexed_just_so(source, city) -> None:
    """An index answers only the very expression it is of."""
    rows = source.rows(person("coordinator"))
    indexes = [index for index in rows.model._meta.indexes if isinstance(index, GinIndex)]
    kept = [expression for index in indexes for expression in index.expressions]
    of_columns = [
        tuple(part.name for part in each.get_source_expressions()) for each in kept if isinstance(each, Stems)
    ]
    assert source.words in of_columns


def test_a_section_shows_where_the_words_stand(city, client_of) -> None:
    section = a_version()
    hit = found(client_of("newcomer"))[section.get_absolute_url()]
    assert str(hit.title) == section.title_sv
    assert f"<mark>{WRITTEN}</mark>" in str(hit.text)
