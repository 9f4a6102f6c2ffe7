"""The rows of page_policy.py for the open pages: everybody gets the same, logged in or not, and by the link alone."""

from typing import Any

from governance.models import Document
from tests.factories import PERSONAS
from tests.visits.open.asking import delegate, draft, officer, received
from visits import actions
from visits.actions import open as guest
from visits.models import Letter
from visits.open import tokens

LANGUAGE = "open_language"


def all_get(status: int) -> dict[str, int]:
    return dict.fromkeys(PERSONAS, status)


def open_pages(page: Any) -> dict[str, Any]:
    """The rows; `page` is page_policy.Page, given so that the two modules do not import each other."""

    def row(*args: str, get: int = 200, post: int = 405, **kw: Any) -> Any:
        return page((LANGUAGE, *args), get=all_get(get), post=all_get(post), open=True, **kw)

    return {
        "open:door": page(get=all_get(302), open=True),
        "open:front": row(),
        "open:accessibility": row(),
        "open:privacy": row(),
        # An empty form comes back; so does one from a machine.
        "open:start": row(post=422),
        "open:lost_link": row(post=422),
        "open:own": row("open_visit"),
        "open:part": row("open_draft", "open_part", post=422),
        "open:keep": row("open_draft", "open_part", get=405, post=200),
        "open:review": row("open_draft", post=302),
        "open:confirm": row("open_sent", "open_proof", post=302),
        "open:answer": row("open_visit", get=405, post=422),
        "open:add": row("open_visit", get=405, post=422),
        "open:withdraw": row("open_visit", post=302),
        "open:new_link": row("open_visit", get=405, post=302),
        # It has become a visit: nothing is deleted.
        "open:forget": row("open_visit", get=405, post=302),
        "open:forget_here": row("open_visit", get=405, post=302),
        "open:mail_again": row("open_sent", get=405, post=302),
        "open:letter": row("open_visit", "open_letter"),
        # No programme has been sent of it.
        "open:programme": row("open_visit", get=404),
        "open:programme_calendar": row("open_visit", get=404),
        "open:delegation": row("open_visit"),
        "open:add_delegate": row("open_visit", post=422),
        "open:invite_delegate": row("open_visit", get=405, post=422),
        "open:delegate": row("open_visit", "open_delegate", post=422),
        "open:remove_delegate": row("open_visit", "open_delegate", get=405, post=302),
        "open:own_place": row("open_place", post=422),
        "open:check_letter": row(post=422),
        "open:invitation": row("open_invitation"),
        # It has not been issued.
        "open:invitation_paper": row("open_invitation", get=404),
        "open:cut_link": row("open_cut", get=404),
    }


def open_scene() -> dict[str, Any]:
    """A draft, one that waits for its mail, and a visit with a letter and a delegation."""
    _draft, draft_token = draft(contact_email="one@nairobi.example")
    sent, sent_token = draft(contact_email="two@nairobi.example")
    guest.send(sent)
    sent.refresh_from_db()
    visit, token = received(contact_email="three@nairobi.example")
    place = guest.invite_delegate(visit.open_request, "Our engineer")
    invited = delegate(visit)
    return {
        LANGUAGE: "en",
        "open_part": "vad",
        "open_cut": "abc/",
        "open_draft": draft_token,
        "open_sent": sent_token,
        "open_proof": tokens.proof(sent),
        "open_visit": token,
        "open_letter": sent_letter(visit).pk,
        "open_delegate": invited.pk,
        "open_invitation": tokens.of(invited.invitations.get(), "invitation"),
        "open_place": tokens.of(place, "delegate"),
    }


def sent_letter(visit: Any) -> Letter:
    """A letter drawn and put on the guest's page."""
    letter = actions.write_letter(
        visit, by=officer(), kind="thanks", language="en", subject="Thank you", text="We thank you."
    )
    letter.document = Document.objects.create(
        name="brev.pdf", media_type="application/pdf", content=b"%PDF-1.7"
    )
    letter.save_without_historical_record(update_fields=["document"])
    return actions.send_letter(letter, by=officer())
