"""The five lamps are lit by their rules, in the same transaction as what lights them, and never by hand."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from engagements.models import EuProject
from governance import documents, lamp_lists, lamps, pdf
from governance.models import Kind, Lamp, LampCount, Matter, SecrecyGrant
from governance.models.lamps import COLUMNS, LIT, OUT, SPARED
from governance.views import list_files
from memberships import actions as memberships
from memberships.models import Membership
from tests.memberships.conftest import decision_of, make_proposal, send
from tests.papers import assert_pdf_ua
from tests.reporting import small_year
from tests.workbooks import cells, words

pytestmark = pytest.mark.django_db


def states(matter: Matter) -> dict[str, int]:
    matter.refresh_from_db()
    return {lamp.value: min(getattr(matter, lamp.column), SPARED) for lamp in Lamp}


@pytest.mark.parametrize("kind", Kind.values)
def test_every_kind_says_what_lights_each_of_its_lamps(kind: str) -> None:
    found = lamps.of_kind(kind)
    assert found is not None, f"{kind} is missing among LAMPS_OF_KIND"
    assert found.kind == kind
    assert list(found.rules) == list(Lamp)
    for rule in found.rules.values():
        assert str(rule.words)
        assert all(str(each.why) for each in rule.spared)


def test_a_membership_is_lit_step_by_step(contact, secretary, city) -> None:
    body = city("trafiknamnden")
    membership = make_proposal(contact, body)
    matter = membership.matter
    assert states(matter) == {
        "planned": LIT, "budgeted": LIT, "decided": OUT, "documented": OUT, "followed_up": SPARED,
    }  # fmt: skip
    membership = send(membership, contact)
    memberships.decide(membership, decision_of(body), by=secretary)
    assert states(matter)["decided"] == LIT
    assert states(matter)["documented"] == LIT, "the decision names the minutes"


def test_what_was_not_decided_anew_is_not_lit(contact, secretary, city) -> None:
    body = city("trafiknamnden")
    membership = send(make_proposal(contact, body), contact)
    memberships.decide(membership, decision_of(body, "referred_back"), by=secretary)
    assert states(membership.matter)["decided"] == OUT


def test_a_document_lights_the_lamp_at_once(contact, city) -> None:
    matter = make_proposal(contact, city("trafiknamnden")).matter
    documents.store(b"x", "avtal.txt", "text/plain", matter, contact)
    assert states(matter)["documented"] == LIT


def test_a_fee_lights_the_budget_and_its_removal_puts_it_out(contact, city) -> None:
    membership = make_proposal(contact, city("trafiknamnden"), cost_four_years=None)
    assert states(membership.matter)["budgeted"] == OUT
    fee = membership.fees.create(year=2026, amount=5, amount_sek=5)
    assert states(membership.matter)["budgeted"] == LIT
    fee.delete()
    assert states(membership.matter)["budgeted"] == OUT


def test_the_card_tells_why_a_lamp_is_not_asked_for(contact, city) -> None:
    matter = make_proposal(contact, city("trafiknamnden")).matter
    matter.refresh_from_db()
    shown = {each.lamp: each for each in lamps.of_matter(matter)}
    assert str(shown[Lamp.FOLLOWED_UP].why) in ("The city is not a member yet.", "Staden är inte medlem än.")
    assert shown[Lamp.PLANNED].url == f"{matter.get_absolute_url()}#membership"


def test_what_lights_a_proposals_budget_stands_where_its_lamp_leads(contact, city, client_of) -> None:
    matter = make_proposal(contact, city("trafiknamnden")).matter
    page = client_of("contact").get(matter.get_absolute_url()).content.decode()
    assert f'href="{matter.get_absolute_url()}#fees"' in page
    assert page.count('id="fees"') == 1


def test_what_the_day_turns_off_is_found_at_night(contact, city) -> None:
    membership = make_proposal(contact, city("trafiknamnden"))
    matter = membership.matter
    today = timezone.localdate()
    Matter.objects.filter(pk=matter.pk).update(status="member")
    reviewed = {"last_reviewed_on": date(2020, 1, 1), "next_review_on": today}
    Membership.objects.filter(pk=membership.pk).update(**reviewed)
    assert lamps.relight() == 1
    assert states(matter)["followed_up"] == LIT
    Membership.objects.filter(pk=membership.pk).update(next_review_on=today - timedelta(days=1))
    assert lamps.relight() == 1
    assert states(matter)["followed_up"] == OUT
    assert lamps.relight() == 0


def test_the_small_year_leaves_nothing_for_the_night(city) -> None:
    small_year.fill()
    assert Matter.objects.count() > 20
    assert lamps.relight() == 0


def test_a_review_that_the_rule_opens_has_its_lamps(contact, city, coordinator) -> None:
    membership = make_proposal(contact, city("trafiknamnden"))
    Matter.objects.filter(pk=membership.pk).update(status="member")
    due = timezone.localdate() + timedelta(days=3)
    Membership.objects.filter(pk=membership.pk).update(
        joined_on=due - timedelta(days=1461), next_review_on=due, review_opens_on=timezone.localdate()
    )
    lamps.relight()
    assert memberships.flag_due_reviews().count == 1
    assert lamps.relight() == 0
    assert states(Matter.objects.get(kind=Kind.MEMBERSHIP_REVIEW))["planned"] == LIT


def test_the_lamps_leave_no_trace_in_history_or_version(contact, city) -> None:
    matter = make_proposal(contact, city("trafiknamnden")).matter
    matter.refresh_from_db()
    version, changes = matter.version, matter.history.count()
    documents.store(b"x", "avtal.txt", "text/plain", matter, contact)
    matter.refresh_from_db()
    assert (matter.version, matter.history.count()) == (version, changes)
    assert not any(hasattr(matter.history.first(), column) for column in COLUMNS)


def test_counting_gives_each_body_its_lamps_and_keeps_one_day_a_month(contact, other_contact, city) -> None:
    make_proposal(contact, city("trafiknamnden"))
    small = LampCount.objects.create(
        day=timezone.localdate() - timedelta(days=70), counted_at=timezone.now(), body=city("trafiknamnden"),
        lamp="planned", is_bound=True, lit=1, out=2, spared=0,
    )  # fmt: skip
    lamps.count()
    lamps.count()
    today = LampCount.objects.filter(day=timezone.localdate(), body=city("trafiknamnden"))
    assert today.count() == len(Lamp)
    assert today.get(lamp="planned").lit == 1
    assert LampCount.objects.filter(pk=small.pk).exists()
    assert lamp_lists.by_body(other_contact, timezone.localdate(), in_force=False) == []
    (line,) = lamp_lists.by_body(contact, timezone.localdate(), in_force=False)
    assert [cell.asked for cell in line.cells] == [1, 1, 1, 1, 0]


def test_the_list_asks_for_one_lamp_and_tells_owner_decision_and_cost(
    client_of, contact, secretary, city
) -> None:
    body = city("trafiknamnden")
    membership = send(make_proposal(contact, body), contact)
    memberships.decide(membership, decision_of(body), by=secretary)
    membership.fees.create(year=2026, amount=5, amount_sek=54321)
    make_proposal(contact, body, name="Andra nätverket (exempel)")
    page = client_of(contact).get(reverse("lamp_matters") + "?lamp=decided").content.decode()
    assert "Andra nätverket" in page
    assert "Nordic Streets" not in page
    whole = client_of(contact).get(reverse("lamp_matters")).content.decode()
    assert "54\u00a0321" in whole
    assert "§ 14" in whole


def test_what_is_in_force_is_what_binds_the_city(client_of, contact, city) -> None:
    membership = make_proposal(contact, city("trafiknamnden"))
    make_proposal(contact, city("trafiknamnden"), name="Andra nätverket (exempel)")
    Matter.objects.filter(pk=membership.pk).update(status="member")
    page = client_of(contact).get(reverse("lamp_matters") + "?in_force=on").content.decode()
    assert "Nordic Streets" in page
    assert "Andra nätverket" not in page


def test_a_marked_matter_is_in_no_list_and_no_export(client_of, contact, coordinator, city) -> None:
    matter = make_proposal(contact, city("trafiknamnden")).matter
    Matter.objects.filter(pk=matter.pk).update(
        secrecy_ground="OSL 15 kap. 1 §", secrecy_marked_on=timezone.localdate()
    )
    assert "Nordic Streets" not in client_of(coordinator).get(reverse("lamp_matters")).content.decode()
    assert "Nordic Streets" not in words(client_of(coordinator).get(reverse("lamp_matters_excel")))
    SecrecyGrant.objects.create(matter=matter, person=coordinator, granted_by=contact)
    assert "Nordic Streets" in words(client_of(coordinator).get(reverse("lamp_matters_excel")))


def test_a_marked_matter_is_not_counted(contact, city) -> None:
    """Else a number that grows would tell of it to whoever may not know."""
    matter = make_proposal(contact, city("trafiknamnden")).matter
    Matter.objects.filter(pk=matter.pk).update(
        secrecy_ground="OSL 15 kap. 1 §", secrecy_marked_on=timezone.localdate()
    )
    lamps.count()
    assert not LampCount.objects.exists()


def test_who_reads_no_matters_is_told_so(client_of, administrator, contact, city) -> None:
    make_proposal(contact, city("trafiknamnden"))
    lamps.count()
    for name in ("lamps", "lamp_matters"):
        page = client_of(administrator).get(reverse(name)).content.decode()
        assert "Du läser inga organs ärenden" in page or "You read no body’s matters" in page
        assert reverse("lamp_matters_excel") not in page
        assert "in_force=on" not in page


def test_a_list_too_long_for_a_file_is_refused_and_says_so(client_of, contact, city, monkeypatch) -> None:
    make_proposal(contact, city("trafiknamnden"))
    make_proposal(contact, city("trafiknamnden"), name="Andra nätverket (exempel)")
    monkeypatch.setattr(list_files, "MOST", 1)
    answer = client_of(contact).get(reverse("lamp_matters_excel") + "?kind=membership", follow=True)
    assert answer.redirect_chain == [(reverse("lamp_matters") + "?kind=membership", 302)]
    assert [str(message) for message in answer.context["messages"]] == [list_files.refusal()]


def test_excel_has_the_filters_printed_on_it_and_no_formula(client_of, contact, city) -> None:
    make_proposal(contact, city("trafiknamnden"), name="=1+1 (exempel)")
    answer = client_of(contact).get(reverse("lamp_matters_excel") + "?lamp=decided&kind=membership")
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    rows = cells(BytesIO(answer.content))
    found = "\n".join(str(value) for row in rows for _kind, value in row)
    assert "Lampa som är släckt: Beslutat" in found or "Lamp that is out: Decided" in found
    assert ("s", "=1+1 (exempel)") in [cell for row in rows for cell in row]


def test_the_pdf_is_drawn_with_the_filters(client_of, contact, city) -> None:
    make_proposal(contact, city("trafiknamnden"))
    answer = client_of(contact).get(reverse("lamp_matters_pdf") + "?lamp=decided")
    assert answer["Content-Type"] == "application/pdf"
    assert_pdf_ua(answer.content)


@pytest.mark.parametrize("query", ["lamp=ljus", "kind=%00", "body=ingen", "efter=2026-99-99.x", "in_force=å"])
@pytest.mark.parametrize("page", ["lamps", "lamp_matters", "lamp_matters_excel"])
def test_nonsense_in_the_address_is_no_error(client_of, contact, page: str, query: str) -> None:
    assert client_of(contact).get(f"{reverse(page)}?{query}").status_code == 200


def test_the_page_of_a_matter_shows_its_lamps_without_a_query(client_of, contact, city) -> None:
    matter = make_proposal(contact, city("trafiknamnden")).matter
    page = client_of(contact).get(matter.get_absolute_url()).content.decode()
    assert page.count('class="lamp lamp-') == len(Lamp)
    matter.refresh_from_db()
    with CaptureQueriesContext(connection) as captured:
        lamps.of_matter(matter)
    assert len(captured) == 0


def test_to_light_a_matter_that_is_right_costs_one_statement(contact, city) -> None:
    matter = make_proposal(contact, city("trafiknamnden")).matter
    lamps.light(matter.pk, matter.kind)
    with CaptureQueriesContext(connection) as captured:
        lamps.light(matter.pk, matter.kind)
    assert len(captured) == 1


def test_a_national_project_without_own_share_is_not_budgeted(city) -> None:
    days = (date(2025, 1, 1), date(2027, 12, 31))
    project: EuProject = small_year.eu_project("Ett (exempel)", *days, None, is_eu_money=False)
    assert states(project.matter)["budgeted"] == OUT


def test_pages_that_cannot_be_drawn_are_told_in_words(client_of, contact, city, monkeypatch) -> None:
    monkeypatch.setattr(pdf, "MOST_MEMORY", 64 * 2**20)
    answer = client_of(contact).get(reverse("lamp_matters_pdf"))
    assert answer.status_code == 409
    assert "ta Excelfilen i stället" in answer.content.decode()
