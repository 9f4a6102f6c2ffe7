"""The delegation: told by the guest or by each delegate, seen by the officer with marks, erased on its day."""

import re
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from governance.models import Matter
from tests.visits.open.asking import PASSPORT, delegate, own, passport_form, received
from visits import tasks
from visits.actions import open as guest
from visits.models import Delegate, GuestErasure, OpenRequest, PassportDetails
from visits.open import checks, tokens

pytestmark = pytest.mark.django_db
TOLD = {"given_names": "Wanjiru", "family_name": "Mwangi", "title": "Director", "diet": "no nuts"}


@pytest.fixture
def asked(city, coordinator):
    return received()


def test_the_guest_adds_changes_and_takes_away(asked) -> None:
    _visit, token = asked
    client, base = Client(), own(token) + "delegation/"
    refused = client.post(base + "ny/", TOLD | {"needs_letter": "on", "number": "AK1"})
    assert refused.status_code == 422
    assert (
        refused.content.decode().count("The invitation letter needs this") == 8
    )  # each by the field and above
    assert not Delegate.objects.exists()
    client.post(base + "ny/", TOLD | {"needs_letter": "on"} | passport_form())
    one = Delegate.objects.get()
    assert (one.family_name, one.passport.number) == ("Mwangi", "AK0012345")
    page = client.get(base).content.decode()
    assert "Wanjiru Mwangi" in page
    for secret in ("AK0012345", "no nuts"):
        assert secret not in page
    form = client.get(f"{base}{one.pk}/").content.decode()
    assert "AK0012345" not in form
    client.post(f"{base}{one.pk}/", TOLD | {"given_names": "Wanjiru N", "needs_letter": "on"})
    one.refresh_from_db()
    assert (one.given_names, one.passport.number) == ("Wanjiru N", "AK0012345"), "what is left empty stays"
    client.post(f"{base}{one.pk}/", TOLD)
    assert not PassportDetails.objects.exists(), "who needs no letter needs no passport here"
    client.post(f"{base}{one.pk}/ta-bort/")
    assert not Delegate.objects.exists()
    assert GuestErasure.objects.get().delegates == 1


def test_a_delegates_link_works_once_and_shows_nothing_of_the_request(asked) -> None:
    visit, token = asked
    client = Client()
    client.post(own(token) + "delegation/lank/", {"invited_as": "Our engineer"})
    place = Delegate.objects.get()
    link = f"/oppet/en/delegat/{tokens.of(place, 'delegate')}/"
    assert link in client.get(own(token) + "delegation/").content.decode().replace("<wbr>", "").replace(
        "\u200b", ""
    )
    page = client.get(link).content.decode()
    assert "Nairobi City County" in page
    for words in ("Amina", "lakes", visit.matter.number, token):
        assert words not in page
    assert client.post(link, {}).status_code == 422
    done = client.post(link, TOLD | {"needs_letter": "on"} | passport_form())
    assert "Thank you" in done.content.decode()
    used = client.get(link)
    assert used.status_code == 404
    assert "they can change your details" in used.content.decode()
    assert client.post(link, TOLD).status_code == 404
    place.refresh_from_db()
    assert (str(place), place.token_hash) == ("Wanjiru Mwangi", None)


def test_a_passport_with_one_name_alone_is_taken(asked) -> None:
    _visit, token = asked
    sent = Client().post(own(token) + "delegation/ny/", TOLD | {"family_name": ""})
    assert sent.status_code == 302
    assert str(Delegate.objects.get()) == "Wanjiru"
    nobody = Client().post(own(token) + "delegation/ny/", TOLD | {"given_names": ""})
    assert nobody.status_code == 422


def test_it_is_told_whose_link_is_whose_until_the_names_are_given(asked, client_of, coordinator) -> None:
    visit, token = asked
    refused = Client().post(own(token) + "delegation/lank/", {"invited_as": " "})
    assert refused.status_code == 422
    assert 'id="id_invited_as_error"' in refused.content.decode()
    assert not Delegate.objects.exists()
    for name in ("Our engineer", "The interpreter"):
        Client().post(own(token) + "delegation/lank/", {"invited_as": name})
    officers = f"/besok/{visit.matter.number}/delegation/"
    for page in (Client().get(own(token) + "delegation/"), client_of(coordinator).get(officers)):
        assert "Our engineer" in page.content.decode()
        assert "The interpreter" in page.content.decode()
    first = Delegate.objects.order_by("pk")[0]
    Client().post(f"/oppet/en/delegat/{tokens.of(first, 'delegate')}/", TOLD)
    page = client_of(coordinator).get(officers).content.decode()
    assert "Wanjiru Mwangi" in page
    assert "Our engineer" in page, "the officer sees for whom the link was made"


