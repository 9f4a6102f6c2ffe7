"""The pages of planning: what they show to whom, what they withhold, and what their files hold."""

from datetime import timedelta

import pytest
from django.urls import reverse

from governance.models import Matter
from planning.actions import handing, writing
from planning.models import Plan, Round
from tests.planning.making import (
    ENVIRONMENT,
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
