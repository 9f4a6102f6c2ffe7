"""Logging a request: a matter with a number, a clock, the facts for the ruling, those concerned told."""

from datetime import date

import pytest

from engagements.actions import create_organisation
from engagements.models import Dealing
from governance import documents
from governance.errors import WrongState
from governance.models import Notice
from governance.models.lamps import LIT
from tests.visits.conftest import REQUEST
from visits import actions, clock
from visits.models import Event

pytestmark = pytest.mark.django_db


def test_the_request_becomes_a_matter_whose_clock_runs_from_the_day_it_came(log, contact) -> None:
    visit = log(contact, on=date(2026, 11, 9), received_on=date(2026, 11, 6))
    matter = visit.matter
    assert (matter.number, matter.status, matter.responsible) == ("2026-00001", "received", contact)
    assert matter.due_on == date(2026, 11, 20) == clock.answer_due(date(2026, 11, 6))
    assert (matter.starts_on, matter.ends_on) == (date(2027, 1, 12), date(2027, 1, 14))
    assert matter.facts == {"act": "handle_visit", "areas": 1, "political_level": "ordinary"}
    assert [event.verb for event in Event.objects.filter(visit=visit)] == ["log"]


def test_a_visit_at_high_level_is_significant_and_the_coordinator_is_told(log, contact, coordinator) -> None:
    visit = log(contact, political_level="high")
    assert visit.is_significant
    assert Notice.objects.get(matter=visit.matter).person == coordinator


def test_a_visit_to_two_areas_is_significant_and_to_one_is_not(log, contact, city) -> None:
    both = [city("trafiknamnden"), city("miljo-och-halsoskyddsnamnden")]
    assert log(contact, bodies_wanted=both).is_significant
    assert not log(contact, bodies_wanted=both[:1]).is_significant
    assert not log(contact).is_significant


def test_the_organisation_is_found_under_any_of_its_names(log, contact) -> None:
    helsinki = create_organisation(
        by=contact, name="Helsingfors stad", kind="city", aliases=[("City of Helsinki", "en")]
    )
    visit = log(contact, counterpart="city of HELSINKI", city="Helsinki")
    assert visit.organisation == helsinki
    assert Dealing.objects.filter(matter=visit.matter, organisation=helsinki).exists()
    assert visit.city_key == "helsingfors"


def test_of_two_of_the_same_name_the_visit_belongs_to_the_one_in_the_guests_country_or_to_none(
    log, contact
) -> None:
    spanish, _other = (
        create_organisation(by=contact, name="Cartagena (exempel)", kind="city", country=country)
        for country in ("ES", "CO")
    )
    assert log(contact, counterpart="cartagena (exempel)", country="ES").organisation == spanish
    nobody = log(contact, counterpart="Cartagena (exempel)", country="")
    assert nobody.organisation is None
    assert not Dealing.objects.filter(matter=nobody.matter).exists()


def test_the_mail_it_came_in_is_kept_on_the_matter(contact, city) -> None:
    mail = documents.store(b"From: x", "brev.eml", "message/rfc822", None, contact)
    visit = actions.log(REQUEST, by=contact, body=city("trafiknamnden"), mail=mail)
    mail.refresh_from_db()
    assert mail.matter == visit.matter
    visit.matter.refresh_from_db()
    assert visit.matter.lamp_documented == LIT


def test_a_request_cannot_have_come_tomorrow(log, contact) -> None:
    with pytest.raises(WrongState):
        log(contact, received_on=date(2100, 1, 1))