class TestPassportThatEndsTooEarly:
    """Told at the field in the guest's language, taken when it is sent once more, and told to guest and officer."""

    def short(self, visit, days: int) -> dict[str, str]:
        ends_on = visit.matter.ends_on + timedelta(days=days)
        return TOLD | {"needs_letter": "on"} | passport_form(expires_on=ends_on.isoformat())

    @pytest.mark.parametrize(
        ("days", "language", "words"),
        [
            (-1, "en", "ends before the visit is over"),
            (80, "en", "less than three months after the visit"),
            (-1, "sv", "går ut innan besöket är slut"),
            (80, "sv", "mindre än tre månader efter besöket"),
        ],
    )
    def test_is_told_at_the_field_and_taken_when_sent_once_more(self, asked, days, language, words) -> None:
        visit, token = asked
        url = own(token).replace("/en/", f"/{language}/") + "delegation/ny/"
        told = Client().post(url, self.short(visit, days))
        assert told.status_code == 422
        assert words in told.context["form"].errors["expires_on"][0]
        assert not Delegate.objects.exists()
        assert str(told.context["form"].doubted) in told.content.decode()
        doubted = re.search(r'name="doubted" value="([^"]+)"', told.content.decode())
        assert Client().post(url, self.short(visit, days) | {"doubted": doubted[1]}).status_code == 302
        assert Delegate.objects.get().passport

    def test_another_day_that_is_too_early_is_asked_about_anew(self, asked) -> None:
        visit, token = asked
        url = own(token) + "delegation/ny/"
        told = Client().post(url, self.short(visit, 80)).content.decode()
        doubted = re.search(r'name="doubted" value="([^"]+)"', told)
        assert Client().post(url, self.short(visit, -1) | {"doubted": doubted[1]}).status_code == 422

    def test_three_months_are_enough(self, asked) -> None:
        visit, token = asked
        assert Client().post(own(token) + "delegation/ny/", self.short(visit, 93)).status_code == 302
        assert "too early" not in Client().get(own(token)).content.decode()

    def test_stands_on_the_guests_pages_and_is_marked_for_the_officer(
        self, asked, client_of, coordinator
    ) -> None:
        visit, token = asked
        delegate(visit, expires_on=visit.matter.ends_on + timedelta(days=30))
        assert "passport ends too early" in Client().get(own(token)).content.decode()
        page = Client().get(own(token) + "delegation/").content.decode()
        assert "The passport ends too early" in page
        assert "AK0012345" not in page
        officers = client_of(coordinator).get(f"/besok/{visit.matter.number}/delegation/").content.decode()
        assert "inom tre månader efter besöket" in officers


def test_nobody_reaches_another_delegation(asked) -> None:
    visit, _token = asked
    mine = delegate(visit)
    _other, token = received(contact_email="other@nairobi.example", counterpart="Another")
    for path in (f"delegation/{mine.pk}/", f"delegation/{2**70}/"):
        assert Client().get(own(token) + path).status_code == 404
    assert Client().post(own(token) + f"delegation/{mine.pk}/ta-bort/").status_code == 404
    assert Client().get(f"/oppet/en/delegat/{token}/").status_code == 404, "another sort of link"
    assert Delegate.objects.filter(pk=mine.pk).exists()


def test_when_the_visit_is_over_nothing_is_added(asked) -> None:
    visit, token = asked
    place = guest.invite_delegate(visit.open_request, "Our engineer")
    link = f"/oppet/en/delegat/{tokens.of(place, 'delegate')}/"
    guest.take_back(visit.open_request, "")
    assert Client().get(link).status_code == 404
    Client().post(own(token) + "delegation/ny/", TOLD)
    Client().post(own(token) + "delegation/lank/", {"invited_as": "Somebody"})
    assert Delegate.objects.count() == 1


class TestOfficer:
    def test_sees_the_delegation_and_what_the_guest_told(self, asked, client_of, coordinator) -> None:
        visit, _token = asked
        delegate(visit)
        page = client_of(coordinator).get(f"/besok/{visit.matter.number}/delegation/").content.decode()
        for words in (
            "AK0012345",
            "no nuts",
            "Wanjiru Mwangi",
            "The head of the water works",
            "Step-free ways",
        ):
            assert words in page

    def test_who_only_reads_sees_no_passport_and_nothing_of_health(self, asked, client_of) -> None:
        visit, _token = asked
        delegate(visit)
        page = client_of("auditor").get(f"/besok/{visit.matter.number}/delegation/").content.decode()
        assert "Wanjiru Mwangi" in page
        for hidden in ("AK0012345", "no nuts", "Step-free ways"):
            assert hidden not in page

    def test_the_page_asks_as_little_for_many_as_for_few(
        self, asked, client_of, coordinator, django_assert_max_num_queries
    ) -> None:
        visit, _token = asked
        client = client_of(coordinator)
        client.get(f"/besok/{visit.matter.number}/delegation/")
        for n in range(12):
            delegate(visit, family_name=f"Mwangi {n}")
        with django_assert_max_num_queries(10):
            client.get(f"/besok/{visit.matter.number}/delegation/")


