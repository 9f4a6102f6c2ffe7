"""A draft of the strategy: begun from the version in force, proved at every save, and who may do what with it."""

import tomllib
from copy import deepcopy

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from governance import policy_data, policy_files, strategy_drafts
from governance.errors import StaleVersion, WrongState
from governance.models import Strategy, StrategyDraft
from governance.strategy_forms import RuleForm
from tests.factories import PERSONAS
from tests.governance.rows import make_matters
from tests.governance.strategy_draft_rows import ACT, begun, with_another_decider

pytestmark = pytest.mark.django_db


def test_it_begins_as_the_version_in_force_and_is_whole(city):
    draft = begun()
    now = Strategy.objects.get(key="2016")
    assert draft.based_on == now
    assert draft.content == policy_data.content_of(now)
    assert strategy_drafts.lacks(draft) == []
    assert policy_data.differing(policy_data.content_of(now), draft.content) == []


@pytest.mark.parametrize("persona", [each for each in PERSONAS if each != "coordinator"])
def test_nobody_but_the_coordinator_drafts(city, person, persona):
    by, draft = person(persona), begun()
    section = draft.content["sections"][0]
    texts = {name: section[name] for name in strategy_drafts.SECTION_FIELDS}
    verbs = [
        lambda: strategy_drafts.begin(by=by, title_sv="x", title_en="x"),
        lambda: strategy_drafts.change_frame(
            draft, 1, by=by, title_sv="x", title_en="x", review_interval_months=12, review_lead_months=3
        ),
        lambda: strategy_drafts.change_section(draft, 1, 1, by=by, **texts),
        lambda: strategy_drafts.add_section(draft, 1, by=by, number="9", **texts),
        lambda: strategy_drafts.remove_section(draft, 1, "1", by=by),
        lambda: strategy_drafts.change_principle(draft, 1, "no-twin-towns", by=by, if_it_fails="warn"),
        lambda: strategy_drafts.change_rule(draft, 1, ACT, 1, by=by, decides="council"),
        lambda: strategy_drafts.split_rule(
            draft, 1, "report_year", 1, by=by, fact="scope", value="city_wide"
        ),
        lambda: strategy_drafts.remove_rule(draft, 1, ACT, 1, by=by),
        lambda: strategy_drafts.replace(draft, 1, by=by, data=strategy_drafts.data_of(draft)),
        lambda: strategy_drafts.withdraw(draft, by=by, reason="x"),
    ]
    for verb in verbs:
        with pytest.raises(PermissionDenied):
            verb()
    draft.refresh_from_db()
    assert draft.version == 1


def test_a_section_is_added_in_its_place_edited_and_removed(city, coordinator):
    draft = begun()
    texts = {"title_sv": "Nytt", "title_en": "New", "text_sv": "Text.", "text_en": "Text."}
    draft = strategy_drafts.add_section(draft, 1, by=coordinator, number="3.5", after="3.4", **texts)
    numbers = [row["number"] for row in draft.content["sections"]]
    assert numbers.index("3.5") == numbers.index("3.4") + 1
    with pytest.raises(ValidationError):
        strategy_drafts.add_section(draft, draft.version, by=coordinator, number="3.5", **texts)
    draft = strategy_drafts.change_section(
        draft, draft.version, numbers.index("3.5") + 1, by=coordinator, **(texts | {"text_sv": "Annat."})
    )
    assert draft.content["sections"][numbers.index("3.5")]["text_sv"] == "Annat."
    draft = strategy_drafts.remove_section(draft, draft.version, "3.5", by=coordinator)
    assert draft.content == policy_data.content_of(draft.based_on)


def test_a_section_that_is_cited_stays_and_is_told_by_what(city, coordinator):
    draft = begun()
    with pytest.raises(WrongState) as refusal:
        strategy_drafts.remove_section(draft, 1, "5", by=coordinator)
    assert "Inom given budget" in str(refusal.value)


def test_another_decider_of_one_row_is_all_that_differs(city):
    draft = with_another_decider(begun())
    changed = policy_data.differing(policy_data.content_of(draft.based_on), draft.content)
    assert {place[:2] for place, _old, _new in changed} == {("rules", ACT)}
    assert {place[3] for place, _old, _new in changed} >= {"decides", "prepared_by"}


def test_nobody_who_decides_is_refused_at_its_field(city, coordinator):
    with pytest.raises(ValidationError) as refusal:
        strategy_drafts.change_rule(begun(), 1, ACT, 1, by=coordinator, decides="nobody", power="own")
    assert list(refusal.value.message_dict) == ["power"]


