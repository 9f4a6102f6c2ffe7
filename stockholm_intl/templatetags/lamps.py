"""The five lamps on a page: of one matter, of a list of matters, and how many are lit."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from html import escape
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from governance import lamps
from governance.lamp_lists import Cell, Line, out
from governance.language import choice_label, country_name
from governance.models import Lamp

from .tables import NOTHING, Column, _matter, table
from .ui import NBSP, day, kronor, number, percent

# ruff: noqa: S308 (what is not SafeString goes through escape)
register = template.Library()


@register.simple_tag
def lamp_strip(matter: Any) -> SafeString:
    """The lamps of a matter on its own page: what each is, a way to what lights it or would, and by which rule."""
    shown = lamps.of_matter(matter)
    if not shown:
        return SafeString("")
    strip = "".join(_lamp(each) for each in shown)
    rules = "".join(_rule(each) for each in shown)
    name, why = escape(gettext("Five lamps")), escape(gettext("Why the lamps are lit or out"))
    return mark_safe(
        f'<section class="lamps" aria-label="{name}"><ul class="lamp-strip">{strip}</ul>'
        f'<details class="lamp-rules"><summary>{why}</summary><dl>{rules}</dl></details></section>'
    )


def _css(each: lamps.Shown) -> str:
    return "lit" if each.is_lit else "out" if each.is_out else "spared"


def _state(each: lamps.Shown) -> str:
    """In words: nobody has to tell colours apart."""
    if each.is_lit:
        return pgettext("lamp", "lit")
    return pgettext("lamp", "out") if each.is_out else pgettext("lamp", "not applicable")


def _lamp(each: lamps.Shown) -> str:
    words = escape(str(capfirst(each.lamp.label)))
    is_asked = each.is_lit or each.is_out
    named = f'<a href="{escape(each.url)}">{words}</a>' if is_asked else f"<span>{words}</span>"
    return (
        f'<li class="lamp lamp-{_css(each)}"><span class="lamp-bulb" aria-hidden="true"></span>'
        f'{named}<span class="lamp-state">{escape(_state(each))}</span></li>'
    )


def _rule(each: lamps.Shown) -> str:
    reason, words = "", str(each.rule.words)
    if each.is_out:
        words = gettext("Lights when this is so: %(rule)s") % {"rule": words}
    if each.why:
        because = gettext("Not applicable:")
        reason = f'<span class="under">{escape(because)} {escape(str(each.why))}</span>'
    if each.elsewhere:
        label, url = each.elsewhere
        reason += f'<span class="under"><a href="{escape(url)}">{escape(str(label))}</a></span>'
    return (
        f"<div><dt>{escape(str(capfirst(each.lamp.label)))} <span>{escape(_state(each))}</span></dt>"
        f"<dd>{escape(words)}{reason}</dd></div>"
    )


def _decision(matter: Any) -> str | SafeString:
    decision = matter.decision
    if decision is None:
        return NOTHING
    said = f"{day(decision.decided_on)}{f' § {decision.paragraph}' if decision.paragraph else ''}"
    url = reverse("matter_decisions", args=[matter.number])
    return mark_safe(
        f'{escape(decision.body_then)}<span class="under"><a href="{url}">{escape(said)}</a></span>'
    )


def _cost(matter: Any) -> str | SafeString:
    money = matter.money
    if money.cost is None:
        return NOTHING
    own = gettext("own share %(amount)s") % {"amount": kronor(money.own or 0)}
    return mark_safe(f'{escape(kronor(money.cost))}<span class="under">{escape(own)}</span>')


def _days(matter: Any) -> SafeString:
    # Between the two days, never inside one.
    period = "–<wbr>".join(
        f'<span class="nowrap">{escape(day(one))}</span>' for one in (matter.starts_on, matter.ends_on)
    )
    last = gettext("last activity %(day)s") % {"day": day(matter.changed_at)}
    shown = period if matter.starts_on or matter.ends_on else NOTHING
    return mark_safe(f'{shown}<span class="under">{escape(last)}</span>')


def _owner(matter: Any) -> SafeString:
    return mark_safe(f'{escape(matter.body.name)}<span class="under">{escape(str(matter.kind_label))}</span>')


def _out(matter: Any) -> str | SafeString:
    found = out(matter)
    if not found:
        return NOTHING
    return mark_safe(
        '<ul class="lamp-list">'
        + "".join(
            f'<li class="lamp lamp-out">{_OUT}{escape(choice_label(Lamp, lamp))}</li>' for lamp in found
        )
        + "</ul>"
    )


_OUT = '<span class="lamp-bulb" aria-hidden="true"></span>'
COMMITMENTS = (
    Column(_("Matter"), _matter),
    Column(_("Owner"), _owner),
    Column(_("Decision"), _decision),
    Column(_("Cost"), _cost),
    Column(_("First and last day"), _days),
    Column(_("Lamps that are out"), _out),
)


@register.simple_tag
def lamp_table(rows: Iterable[Any], caption: Any, table_id: str) -> SafeString:
    """Matters with body, `decision` and `money` (governance.lamp_lists.complete)."""
    return table(COMMITMENTS, rows, caption, table_id)


@register.simple_tag
def lamp_count_table(rows: Iterable[Line], total: Line | None, in_force: bool) -> SafeString:
    """How many are lit of those that are asked for, a line for each body; what is out leads to the matters."""
    lines = [*([total] if total else []), *rows]
    columns = [Column(_("Body"), lambda line: line.what.name if line.what else gettext("All bodies"))]
    columns += [
        Column(capfirst(lamp.label), _counted(position, lamp, in_force)) for position, lamp in enumerate(Lamp)
    ]
    return table(columns, lines, _("Lamps that are lit, by body"), "lamp-counts")


@register.simple_tag
def lamp_series_table(rows: Iterable[Line]) -> SafeString:
    """The share that is lit, a line for each day that is kept."""
    columns = [Column(_("Day"), lambda line: day(line.what), "nowrap")]
    columns += [Column(capfirst(lamp.label), _shared(position), "num") for position, lamp in enumerate(Lamp)]
    return table(columns, rows, _("Share of the lamps that is lit, by day"), "lamp-series")


def _shared(position: int) -> Any:
    return lambda line: _share(line.cells[position])


def _share(cell: Cell) -> str | SafeString:
    return NOTHING if cell.share is None else percent(cell.share)


def _counted(position: int, lamp: Lamp, in_force: bool) -> Any:
    # Two hundred cells say the same words and lead to the same list: only numbers and bodies differ.
    lit = escape(gettext("%(lit)s of %(all)s lit"))
    one_out, more_out = (escape(ngettext("%(n)s out", "%(n)s out", n)) for n in (1, 2))
    asked = {"lamp": lamp.value, **({"in_force": "on"} if in_force else {})}
    url = escape(f"{reverse('lamp_matters')}?{urlencode(asked)}")

    def cell(line: Line) -> SafeString:
        found = line.cells[position]
        if not found.asked:
            return NOTHING
        said = lit % {"lit": number(found.lit), "all": number(found.asked)}
        if not found.out:
            return mark_safe(f'<span class="lamp lamp-lit">{_OUT}{said}</span>')
        there = f"{url}&amp;body={line.what.slug}" if line.what else url
        words = (one_out if found.out == 1 else more_out) % {"n": number(found.out)}
        return mark_safe(f'{said}<span class="under"><a href="{there}">{words}</a></span>')

    return cell


@register.simple_tag
def diversity_table(rows: Iterable[Any]) -> SafeString:
    """Lines of governance.diversity: residents and what was done, side by side, each with its share."""
    return table(DIVERSITY, rows, _("Residents and dealings by country"), "diversity")


def _with_share(number_of: Any, share: int | None) -> str | SafeString:
    if number_of is None:
        return NOTHING
    under = "" if share is None else f'<span class="under">{escape(_per_cent(share))}</span>'
    return mark_safe(f"{escape(number(number_of))}{under}")


def _per_cent(per_mille: int) -> str:
    return f"{number(Decimal(per_mille) / 10, 1)}{NBSP}%"


def _listed_count(line: Any, key: str, kind: str) -> str | SafeString:
    if not line[key]:
        return "0"
    url = f"{reverse('matters')}?{urlencode({'country': line.country, 'kind': kind})}"
    return mark_safe(f'<a href="{escape(url)}">{escape(number(line[key]))}</a>')


DIVERSITY = (
    Column(_("Country"), lambda line: country_name(line.country)),
    Column(_("Residents"), lambda line: _with_share(line.residents, line.resident_share), "num"),
    Column(_("Visits"), lambda line: _with_share(line["visits"], line.visit_share), "num"),
    Column(_("Turned down"), lambda line: _listed_count(line, "declined", "visit"), "num"),
    Column(_("Journeys"), lambda line: _listed_count(line, "journeys", "event_abroad"), "num"),
    Column(_("Agreements"), lambda line: _listed_count(line, "agreements", "agreement"), "num"),
    Column(_("Memberships"), lambda line: _listed_count(line, "memberships", "membership"), "num"),
)


@register.filter
def country_words(code: Any) -> str:
    """The name of a country from its code."""
    return country_name(str(code)) or str(code)


@register.filter
def plain_cell(value: Any) -> str:
    """A cell of an exported list in print: days and amounts as everywhere."""
    if value is None:
        return ""
    if isinstance(value, date):
        return day(value)
    return number(value) if isinstance(value, Decimal) else str(value)