class TestMarks:
    LAST = date(2027, 3, 31)

    def marks(self, visit, *rows) -> list[list[str]]:
        Matter.objects.filter(pk=visit.pk).update(starts_on=self.LAST, ends_on=self.LAST)
        for row in rows:
            delegate(visit, **row)
        matter = Matter.objects.get(pk=visit.pk)
        found = Delegate.objects.filter(visit=visit).select_related("passport")
        with override("en"):
            return [each.marks for each in checks.checked(list(found), matter, may_see=False)]

    @pytest.mark.parametrize(
        ("expires", "words"),
        [
            (date(2027, 3, 30), "expires before"),
            (date(2027, 3, 31), "within three months"),
            (date(2027, 6, 29), "within three months"),
            (date(2027, 6, 30), ""),
        ],
    )
    def test_the_passport(self, expires, words, asked) -> None:
        ((*marks,),) = self.marks(asked[0], {"expires_on": expires})
        assert ([words in mark for mark in marks] == [True]) if words else marks == []

    def test_names(self, asked) -> None:
        same, twin, swapped, comma = self.marks(
            asked[0],
            {"given_names": "José", "family_name": "Pérez"},
            {"given_names": "jose", "family_name": "Perez"},
            {"given_names": "Perez", "family_name": "Jose"},
            {"given_names": "Mwangi, Wanjiru", "family_name": "Mwangi"},
        )
        assert any("same name" in mark for mark in same)
        assert any("same name" in mark for mark in twin)
        assert any("other order" in mark for mark in swapped)
        assert any("which is the family name" in mark for mark in comma)

    def test_what_is_missing(self, asked) -> None:
        visit, _token = asked
        guest.invite_delegate(visit.open_request, "Our engineer")
        guest.add_delegate(
            visit.open_request, {"given_names": "A", "family_name": "B", "needs_letter": True}, None
        )
        (waiting,), (lacking,) = self.marks(visit)
        assert "not filled in" in waiting
        assert "passport details are missing" in lacking


class TestErasure:
    def visit_that_ended(self, asked, days: int):
        visit, _token = asked
        delegate(visit)
        ended = timezone.localdate() - timedelta(days=days)
        Matter.objects.filter(pk=visit.pk).update(starts_on=ended, ends_on=ended)
        return visit

    def test_on_the_day_after_and_not_before(self, asked, caplog) -> None:
        visit = self.visit_that_ended(asked, 30)
        tasks.look_after_open_pages()
        assert PassportDetails.objects.get().erase_after == timezone.localdate()
        Matter.objects.filter(pk=visit.pk).update(
            starts_on=timezone.localdate() - timedelta(days=31),
            ends_on=timezone.localdate() - timedelta(days=31),
        )
        with caplog.at_level("INFO"):
            assert tasks.look_after_open_pages() == 1
        assert not PassportDetails.objects.exists()
        one = Delegate.objects.get()
        assert (str(one), one.diet, one.needs_letter) == ("Wanjiru Mwangi", "", True)
        assert OpenRequest.objects.get().access_needs == ""
        row = GuestErasure.objects.get()
        assert (row.visit, row.passports, row.delegates) == (visit, 1, 1)
        assert "AK0012345" not in caplog.text
        assert "Mwangi" not in caplog.text
        assert tasks.look_after_open_pages() == 0
        assert GuestErasure.objects.count() == 1

    def test_a_visit_that_is_moved_takes_the_day_along(self, asked) -> None:
        visit = self.visit_that_ended(asked, 31)
        later = timezone.localdate() + timedelta(days=10)
        Matter.objects.filter(pk=visit.pk).update(starts_on=later, ends_on=later)
        assert tasks.look_after_open_pages() == 0
        assert PassportDetails.objects.get().erase_after == later + timedelta(days=30)

    def test_where_nothing_came_of_it_the_day_it_was_closed_counts(self, asked) -> None:
        visit, _token = asked
        delegate(visit)
        guest.take_back(visit.open_request, "")
        assert guest.erase_after(Matter.objects.get(pk=visit.pk)) == timezone.localdate() + timedelta(days=30)


def test_what_is_sensitive_has_no_history_and_is_nowhere_else(asked, coordinator, client_of) -> None:
    """Passport, food and access needs stand in their own tables, whatever else is read of the visit."""
    visit, _token = asked
    delegate(visit)
    for model in ("Delegate", "PassportDetails", "OpenRequest", "GuestMail"):
        assert not hasattr(apps.get_model("visits", model), "history")
    client, number = client_of(coordinator), visit.matter.number
    for path in (f"/besok/{number}/", f"/arenden/{number}/historik/", "/besok/"):
        page = client.get(path, follow=True)
        assert page.status_code == 200
        told = page.content.decode()
        for sensitive in ("Mwangi", "no nuts", PASSPORT["number"]):
            assert sensitive not in told
    for asked_for in (PASSPORT["number"], "Wanjiru", "nuts"):
        found = client.get("/sok/", {"q": asked_for})
        assert found.status_code == 200
        assert number not in found.content.decode()
