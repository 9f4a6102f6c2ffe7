"""Publishing in the open register: who may, what is said, what is kept, and what a secrecy marking takes away."""

import ast
import inspect
import sys

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from governance import decisions, gone_out, matters, publishing, secrecy
from governance.decisions import Record
from governance.errors import StaleVersion, WrongState
from governance.meetings import in_the_open as notes
from governance.models import Kind, Matter, Publication
from memberships.models import Membership, Post, Representative
from reporting.open import files
from tests.engagements import agreements
from tests.factories import PERSONAS
from tests.governance.published import mark, member, published, seen_of

pytestmark = pytest.mark.django_db
Ending = Publication.Ending


@pytest.fixture
def matter(contact, secretary, city) -> Matter:
    return member(contact, secretary, city)


# --- Who may


@pytest.mark.parametrize("persona", [each for each in PERSONAS if each != "coordinator"])
def test_nobody_but_a_coordinator_publishes_and_is_told_who_may(persona, matter, person, coordinator) -> None:
    with translation.override("en"), pytest.raises(PermissionDenied) as refused:
        published(matter, person(persona))
    assert "section 5" in str(refused.value)
    assert coordinator.name in str(refused.value)
    assert not Publication.objects.exists()


def test_a_coordinator_publishes_and_it_is_known_by_whom(matter, coordinator) -> None:
    row = published(matter, coordinator)
    assert (row.published_by, row.kind, row.body, row.ended_at) == (
        coordinator,
        Kind.MEMBERSHIP,
        matter.body,
        None,
    )


@pytest.mark.parametrize("persona", ["contact", "secretary", "board_secretary"])
def test_nobody_else_withdraws(persona, matter, person, coordinator) -> None:
    row = published(matter, coordinator)
    with pytest.raises(PermissionDenied):
        publishing.withdraw(row, by=person(persona), reason="Fel.")
    assert Publication.objects.open().get() == row


# --- What can be


@pytest.mark.parametrize("status", ["proposed", "before_body", "approved", "rejected", "withdrawn"])
def test_what_is_not_decided_or_does_not_apply_is_not_published(status, matter, coordinator) -> None:
    seen = seen_of(matter)
    Matter.objects.filter(pk=matter.pk).update(status=status)
    with pytest.raises(WrongState):
        publishing.publish(matter, by=coordinator, seen=seen)
    assert matter not in publishing.unpublished()


def test_other_kinds_are_not_published(city, contact, coordinator) -> None:
    visit = matters.open_matter(
        "visit", by=contact, body=city("trafiknamnden"), title="Ett besök", status="registered"
    )
    with pytest.raises(WrongState):
        publishing.publish(visit, by=coordinator, seen="")


def test_what_has_changed_since_the_preview_is_not_published(matter, coordinator, contact) -> None:
    seen = seen_of(matter)
    matters.change(matters.lock(matter), by=contact, city="Oslo")
    with pytest.raises(StaleVersion):
        publishing.publish(matter, by=coordinator, seen=seen)
    assert not Publication.objects.exists()


def test_what_another_has_withdrawn_or_published_since_the_preview_is_not_overridden(
    matter, coordinator, client_of
) -> None:
    row = published(matter, coordinator, summary_sv="Ett namn för mycket.")
    seen = seen_of(matter)
    publishing.withdraw(row, by=coordinator, reason="Ett namn.")
    with pytest.raises(StaleVersion):
        publishing.publish(matter, by=coordinator, seen=seen, summary_sv="Ett namn för mycket.")
    answer = client_of("coordinator").post(
        reverse("publishing"), {"matters": [matter.number], "sure": "yes", f"seen-{matter.number}": seen}
    )
    assert answer.status_code == 302
    assert not Publication.objects.open().exists()
    seen = seen_of(matter)
    published(matter, coordinator, summary_sv="Kollegans ord.")
    with pytest.raises(StaleVersion):
        publishing.publish_as_it_stands(matter, by=coordinator, seen=seen)
    assert publishing.standing_of(matter).shown["sv"]["summary"] == "Kollegans ord."


