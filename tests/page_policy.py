"""Who gets which answer from which page: one row per address, read as a table.

Add a row for every URL pattern of your app (its name, with namespace; a pattern without a name by its route), or
tests/test_pages.py fails. A row says what GET and POST answer to each persona:

    "visits:detail": Page(args=("visit",), get=only(READERS, otherwise=404)),

`args` name things of `scene()`; add what your pages need there. A stranger is sent to log in, unless the row says
`open=True`. `data` is what is posted, `query` what stands after the question mark.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from engagements.actions import create_organisation
from engagements.actions.briefings import ask_for_briefing
from engagements.actions.merging import hold_together, merge
from engagements.actions.persons import add_person
from engagements.models import EuProject, Organisation
from governance import (
    decisions,
    delegations,
    documents,
    feeds,
    matters,
    saved_searches,
    secrecy,
    substitutes,
)
from governance.decisions import Record
from governance.models import Appointment, Body, Climb, Kind, Office, OutboxEntry, Person, Substitution
from memberships import actions as memberships
from memberships.models import Membership
from tests.engagements import events as make_event
from tests.engagements.agreement_pages import agreement_pages, agreement_scene
from tests.engagements.aid_project_pages import aid_project_pages, aid_project_scene
from tests.engagements.declaration_rows import declaration_pages, declaration_scene
from tests.engagements.eu_project_pages import eu_project_pages, eu_project_scene
from tests.engagements.eu_questions import eu_question_pages, eu_question_scene
from tests.factories import PERSONAS
from tests.governance.meetings.meeting_rows import meeting_pages, meeting_scene
from tests.governance.strategy_draft_rows import strategy_draft_pages
from tests.kept_rows import once
from tests.network.rows import network_pages, network_scene
from tests.planning.rows import planning_pages, planning_scene
from tests.profiling.rows import profiling_pages, profiling_scene
from tests.referrals.rows import referral_pages, referral_scene, strategy_draft_scene
from tests.reporting.open_rows import publishing_pages, publishing_scene
from tests.reporting.page_rows import reporting_pages, reporting_scene
from tests.reporting.question_rows import question_pages
from tests.visits.open.rows import open_pages, open_scene
from tests.visits_policy import visits_pages, visits_scene

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

# Who may propose a membership: those who prepare the matters of a body with an operation of its own.
PROPOSERS = (
    "contact other_contact company_contact secretary other_secretary board_secretary coordinator".split()
)
PROPOSE = only(PROPOSERS)
IN_OFFICE = [persona for persona in PERSONAS if persona != "newcomer"]
# Every preparer, whatever the body, keeps the list of partners.
WRITERS = [*PROPOSERS, "council_secretary", "ib_secretary"]
# Who reads an assignment from the one committee to the other: the readers of either.
ASSIGNED = only([*READERS, "other_contact", "other_secretary"], otherwise=404)
STRANGERS = {who: 404 for who, status in ASSIGNED.items() if status == 404}

# Of a secret matter of the Transport Committee knows who is let in: its head reads it and changes nothing.
LET_IN = only(["contact", "secretary"], otherwise=404) | {"head": 403}

# Who names a substitute for the contact person; who was named ends it too.
NAMING = ("contact", "head", "administrator")

GOVERNANCE = {
    "my_work": Page(),
    "notices": Page(),
    "notice_settings": Page(post=everybody(422)),
    "read_notices": Page(get=NOT_ALLOWED, post=everybody(302)),
    "login": Page(get=everybody(302), post=everybody(302), open=True),
    # The demonstration is off here: nobody can become somebody else.
    "log_in_as": Page(get=NOT_ALLOWED, post=everybody(404), data={"username": "auditor"}, open=True),
    "logout": Page(get=NOT_ALLOWED, post=everybody(302)),
    "set_language": Page(get=NOT_ALLOWED, post=everybody(302), data={"language": "en"}, open=True),
    # No identity provider is given in the tests.
    "oidc_authentication_init": Page(get=everybody(404), post=everybody(404), open=True),
    "oidc_authentication_callback": Page(get=everybody(404), post=everybody(404), open=True),
    "calendar": Page(query="month=2026-11&kind=deadlines&mine=on"),
    "years_ahead": Page(query="what=medlemskap-omprovning"),
    "feeds": Page(post=everybody(200)),
    "end_feed": Page(("feed",), get=NOT_ALLOWED, post=only("contact", 302, otherwise=404)),
    # Whoever has the address: a calendar program logs in nowhere.
    "feed": Page(("feed_token",), open=True),
    "matters": Page(),
    "search": Page(query="q=Helsinki"),
    "saved_searches": Page(),
    "new_saved_search": Page(query="vy=/arenden/%3Fkind%3Dvisit", post=everybody(422)),
    # Of somebody else's nobody learns that it is there.
    "open_saved_search": Page(("saved_search",), get=only("contact", 302, otherwise=404)),
    "rename_saved_search": Page(
        ("saved_search",), get=only("contact", otherwise=404), post=only("contact", 422, otherwise=404)
    ),
    "change_saved_search": Page(
        ("saved_search",),
        get=NOT_ALLOWED,
        post=only("contact", 302, otherwise=404),
        data={"act": "pause"},
    ),
    "diversity": Page(query="since=2024&until=2026"),
    "load_residents": Page(get=only("coordinator"), post=only("coordinator", 422)),
    "lamps": Page(),
    "lamp_matters": Page(query="lamp=decided"),
    "lamp_matters_excel": Page(query="lamp=decided"),
    "lamp_matters_pdf": Page(query="lamp=decided&kind=visit"),
    "lamp_rules": Page(),
    "matter": Page(("matter",), get=only(READERS, 302, otherwise=404)),
    "matter_decisions": Page(("matter",), get=READ),
    "matter_documents": Page(("matter",), get=READ),
    "matter_history": Page(("matter",), get=READ),
    "matter_secrecy": Page(("secret_matter",), get=LET_IN | {"head": 200}),
    "mark_secret": Page(
        ("matter",),
        get=only(READERS, 403, otherwise=404) | {"contact": 200, "secretary": 200},
        post=only(READERS, 403, otherwise=404) | {"contact": 422, "secretary": 422},
    ),
    "reexamine_secrecy": Page(
        ("secret_matter",), get=LET_IN, post=LET_IN | {"contact": 422, "secretary": 422}
    ),
    "let_in_person": Page(("secret_matter",), get=LET_IN, post=LET_IN | {"contact": 422, "secretary": 422}),
    "end_grant": Page(
        ("secret_matter", "grant"), get=LET_IN, post=LET_IN | {"contact": 302, "secretary": 302}
    ),
    "document": Page(("matter", "document"), get=READ),
    "decision_record": Page(("matter", "decision"), get=READ),
    "decision_event": Page(("matter", "decision"), get=RECORD, post=RECORD | {"secretary": 422}),
    "decision_correct": Page(("matter", "decision"), get=RECORD, post=RECORD | {"secretary": 422}),
    "decisions": Page(),
    "decisions_to_notify": Page(post=only(SECRETARIES, 422)),
    "who_decides": Page(query="act=handle_visit&areas=1&political_level=ordinary"),
    "strategies": Page(),
    "compare_strategies": Page(query="fran=2008&till=2016"),
    "strategy": Page(("strategy",)),
    "priorities": Page(),
    "bodies": Page(),
    "body": Page(("body",)),
    "body_history": Page(("body",)),
    "remind_late": Page(("late",), get=NOT_ALLOWED, post=only("head", 302, otherwise=404)),
    "substitutes": Page(),
    "name_substitute": Page(("appointment_of_contact",), get=only(NAMING), post=only(NAMING, 422)),
    "end_substitution": Page(
        ("substitution",), get=only([*NAMING, "newcomer"]), post=only([*NAMING, "newcomer"], 302)
    ),
    "appoint_contact": Page(("body",), get=only("head"), post=only("head", 422)),
    "receptions": Page(),
    "reception": Page(("reception",), get=READ),
    "new_reception": Page(get=only(WRITERS), post=only(WRITERS, 422)),
    # The Transport Committee handles no receptions: without one that is named there is nothing to list.
    "meeting_list_reception": Page(("meeting",), get=NOT_ALLOWED, post=RECORD | {"secretary": 404}),
    "assignments": Page(query="state=open"),
    # The Transport Committee has told the Environment and Health Committee to do something.
    "assignment": Page(("assignment",), get=ASSIGNED),
    "report_assignment": Page(
        ("assignment",), get=NOT_ALLOWED, post=dict.fromkeys(ASSIGNED, 422) | STRANGERS
    ),
    "move_assignment": Page(("assignment",), get=NOT_ALLOWED, post=dict.fromkeys(ASSIGNED, 422) | STRANGERS),
    "drop_assignment": Page(("assignment",), get=NOT_ALLOWED, post=dict.fromkeys(ASSIGNED, 422) | STRANGERS),
    "give_assignment": Page(("closed_meeting", "closed_item"), get=RECORD, post=RECORD | {"secretary": 422}),
    "delegated_powers": Page(("body",)),
    "give_power": Page(("body",), get=only("secretary"), post=only("secretary", 422)),
    "end_power": Page(("body", "power"), get=only("secretary"), post=only("secretary", 422)),
    "save_draft": Page(
        ("draft",), get=NOT_ALLOWED, post=everybody(200), data={"title": "x", "draft_token": str(uuid4())}
    ),
    "discard_draft": Page(("draft",), get=NOT_ALLOWED, post=everybody(302)),
    "stopped_jobs": Page(get=only("administrator")),
    "try_jobs_again": Page(get=NOT_ALLOWED, post=only("administrator", 302)),
    "give_up_job": Page(("stopped_job",), get=only("administrator"), post=only("administrator", 422)),
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
    "palette": Page(query="q=trafik"),
    # The demonstration is off here, and so is the shelf of its mails.
    "mail_shelf": Page(get=everybody(404), open=True),
    "mail_on_shelf": Page(("mail_on_shelf",), get=everybody(404), open=True),
    "style_page": Page(post=everybody(200)),
    "help:help": Page(query="visning=contact_person-1"),
    "help:words": Page(query="q=remiss"),
    "help:shown_around": Page(get=NOT_ALLOWED, post=everybody(302)),
}


def preparing(status: int = 200) -> Answer:
    """The contact person and the secretary of the owner go on with a matter; other readers are refused."""
    return only(READERS, 403, otherwise=404) | {"contact": status, "secretary": status}


def _answered(answer: Answer, status: int) -> Answer:
    """The same persons, and another status for those who get through."""
    return {persona: status if code == 200 else code for persona, code in answer.items()}


SINCE = {"since": "2026-04-01"}
MEMBERSHIPS = {
    "memberships:list": Page(query="q=Policy&review=overdue"),
    "memberships:new": Page(get=PROPOSE, post=only(PROPOSERS, 422)),
    "memberships:new_ruling": Page(get=PROPOSE, query="kind=network&scope=city_wide"),
    "memberships:new_forums": Page(get=PROPOSE, query="name=Policy"),
    "memberships:reviews": Page(),
    "memberships:review": Page(("review",), get=READ),
    "memberships:answer_review": Page(("review",), get=preparing(409), post=preparing(422)),
    "memberships:send_review": Page(("review",), get=NOT_ALLOWED, post=preparing(409)),
    "memberships:decide_review": Page(("review",), get=READ, post=RECORD | {"secretary": 422}),
    "memberships:detail": Page(("member",), get=READ),
    "memberships:edit": Page(("proposal",), get=preparing(), post=preparing(422)),
    "memberships:prepare": Page(("proposal",), get=NOT_ALLOWED, post=preparing(302)),
    "memberships:send": Page(("proposal",), get=NOT_ALLOWED, post=preparing(302)),
    "memberships:decide": Page(("before_body",), get=READ, post=RECORD | {"secretary": 422}),
    "memberships:withdraw": Page(("proposal",), get=preparing(), post=preparing(302), data={"reason": "x"}),
    # The member is neither waiting to begin nor on its way out: form and verb are refused.
    "memberships:join": Page(
        ("member",), get=preparing(409), post=preparing(409), data={"joined_on": "2026-04-01"}
    ),
    "memberships:give_notice": Page(
        ("member",),
        get=preparing(409),
        post=preparing(409),
        data={"given_on": "2026-04-01", "ends_on": "2026-06-01"},
    ),
    "memberships:leave": Page(
        ("member",), get=preparing(409), post=preparing(409), data={"left_on": "2026-04-01", "reason": "x"}
    ),
    "memberships:open_review": Page(
        ("member",), get=preparing(), post=preparing(302), data={"due_on": "2026-12-31"}
    ),
    "memberships:add_representative": Page(
        ("member",), get=preparing(), post=preparing(302), data={"name": "x", "role": "x", **SINCE}
    ),
    "memberships:end_representative": Page(
        ("member", "representative"), get=preparing(), post=preparing(302), data={"until": "2026-05-01"}
    ),
    "memberships:add_co_owner": Page(
        ("member",), get=preparing(), post=preparing(302), data={"name": "Staden", "role": "Huvudman"}
    ),
    "memberships:end_co_owner": Page(
        ("member", "co_owner"), get=preparing(), post=preparing(302), data={"until": "2026-05-01"}
    ),
    "memberships:add_post": Page(
        ("member",), get=preparing(), post=preparing(302), data={"title": "x", "holder": "x", **SINCE}
    ),
    "memberships:end_post": Page(
        ("member", "post"), get=preparing(), post=preparing(302), data={"until": "2026-05-01"}
    ),
    "memberships:record_fee": Page(
        # Without the version it was shown over the form is not accepted, from anybody.
        ("member",),
        get=preparing(),
        post=preparing(422),
        data={"year": 2026, "amount": 1, "currency": "SEK"},
    ),
}
ENGAGEMENTS = {
    "engagements:organisations": Page(query="q=Policy"),
    "engagements:organisation": Page(("organisation",)),
    "engagements:new_organisation": Page(get=only(WRITERS), post=only(WRITERS, 422)),
    "engagements:edit_organisation": Page(("organisation",), get=only(WRITERS), post=only(WRITERS, 422)),
    "engagements:organisation_timeline": Page(("organisation",), query="kind=visit&year=2026&with_parts=on"),
    "engagements:organisation_history": Page(("organisation",)),
    "engagements:persons": Page(get=only(IN_OFFICE), query="state=in_post"),
    "engagements:organisation_persons": Page(("organisation",), get=only(IN_OFFICE)),
    "engagements:new_person": Page(("organisation",), get=only(WRITERS), post=only(WRITERS, 422)),
    "engagements:person": Page(("partner_person",), get=only(IN_OFFICE)),
    "engagements:edit_person": Page(("partner_person",), get=only(WRITERS), post=only(WRITERS, 422)),
    "engagements:new_post": Page(("partner_person",), get=only(WRITERS), post=only(WRITERS, 422)),
    "engagements:end_post": Page(
        ("partner_person", "partner_post"), get=only(WRITERS), post=only(WRITERS, 422)
    ),
    "engagements:kept_on_person": Page(("partner_person",), get=only("coordinator")),
    "engagements:erase_person": Page(
        ("partner_person",), get=only("coordinator"), post=only("coordinator", 422)
    ),
    "engagements:new_briefing": Page(
        ("organisation",), get=only(IN_OFFICE), post=only(IN_OFFICE, 302), data={"language": "sv"}
    ),
    # Nobody sees another's, not even whoever reads everything else.
    "engagements:briefing": Page(("briefing",), get=only("contact", otherwise=404)),
    "engagements:briefing_progress": Page(("briefing",), get=only("contact", otherwise=404)),
    "engagements:briefing_pdf": Page(("briefing",), get=only("contact", otherwise=404)),
    "engagements:duplicates": Page(get=only("coordinator"), query="state=parted"),
    "engagements:duplicate": Page(
        ("pair",), get=only("coordinator"), post=only("coordinator", 302), data={"because": "x"}
    ),
    "engagements:merge_with": Page(
        ("organisation",), get=only("coordinator"), post=only("coordinator", 422), data={"other": "x"}
    ),
    "engagements:undo_merger": Page(
        ("merged_into", "merger"), get=only("coordinator"), post=only("coordinator", 302)
    ),
    "engagements:world_map": Page(query="kind=visit&year=2026&body=trafiknamnden"),
    "engagements:country": Page(("country",), query="kind=visit"),
    "engagements:city": Page(("country", "place"), query="year=2026"),
    "engagements:lookalikes": Page(get=only(WRITERS), query="name=Policy"),
}
TRAVELLER = {"name": "x", "office": "official", "role": "delegate"}
IN_COMMITTEE = only(READERS, 403, otherwise=404) | {"ib_secretary": 200}
# Who prepares matters of another body reads the page, and may add travellers and costs of that body.
OWN_PART = preparing() | {"board_secretary": 200, "coordinator": 200}
EVENTS = {
    "engagements:events": Page(query="q=Nordic&state=late&country=FI&year=2026"),
    "engagements:event_costs": Page(query="year=2026&body=trafiknamnden"),
    "engagements:event_costs_csv": Page(query="year=2026"),
    "engagements:new_event": Page(get=PROPOSE, post=only(PROPOSERS, 422)),
    "engagements:new_event_ruling": Page(get=PROPOSE, query="country=FI&on_behalf_of_executive_board=yes"),
    "engagements:new_event_place": Page(get=PROPOSE, query="city=Helsingfors&starts_on=2026-06-08"),
    "engagements:event": Page(("event",), get=READ),
    "engagements:edit_event": Page(("event",), get=preparing(), post=preparing(422)),
    "engagements:event_advice": Page(("event",), get=preparing(), post=preparing(422)),
    "engagements:add_traveller": Page(("event",), get=OWN_PART, post=_answered(OWN_PART, 422)),
    "engagements:event_plan_line": Page(("event",), get=preparing(), post=preparing(422)),
    "engagements:edit_traveller": Page(("event", "traveller"), get=preparing(), post=preparing(422)),
    "engagements:remove_traveller": Page(("event", "traveller"), get=preparing(), post=preparing(302)),
    "engagements:travel_along": Page(
        ("event",),
        get=only(PROPOSERS) | {"newcomer": 404},
        post=only(PROPOSERS, 422) | {"newcomer": 404},
        data={"name": "x"},
    ),
    "engagements:add_leg": Page(("event",), get=preparing(), post=preparing(422)),
    "engagements:edit_leg": Page(("event", "leg"), get=preparing(), post=preparing(422)),
    "engagements:remove_leg": Page(("event", "leg"), get=preparing(), post=preparing(302)),
    "engagements:add_event_cost": Page(("event",), get=OWN_PART, post=_answered(OWN_PART, 422)),
    "engagements:edit_event_cost": Page(("event", "event_cost"), get=preparing(), post=preparing(422)),
    "engagements:remove_event_cost": Page(("event", "event_cost"), get=preparing(), post=preparing(302)),
    "engagements:send_event": Page(("event",), get=NOT_ALLOWED, post=preparing(302)),
    "engagements:note_event_handling": Page(
        ("event_in_committee",),
        get=IN_COMMITTEE,
        post=IN_COMMITTEE | {"ib_secretary": 302},
        data={"handled_on": "2026-03-20"},
    ),
    "engagements:decide_event": Page(("event_before_body",), get=READ, post=RECORD | {"secretary": 422}),
    "engagements:carry_out_event": Page(("event_approved",), get=preparing(), post=preparing(422)),
    "engagements:report_event": Page(("event_approved",), get=preparing(409), post=preparing(422)),
    "engagements:correct_event_costs": Page(("event_reported",), get=preparing(), post=preparing(422)),
    "engagements:add_promise": Page(("event_reported",), get=preparing(), post=preparing(422)),
    "engagements:keep_promise": Page(("event_reported", "promise"), get=preparing(), post=preparing(422)),
    "engagements:drop_promise": Page(("event_reported", "promise"), get=preparing(), post=preparing(422)),
    "engagements:cancel_event": Page(
        ("event",), get=preparing(), post=preparing(302), data={"reason": "x", "cost": 0}
    ),
}

PAGES: dict[str, Page] = (
    GOVERNANCE
    | ADMINISTRATION
    | FRAME
    | MEMBERSHIPS
    | ENGAGEMENTS
    | meeting_pages(Page, only, READ, RECORD, SECRETARIES)
    | agreement_pages(Page, only, READ, RECORD, preparing, PROPOSERS)
    | EVENTS
    | declaration_pages(Page)
    | referral_pages(Page)
    | strategy_draft_pages(Page, only, everybody)
    | eu_project_pages(Page, only, READ, RECORD, preparing, PROPOSERS)
    | aid_project_pages(Page, only, READ, RECORD, preparing, PROPOSERS)
    | eu_question_pages(Page, only, READ, RECORD, preparing, PROPOSERS)
    | profiling_pages(Page, only, preparing, WRITERS)
    | network_pages(Page, only)
    | planning_pages(Page)
    | visits_pages(Page)
    | open_pages(Page)
    | reporting_pages(Page)
    | publishing_pages(Page, READERS)
    | question_pages(Page)
)


def memberships_scene() -> dict[str, Any]:
    """Four memberships of the Transport Committee: proposed, before it, member, and one under review."""
    by, committee = Person.objects.get(username="contact"), Body.objects.get(slug="trafiknamnden")
    proposal, sent = (_proposed(by, committee, f"Policy {n} (exempel)") for n in ("one", "two"))
    memberships.prepare(sent, by=by)
    memberships.send_for_decision(sent, by=by)
    member, reviewed = (_member(by, committee, f"Policy {n} (exempel)") for n in ("three", "four"))
    review = memberships.open_review(reviewed, by=by)
    memberships.answer_review(review, 1, by=by, recommendation="continue", **dict.fromkeys(ANSWERS, "x"))
    memberships.send_review_for_decision(review, by=by)
    project = matters.open_matter(
        Kind.EU_PROJECT, by=by, body=committee, title="Policy (exempel)", status="running"
    )
    EuProject.objects.create(matter=project, role="partner", programme="Horizon Europe")
    return {
        "proposal": proposal.matter.number,
        "before_body": sent.matter.number,
        "member": member.matter.number,
        "representative": memberships.add_representative(
            member, by=by, name="x", role="x", since=date(2026, 4, 1)
        ).pk,
        "co_owner": memberships.add_co_owner(
            member, by=by, organisation=member.organisation, role="Huvudman"
        ).pk,
        "post": memberships.add_post(member, by=by, title="x", holder="x", since=date(2026, 4, 1)).pk,
        "review": review.matter.number,
        "organisation": member.organisation.slug,
        "eu_project": project.number,
        "partner_person": (somebody := add_person(**_somebody(by, member.organisation))).pk,
        "partner_post": somebody.posts.get().pk,
        **_duplicates(by),
        "briefing": _drawn_briefing(by, member.organisation),
        "country": "FI",
        "place": "Åbo",
    }


def events_scene() -> dict[str, Any]:
    """Journeys of the Transport Committee: proposed, before a committee, approved, reported."""
    by, secretary = Person.objects.get(username="contact"), Person.objects.get(username="secretary")
    committee = Body.objects.get(slug="trafiknamnden")
    # In the year whose plan has lines to choose.
    today = timezone.localdate()
    event = make_event.complete(make_event.propose(by, committee, starts_on=today, ends_on=today), by)
    reported = make_event.reported(by, secretary, committee, promised="Skicka mätningar")
    return {
        "event": event.matter.number,
        "traveller": event.travellers.get().pk,
        "leg": event.legs.order_by("pk")[0].pk,
        "event_cost": event.costs.order_by("pk")[0].pk,
        "event_in_committee": make_event.sent(by, committee, on_behalf_of_executive_board=True).matter.number,
        "event_before_body": make_event.sent(by, committee).matter.number,
        "event_approved": make_event.approved(by, secretary, committee).matter.number,
        "event_reported": reported.matter.number,
        "promise": reported.matter.promised.get().pk,
    }


def _somebody(by: Person, organisation: Organisation) -> dict[str, Any]:
    return {"by": by, "name": "x", "why": "x", "title": "x", "organisation": organisation}


def _duplicates(by: Person) -> dict[str, Any]:
    """Two of one name, and two that have been made one."""
    coordinator = Person.objects.get(username="coordinator")
    first, second, stays, goes = (
        create_organisation(by=by, name=name, kind="city") for name in ("Twice x", "Twice x", "Stays", "Goes")
    )
    return {
        "pair": hold_together(first, second, by=coordinator).pk,
        "merged_into": stays.slug,
        "merger": merge(goes, stays, by=coordinator).pk,
    }


def _drawn_briefing(by: Person, organisation: Organisation) -> int:
    pack = ask_for_briefing(organisation, by=by, language="sv")
    pack.document = documents.store(b"%PDF", "underlag.pdf", "application/pdf", None, by)
    pack.save()
    return pack.pk


ANSWERS = "goals influence knowledge money alternative reasons".split()


def _proposed(by: Person, body: Body, name: str) -> Membership:
    return memberships.propose(
        by=by,
        body=body,
        organisation=create_organisation(by=by, name=name, kind="network"),
        kind="network",
        scope="own_operation",
        not_enough="x",
        why="x",
        contribution="x",
        benefit="x",
        cost_four_years=0,
    )


def _member(by: Person, body: Body, name: str) -> Membership:
    return memberships.enter_existing(
        by=by,
        body=body,
        organisation=create_organisation(by=by, name=name, kind="network"),
        kind="network",
        scope="own_operation",
        joined_on=date(2026, 1, 1),
    )


def _secret_matter(by: Person, body: Body) -> dict[str, Any]:
    """One that the contact person has marked, with the secretary and the head let in."""
    matter = matters.open_matter(
        Kind.MEMBERSHIP, by=by, body=body, title="Det som ingen annan får se", status="before_body"
    )
    secrecy.mark(
        matter,
        matter.version,
        by=by,
        ground="OSL 15 kap. 1 §",
        motive="x",
        reexamine_on=timezone.localdate() + timedelta(days=30),
        also=Person.objects.filter(username__in=("secretary", "head")),
    )
    return {
        "secret_matter": matter.number,
        "grant": matter.grants.get(person__username="head").pk,
    }


def scene() -> dict[str, Any]:
    """The things the rows speak of: a decided matter of the Transport Committee with a document, and so on."""
    return once("scene", _make_scene)


def _to_come(office: Appointment, contact: Person) -> Substitution:
    """Somebody who is to stand in for the contact person, and does not yet."""
    first = timezone.localdate() + timedelta(days=30)
    return substitutes.name(
        office,
        by=contact,
        substitute=Person.objects.get(username="newcomer"),
        since=first,
        until=first + timedelta(days=10),
        reason="leave",
    )


def _late(contact: Person, committee: Body) -> Climb:
    """A matter that has waited too long for the contact person and reached the head."""
    due = date(2026, 1, 2)
    matter = matters.open_matter(
        Kind.AGREEMENT, by=contact, body=committee, title="Avtal om kajer", status="in_force", due_on=due
    )
    return Climb.objects.create(
        source="past_its_day",
        thing=matter.pk,
        matter=matter,
        body=committee,
        since=due,
        step=1,
        role=Office.Role.HEAD,
        at=committee,
        day=due,
    )


def _make_scene() -> dict[str, Any]:
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
    feed, token = feeds.subscribe(contact)
    things = {
        "feed": feed.pk,
        "appointment_of_contact": (office := contact.appointments.get()).pk,
        "substitution": _to_come(office, contact).pk,
        "late": _late(contact, committee).pk,
        "feed_token": token,
        "mail_on_shelf": "20261101-120000-1-0",
        "matter": matter.number,
        **_secret_matter(contact, committee),
        "decision": decision.pk,
        "document": document.pk,
        "saved_search": saved_searches.save(by=contact, name="Besök", url="/arenden/?kind=visit").pk,
        "body": committee.slug,
        "strategy": "2016",
        "power": delegations.give(
            committee,
            by=secretary,
            kind=Kind.VISIT,
            office=Office.objects.get(body=committee, role=Office.Role.HEAD),
            source="x",
            since=date(2030, 1, 1),  # not yet: it must not bind what other tests decide
        ).pk,
        "draft": "some-form",
        "app_label": "governance",
        "nowhere": "finns/inte",
        "old_row": f"governance/body/{committee.pk}/",
        "stopped_job": OutboxEntry.objects.create(
            kind="mail_notice", key="mail:stopped", not_before=timezone.now(), dead_at=timezone.now()
        ).pk,
        "body_id": committee.pk,
        "office_id": Office.objects.values_list("pk", flat=True)[0],
        "person_id": contact.pk,
        "appointment_id": Appointment.objects.values_list("pk", flat=True)[0],
        **memberships_scene(),
        **agreement_scene(),
        **events_scene(),
        **declaration_scene(),
        **referral_scene(),
        **strategy_draft_scene(),
        **meeting_scene(),
        **eu_project_scene(),
        **aid_project_scene(),
        **eu_question_scene(),
        **profiling_scene(),
        **network_scene(),
        **planning_scene(),
        **visits_scene(),
        **open_scene(),
        **reporting_scene(),
    }
    return {**things, **publishing_scene(things)}
