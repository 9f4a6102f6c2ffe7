"""Steps that can be taken again: two officers take one at once, and what neither has seen is not overwritten."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from governance import drafts
from governance.errors import StaleVersion
from governance.models import Draft, Ground
from visits import actions
from visits.models import Visit


def shown(client: Client, address: str) -> dict[str, object]:
    """The form as a browser would send it back unchanged."""
    form = client.get(address).context["form"]
    return {field.name: field.value() for field in form if field.value() not in (None, False)}


def a_ground() -> str:
    return Ground.objects.filter(strategy__key="2016").values_list("key", flat=True)[0]


@pytest.fixture
def assessed(take, contact) -> Visit:
    return take(contact, to="being_assessed")


def test_two_assess_at_once_and_the_second_sees_what_the_first_wrote(
    assessed, answers, client_of, contact, secretary
) -> None:
    client, address = client_of(contact), reverse("visits:assess", args=[assessed.matter.number])
    mine = shown(client, address) | {f"reason_{a_ground()}": "Min grund.", "free_assessment": "Mitt."}
    theirs = answers("yes") | {a_ground(): ("yes", "Deras grund.")}
    actions.assess(assessed, by=secretary, answers=theirs)
    answer = client.post(address, mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Min grund." in page
    assert "Deras grund." in page
    assert "Sam Sekreterare" in page
    kept = assessed.ground_answers.get(ground__key=a_ground())
    assert kept.reason == "Deras grund."


def test_what_was_chosen_on_the_page_of_both_is_what_is_kept(
    assessed, answers, client_of, contact, secretary
) -> None:
    client, address = client_of(contact), reverse("visits:assess", args=[assessed.matter.number])
    mine = shown(client, address) | {f"reason_{a_ground()}": "Min grund."}
    actions.assess(assessed, by=secretary, answers=answers("yes") | {a_ground(): ("yes", "Deras grund.")})
    answer = client.post(address, mine)
    sent = dict(answer.context["same"])
    for clash in [*answer.context["clashes"], *answer.context["merged"]]:
        sent[clash.name] = clash.mine_raw[0] if clash.mine_raw else ""
    sent |= {"version": answer.context["version"], "base": answer.context["base"]}
    assert client.post(address, sent).status_code == 302
    kept = {each.ground.key: (each.verdict, each.reason) for each in assessed.ground_answers.all()}
    assert kept[a_ground()] == ("yes", "Min grund.")
    # What only the other one changed is theirs.
    assert {verdict for verdict, _reason in kept.values()} == {"yes"}


@pytest.mark.parametrize(
    ("verb", "state", "mine", "again"),
    [
        (
            "plan",
            "planned",
            {"place": "Min plats"},
            {"since": date(2026, 3, 2), "until": date(2026, 3, 3), "place": "Deras plats"},
        ),
        ("follow_up", "followed_up", {"learnings": "Mina lärdomar"}, {"learnings": "Deras plats"}),
    ],
)
def test_two_plan_or_follow_up_at_once(verb, state, mine, again, take, client_of, contact, secretary) -> None:
    visit = take(contact, to=state)
    client, address = client_of(contact), reverse(f"visits:{verb}", args=[visit.matter.number])
    sent = shown(client, address) | mine
    getattr(actions, verb)(visit, by=secretary, **again)
    answer = client.post(address, sent)
    assert answer.status_code == 409
    for words in (*mine.values(), "Deras plats"):
        assert words in answer.content.decode()
    visit.refresh_from_db()
    assert "Deras plats" in (visit.place, visit.learnings)


def test_without_a_version_the_form_is_not_accepted(assessed, client_of, contact) -> None:
    client, address = client_of(contact), reverse("visits:assess", args=[assessed.matter.number])
    sent = shown(client, address)
    del sent["version"]
    assert client.post(address, sent).status_code == 422


def test_the_action_itself_refuses_an_old_version(assessed, answers, contact) -> None:
    old = assessed.matter.version
    actions.assess(assessed, by=contact, answers=answers("yes"), version=old)
    with pytest.raises(StaleVersion):
        actions.assess(assessed, by=contact, answers=answers("no"), version=old)


def test_a_draft_from_before_another_assessed_does_not_take_its_place_unseen(
    assessed, answers, client_of, contact, secretary, rf
) -> None:
    key = f"visits:assess:{assessed.matter.number}"
    drafts.save(contact, key, rf.post("/", {"free_assessment": "Mitt utkast."}).POST)
    actions.assess(assessed, by=secretary, answers=answers("yes"), free_assessment="Deras ord.")
    client, address = client_of(contact), reverse("visits:assess", args=[assessed.matter.number])
    form = client.get(address).context["form"]
    assert form["free_assessment"].value() == "Deras ord."
    assert "Visa mitt utkast" in client.get(address).content.decode()
    asked = client.get(address, {"utkast": "1"}).context["form"]
    assert asked["free_assessment"].value() == "Mitt utkast."
    assert "Deras ord." in asked["base"].value()
    assert Draft.objects.filter(form=key).exists()


def test_the_other_side_of_an_edit_is_what_stands_now(
    log, client_of, contact, secretary, monkeypatch
) -> None:
    """The card was read before the other saved: shown as theirs it would be what nobody saved."""
    visit = log(contact)
    client, address = client_of(contact), reverse("visits:edit", args=[visit.matter.number])
    sent = shown(client, address) | {"purpose": "Mitt syfte."}
    edit = actions.edit

    def meanwhile(*args, **kw):
        monkeypatch.setattr(actions, "edit", edit)
        other = client_of(secretary)
        changed = shown(other, address) | {"purpose": "Deras syfte."}
        assert other.post(address, changed).status_code == 302
        return edit(*args, **kw)

    monkeypatch.setattr(actions, "edit", meanwhile)
    answer = client.post(address, sent)
    assert answer.status_code == 409
    (clash,) = answer.context["clashes"]
    assert (clash.mine, clash.theirs) == ("Mitt syfte.", "Deras syfte.")
