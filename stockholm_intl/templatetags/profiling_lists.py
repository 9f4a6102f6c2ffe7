"""The working list of information on the city, drawn row by row (see tables.py)."""

from collections.abc import Iterable
from html import escape
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext

from governance.addresses import address_of

from .ui import day, deadline, tag

# ruff: noqa: S308 (what is not SafeString goes through escape)
register = template.Library()


@register.simple_tag(takes_context=True)
def information_entries(context: Context, rows: Iterable[Any]) -> SafeString:
    """Entries with body, `name`, `language` and `may_write`, and beneath each what its reader may do with it."""
    token = f'<input type="hidden" name="csrfmiddlewaretoken" value="{escape(str(context["csrf_token"]))}">'
    drawn = "".join(f"{_entry(row)}{_acts(row, token) if row.may_write else ''}</li>" for row in rows)
    return mark_safe(f'<ul class="plain-list shown-list">{drawn}</ul>')


def _entry(row: Any) -> str:
    invented = tag("neutral", gettext("invented example")) if row.is_invented else ""
    kind = capfirst(row.get_kind_display())
    return (
        f'<li id="uppgift-{row.pk}"><h2 class="panel-title" lang="{row.language}">{escape(row.name)}</h2>\n'
        f'<p class="page-meta">{tag(row.status_tone, row.status_label)}<span>{escape(kind)}</span>'
        f"<span>{escape(row.body.name)}</span>{invented}</p>\n"
        f"<p>{_days(row)}{_document(row)}</p>\n"
    )


def _days(row: Any) -> str:
    revised = gettext("Last revised %(day)s") % {"day": day(row.revised_on)}
    due, by = (
        deadline(row.due_on) if row.is_published else escape(day(row.due_on)),
        gettext("to be revised by"),
    )
    return f"{escape(revised)} · {escape(by)} {due}"


def _document(row: Any) -> str:
    if not row.document_id:
        return ""
    address = address_of("profiling:information_document", row.pk)
    name, words = f'<span class="sr">: {escape(row.name)}</span>', gettext("Fetch the document")
    return f' · <a href="{address}">{escape(words)}{name}</a>'


def _acts(row: Any, token: str) -> str:
    act, look = ("take_down", "quiet") if row.is_published else ("publish", "secondary")
    words = gettext("Take down") if row.is_published else gettext("Publish")
    name = f'<span class="sr"> {escape(row.name)}</span>'
    ways = (("edit_information", gettext("Edit")), ("information_history", gettext("History")))
    links = "".join(
        f'<a class="button button-quiet" href="{address_of(f"profiling:{way}", row.pk)}">{escape(said)}{name}</a>'
        for way, said in ways
    )
    return (
        f'<div class="cluster"><form method="post" action="{address_of("profiling:publish_information", row.pk)}">'
        f'{token}<input type="hidden" name="version" value="{row.version}">'
        f'<button type="submit" name="act" value="{act}" class="button button-{look}">{escape(words)}{name}</button>'
        f"</form>{links}</div>"
    )
