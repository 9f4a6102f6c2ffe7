"""The pages of memberships: what they show to whom, at which cost, and what they do with nonsense."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.models import Decision, Matter
from memberships import actions
from memberships.models import Fee, Membership, MembershipReview
from tests.forms import over

from .conftest import joined, make_organisation, make_proposal

pytestmark = pytest.mark.django_db
FORM = {
    "body": "trafiknamnden",
    "name": "Quiet Streets Union (exempel)",
    "kind": "network",
    "scope": "own_operation",
    "why": "Because.",
    "contribution": "Work.",
    "benefit": "Methods.",
    "cost_four_years": "120 000",
    "currency": "SEK",
}


def queries(client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def many(contact, city, count: int, start: int = 0) -> None:
    for n in range(start, start + count):
        other = make_proposal(contact, city("trafiknamnden"), name=f"Number {n} (exempel)")
        Matter.objects.filter(pk=other.pk).update(status="member")
        joined(other, date(2021, 1, 1))


def test_the_register_by_form_follows_what_is_written(contact, client_of, city):
    """The form stands in the file and, among the facts of who decides, on the card that the register asks."""
    client, found = client_of(contact), make_proposal(contact, city("trafiknamnden"), kind="network")
    entered = actions.enter_existing(
        by=contact, body=city("trafiknamnden"), organisation=make_organisation(contact, "Old Streets (exempel)"),
        kind="initiative", scope="own_operation", joined_on=date(2021, 1, 1),
    )  # fmt: skip
    number = found.matter.number

    def listed(form: str) -> set[str]:
        return {row.number for row in client.get("/medlemskap/", {"kind": form}).context["page"].rows}

    assert (listed("network"), listed("initiative")) == ({number}, {entered.matter.number})
    actions.edit(found, found.matter.version, by=contact, kind="organisation")
    assert (listed("network"), listed("organisation")) == (set(), {number})


def test_a_proposal_from_the_form_becomes_a_matter_with_a_new_organisation(contact, client_of, city):
    answer = client_of(contact).post("/medlemskap/nytt/", FORM)
    assert answer.status_code == 302
    proposal = Membership.objects.select_related("matter", "organisation").get()
    assert answer["Location"] == f"/medlemskap/{proposal.matter.number}/"
    assert proposal.organisation.name == FORM["name"]
    assert proposal.cost_four_years == 120_000


def test_a_like_name_must_be_chosen_or_said_to_be_new(contact, client_of, city):
    known = make_organisation(contact, "Quiet Streets Onion (exempel)")
    client = client_of(contact)
    asked = client.post("/medlemskap/nytt/", FORM)
    assert asked.status_code == 422
    assert known.name in asked.content.decode()
    assert client.post("/medlemskap/nytt/", FORM | {"organisation": str(known.pk)}).status_code == 302
    assert Membership.objects.get().organisation == known
    again = client.post("/medlemskap/nytt/", FORM | {"organisation": "new"})
    assert again.status_code == 422  # now a forum like this exists: reasons are needed
    reasons = {"organisation": "new", "not_enough": "It is about onions."}
    assert client.post("/medlemskap/nytt/", FORM | reasons).status_code == 302


def test_findings_and_ruling_are_shown_while_typing(contact, client_of, city, proposal):
    client = client_of(contact)
    found = client.get("/medlemskap/nytt/forum/", {"name": "nordic strets"}).content.decode()
    assert "Nordic Streets (exempel)" in found
    ruling = client.get(
        "/medlemskap/nytt/vem-beslutar/",
        {"kind": "organisation", "scope": "city_wide", "body": "trafiknamnden"},
    ).content.decode()
    assert "Kommunfullmäktige" in ruling
    assert "<html" not in ruling + found


def test_without_scripts_a_button_looks_for_forums_and_keeps_what_is_written(contact, client_of, proposal):
    page = (
        client_of(contact)
        .post("/medlemskap/nytt/", FORM | {"name": "Nordic Streets", "look": "1"})
        .content.decode()
    )
    assert "Nordic Streets (exempel)" in page
    assert "Because." in page


def test_the_register_shows_members_of_every_body_but_opens_only_ones_own(
    member, client_of, contact, other_contact
):
    number = Matter.objects.get(pk=member.pk).number
    link = f'href="/medlemskap/{number}/"'
    mine = client_of(contact).get("/medlemskap/").content.decode()
    theirs = client_of(other_contact).get("/medlemskap/").content.decode()
    assert link in mine
    assert number in theirs
    assert link not in theirs
    assert client_of(other_contact).get(f"/medlemskap/{number}/").status_code == 404


def test_a_proposal_of_another_body_is_not_in_the_register_before_it_is_decided(proposal, client_of):
    for username, seen in [
        ("contact", True),
        ("other_contact", False),
        ("auditor", True),
        ("newcomer", False),
    ]:
        text = client_of(username).get("/medlemskap/").content.decode()
        assert (proposal.matter.number in text) == seen, username


def test_a_secret_membership_is_in_nobodys_register_but_of_those_let_in(
    member, client_of, contact, secretary
):
    Matter.objects.filter(pk=member.pk).update(secrecy_ground="15:1", secrecy_marked_on=date(2026, 1, 1))
    number = Matter.objects.get(pk=member.pk).number
    for username in ("contact", "secretary", "auditor", "other_contact"):
        for page in ("/medlemskap/", "/medlemskap/omprovningar/"):
            assert number not in client_of(username).get(page).content.decode()
    member.matter.grants.create(person=contact, granted_by=secretary)
    assert number in client_of(contact).get("/medlemskap/").content.decode()


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("body=trafiknamnden", True),
        ("body=jarva", False),
        ("scope=own_operation", True),
        ("scope=city_wide", False),
        ("kind=network", True),
        ("kind=organisation", False),
        ("state=current", True),
        ("state=undecided", False),
        ("review=overdue", True),
        ("review=open", False),
        ("year=2021", True),
        ("year=2019", False),
        ("q=number", True),
        ("q=zzzzzzzz", False),
        ("body=nonsense", False),
        ("year=0", False),
    ],
)
def test_the_filters_stand_in_the_address(query, seen, contact, city, client_of):
    many(contact, city, 1)
    number = Matter.objects.get(kind="membership").number
    assert (number in client_of(contact).get(f"/medlemskap/?{query}").content.decode()) == seen


@pytest.mark.parametrize("page", ["/medlemskap/", "/medlemskap/omprovningar/", "/medlemskap/?q=number"])
def test_no_list_asks_more_as_it_grows(page, contact, city, client_of):
    many(contact, city, 2)
    actions.flag_due_reviews(date(2025, 1, 1))
    client = client_of(contact)
    client.get(page)
    before = queries(client, page)
    many(contact, city, 6, start=2)
    actions.flag_due_reviews(date(2025, 1, 1))
    assert queries(client, page) == before
    assert before <= 14


def test_no_detail_asks_more_as_it_grows(member, contact, client_of):
    joined(member, date(2021, 1, 1))
    review = next(iter(actions.flag_due_reviews(date(2025, 1, 1))))
    client = client_of(contact)
    pages = [f"/medlemskap/{member.matter.number}/", f"/medlemskap/omprovningar/{review.matter.number}/"]

    def grow(since: int) -> None:
        for n in range(since, since + 5):
            actions.add_post(member, by=contact, title=f"Chair {n}", holder="A", since=date(2024, 1, 1))
            actions.add_representative(member, by=contact, name=f"B {n}", role="Contact", since=None)
            actions.record_fee(member, by=contact, year=2000 + n, amount=100)

    grow(0)
    client.get(pages[0])
    before = [queries(client, page) for page in pages]
    grow(5)
    assert [queries(client, page) for page in pages] == before


@pytest.mark.parametrize(
    "nonsense",
    [
        {"name": "\0"},
        {"name": "x" * 5000},
        {"cost_four_years": "1e400"},
        {"cost_four_years": "-1"},
        {"cost_four_years": "NaN"},
        {"starts_on": "2026-02-31"},
        {"organisation": "9" * 40},
        {"organisation": "²"},
        {"kind": "city"},
        {"scope": "\0"},
        {"body": "kommunfullmaktige"},
        {"body": "\0"},
        {"theme": "\0"},
        {"why": "x" * 30_000},
        {"currency": "XXX"},
    ],
)
def test_nonsense_is_told_at_its_field_and_never_breaks(nonsense, contact, client_of, city):
    client = client_of(contact)
    assert client.post("/medlemskap/nytt/", FORM | nonsense).status_code == 422
    assert not Membership.objects.exists()
    assert client.get("/medlemskap/nytt/forum/", nonsense).status_code == 200
    assert client.get("/medlemskap/nytt/vem-beslutar/", nonsense).status_code == 200
    assert client.get("/medlemskap/nytt/", nonsense).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/medlemskap/%00/",
        "/medlemskap/2026-99999/",
        "/medlemskap/omprovningar/%00/",
        "/medlemskap/omprovningar/x/",
    ],
)
def test_an_address_of_nothing_is_not_found(path, contact, client_of):
    assert client_of(contact).get(path).status_code == 404


def test_ids_of_other_memberships_or_beyond_the_database_are_not_found(member, contact, client_of):
    for pk in (1, 2**63):
        assert (
            client_of(contact).get(f"/medlemskap/{member.matter.number}/fortroendeposter/{pk}/").status_code
            == 404
        )


def test_two_who_edit_at_once_see_both_texts(proposal, contact, secretary, client_of):
    url = f"/medlemskap/{proposal.matter.number}/andra/"
    mine = client_of(contact)
    page = mine.get(url)
    sent = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    actions.edit(proposal, 1, by=secretary, why="The secretary's reason")
    conflict = mine.post(url, sent | {"why": "My reason"})
    text = conflict.content.decode()
    assert conflict.status_code == 409
    assert "My reason" in text
    assert "The secretary&#x27;s reason" in text
    assert Membership.objects.get().why == "The secretary's reason"


def test_an_edit_is_saved(proposal, contact, client_of):
    url = f"/medlemskap/{proposal.matter.number}/andra/"
    page = client_of(contact).get(url)
    sent = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    assert client_of(contact).post(url, sent | {"why": "Better"}).status_code == 302
    assert Membership.objects.get().why == "Better"


def test_the_joining_date_of_a_member_may_be_mended_and_moves_the_review(member, contact, client_of):
    url = f"/medlemskap/{member.matter.number}/andra/"
    page = client_of(contact).get(url)
    sent = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    sent |= {"joined_on": "2025-01-15", "review_interval_months": "12"}
    assert client_of(contact).post(url, sent).status_code == 302
    mended = Membership.objects.select_related("matter").get()
    assert mended.next_review_on == mended.matter.due_on == date(2026, 1, 15)


def test_the_small_forms_do_their_verbs(member, contact, client_of):
    client, base = client_of(contact), f"/medlemskap/{member.matter.number}"
    posts = [
        (f"{base}/representanter/", {"name": "Anna", "role": "Ledamot", "since": "2026-04-01"}),
        (f"{base}/fortroendeposter/", {"title": "Ordförande", "holder": "Bo", "since": "2026-04-01"}),
        (
            f"{base}/avgifter/",
            {"year": "2026", "amount": "10 000", "currency": "EUR", "amount_sek": "112 000"},
        ),
        (f"{base}/omprovning/", {"due_on": "2026-12-31"}),
    ]
    for url, data in posts:
        assert client.get(url).status_code == 200
        carried = over(client, url) if "avgifter" in url else {}
        assert client.post(url, carried | data).status_code == 302
    assert Fee.objects.get().amount_sek == 112_000
    post = member.posts.get()
    assert client.post(f"{base}/fortroendeposter/{post.pk}/", {"until": "2026-03-01"}).status_code == 422
    assert client.post(f"{base}/fortroendeposter/{post.pk}/", {"until": "2026-10-01"}).status_code == 302
    assert MembershipReview.objects.get().due_on == date(2026, 12, 31)


def test_a_fee_is_kept_once_a_year_and_needs_kronor(member, contact, client_of):
    client, url = client_of(contact), f"/medlemskap/{member.matter.number}/avgifter/"
    assert client.post(url, {"year": "2026", "amount": "10", "currency": "EUR"}).status_code == 422
    for amount in ("10", "20"):
        seen = over(client, f"{url}?year=2026")
        sent = seen | {"year": "2026", "amount": amount, "currency": "SEK"}
        assert client.post(url, sent).status_code == 302
    assert Fee.objects.get().amount == 20


def test_the_decision_form_of_the_right_secretary_records(before_body, secretary, client_of):
    url = f"/medlemskap/{before_body.matter.number}/beslut/"
    client = client_of(secretary)
    assert 'name="outcome"' in client.get(url).content.decode()
    assert client.post(url, {"outcome": "approved"}).status_code == 422
    entered = {
        "outcome": "approved",
        "form": "meeting",
        "decided_on": "2026-03-12",
        "paragraph": "4",
        "wording": "Nämnden går med.",
    }
    assert client.post(url, entered).status_code == 302
    assert Decision.objects.get().recorded_by == secretary
    assert client.post(url, entered).status_code == 409


def test_what_is_missing_is_told_on_the_page(contact, city, client_of):
    proposal = make_proposal(contact, city("trafiknamnden"), why="")
    client = client_of(contact)
    answer = client.post(f"/medlemskap/{proposal.matter.number}/berett/", follow=True)
    assert answer.status_code == 200
    assert Matter.objects.get(pk=proposal.pk).status == "proposed"
    assert client.get(f"/medlemskap/{proposal.matter.number}/till-beslut/").status_code == 405


def test_every_page_reads_in_english_too(member, contact, client_of):
    contact.language = "en"
    contact.save()
    client = client_of(contact)
    client.post("/sprak/", {"language": "en"})
    assert "Propose a membership" in client.get("/medlemskap/").content.decode()
    page = client.get(member.matter.get_absolute_url()).content.decode()
    assert "Transport Committee" in page
    assert "Trafiknämnden" not in page


def test_the_head_of_a_member_says_that_the_day_is_that_of_the_next_review(member, contact, client_of):
    head = client_of(contact).get(member.matter.get_absolute_url()).content.decode().partition("</header>")[2]
    assert "Nästa omprövning" in head.partition("</header>")[0]


def test_reasons_that_may_be_demanded_are_not_called_optional(contact, client_of, proposal):
    page = client_of(contact).get("/medlemskap/nytt/").content.decode()
    label = page.partition('for="id_not_enough">')[2].partition("</label>")[0]
    assert label == "Varför räcker inte befintliga forum?"


def test_a_proposal_is_said_complete_and_sent_in_one_step(contact, client_of, city):
    found = make_proposal(contact, city("trafiknamnden"), name="Quiet Streets Union (exempel)")
    client, number = client_of(contact), found.matter.number
    client.post(f"/medlemskap/{number}/till-beslut/")
    found.matter.refresh_from_db()
    assert (found.matter.status, found.matter.before) == ("before_body", city("trafiknamnden"))


def test_what_is_missing_is_told_and_nothing_is_sent(contact, client_of, city):
    found = make_proposal(contact, city("trafiknamnden"), name="Quiet Streets Union (exempel)", why="")
    answer = client_of(contact).post(f"/medlemskap/{found.matter.number}/till-beslut/", follow=True)
    assert "varför" in answer.content.decode()
    found.matter.refresh_from_db()
    assert found.matter.status == "proposed"


def test_a_membership_says_what_is_left_to_note_of_it(contact, client_of, city):
    found = joined(make_proposal(contact, city("trafiknamnden")), date(2021, 1, 1))
    Matter.objects.filter(pk=found.matter.pk).update(status="member")
    client, url = client_of(contact), f"/medlemskap/{found.matter.number}/"
    assert len(client.get(url).context["left_to_note"]) == 3
    actions.add_representative(found, by=contact, name="Anna Ek", role="ledamot", since=date(2021, 1, 1))
    assert len(client.get(url).context["left_to_note"]) == 2
