"""The tables of the long lists, drawn from their columns. Walking through a template for every cell of every row took a
third of a page's time (docs/performance.md); here each column is a heading and a function, and a row is one join."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .ui import card_line, day, deadline, icon, number, section_chip, status_tag, tag

# ruff: noqa: S308 (what is not SafeString goes through escape in `_html`)
register = template.Library()
NOTHING = mark_safe('<span class="muted">–</span>')


@dataclass(frozen=True)
class Column:
    """A heading, and what stands under it for one row: text is escaped, SafeString is not."""

    heading: Any
    cell: Callable[[Any], Any]
    css: str = ""


def table(
    columns: Sequence[Column],
    rows: Iterable[Any],
    caption: Any,
    table_id: Any,
    is_late: Callable[[Any], bool] | None = None,
) -> SafeString:
    """The same markup as <c-table stack hide_caption>: the first column heads the row, each cell tells its heading."""
    first, *others = columns
    name = escape(str(table_id))
    starts = [f'<td{_class(each)} data-label="{_html(each.heading)}">' for each in others]
    drawn = []
    for row in rows:
        drawn.append(
            '<tr class="is-late"><th scope="row">' if is_late and is_late(row) else '<tr><th scope="row">'
        )
        drawn.append(f"{_html(first.cell(row))}</th>")
        for start, column in zip(starts, others, strict=True):
            drawn.append(f"{start}{_html(column.cell(row))}</td>")
        drawn.append("</tr>")
    headings = "".join(f'<th scope="col"{_class(each)}>{_html(each.heading)}</th>' for each in columns)
    return mark_safe(
        f'<div class="table-wrap table-stack" role="region" tabindex="0" aria-labelledby="{name}-caption">'
        f'<table class="table" id="{name}"><caption id="{name}-caption" class="sr">{_html(caption)}</caption>'
        f"<thead><tr>{headings}</tr></thead><tbody>{''.join(drawn)}</tbody></table></div>"
    )


@register.simple_tag
def matter_table(rows: Iterable[Any], caption: Any = "", table_id: Any = "matters") -> SafeString:
    """Matters of every kind, with body."""
    return table(MATTERS, rows, caption or _("Matters"), table_id, _is_late)


@register.simple_tag
def work_table(rows: Iterable[Any], caption: Any, table_id: str) -> SafeString:
    """What waits for a person: matters with body."""
    return table(WORK, rows, caption, table_id, _is_late)


@register.simple_tag
def visit_table(rows: Iterable[Any], caption: Any, table_id: str) -> SafeString:
    """Visits: matters with body, visit and `clock_stands`."""
    return table(VISITS, rows, caption, table_id, _is_late)


@register.simple_tag
def decision_table(rows: Iterable[Any], caption: Any, table_id: str) -> SafeString:
    """Decisions with matter, strategy, section and `is_superseded`."""
    return table(DECISIONS, rows, caption, table_id)


def _class(column: Column) -> str:
    return f' class="{column.css}"' if column.css else ""


def _html(value: Any) -> str:
    return value if isinstance(value, SafeString) else escape(str(value))


def _titled(url: str, title: str, under: str) -> SafeString:
    """The heading of a row: a link, and under it what identifies the thing. `title` and `under` are HTML."""
    return mark_safe(f'<a href="{escape(url)}">{title}</a><span class="under">{under}</span>')


def _is_late(matter: Any) -> bool:
    return matter.is_late


def _matter(matter: Any) -> SafeString:
    return _titled(matter.get_absolute_url(), _html(matter.marked or matter.title), escape(card_line(matter)))


def _due(matter: Any) -> str:
    if not matter.due_on:
        return ""
    return day(matter.due_on) if matter.closed_on else deadline(matter.due_on)


MATTERS = (
    Column(_("Matter"), _matter),
    Column(_("Kind"), lambda matter: matter.kind_label),
    Column(_("Body"), lambda matter: matter.body.name),
    Column(_("Status"), status_tag),
    Column(_("Opened"), lambda matter: day(matter.opened_on), "nowrap"),
    Column(_("Due"), _due),
)


def _work(matter: Any) -> SafeString:
    under = f"{matter.number} · {matter.kind_label} · {matter.body.name}"
    return _titled(matter.get_absolute_url(), escape(matter.title), escape(under))


WORK = (
    Column(_("Matter"), _work),
    Column(_("Status"), status_tag),
    Column(_("Due"), lambda matter: deadline(matter.due_on) or NOTHING),
)


def _visit_status(matter: Any) -> SafeString:
    significant = f" {tag('info', gettext('significant'))}" if matter.visit.is_significant else ""
    return mark_safe(f"{status_tag(matter)}{significant}")


def _answer_due(matter: Any) -> str:
    if matter.clock_stands:
        return mark_safe(f'<span class="muted">{icon("paused")} {escape(gettext("clock stopped"))}</span>')
    return deadline(matter.due_on) if matter.due_on and not matter.closed_on else ""


VISITS = (
    Column(_("Request"), _matter),
    Column(_("Body"), lambda matter: matter.body.name),
    Column(_("Status"), _visit_status),
    Column(_("Visit"), lambda matter: day(matter.starts_on), "nowrap"),
    Column(_("Persons"), lambda matter: number(matter.visit.size), "num"),
    Column(_("Next due"), _answer_due),
)


def _decision(decision: Any) -> SafeString:
    title, under = escape(decision.matter.title), decision.matter.number
    if decision.is_superseded:
        title, under = f"<s>{title}</s>", f"{under} · {gettext('corrected')}"
    return _titled(decision.get_absolute_url(), title, escape(under))


def _decided_by(decision: Any) -> SafeString:
    under = f"§ {decision.paragraph}" if decision.paragraph else ""
    if decision.delegate_name:
        under = f"{decision.delegate_name}, {gettext('by delegated power')}"
    below = f'<span class="under">{escape(under)}</span>' if under else ""
    return mark_safe(f"{escape(decision.body_name)}{below}")


def _section(decision: Any) -> str:
    if not decision.section:
        return mark_safe(f'<span class="muted">{escape(gettext("silent"))}</span>')
    return section_chip(decision.section.number, decision.strategy.key, decision.section_url)


DECISIONS = (
    Column(_("Matter"), _decision),
    Column(_("Decided by"), _decided_by),
    Column(_("Outcome"), lambda decision: decision.outcome_label),
    Column(_("Date"), lambda decision: day(decision.decided_on), "nowrap"),
    Column(_("Section"), _section),
)
