"""The ten questions: each on a page and in two files, out of what the reader may read, and the same rows in all."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pikepdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from engagements.actions import create_organisation, promises
from engagements.promises import Promised
from governance import access, decisions
from governance.models import Appointment, Assignment, Body, Lamp, Matter, Office, Person
from governance.models.lamps import OUT
from governance.views import list_files
from memberships import actions as memberships
from planning.actions import rounds
from reporting import evidence
from reporting.models import CostCount
from reporting.questions import costs, numbers, withheld
from reporting.questions.register import QUESTIONS, of_roles
from tests.factories import PERSONAS
from tests.growth import grow
from tests.memberships.conftest import make_proposal
from tests.page_policy import scene
from tests.papers import assert_pdf_ua
from tests.visits.conftest import answers as answers
from tests.visits.conftest import log as log
from tests.visits.conftest import take as take
from visits import actions as visits

pytestmark = pytest.mark.django_db
YEAR = 2025


def sheets(client: Client, address: str) -> dict[str, list[list[object]]]:
    """The sheets of the Excel file by name."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert answer["Content-Type"].endswith("spreadsheetml.sheet"), address
    book = load_workbook(BytesIO(answer.content))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.rows] for sheet in book.worksheets}


def with_file(address: str, extension: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}fil={extension}"


def text_of(client: Client, name: str, query: str = "") -> str:
    return client.get(f"{reverse(f'questions:{name}')}?{query}").content.decode()


def member(by: Person, body: Body, name: str = "Nordic Streets (exempel)", **facts):
    """The city is in it since before the register."""
    proposal = make_proposal(by, body, name=name)
    return memberships.enter_existing(
        by=by,
        body=body,
        organisation=proposal.organisation,
        kind="network",
        scope="own_operation",
        joined_on=date(2022, 1, 1),
        **facts,
    )


def hide(**which: object) -> None:
    Matter.objects.filter(**which).update(
        secrecy_ground="OSL 15 kap. 1 §", secrecy_marked_on=timezone.localdate()
    )


def test_there_are_ten_in_their_order_and_each_has_its_line() -> None:
    assert [question.number for question in QUESTIONS] == list(range(1, 11))
    assert len({question.slug for question in QUESTIONS}) == 10
    assert all(
        str(question.words).endswith("?") and question.lead and question.roles for question in QUESTIONS
    )


@pytest.mark.parametrize("persona", PERSONAS)
def test_the_start_page_leads_to_those_that_the_office_asks(persona, client_of, person) -> None:
    page = client_of(persona).get(reverse("my_work")).content.decode()
    linked = {question.number for question in QUESTIONS if f'href="{reverse(question.url_name)}"' in page}
    assert linked == {question.number for question in of_roles(person(persona).roles)}


def test_each_is_asked_by_somebody_and_nobody_is_led_to_all() -> None:
    asked = {role: {question.number for question in of_roles({role})} for role in Office.Role}
    assert set.union(*asked.values()) == set(range(1, 11))
    assert max(map(len, asked.values())) < 10
    assert asked[Office.Role.ADMINISTRATOR] == set()
    assert 8 in asked[Office.Role.IB_SECRETARY]
    assert {1, 2, 3, 10} <= asked[Office.Role.AUDITOR]


def test_the_list_has_all_ten_and_marks_ones_own(client_of) -> None:
    page = client_of("head").get(reverse("questions:list")).content.decode()
    assert all(f'href="{reverse(question.url_name)}"' in page for question in QUESTIONS)
    assert page.count(">på din startsida<") == len(of_roles({Office.Role.HEAD}))


def addresses(things: dict[str, object]) -> dict[str, str]:
    """Each question where it has something to answer with, and some of its parts."""
    visits = list(Matter.objects.filter(kind="visit").order_by("pk").values_list("number", flat=True)[:2])
    queries = {
        "commitments": "body=trafiknamnden",
        "undecided": "state=all",
        "costs": "sort=fees",
        "membership": f"number={things['member']}",
        "reviews": "",
        "meetings": f"partner={things['organisation']}",
        "comparison": f"a={visits[0]}&b={visits[1]}",
        "committee": "",
        "boards": "lack=any",
        "numbers": f"figure=memberships&year={timezone.localdate().year}",
    }
    return {name: f"{reverse(f'questions:{name}')}?{query}" for name, query in queries.items()}


