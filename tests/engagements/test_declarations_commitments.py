"""What the city promises: given to a body, reported on by it, reminded of once. The pages cost the same for many."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from engagements.actions import declarations as actions
from engagements.models import Commitment, Declaration
from engagements.tasks import remind_of_commitments
from governance.errors import StaleVersion, WrongState
from governance.models import Matter, Notice, SecrecyGrant
from tests.engagements.declaration_rows import make_declaration, make_joined
from tests.forms import over

pytestmark = pytest.mark.django_db
OTHER = "miljo-och-halsoskyddsnamnden"


@pytest.fixture
def joined(contact, city) -> Declaration:
    return make_joined(contact, city("trafiknamnden"))


@pytest.fixture
def promise(joined, contact, city):
    """A commitment of the Environment Committee, due so many days from today."""

    def promised(days: int = 30, owner: str = OTHER, text: str = "Plantera träd") -> Commitment:
        due = timezone.localdate() + timedelta(days=days)
        return actions.promise(joined, by=contact, text=text, owner=city(owner), due_on=due)

    return promised


def told_overdue() -> list[str]:
    rows = Notice.objects.filter(key__startswith="commitment-overdue:")
    return list(rows.order_by("person").values_list("person__username", flat=True))


def test_the_owner_is_told_and_reads_the_matter_and_the_card_is_due_by_it(
    promise, joined, other_contact, client_of
):
    commitment = promise()
    matter = Matter.objects.get(pk=joined.pk)
    assert matter.due_on == commitment.due_on
    assert Notice.objects.filter(matter=matter, person=other_contact).count() == 1
    assert client_of(other_contact).get(matter.get_absolute_url()).status_code == 200
    assert commitment.history.get().history_user.username == "contact"


def test_what_is_overdue_is_told_once_however_often_the_job_runs(promise):
    promise(-1)
    promise(0, text="I dag")
    assert [remind_of_commitments() for _run in range(4)] == [1, 0, 0, 0]
    assert told_overdue() == ["other_contact"]


def test_of_a_secret_matter_nobody_is_told_who_is_not_let_in(promise, joined):
    promise(-1)
    marked = {"secrecy_ground": "OSL 15:1", "secrecy_marked_on": timezone.localdate()}
    Matter.objects.filter(pk=joined.pk).update(**marked)
    remind_of_commitments()
    assert told_overdue() == []


def test_of_a_secret_matter_the_owner_who_is_let_in_is_told(promise, joined, contact, other_contact):
    promise(-1)
    marked = {"secrecy_ground": "OSL 15:1", "secrecy_marked_on": timezone.localdate()}
    Matter.objects.filter(pk=joined.pk).update(**marked)
    SecrecyGrant.objects.create(matter=joined.matter, person=other_contact, granted_by=contact, reason="x")
    remind_of_commitments()
    assert told_overdue() == ["other_contact"]


def test_with_a_later_day_it_can_be_overdue_again(promise, other_contact, joined):
    commitment = promise(-1)
    remind_of_commitments()
    version = Matter.objects.get(pk=joined.pk).version
    actions.report(commitment, version, by=other_contact, status="open", report="", due_on=date(2026, 3, 20))
    assert [remind_of_commitments(), remind_of_commitments()] == [1, 0]


def test_of_what_is_fulfilled_or_dropped_nobody_is_told(promise, joined, contact, other_contact):
    done = promise(-1)
    version = Matter.objects.get(pk=joined.pk).version
    actions.report(done, version, by=other_contact, status="done", report="Tusen träd.", due_on=done.due_on)
    left = promise(-1, text="Kvar")
    actions.end(joined, by=contact, ended_on=timezone.localdate(), reason="Slut.")
    left.refresh_from_db()
    assert (left.status, left.report) == ("dropped", "Slut.")
    assert remind_of_commitments() == 0
    assert told_overdue() == []


def test_a_fulfilled_one_no_longer_makes_the_matter_late(promise, joined, other_contact, client_of):
    commitment = promise(-5)
    page = client_of("contact").get(joined.get_absolute_url())
    assert page.context["late"] == 1
    assert 'class="is-late"' in page.content.decode()
    assert joined.matter.title in client_of("contact").get(reverse("my_work")).content.decode()
    assert Matter.objects.get(pk=joined.pk).is_late
    version = Matter.objects.get(pk=joined.pk).version
    actions.report(
        commitment, version, by=other_contact, status="done", report="Klart.", due_on=commitment.due_on
    )
    assert Matter.objects.get(pk=joined.pk).due_on == Declaration.objects.get().next_review_on


def test_it_is_closed_with_a_report_only(promise, joined, other_contact):
    commitment = promise()
    version = Matter.objects.get(pk=joined.pk).version
    with pytest.raises(ValidationError):
        actions.report(
            commitment, version, by=other_contact, status="done", report=" ", due_on=commitment.due_on
        )
    with pytest.raises(IntegrityError, match="commitment_is_closed_with_a_report"), transaction.atomic():
        Commitment.objects.filter(pk=commitment.pk).update(status="done", closed_on=date(2026, 5, 1))


def test_two_who_report_at_once_see_both(promise, joined, other_contact, client_of):
    commitment = promise()
    address = reverse("engagements:report_commitment", args=[joined.matter.number, commitment.pk])
    client = client_of(other_contact)
    shown, due = over(client, address), commitment.due_on
    version = Matter.objects.get(pk=joined.pk).version
    actions.report(commitment, version, by=other_contact, status="open", report="Först", due_on=due)
    with pytest.raises(StaleVersion):
        actions.report(commitment, version, by=other_contact, status="open", report="Sedan", due_on=due)
    answer = client.post(address, {"status": "open", "report": "Sedan", "due_on": due, **shown})
    assert answer.status_code == 409
    assert "Först" in answer.content.decode()


@pytest.mark.parametrize("username", ["company_contact", "head", "auditor", "mayor", "board_secretary"])
def test_only_the_owners_write_and_report(username, promise, joined, person, city):
    commitment, stranger = promise(), person(username)
    version = Matter.objects.get(pk=joined.pk).version
    with pytest.raises(PermissionDenied):
        actions.promise(joined, by=stranger, text="x", owner=city("trafiknamnden"), due_on=date(2026, 5, 1))
    with pytest.raises(PermissionDenied):
        actions.report(commitment, version, by=stranger, status="done", report="x", due_on=commitment.due_on)
    assert Commitment.objects.get().status == "open"


def test_nothing_is_promised_before_the_city_has_joined(contact, city):
    proposal = make_declaration(contact, city("trafiknamnden"))
    with pytest.raises(WrongState):
        actions.promise(proposal, by=contact, text="x", owner=city("trafiknamnden"), due_on=date(2026, 5, 1))


def queries(client, address: str) -> int:
    client.get(address)  # what a process reads once
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("persona", ["contact", "coordinator", "other_contact"])
def test_the_pages_cost_the_same_for_few_and_for_many(persona, promise, joined, contact, city, client_of):
    client, page = client_of(persona), joined.get_absolute_url()
    lists = [reverse("engagements:declarations"), reverse("engagements:commitments")]
    promise()
    few = queries(client, page), *(queries(client, each) for each in lists)
    for place in range(12):
        promise(-place, owner=OTHER if place % 2 else "trafiknamnden", text=f"Träd {place}")
        make_joined(contact, city("trafiknamnden"), title=f"Deklaration {place}")
    assert (queries(client, page), *(queries(client, each) for each in lists)) == few
    assert max(few[1:]) <= 5


def listed(client, query: str = "") -> list[str]:
    answer = client.get(reverse("engagements:commitments") + query)
    assert answer.status_code == 200
    return [row.text for row in answer.context["page"].rows]


def test_the_list_begins_with_what_is_late_and_leaves_out_what_is_done(
    promise, joined, other_contact, client_of
):
    promise(40, text="Senare")
    done = promise(-9, text="Klart")
    promise(-3, text="Sent")
    promise(-2, owner="trafiknamnden", text="Vårt")
    version = Matter.objects.get(pk=joined.pk).version
    actions.report(done, version, by=other_contact, status="done", report="Ja.", due_on=done.due_on)
    client = client_of(other_contact)
    assert listed(client) == ["Sent", "Vårt", "Senare"]
    assert listed(client, f"?body={OTHER}") == ["Sent", "Senare"]
    assert listed(client, f"?body={OTHER}&state=late") == ["Sent"]
    assert listed(client, "?state=done") == ["Klart"]
    assert listed(client, "?state=all") == ["Klart", "Sent", "Vårt", "Senare"]


def test_a_line_leads_to_the_report_for_who_answers_for_it_and_to_the_file_for_who_reads_it(
    promise, joined, client_of
):
    number = joined.matter.number
    report = reverse("engagements:report_commitment", args=[number, promise().pk])
    address = reverse("engagements:commitments")
    assert f'href="{report}"' in client_of("other_contact").get(address).content.decode()
    read = client_of("auditor").get(address).content.decode()
    assert report not in read
    assert joined.get_absolute_url() in read
    told = client_of("company_contact").get(address).content.decode()
    assert "Plantera träd" in told
    assert number not in told


def test_what_is_marked_secret_is_on_no_list_of_others(promise, joined, client_of):
    promise()
    Matter.objects.filter(pk=joined.pk).update(
        secrecy_ground="OSL 15:1", secrecy_marked_on=timezone.localdate()
    )
    assert listed(client_of("company_contact")) == []


def test_the_day_it_was_fulfilled_can_be_another_than_today(promise, joined, other_contact):
    commitment = promise()
    version, due = Matter.objects.get(pk=joined.pk).version, commitment.due_on
    entered = {"by": other_contact, "status": "done", "report": "Ja.", "due_on": due}
    with pytest.raises(ValidationError):
        actions.report(commitment, version, **entered, closed_on=due)
    assert actions.report(commitment, version, **entered, closed_on=date(2026, 3, 13)).closed_on == date(
        2026, 3, 13
    )


def test_the_history_of_the_matter_tells_of_what_was_promised(promise, joined, other_contact, client_of):
    commitment = promise()
    version = Matter.objects.get(pk=joined.pk).version
    actions.report(
        commitment, version, by=other_contact, status="done", report="Ja.", due_on=commitment.due_on
    )
    page = client_of("contact").get(reverse("matter_history", args=[joined.matter.number])).context["page"]
    told = [entry for entry in page.entries if entry.title == "Åtagande: Plantera träd"]
    assert [entry.is_first for entry in told] == [False, True]
    assert ("Status", "pågår", "uppfyllt") in told[0].changes


def test_commitments_are_found_by_their_own_words_and_by_those_of_the_declaration(promise, client_of):
    promise(text="Plantera 100 % lind")
    promise(text="Ställa om färjorna")
    address = reverse("engagements:commitments")

    def found(words: str) -> list[str]:
        return sorted(
            row.text for row in client_of("contact").get(address, {"q": words}).context["page"].rows
        )

    assert found("100 % L") == ["Plantera 100 % lind"]
    assert found("0_%") == found("zeppelinare") == []
    assert "/sok/?q=0_%25" in client_of("contact").get(address, {"q": "0_%"}).content.decode()
    title = Declaration.objects.get().matter.title
    assert len(found(title)) == 2
    assert len(found(title.split()[0].lower())) == 2
