"""The pages of decisions: events, corrections, notification, refusals with the ruling."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from governance import decisions, meetings, search
from governance.authority import Question, rule
from governance.decisions import Record
from governance.errors import AlreadyDecided, RefusedByRule
from governance.models import Body, Decision, DecisionEvent, Matter, Person
from governance.views.decisions import MOST_IN_FULL
from governance.views.refusals import refused
from tests.governance.rows import make_matters
from tests.page_policy import scene


@pytest.fixture
def things(city):
    return scene()


def test_the_secretary_notes_that_the_minutes_were_posted_and_legal_force_is_told(client_of, things) -> None:
    client = client_of("secretary")
    url = reverse("decision_event", args=[things["matter"], things["decision"]])
    assert client.post(url, {"kind": "posted", "happened_on": "2026-03-06"}).status_code == 302
    page = client.get(reverse("matter_decisions", args=[things["matter"]])).content.decode()
    assert "2026-03-28" in page
    assert client.post(url, {"kind": "posted", "happened_on": "2026-03-07"}).status_code == 422
    assert DecisionEvent.objects.get(decision=things["decision"]).happened_on == date(2026, 3, 6)


@pytest.mark.parametrize("day", ["2026-03-01", "2099-01-01", "", "x\x00"])
def test_an_event_before_the_decision_or_ahead_of_today_is_told_at_the_field(day, client_of, things) -> None:
    url = reverse("decision_event", args=[things["matter"], things["decision"]])
    answer = client_of("secretary").post(url, {"kind": "posted", "happened_on": day})
    assert "happened_on" in answer.context["form"].errors


def test_a_correction_strikes_the_first_record_and_links_both(client_of, things) -> None:
    client = client_of("secretary")
    url = reverse("decision_correct", args=[things["matter"], things["decision"]])
    data = {
        "outcome": "approved",
        "form": "meeting",
        "decided_on": "2026-03-02",
        "paragraph": "8",
        "wording": "Rätt.",
    }
    assert client.post(url, data).status_code == 302
    page = client.get(reverse("matter_decisions", args=[things["matter"]])).content.decode()
    later = Decision.objects.get(supersedes=things["decision"])
    assert f'href="#beslut-{later.pk}"' in page
    assert f'href="#beslut-{things["decision"]}"' in page
    assert "<s>Trafiknämnden" in page
    assert client.post(url, data).status_code == 409


def test_of_a_long_row_the_earlier_ones_stand_as_lines_that_links_still_reach(client_of, things) -> None:
    client, first = client_of("secretary"), things["decision"]
    data = {"outcome": "approved", "form": "meeting", "decided_on": "2026-03-02", "wording": "Rätt."}
    for paragraph in range(MOST_IN_FULL):
        latest = Decision.objects.filter(matter__number=things["matter"]).latest("pk").pk
        address = reverse("decision_correct", args=[things["matter"], latest])
        assert client.post(address, data | {"paragraph": f"{20 + paragraph}"}).status_code == 302
    address = reverse("matter_decisions", args=[things["matter"]])
    page = client.get(address).content.decode()
    assert page.count("<article") == MOST_IN_FULL
    assert f'<li id="beslut-{first}"><s>' in page
    assert client.get(f"{address}?alla=1").content.decode().count("<article") == MOST_IN_FULL + 1


def test_the_record_is_handed_out_with_the_bytes_the_checksum_was_made_of(client_of, things) -> None:
    decision = Decision.objects.get(pk=things["decision"])
    url = reverse("decision_record", args=[things["matter"], decision.pk])
    assert client_of("auditor").get(url).content == bytes(decision.payload)
    page = client_of("auditor").get(reverse("matter_decisions", args=[things["matter"]])).content.decode()
    assert decisions.checksum(decision) in page


@pytest.fixture
def delegated(city, head, secretary) -> list[Decision]:
    facts = {"act": "join_membership", "scope": "own_operation", "counterpart": "network"}
    body = city("trafiknamnden")
    entry = Record(
        body, "approved", date(2026, 3, 2), "Ja.", form="delegated", delegate=head, power_source="Punkt 4"
    )
    return [decisions.record(matter, entry, by=secretary) for matter in make_matters(3, body, facts=facts)]


def test_several_delegated_decisions_are_notified_at_one_meeting(client_of, delegated) -> None:
    url, client = reverse("decisions_to_notify"), client_of("secretary")
    data = {"decisions": [d.pk for d in delegated[:2]], "happened_on": "2026-04-01", "paragraph": "3"}
    assert client.post(url, data).status_code == 302
    assert [row.pk for row in client.get(url).context["waiting"]] == [delegated[2].pk]
    assert DecisionEvent.objects.filter(kind="notified", paragraph="3").count() == 2


def test_what_the_body_has_met_since_without_being_told_is_late(
    client_of, delegated, city, secretary
) -> None:
    url, client = reverse("decisions_to_notify"), client_of("secretary")

    def told_by() -> tuple[date, bool]:
        page = client.get(url)
        return page.context["waiting"][0].tell_by, "deadline-late" in page.content.decode()

    assert told_by() == (date(2026, 5, 3), True)  # no meeting is in the register: after so long there was one
    body, today = city("trafiknamnden"), timezone.localdate()
    meetings.plan(by=secretary, body=body, held_on=date(2026, 3, 2))  # the day of the decision comes too soon
    coming = meetings.plan(by=secretary, body=body, held_on=today + timedelta(days=30))
    assert told_by() == (coming.held_on, False)
    cancelled = meetings.plan(by=secretary, body=body, held_on=date(2026, 3, 9))
    meetings.cancel(cancelled, cancelled.version, by=secretary, reason="x")
    assert told_by() == (coming.held_on, False)
    meetings.plan(by=secretary, body=body, held_on=date(2026, 3, 12))
    assert told_by() == (date(2026, 3, 12), True)


def test_the_own_decisions_come_first_however_many_others_wait(
    client_of, delegated, city, monkeypatch
) -> None:
    """The Executive Board's secretary reads every body; the own body's name comes after theirs."""
    monkeypatch.setattr("governance.views.decisions.ONE_MEETING", 2)
    monkeypatch.setattr("governance.views.decisions.PAGE_SIZE", 2)
    Body.objects.filter(slug="kommunstyrelsen").update(name_sv="Ö sist")
    body, facts = city("kommunstyrelsen"), {"act": "join_declaration", "adds_resource_burden": False}
    secretary = Person.objects.get(username="board_secretary")
    entry = Record(
        body, "approved", date(2026, 3, 2), "Ja.", form="delegated",
        delegate=Person.objects.get(username="mayor"), power_source="Strategin",
    )  # fmt: skip
    own = [
        decisions.record(matter, entry, by=secretary)
        for matter in make_matters(3, body, first=60, facts=facts)
    ]
    client, url = client_of("board_secretary"), reverse("decisions_to_notify")
    page = client.get(url)
    assert [row.pk for row in page.context["waiting"][:2]] == [own[0].pk, own[1].pk]
    assert [row.body.slug for row in page.context["waiting"][2:]] == ["trafiknamnden"] * 2
    assert (page.context["more_own"], page.context["more_others"]) == (True, True)
    assert "De första 2 för ditt organ visas" in page.content.decode()
    data = {"decisions": [own[0].pk, own[1].pk], "happened_on": "2026-04-01", "paragraph": "3"}
    assert client.post(url, data).status_code == 302
    assert client.get(url).context["waiting"][0].pk == own[2].pk


def test_another_bodys_secretary_notes_nothing(client_of, delegated) -> None:
    url = reverse("decisions_to_notify")
    data = {"decisions": [delegated[0].pk], "happened_on": "2026-04-01", "paragraph": "3"}
    for persona in ("other_secretary", "board_secretary"):
        assert "decisions" in client_of(persona).post(url, data).context["form"].errors
    assert client_of("contact").post(url, data).status_code == 403
    assert not DecisionEvent.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"decisions": ["x", "\x00", "9" * 40], "happened_on": "2026-04-01", "paragraph": "3"},
        {"decisions": "first", "happened_on": "2026-03-01", "paragraph": "3"},
        {"decisions": "first", "happened_on": "2099-01-01", "paragraph": "3"},
        {"decisions": "first", "happened_on": "2026-04-01", "paragraph": ""},
    ],
)
def test_a_notification_that_does_not_hold_is_told_and_nothing_is_noted(data, client_of, delegated) -> None:
    chosen = delegated[0].pk if data.get("decisions") == "first" else data.get("decisions", [])
    answer = client_of("secretary").post(reverse("decisions_to_notify"), {**data, "decisions": chosen})
    assert answer.status_code == 422
    assert not DecisionEvent.objects.exists()


def test_a_refusal_by_rule_shows_the_ruling_its_section_and_who_may(rf, secretary, city) -> None:
    question = Question("join_membership", scope="city_wide", counterpart="organisation")
    ruling = rule(question, on=timezone.localdate())
    request = rf.get("/")
    request.user = secretary
    body = city("trafiknamnden")
    page = refused(request, RefusedByRule("Nämnden beslutar inte detta.", ruling, body)).content.decode()
    for part in ("kommunfullmäktige", "/strategier/2016/#avsnitt-5", "Kim Kansli"):
        assert part in page


def test_who_was_slower_is_told_what_was_decided(client_of, things, secretary) -> None:
    matter = Matter.objects.get(number=things["matter"])
    entry = Record(matter.body, "rejected", date(2026, 3, 2), "Nej.", paragraph="9")
    with pytest.raises(AlreadyDecided) as caught:
        decisions.record(matter, entry, by=secretary)
    assert caught.value.decision.outcome == "approved"


def test_the_register_of_decisions_can_be_narrowed(client_of, things, delegated) -> None:
    client, url = client_of("auditor"), reverse("decisions")
    asked = {
        "form=delegated": {"form": "delegated"},
        "form=meeting": {"form": "meeting"},
        "outcome=rejected": {"outcome": "rejected"},
        "year=2026": {"decided_on__year": 2026},
        "body=trafiknamnden": {"body__slug": "trafiknamnden"},
        "body=jarva": {"body__slug": "jarva"},
    }
    totals = {query: client.get(f"{url}?{query}").context["page"].total for query in asked}
    assert totals == {query: Decision.objects.filter(**said).count() for query, said in asked.items()}
    assert len(set(totals.values())) > 2


@pytest.mark.parametrize("most", [search.LIMIT, 1], ids=["rare words", "common words"])
def test_decisions_are_found_by_the_words_of_their_matter(most, client_of, things, monkeypatch) -> None:
    monkeypatch.setattr(search, "LIMIT", most)
    decided = Matter.objects.get(number=things["matter"])
    decided.counterpart = "Zeppelinarnas förbund"
    decided.save()

    def found(words: str) -> set[str]:
        rows = client_of("auditor").get(reverse("decisions"), {"q": words}).context["page"].rows
        return {row.number for row in rows}

    assert found("zeppelin") == {decided.number}
    assert found("luftskepp") == set()


def test_history_tells_who_changed_what_from_what_to_what(client_of, things, contact) -> None:
    matter = Matter.objects.get(number=things["matter"])
    from_matters = decisions.matters
    from_matters.change(from_matters.lock(matter), by=contact, title="Ny rubrik", status="member")
    page = client_of("auditor").get(reverse("matter_history", args=[matter.number])).content.decode()
    for part in ("Medlemskap i ett nätverk för trafik", "Ny rubrik", "Tove Trafik", "medlem"):
        assert part in page


def test_history_turns_its_pages_without_losing_a_change(client_of, things, contact) -> None:
    matter = Matter.objects.get(number=things["matter"])
    for index in range(120):
        decisions.matters.change(decisions.matters.lock(matter), by=contact, city=f"Stad {index}")
    client, url, seen = client_of("auditor"), reverse("matter_history", args=[matter.number]), []
    while url:
        page = client.get(url).context["page"]
        seen += [
            new for entry in page.entries for label, _old, new in entry.changes if new.startswith("Stad")
        ]
        url = page.next_url
    assert seen == [f"Stad {index}" for index in range(119, -1, -1)]