def test_what_has_rows_can_be_taken_along_with_filters_day_and_name(client_of, city) -> None:
    things = scene()
    costs.count()
    client = client_of("coordinator")
    for name, address in addresses(things).items():
        page = client.get(address)
        tables = page.context["answer"].shown
        if not tables or page.context["answer"].empty:
            assert name in ("committee", "reviews"), name
            continue
        for title, rows in sheets(client, with_file(address, "xlsx")).items():
            above = [str(row[0]) for row in rows if row[0]]
            assert str(page.context["question"].words) == above[0], (name, title)
            assert f"Framtaget av {Person.objects.get(username='coordinator').name}" in above, (name, title)
            assert any(timezone.localdate().isoformat() in line for line in above), name
            assert any("döljs för dig" in line or "visas inte för dig" in line for line in above), name
            for words, _without in page.context["chips"]:
                assert words in above, name


def test_the_file_has_the_rows_of_the_page(client_of, contact, city) -> None:
    body = city("trafiknamnden")
    numbers_in = {member(contact, body, name=f"Nordic {n} (exempel)").matter.number for n in range(3)}
    address = reverse("questions:commitments")
    rows = next(iter(sheets(client_of("auditor"), with_file(address, "xlsx")).values()))
    assert numbers_in <= {row[0] for row in rows}
    page = text_of_page(client_of("auditor"), address)
    assert all(number in page for number in numbers_in)


def text_of_page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_the_pdf_is_tagged_says_its_filters_and_that_there_is_more(
    client_of, contact, city, monkeypatch
) -> None:
    body = city("trafiknamnden")
    for n in range(3):
        member(contact, body, name=f"Nordic {n} (exempel)")
    monkeypatch.setattr(list_files, "MOST_PRINTED", 2)
    answer = client_of("auditor").get(reverse("questions:commitments") + "?body=trafiknamnden&fil=pdf")
    assert answer["Content-Type"] == "application/pdf"
    with pikepdf.open(BytesIO(answer.content)) as drawn:
        assert drawn.Root.Lang == "sv"
        assert drawn.Root.MarkInfo.Marked
        assert str(drawn.docinfo.Title) == "Vilka är alla våra åtaganden i dag?"
    assert_pdf_ua(answer.content)


def test_a_file_too_long_is_refused_on_its_page_and_not_cut(client_of, contact, city, monkeypatch) -> None:
    member(contact, city("trafiknamnden"))
    monkeypatch.setattr(list_files, "MOST", 0)
    answer = client_of("auditor").get(reverse("questions:commitments") + "?fil=xlsx", follow=True)
    assert answer.redirect_chain == [(reverse("questions:commitments"), 302)]
    assert [str(message) for message in answer.context["messages"]] == [list_files.refusal()]


def test_nobody_reads_what_another_board_has(client_of, contact, city) -> None:
    number = member(contact, city("trafiknamnden")).matter.number
    for name, query in (("commitments", ""), ("reviews", ""), ("membership", ""), ("undecided", "state=all")):
        assert number in text_of(client_of("contact"), name, query), name
        assert number not in text_of(client_of("other_contact"), name, query), name
        assert number not in text_of(client_of("newcomer"), name, query), name
    assert "Inget sådant medlemskap" in text_of(client_of("other_contact"), "membership", f"number={number}")


def test_what_is_secret_is_left_out_of_pages_and_files_and_said_to_be(client_of, contact, city) -> None:
    found = member(contact, city("trafiknamnden"))
    number = found.matter.number
    hide(pk=found.pk)
    client = client_of("auditor")
    for name in ("commitments", "reviews", "undecided", "membership"):
        page = text_of(client, name)
        assert number not in page, name
        assert "1 ärende döljs för dig" in page, name
    kept = make_proposal(contact, city("trafiknamnden"), name="Open Streets (exempel)")
    rows = next(iter(sheets(client, reverse("questions:undecided") + "?state=all&fil=xlsx").values()))
    cells = {str(cell) for row in rows for cell in row}
    assert number not in cells
    assert any("1 ärende döljs för dig" in cell for cell in cells)
    assert kept.matter.number in cells


def test_no_filter_tells_what_is_secret(client_of, contact, city) -> None:
    """The number of what is withheld is the same whatever is asked for: one cannot ask board by board."""
    hide(pk=member(contact, city("trafiknamnden")).pk)
    client = client_of("auditor")
    for query in ("", "body=trafiknamnden", "body=jarva", "kind=agreement"):
        assert "1 ärende döljs för dig" in text_of(client, "commitments", query), query
    let_in = Person.objects.get(username="auditor")
    assert withheld.Withheld.of(let_in).count == 1
    assert withheld.Withheld.of(Person.objects.get(username="newcomer")).count == 0


