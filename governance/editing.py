"""Editing without overwriting anybody: a form that remembers what it showed, and the page for a conflict."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from .errors import StaleVersion
from .models import Matter

THEIRS = "theirs__"
OWN = "own__"
CHOICE = "choice__"


class EditForm(forms.Form):
    """A form over something that has a version. Give `version=` when it is shown, read it when it comes back.

    It carries what it showed at first (`base`), so that a conflict can say who changed what.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: QueryDict | None = None, *args: Any, version: int | None = None, **kw: Any):
        super().__init__(_with_choices(data) if data is not None else None, *args, **kw)
        if not self.is_bound:
            self.initial.setdefault("version", version)

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        """What is shown at first is written down when it is asked for: a form may add fields after it is made."""
        if field_name == "base":
            return self.initial.get("base") or as_shown(self)
        return super().get_initial_for_field(field, field_name)

    def edited(self) -> Iterable[forms.BoundField]:
        """The fields a person fills in; files are not compared."""
        return (
            field
            for field in self
            if field.name not in ("version", "base") and not isinstance(field.field, forms.FileField)
        )


def as_shown(form: EditForm) -> str:
    """The values a form begins with, as it carries them. Letters stay letters: å is no longer than what it is."""
    values = {each.name: _raw(_begins_with(form, each)) for each in form.edited()}
    return json.dumps(values, ensure_ascii=False)


def _begins_with(form: EditForm, field: forms.BoundField) -> Any:
    """A field's first value as it is written into the page: 28000, not Decimal("28000.00")."""
    return field.field.prepare_value(form.get_initial_for_field(field.field, field.name))


def longest_base(form: EditForm) -> int:
    """More than its fields can hold is no base: a character takes at most six of JSON, a line break two."""
    return sum(6 * (getattr(field.field, "max_length", None) or 5_000) + 200 for field in form.edited())


@dataclass(frozen=True)
class Clash:
    """One field in three versions: as it was when I began, as I have it, as somebody else saved it."""

    name: str
    label: str
    base: str
    mine: str
    theirs: str
    must_choose: bool
    # A text can be written together from both.
    is_text: bool
    # The raw values that the page sends back.
    mine_raw: list[str]
    theirs_raw: list[str]


def conflict(
    request: HttpRequest, form: EditForm, theirs: EditForm, stale: StaleVersion, back: str
) -> HttpResponse:
    """The page for an edit that met another: each differing field with both sides and a choice, status 409.

    `form` is the bound form as sent, `theirs` the same form unbound over what stands now (with its version).
    What only one side changed is merged; what both changed must be chosen. Nothing typed is lost.
    """
    clashes = compare(form, theirs)
    differing = {clash.name for clash in clashes}
    context = {
        "clashes": [clash for clash in clashes if clash.must_choose],
        "merged": [clash for clash in clashes if not clash.must_choose],
        "same": [
            (field.name, value)
            for field in form.edited()
            if field.name not in differing
            for value in _list(_raw(_mine(form, field)))
        ],
        "version": theirs["version"].value(),
        "base": theirs["base"].value(),
        "conflict": stale,
        "back": back,
        **_who(stale.current, request.user),
    }
    return render(request, "governance/conflict.html", context, status=409)


def compare(form: EditForm, theirs: EditForm) -> list[Clash]:
    """The fields in which what I sent differs from what stands now."""
    base = shown_at_first(form)
    found = []
    for field in form.edited():
        mine, other = _raw(_mine(form, field)), _raw(_begins_with(theirs, theirs[field.name]))
        if not _differ(field, mine, other):
            continue
        before = base.get(field.name)
        mine_is_new, other_is_new = _differ(field, before, mine), _differ(field, before, other)
        found.append(
            Clash(
                name=field.name,
                label=str(field.label),
                base=_shown(field, before),
                mine=_shown(field, mine),
                theirs=_shown(field, other),
                must_choose=mine_is_new and other_is_new,
                is_text=isinstance(field.field.widget, forms.Textarea),
                mine_raw=_list(mine if mine_is_new else other),
                theirs_raw=_list(other),
            )
        )
    return found


def _differ(field: forms.BoundField, before: Any, after: Any) -> bool:
    """Whether two raw values mean different things: 120000 and 120000.00 kronor do not."""
    before, after = before or "", after or ""
    if before == after or isinstance(before, list) or isinstance(after, list):
        return before != after
    try:
        return field.field.to_python(before) != field.field.to_python(after)
    except forms.ValidationError:
        return True


def _mine(form: EditForm, field: forms.BoundField) -> Any:
    return field.value()


def _with_choices(data: QueryDict) -> QueryDict:
    """What came back from the conflict page: what was chosen instead of one's own value takes its place."""
    sources = {"theirs": THEIRS, "own": OWN}
    chosen = {
        name.removeprefix(CHOICE): sources[value]
        for name, value in data.items()
        if name.startswith(CHOICE) and value in sources
    }
    if not chosen:
        return data
    merged = data.copy()
    for name, source in chosen.items():
        merged.setlist(name, data.getlist(source + name))
    return merged


def shown_at_first(form: EditForm) -> dict[str, Any]:
    """What the form showed at first. It came back from the browser, so it may be anything.

    Nothing about it is an error of the person, who cannot see it: without a base both sides are to be chosen from.
    """
    text = form["base"].value() or "{}"
    try:
        base = json.loads(text) if len(text) <= longest_base(form) else {}
    except (ValueError, RecursionError):  # ten thousand brackets within each other are not JSON to us
        return {}
    if not isinstance(base, dict):
        return {}
    return {name: [str(v) for v in raw] if isinstance(raw, list) else str(raw) for name, raw in base.items()}


def _raw(value: Any) -> str | list[str]:
    """A value as a browser sends it, so that what was shown and what came back compare equal."""
    if value is None or value is False:
        return ""
    if value is True:
        return "on"
    if isinstance(value, list | tuple | set) or hasattr(value, "values_list"):
        return sorted(str(getattr(each, "pk", each)) for each in value)
    text = value.isoformat() if hasattr(value, "isoformat") else str(getattr(value, "pk", value))
    return text.replace("\r\n", "\n").strip()


def _list(raw: str | list[str]) -> list[str]:
    return raw if isinstance(raw, list) else [raw] if raw else []


def _shown(field: forms.BoundField, raw: Any) -> str:
    """A raw value in the words the form itself uses for it."""
    if isinstance(field.field, forms.BooleanField):
        return _("yes") if raw else _("no")
    choices = dict(_flat(getattr(field.field, "choices", ())))
    return ", ".join(str(choices.get(each, each)) for each in _list(raw or ""))


def _flat(choices: Any) -> Iterable[tuple[str, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(value), label


def _who(current: Matter, reader: Any) -> dict[str, Any]:
    """Who saved last, and when; oneself in another window is told as such."""
    last = current.history.select_related("history_user").first()
    saved_by = last.history_user if last else None
    name = saved_by.name if saved_by else ""
    return {
        "who": _("You, in another window") if saved_by == reader else name,
        "at": last.history_date if last else None,
    }
