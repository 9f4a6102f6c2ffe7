"""The EU projects of the sources: one matter each, labels as the city writes them, national money kept apart."""

import pytest

from engagements import demonstration
from engagements.models import EuProject
from governance.views import pages

pytestmark = pytest.mark.django_db
LABELS = [
    "Projektperiod",
    "Stockholms roll i projektet",
    "EU-fond eller -program som beviljat projektmedel",
    "Projektets totala budget",
    "Varav finansiering till Stockholms stad från EU",
    "Projektets tema",
    "Uppdaterad",
]


@pytest.fixture
def projects(contact, city):
    demonstration.load(by=contact)
    return {project.matter.title: project for project in EuProject.objects.select_related("matter__body")}


def test_the_page_has_the_labels_of_the_citys_own_pages(projects, other_contact, client_of):
    refocus = projects["Refocus"]
    text = client_of(other_contact).get(refocus.matter.get_absolute_url()).content.decode()
    for label in LABELS:
        assert f"<dt>{label}</dt>" in text
    assert "2\xa0000\xa0000\xa0kr" in text


def test_the_statement_of_the_page_is_written_once(projects, other_contact, client_of):
    client, url = client_of(other_contact), projects["Refocus"].matter.get_absolute_url()
    client.get(url)
    written = pages._numbered.cache_info().misses
    client.get(url)
    assert pages._numbered.cache_info().misses == written


def test_a_participating_body_may_read_the_project(projects, contact, client_of):
    eccentric = projects["CIVITAS ECCENTRIC"]
    assert eccentric.matter.body.slug == "miljo-och-halsoskyddsnamnden"
    assert client_of(contact).get(eccentric.matter.get_absolute_url()).status_code == 200
    assert client_of("company_contact").get(eccentric.matter.get_absolute_url()).status_code == 404


def test_a_national_grant_is_told_to_be_none_of_the_eu(projects, coordinator, client_of):
    national = projects["Klimatneutrala Stockholm 2030"]
    text = client_of(coordinator).get(national.matter.get_absolute_url()).content.decode()
    assert "Inte EU-medel" in text
    listed = client_of(coordinator).get("/eu-projekt/", {"paid": "eu"}).content.decode()
    assert "Refocus" in listed
    assert "Klimatneutrala" not in listed


def test_status_follows_the_period(projects):
    assert projects["GrowSmarter"].matter.status == "ended"
    assert projects["Refocus"].matter.status in ("running", "ended")


def test_loading_again_adds_nothing(projects, contact):
    assert demonstration.load(by=contact) == 0