def test_what_was_ticked_and_cannot_be_published_any_more_is_named(matter, client_of, contact) -> None:
    mark(matter, contact)
    client = client_of("coordinator")
    answer = client.post(reverse("publishing"), {"matters": [matter.number, "\x00" * 50]}, follow=True)
    assert "De här kan inte publiceras längre: " in answer.content.decode()
    assert matter.number in answer.content.decode()
    assert "Kryssa" not in answer.content.decode().split("<main")[0]


# --- What is said


def test_two_statements_of_the_same_are_both_compared(matter, coordinator) -> None:
    row = published(matter, coordinator)
    then = row.said
    twice = {**then, "decisions": [then["decisions"][0], {**then["decisions"][0], "outcome": "Avslag"}]}
    assert "Avslag" in publishing.lines(twice).values()
    assert len(publishing.lines(twice)) == len(publishing.lines(then)) + 1


def test_a_corrected_paragraph_is_a_change_since(matter, coordinator, secretary) -> None:
    published(matter, coordinator)
    assert not publishing.touched().exists()
    decision = matter.decisions.get()
    entry = Record(decision.body, decision.outcome, decision.decided_on, decision.wording, paragraph="99")
    decisions.correct(decision, entry, by=secretary)
    assert publishing.touched().exists()
    published(Matter.objects.get(pk=matter.pk), coordinator)
    assert not publishing.touched().exists()


def test_both_languages_say_the_same_facts_with_the_decision(matter, coordinator) -> None:
    shown = published(matter, coordinator).shown
    assert [f["key"] for f in shown["sv"]["facts"]] == [f["key"] for f in shown["en"]["facts"]]
    (decision,) = shown["en"]["decisions"]
    assert decision == {
        "body": "Transport Committee",
        "day": "2026-03-12",
        "paragraph": "14",
        "outcome": "approved",
        "form": "",
    }
    assert shown["sv"]["decisions"][0]["body"] == "Trafiknämnden"


def test_no_name_of_a_person_no_note_and_no_wording_is_told(matter, coordinator, contact, secretary) -> None:
    membership = Membership.objects.get(pk=matter.pk)
    membership.note, membership.notice_rule = "EN ANTECKNING", "EN UPPSÄGNING"
    membership.save()
    Representative.objects.create(membership=membership, name="Rut Representant", role="member")
    Post.objects.create(membership=membership, title="ordförande", holder="Palle Post")
    matters.change(matters.lock(matter), by=contact, internal_title="ETT INTERNT NAMN")
    row = published(Matter.objects.get(pk=matter.pk), coordinator)
    hidden = ["EN ANTECKNING", "EN UPPSÄGNING", "Rut Representant", "Palle Post", "ETT INTERNT NAMN"]
    hidden += [contact.name, secretary.name, coordinator.name, membership.why, membership.benefit]
    hidden += ["Nämnden beslutar enligt förslaget."]
    assert [text for text in hidden if text in f"{row.shown}{row.words}"] == []


def test_the_facts_are_those_of_the_open_data_and_no_others() -> None:
    """Whoever adds a fact to a kind adds it to the columns that are documented."""
    told = set()
    for module in (
        publishing,
        notes,
        *(sys.modules[each.facts.__module__] for each in publishing.kinds().values()),
    ):
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Fact":
                told.add(ast.literal_eval(node.args[0]))
    assert told == {name for name, _words in files.FACTS}


@pytest.mark.parametrize("status", ["under_review", "amending"])
def test_what_no_body_has_decided_yet_is_not_told(status, contact, secretary, city) -> None:
    matter = agreements.in_force(contact, secretary, city).matter
    matter.status = status
    assert publishing.of_matter(matter)["en"]["status"] == "In force"


# --- What is kept


def test_what_is_shown_stays_though_the_matter_changes_until_it_is_published_anew(
    matter, coordinator, contact
) -> None:
    row = published(matter, coordinator, summary_sv="Kort.", summary_en="Short.")
    assert not publishing.touched().exists()
    matters.change(matters.lock(matter), by=contact, city="Oslo")
    matter.refresh_from_db()
    row.refresh_from_db()
    assert "Oslo" not in str(row.shown)
    assert publishing.touched().get() == row
    with translation.override("en"):
        (change,) = publishing.differences(row, publishing.of_matter(matter))
    assert (change.label, change.now) == ("City", "Oslo")
    anew = published(matter, coordinator, summary_sv="Kort.", summary_en="Short.")
    row.refresh_from_db()
    assert (row.ending, anew.shown["sv"]["summary"]) == (Ending.REPLACED, "Kort.")
    assert list(Publication.objects.open()) == [anew]
    assert not publishing.touched().exists()


