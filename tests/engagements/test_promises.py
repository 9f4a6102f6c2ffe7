"""What is promised at visits and on journeys: rows with a day, kept or dropped with a word, told of once when late."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from engagements import actions as partners
from engagements import briefings
from engagements import promises as promised
from engagements.actions import promises as actions
from engagements.actions.briefings import ask_for_briefing
from engagements.models import EventAbroad, Promise
from engagements.tasks import remind_of_promises
from governance import history, matters
from governance.errors import WrongState
from governance.models import Matter, Notice, Person
from tests.engagements import events as make
from tests.factories import PERSONAS
from tests.forms import over
from visits.models import Visit

pytestmark = pytest.mark.django_db
TEXT = "Skicka våra mätningar av halka"
OWNERS = {"contact", "secretary"}


@pytest.fixture
def journey(contact, secretary, city) -> EventAbroad:
    """A journey to Helsinki that is reported, with a promise that is late."""
    return make.reported(contact, secretary, city("trafiknamnden"), TEXT, timezone.localdate() - timedelta(1))


@pytest.fixture
def promise(journey) -> Promise:
    return journey.matter.promised.get()


@pytest.fixture
def helsinki(contact):
    return partners.create_organisation(
        by=contact, name="Helsingfors stad", kind="city", country="FI", city="Helsingfors"
    )


def texts(found) -> list[str]:
    return [each.text for _matter, each in found]


@pytest.mark.parametrize("username", sorted(PERSONAS))
def test_whoever_prepares_the_owners_matters_writes_and_closes_promises(
    username, journey, promise, person
) -> None:
    by, due = person(username), date(2027, 1, 15)
    verbs = (
        lambda: actions.add_promise(journey.matter, by=by, text="x", side="counterpart", due_on=due),
        lambda: actions.keep_promise(promise, by=by, outcome="Skickat."),
    )
    for verb in verbs:
        if username in OWNERS:
            verb()
        else:
            with pytest.raises(PermissionDenied):
                verb()
    promise.refresh_from_db()
    assert promise.is_open == (username not in OWNERS)


def test_a_promise_is_kept_when_the_matter_is_closed_and_history_says_by_whom(
    journey, promise, contact
) -> None:
    before = Matter.objects.get(pk=journey.pk)
    assert not before.is_open
    kept = actions.keep_promise(promise, by=contact, outcome=" Skickat till Helsingfors. ")
    assert (kept.kept_on, kept.outcome) == (timezone.localdate(), "Skickat till Helsingfors.")
    assert not kept.is_late
    assert kept.history.first().history_user == contact
    assert Matter.objects.get(pk=journey.pk).version == before.version + 1
    told = history.of_matter(before, contact)
    assert any(source.model is Promise.history.model for source in told)
    with pytest.raises(WrongState, match="Skickat till Helsingfors"):
        actions.drop_promise(promise, by=contact, outcome="x")


def test_a_promise_that_will_not_be_kept_says_why(promise, contact) -> None:
    with pytest.raises(ValidationError):
        actions.drop_promise(promise, by=contact, outcome=" ")
    with pytest.raises(ValidationError):
        actions.keep_promise(promise, by=contact, outcome="x", kept_on=date(2999, 1, 1))
    dropped = actions.drop_promise(promise, by=contact, outcome="Mätningarna gick förlorade.")
    assert dropped.dropped_on
    assert not dropped.is_open


def test_nothing_is_promised_before_the_journey_or_in_another_kind_of_matter(contact, city) -> None:
    planned = make.propose(contact, city("trafiknamnden"))
    with pytest.raises(WrongState):
        actions.add_promise(planned.matter, by=contact, text="x", side="city", due_on=date(2027, 1, 1))
    Matter.objects.filter(pk=planned.pk).update(kind="agreement")
    with pytest.raises(WrongState):
        actions.add_promise(planned.matter, by=contact, text="x", side="city", due_on=date(2027, 1, 1))


def test_the_case_officer_is_told_once_when_the_day_has_passed(journey, promise, contact) -> None:
    actions.add_promise(journey.matter, by=contact, text="I dag", side="city", due_on=timezone.localdate())
    assert [remind_of_promises() for _run in range(3)] == [1, 0, 0]
    told = Notice.objects.get(key__startswith="promise-late:")
    assert told.person == (journey.matter.responsible or contact)
    assert TEXT not in told.subject_sv  # a notice leaves the house as mail


def test_a_late_promise_of_a_secret_matter_is_told_to_nobody_who_is_not_let_in(promise, contact) -> None:
    marked = {"secrecy_ground": "OSL 15:1", "secrecy_marked_on": timezone.localdate()}
    Matter.objects.filter(pk=promise.matter_id).update(**marked)
    remind_of_promises()
    assert not Notice.objects.filter(key__startswith="promise-late:").exists()


def test_a_kept_promise_is_not_reminded_of(promise, contact) -> None:
    actions.keep_promise(promise, by=contact, outcome="Skickat.")
    assert remind_of_promises() == 0


def test_my_work_tells_of_late_promises_of_ones_own_matters(promise, person, contact, client_of) -> None:
    (waiting,) = promised.of_person(contact)
    assert TEXT in waiting.words
    assert waiting.url == f"{promise.matter.get_absolute_url()}#promises"
    assert TEXT in client_of(contact).get(reverse("my_work")).content.decode()
    for other in set(PERSONAS) - {"contact"}:
        assert promised.of_person(person(other)) == []
    Matter.objects.filter(pk=promise.matter_id).update(responsible=None)
    assert len(promised.of_person(person("secretary"))) == 1
    actions.keep_promise(promise, by=contact, outcome="Skickat.")
    assert promised.of_person(person("secretary")) == []


def test_the_page_shows_open_ones_first_with_the_action_beside(journey, promise, client_of, contact) -> None:
    actions.add_promise(
        journey.matter, by=contact, text="Senare", side="counterpart", due_on=date(2999, 1, 1)
    )
    actions.keep_promise(promise, by=contact, outcome="Skickat.")
    url = journey.matter.get_absolute_url()
    page = client_of(contact).get(url)
    assert [each.text for each in page.context["promises"]] == ["Senare", TEXT]
    (still_open,) = Promise.objects.open()
    address = reverse("engagements:keep_promise", args=[journey.matter.number, still_open.pk])
    assert address in page.content.decode()
    assert "Skickat." in page.content.decode()
    assert address not in client_of("auditor").get(url).content.decode()


def test_the_forms_keep_and_drop_and_say_who_was_faster(journey, promise, client_of, contact) -> None:
    client = client_of(contact)
    address = reverse("engagements:keep_promise", args=[journey.matter.number, promise.pk])
    answer = client.post(address, {"kept_on": "2026-06-20", "outcome": "Skickat."})
    assert answer.status_code == 302
    assert answer["Location"].endswith("#promises")
    promise.refresh_from_db()
    assert promise.kept_on == date(2026, 6, 20)
    dropped = reverse("engagements:drop_promise", args=[journey.matter.number, promise.pk])
    assert client.post(dropped, {"outcome": "x"}).status_code == 409
    other = reverse("engagements:keep_promise", args=[journey.matter.number, promise.pk + 1])
    assert client.get(other).status_code == 404


def test_the_report_asks_for_promises_as_rows(contact, secretary, city, client_of) -> None:
    event = make.carried_out(contact, secretary, city("trafiknamnden"))
    client, address = client_of(contact), reverse("engagements:report_event", args=[event.matter.number])
    said = {"learnings": "x", "spread_to": "x", "promise_2": TEXT}
    sent = over(client, address) | said
    refused = client.post(address, sent)
    assert refused.status_code == 422
    assert {"whose_2", "by_2"} <= set(refused.context["form"].errors)
    assert client.post(address, sent | {"whose_2": "city", "by_2": "2027-01-15"}).status_code == 302
    row = event.matter.promised.get()
    assert (row.text, row.side, row.due_on) == (TEXT, "city", date(2027, 1, 15))
    assert row.history.get().history_user == contact


def test_open_promises_are_told_with_own_file_rights_alone(journey, helsinki, person, client_of) -> None:
    subject = {"country": "FI", "places": ["HELSINGFORS"]}
    readable = {who for who in PERSONAS if Matter.objects.readable_by(person(who)).filter(pk=journey.pk)}
    assert readable
    assert readable != set(PERSONAS)
    for who in PERSONAS:
        found = promised.with_partner(person(who), subject)
        assert bool(found) == (who in readable)
        if who != "newcomer":
            page = client_of(who).get(helsinki.get_absolute_url()).content.decode()
            assert (TEXT in page) == (who in readable)
    Matter.objects.filter(pk=journey.pk).update(
        secrecy_ground="OSL 15 kap. 1 §", secrecy_marked_on=timezone.localdate()
    )
    for who in PERSONAS:
        assert promised.with_partner(Person.objects.get(username=who), subject) == []


def test_the_pack_tells_of_a_journey_to_the_place_and_marks_what_was_told_as_text(
    journey, promise, helsinki, contact, city
) -> None:
    visit = matters.open_matter(
        "visit", by=contact, body=city("trafiknamnden"), title="Besök", status="closed"
    )
    Visit.objects.create(matter=visit, received_on=timezone.localdate(), promises="Gammalt löfte.")
    partners.tie(visit, helsinki)
    pack = ask_for_briefing(helsinki, by=contact, language="sv")
    told = texts(briefings.content_of(helsinki, contact, with_parts=False)["promises"])
    assert told[0].startswith(TEXT)
    assert told[1].startswith("Gammalt löfte. (")
    assert TEXT in briefings.html_of(pack, "sv", "x")
    actions.keep_promise(promise, by=contact, outcome="Skickat.")
    assert texts(briefings.content_of(helsinki, contact, with_parts=False)["promises"]) == told[1:]
