"""The glossary and the models use the same words."""

import re
from pathlib import Path

from django.apps import apps

GLOSSARY = Path(__file__).parent.parent / "docs" / "glossary.md"
OURS = (
    "governance",
    "engagements",
    "visits",
    "memberships",
    "profiling",
    "network",
    "referrals",
    "planning",
    "reporting",
)
ROW = re.compile(r"^\| (?P<swedish>[^|]+?) \| [^|]+ \| `(?P<model>\w+\.\w+)` \|$", re.MULTILINE)


def rows() -> dict[str, str]:
    return {match["model"]: match["swedish"] for match in ROW.finditer(GLOSSARY.read_text(encoding="utf-8"))}


def models() -> dict[str, str]:
    """Model label to docstring, for every model somebody wrote (history tables and join tables write themselves)."""
    return {
        f"{model._meta.app_label}.{model.__name__}": model.__doc__ or ""
        for app in OURS
        for model in apps.get_app_config(app).get_models()
        if not model.__name__.startswith("Historical")
    }


def test_every_model_has_its_row_and_every_row_its_model():
    assert rows().keys() == models().keys()


def test_each_models_docstring_begins_with_the_citys_own_word():
    wrong = {
        name: docstring.split(".")[0]
        for name, docstring in models().items()
        if docstring.split(".")[0].casefold() != rows().get(name, "").casefold()
    }
    assert not wrong
