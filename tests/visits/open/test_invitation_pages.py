"""Invitation letters on the open pages: anybody checks one, and the delegate fetches the own one."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from governance.models import Matter
from tests.visits.open.asking import PASSPORT, delegate, officer, own, received
from tests.visits.test_invitations import accepted, asked, code_in, ids, issued  # noqa: F401
from visits import actions, invitations
from visits.actions import open as guest
from visits.models import Delegate, InvitationLetter, OpenCount
from visits.open import limits, tokens

pytestmark = pytest.mark.django_db
CHECK = "/oppet/en/brev/"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def told(number: str, code: str, status: int = 200) -> str:
    answer = Client().post(CHECK, {"number": number, "code": code})
    assert answer.status_code == status
    return answer.content.decode()


def without_what_was_typed(page: str) -> str:
    return re.sub(r'value="[^"]*"', "", page)


class TestCheck:
    def test_in_force_and_of_whom_as_little_as_will_do(self, asked) -> None:  # noqa: F811
        letter = issued(asked)
        page = told(letter.number, code_in(letter))
        assert "genuine and in force" in page
        assert "W. M." in page
        assert "City Executive Board" in page
        for hidden in ("Wanjiru", "Mwangi", "AK0012345", "Kenya", "Lo Ledning", asked.matter.number):
            assert hidden not in page

    def test_revoked_says_that_and_not_why(self, asked) -> None:  # noqa: F811
        letter = issued(asked)
        actions.revoke(letter, by=officer(), because="Hemligt skäl.")
        page = told(letter.number, code_in(letter))
        assert "The letter is revoked" in page
        assert "Hemligt" not in page

    def test_over(self, asked) -> None:  # noqa: F811
        letter = issued(asked)
        days = {"starts_on": date(2026, 3, 2), "ends_on": timezone.localdate() - timedelta(days=1)}
        InvitationLetter.objects.update(**days)
        Matter.objects.filter(pk=asked.pk).update(**days)
        assert "the visit is over" in told(letter.number, code_in(letter))

    def test_a_wrong_number_and_a_wrong_code_get_one_answer(self, asked) -> None:  # noqa: F811
        letter = issued(asked)
        wrong_code = without_what_was_typed(told(letter.number, "AAAA-BBBB-CCCC"))
        assert wrong_code == without_what_was_typed(told("INV-2026-9999", code_in(letter)))
        assert "We know of no such letter" in wrong_code

    def test_of_a_marked_visit_only_whether_it_is_in_force(self, asked) -> None:  # noqa: F811
        letter = issued(asked)
        Matter.objects.filter(pk=asked.pk).update(
            secrecy_ground="OSL 15:1", secrecy_marked_on=date(2026, 1, 1)
        )
        page = told(letter.number, code_in(letter))
        assert "genuine and in force" in page
        assert "W. M." not in page

    def test_an_empty_form_counts_as_no_try(self, city) -> None:
        told("", "", status=422)
        assert not OpenCount.objects.exists()

    def test_wrong_tries_are_counted_by_address(self, city, monkeypatch) -> None:
        monkeypatch.setattr(limits, "CHECKS", limits.Limit("check", 2, None))
        for _try in range(2):
            told("INV-2026-1", "X")
        assert "Too many wrong codes" in told("INV-2026-1", "X", status=429)
        # From elsewhere, and for who looks without trying, the page is as it was.
        answer = Client(REMOTE_ADDR="203.0.113.7").post(CHECK, {"number": "INV-2026-1", "code": "X"})
        assert answer.status_code == 200
        assert Client().get(CHECK).status_code == 200

    def test_two_hundred_addresses_shut_out_nobody_else(self, asked) -> None:  # noqa: F811
        """What they have used up between them is nobody else's: there is no number for all."""
        letter = issued(asked)
        code = code_in(letter)
        today = timezone.localdate()
        for at in range(200):
            who = limits._hidden("check", f"198.51.{at // 250}.{at % 250}")
            OpenCount.objects.create(day=today, who=who, times=100)
        OpenCount.objects.create(day=today, who=limits._hidden("check", limits.IN_ALL), times=20_000)
        assert "genuine and in force" in told(letter.number, code)

    def test_an_embassy_checks_as_many_genuine_letters_as_it_has(self, asked, monkeypatch) -> None:  # noqa: F811
        monkeypatch.setattr(limits, "CHECKS", limits.Limit("check", 2, None))
        letter = issued(asked)
        code = code_in(letter)
        for _try in range(4):
            assert "genuine and in force" in told(letter.number, code)
        assert not OpenCount.objects.exists()

    def test_the_answer_to_many_wrong_ones_comes_late_and_holds_up_one_thread_at_most(
        self, city, monkeypatch
    ) -> None:
        waited: list[float] = []
        monkeypatch.setattr(limits, "PATIENT_UNTIL", 1)
        monkeypatch.setattr(limits.time, "sleep", waited.append)
        told("INV-2026-1", "X")
        assert waited == []
        told("INV-2026-1", "X")
        assert waited == [limits.PAUSE]
        with limits._waiting:
            told("INV-2026-1", "X")
        assert waited == [limits.PAUSE]

    def test_a_code_is_too_long_to_be_guessed(self) -> None:
        codes = len(invitations.ALPHABET) ** invitations.CODE_LENGTH
        a_million_addresses_for_a_year = 1_000_000 * limits.CHECKS.each * 365
        assert codes / a_million_addresses_for_a_year > 10_000_000

    def test_what_the_qr_code_carries_is_sent_to_no_server(self, asked) -> None:  # noqa: F811
        actions.review(asked, ids(asked, "requested"), by=officer())
        actions.approve(asked, ids(asked, "reviewed"), by=officer())
        (letter,) = actions.issue(asked, ids(asked, "approved"), by=officer())
        code = invitations.code_of(letter)
        page, _hash, carried = invitations.filled_in(letter, code).partition("#")
        assert page == invitations.check_url("en")
        number, plain = carried.split("/")
        assert "genuine and in force" in told(number, plain)
        drawn = invitations.html(letter)
        assert f"number {letter.number}, code {invitations.in_groups(code)}</title>" in drawn
        assert f"<b>{invitations.in_groups(code)}</b>" in drawn
        assert "check_letter.js" in Client().get(CHECK).content.decode()


