"""{% translate %} of fixed words gives what Django's gives, in the language of the moment."""

import pytest
from django.template import Context, Template
from django.utils.translation import override

WAYS = {
    "{% translate 'Visits' %}": {"sv": "Besök", "en": "Visits"},
    "{% translate 'Visits' as words %}{{ words }}": {"sv": "Besök", "en": "Visits"},
    "{% translate words %}": {"sv": "Besök", "en": "Visits"},
    "{% translate 'Visits'|upper %}": {"sv": "BESÖK", "en": "VISITS"},
    "{% translate 'Visits' noop %}": {"sv": "Visits", "en": "Visits"},
    "{% translate '<b>&' %}": {"sv": "<b>&", "en": "<b>&"},
}


@pytest.mark.parametrize("source", WAYS)
def test_the_words_follow_the_language_on_every_drawing(source):
    template = Template("{% load i18n %}" + source)
    for language in ("sv", "en", "sv"):
        with override(language):
            assert template.render(Context({"words": "Visits"})) == WAYS[source][language]


def test_what_is_drawn_once_is_drawn_once_for_each_language():
    template = Template("{% load i18n %}{% once %}{% translate 'Visits' %}{{ words }}{% endonce %}")
    with override("sv"):
        assert template.render(Context({"words": "!"})) == "Besök!"
        assert template.render(Context({"words": "?"})) == "Besök!"
    with override("en"):
        assert template.render(Context({"words": "?"})) == "Visits?"