def test_a_row_is_split_answered_otherwise_and_joined_again(city, coordinator):
    draft = begun()
    before = deepcopy(draft.content)
    act = "appoint_contact_person"
    assert strategy_drafts.conditions_to_split_by(draft.content, act, 1) == [
        ("company", True),
        ("company", False),
    ]
    draft = strategy_drafts.split_rule(draft, 1, act, 1, by=coordinator, fact="company", value=True)
    assert [row.get("when", {}) for row in draft.content["rules"][act]] == [{"company": True}, {}]
    draft = strategy_drafts.change_rule(
        draft, draft.version, act, 1, by=coordinator, decides="group_board", power="own"
    )
    table = policy_files.prove(strategy_drafts.data_of(draft)).table
    answers = [table.first(act, {"company": company}).decides for company in (True, False)]
    assert answers == ["group_board", before["rules"][act][0]["decides"]]
    draft = strategy_drafts.remove_rule(draft, draft.version, act, 1, by=coordinator)
    assert draft.content == before


@pytest.mark.parametrize(
    "act", ["join_membership", "run_aid_project", "handle_visit", "sign_letter_of_intent"]
)
def test_every_way_to_split_a_row_leaves_every_case_one_answer_or_is_refused(city, coordinator, act):
    content = begun().content
    for position in range(1, len(content["rules"][act]) + 1):
        for fact, value in strategy_drafts.conditions_to_split_by(content, act, position):
            draft = begun()
            bound = 50 if value in ("min", "below") else None
            try:
                draft = strategy_drafts.split_rule(
                    draft, 1, act, position, by=coordinator, fact=fact, value=value, bound=bound
                )
            except ValidationError:
                draft.refresh_from_db()
                assert draft.version == 1
            else:
                assert policy_files.problems(strategy_drafts.data_of(draft)) == []
                assert len(draft.content["rules"][act]) == len(content["rules"][act]) + 1


def test_a_table_that_leaves_a_case_without_an_answer_is_refused_with_the_case(city, coordinator):
    draft = begun()
    last = len(draft.content["rules"]["take_position"])
    with pytest.raises(ValidationError) as refusal:
        strategy_drafts.remove_rule(draft, 1, "take_position", last, by=coordinator)
    assert "Omfattning: den egna verksamheten" in refusal.value.messages[0]
    draft.refresh_from_db()
    assert (draft.version, len(draft.content["rules"]["take_position"])) == (1, last)


def test_two_write_on_two_parts_at_once_and_on_one_are_shown_both(city, coordinator):
    draft = begun()
    strategy_drafts.change_principle(draft, 1, "no-twin-towns", by=coordinator, if_it_fails="warn")
    strategy_drafts.change_principle(draft, 1, "within-budget", by=coordinator, if_it_fails="stop")
    with pytest.raises(StaleVersion):
        strategy_drafts.change_principle(draft, 1, "no-twin-towns", by=coordinator, if_it_fails="reasons")
    draft.refresh_from_db()
    fails = {row["key"]: row.get("if_it_fails") for row in draft.content["principles"]}
    assert (fails["no-twin-towns"], fails["within-budget"]) == ("warn", "stop")


def test_a_principle_with_no_weight_and_no_exception_says_neither(city, coordinator):
    draft = strategy_drafts.change_principle(
        begun(), 1, "no-twin-towns", by=coordinator, if_it_fails="none", exception_by=""
    )
    row = strategy_drafts.principle_of(draft.content, "no-twin-towns")
    assert not {"if_it_fails", "exception_by"} & row.keys()


def test_a_withdrawn_draft_is_not_changed(city, coordinator):
    draft = strategy_drafts.withdraw(begun(), by=coordinator, reason="Behövs inte.")
    with pytest.raises(WrongState):
        strategy_drafts.change_principle(draft, 2, "no-twin-towns", by=coordinator, if_it_fails="warn")


def test_where_only_the_swedish_has_changed_is_told(city, coordinator):
    draft = begun()
    section = draft.content["sections"][0]
    texts = {name: section[name] for name in strategy_drafts.SECTION_FIELDS}
    draft = strategy_drafts.change_section(draft, 1, 1, by=coordinator, **(texts | {"text_sv": "Nytt."}))
    assert [str(place) for place in strategy_drafts.in_swedish_only(draft)] == ["sections 1"]
    draft = strategy_drafts.change_section(
        draft, draft.version, 1, by=coordinator, **(texts | {"text_sv": "Nytt.", "text_en": "New."})
    )
    assert strategy_drafts.in_swedish_only(draft) == []


# --- The file ---------------------------------------------------------------------------------------


def read_in(client, draft, text):
    url = reverse("read_strategy_draft_file", args=[draft.pk])
    file = SimpleUploadedFile("utkast.toml", text.encode())
    return client.post(url, {"version": draft.version, "file": file})


