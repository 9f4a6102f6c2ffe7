"""The pages of visits: as many queries for many rows as for few, kind to bad input, both sides of a conflict."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance import matters
from governance.models import Matter
from governance.views import pages
from tests.governance.test_hostile_input import NEW_VISIT
from tests.visits.conftest import form_of
from visits import actions, clock, titles
from visits.lifecycle import STEPS
from visits.models import Event, Letter, Visit

pytestmark = pytest.mark.django_db


def queries(client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_the_list_asks_as_much_for_many_as_for_few(log, client_of, contact) -> None:
    client = client_of(contact)
    for _number in range(2):
        log(contact)
    few = queries(client, "/besok/")
    for _number in range(12):
        log(contact)
    assert queries(client, "/besok/") == few


def test_the_page_asks_as_much_for_a_long_life_as_for_a_short(take, client_of, contact) -> None:
    client = client_of(contact)
    visit = take(contact, to="carried_out")
    url = visit.matter.get_absolute_url()
    few = queries(client, url)
    for number in range(15):
        Event.objects.create(
            visit=visit,
            verb="edit",
            status="x",
            by=contact,
            body=visit.matter.body,
            at=visit.events.first().at,
        )
        actions.write_letter(
            visit, by=contact, kind="thanks", language="sv", subject=f"Tack {number}", text="Hej"
        )
    assert queries(client, url) <= few


def test_the_statement_of_the_page_is_written_once(log, client_of, contact) -> None:
    client, url = client_of(contact), log(contact).matter.get_absolute_url()
    client.get(url)
    written = pages._numbered.cache_info().misses
    client.get(url)
    assert pages._numbered.cache_info().misses == written


@pytest.mark.parametrize(
    "query",
    [
        "q=Rotterdam",
        "state=late",
        "status=received",
        "theme=climate",
        "significant=on",
        "year=2026",
        "country=NL",
    ],
)
def test_every_filter_narrows(query: str, log, client_of, contact) -> None:
    log(contact)
    log(
        contact, counterpart="Oslo kommun", city="Oslo", country="NO", themes=["culture"], title="Något annat"
    )
    assert client_of(contact).get(f"/besok/?{query}").context["page"].total <= 2
    assert client_of(contact).get("/besok/?theme=culture").context["page"].total == 1


@pytest.mark.parametrize(
    "query", ["q=%00", "year=abc", "country=%FF", "efter=x", "theme=' OR 1", "status=" + "x" * 900]
)
def test_a_bad_filter_is_ignored(query: str, log, client_of, contact) -> None:
    log(contact)
    assert client_of(contact).get(f"/besok/?{query}").status_code == 200


def test_the_late_one_is_red_with_a_word(log, client_of, contact) -> None:
    visit = log(contact)
    matters.change(matters.lock(visit.matter_id), by=contact, due_on=clock.before(visit.matter.opened_on, 3))
    page = client_of(contact).get("/besok/").content.decode()
    assert "is-late" in page
    assert "deadline-late" in page
    assert re.search(r"\d arbetsdag(ar)? försenat", page)


@pytest.mark.parametrize(
    "change",
    [
        {"counterpart": ""},
        {"counterpart": "x\x00y"},
        {"counterpart": "x" * 5000},
        {"country": "ZZ"},
        {"received_on": "2999-01-01"},
        {"received_on": "i går"},
        {"since_1": "2027-02-01", "until_1": "2027-01-01"},
        {"since_1": "", "until_1": "2027-01-01"},
        {"political_level": "high"},
        {"size": "-4"},
        {"size": "9" * 400},
        {"fee": "NaN"},
        {"body": "miljo-och-halsoskyddsnamnden"},
        {"bodies_wanted": ["9" * 30]},
        {"purpose": "x" * 9000},
        {"contact_email": "inte en adress"},
    ],
)
def test_what_cannot_be_logged_is_told_at_the_field(change: dict, client_of, contact) -> None:
    answer = client_of(contact).post("/besok/ny/", form_of(**change))
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert "data-error-summary" in answer.content.decode()


@pytest.mark.parametrize("mark", ["[]", "{", "null", '{"size": {}}', '{"<b>": 1}', "9" * 50])
def test_marks_that_were_tampered_with_do_no_harm(mark: str, client_of, contact) -> None:
    assert client_of(contact).post("/besok/ny/", form_of(counterpart="", from_mail=mark)).status_code == 422


def test_the_many_bodies_are_folded_under_those_that_are_chosen(client_of, contact, city) -> None:
    page = client_of(contact).get("/besok/ny/").content.decode()
    assert re.search(r"data-pick-count>1</span>\)<span data-pick-names>: Trafiknämnden", page)
    assert not re.search(r"<details[^>]*data-pick[^>]* open", page)
    wrong = client_of(contact).post("/besok/ny/", form_of(bodies_wanted=["9" * 30])).content.decode()
    assert re.search(r"<details[^>]*data-pick open", wrong)


def test_what_is_seldom_needed_is_folded_until_it_holds_something(client_of, contact) -> None:
    def folded(**values: str) -> list[str]:
        page = client_of(contact).post("/besok/ny/", form_of(counterpart="", **values))
        return [
            part.section.key for part in page.context["form"].sections() if part.more and not part.is_open
        ]

    assert folded() == ["when", "about", "conditions", "register"]
    assert folded(since_2="2027-03-01", diary_number="2026/1") == ["about", "conditions"]
    assert folded(until_2="2027-03-01") == ["about", "conditions", "register"]


def test_a_reason_is_folded_until_it_is_needed(take, client_of, contact) -> None:
    visit = take(contact, to="received")
    url = f"/besok/{visit.matter.number}/bedomning/"
    rows = list(client_of(contact).get(url).context["form"].ground_rows())
    assert rows
    assert not any(row[3] for row in rows)
    first, second, third = rows[:3]
    sent = {first[1].html_name: "yes", second[1].html_name: "no", third[2].html_name: "Redan skrivet."}
    answer = client_of(contact).post(url, sent)
    assert answer.status_code == 422
    opened = [row[3] for row in answer.context["form"].ground_rows()]
    assert opened == [True, False, True, *[False] * (len(rows) - 3)]


def test_the_words_of_a_ruling_stand_once_on_the_page(log, client_of, contact) -> None:
    visit = log(contact, political_level="high", political_level_reason="Statsminister")
    matters.change(matters.lock(visit.matter_id), by=contact, status="being_assessed")
    answer = client_of(contact).get(visit.matter.get_absolute_url())
    explanation = answer.context["ruling"].explanation()
    assert answer.content.decode().count(explanation) == 1
    [(option, labels)] = answer.context["closed_options"]
    assert option.ruling.section == "5"
    assert len(labels) == 3
    assert 'href="#ruling"' in answer.content.decode()


def test_what_the_ruling_says_comes_next_is_the_main_button(log, answers, client_of, contact) -> None:
    def buttons(visit: Visit) -> list[tuple[str, bool]]:
        page = client_of(contact).get(visit.matter.get_absolute_url())
        return [(option.step.verb, option.comes_next) for option in page.context["main_options"]]

    ordinary, significant = log(contact), log(contact, political_level="high")
    assert buttons(ordinary) == [("assess", True)]
    for visit in (ordinary, significant):
        actions.assess(visit, by=contact, answers=answers("partly"))
    assert buttons(ordinary) == [("accept", True), ("assess", False)]
    assert buttons(significant) == [("hand_over_to_ks", True), ("assess", False)]


def test_two_who_edit_at_once_are_shown_both_sides(log, client_of, contact) -> None:
    visit = log(contact)
    client, url = client_of(contact), f"/besok/{visit.matter.number}/redigera/"
    form = client.get(url).context["form"]
    sent = {field.name: field.value() for field in form if field.value() not in (None, "", False)}
    assert client.post(url, {**sent, "city": "Haag"}).status_code == 302
    answer = client.post(url, {**sent, "city": "Utrecht"})
    assert answer.status_code == 409
    assert "Haag" in answer.content.decode()
    assert "Utrecht" in answer.content.decode()


def test_a_step_that_does_not_fit_says_why(log, client_of, contact) -> None:
    number = log(contact).matter.number
    for step in STEPS.values():
        answer = client_of(contact).get(f"/besok/{number}/{step.slug}/")
        assert answer.status_code in (200, 403, 409), step.verb
    assert client_of(contact).get(f"/besok/{number}/folj-upp/").status_code == 409


def test_each_step_that_is_open_has_a_form(take, client_of, contact) -> None:
    for status in ("received", "being_assessed", "accepted", "carried_out", "followed_up"):
        visit = take(contact, to=status)
        page = client_of(contact).get(visit.matter.get_absolute_url())
        offered = [option for option in page.context["options"] if option]
        assert offered
        for option in offered:
            url = f"/besok/{visit.matter.number}/{option.step.slug}/"
            assert client_of(contact).get(url).status_code == 200, option.step.verb


def test_a_visit_of_another_body_is_not_there(log, client_of, contact, other_contact) -> None:
    number = log(contact).matter.number
    assert client_of(other_contact).get(f"/besok/{number}/").status_code == 404
    assert client_of(other_contact).post(f"/besok/{number}/acceptera/", {"reasons": "x"}).status_code == 404


def test_a_letter_is_made_in_the_language_its_words_were_proposed_in(log, client_of, contact) -> None:
    visit = log(contact)
    client, url = client_of(contact), reverse("visits:write_letter", args=[visit.matter.number])
    form = client.get(url).context["form"]
    typed = {name: form[name].value() for name in ("kind", "language", "begun", "subject", "text")}
    assert typed["language"] == "en"
    refused = client.post(url, typed | {"language": "sv"})
    assert refused.status_code == 422
    assert refused.context["form"].errors["language"]
    assert not Letter.objects.exists()
    mine = typed | {"language": "sv", "text": typed["text"] + "\n\nMy own line.", "propose": "1"}
    proposed = client.post(url, mine)
    assert proposed.status_code == 200
    assert proposed.context["form"]["text"].value() != typed["text"]
    assert "My own line." in proposed.context["replaced"]
    again = {name: proposed.context["form"][name].value() for name in typed}
    assert client.post(url, again | {"propose": "1", "language": "en"}).context["replaced"] == ""
    assert client.post(url, again).status_code == 302
    assert Letter.objects.get().language == "sv"


def test_a_request_that_is_sent_twice_is_logged_once(client_of, contact, city) -> None:
    client = client_of(contact)
    sent = NEW_VISIT | {"draft_token": str(uuid4())}
    assert client.post(reverse("visits:new"), sent).status_code == 302
    number = Visit.objects.get().matter.number
    # The second answer comes from the same page: what was like the request then had been seen.
    again = client.post(reverse("visits:new"), sent | {"seen": number})
    assert again.status_code == 422
    assert Visit.objects.count() == 1
    assert (
        client.post(reverse("visits:new"), sent | {"seen": number, "draft_token": str(uuid4())}).status_code
        == 302
    )


def test_a_title_that_stays_swedish_says_so_on_an_english_page(log, contact, client_of) -> None:
    written = log(contact, title="Besök om vinterns cykelvägar")
    made = log(contact, title=titles.proposed("Oslo kommune", ["climate"]))
    client = client_of(contact)
    for language, attribute in (("sv", ""), ("en", ' lang="sv"')):
        client.cookies["django_language"] = language
        page = client.get(written.matter.get_absolute_url()).content.decode()
        assert f'<h1 class="page-title"{attribute}>Besök om vinterns cykelvägar</h1>' in page
        rows = client.get(reverse("visits:list")).content.decode()
        assert f'<a href="{written.matter.get_absolute_url()}"{attribute}>Besök om vinterns' in rows
    assert f'<a href="{made.matter.get_absolute_url()}">Visit from Oslo kommune' in rows, "said in English"


@pytest.mark.parametrize("verb", ["assess", "decline", "ask_guest", "edit"])
def test_a_form_on_a_visit_stands_before_everything_else(log, contact, client_of, verb) -> None:
    """No tabs and no lamps above it; what the visit is about is folded."""
    visit = log(contact)
    page = client_of(contact).get(reverse(f"visits:{verb}", args=[visit.matter.number])).content.decode()
    main = page[page.index("<main") :]
    assert "lamp" not in main
    assert 'class="tabs"' not in main
    assert main.index('<details class="more about-visit">') < main.index(visit.purpose) < main.index("<form")


def test_the_whole_mail_is_read_beside_the_purpose(contact, client_of) -> None:
    client = client_of(contact)
    letter = "Dear all,\n\nWe wish to learn about winter cycling.\n\nWe come by train with a dog.\n\nKind regards,\nIna"
    client.post(reverse("visits:read_mail"), {"text": letter})
    page = client.get(reverse("visits:new"))
    assert page.context["form"]["purpose"].value() == "We wish to learn about winter cycling."
    told = page.content.decode()
    beside = told[told.index('id="id_purpose"') :]
    assert "We come by train with a dog." in beside[: beside.index('id="id_theme_1"')]


def test_the_file_tells_the_next_day_of_what_is_open_and_none_of_what_is_closed(
    take, contact, client_of
) -> None:
    opened, closed = (take(contact, to=status).matter for status in ("received", "closed"))
    Matter.objects.update(due_on="2026-04-01")
    text = client_of(contact).get(reverse("visits:list") + "?fil=csv").content.decode("utf-8-sig")
    lines = [line.split(";") for line in text.splitlines()]
    (head,) = (line for line in lines if "Nästa frist" in line)
    told = {line[0]: line[head.index("Nästa frist")] for line in lines[lines.index(head) + 1 :]}
    assert told == {opened.number: "2026-04-01", closed.number: ""}