def test_a_commitment_without_a_decision_names_the_body_that_should_take_it(client_of, contact, city) -> None:
    found = member(contact, city("trafiknamnden"))
    assert Matter.objects.get(pk=found.pk).__dict__[Lamp.DECIDED.column] == OUT
    page = client_of("auditor").get(reverse("questions:undecided"))
    (row,) = [row for row in page.context["answer"].tables[0].rows if row.pk == found.pk]
    right = decisions.deciding_body(decisions.ruling_for(found.matter), found.matter.body)
    assert row.right_body == right
    assert right.name in page.content.decode()


def test_costs_are_those_of_the_annual_report_and_open_their_records(counted, client_of) -> None:
    costs.count()
    figures = {row["key"]: Decimal(str(row["value"] or 0)) for row in counted["figures"]}
    page = client_of("coordinator").get(f"{reverse('questions:costs')}?year={YEAR}")
    total = page.context["answer"].tables[0].rows[0]
    for sort, key in (("fees", "cost_memberships"), ("visits", "cost_visits"), ("journeys", "cost_events")):
        assert round(total.kronor.get(sort, Decimal(0))) == figures[key] > 0, sort
        opened = client_of("coordinator").get(f"{reverse('questions:costs')}?year={YEAR}&sort={sort}")
        records = opened.context["answer"].tables[1]
        assert sum(row.amount for row in records.rows) == total.kronor[sort], sort
    assert round(total.total) == figures["cost_total"]
    assert "Räknat" in page.content.decode()


def test_costs_of_secret_matters_are_not_counted(counted, client_of) -> None:
    costs.count()
    before = CostCount.objects.filter(year=YEAR).count()
    hide(kind="visit")
    hide(kind="membership")
    hide(kind="event_abroad")
    costs.count()
    assert before > 0
    assert not CostCount.objects.exists()


def test_counting_again_leaves_one_count_of_each(counted) -> None:
    costs.count()
    first = list(CostCount.objects.values_list("year", "body", "sort", "kronor", "records"))
    costs.count()
    assert sorted(CostCount.objects.values_list("year", "body", "sort", "kronor", "records")) == sorted(first)


def test_a_review_to_come_says_who_prepares_it(client_of, contact, city) -> None:
    found = member(contact, city("trafiknamnden"))
    Matter.objects.filter(pk=found.pk).update(
        due_on=timezone.localdate() + timedelta(days=40), responsible=None
    )
    page = text_of(client_of("auditor"), "reviews")
    assert found.matter.number in page
    assert contact.name in page
    Appointment.objects.filter(person=contact).update(until=date(2020, 1, 1))
    access.sync_rights(contact)
    assert "ingen är utsedd" in text_of(client_of("auditor"), "reviews")
    assert found.matter.number not in text_of(client_of("auditor"), "reviews", "months=0")


def test_a_membership_tells_its_years_with_fees_and_posts(client_of, contact, city) -> None:
    found = member(contact, city("trafiknamnden"))
    year = timezone.localdate().year
    address = f"{reverse('questions:membership')}?number={found.matter.number}"
    assert "ingen avgift registrerad" in client_of("auditor").get(address).content.decode()
    memberships.record_fee(
        found,
        by=contact,
        year=year,
        amount=Decimal(12000),
        currency="SEK",
        amount_sek=Decimal(12000),
        note="Ett gott år.",
    )
    memberships.add_post(
        found, by=contact, title="Ordförande", holder="Tove Trafik", since=date(year - 1, 3, 1)
    )
    page = client_of("auditor").get(address)
    assert "ingen avgift registrerad" not in page.content.decode()
    this, last, *_older = page.context["answer"].tables[0].rows
    assert (this.fee, this.note, this.posts) == (Decimal(12000), "Ett gott år.", 1)
    assert (last.fee, last.posts) == (None, 1)
    assert "Ordförande" in page.content.decode()


