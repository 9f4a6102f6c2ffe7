"""The choice in the filters: drawn once, and as careful as Django's own."""

import pytest
from django import forms

from governance.choices import Choice
from governance.models import Body


class Narrow(forms.Form):
    kind = Choice(label="Slag", choices=[("", "alla"), ("a", 'ett & "annat"'), ("<b>", "två")])


def test_the_chosen_option_is_selected_and_no_other():
    assert Narrow({"kind": "<b>"})["kind"].as_widget() == (
        '<select id="id_kind" name="kind"><option value="">alla</option>'
        '<option value="a">ett &amp; &quot;annat&quot;</option>'
        '<option value="&lt;b&gt;" selected>två</option></select>'
    )


def test_nothing_chosen_selects_nothing():
    assert "selected" not in Narrow()["kind"].as_widget()


def test_a_value_that_is_not_offered_is_an_error_and_never_drawn_as_html():
    form = Narrow({"kind": '"><script>'})
    assert form.errors["kind"]
    assert "<script>" not in form["kind"].as_widget()


def test_two_forms_do_not_share_their_options():
    one, other = Narrow(), Narrow()
    one.fields["kind"].choices = [("x", "bara denna")]
    assert "bara denna" in str(one["kind"])
    assert "bara denna" not in str(other["kind"])


@pytest.mark.parametrize("slugs", [(), ("trafiknamnden",), ("trafiknamnden", "miljo-och-halsoskyddsnamnden")])
def test_among_finds_what_in_finds(city, slugs):
    ids = {city(slug).pk for slug in slugs}
    among, within = Body.objects.filter(pk__among=ids), Body.objects.filter(pk__in=ids)
    assert set(among) == set(within)
    children, listed = Body.objects.filter(parent__among=ids), Body.objects.filter(parent__in=ids)
    assert set(children) == set(listed)
    assert set(Body.objects.exclude(pk__among=ids)) == set(Body.objects.exclude(pk__in=ids))
