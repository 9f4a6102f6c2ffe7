"""The accepted accounts of the bodies stand in the annual report word for word; others, and marked ones, do not."""

import pytest

from governance.models import Matter
from planning.actions import accounts, handing
from reporting import document
from reporting.figures import Year, compute, of_body
from reporting.figures.accounts import accounts as accounts_of
from tests.planning.making import (
    ENVIRONMENT,
    SOON,
    TODAY,
    accepted,
    accounted,
    body,
    fresh,
    locked,
    of,
    opened,
    person,
    version,
    written,
)

pytestmark = pytest.mark.django_db
YEAR = TODAY.year - 1


def test_an_accepted_account_is_in_the_report_and_who_has_none_is_named(city):
    locked(written(of(opened(year=YEAR))))
    asked = opened("account", YEAR)
    accepted(accounted(of(asked)))
    told = compute(Year(YEAR))["accounts"]
    assert [row["summary"] for row in told["rows"]] == ["Vi tog över en metod från Oslo."]
    assert [row["result"] for row in told["rows"][0]["outcomes"]] == ["done", "done"]
    assert body(ENVIRONMENT).name_sv in [name["sv"] for name in told["missing"]]
    assert len(told["missing"]) == asked.accounts.count() - 1


def test_of_one_that_is_corrected_the_locked_copy_is_told(city):
    account = locked(accounted(of(opened("account", YEAR))))
    handing.reopen(account, by=person("coordinator"), reason="Fel.", hand_in_by=SOON)
    accounts.write(fresh(account), version(account), by=person("contact"), summary="Ännu inte sagt.")
    told = accounts_of(YEAR)
    assert [row["summary"] for row in told["rows"]] == ["Vi tog över en metod från Oslo."]


def test_of_a_marked_account_only_that_there_is_one_is_told(city):
    account = accepted(accounted(of(opened("account", YEAR))))
    Matter.objects.filter(pk=account.pk).update(secrecy_ground="OSL 15 kap. 1 §", secrecy_marked_on=TODAY)
    told = accounts_of(YEAR)
    assert (told["rows"], told["secret"]) == ([], 1)
    assert "Oslo" not in str(told)


def test_the_page_and_the_paper_have_them_and_a_report_from_before_has_none(city):
    locked(written(of(opened(year=YEAR))))
    accepted(accounted(of(opened("account", YEAR))))
    figures = {"accounts": accounts_of(YEAR)}
    for language, done in (("sv", "Gjort"), ("en", "Done")):
        told = document.accounts_of(figures, language)
        assert told["rows"][0].outcomes[0][2] == done
        assert told["rows"][0].body == (body().name_sv if language == "sv" else body().name_en)
    assert document.accounts_of({}, "sv") == {"rows": [], "missing": [], "secret": 0}


def test_the_figures_of_all_bodies_add_up_to_those_of_the_city(city):
    opened("account", YEAR + 1)
    whole = {row["key"]: row["value"] for row in compute(Year(YEAR + 1))["figures"]}
    counted = [
        row["value"] or 0
        for slug in Matter.objects.values_list("body", flat=True).distinct()
        for row in of_body.count(slug, YEAR + 1)
        if row["key"] == "matters_opened"
    ]
    assert sum(counted) == whole["matters_opened"] > 0