def test_a_partner_is_found_by_any_name_and_tells_who_met_them(client_of, take, contact) -> None:
    visit = take(contact, to="carried_out")
    partner = visit.organisation
    found = Matter.objects.get(pk=visit.pk)
    assert found.city in text_of(client_of("mayor"), "meetings", "q=Roterdam") or partner is None
    organisation = partner or _named(contact, found)
    Matter.objects.filter(pk=visit.pk).update(opened_on=timezone.localdate())
    type(visit).objects.filter(pk=visit.pk).update(hosts="Alva Exempel", promises="Vi skickar mätningarna.")
    page = text_of(client_of("mayor"), "meetings", f"partner={organisation.slug}")
    assert "Alva Exempel" in page
    assert "Vi skickar mätningarna. (noterat som text, utan dag; om det är infriat är inte känt)" in page
    stranger = text_of(client_of("company_contact"), "meetings", f"partner={organisation.slug}")
    assert "Alva Exempel" not in stranger
    assert "1 ärende visas inte för dig" in stranger


def test_what_was_promised_at_a_visit_is_open_until_it_is_kept(client_of, take, contact) -> None:
    visit = take(contact, to="followed_up")
    organisation = visit.organisation or _named(contact, Matter.objects.get(pk=visit.pk))
    promise = promises.add_promise(
        visit.matter, by=contact, text="Skicka mätningarna", side="city", due_on=date(2026, 5, 29)
    )
    client, later = client_of("auditor"), f"partner={organisation.slug}&del=avtal"
    rows = _open_promises(client, later)
    assert [(row.text, row.due_on, matter.number) for matter, row in rows] == [
        ("Skicka mätningarna (staden)", date(2026, 5, 29), visit.matter.number)
    ]
    assert "Skicka mätningarna (staden, senast 2026-05-29)" in text_of(client, "meetings", later[:-10])
    assert _open_promises(client_of("company_contact"), later) == []
    promises.keep_promise(promise, by=contact, outcome="Skickat.", kept_on=date(2026, 6, 1))
    assert _open_promises(client, later) == []
    assert "Skicka mätningarna (staden, infriat 2026-06-01)" in text_of(client, "meetings", later[:-10])


def test_a_page_that_stands_is_given_the_tables_of_what_comes_later_alone(client_of, take, contact) -> None:
    visit = take(contact, to="followed_up")
    organisation = visit.organisation or _named(contact, Matter.objects.get(pk=visit.pk))
    address = f"{reverse('questions:meetings')}?partner={organisation.slug}&del=avtal"
    client = client_of("auditor")
    whole = client.get(address).content.decode()
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert part.count('id="parts"') == whole.count('id="parts"') == 1
    assert "<html" not in part
    assert part.strip() in whole
    assert f'href="{address.removesuffix("&del=avtal")}"' in whole


def _open_promises(client: Client, query: str) -> list[tuple[Matter, Promised]]:
    answer = client.get(f"{reverse('questions:meetings')}?{query}").context["answer"]
    return next(list(table.rows) for table in answer.tables if table.key == "promised")


def _named(by: Person, matter: Matter):
    return create_organisation(
        by=by, name=matter.city, kind="city", country=str(matter.country), city=matter.city
    )


def test_two_visits_are_compared_with_grounds_reasons_and_sections(client_of, take, contact) -> None:
    yes = take(contact, to="accepted", title="Besök ett")
    no = take(contact, to="being_assessed", title="Besök två")
    no = visits.decline(no, by=contact, reasons="Vi har nyss visat det för andra.")
    client = client_of("auditor")
    first, second = (Matter.objects.get(pk=visit.pk) for visit in (yes, no))
    suggested = text_of(client, "comparison", f"a={first.number}")
    assert f"b={second.number}" in suggested
    page = client.get(f"{reverse('questions:comparison')}?a={first.number}&b={second.number}")
    facts = {
        fact.what: (fact.first, fact.second) for table in page.context["answer"].tables for fact in table.rows
    }
    assert facts["Svar"] == ("Accepterad", "Avböjd")
    assert all(facts["Skäl"])
    assert "avsnitt 5" in facts["Enligt avsnitt"][0]
    assert any("vikt" in what for what in facts)
    assert "Inget sådant besök" in text_of(
        client_of("other_contact"), "comparison", f"a={first.number}&b={second.number}"
    )


def test_what_the_committee_gave_stands_until_it_has_the_report(client_of, city, contact) -> None:
    scene()
    given = Assignment.objects.select_related("item").get()
    Assignment.objects.update(text="Redovisa nyttan för beredningen.")
    given.refresh_from_db()
    committee = city("internationella-beredningen")
    Assignment.objects.update(given_by=committee)
    client = client_of("ib_secretary")
    assert given.text in text_of(client, "committee")
    Assignment.objects.update(status="done", closed_on=timezone.localdate(), report="Gjort.")
    assert given.text in text_of(client, "committee")
    assert given.text in text_of(client, "committee", "state=reported")
    Assignment.objects.update(status="received", received_on=timezone.localdate())
    assert given.text not in text_of(client, "committee")


