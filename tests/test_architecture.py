"""The house stays as it was drawn: imports point down, migrations have names, modules say what lives in them."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

PROJECT = Path(__file__).resolve().parent.parent
APPS = (
    "governance",
    "engagements",
    "visits",
    "memberships",
    "profiling",
    "network",
    "referrals",
    "planning",
    "reporting",
    "stockholm_intl",
    "embedded",
    "benchmarks",
)
PRODUCT = APPS[:-2]
MODULES = sorted(
    path
    for app in APPS
    for path in (PROJECT / app).rglob("*.py")
    if "migrations" not in path.parts and path.read_text()
)

# `QuerySet.update` writes no history. Where it is right on a model with history, the reason stands here.
# module: (model, why)
UPDATES_WITHOUT_HISTORY = {
    "engagements/actions/declarations/commitments.py": (
        "Commitment",
        "when the owner was reminded is the register's own bookkeeping and left out of the history",
    ),
    "engagements/actions/eu_questions/days.py": (
        "EuQuestion",
        "when those concerned were warned is the register's own bookkeeping and left out of the history",
    ),
    "engagements/actions/promises.py": (
        "Promise",
        "when the case officer was reminded is the register's own bookkeeping and left out of the history",
    ),
    "governance/access.py": ("Person", "rights_as_of is bookkeeping and left out of the history"),
    "governance/lamps.py": ("Matter", "the lamps are worked out from the rest and left out of the history"),
    "governance/views/login.py": (
        "Person",
        "the language one reads in is one's own affair and no record of the city",
    ),
    "stockholm_intl/help/views.py": (
        "Person",
        "since when no walk is offered is one's own affair and no record of the city",
    ),
    "reporting/actions.py": (
        "AnnualReport",
        "the step from opened to assembling is the worker's sign of life",
    ),
    "stockholm_intl/demonstration/generated/notable.py": (
        "Matter",
        "an invented city writes its own history",
    ),
}
# What may write to the terminal: commands write to self.stdout, these run before there is any.
PRINTS = {
    "embedded/keeper.py",
    "embedded/launcher.py",
    "benchmarks/answering.py",
    "benchmarks/cities.py",
    "benchmarks/report_process.py",
}


def names(path: Path) -> str:
    return str(path.relative_to(PROJECT))


def test_every_text_that_somebody_types_goes_through_the_field_for_texts():
    """governance.texts leaves out what cannot be seen. What is hidden or secret is no text that people read."""
    bare = re.compile(r"forms\.CharField\((?:[^()]|\([^()]*\))*\)")
    found = [
        (names(path), field)
        for path in MODULES
        for field in bare.findall(path.read_text())
        if "HiddenInput" not in field and "PasswordInput" not in field
    ]
    assert found == []


def test_imports_point_down_only():
    found = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=PROJECT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize("path", MODULES, ids=names)
def test_every_module_says_in_a_sentence_what_lives_there(path):
    docstring = ast.get_docstring(ast.parse(path.read_text()))
    assert docstring, f"{names(path)} has no docstring"
    assert re.search(r"[.:?]", docstring)


def test_every_migration_has_a_name_of_its_own():
    unnamed = [
        names(path)
        for app in PRODUCT
        for path in (PROJECT / app / "migrations").glob("0*.py")
        if re.search(r"_auto_|_alter_.*_and_more|_and_more$|\d{8}", path.stem)
    ]
    assert unnamed == []


def test_nothing_is_printed_but_by_what_runs_before_the_product():
    printing = {names(path) for path in MODULES for call in _calls(path) if _called(call) == "print"}
    assert printing <= PRINTS


def test_no_module_is_a_drawer_for_everything():
    drawers = {"utils", "helpers", "common", "core", "misc"}
    assert [names(path) for path in MODULES if drawers & {path.stem, path.parent.name}] == []


def test_a_tracked_row_is_changed_through_its_model_so_that_history_is_written():
    tracked = {model.__name__ for model in apps.get_models() if hasattr(model, "history")}
    found = {
        (names(path), model)
        for path in MODULES
        for call in _calls(path)
        if (model := _updated_model(call)) in tracked
    }
    assert found <= {(module, model) for module, (model, _why) in UPDATES_WITHOUT_HISTORY.items()}


def test_the_search_for_updates_finds_one():
    call = next(_calls_in(ast.parse("Matter.objects.filter(pk=1).update(title='x')")))
    assert _updated_model(call) == "Matter"


def _calls(path: Path) -> Iterator[ast.Call]:
    return _calls_in(ast.parse(path.read_text()))


def _calls_in(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _updated_model(call: ast.Call) -> str:
    """`Model` of `Model.objects.….update(…)` and of the bulk writes that skip history too; else nothing."""
    if not (
        isinstance(call.func, ast.Attribute) and call.func.attr in ("update", "bulk_update", "bulk_create")
    ):
        return ""
    inner: ast.expr = call.func.value
    while isinstance(inner, ast.Call | ast.Attribute):
        if isinstance(inner, ast.Attribute) and inner.attr in ("objects", "_default_manager"):
            return inner.value.id if isinstance(inner.value, ast.Name) else ""
        inner = inner.func if isinstance(inner, ast.Call) else inner.value
    return ""
