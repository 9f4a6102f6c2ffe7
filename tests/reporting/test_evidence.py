"""Behind a figure: the list is as long as the figure says, for whoever may read it all."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from django.urls import reverse

from governance.lists import PAGE_SIZE
from reporting import evidence
from reporting.figures import BREAKDOWNS, FIGURES
from tests.reporting import small_year

pytestmark = pytest.mark.django_db


def amounts(rows: Any) -> list[Any]:
    return [row.line_amount for row in rows if row.line_amount is not None]


def from_the_list(figure, year: int, counted: dict[str, Any]) -> int | None:
    """The figure worked out anew from nothing but the rows on its page."""
    rows = list(evidence.find(year, figure.key).rows)
    told = {row["key"]: row["value"] for row in counted["figures"]}
    if figure.sum_of:
        return sum(told[key] for key in figure.sum_of)
    if figure.parts_of:
        return len({country for row in rows for country in type(row).objects.get(pk=row.pk).countries})
    if figure.unit == "days":
        return sorted(amounts(rows))[(len(rows) - 1) // 2]
    if figure.distinct:
        return len({getattr(type(row).objects.get(pk=row.pk), f"{figure.distinct}_id") for row in rows})
    part = sum(amounts(rows)) if figure.amount else len(rows)
    if figure.share_of:
        return round(100 * part / told[figure.share_of])
    return int(Decimal(part).quantize(Decimal(1), ROUND_HALF_UP))


@pytest.mark.parametrize("figure", FIGURES.values(), ids=lambda figure: figure.key)
def test_the_list_behind_a_figure_makes_the_figure(year, counted, figure):
    told = next(row["value"] for row in counted["figures"] if row["key"] == figure.key)
    assert from_the_list(figure, year, counted) == told


def test_the_list_behind_every_part_makes_the_part(year, counted):
    checked = 0
    for told in counted["breakdowns"]:
        for part in told["parts"]:
            rows = list(evidence.find(year, told["key"], part["key"]).rows)
            made = sum(amounts(rows)) if BREAKDOWNS[told["key"]].of.amount else len(rows)
            assert int(Decimal(made).quantize(Decimal(1), ROUND_HALF_UP)) == part["value"], (
                told["key"],
                part,
            )
            checked += 1
    assert checked > 25


@pytest.mark.parametrize("key", list(FIGURES))
def test_the_page_of_a_figure_shows_its_rows(year, client_of, coordinator, counted, key):
    response = client_of(coordinator).get(reverse("reporting:evidence", args=[year, key]))
    assert response.status_code == 200
    if not FIGURES[key].sum_of:
        shown = response.context["total"] - response.context["hidden"]
        assert len(response.context["lines"]) == min(shown, PAGE_SIZE)
        for line in response.context["lines"]:
            assert line.title in response.content.decode()


def test_a_secret_matter_is_counted_but_not_shown(year, client_of, coordinator):
    response = client_of(coordinator).get(reverse("reporting:evidence", args=[year, "memberships"]))
    assert response.context["hidden"] == 1
    assert "Hemliga nätverket" not in response.content.decode()


def test_a_contact_person_sees_the_own_body_and_how_much_there_is_besides(year, client_of, other_contact):
    response = client_of(other_contact).get(reverse("reporting:evidence", args=[year, "visits"]))
    assert [line.title for line in response.context["lines"]] == ["Besök från Oslo"]
    assert response.context["hidden"] == 1


def test_nobody_without_an_office_sees_what_lies_behind(year, client_of, newcomer):
    for name in ("reporting:evidence", "reporting:evidence_csv"):
        assert client_of(newcomer).get(reverse(name, args=[year, "visits"])).status_code == 403


def test_the_csv_holds_the_same_rows(year, client_of, coordinator):
    client = client_of(coordinator)
    page = client.get(reverse("reporting:evidence", args=[year, "cost_visits"]))
    file = (
        client.get(reverse("reporting:evidence_csv", args=[year, "cost_visits"]))
        .getvalue()
        .decode("utf-8-sig")
    )
    head, *rows = [row.split(";") for row in file.splitlines()]
    assert len(rows) == page.context["total"] == 1
    assert rows[0][1] == "Besök från Helsingfors"
    assert rows[0][-1] == "4000.00"
    assert len(head) == len(rows[0])


def test_a_title_cannot_become_a_formula(year, client_of, coordinator):
    small_year.visit("=HYPERLINK(1)", small_year.date(2025, 2, 2))
    response = client_of(coordinator).get(reverse("reporting:evidence_csv", args=[year, "visit_requests"]))
    assert "'=HYPERLINK(1)" in response.getvalue().decode()
    assert ";=HYPERLINK" not in response.getvalue().decode()


@pytest.mark.parametrize(
    ("key", "part"),
    [
        ("nothing", ""),
        ("memberships", "12"),
        ("memberships_by_body", ""),
        ("memberships_by_body", "abc"),
        ("memberships_by_body", "9" * 40),
        ("memberships_by_kind", "a\x00b"),
    ],
)
def test_a_figure_that_is_not_there_is_not_found(year, client_of, coordinator, key, part):
    response = client_of(coordinator).get(
        reverse("reporting:evidence", args=[year, key]), {"del": part} if part else {}
    )
    assert response.status_code == 404


def test_a_long_list_is_turned_page_by_page(year, client_of, coordinator):
    for number in range(30):
        small_year.visit(f"Förfrågan {number}", small_year.date(2025, 8, 1))
    client = client_of(coordinator)
    first = client.get(reverse("reporting:evidence", args=[year, "visit_requests"]))
    second = client.get(first.context["page"].next_url)
    titles = [line.title for response in (first, second) for line in response.context["lines"]]
    assert len(titles) == len(set(titles)) == first.context["total"] == 34


def test_the_page_costs_the_same_however_long_the_list(
    year, client_of, coordinator, django_assert_max_num_queries
):
    client = client_of(coordinator)
    address = reverse("reporting:evidence", args=[year, "visit_requests"])
    for number in range(20):
        small_year.visit(f"Förfrågan {number}", small_year.date(2025, 8, 1))
    with django_assert_max_num_queries(16):
        client.get(address)


def test_what_the_report_said_is_shown_beside_what_the_register_says_now(
    assembled, client_of, coordinator, year
):
    address = reverse("reporting:evidence", args=[year, "memberships"])
    assert client_of(coordinator).get(address).context["reported"]["differs"] is False
    small_year.membership("Registrerat för sent", joined_on=small_year.date(2025, 12, 1))
    reported = client_of(coordinator).get(address).context["reported"]
    assert reported["differs"] is True
    assert (reported["row"].value, reported["now"]) == ("5", "6")
