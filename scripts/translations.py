"""Fails when the Swedish catalogue lacks a text of the source, or holds one that is unsure or broken.

The texts are extracted anew into a temporary copy, so a forgotten `makemessages` is found as well. Texts inside an
f-string are never extracted, and would stay English without anybody being told: they fail too.
"""

import ast
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

PROJECT = Path(__file__).resolve().parent.parent
CATALOGUE = Path("locale/sv/LC_MESSAGES/django.po")
# Every app, and what has words besides.
SOURCES = (
    *sorted(path.parent.name for path in PROJECT.glob("*/apps.py")),
    "embedded",
    "stockholm_intl",
    "templates",
)
TRANSLATORS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
PLAIN = {"_", "gettext", "gettext_lazy"}
IN_TEMPLATES = re.compile(r"""(?:translate|_\()\s*(["'])(.+?)\1""")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def extracted() -> polib.POFile:
    """The catalogue as `makemessages` would leave it today."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        shutil.copy(PROJECT / "manage.py", copy)
        for name in SOURCES:
            shutil.copytree(
                PROJECT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.pyc")
            )
        shutil.copytree(PROJECT / "locale", copy / "locale")
        command = [sys.executable, "manage.py", "makemessages", "-l", "sv", "--no-location", "-v", "0"]
        subprocess.run(command, cwd=copy, check=True)
        return polib.pofile(str(copy / CATALOGUE))


def complaints(catalogue: polib.POFile) -> list[str]:
    found = []
    for entry in catalogue:
        if entry.obsolete:
            continue
        translations = list(entry.msgstr_plural.values()) or [entry.msgstr]
        if not all(translations):
            found.append(f"not translated: {entry.msgid!r}")
        elif entry.fuzzy:
            found.append(f"unsure (fuzzy): {entry.msgid!r}")
        elif not entry.msgid_plural and _placeholders(entry.msgid) != _placeholders(entry.msgstr):
            found.append(f"other placeholders: {entry.msgid!r} / {entry.msgstr!r}")
    return found


def unseen() -> list[str]:
    """Texts that the extraction does not see, because they stand inside an f-string."""
    found = []
    for path in sorted(path for name in SOURCES for path in (PROJECT / name).rglob("*.py")):
        for string in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(string, ast.JoinedStr):
                found += [
                    f"inside an f-string: {path.relative_to(PROJECT)}:{call.lineno}: {ast.unparse(call)}"
                    for call in ast.walk(string)
                    if isinstance(call, ast.Call) and getattr(call.func, "id", "") in TRANSLATORS
                ]
    return found


def both_ways(catalogue: polib.POFile) -> list[str]:
    """Texts that stand with a plural and are asked for without one: the older Pythons do not find them then."""
    plural = {entry.msgid for entry in catalogue if entry.msgid_plural}
    found = []
    for name in SOURCES:
        for path in sorted((PROJECT / name).rglob("*.py")):
            for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(call, ast.Call) and getattr(call.func, "id", "") in PLAIN and call.args:
                    text = call.args[0].value if isinstance(call.args[0], ast.Constant) else None
                    if text in plural:
                        found.append(
                            f"with a plural elsewhere: {path.relative_to(PROJECT)}:{call.lineno}: {text!r}"
                        )
        for path in sorted((PROJECT / name).rglob("*.html")):
            asked = {words for _quote, words in IN_TEMPLATES.findall(path.read_text(encoding="utf-8"))}
            found += [
                f"with a plural elsewhere: {path.relative_to(PROJECT)}: {text!r}" for text in asked & plural
            ]
    return found


def _placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def main() -> int:
    if not (PROJECT / CATALOGUE).exists():
        print(f"{CATALOGUE} does not exist")
        return 1
    catalogue = extracted()
    found = [*unseen(), *complaints(catalogue), *both_ways(catalogue)]
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
