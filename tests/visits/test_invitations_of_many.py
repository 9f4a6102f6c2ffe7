"""Invitation letters of a whole delegation: what they cost, whose name stands in the timeline, who is on the lists."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from governance import outbox
from governance.models import Document, OutboxEntry
from tests.visits.open.asking import delegate, officer
from tests.visits.test_invitations import accepted, asked, draw, ids, issued  # noqa: F401
from visits import actions
from visits.actions import open as guest
from visits.models import Delegate, GuestErasure, InvitationLetter, InvitationList, Visit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def more(visit: Visit, number: int, first: int = 0) -> None:
    for at in range(first, first + number):
        delegate(visit, given_names=f"Delegate {at}", number=f"AK1{at:06d}")


def cost(act: Any, visit: Visit, status: str, **told: Any) -> int:
    chosen = ids(visit, status)
    by = officer()
    assert by.offices
    with CaptureQueriesContext(connection) as asked_for:
        act(visit, chosen, by=by, **told)
    return len(asked_for)


class TestCost:
    def test_a_step_asks_no_more_for_many_letters_than_for_two(self, asked) -> None:  # noqa: F811
        steps: tuple[tuple[Any, str, dict[str, str]], ...] = (
            (actions.review, "requested", {}),
            (actions.send_back, "reviewed", {"because": "Igen."}),
            (actions.review, "requested", {}),
            (actions.approve, "reviewed", {}),
            (actions.issue, "approved", {}),
        )
        more(asked, 1)
        few = [cost(act, asked, status, **told) for act, status, told in steps]
        more(asked, 24, first=1)
        many = [cost(act, asked, status, **told) for act, status, told in steps]
        # The first round warms what is read once for the process; nothing grows.
        assert all(after <= before for before, after in zip(few, many, strict=True)), (few, many)
        assert max(many) < 60

    def test_many_get_numbers_without_gaps_a_code_each_and_a_paper_each(self, asked) -> None:  # noqa: F811
        more(asked, 5)
        issued(asked)
        letters = list(InvitationLetter.objects.order_by("serial"))
        assert [each.serial for each in letters] == list(range(1, 7))
        assert len({each.code_hash for each in letters}) == 6
        assert OutboxEntry.objects.filter(kind="draw_invitation").count() == 6
        waiting = next(each for each in letters if each.content)
        assert waiting.content["rows"][0][1] == waiting.name
        assert draw(waiting).document is not None

    def test_the_page_says_how_many_are_ready(self, asked, client_of) -> None:  # noqa: F811
        more(asked, 2)
        issued(asked)
        url = f"/besok/{asked.matter.number}/inbjudan/"
        client = client_of(officer())
        client.cookies["django_language"] = "en"
        whole, part = (
            client.get(url, headers=headers).content.decode() for headers in ({}, {"HX-Request": "true"})
        )
        for page in (whole, part):
            assert "<progress" in page
            assert 'value="1"' in page
            assert 'max="3"' in page
        assert "<html" not in part
        for letter in InvitationLetter.objects.filter(document=None):
            draw(letter)
        assert "<progress" not in client.get(url).content.decode()
        assert "<progress" not in client.get(url, headers={"HX-Request": "true"}).content.decode()


def listed(visit: Visit) -> InvitationList:
    row = actions.make_list(visit, by=officer())
    assert outbox.run(OutboxEntry.objects.get(key=row.outbox_key).pk)
    return InvitationList.objects.get(pk=row.pk)


def left(visit: Visit) -> set[int]:
    rows = InvitationList.objects.filter(visit=visit, erased_on=None).exclude(document=None)
    return set(rows.values_list("pk", flat=True))


class TestLists:
    def test_who_is_removed_goes_from_every_list_at_once_and_that_is_noted(self, asked) -> None:  # noqa: F811
        more(asked, 1)
        letter = issued(asked)
        drawn, waiting = listed(asked), actions.make_list(asked, by=officer())
        guest.remove_delegate(letter.delegate)
        for row in (drawn, waiting):
            row.refresh_from_db()
            assert (row.document, row.content, row.erased_on) == (None, {}, timezone.localdate())
        assert not Document.objects.filter(name__endswith="-invited.pdf").exists()
        # The letter, and both lists.
        assert GuestErasure.objects.latest("pk").papers == 3
        assert outbox.run(OutboxEntry.objects.get(key=waiting.outbox_key).pk)
        waiting.refresh_from_db()
        assert waiting.document is None

    def test_the_next_list_names_them_no_more(self, asked) -> None:  # noqa: F811
        more(asked, 1)
        letter = issued(asked)
        guest.remove_delegate(letter.delegate)
        row = actions.make_list(asked, by=officer())
        assert row.letters == 1
        assert letter.number not in [each[0] for each in row.content["rows"]]

    def test_a_list_that_does_not_name_them_stays(self, asked) -> None:  # noqa: F811
        issued(asked)
        before = listed(asked)
        more(asked, 1)
        letter = issued(asked)
        both = listed(asked)
        more(asked, 1, first=50)
        revoked = issued(asked)
        actions.revoke(revoked, by=officer(), because="Fel namn.")
        after = listed(asked)
        guest.remove_delegate(revoked.delegate)
        assert left(asked) == {before.pk, both.pk, after.pk}
        guest.remove_delegate(Delegate.objects.get(pk=letter.delegate_id))
        assert left(asked) == {before.pk}