def test_boards_are_told_for_what_they_lack(client_of, city) -> None:
    client = client_of("auditor")
    today = timezone.localdate()
    year = today.year + (today.month >= 9)  # in the autumn the next year is planned
    rounds.open_round(
        subject="plan",
        year=year,
        by=Person.objects.get(username="coordinator"),
        due_on=today + timedelta(days=30),
    )
    found = {
        board.body.slug: board
        for board in client.get(reverse("questions:boards")).context["answer"].tables[0].rows
    }
    assert found["trafiknamnden"].lacks_plan
    assert not found["trafiknamnden"].lacks_contact
    assert found["stockholms-stadshus"].lacks_contact
    assert not found["jarva"].lacks_contact  # a district council may have one
    assert not any(board.lacks_answer for board in found.values())  # nothing was referred
    only = client.get(reverse("questions:boards") + "?lack=contact").context["answer"].tables[0].rows
    assert {board.body.slug for board in only} == {
        slug for slug, board in found.items() if board.lacks_contact
    }
    own = client_of("head").get(reverse("questions:boards")).context["answer"].tables[0].rows
    assert [board.body.slug for board in own] == ["trafiknamnden"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("95 (+10)", (95, 10)),
        ("95", (95, None)),
        ("1 234 (−5)", (1234, -5)),
        ("59,3 mnkr", (Decimal("59.3"), None)),
        ("medlemskap", (None, None)),
        ("", (None, None)),
    ],
)
def test_a_number_is_read_as_it_is_printed(text, found) -> None:
    assert numbers.read(text) == found


def test_the_number_of_an_earlier_report_is_found_and_leads_to_what_the_register_has(year, client_of) -> None:
    answer = client_of("auditor").get(reverse("questions:numbers"), {"q": "95 (+10)"}).context["answer"]
    (printed,) = answer.tables[0].rows
    assert (printed.year, printed.key, printed.value, printed.change) == (2021, "memberships", 95, 10)
    opened = client_of("auditor").get(reverse("questions:numbers"), {"figure": "memberships", "year": 2021})
    assert opened.status_code == 200
    assert "Ingen rapport" in text_of(client_of("auditor"), "numbers", "q=123456")


@pytest.mark.parametrize("key", ["memberships", "memberships_joined"])
def test_memberships_read_by_their_cards_are_those_that_the_figure_counts(
    key, client_of, contact, city
) -> None:
    body = city("trafiknamnden")
    for n, joined in enumerate(
        (date(2019, 5, 1), date(YEAR, 1, 1), date(YEAR, 12, 31), date(YEAR + 1, 1, 1))
    ):
        proposal = make_proposal(contact, body, name=f"Nordic {n} (exempel)")
        memberships.enter_existing(
            by=contact,
            body=body,
            organisation=proposal.organisation,
            kind="network",
            scope="own_operation",
            joined_on=joined,
        )
    counted = evidence.find(YEAR, key).rows.values_list("matter__number", flat=True)
    page = client_of("auditor").get(reverse("questions:numbers"), {"figure": key, "year": YEAR})
    shown = [line.number for line in page.context["answer"].tables[0].rows]
    assert sorted(shown) == sorted(counted)
    assert len(shown) == {"memberships": 3, "memberships_joined": 2}[key]


@pytest.mark.parametrize("persona", ["coordinator", "contact"])
def test_no_question_asks_more_when_there_is_more(persona, city, client_of) -> None:
    things, client = scene(), client_of(persona)
    costs.count()

    def queries() -> dict[str, int]:
        found = {}
        for name, address in addresses(things).items():
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            found[name] = len(captured)
        return found

    grow(1, 2)
    before = queries()
    grow(3, 4)
    after = queries()
    assert {name: (before[name], after[name]) for name in before if after[name] > before[name]} == {}
    assert max(after.values()) <= 20


@pytest.mark.parametrize(
    "query",
    [
        "number=%00",
        "partner=%00",
        "a=%00&b=x",
        "q=%00",
        "figure=x&year=1",
        "year=99999",
        "efter=2026-01-01.x",
    ],
)
def test_what_cannot_be_read_is_forgiven(query, client_of, city) -> None:
    client = client_of("auditor")
    for question in QUESTIONS:
        assert client.get(f"{reverse(question.url_name)}?{query}").status_code == 200, (question.name, query)
