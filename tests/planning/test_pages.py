"""The pages of planning: what they show to whom, what they withhold, and what their files hold."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from governance.models import Matter
from planning.actions import handing, writing
from planning.models import Plan, Round
from tests.factories import make_person
from tests.planning.making import (
    ENVIRONMENT,
    PORTS,
    SOON,
    TODAY,
    YEAR,
    accounted,
    body,
    fresh,
    goal,
    line,
    locked,
    membership,
    of,
    opened,
    person,
    ready,
    submitted,
    version,
    written,
)
from tests.workbooks import words

pytestmark = pytest.mark.django_db


def mark(matter: Matter) -> None:
    Matter.objects.filter(pk=matter.pk).update(secrecy_ground="OSL 15 kap. 1 §", secrecy_marked_on=TODAY)


def text(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_round_says_who_is_late_and_what_each_lacks(client_of, city):
    asked = opened()
    writing.write(of(asked), 1, by=person("contact"), aims="Lära.")
    Plan.objects.filter(matter__body=body()).update(hand_in_by=TODAY - timedelta(days=2))
    page = text(client_of("coordinator").get(asked.get_absolute_url()))
    assert "Skriv minst ett mål." in page
    assert page.count("Inget är skrivet än.") == 5
    late = text(client_of("coordinator").get(asked.get_absolute_url() + "?state=late"))
    assert "Trafiknämnden" in late
    assert "Järva stadsdelsnämnd" not in late


def test_of_a_marked_plan_the_round_tells_only_that_the_body_is_asked(client_of, city):
    asked = opened()
    plan = submitted(written(of(asked)))
    mark(plan.matter)
    for client in (client_of("coordinator"), client_of("auditor")):
        page = text(client.get(asked.get_absolute_url()))
        assert plan.matter.number not in page
        assert "undanhålls" in page or "sekretess" in page or "visas inte" in page
        rows = words(client.get(asked.get_absolute_url() + "?fil=xlsx"))
        assert plan.matter.number not in rows
        assert client.get(plan.get_absolute_url()).status_code == 404


def test_a_body_without_international_work_is_listed(client_of, city):
    asked = opened()
    writing.write(of(asked), 1, by=person("contact"), has_none=True, none_because="Ingen budget.")
    page = text(client_of("coordinator").get(asked.get_absolute_url() + "?state=none"))
    assert "Trafiknämnden" in page
    assert "Stockholms Hamn AB" not in page


def test_the_plan_does_not_name_a_marked_matter(client_of, city):
    plan, matter = of(opened()), membership()
    line(plan, matter=matter)
    mark(matter)
    number = plan.matter.number
    for persona in ("secretary", "head", "coordinator"):
        page = text(client_of(persona).get(reverse("planning:plan", args=[number])))
        assert matter.number not in page
        assert matter.title not in page
        assert matter.number not in text(client_of(persona).get(reverse("planning:lines")))
        found = text(client_of(persona).get(reverse("planning:lines") + f"?matter={matter.number}"))
        assert f"{number}-001" not in found


def test_lines_are_found_by_their_matter_and_those_without_one_are_listed(client_of, city):
    plan, matter = of(opened()), membership()
    goal(plan)
    line(plan, matter=matter)
    line(plan, title="Utan ärende")
    client, listed = client_of("contact"), reverse("planning:lines")
    assert "Utan ärende" not in text(client.get(f"{listed}?matter={matter.number}"))
    untied = text(client.get(f"{listed}?state=untied"))
    assert f"{plan.matter.number}-003" in untied
    assert f"{plan.matter.number}-001" not in untied
    assert f"{plan.matter.number}-002" not in untied
    rows = words(client.get(f"{listed}?year={YEAR}&fil=xlsx"))
    assert f"{plan.matter.number}-002" in rows
    assert matter.number in rows


def test_matters_without_a_line_are_those_of_the_year_that_is_asked_for(client_of, city):
    plan, matter = of(opened()), membership()
    client, listed = client_of("contact"), reverse("planning:unplanned")
    assert matter.number in text(client.get(listed))
    line(plan, matter=matter)
    assert matter.number not in text(client.get(listed))
    assert matter.number in text(client.get(f"{listed}?year={YEAR + 1}"))


def test_a_line_is_made_of_a_matter_of_the_body_and_of_no_other(client_of, city):
    plan, matter = of(opened()), membership()
    address = reverse("planning:add_line", args=[plan.matter.number])
    client = client_of("contact")
    assert matter.title in text(client.get(f"{address}?arende={matter.number}"))
    others = membership("other_contact", ENVIRONMENT)
    assert others.title not in text(client.get(f"{address}?arende={others.number}")).split("<form class")[-1]
    sent = {"kind": "membership", "title": matter.title, "why": "Därför."}
    assert client.post(f"{address}?arende={matter.number}", sent).status_code == 302
    assert plan.lines.get().matters.get() == matter


def test_a_locked_copy_is_shown_as_it_was(client_of, city):
    plan = locked(written(of(opened())))
    handing.reopen(plan, by=person("coordinator"), reason="Fel.", hand_in_by=SOON)
    writing.write(plan, version(plan), by=person("contact"), aims="Något annat.")
    number = plan.matter.number
    copy = text(client_of("contact").get(reverse("planning:kept_copy", args=[number, 1])))
    assert "Lära av andra städer." in copy
    assert "Något annat." not in copy
    assert client_of("contact").get(reverse("planning:kept_copy", args=[number, 2])).status_code == 404


def test_two_who_change_the_round_see_both(client_of, city):
    asked = opened()
    client, address = client_of("coordinator"), reverse("planning:edit_round", args=[Round.objects.get().pk])
    sent = {"due_on": SOON.isoformat(), "instruction": "Min.", "version": 1, "base": "{}"}
    assert client.post(address, {**sent, "instruction": "Först."}).status_code == 302
    assert client.post(address, sent).status_code == 409
    asked.refresh_from_db()
    assert asked.instruction == "Först."


def test_the_pages_are_in_english_too(client_of, city):
    plan = ready(written(of(opened())))
    account = accounted(of(opened("account")))
    client = client_of("head")
    client.cookies["django_language"] = "en"
    person_ = person("head")
    person_.language = "en"
    person_.save()
    assert "It is ready to be submitted" in text(client.get(fresh(plan).get_absolute_url()))
    assert "What the international work gave" in text(client.get(account.get_absolute_url()))


def test_without_a_year_the_list_of_what_has_no_line_says_which_it_is_of(client_of, city):
    context = client_of("contact").get(reverse("planning:unplanned")).context
    assert next(iter(context["filters"].fields["year"].choices)) == ("", "i år")
    assert str(TODAY.year) in context["lead"]


def test_the_start_page_leads_to_a_list_of_exactly_what_it_counts(client_of, city):
    asked, other = opened(), opened(year=YEAR + 1)
    submitted(written(of(asked)))
    handing.submit(
        ready(written(of(asked, ENVIRONMENT), "other_contact"), "other_contact"), by=person("other_secretary")
    )
    ready(written(of(other)))
    account = ready(accounted(of(opened("account"))))
    start = text(client_of("coordinator").get(reverse("my_work")))
    assert '"/planering/planer/?state=handed_in">2 planer att granska<' in start
    listed = text(client_of("coordinator").get("/planering/planer/?state=handed_in"))
    assert [of(asked).matter.number in listed, of(other).matter.number in listed] == [True, False]
    start = text(client_of("head").get(reverse("my_work")))
    assert '"/planering/planer/?state=ready&amp;mine=on">1 plan att lämna in<' in start
    assert '"/planering/redovisningar/?state=ready&amp;mine=on">1 redovisning att lämna in<' in start
    assert account.matter.number in text(
        client_of("head").get("/planering/redovisningar/?state=ready&mine=on")
    )
    # Who reads every plan but submits none of these finds none.
    every, mine = "/planering/planer/?state=ready", "/planering/planer/?state=ready&mine=on"
    assert of(other).matter.number in text(client_of("coordinator").get(every))
    assert of(other).matter.number not in text(client_of("coordinator").get(mine))


def test_what_waits_for_a_person_stands_before_everything_else(client_of, city):
    ready(written(of(opened())))
    page = text(client_of("head").get(reverse("my_work")))
    assert page.index('id="besides"') < page.index('class="figures"') < page.index('id="decisions"')


def test_the_head_sends_it_back_on_a_page_that_shows_it(client_of, city):
    plan = ready(written(of(opened())))
    client, address = client_of("head"), reverse("planning:send_back", args=[plan.matter.number])
    assert address in text(client.get(plan.get_absolute_url()))
    page = text(client.get(address))
    assert "Lära av andra städer." in page
    assert "Fossilfria leveranser" in page
    answer = client.post(address, {"remark": "Skriv vad resan kostar."}, follow=True)
    assert "Den har gått tillbaka till den som skriver. Tove Trafik har fått en avisering." in text(answer)
    page = text(client_of("contact").get(plan.get_absolute_url()))
    assert "Frans Förvaltning vill ha en ändring innan den lämnas in" in page
    assert "Skriv vad resan kostar." in page
    assert "Klarmarkera ändå" in page
    goal(plan)
    assert "Klarmarkera ändå" not in text(client_of("contact").get(plan.get_absolute_url()))


@pytest.mark.parametrize("page", ["accept", "ask_completion"])
def test_who_reviews_reads_beside_the_form_what_is_reviewed(page, client_of, city):
    asked = opened()
    plan, account = submitted(written(of(asked))), submitted(accounted(of(opened("account"))))
    client = client_of("coordinator")
    shown = text(client.get(reverse(f"planning:{page}", args=[plan.matter.number])))
    for words_ in ("Lära av andra städer.", "Fossilfria leveranser", "Vi lär oss av andra städers trafik."):
        assert words_ in shown
    assert "Lägg till en rad" not in shown
    shown = text(client.get(reverse(f"planning:{page}", args=[account.matter.number])))
    assert "Vi tog över en metod från Oslo." in shown


def test_the_proposed_last_day_is_a_working_day(client_of, city, monkeypatch):
    plan = submitted(written(of(opened())))
    with_clock = "planning.views.handing.timezone.localdate"
    monkeypatch.setattr(with_clock, lambda: date(2026, 11, 22))
    page = text(client_of("coordinator").get(reverse("planning:ask_completion", args=[plan.matter.number])))
    assert "2026-12-07" in page
    assert "2026-12-06" not in page


def test_the_round_says_what_a_body_was_asked_to_complete_until_it_is_ready(client_of, city):
    asked = opened()
    plan = submitted(written(of(asked)))
    handing.ask_completion(plan, by=person("coordinator"), to_complete="Skriv mål.", hand_in_by=SOON)
    client = client_of("coordinator")
    assert "Skriv mål." in text(client.get(asked.get_absolute_url()))
    assert "Skriv mål." in words(client.get(asked.get_absolute_url() + "?fil=xlsx"))
    ready(fresh(plan))
    assert "Skriv mål." not in text(client.get(asked.get_absolute_url()))
    handing.submit(fresh(plan), by=person("head"))
    assert "Skriv mål." in text(client.get(plan.get_absolute_url()))


def test_a_plan_of_no_international_work_is_held_against_what_the_register_has(client_of, city):
    plan = of(opened())
    writing.write(plan, version(plan), by=person("contact"), has_none=True, none_because="Ingen budget.")
    warned = "Planen stämmer inte med registret"
    assert warned not in text(client_of("contact").get(plan.get_absolute_url()))
    matter = membership()
    assert warned in text(client_of("contact").get(plan.get_absolute_url()))
    submitted(fresh(plan))
    for address in (plan.get_absolute_url(), reverse("planning:accept", args=[plan.matter.number])):
        page = text(client_of("coordinator").get(address))
        assert warned in page
        assert f'<a href="{matter.get_absolute_url()}">' in page[page.index('id="left-out"') :]
    handing.accept(fresh(plan), by=person("coordinator"))
    assert warned not in text(client_of("coordinator").get(plan.get_absolute_url()))


def test_to_mark_it_ready_names_who_has_really_been_told(client_of, city):
    asked = opened()
    plan, ports = written(of(asked)), written(of(asked, PORTS), "company_contact")
    answer = client_of("contact").post(reverse("planning:mark_ready", args=[plan.matter.number]), follow=True)
    assert "Sam Sekreterare, Frans Förvaltning har fått en avisering." in text(answer)
    client = client_of("company_contact")
    vacant = "Stockholms Hamn AB har varken chef eller sekreterare i registret."
    page = text(client.get(ports.get_absolute_url()))
    assert vacant in page
    assert "Adam Administratör" in page
    answer = text(client.post(reverse("planning:mark_ready", args=[ports.matter.number]), follow=True))
    assert "så du lämnar in den själv. Lo Ledning har fått en avisering." in answer
    assert "Frans Förvaltning" not in answer
    answer = text(client.post(reverse("planning:submit", args=[ports.matter.number]), follow=True))
    assert "Den är inlämnad till stadsledningskontoret. Lo Ledning har fått en avisering." in answer
    page = text(client_of("coordinator").get(ports.get_absolute_url()))
    assert "Inlämnad utan chef" in page
    assert "Hanna Hamn" in page


def test_a_secretary_who_writes_and_submits_is_not_told_of_nobody(client_of, city):
    plan = written(of(opened(), ENVIRONMENT), "other_contact")
    client = client_of("other_secretary")
    answer = client.post(reverse("planning:mark_ready", args=[plan.matter.number]), follow=True)
    assert "Den är klarmarkerad. Du lämnar in den själv." in text(answer)


def test_a_body_where_nobody_can_write_says_so_with_the_way_to_the_vacancy(client_of, city):
    asked = opened()
    page = text(client_of("coordinator").get(asked.get_absolute_url()))
    assert '<a href="/organ/jarva/">Ingen kan skriva den.</a>' in page
    assert '<a href="/organ/trafiknamnden/">' not in page
    assert "Ingen kan skriva den." in words(
        client_of("coordinator").get(asked.get_absolute_url() + "?fil=xlsx")
    )
    plan = of(asked, "jarva")
    page = text(client_of("coordinator").get(plan.get_absolute_url()))
    assert "Järva stadsdelsnämnd har varken kontaktperson, sekreterare eller chef i registret." in page
    assert 'href="/organ/jarva/"' in page
    head = make_person("jarva_head", "Hedda Chef", [("jarva", "head")])
    page = text(client_of(head).get(plan.get_absolute_url()))
    assert "Chefen utser en kontaktperson: Hedda Chef." in page
    assert 'href="/organ/jarva/kontaktperson/"' in page
    answer = client_of("coordinator").post(reverse("planning:remind_round", args=[asked.pk]), follow=True)
    # The new head of Järva is reminded: who appoints the one who writes.
    assert "5 organ är påminda." in text(answer)
    assert "Ingen kunde få veta det hos: Stockholms Stadshus AB." in text(answer)


def test_to_open_a_round_names_the_bodies_where_nobody_could_be_told(client_of, city):
    sent = {"subject": "plan", "year": YEAR, "due_on": SOON.isoformat(), "instruction": ""}
    answer = client_of("coordinator").post(reverse("planning:new_round"), sent, follow=True)
    assert "Ingen kunde få veta det hos: Järva stadsdelsnämnd, Stockholms Stadshus AB." in text(answer)


def test_a_state_has_one_word_in_lists_figures_and_filters(client_of, city):
    asked = opened()
    for address in (asked.get_absolute_url(), reverse("planning:plans"), reverse("planning:accounts")):
        page = text(client_of("coordinator").get(address))
        assert ">inväntas<" in page
        assert ">godkänd<" in page
        assert "accepterad" not in page
    heading = text(client_of("coordinator").get(reverse("planning:rounds")))
    assert "Planering och uppföljning" not in heading
    assert 'page-title">Planer och redovisningar<' in heading


def test_a_figure_of_an_account_leads_to_the_rows_of_the_body_that_it_counts(client_of, city):
    membership()
    membership("other_contact", ENVIRONMENT, name="Annat nätverk (exempel)")
    account = accounted(of(opened("account")))
    client = client_of("coordinator")
    page = text(client.get(account.get_absolute_url()))
    links = dict(re.findall(r'href="(/arsrapport/[^"]*organ=trafiknamnden)">([^<]*)<', page))
    assert len(links) == sum(bool(figure["value"]) for figure in account.figures) > 0
    for address, said in links.items():
        listed = text(client.get(address))
        assert "Trafiknämnden" in listed
        assert "Annat nätverk" not in listed
        assert listed.count('<th scope="row">') == int(said)
    key = next(iter(links)).split("?")[0]
    assert client.get(f"{key}?organ=finns-inte").status_code == 404
    assert client.get(f"{key}?organ=%00").status_code == 404


def test_who_accepts_an_account_reads_that_the_report_must_be_counted_again(client_of, city):
    account, plan = submitted(accounted(of(opened("account")))), submitted(written(of(opened())))
    client, recounted = client_of("coordinator"), "tar med den när uppgifterna räknas om"
    assert recounted in text(client.get(reverse("planning:accept", args=[account.matter.number])))
    answer = client.post(reverse("planning:accept", args=[account.matter.number]), follow=True)
    assert recounted in text(answer)
    assert recounted not in text(client.get(reverse("planning:accept", args=[plan.matter.number])))


def test_to_lock_a_round_is_confirmed_with_what_stays_where_it_is(client_of, city):
    asked = opened()
    submitted(written(of(asked)))
    page = text(client_of("coordinator").get(asked.get_absolute_url()))
    confirm = page[page.index('<details class="confirm') : page.index("Lås nu")]
    assert "Det som inväntas eller granskas ligger kvar" in confirm
    assert "<li>Inväntas: 5</li>" in confirm
    assert "<li>Att granska: 1</li>" in confirm


def test_a_plan_that_leaves_out_more_than_it_shows_says_so(client_of, city):
    plan = of(opened())
    for place in range(11):
        membership(name=f"Nätverk nummer {place} (exempel)")
    page = text(client_of("contact").get(plan.get_absolute_url()))
    assert '<span class="panel-count">10+</span>' in page


def test_the_notice_that_it_is_ready_says_when_it_waits_no_more(city, client_of):
    plan = ready(written(of(opened())))
    done = "väntar inte längre på att lämnas in"

    def told(name: str) -> bool:
        return done in client_of("head").get(reverse(name)).content.decode()

    assert [told("notices"), told("my_work")] == [False, False]
    handing.submit(plan, by=person("head"))
    assert [told("notices"), told("my_work")] == [True, True]
