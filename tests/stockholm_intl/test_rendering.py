"""The controls drawn in Python are the ones Django's templates draw, but for white space and `maxlength`."""

import re
from datetime import date

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

from stockholm_intl.rendering import CONTROLS, Renderer


class Everything(forms.Form):
    words = forms.CharField(max_length=20, initial='a "quoted" <word> & å')
    secret = forms.CharField(widget=forms.PasswordInput)
    hidden = forms.CharField(widget=forms.HiddenInput, initial="x")
    count = forms.IntegerField(initial=1234567, min_value=0)
    mail = forms.EmailField()
    site = forms.URLField(assume_scheme="https")
    day = forms.DateField(initial=date(2026, 11, 20))
    yes = forms.BooleanField(required=False, initial=True)
    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 3, "hidden": False}), initial="\n<b>rad</b>")
    choice = forms.ChoiceField(choices=[("", "alla"), ("<a>", "ett & annat"), (2, "två")], initial=2)
    groups = forms.ChoiceField(choices=[("Norden & co", [("NO", "Norge")]), ("x", "Övriga")], initial="NO")
    several = forms.MultipleChoiceField(
        choices=[("a", "A"), ("b", "B")], widget=forms.SelectMultiple, initial=["b"]
    )


def drawn(name: str, renderer) -> str:
    html = Everything(renderer=renderer)[name].as_widget()
    return re.sub(r">\s+<", "><", re.sub(r"\s+(?=[\w>])", " ", html)).replace(" >", ">").replace("> ", ">")


@pytest.mark.parametrize("name", Everything.base_fields)
def test_a_control_looks_as_django_draws_it(name):
    assert drawn(name, Renderer()) == re.sub(r' maxlength="\d+"', "", drawn(name, DjangoTemplates()))


def test_a_long_text_reaches_the_form_which_says_so_and_keeps_it():
    """With `maxlength` a browser cuts a pasted text without a word."""
    form = Everything({"words": "x" * 21})
    assert "maxlength" not in form["words"].as_widget()
    assert form.has_error("words", "max_length")
    assert "x" * 21 in form["words"].as_widget()


def test_what_a_person_typed_cannot_break_out_of_a_control():
    form = Everything(
        {"words": '"><script>alert(1)</script>', "text": "</textarea><script>", "choice": '"><b>'}
    )
    html = form["words"].as_widget() + form["text"].as_widget() + form["choice"].as_widget()
    assert "<script" not in html
    assert "<b>" not in html


def test_the_controls_we_draw_are_those_that_lists_and_forms_use_most():
    assert {"django/forms/widgets/select.html", "django/forms/widgets/textarea.html"} <= CONTROLS.keys()