def test_the_same_once_more_is_no_new_publication(matter, coordinator, contact) -> None:
    row = published(matter, coordinator)
    matters.change(matters.lock(matter), by=contact, due_on=None, internal_title="Annat")
    matter.refresh_from_db()
    assert publishing.touched().get() == row
    assert published(matter, coordinator) == row
    assert not publishing.touched().exists()


def test_a_matter_is_never_published_twice_at_once(matter, coordinator) -> None:
    row = published(matter, coordinator)
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_it_is_withdrawn_with_a_reason_and_kept(matter, coordinator) -> None:
    row = published(matter, coordinator)
    with pytest.raises(ValidationError):
        publishing.withdraw(row, by=coordinator, reason="  ")
    publishing.withdraw(row, by=coordinator, reason="Fel motpart.")
    row.refresh_from_db()
    assert (row.ending, row.ended_by, row.reason) == (Ending.WITHDRAWN, coordinator, "Fel motpart.")
    assert not Publication.objects.open().exists()
    with pytest.raises(WrongState):
        publishing.withdraw(row, by=coordinator, reason="En gång till.")
    assert matter in publishing.unpublished()


# --- Secrecy


def test_the_history_of_the_matter_tells_when_it_was_open_to_everybody(
    matter, coordinator, client_of
) -> None:
    address = reverse("matter_history", args=[matter.number])
    row = published(matter, coordinator)
    told = client_of(coordinator).get(address).content.decode()
    assert "Publicerat i det öppna registret" in told
    assert "Borttaget ur" not in told
    publishing.withdraw(row, by=coordinator, reason="Fel uppgift.")
    assert (
        "Borttaget ur det öppna registret: Fel uppgift."
        in client_of(coordinator).get(address).content.decode()
    )


def test_a_marking_takes_it_away_in_its_own_transaction_and_that_is_kept(
    matter, coordinator, contact
) -> None:
    row = published(matter, coordinator)
    mark(matter, contact)
    row.refresh_from_db()
    assert (row.ending, row.ended_by) == (Ending.SECRET, contact)
    assert not publishing.unpublished().filter(pk=matter.pk).exists()


def test_what_a_marking_did_not_end_does_not_come_back_when_it_is_lifted(
    matter, coordinator, contact
) -> None:
    row = published(matter, coordinator)
    secret = mark(matter, contact)
    Publication.objects.update(ended_at=None, ended_by=None, ending="")
    assert publishing.standing_of(secret) is None
    secrecy.lift(secret, secret.version, by=contact, motive="Inte längre.")
    row.refresh_from_db()
    assert row.ending == Ending.SECRET
    assert publishing.standing_of(matter) is None


def test_what_is_marked_is_not_published(matter, coordinator, contact) -> None:
    seen = seen_of(matter)
    mark(matter, contact)
    with pytest.raises(WrongState):
        publishing.publish(matter, by=coordinator, seen=seen)


def test_before_a_marking_one_is_told_that_it_has_been_open(matter, coordinator) -> None:
    published(matter, coordinator)
    with translation.override("en"):
        assert any("open register" in each.words for each in gone_out.of_matter(matter))


# --- The pages of the coordinator


def test_the_matter_leads_a_coordinator_there_and_nobody_else(matter, client_of) -> None:
    address = reverse("publish_matter", args=[matter.number])
    page = reverse("memberships:detail", args=[matter.number])
    assert address in client_of("coordinator").get(page).content.decode()
    assert address not in client_of("contact").get(page).content.decode()