def test_the_draft_is_downloaded_edited_and_read_in(city, client_of):
    draft, client = begun(), client_of("coordinator")
    text = client.get(reverse("strategy_draft_file", args=[draft.pk])).content.decode()
    assert policy_files.problems(tomllib.loads(text)) == []
    assert read_in(client, draft, text.replace("min = 2", "min = 3")).status_code == 302
    now = StrategyDraft.objects.get(pk=draft.pk)
    changed = policy_data.differing(draft.content, now.content)
    assert [place for place, _old, _new in changed] == [("rules", "handle_visit", 1, "when")]


def test_a_file_from_before_the_last_change_is_refused(city, client_of, coordinator):
    draft, client = begun(), client_of("coordinator")
    text = client.get(reverse("strategy_draft_file", args=[draft.pk])).content.decode()
    draft = strategy_drafts.change_principle(draft, 1, "no-twin-towns", by=coordinator, if_it_fails="warn")
    answer = read_in(client, draft, text)
    assert answer.status_code == 422
    assert f"utkast-{draft.pk}-2" in answer.content.decode()


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace('check_key = "external_funding"', 'check_key = "no_such_check"'),
        lambda text: text.replace("percent = 100", 'percent = "all"'),
        lambda text: text.replace("[[rules.report_year]]", "[[rules.report_decade]]"),
        lambda text: text.replace('decides = "council"', 'decides = "the_king"', 1),
        lambda text: text.replace('number = "1"', f'number = "{"9" * 80}"', 1),
        lambda text: "sections = 3",
        lambda text: "a = " + "[" * 5000,
        lambda text: text + "\x00",
        lambda text: "",
    ],
)
def test_a_file_with_a_flaw_is_refused_and_nothing_is_changed(city, client_of, change):
    draft, client = begun(), client_of("coordinator")
    text = client.get(reverse("strategy_draft_file", args=[draft.pk])).content.decode()
    answer = read_in(client, draft, change(text))
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]
    assert StrategyDraft.objects.get(pk=draft.pk).content == draft.content


def test_a_bundled_file_can_be_read_in_whole(city, client_of):
    draft = begun()
    text = (policy_files.FOLDER / "strategy_2008.toml").read_text(encoding="utf-8")
    answer = read_in(client_of("coordinator"), draft, text)
    found = StrategyDraft.objects.get(pk=draft.pk)
    assert answer.status_code in (302, 422)
    assert (found.content != draft.content) == (answer.status_code == 302)


# --- The pages --------------------------------------------------------------------------------------


def test_the_comparison_shows_what_changes_hands_and_the_open_matters(city, client_of):
    matter = make_matters(
        1,
        city("trafiknamnden"),
        kind="declaration",
        status="before_body",
        facts={"act": ACT, "scope": "own_operation", "adds_resource_burden": False},
    )[0]
    draft = with_another_decider(begun())
    page = client_of("coordinator").get(reverse("compare_strategy_draft", args=[draft.pk]))
    assert [change.act for change, _act, _cases in page.context["handovers"]] == [ACT]
    assert [(s.matter.pk, s.before, s.after) for s in page.context["shifts"]] == [
        (matter.pk, "mayor", "council")
    ]


def test_a_form_that_is_sent_changes_the_draft_and_the_history_says_what(city, client_of):
    draft, client = begun(), client_of("coordinator")
    url = reverse("edit_draft_principle", args=[draft.pk, "no-twin-towns"])
    form = client.get(url).context["form"]
    sent = {field.name: field.value() or "" for field in form}
    assert client.post(url, sent | {"if_it_fails": "warn"}).status_code == 302
    (change, first) = client.get(reverse("strategy_draft_history", args=[draft.pk])).context["page"].entries
    assert first.is_first
    assert len(change.changes) == 1
    assert "Inga vänorter" in change.changes[0][0]


def test_a_conflict_shows_both_texts(city, client_of, coordinator):
    draft, client = begun(), client_of("coordinator")
    url = reverse("edit_draft_principle", args=[draft.pk, "no-twin-towns"])
    sent = {field.name: field.value() or "" for field in client.get(url).context["form"]}
    strategy_drafts.change_principle(draft, 1, "no-twin-towns", by=coordinator, text_sv="Hennes text.")
    answer = client.post(url, sent | {"text_sv": "Min text."})
    assert answer.status_code == 409
    assert b"Hennes text." in answer.content
    assert b"Min text." in answer.content


