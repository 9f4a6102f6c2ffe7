"""A briefing pack holds what its reader may know of a partner, in the language asked for, and says what is withheld."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import override

from engagements import actions, briefings, example_partners
from engagements.actions import persons
from engagements.actions.briefings import KEPT_FOR, ask_for_briefing, forget
from engagements.models import (
    Agreement,
    BriefingPack,
    Dealing,
    EuProject,
    EventAbroad,
    Organisation,
    Traveller,
)
from governance import decisions, matters, outbox
from governance.decisions import Record
from governance.models import Document, Matter, OutboxEntry
from memberships import actions as memberships
from network.actions import questions
from tests.factories import PERSONAS
from tests.network.rows import make_city, make_observation, make_question
from tests.papers import assert_pdf_ua
from visits.models import Visit

pytestmark = pytest.mark.django_db
SECRET, OTHERS, MINE = "Hemligt i Åbo", "Miljö i Åbo", "Trafik i Åbo"


@pytest.fixture
def turku(contact) -> Organisation:
    return actions.create_organisation(
        by=contact, name="Åbo stad (exempel)", kind="city", aliases=[("Turku", "fi")]
    )


@pytest.fixture
def dealings(turku, contact, other_contact, secretary, city) -> dict[str, Matter]:
    """A visit of one's own with a promise and a decision, a secret one, another body's, and a membership."""
    made = {}
    for title, by, body in (
        (MINE, contact, "trafiknamnden"),
        (SECRET, contact, "trafiknamnden"),
        (OTHERS, other_contact, "miljo-och-halsoskyddsnamnden"),
    ):
        matter = matters.open_matter("visit", by=by, body=city(body), title=title, status="closed")
        Visit.objects.create(
            matter=matter, received_on=timezone.localdate(), purpose="x", promises=f"Löfte: {title}"
        )
        actions.tie(matter, turku)
        made[title] = matter
    for title, by, body in ((MINE, secretary, "trafiknamnden"), (SECRET, secretary, "trafiknamnden")):
        Matter.objects.filter(pk=made[title].pk).update(
            facts={"act": "join_membership", "scope": "own_operation", "counterpart": "network"}
        )
        record = Record(city(body), "approved", date(2026, 3, 2), f"Beslut: {title}", paragraph=title[:5])
        decisions.record(Matter.objects.get(pk=made[title].pk), record, by=by)
    Matter.objects.filter(title=SECRET).update(
        secrecy_ground="OSL 15 kap. 1 §", secrecy_marked_on=timezone.localdate()
    )
    memberships.enter_existing(
        by=other_contact,
        body=city("miljo-och-halsoskyddsnamnden"),
        organisation=turku,
        kind="network",
        scope="own_operation",
        joined_on=date(2020, 1, 1),
        contribution="Vi leder en grupp.",
    )
    persons.add_person(by=contact, name="Aino Exempel", why="x", organisation=turku, title="Trafikdirektör")
    persons.add_person(
        by=contact, name="Gone Exempel", why="x", organisation=turku, title="x", until=date(2020, 1, 1)
    )
    return made


def pages(pack: BriefingPack) -> str:
    with override(pack.language):
        return briefings.html_of(pack, pack.language, "x")


@pytest.mark.parametrize("username", sorted(PERSONAS))
def test_whoever_holds_an_office_gets_one(username, turku, person):
    by = person(username)
    if username == "newcomer":
        with pytest.raises(PermissionDenied):
            ask_for_briefing(turku, by=by, language="sv")
    else:
        assert ask_for_briefing(turku, by=by, language="sv").asked_by == by


@pytest.mark.parametrize("username", sorted(set(PERSONAS) - {"newcomer"}))
def test_a_pack_never_holds_what_its_reader_may_not_know(username, turku, dealings, person):
    by = person(username)
    told = pages(ask_for_briefing(turku, by=by, language="sv"))
    assert SECRET not in told
    assert dealings[SECRET].number not in told
    readable = set(Matter.objects.readable_by(by).values_list("title", flat=True))
    for title in (MINE, OTHERS):
        assert (title in told) == (title in readable)
        assert (f"Löfte: {title}" in told) == (title in readable)
    assert ("Vi leder en grupp." in told) == (OTHERS in readable)
    withheld = 1 + sum(title not in readable for title in (MINE, OTHERS))
    words = "ärende visas inte" if withheld == 1 else "ärenden visas inte"
    assert f"{withheld} {words} för dig." in told


def test_a_pack_tells_who_they_are_and_what_we_have_together(turku, dealings, contact):
    told = pages(ask_for_briefing(turku, by=contact, language="sv", points="Fråga om spårvagnar"))
    for words in ("Turku", "Aino Exempel", "Trafikdirektör", "Fråga om spårvagnar", "Beslut", MINE):
        assert words in told
    assert "Gone Exempel" not in told
    assert "Medlemskap" in told  # another body's, but in the register that everybody reads


def test_the_paragraph_of_the_minutes_and_the_section_of_the_strategy_are_told_apart(
    turku, dealings, contact
):
    told = pages(ask_for_briefing(turku, by=contact, language="sv"))
    assert f'§ {MINE[:5]}, enligt <span class="cite">' in told


def test_a_pack_speaks_the_language_asked_for(turku, dealings, contact):
    swedish, english = (pages(ask_for_briefing(turku, by=contact, language=each)) for each in ("sv", "en"))
    assert "Vilka vi känner där" in swedish
    assert "Whom we know there" in english
    assert '<html lang="en">' in english


def test_the_parts_come_along(turku, contact, city):
    port = actions.create_organisation(by=contact, name="Åbo hamn (exempel)", kind="company", parent=turku)
    matter = matters.open_matter(
        "visit", by=contact, body=city("trafiknamnden"), title="Om hamnen", status="received"
    )
    actions.tie(matter, port)
    assert "Om hamnen" in pages(ask_for_briefing(turku, by=contact, language="sv"))
    alone = ask_for_briefing(turku, by=contact, language="sv", with_parts=False)
    assert "Om hamnen" not in pages(alone)


def test_of_the_parts_is_asked_where_there_are_any(turku, contact, client_of):
    client, url = client_of(contact), f"/motparter/{turku.slug}/underlag/"
    assert "with_parts" not in client.get(url).context["form"].fields
    actions.create_organisation(by=contact, name="Åbo hamn (exempel)", kind="company", parent=turku)
    assert "with_parts" in client.get(url).context["form"].fields
    client.post(url, {"language": "sv"})
    assert BriefingPack.objects.get().with_parts is False


def test_the_worker_draws_it_and_only_who_asked_reads_it(turku, dealings, contact, secretary, client_of):
    client = client_of(contact)
    address = client.post(f"/motparter/{turku.slug}/underlag/", {"language": "sv", "with_parts": "on"})[
        "Location"
    ]
    assert client.get(f"{address}pdf/").status_code == 404
    assert 'hx-get="' in client.get(address).content.decode()
    assert outbox.run(OutboxEntry.objects.get(kind="draw_briefing").pk)
    assert f'href="{address}pdf/"' in client.get(f"{address}laget/").content.decode()
    answer = client.get(f"{address}pdf/")
    with pikepdf.open(BytesIO(answer.content)) as drawn:
        assert drawn.Root.Lang == "sv"
        assert str(drawn.docinfo.Title) == "Mötesunderlag: Åbo stad (exempel)"
        assert len(drawn.pages) in (2, 3)
    for page in ("", "laget/", "pdf/"):
        assert client_of(secretary).get(f"{address}{page}").status_code == 404


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_pack_is_readable_for_machines_in_both_languages(language, turku, dealings, contact):
    pack = ask_for_briefing(turku, by=contact, language=language, purpose="x", points="Ett\n\nTvå")
    assert outbox.run(OutboxEntry.objects.get(kind="draw_briefing").pk)
    pack.refresh_from_db()
    assert_pdf_ua(pack.document.content)


def test_a_pack_that_could_not_be_made_says_so(turku, contact, client_of):
    pack = ask_for_briefing(turku, by=contact, language="sv")
    OutboxEntry.objects.update(dead_at=timezone.now())
    page = client_of(contact).get(pack.get_absolute_url()).content.decode()
    assert "gick inte att göra" in page or "could not be made" in page


def test_old_packs_are_thrown_away_with_their_files(turku, contact):
    old, new = (ask_for_briefing(turku, by=contact, language="sv") for _ in range(2))
    for entry in OutboxEntry.objects.all():
        assert outbox.run(entry.pk)
    BriefingPack.objects.filter(pk=old.pk).update(asked_at=timezone.now() - KEPT_FOR - timedelta(hours=1))
    assert forget() == 1
    assert list(BriefingPack.objects.all()) == [new]
    assert Document.objects.count() == 1


@pytest.mark.parametrize(
    "nonsense",
    [{"language": "xx"}, {"language": "sv", "meeting_on": "x"}, {"language": "sv", "purpose": "\0"}, {}],
)
def test_nonsense_is_told_and_asks_for_nothing(nonsense, turku, contact, client_of):
    assert client_of(contact).post(f"/motparter/{turku.slug}/underlag/", nonsense).status_code == 422
    assert not OutboxEntry.objects.filter(kind="draw_briefing").exists()


def test_a_pack_asked_for_after_midnight_is_named_after_the_day_in_stockholm(turku, contact):
    pack = ask_for_briefing(turku, by=contact, language="sv")
    BriefingPack.objects.filter(pk=pack.pk).update(asked_at=datetime(2026, 6, 1, 22, 30, tzinfo=UTC))
    assert outbox.run(OutboxEntry.objects.get().pk)
    assert Document.objects.get().name.endswith("-2026-06-02.pdf")


THERE, THERE_SECRET = "Spårvagn i Turku", "Hemligt besök från Turku"


@pytest.fixture
def unlinked(turku, contact, city) -> list[Matter]:
    """Two visits from the place that nobody has tied to the partner; one of them is secret."""
    Organisation.objects.filter(pk=turku.pk).update(country="FI", city="Åbo")
    turku.names.create(name="City of Turku", language="en")
    made = []
    for title in (THERE, THERE_SECRET):
        made.append(
            matters.open_matter(
                "visit",
                by=contact,
                body=city("trafiknamnden"),
                title=title,
                status="closed",
                country="FI",
                city="Turku",
                counterpart="Olena Exempelko",
                starts_on=date(2025, 3, 4),
            )
        )
    Matter.objects.filter(title=THERE_SECRET).update(
        secrecy_ground="OSL 15 kap. 1 §", secrecy_marked_on=timezone.localdate()
    )
    return made


def test_a_pack_of_a_city_tells_what_is_of_the_place_and_tied_to_nobody(turku, unlinked, contact):
    told = pages(ask_for_briefing(Organisation.objects.get(pk=turku.pk), by=contact, language="en"))
    assert told.index("What has been, the latest first") < told.index(THERE)
    assert THERE_SECRET not in told
    assert "1 matter is withheld from you." in told
    assert "and everything else in Åbo" in told
    assert "<b>1</b> request for a visit<" in told
    assert "<b>2025-03-04</b> the latest that happened" in told
    assert "<h1>City of Turku</h1>" in told


def test_the_cover_counts_journeys_and_conferences_too(turku, unlinked, contact, city):
    for title in ("Resa till Åbo", "Konferens i Åbo"):
        journey = matters.open_matter(
            "event_abroad", by=contact, body=city("trafiknamnden"), title=title, status="proposed"
        )
        actions.tie(journey, turku)
    told = pages(ask_for_briefing(Organisation.objects.get(pk=turku.pk), by=contact, language="en"))
    assert "<b>2</b> journeys and conferences, made or planned<" in told
    assert "<b>1</b> request for a visit<" in told
    assert "Konferens i Åbo" in told


def test_a_card_that_names_the_city_only_as_whom_it_is_about_belongs_to_the_place(turku, unlinked, contact):
    Matter.objects.filter(title=THERE).update(city="", counterpart="Hamnen, Turku")
    assert THERE in pages(ask_for_briefing(Organisation.objects.get(pk=turku.pk), by=contact, language="en"))
    Matter.objects.filter(title=THERE).update(city="", counterpart="Turkuland")
    assert THERE not in pages(
        ask_for_briefing(Organisation.objects.get(pk=turku.pk), by=contact, language="en")
    )


def test_a_pack_tells_the_gist_of_what_opens_and_of_nothing_else(turku, dealings, contact, other_contact):
    for title, matter in dealings.items():
        Visit.objects.filter(matter=matter).update(
            head_of_delegation=f"Ledare {title[:6]}",
            head_title="Mayor",
            purpose=f"Syfte {title[:6]}",
            learnings=f"Lärdom {title[:6]}",
        )
    told = pages(ask_for_briefing(turku, by=contact, language="en"))
    assert "<b>Head of delegation</b> Ledare Trafik, Mayor" in told
    assert "<b>Purpose</b> Syfte Trafik" in told
    assert "<b>What we learnt</b> Lärdom Trafik" in told
    assert told.count("Ledare ") == told.count("Syfte ") == told.count("Lärdom ") == 1
    told = pages(ask_for_briefing(turku, by=other_contact, language="en"))
    assert "<b>Head of delegation</b> Ledare Miljö , Mayor" in told
    assert told.count("Ledare ") == 1


ABOUT_KIND = {
    "event_abroad": {
        "kind": "study_visit",
        "role": "delegate",
        "digital": "none",
        "digital_reason": "Båten går inte digitalt.",
        "purpose": "Se en färja",
        "learnings": "Färjor går på el",
    },
    "agreement": {"type": "cooperation", "exchange": "Utbyte om färjor"},
    "eu_project": {"role": "partner", "programme": "Interreg", "summary": "Ett projekt om färjor"},
}


def test_a_pack_tells_of_journeys_agreements_and_projects_what_they_are_about(turku, contact, city):
    transport = city("trafiknamnden")
    for kind, status, rows in (
        ("event_abroad", "reported", EventAbroad.objects),
        ("agreement", "in_force", Agreement.objects),
        ("eu_project", "running", EuProject.objects),
    ):
        matter = matters.open_matter(kind, by=contact, body=transport, title=f"Om {kind}", status=status)
        actions.tie(matter, turku)
        whom = {"organisation": turku} if kind == "agreement" else {}
        rows.create(matter=matter, **whom, **ABOUT_KIND[kind])
    Traveller.objects.create(
        event=EventAbroad.objects.get(),
        name="Alva Resenär",
        office="official",
        body=transport,
        role="speaker",
    )
    Matter.objects.filter(title="Om eu_project").update(responsible=contact)
    pack = ask_for_briefing(turku, by=contact, language="en")
    told = pages(pack)
    for words in ("Se en färja", "Färjor går på el", "Utbyte om färjor", "Ett projekt om färjor"):
        assert told.count(words) == 1, words
    assert "<b>Who travels</b> Alva Resenär" in told
    assert f"</b> {contact.name}</p>" in told
    assert outbox.run(OutboxEntry.objects.get(kind="draw_briefing").pk)
    pack.refresh_from_db()
    assert_pdf_ua(pack.document.content)


def test_what_is_tied_to_the_partner_does_not_stand_twice(turku, unlinked, contact):
    actions.tie(unlinked[0], turku)
    told = pages(ask_for_briefing(Organisation.objects.get(pk=turku.pk), by=contact, language="en"))
    assert told.count(THERE) == 1


def test_a_city_that_is_registered_twice_has_one_list_of_contacts(turku, unlinked, contact):
    again = actions.create_organisation(
        by=contact, name="Turun kaupunki (exempel)", kind="city", country="FI", city="Turku"
    )
    persons.add_person(by=contact, name="Aino Exempel", why="x", organisation=again, title="Hamnkapten")
    told = pages(ask_for_briefing(Organisation.objects.get(pk=turku.pk), by=contact, language="en"))
    assert told.count("Aino Exempel") == 1


def test_what_is_to_come_stands_before_what_has_been(turku, contact, city):
    for title, days in (("Far away", 90), ("Soon", 9), ("Gone", -9), ("Some day", None)):
        day = None if days is None else timezone.localdate() + timedelta(days=days)
        journey = matters.open_matter(
            "event_abroad",
            by=contact,
            body=city("trafiknamnden"),
            title=title,
            status="proposed",
            starts_on=day,
        )
        actions.tie(journey, turku)
    told = pages(ask_for_briefing(Organisation.objects.get(pk=turku.pk), by=contact, language="en"))
    coming, been = "What is coming and what goes on", "What has been, the latest first"
    places = [told.rindex(words) for words in (coming, "Soon", "Far away", "Some day", been, "Gone")]
    assert places == sorted(places)


def test_a_pack_tells_in_full_what_the_network_knows_of_the_place(turku, unlinked, contact, other_contact):
    make_city(
        contact,
        turku.name,
        niche="El i hamnen",
        strengths="Färjor på el.",
        lessons="De vill se våra slussar.",
    )
    make_observation(contact, title="Turku bygger kaj", so_what="Vi bygger också kaj.")
    question = make_question(contact, title="Vem har mött Turku?", text="Vi åker dit i maj.")
    questions.answer(question, by=other_contact, text="Vi mötte deras hamn i mars.")
    told = pages(ask_for_briefing(Organisation.objects.get(pk=turku.pk), by=contact, language="en"))
    today = f"{timezone.localdate():%Y-%m-%d}"
    for words in (
        f"<b>Asked</b> {today}",
        "<b>What it does better than we</b> Färjor på el.",
        "<b>What we can learn, or offer</b> De vill se våra slussar.",
        "<b>So what for us</b> Vi bygger också kaj.",
        "<b>Background</b> Vi åker dit i maj.",
        f"<b>{other_contact.name}, {today}</b> Vi mötte deras hamn i mars.",
    ):
        assert told.count(words) == 1, words


@pytest.mark.parametrize("page", ["", "tidslinje/"])
def test_the_pages_of_a_city_partner_tell_of_the_place_too(page, turku, unlinked, contact, client_of):
    told = client_of(contact).get(f"/motparter/{turku.slug}/{page}").content.decode()
    assert THERE in told
    assert THERE_SECRET not in told
    assert "1 ärende visas inte för dig." in told
    assert "2025-03-04" in told
    assert "underlag/" in told


def test_a_pack_with_the_place_is_readable_for_machines_too(turku, unlinked, contact):
    pack = ask_for_briefing(Organisation.objects.get(pk=turku.pk), by=contact, language="sv")
    assert outbox.run(OutboxEntry.objects.get(kind="draw_briefing").pk)
    pack.refresh_from_db()
    assert_pdf_ua(pack.document.content)


def test_the_visit_of_a_city_that_came_with_its_agreement_belongs_to_it(contact, city):
    kyiv = actions.create_organisation(
        by=contact, slug="kyiv", name="Kyiv", kind="city", country="UA", city="Kyiv"
    )
    visit = matters.open_matter(
        "visit", by=contact, body=city("trafiknamnden"), title="Om energi", status="closed", country="UA",
        city="Kyiv", counterpart="Kyivs stadsförvaltning",
    )  # fmt: skip
    example_partners.load()
    assert list(Dealing.objects.filter(organisation=kyiv).values_list("matter", flat=True)) == [visit.pk]
    told = pages(ask_for_briefing(Organisation.objects.get(pk=kyiv.pk), by=contact, language="en"))
    assert told.count("Om energi") == 1