def test_it_is_previewed_twice_and_what_was_typed_stays(matter, client_of) -> None:
    client, address = client_of("coordinator"), reverse("publish_matter", args=[matter.number])
    seen = client.get(address).context["seen"]
    words = {"summary_sv": "Vi lär av gator.", "summary_en": "We learn from streets.", "seen": seen}
    once = client.post(address, words)
    assert once.context["is_sure"]
    assert not Publication.objects.exists()
    assert "We learn from streets." in once.content.decode()
    again = client.post(address, {**words, "change": "yes"}).content.decode()
    assert "Vi lär av gator.</textarea>" in again
    assert client.post(address, {**words, "sure": "yes"}).status_code == 302
    assert Publication.objects.get().shown["sv"]["summary"] == "Vi lär av gator."
    assert client.get(address).context["changes"] == []


def test_a_page_that_is_old_publishes_nothing_and_shows_what_is_new(matter, client_of, contact) -> None:
    client, address = client_of("coordinator"), reverse("publish_matter", args=[matter.number])
    seen = client.get(address).context["seen"]
    matters.change(matters.lock(matter), by=contact, city="Oslo")
    answer = client.post(address, {"seen": seen, "summary_sv": "Kvar.", "sure": "yes"})
    assert answer.status_code == 422
    assert "Kvar." in answer.content.decode()
    assert "Oslo" in answer.content.decode()
    assert not Publication.objects.exists()


def test_several_are_looked_at_and_published_together(contact, secretary, city, client_of) -> None:
    chosen = [member(contact, secretary, city, name) for name in ("Ett nät (exempel)", "Två nät (exempel)")]
    client, address = client_of("coordinator"), reverse("publishing")
    numbers = [matter.number for matter in chosen]
    assert all(number in client.get(address).content.decode() for number in numbers)
    looked = client.post(address, {"matters": numbers})
    seen = {f"seen-{matter.number}": digest for matter, digest, _shown in looked.context["previews"]}
    assert len(seen) == 2
    assert not Publication.objects.exists()
    matters.change(matters.lock(chosen[1]), by=contact, city="Oslo")
    client.post(address, {"matters": numbers, "sure": "yes", **seen})
    assert Publication.objects.get().matter == chosen[0]


def test_the_lists_tell_what_could_be_what_has_changed_and_what_is(
    matter, client_of, coordinator, contact
) -> None:
    def listed(which: str) -> bool:
        answer = client_of("coordinator").get(reverse("publishing"), {"vad": which})
        return matter.number in answer.content.decode()

    assert [listed(which) for which in ("new", "changed", "shown")] == [True, False, False]
    published(matter, coordinator)
    assert [listed(which) for which in ("new", "changed", "shown")] == [False, False, True]
    matters.change(matters.lock(matter), by=contact, city="Oslo")
    assert listed("changed")


def test_a_coordinator_is_told_that_something_has_changed_since_and_nobody_else(
    matter, coordinator, contact
) -> None:
    published(matter, coordinator)
    assert publishing.of_person(coordinator) == []
    matters.change(matters.lock(matter), by=contact, city="Oslo")
    (waiting,) = publishing.of_person(coordinator)
    assert waiting.url == f"{reverse('publishing')}?vad=changed"
    assert publishing.of_person(contact) == []


def test_the_form_stands_under_a_part_of_its_own(matter, client_of) -> None:
    page = client_of("coordinator").get(reverse("publish_matter", args=[matter.number]))
    assert [words for words, _url, is_current, _count in page.context["tabs"] if is_current] == [
        "Publicering"
    ]


def test_what_was_published_from_the_list_is_led_to(contact, secretary, city, client_of) -> None:
    chosen = [member(contact, secretary, city, f"{name} nät (exempel)") for name in ("Ett", "Två", "Tre")]
    client, address = client_of("coordinator"), reverse("publishing")

    def told(*numbers: str) -> str:
        previews = client.post(address, {"matters": numbers}).context["previews"]
        seen = {f"seen-{matter.number}": digest for matter, digest, _shown in previews}
        page = client.post(address, {"matters": numbers, "sure": "yes", **seen}, follow=True).content.decode()
        return page[page.index('class="messages"') :].split("</p>")[0]

    one, *others = (matter.number for matter in chosen)
    assert reverse("open_register:matter", args=["sv", one]) in told(one)
    assert f"{address}?vad=shown" in told(*others)
