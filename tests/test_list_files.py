"""Every register can be taken along as Excel and as CSV: what its page lists, with the filters printed on it."""

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from engagements.actions import create_organisation, tie
from governance.models import Matter
from governance.views import list_files
from memberships import actions as memberships
from tests.engagements.agreements import make_agreement
from tests.governance.rows import make_matters
from tests.page_policy import scene
from tests.workbooks import cells

pytestmark = pytest.mark.django_db

# The list, and a query of which its file says something.
LISTS = {
    "matters": "kind=agreement",
    "engagements:organisations": "kind=network",
    "memberships:list": "state=current",
    "visits:list": "state=open",
    "engagements:agreements": "state=undecided",
    "engagements:aid_projects": "state=undecided",
    "engagements:commitments": "state=all",
    "engagements:declarations": "state=joined",
    "engagements:eu_meetings": "body=trafiknamnden",
    "engagements:eu_projects": "state=applying",
    "engagements:eu_questions": "state=without",
    "engagements:events": "state=undecided",
    "network:analyses": "state=waits",
    "network:cities": "relation=partner",
    "network:competences": "language=fi",
    "network:directory": "kind=committee",
    "network:indicators": "",
    "network:meetings": "state=coming",
    "network:messages": "state=unread",
    "network:observations": "theme=general",
    "network:questions": "theme=climate",
    "network:rankings": "",
    "network:trainings": "state=coming",
    "receptions": "",
    "planning:accounts": "state=awaited",
    "planning:lines": "state=untied",
    "planning:plans": "state=awaited",
    "planning:rounds": "subject=plan",
    "planning:unplanned": "kind=membership",
    "referrals:answers": "state=awaited",
    "referrals:referrals": "state=out",
}