class TestDelegatesOwnPage:
    def test_the_link_is_given_when_the_details_are_sent(self, accepted) -> None:  # noqa: F811
        place = guest.invite_delegate(accepted.open_request, "Our engineer")
        link = tokens.of(place, "delegate")
        form = {name: str(value) for name, value in PASSPORT.items()}
        form |= {"given_names": "Joseph", "family_name": "Kamau", "needs_letter": "on"}
        page = Client().post(f"/oppet/en/delegat/{link}/", form).content.decode()
        found = re.search(r"/oppet/en/inbjudan/[\w-]{43}/", page)
        assert found
        assert "being prepared" in Client().get(found[0]).content.decode()
        assert Client().get(f"{found[0]}brev/").status_code == 404

    def test_nothing_is_prepared_before_the_yes_nor_when_the_visit_comes_to_nothing(self, city) -> None:
        visit, token = received()
        delegate(visit)
        url = f"/oppet/en/inbjudan/{tokens.of(InvitationLetter.objects.get(), 'invitation')}/"
        assert "has not answered the request" in Client().get(url).content.decode()
        assert "the letter is written when the visit is accepted" in Client().get(own(token)).content.decode()
        guest.take_back(visit.open_request, "")
        for page in (url, own(token)):
            assert "being prepared" not in Client().get(page).content.decode()

    def test_a_passport_that_ends_too_early_is_what_the_letter_waits_for(self, accepted) -> None:  # noqa: F811
        letter = delegate(accepted, expires_on=accepted.matter.ends_on).invitations.get()
        letters = f"/oppet/en/inbjudan/{tokens.of(letter, 'invitation')}/"
        for page in (letters, own(tokens.of(accepted.open_request, "request"))):
            shown = Client().get(page).content.decode()
            assert "ends too early" in shown
            assert "being prepared" not in shown

    def test_the_guest_finds_the_links_of_those_whose_passports_they_know(self, city, answers) -> None:
        visit, token = received()
        delegate(visit)
        place = guest.invite_delegate(visit.open_request, "Our engineer")
        named = {"given_names": "Joseph", "family_name": "Kamau", "needs_letter": True}
        guest.change_delegate(place, named, {**PASSPORT, "number": "AK7777777"}, by_link=True)
        page = Client().get(own(token)).content.decode()
        links = re.findall(r"/oppet/en/inbjudan/([\w-]{43})/", page)
        known = InvitationLetter.objects.get(by_delegate=False)
        assert links == [tokens.of(known, "invitation")]
        assert "AK0012345" not in page

    def test_fetched_until_it_is_revoked(self, asked) -> None:  # noqa: F811
        letter = issued(asked)
        url = f"/oppet/en/inbjudan/{tokens.of(letter, 'invitation')}/"
        assert letter.number in Client().get(url).content.decode()
        assert Client().get(f"{url}brev/").content.startswith(b"%PDF")
        actions.revoke(letter, by=officer(), because="x")
        assert "revoked" in Client().get(url).content.decode()
        assert Client().get(f"{url}brev/").status_code == 404

    @pytest.mark.parametrize("how", ["marked", "closed", "removed"])
    def test_then_it_opens_nothing(self, asked, how) -> None:  # noqa: F811
        letter = issued(asked)
        url = f"/oppet/en/inbjudan/{tokens.of(letter, 'invitation')}/"
        if how == "marked":
            Matter.objects.filter(pk=asked.pk).update(
                secrecy_ground="OSL 15:1", secrecy_marked_on=date(2026, 1, 1)
            )
        elif how == "closed":
            long_ago = timezone.localdate() - timedelta(days=91)
            Matter.objects.filter(pk=asked.pk).update(opened_on=long_ago, closed_on=long_ago)
        else:
            guest.remove_delegate(Delegate.objects.get())
        for path in (url, f"{url}brev/"):
            assert Client().get(path).status_code == 404
