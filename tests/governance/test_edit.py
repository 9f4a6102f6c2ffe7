"""Editing: two people change the same matter, and nothing either of them wrote is lost."""

from decimal import Decimal

import pytest
from django import forms

from governance import matters
from governance.editing import EditForm, compare, conflict
from governance.errors import StaleVersion
from governance.models import Matter
from tests.page_policy import scene


class CardForm(EditForm):
    title = forms.CharField(label="Rubrik", max_length=200)
    city = forms.CharField(label="Stad", required=False)
    scope = forms.ChoiceField(
        label="Omfattning", choices=[("city_wide", "hela staden"), ("own_operation", "egen")]
    )
    flagged = forms.BooleanField(label="Flaggad", required=False)
    note = forms.CharField(label="Anteckning", required=False, widget=forms.Textarea)
    amount = forms.DecimalField(label="Kostnad", required=False)


def form_over(matter: Matter, data=None) -> CardForm:
    initial = {"title": matter.title, "city": matter.city, "scope": matter.scope, "flagged": False}
    return CardForm(data, initial=initial, version=matter.version)


def the_matter() -> Matter:
    return Matter.objects.get(title="Deras")


@pytest.fixture
def edited(city, rf, contact, secretary):
    """I opened the form; meanwhile somebody changed title and city. I changed title and scope."""
    matter = Matter.objects.get(number=scene()["matter"])
    shown = form_over(matter)
    sent = {name: shown[name].value() or "" for name in ("title", "city", "scope", "version", "base")}
    matters.change(matters.lock(matter), by=secretary, title="Deras", city="Åbo")
    return rf.post("/", sent | {"title": "Min", "scope": "city_wide", "flagged": "on"})


def test_what_both_changed_must_be_chosen_and_the_rest_is_merged(edited) -> None:
    form, theirs = CardForm(edited.POST), form_over(the_matter())
    rows = {row.name: row for row in compare(form, theirs)}
    assert {name for name, row in rows.items() if row.must_choose} == {"title"}
    assert (rows["title"].mine, rows["title"].theirs) == ("Min", "Deras")
    assert rows["title"].base.startswith("Medlemskap")
    assert rows["city"].mine_raw == ["Åbo"]
    assert (rows["scope"].mine, rows["scope"].mine_raw) == ("hela staden", ["city_wide"])


def test_the_page_shows_both_sides_and_sends_everything_back(edited, contact) -> None:
    edited.user = contact
    form = CardForm(edited.POST)
    assert form.is_valid()
    with pytest.raises(StaleVersion) as stale:
        matters.lock(the_matter(), form.cleaned_data["version"])
    answer = conflict(edited, form, form_over(the_matter()), stale.value, "/")
    page = answer.content.decode()
    assert answer.status_code == 409
    for part in ("Min", "Deras", "Sam Sekreterare", 'name="choice__title"', 'name="scope" value="city_wide"'):
        assert part in page


def test_choosing_theirs_puts_their_value_in_place_of_mine(rf, edited) -> None:
    back = rf.post(
        "/",
        {**edited.POST.dict(), "theirs__title": "Deras", "choice__title": "theirs", "choice__x": "theirs"},
    )
    form = CardForm(back.POST)
    assert form.is_valid()
    assert form.cleaned_data["title"] == "Deras"
    assert form.cleaned_data["scope"] == "city_wide"


def test_a_form_carries_what_it_showed_however_much_that_is_in_whatever_letters(rf) -> None:
    """Sixteen long texts of å: as escapes they were six times as long, and the refusal stood where nobody sees it."""

    class LongForm(EditForm):
        pass

    LongForm.base_fields |= {f"text_{n}": forms.CharField(max_length=20_000) for n in range(16)}
    shown = LongForm(initial={f"text_{n}": "å" * 20_000 for n in range(16)}, version=1)
    sent = {field.name: field.value() for field in shown}
    form = LongForm(rf.post("/", sent).POST)
    assert form.is_valid(), form.errors
    assert len(sent["base"]) < 16 * 20_100
    mine = LongForm(rf.post("/", sent | {"text_3": "nytt"}).POST)
    (clash,) = compare(mine, LongForm(initial={**shown.initial, "text_3": "annat"}, version=2))
    assert clash.base == "å" * 20_000


def test_more_than_the_fields_hold_is_no_base_and_no_error(rf, edited) -> None:
    form = CardForm(rf.post("/", {**edited.POST.dict(), "base": '{"city": "' + "x" * 400_000 + '"}'}).POST)
    assert form.is_valid()
    assert {clash.base for clash in compare(form, form_over(the_matter()))} <= {"", "nej"}


def test_a_field_that_came_after_the_form_was_made_is_carried_too() -> None:
    class Grown(CardForm):
        def __init__(self, *args, **kw):
            super().__init__(*args, **kw)
            self.fields["more"] = forms.CharField(initial="mer")

    assert '"more": "mer"' in Grown(version=1)["base"].value()


@pytest.mark.parametrize("base", ["", "{", "[]", '{"title": {"a": 1}}', "null", "x" * 500])
def test_a_base_that_came_back_broken_does_no_harm(base, rf, edited) -> None:
    form = CardForm(rf.post("/", {**edited.POST.dict(), "base": base}).POST)
    assert compare(form, form_over(the_matter()))


def test_a_text_can_be_put_together_from_both(rf, edited, contact) -> None:
    edited.user = contact
    form, theirs = CardForm(edited.POST), form_over(the_matter())
    page = conflict(edited, form, theirs, StaleVersion("", the_matter()), "/").content.decode()
    assert 'name="own__note"' not in page, "only what both changed"
    sent = {**edited.POST.dict(), "note": "Min", "choice__note": "own", "own__note": "Min och deras"}
    assert CardForm(rf.post("/", sent).POST)["note"].value() == "Min och deras"


def test_the_same_amount_written_otherwise_is_no_change(rf, edited) -> None:
    theirs = CardForm(initial={"amount": Decimal("120000.00")}, version=1)
    sent = {**edited.POST.dict(), "amount": "120000"}
    names = {row.name for row in compare(CardForm(rf.post("/", sent).POST), theirs)}
    assert "amount" not in names


def test_oneself_in_another_window_is_not_somebody_else(edited, secretary) -> None:
    edited.user = secretary
    page = conflict(
        edited, CardForm(edited.POST), form_over(the_matter()), StaleVersion("", the_matter()), "/"
    )
    assert "Sam Sekreterare" not in page.content.decode().split("<main")[1]