def as_csv(client: Client, name: str, query: str, *args: str) -> list[list[str]]:
    answer = client.get(f"{reverse(name, args=args)}?{query}&fil=csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer["Content-Disposition"]
    return [line.split(";") for line in answer.content.decode("utf-8-sig").splitlines()]


def as_excel(client: Client, name: str, query: str) -> list[list[str]]:
    answer = client.get(f"{reverse(name)}?{query}&fil=xlsx")
    found = cells(BytesIO(answer.content))
    return [[str(value) for _kind, value in row] for row in found]


def test_a_list_is_a_file_with_its_filters_and_its_rows(client_of, city) -> None:
    scene()
    client = client_of("contact")
    for name, query in LISTS.items():
        page = client.get(f"{reverse(name)}?{query}")
        assert f"{list_files.FILE}=csv" in page.content.decode(), name
        rows = page.context["page"].rows
        with CaptureQueriesContext(connection) as asked:
            lines = as_csv(client, name, query)
        assert len(asked) < 15, name
        chips = [words for words, _url in page.context["chips"]] if query else []
        above = 2 + max(len(chips), 1)
        assert [line[0] for line in lines[1 : 1 + len(chips)]] == chips
        assert len(rows) > 0, name
        assert len(lines) == above + 1 + len(rows), name
        assert {len(line) for line in lines[above:]} == {len(lines[above])}, name
        assert len(as_excel(client, name, query)) == len(lines)


def test_a_stranger_to_the_city_gets_no_rows(client_of, contact, city) -> None:
    make_agreement(contact, city("trafiknamnden"))
    assert len(as_csv(client_of("newcomer"), "engagements:agreements", "")) == 4


def test_a_marked_matter_is_in_no_file(client_of, contact, city) -> None:
    number = make_agreement(contact, city("trafiknamnden")).matter.number
    Matter.objects.update(secrecy_ground="OSL 15 kap. 1 §", secrecy_marked_on="2026-01-01")
    lines = as_csv(client_of("coordinator"), "engagements:agreements", "")
    assert number not in {line[0] for line in lines}


def test_a_list_too_long_is_refused_on_its_page_and_not_cut(client_of, contact, city, monkeypatch) -> None:
    make_agreement(contact, city("trafiknamnden"))
    monkeypatch.setattr(list_files, "MOST", 0)
    answer = client_of("contact").get(reverse("engagements:agreements") + "?fil=xlsx", follow=True)
    assert answer.redirect_chain == [(reverse("engagements:agreements"), 302)]
    assert [str(message) for message in answer.context["messages"]] == [list_files.refusal()]


def test_what_looks_like_a_formula_is_a_text(client_of, contact, city) -> None:
    memberships.enter_existing(
        by=contact,
        body=city("trafiknamnden"),
        organisation=create_organisation(by=contact, name="=1+1 (exempel)", kind="network"),
        kind="network",
        scope="own_operation",
        joined_on=date(2026, 1, 1),
    )
    lines = as_csv(client_of(contact), "memberships:list", "")
    assert "'=1+1 (exempel)" in lines[-1]


def test_a_format_that_there_is_not_is_the_page(client_of, city) -> None:
    for name in LISTS:
        answer = client_of("contact").get(f"{reverse(name)}?fil=%00exe")
        assert answer["Content-Type"].startswith("text/html")


def test_a_year_that_alone_is_known_is_no_day_in_the_file(client_of, contact, city) -> None:
    agreement = make_agreement(contact, city("trafiknamnden"))
    Matter.objects.filter(pk=agreement.matter_id).update(starts_on="2022-01-01")
    type(agreement).objects.update(starts_year_only=True)
    head, line = as_csv(client_of("contact"), "engagements:agreements", "")[3:]
    assert line[head.index("Första dagen")] == "2022"


def test_what_a_search_finds_is_a_file_with_its_words_and_its_filters(client_of, city) -> None:
    marked, *found = make_matters(4, city("trafiknamnden"), title="Cykling", kind="agreement")
    Matter.objects.filter(pk=found.pop().pk).update(title="Gång")
    Matter.objects.filter(pk=marked.pk).update(secrecy_ground="OSL 15", secrecy_marked_on="2026-01-01")
    title, words, kind, _taken, head, *lines = as_csv(
        client_of("contact"), "search", "q=cykling&kind=agreement"
    )
    assert (title, words, kind) == (
        ["Sök cykling"],
        ["Ord: cykling"],
        ["Slag: Samarbetsavtal eller intentionsavtal"],
    )
    assert {line[head.index("Ärende")] for line in lines} == {matter.number for matter in found}
    assert len(as_csv(client_of("other_contact"), "search", "q=cykling")) == 4
    corrected = as_csv(client_of("contact"), "search", "q=cyklnig")
    assert ["Ord: cyklnig"] in corrected or ["Ord: cykling"] in corrected


def test_a_search_for_nothing_is_no_file(client_of) -> None:
    assert client_of("contact").get(reverse("search") + "?fil=csv")["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("by_words", ["Turku", ""])
def test_the_names_most_like_what_is_searched_for_are_a_file(client_of, contact, by_words) -> None:
    for name in ("Turku stad (exempel)", "Hamnnätet (exempel)"):
        create_organisation(by=contact, name=name, kind="other")
    lines = as_csv(client_of("contact"), "engagements:organisations", f"q={by_words}&kind=other")
    told = [line[0] for line in lines[4 if by_words else 3 :]][1:]
    assert told == (["Turku stad (exempel)"] if by_words else ["Hamnnätet (exempel)", "Turku stad (exempel)"])


def test_a_timeline_is_a_file_of_its_lines(client_of, contact, city) -> None:
    partner = create_organisation(
        by=contact, name="Åbo stad (exempel)", kind="city", country="FI", city="Åbo"
    )
    shown, marked, elsewhere = make_matters(3, city("trafiknamnden"), title="Kajer", kind="visit")
    Matter.objects.update(country="FI", city="Åbo")
    Matter.objects.filter(pk=marked.pk).update(secrecy_ground="OSL 15", secrecy_marked_on="2026-01-01")
    Matter.objects.filter(pk=elsewhere.pk).update(country="NO", city="Oslo")
    for matter in (shown, marked):
        tie(matter, partner)
    client = client_of("contact")
    for name, *args in (
        ("engagements:country", "FI"),
        ("engagements:city", "FI", "Åbo"),
        ("engagements:organisation_timeline", partner.slug),
    ):
        page = client.get(f"{reverse(name, args=args)}?kind=visit").content.decode()
        assert "fil=csv" in page
        _title, kind, _taken, _head, *lines = as_csv(client, name, "kind=visit", *args)
        assert kind == ["Slag: Besöksförfrågan"]
        assert [line[0] for line in lines] == [shown.number], name
        assert len(as_csv(client_of("newcomer"), name, "", *args)) == 4
