"""What is typed or pasted and cannot be seen is left out of every text before it is kept."""

import pytest
from django import forms
from django.urls import reverse

from engagements.models import Organisation
from governance.texts import TextField


class Letter(forms.Form):
    name = TextField(max_length=20)
    words = TextField(widget=forms.Textarea)


def entered(**typed: str) -> dict[str, str]:
    form = Letter({"name": "x", "words": "x"} | typed)
    assert form.is_valid(), form.errors
    return form.cleaned_data


@pytest.mark.parametrize("unseen", ["\x01", "\x1b", "\x7f", "\x9f", "\u202e", "\u2066", "\u2069"])
def test_what_cannot_be_seen_is_left_out(unseen: str) -> None:
    found = entered(name=f"Åb{unseen}o", words=f"En{unseen}\r\n\tTvå")
    assert found == {"name": "Åbo", "words": "En\r\n\tTvå"}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\x0b", "\x0c", "\u2028", "\t"])
def test_a_field_of_one_line_holds_one_line(end: str) -> None:
    assert entered(name=f"Åbo{end}Turku{end}")["name"] == "Åbo Turku"


def test_a_text_of_nothing_but_what_cannot_be_seen_is_empty() -> None:
    assert "name" in Letter({"name": "\u202e\x01", "words": "x"}).errors


def test_letters_that_are_joined_by_a_sign_of_no_width_stay_joined() -> None:
    assert entered(name="نمی\u200cخواهم", words="👩\u200d🔬") == {
        "name": "نمی\u200cخواهم",
        "words": "👩\u200d🔬",
    }


def test_a_partner_is_named_without_it(client_of, contact, city) -> None:
    typed = {"name": "Tek\u202enisk\x08a\nnämnden (exempel)", "kind": "network", "version": 1}
    answer = client_of(contact).post(reverse("engagements:new_organisation"), typed)
    assert answer.status_code == 302, answer.context["form"].errors
    assert Organisation.objects.get().name == "Tekniska nämnden (exempel)"
