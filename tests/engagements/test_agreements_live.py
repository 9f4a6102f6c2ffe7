"""What an agreement in force is made of: what each side is to do, what was done, and what becomes of silence."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from engagements import evidence
from engagements.actions import agreements, tie
from engagements.models import Agreement
from engagements.models.agreements import months_before
from governance import matters
from governance.errors import WrongState
from governance.models import Kind, Matter
from tests.factories import PERSONAS
from tests.governance.test_page_costs import queries

from .agreements import fresh, in_force, make_agreement, reminders

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def standing(contact, secretary, city) -> Agreement:
    """In force since the spring, with no review ahead."""
    return in_force(contact, secretary, city)


def add(agreement: Agreement, by, due_on: date, side: str = "city", text: str = "Skicka en rapport"):
    return agreements.add_obligation(agreement, by=by, text=text, side=side, due_on=due_on)


def log(agreement: Agreement, by, on: date = TODAY, **facts):
    return agreements.log_activity(
        agreement, by=by, happened_on=on, kind="meeting", what="Möte om vinterväghållning", **facts
    )


def test_the_card_waits_for_the_soonest_that_the_city_is_to_do(standing, contact):
    later, sooner, theirs = (TODAY + timedelta(days=days) for days in (60, 30, 10))
    add(standing, contact, later)
    first = add(standing, contact, sooner)
    add(standing, contact, theirs, side="counterpart")
    assert fresh(standing).matter.due_on == sooner
    agreements.close_obligation(first, by=contact, status="done", closed_on=TODAY, report="Skickad.")
    assert fresh(standing).matter.due_on == later


def test_it_is_done_once_with_what_shows_it(standing, contact):
    obligation = add(standing, contact, TODAY)
    proof = SimpleUploadedFile("rapport.pdf", b"%PDF-1.7", "application/pdf")
    with pytest.raises(ValidationError):
        agreements.close_obligation(
            obligation, by=contact, status="done", closed_on=TODAY + timedelta(days=1), report="x"
        )
    agreements.close_obligation(
        obligation, by=contact, status="done", closed_on=TODAY, report="Skickad.", proof=proof
    )
    obligation.refresh_from_db()
    assert (obligation.status, obligation.proof.name) == ("done", "rapport.pdf")
    with pytest.raises(WrongState):
        agreements.close_obligation(obligation, by=contact, status="dropped", closed_on=TODAY, report="x")


@pytest.mark.parametrize("side", ["city", "counterpart"])
def test_a_late_obligation_of_either_side_is_told_of_once(side, standing, contact):
    add(standing, contact, TODAY, side=side)
    agreements.look_after_agreements(TODAY)
    assert not reminders(standing, "obligation")
    for _again in range(2):
        agreements.look_after_agreements(TODAY + timedelta(days=1))
    assert reminders(standing, "obligation") == 1


def test_nothing_is_promised_by_what_is_not_decided(contact, city):
    draft = make_agreement(contact, city("trafiknamnden"))
    with pytest.raises(WrongState):
        add(draft, contact, TODAY)
    with pytest.raises(WrongState):
        log(draft, contact)


def test_silence_is_found_told_once_and_then_reviewed(standing, contact):
    silent = quiet(standing, TODAY)
    for _again in range(2):
        agreements.look_after_agreements(TODAY)
    assert fresh(silent).dormant_since == TODAY
    assert reminders(silent, "dormant") == 1
    unanswered = TODAY + timedelta(days=93)
    for _again in range(2):
        agreements.look_after_agreements(unanswered)
    now = fresh(silent)
    assert (now.matter.status, now.review_reason) == ("under_review", "dormant")
    assert now.matter.due_on > unanswered


def test_what_was_done_lately_wakes_it_and_what_was_done_long_ago_does_not(standing, contact):
    silent = quiet(standing, TODAY)
    agreements.look_after_agreements(TODAY)
    log(silent, contact, date(2025, 1, 1))
    assert fresh(silent).dormant_since == TODAY
    log(silent, contact)
    assert fresh(silent).dormant_since is None
    agreements.look_after_agreements(TODAY + timedelta(days=100))
    assert fresh(silent).matter.status == "in_force"


def test_saying_why_it_stands_is_an_answer_kept_in_the_log(standing, contact):
    with pytest.raises(WrongState):
        agreements.say_it_stands(standing, by=contact, reason="x")
    silent = quiet(standing, TODAY)
    agreements.look_after_agreements(TODAY)
    agreements.say_it_stands(silent, by=contact, reason="Utbytet börjar i höst.")
    assert fresh(silent).dormant_since is None
    assert silent.activities.get().kind == "answer"
    assert evidence.of_agreement(fresh(silent), TODAY).done == []


def test_a_review_is_opened_by_hand_with_its_reason_and_shows_the_evidence(
    standing, contact, client_of, city
):
    log(standing, contact, result="Två nya metoder.")
    add(standing, contact, TODAY - timedelta(days=1))
    visit = matters.open_matter(
        Kind.VISIT,
        by=contact,
        body=city("trafiknamnden"),
        title="Besök från Nordköping",
        status="received",
    )
    tie(visit, standing.organisation)
    agreements.open_review(standing, by=contact, why="Motparten har bytt ledning.")
    page = client_of(contact).get(standing.get_absolute_url()).content.decode()
    for said in ("Motparten har bytt ledning.", "Två nya metoder.", "Besök från Nordköping"):
        assert said in page
    agreements.keep_in_force(standing, by=contact, reviewed_on=TODAY, conclusion="Det går vidare.")
    now = fresh(standing)
    assert (now.matter.status, now.review_why, now.review_due_on) == ("in_force", "", None)


def test_a_review_comes_after_the_first_day_and_after_the_last_review(standing, contact):
    before = standing.matter.starts_on - timedelta(days=1)
    for day in (before, TODAY - timedelta(days=1)):
        agreements.open_review(fresh(standing), by=contact, why="Motparten har bytt ledning.")
        with pytest.raises(ValidationError) as refused:
            agreements.keep_in_force(fresh(standing), by=contact, reviewed_on=day, conclusion="Bra.")
        assert "reviewed_on" in refused.value.message_dict
        agreements.keep_in_force(fresh(standing), by=contact, reviewed_on=TODAY, conclusion="Bra.")


def test_what_a_review_built_on_is_kept_as_it_was(standing, contact, client_of):
    log(standing, contact)
    late = add(standing, contact, TODAY - timedelta(days=1))
    agreements.open_review(standing, by=contact, why="Motparten har bytt ledning.")
    agreements.keep_in_force(standing, by=contact, reviewed_on=TODAY, conclusion="Det går vidare.")
    agreements.close_obligation(late, by=contact, status="done", closed_on=TODAY, report="Gjort.")
    review = standing.reviews.get()
    (known,) = evidence.kept([review])
    assert (review.reason, review.result, review.conclusion) == ("by_hand", "kept", "Det går vidare.")
    assert [each.what for each in known.activities] == ["Möte om vinterväghållning"]
    assert (known.kept, known.late) == (0, 1)
    page = client_of(contact).get(standing.get_absolute_url()).content.decode()
    assert 'id="reviews"' in page
    agreements.open_review(standing, by=contact, why="En gång till.")
    agreements.end(fresh(standing), by=contact, how="counterpart", ended_on=TODAY, reason="Ingen nytta.")
    assert [each.result for each in standing.reviews.order_by("pk")] == ["kept", "ended"]


def test_the_lamp_of_follow_up_leads_to_the_review_and_then_to_the_evaluation(standing, contact, client_of):
    agreements.open_review(standing, by=contact, why="Motparten har bytt ledning.")
    agreements.keep_in_force(fresh(standing), by=contact, reviewed_on=TODAY, conclusion="Bra.")
    client, address = client_of(contact), standing.get_absolute_url()
    page = client.get(address).content.decode()
    assert f'href="{address}#followed-up"' in page
    assert page.count('id="followed-up"') == 1
    agreements.end(fresh(standing), by=contact, how="counterpart", ended_on=TODAY, reason="Klart.")
    told = {"goals_met": "Alla.", "effects": "Tystare.", "total_cost": 0, "recommendation": "Gör om."}
    agreements.evaluate(fresh(standing), by=contact, **told)
    page = client.get(address).content.decode()
    assert 'id="evaluation"' in page
    assert page.count('id="followed-up"') == 1


def test_the_forms_lead_from_the_page_and_back(standing, contact, client_of):
    client, number = client_of(contact), standing.matter.number
    entered = {
        "engagements:log_activity": {"happened_on": TODAY, "kind": "visit", "what": "Studiebesök"},
        "engagements:add_obligation": {"text": "Skicka rapport", "side": "city", "due_on": TODAY},
        "engagements:review_agreement": {"why": "Dags att se efter."},
    }
    for name, data in entered.items():
        assert client.post(reverse(name, args=[number]), data).status_code == 302
    obligation = standing.obligations.get()
    close = reverse("engagements:close_obligation", args=[number, obligation.pk])
    assert "Skicka rapport" in client.get(close).content.decode()
    assert client.post(close, {"status": "done", "closed_on": "2199-01-01", "report": "x"}).status_code == 422
    assert (
        client.post(close, {"status": "dropped", "closed_on": TODAY, "report": "Ej aktuellt."}).status_code
        == 302
    )
    page = client.get(standing.get_absolute_url()).content.decode()
    for said in ("Studiebesök", "Ej aktuellt.", "Dags att se efter."):
        assert said in page
    assert client.get(reverse("engagements:close_obligation", args=[number, 2**70])).status_code == 404


def test_the_register_finds_the_dormant(standing, contact, client_of):
    client, url = client_of(contact), reverse("engagements:agreements") + "?state=dormant"
    assert standing.matter.title not in client.get(url).content.decode()
    quiet(standing, TODAY)
    agreements.look_after_agreements(TODAY)
    assert standing.matter.title in client.get(url).content.decode()


def test_the_page_costs_the_same_for_two_and_for_twenty(standing, contact, client_of):
    client, url = client_of(contact), standing.get_absolute_url()
    agreements.open_review(standing, by=contact, why="x")

    def write(times: int) -> int:
        for n in range(times):
            log(standing, contact)
            add(standing, contact, TODAY + timedelta(days=n))
        return queries(client, url)

    assert write(2) == write(18)


@pytest.mark.parametrize("username", sorted(PERSONAS))
def test_only_the_owners_preparers_write_in_it(username, standing, contact, person):
    by = person(username)
    obligation = add(standing, contact, TODAY)
    verbs = (
        lambda: add(standing, by, TODAY),
        lambda: log(standing, by),
        lambda: agreements.close_obligation(
            obligation, by=by, status="done", closed_on=TODAY, report="Klart."
        ),
        lambda: agreements.open_review(standing, by=by, why="x"),
    )
    for verb in verbs:
        if username in ("contact", "secretary"):
            verb()
        else:
            with pytest.raises(PermissionDenied):
                verb()


def quiet(agreement: Agreement, since: date) -> Agreement:
    """As if nothing had happened in it since a year before the day."""
    began = months_before(since, 12)
    Matter.objects.filter(pk=agreement.pk).update(opened_on=began, starts_on=began)
    Agreement.objects.filter(pk=agreement.pk).update(
        signed_by_city_on=began, signed_by_counterpart_on=began, dormant_on=since
    )
    return fresh(agreement)
