"""Who gets which answer from which page: one row per address, read as a table.

Add a row for every URL pattern of your app (its name, with namespace; a pattern without a name by its route), or
tests/test_pages.py fails. A row says what GET and POST answer to each persona:

    "visits:detail": Page(args=("visit",), get=only(READERS, otherwise=404)),

`args` name things of `scene()`; add what your pages need there. A stranger is sent to log in, unless the row says
`open=True`. `data` is what is posted, `query` what stands after the question mark.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from governance import decisions, documents, matters
from governance.decisions import Record
from governance.models import Appointment, Body, Kind, Office, Person
from tests.factories import PERSONAS

# What each persona is answered.
Answer = dict[str, int]


def everybody(status: int = 200) -> Answer:
    return dict.fromkeys(PERSONAS, status)


def only(personas: Collection[str] | str, status: int = 200, otherwise: int = 403) -> Answer:
    """Some get through; the others are refused, or told 404 where they may not even know."""
    chosen = [personas] if isinstance(personas, str) else personas
    return everybody(otherwise) | dict.fromkeys(chosen, status)


@dataclass(frozen=True)
class Page:
    """One address: what GET and POST answer to whom."""

    args: tuple[str, ...] = ()
    get: Answer = field(default_factory=everybody)
    post: Answer = field(default_factory=lambda: everybody(405))
    query: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    # Strangers are let in: the page itself must be harmless.
    open: bool = False


NOT_ALLOWED = everybody(405)
# Who may read the matters of the Transport Committee, and what they hold on its pages.
READERS = (
    "contact secretary head council_secretary board_secretary ib_secretary mayor coordinator auditor".split()
)
SECRETARIES = "secretary other_secretary council_secretary board_secretary ib_secretary".split()
READ = only(READERS, otherwise=404)
RECORD = only(READERS, 403, otherwise=404) | {"secretary": 200}

GOVERNANCE = {
    "my_work": Page(),
    "notices": Page(),
    "read_notices": Page(get=NOT_ALLOWED, post=everybody(302)),
    "login": Page(get=everybody(302), post=everybody(302), open=True),
    # The demonstration is off here: nobody can become somebody else.
    "log_in_as": Page(get=NOT_ALLOWED, post=everybody(404), data={"username": "auditor"}, open=True),
    "logout": Page(get=NOT_ALLOWED, post=everybody(302)),
    "set_language": Page(get=NOT_ALLOWED, post=everybody(302), data={"language": "en"}, open=True),
    # No identity provider is given in the tests.
    "oidc_authentication_init": Page(get=everybody(404), post=everybody(404), open=True),
    "oidc_authentication_callback": Page(get=everybody(404), post=everybody(404), open=True),
    "matters": Page(),
    "search": Page(query="q=Helsinki"),
    "matter": Page(("matter",), get=only(READERS, 302, otherwise=404)),
    "matter_decisions": Page(("matter",), get=READ),
    "matter_documents": Page(("matter",), get=READ),
    "matter_history": Page(("matter",), get=READ),
    "document": Page(("matter", "document"), get=READ),
    "decision_record": Page(("matter", "decision"), get=READ),
    "decision_event": Page(("matter", "decision"), get=RECORD, post=RECORD),
    "decision_correct": Page(("matter", "decision"), get=RECORD, post=RECORD),
    "decisions": Page(),
    "decisions_to_notify": Page(post=only(SECRETARIES)),
    "who_decides": Page(query="act=handle_visit&areas=1&political_level=ordinary"),
    "strategies": Page(),
    "strategy": Page(("strategy",)),
    "bodies": Page(),
    "body": Page(("body",)),
    "body_history": Page(("body",)),
    "appoint_contact": Page(("body",), get=only("head"), post=only("head")),
    "save_draft": Page(("draft",), get=NOT_ALLOWED, post=everybody(200), data={"title": "x"}),
    "discard_draft": Page(("draft",), get=NOT_ALLOWED, post=everybody(302)),
    # No worker runs beside the tests, so the answer is 503: to everybody the same.
    "healthz": Page(get=everybody(503), open=True),
}

ADMINISTERS = only("administrator")
ADMINISTRATION = {
    "admin:index": Page(get=ADMINISTERS, post=ADMINISTERS),
    "admin:app_list": Page(("app_label",), get=ADMINISTERS, post=ADMINISTERS),
    "admin:jsi18n": Page(get=ADMINISTERS, post=only("administrator", 405)),
    "admin:autocomplete": Page(
        get=ADMINISTERS,
        post=only("administrator", 405),
        query="app_label=governance&model_name=appointment&field_name=person&term=x",
    ),
    "admin:(?P<url>.*)$": Page(("nowhere",), get=only("administrator", 404), post=only("administrator", 404)),
    # An old form of the address of a row, which Django redirects.
    "admin:<path:object_id>/": Page(
        ("old_row",), get=only("administrator", 302), post=only("administrator", 302)
    ),
}
for _model in ("body", "office", "person", "appointment"):
    _name = f"admin:governance_{_model}"
    _row = (f"{_model}_id",)
    ADMINISTRATION |= {
        f"{_name}_changelist": Page(get=ADMINISTERS, post=ADMINISTERS),
        f"{_name}_add": Page(get=ADMINISTERS, post=ADMINISTERS),
        f"{_name}_change": Page(_row, get=ADMINISTERS, post=ADMINISTERS),
        f"{_name}_history": Page(_row, get=ADMINISTERS, post=ADMINISTERS),
        # Nothing is deleted, by nobody.
        f"{_name}_delete": Page(_row, get=everybody(403), post=everybody(403)),
    }

FRAME = {
    "choose_theme": Page(get=NOT_ALLOWED, post=everybody(302), data={"theme": "dark"}, open=True),
    "style_page": Page(post=everybody(200)),
}

PAGES: dict[str, Page] = GOVERNANCE | ADMINISTRATION | FRAME


def scene() -> dict[str, Any]:
    """The things the rows speak of: a decided matter of the Transport Committee with a document, and so on."""
    committee = Body.objects.get(slug="trafiknamnden")
    contact, secretary = Person.objects.get(username="contact"), Person.objects.get(username="secretary")
    matter = matters.open_matter(
        Kind.MEMBERSHIP,
        by=contact,
        body=committee,
        title="Medlemskap i ett nätverk för trafik",
        status="before_body",
        facts={"act": "join_membership", "scope": "own_operation", "counterpart": "network"},
    )
    decision = decisions.record(
        matter,
        Record(committee, "approved", date(2026, 3, 2), "Nämnden går med.", paragraph="7"),
        by=secretary,
    )
    document = documents.store(b"hej", "brev.txt", "text/plain", matter, contact)
    return {
        "matter": matter.number,
        "decision": decision.pk,
        "document": document.pk,
        "body": committee.slug,
        "strategy": "2016",
        "draft": "some-form",
        "app_label": "governance",
        "nowhere": "finns/inte",
        "old_row": f"governance/body/{committee.pk}/",
        "body_id": committee.pk,
        "office_id": Office.objects.values_list("pk", flat=True)[0],
        "person_id": contact.pk,
        "appointment_id": Appointment.objects.values_list("pk", flat=True)[0],
    }
