"""The tables of planning, drawn from their columns (see tables.py)."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from governance.language import choice_label
from planning.models import PlanLine

from .tables import NOTHING, Column, table
from .ui import card_line, day, deadline, kronor, number, status_tag, tag

# ruff: noqa: S308 (what is not SafeString goes through escape)
register = template.Library()


@register.simple_tag
def planning_table(kind: str, rows: Iterable[Any], caption: Any) -> SafeString:
    """The rows of a list of planning; `kind` says which."""
    return table(TABLES[kind], rows, caption, f"planning-{kind}")


def _under(words: str) -> str:
    return f'<span class="under">{escape(words)}</span>' if words else ""


def _round(row: Any) -> SafeString:
    invented = gettext("invented example") if row.is_invented else ""
    return mark_safe(f'<a href="{escape(row.get_absolute_url())}">{escape(str(row))}</a>{_under(invented)}')


def _state_of_round(row: Any) -> SafeString:
    return tag("positive", gettext("locked")) if row.is_locked else tag("info", pgettext("planning", "open"))


def _card(matter: Any) -> SafeString:
    address, title = escape(matter.get_absolute_url()), escape(matter.heading)
    return mark_safe(f'<a href="{address}">{title}</a>{_under(card_line(matter))}')


def _of_handed(matter: Any) -> Any:
    return getattr(matter, matter.kind)


def _hand_in_by(matter: Any) -> str:
    handed = _of_handed(matter)
    return deadline(handed.hand_in_by) if handed.is_awaited else day(handed.hand_in_by)


def _submitted(matter: Any) -> SafeString:
    handed = _of_handed(matter)
    late = gettext("late") if handed.submitted_on and handed.is_late else ""
    return mark_safe(f"{escape(day(handed.submitted_on))}{_under(late)}")


def _line(line: Any) -> SafeString:
    address = f"{line.plan.matter.get_absolute_url()}#lines"
    words = [line.ident, choice_label(PlanLine.Kind, line.kind), str(line.year)]
    title = escape(line.title)
    return mark_safe(f'<a href="{escape(address)}">{title}</a>{_under(" · ".join(words))}')


def _matters(line: Any) -> SafeString:
    if line.is_goal:
        return NOTHING
    if not line.told:
        return tag("waiting", gettext("without a matter"))
    links = (
        f'<a href="{escape(tie.matter.get_absolute_url())}">{escape(tie.matter.number)}</a>'
        for tie in line.told
    )
    return mark_safe(", ".join(links))


HANDED: Sequence[Column] = (
    Column(_("Matter"), _card),
    Column(_("Body"), lambda matter: matter.body.name),
    Column(_("Status"), status_tag),
    Column(_("Last day to submit"), _hand_in_by, "nowrap"),
    Column(pgettext_lazy("planning", "Submitted"), _submitted, "nowrap"),
)
TABLES: dict[str, Sequence[Column]] = {
    "rounds": (
        Column(_("Round"), _round),
        Column(_("Last day to submit"), lambda row: day(row.due_on), "nowrap"),
        Column(_("Asked"), lambda row: number(row.count_asked), "num"),
        Column(pgettext_lazy("planning", "Awaited"), lambda row: number(row.count_awaited), "num"),
        Column(pgettext_lazy("planning", "Accepted"), lambda row: number(row.count_accepted), "num"),
        Column(_("State"), _state_of_round),
    ),
    "plans": HANDED,
    "accounts": HANDED,
    "lines": (
        Column(_("What"), _line),
        Column(_("Body"), lambda line: line.body.name),
        Column(_("Why"), lambda line: Truncator(line.why).chars(140)),
        Column(_("Goal"), lambda line: line.goal.title if line.goal else ""),
        Column(_("Matters"), _matters),
        Column(_("Cost"), lambda line: kronor(line.cost) or NOTHING, "num"),
    ),
    "unplanned": (
        Column(_("Matter"), _card),
        Column(_("Kind"), lambda matter: capfirst(matter.kind_label)),
        Column(_("Body"), lambda matter: matter.body.name),
        Column(_("Status"), status_tag),
    ),
}
