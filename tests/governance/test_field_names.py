"""The history tells which fields were changed: each is called by a name somebody has given it, in both languages."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import override

from governance.history import NOT_TOLD
from governance.language import country_name


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
    parent = next(field for field in told() if field.name == "parent")
    with override("sv"):
        assert str(parent.verbose_name) == "organ över det"


def test_countries_whose_name_the_library_lacks_are_in_swedish():
    with override("sv"):
        assert [country_name(code) for code in ("AU", "FK")] == ["Australien", "Falklandsöarna"]