def test_the_empty_list_teaches_what_a_draft_is_and_only_the_coordinator_is_led_there(city, client_of):
    said = client_of("coordinator").get(reverse("strategy_drafts")).content.decode()
    assert reverse("new_strategy_draft") in said
    for persona, is_led in (("coordinator", True), ("contact", False), ("board_secretary", False)):
        page = client_of(persona).get(reverse("strategies")).content.decode()
        assert (reverse("strategy_drafts") in page) == is_led


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("strategy_drafts", 8),
        ("strategy_draft", 26),
        ("strategy_draft_act", 20),
        ("compare_strategy_draft", 18),
        ("strategy_draft_history", 9),
    ],
)
def test_a_page_of_a_draft_asks_the_database_so_often_whatever_was_changed(
    city, client_of, coordinator, name, most
):
    draft, client = with_another_decider(begun()), client_of("coordinator")
    args = {"strategy_drafts": [], "strategy_draft_act": [draft.pk, ACT]}.get(name, [draft.pk])
    url = reverse(name, args=args)
    counts = []
    for fails in ("warn", "stop", "reasons"):
        draft = strategy_drafts.change_principle(
            draft, draft.version, "within-budget", by=coordinator, if_it_fails=fails
        )
        begun()
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        counts.append(len(captured))
    assert counts[-1] <= counts[0]
    assert counts[0] <= most


def test_what_stands_for_none_is_said_in_the_language_of_the_page(city):
    """The choices are of the form's class: they are put into words for each page, not once for all."""
    for language, word in (("sv", "Ingenstans först"), ("en", "Nowhere first"), ("sv", "Ingenstans först")):
        with override(language):
            assert dict(RuleForm.base_fields["handled_in"].choices)[""] == word


def test_a_draft_that_changes_nothing_is_not_yet_to_be_referred(city, client_of):
    draft, client = begun(), client_of("coordinator")
    refer = reverse("referrals:refer_draft", args=[draft.pk])
    assert refer not in client.get(draft.get_absolute_url()).content.decode()
    assert refer in client.get(with_another_decider(draft).get_absolute_url()).content.decode()


def test_a_new_version_is_proposed_under_its_own_year(city, client_of):
    form = client_of("coordinator").get(reverse("new_strategy_draft")).context["form"]
    now = Strategy.objects.get(key="2016")
    year = strategy_drafts.proposed_year()
    assert form["title_sv"].value() == f"{now.title_sv} {year}"
    assert strategy_drafts.proposed_title("Strategi 2016") == f"Strategi {year}"


def test_another_decider_with_the_old_reason_is_told_at_once_and_on_the_draft(city, client_of):
    draft, client = begun(), client_of("coordinator")
    row = next(i for i, each in enumerate(draft.content["rules"][ACT], 1) if each["decides"] == "mayor")
    address = reverse("edit_draft_rule", args=[draft.pk, ACT, row])
    assert strategy_drafts.unexplained_in(draft) == []
    stands = client.get(address).context["form"].initial
    entered = {name: value for name, value in stands.items() if value} | {
        "version": draft.version,
        "decides": "council",
        "power": "own",
        "handled_in": "",
    }
    answer = client.post(address, entered, follow=True)
    assert answer.redirect_chain
    assert "Förklaringen kommer att stå i varje ärende" in answer.content.decode()
    assert "förklaringen är den gamla" in answer.content.decode()
    draft.refresh_from_db()
    (found,) = strategy_drafts.unexplained_in(draft)
    assert (found.act, found.position, found.decides) == (ACT, row, "council")
    assert found.section
    assert f'href="{address}"' in client.get(draft.get_absolute_url()).content.decode()
    entered |= {"version": draft.version, "sv": "Fullmäktige beslutar.", "en": "The Council decides."}
    assert "Förklaringen kommer" not in client.post(address, entered, follow=True).content.decode()
    draft.refresh_from_db()
    assert strategy_drafts.unexplained_in(draft) == []


def test_a_row_that_is_split_has_its_reason_until_another_decides(city):
    draft = begun()
    act = "appoint_contact_person"
    fact, value = strategy_drafts.conditions_to_split_by(draft.content, act, 1)[0]
    bound = 2 if value in ("min", "below") else None
    draft = strategy_drafts.split_rule(
        draft, draft.version, act, 1, by=draft.opened_by, fact=fact, value=value, bound=bound
    )
    assert len(draft.content["rules"][act]) == 2
    assert strategy_drafts.unexplained_in(draft) == []


def test_where_the_cited_section_says_something_new_only_the_reason_is_told(city):
    draft = with_another_decider(begun())
    (found,) = strategy_drafts.unexplained_in(draft)
    place = next(i for i, row in enumerate(draft.content["sections"], 1) if row["number"] == found.section)
    texts = {name: draft.content["sections"][place - 1][name] for name in strategy_drafts.SECTION_FIELDS}
    texts["text_sv"] += " Fullmäktige beslutar."
    draft = strategy_drafts.change_section(draft, draft.version, place, by=draft.opened_by, **texts)
    (found,) = strategy_drafts.unexplained_in(draft)
    assert found.section == ""
