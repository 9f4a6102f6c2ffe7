"""The history tells which fields were changed: each is called by a name somebody has given it, in both languages."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import override

from governance.history import NOT_TOLD, Names
from governance.language import country_name
from governance.models import Body, Kind, Matter


def told() -> Iterator[Any]:
    """The fields that the history of a matter, a body or an organisation can show."""
    for model in apps.get_models():
        history = getattr(model, "history", None)
        if hasattr(history, "model"):
            yield from (field for field in history.model.tracked_fields if not _is_silent(field))


def _is_silent(field: Any) -> bool:
    return field.name in NOT_TOLD or field.primary_key or field.auto_created


def test_every_field_the_history_can_show_has_a_name_in_the_catalogue():
    unnamed = [str(field) for field in told() if not isinstance(field.verbose_name, Promise)]
    assert unnamed == []


def test_the_field_of_the_body_above_is_named_in_swedish():
    parent = next(field for field in told() if field.name == "parent" and field.related_model is Body)
    with override("sv"):
        assert str(parent.verbose_name) == "organ över det"


def test_countries_whose_name_the_library_lacks_are_in_swedish():
    with override("sv"):
        assert [country_name(code) for code in ("AU", "FK")] == ["Australien", "Falklandsöarna"]


def test_the_facts_of_the_question_are_told_in_words():
    facts = Matter._meta.get_field("facts")
    with override("sv"):
        told_as = Names([]).words(
            facts, {"act": "join_membership", "scope": "city_wide", "renewal": True}, "membership"
        )
    assert "city_wide" not in told_as
    assert "join_membership" not in told_as
    assert told_as.endswith(": ja")


def test_a_body_inside_a_sentence_has_its_article_in_english_and_is_small_in_swedish():
    committee = Body(kind=Body.Kind.COMMITTEE, name_sv="Trafiknämnden", name_en="Transport Committee")
    company = Body(kind=Body.Kind.COMPANY, name_sv="Stockholms Hamn AB", name_en="Ports of Stockholm")
    with override("sv"):
        assert [each.in_a_sentence for each in (committee, company)] == [
            "trafiknämnden",
            "Stockholms Hamn AB",
        ]
    with override("en"):
        assert [each.in_a_sentence for each in (committee, company)] == [
            "the Transport Committee",
            "Ports of Stockholm",
        ]


def test_a_title_the_register_made_is_said_in_the_readers_language():
    review = Matter(kind=Kind.MEMBERSHIP_REVIEW, title="Omprövning: Polis")
    named_alike = Matter(kind=Kind.MEMBERSHIP, title="Omprövning: Polis")
    with override("en"):
        assert [each.heading for each in (review, named_alike)] == ["Review: Polis", "Omprövning: Polis"]
    with override("sv"):
        assert review.heading == "Omprövning: Polis"


def test_a_visit_that_the_register_named_is_said_in_english_and_one_that_somebody_named_is_not():
    made = Matter(kind=Kind.VISIT, title="Besök från Oslo om klimat, miljö och mobilitet")
    written = Matter(kind=Kind.VISIT, title="Besök från Oslo om fjärrvärme")
    with override("en"):
        assert [each.heading for each in (made, written)] == [
            "Visit from Oslo about climate, environment and mobility",
            "Besök från Oslo om fjärrvärme",
        ]
    with override("sv"):
        assert made.heading == made.title
