"""How dates, amounts, statuses, deadlines and citations look in a page: formatting only, no rules."""

import re
from collections.abc import Callable, Hashable, Iterable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.forms import BooleanField
from django.template import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext, pgettext, pgettext_lazy

from governance.choices import Choice
from governance.language import clock as hour_in_words
from governance.language import country_name, moment_in_words
from governance.lists import AFTER, BEFORE, without
from governance.views.list_files import FILE, FORMATS, MOST
from governance.working_days import between, left, this_day
from stockholm_intl.icons import ICONS
from stockholm_intl.navigation import MENU

register = template.Library()

NBSP = "\u00a0"
MINUS = "\u2212"
TONES = ("neutral", "info", "positive", "waiting", "danger")

# The tone a status has when its matter does not say (`status_tone` on the object wins).
STATUS_TONES = {
    "accepted": "positive",
    "approved": "positive",
    "active": "positive",
    "carried_out": "positive",
    "completed": "positive",
    "continued": "positive",
    "frozen": "positive",
    "granted": "positive",
    "in_force": "positive",
    "member": "positive",
    "signed": "positive",
    "received": "info",
    "submitted": "info",
    "planned": "info",
    "programme": "info",
    "running": "info",
    "assembling": "info",
    "assessing": "waiting",
    "being_assessed": "waiting",
    "before_body": "waiting",
    "ending_soon": "waiting",
    "forwarded": "waiting",
    "handed_over": "waiting",
    "leaving": "waiting",
    "prepared": "waiting",
    "proposed": "waiting",
    "referred_back": "waiting",
    "review_due": "waiting",
    "tabled": "waiting",
    "under_review": "waiting",
    "waiting": "waiting",
    "failed": "danger",
    "late": "danger",
    "overdue": "danger",
    "refused": "danger",
}

# What the codes of a ruling are called on a page.
ORGANS = {
    "council": pgettext_lazy("organ", "City Council"),
    "executive_board": pgettext_lazy("organ", "City Executive Board"),
    "mayor": pgettext_lazy("organ", "Mayor of Stockholm"),
    "own_body": pgettext_lazy("organ", "the committee or company concerned"),
    "group_board": pgettext_lazy("organ", "Group Board of Stockholms Stadshus AB"),
    "head_of_department": pgettext_lazy("organ", "head of department or company"),
    "preparatory_committee": pgettext_lazy("organ", "International Affairs Preparatory Committee"),
    "ib": pgettext_lazy("organ", "International Affairs Preparatory Committee"),
    "executive_office": pgettext_lazy("organ", "City Executive Office"),
    "nobody": pgettext_lazy("organ", "nobody in the city"),
}
DIFFERENCES = {
    "same": ("neutral", pgettext_lazy("section", "unchanged")),
    "changed": ("waiting", pgettext_lazy("section", "changed")),
    "added": ("positive", pgettext_lazy("section", "added")),
    "removed": ("danger", pgettext_lazy("section", "taken away")),
}
POWERS = {
    "own": pgettext_lazy("power", "own power"),
    "delegated": pgettext_lazy("power", "delegated power"),
    "coordination": pgettext_lazy("power", "coordinates the work"),
    "default": pgettext_lazy("power", "default; the strategy is silent"),
    "refused": pgettext_lazy("power", "refused"),
}


class OnceNode(template.Node):
    """What stands between {% once %} and {% endonce %}, drawn once per language, and once more for each flag."""

    def __init__(self, nodes: template.NodeList, flags: list[template.Variable]) -> None:
        self.nodelist = nodes
        self.flags = flags
        self.drawn: dict[tuple[Any, ...], SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        kind = (get_language(), *(bool(flag.resolve(context)) for flag in self.flags))
        if kind not in self.drawn:
            self.drawn[kind] = self.nodelist.render(context)
        return self.drawn[kind]


@register.tag
def once(parser: Any, token: Any) -> OnceNode:
    """For what depends on nothing but the language and whether some variables are true ({% once may_write %}): the same
    bytes on every page and for every person."""
    nodes = parser.parse(["endonce"])
    parser.delete_first_token()
    return OnceNode(nodes, [template.Variable(flag) for flag in token.split_contents()[1:]])


class ColumnsNode(template.Node):
    """A page's content, and what stands beside it if the page has that."""

    child_nodelists = ("content", "beside")

    def __init__(self, content: template.NodeList, beside: template.NodeList) -> None:
        self.content, self.beside = content, beside

    def render(self, context: template.Context) -> SafeString:
        content = self.content.render(context)
        beside = self.beside.render(context)
        two = " page-two" if beside.strip() else ""
        return format_html('<div class="page{}">\n{}{}</div>', two, content, beside)


@register.tag
def columns(parser: Any, token: Any) -> ColumnsNode:
    """{% columns %} ... {% beside %} ... {% endcolumns %}. Whether there are two stands where the first begins: a page
    that arrives piece by piece is laid out once, and does not jump when the second comes."""
    content = parser.parse(["beside"])
    parser.delete_first_token()
    beside = parser.parse(["endcolumns"])
    parser.delete_first_token()
    return ColumnsNode(content, beside)


@register.filter
def day(value: date | datetime | int | None) -> str:
    """A date as 2026-11-20, a year of which no day is known as 2026; empty for None."""
    if not value:
        return ""
    if isinstance(value, int):
        return str(value)
    if isinstance(value, datetime):
        value = _local(value)
    return f"{value:%Y-%m-%d}"


@register.filter
def clock(value: time | None) -> str:
    """An hour as 9.00, in English 9:00; empty for None."""
    return hour_in_words(value) if value is not None else ""


@register.filter
def moment(value: datetime | None) -> str:
    """A moment as 2026-11-20 kl. 13.00 (English 2026-11-20 13:00) in the city's own time."""
    return moment_in_words(value) if value else ""


@register.filter
def number(value: Any, decimals: int = 0) -> str:
    """A number with non-breaking thousands: 2 000 000; Swedish decimal comma when `decimals` is given."""
    if type(value) is int and not decimals:
        return f"{MINUS if value < 0 else ''}{abs(value):,}".replace(",", NBSP)
    amount = _decimal(value)
    if amount is None:
        return ""
    text = f"{abs(amount):,.{int(decimals)}f}".replace(",", NBSP)
    if _swedish():
        text = text.replace(".", ",")
    negative = amount < 0 and any(digit in "123456789" for digit in text)
    return f"{MINUS}{text}" if negative else text


@register.filter
def change(value: Any) -> str:
    """A difference with its sign: +10, −3, ±0."""
    amount = _decimal(value)
    if amount is None:
        return ""
    return f"+{number(amount)}" if amount > 0 else number(amount) if amount < 0 else "±0"


@register.filter
def kronor(value: Any) -> str:
    """Whole Swedish kronor: 2 000 000 kr."""
    text = number(value)
    return _in_kronor(get_language()) % {"amount": text} if text else ""


@register.filter
def mnkr(value: Any) -> str:
    """Kronor told in millions with one decimal: 59,3 mnkr."""
    amount = _decimal(value)
    if amount is None:
        return ""
    return (gettext("SEK %(amount)s million") % {"amount": number(amount / 1_000_000, 1)}).replace(" ", NBSP)


@register.filter
def percent(value: Any, decimals: int = 0) -> str:
    """Per cent: 40 %; 80,8 % when `decimals` is given."""
    text = number(value, decimals)
    return f"{text}{NBSP}%" if text else ""


@register.filter
def filesize(value: Any) -> str:
    """Bytes in the unit a person would use: 184 kB, 1,4 MB."""
    size = _decimal(value)
    if size is None:
        return ""
    if size < 1000:
        return f"{number(size)}{NBSP}B"
    if size < 1_000_000:
        return f"{number(size / 1000)}{NBSP}kB"
    return f"{number(size / 1_000_000, 1)}{NBSP}MB"


@register.filter
def organ(code: Any) -> str:
    """Who decides, handles, consults or receives, from its code in a ruling; other text as it is."""
    return str(ORGANS.get(str(code), code)) if code else ""


@register.filter
def power(code: Any) -> str:
    """By what right a ruling lets somebody decide, in words."""
    return str(POWERS.get(str(code), code)) if code else ""


@register.filter
def breakable(address: Any) -> SafeString:
    """An e-mail address that breaks at its dots and its @, and nowhere else."""
    return mark_safe(re.sub(r"(?=[@.])", "<wbr>", escape(address)))  # noqa: S308 - escaped before


@register.filter
def breakable_link(address: Any) -> SafeString:
    """A long link that breaks after its strokes, so that its numbers stay whole; its key breaks where it must."""
    return mark_safe(re.sub(r"(?<=/)(?!/)", "<wbr>", escape(address)))  # noqa: S308 - escaped before


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An inline icon; hidden from screen readers unless it has a label of its own."""
    if label:
        labelled = '<svg class="icon" viewBox="0 0 20 20" role="img" aria-label="{}">{}</svg>'
        return format_html(labelled, label, _shape(name))
    return _silent_icon(name)


@lru_cache
def _silent_icon(name: str) -> SafeString:
    silent = '<svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">{}</svg>'
    return format_html(silent, _shape(name))


def _shape(name: str) -> SafeString:
    return mark_safe(ICONS.get(name, ""))  # noqa: S308 - the shapes are ours, in icons.py


@register.simple_tag
def tag(tone: str, text: Any) -> SafeString:
    """A status word in its tone: {% tag "positive" _("Accepted") %}."""
    return _tag(tone if tone in TONES else "neutral", str(text))


# Of these a page has one in each row, and the city has not many.
@lru_cache(maxsize=1024)
def _tag(tone: str, text: str) -> SafeString:
    return format_html('<span class="tag tag-{}">{}</span>', tone, text)


@register.simple_tag
def status_tag(thing: Any) -> SafeString | str:
    """The status of a matter or anything with `status`: its `status_label` and `status_tone`, or by name."""
    status = getattr(thing, "status", "")
    if not status:
        return ""
    label = getattr(thing, "status_label", None) or _display(thing, status)
    tone = getattr(thing, "status_tone", None) or STATUS_TONES.get(str(status), "neutral")
    return tag(tone, label)


@register.filter
def card_line(matter: Any) -> str:
    """What identifies a matter under its title: number, diary number, counterpart, city, country, secrecy mark."""
    words = [matter.number, matter.diary_number, matter.counterpart, matter.city]
    words += [country_name(matter.country.code or "")]
    words += [gettext("secrecy marked")] if matter.is_secret else []
    return " · ".join(filter(None, words))


@register.simple_tag
def deadline(
    due: date | None, done: Any = False, paused: Any = False, today: date | None = None
) -> SafeString | str:
    """When something is due and how near, in working days wherever it stands: red with icon and words when late."""
    if not due:
        return ""
    due = due.date() if isinstance(due, datetime) else due
    if done:
        return _deadline("done", "check", due, gettext("done"))
    if paused:
        return _deadline("paused", "paused", due, gettext("clock stopped"))
    today = today or this_day()
    if due < today:
        return _deadline("late", "late", due, _late_words(due, today))
    if due == today:
        return _deadline("soon", "waiting", due, gettext("due today"))
    is_soon = (due - today).days <= 7 and left(today, due) <= 3
    kind, icon_name = ("soon", "waiting") if is_soon else ("ahead", "calendar")
    return _deadline(kind, icon_name, due, _left_words(today, due))


@register.simple_tag
def difference_tag(kind: str) -> SafeString:
    """What has become of a section since the version before: its `kind` of governance.differences."""
    return tag(*DIFFERENCES[kind])


@register.simple_tag
def marked_words(words: Iterable[tuple[str, str]]) -> SafeString:
    """The words of two versions in order, with what was put in and what was taken away (governance.differences)."""
    mark = {"=": "{}", "+": "<ins>{}</ins>", "-": "<del>{}</del>"}
    return format_html_join("", "{}", ((format_html(mark[sign], text),) for sign, text in words))


@register.simple_tag
def section_chip(number: Any, strategy: Any = "", href: str = "", label: str = "") -> SafeString | str:
    """The citation of a section of the strategy: § 5 · 2016; a link when `href` is given.

    `number` may carry its sign ("§5"), and several sections may be told at once ("§4, §5"). The older strategies
    have headings instead of numbers: `label` is the heading.
    """
    return _section_chip(str(number or ""), str(strategy or ""), href, str(label), get_language())


@lru_cache(maxsize=1024)
def _section_chip(
    number: str, strategy: str, href: str, label: str, _language: str | None
) -> SafeString | str:
    bare = number.replace("§", "").strip()
    if not bare or bare == "-":
        return ""
    numbered = bare[0].isdigit()
    shown = bare if numbered else label or bare.replace("_", " ").replace("-", " ")
    spoken = gettext("Section %(number)s") % {"number": shown}
    if strategy:
        spoken = gettext("Section %(number)s of the %(strategy)s strategy") % {
            "number": shown,
            "strategy": strategy,
        }
    inner = format_html(
        '<span aria-hidden="true"><span class="cite-sign">{}</span>{}{}</span><span class="sr">{}</span>',
        "§" if numbered else "¶",
        shown,
        format_html('<span class="cite-version">{}</span>', strategy) if strategy else "",
        spoken,
    )
    if href:
        return format_html('<a class="cite" href="{}">{}</a>', href, inner)
    return format_html('<span class="cite">{}</span>', inner)


NOTICE_ICONS = {"success": "check", "warning": "warning", "danger": "late", "error": "late"}


@register.simple_tag
def notice_icon(tone: str) -> SafeString:
    """The icon of a notice; with its word for those who do not see it."""
    words = {
        "success": gettext("Done"),
        "warning": gettext("Note"),
        "danger": gettext("Stop"),
        "error": gettext("Stop"),
    }
    return icon(NOTICE_ICONS.get(tone, "info"), words.get(tone, gettext("Information")))


@register.simple_tag
def control(field: Any, help_text: Any = "", counter: Any = "") -> SafeString:
    """The control of a form field, described by its help, its error and its counter."""
    described = [f"{field.auto_id}_helptext"] if help_text else []
    described += [f"{field.auto_id}_error"] if field.errors else []
    described += [f"{field.auto_id}_counter"] if counter else []
    attrs = {"aria-describedby": " ".join(described)} if described and not field.use_fieldset else {}
    return field.as_widget(attrs=attrs)


@register.simple_tag
def filter_bar(filters: Any, action: str, names: str, more: str = "") -> SafeString:
    """The filters (governance.lists.Filters) above the list with the id "list": the fields named, and more in a fold.

    Without a filter in use it looks the same for all who are offered the same, and is drawn once for them.
    """
    if filters.is_bound:
        return _filter_bar(filters, action, names, more)
    kind = (type(filters), get_language(), filters.offers, action, names, more)
    return _drawn_once(kind, lambda: _filter_bar(filters, action, names, more))


@register.simple_tag
def search_bar(filters: Any, action: str, names: str, more: str) -> SafeString:
    """The fields of a search above the results with the id "list", which follow while one types. What is in use stands
    with the results (`filter_chips`): of the form nothing may be replaced that somebody is typing in."""
    fields, folded = (_joined(_filter(filters, name) for name in part.split()) for part in (names, more))
    words = gettext("The search")
    return _form(action, fields, folded, SafeString(""), words, hx_target="#list", when=_WHILE_TYPING)


@register.simple_tag
def filter_chips(filters: Any, clear: str) -> SafeString | str:
    """What the list is narrowed by, each with a way to leave it out."""
    return _in_use(filters, clear)


def _in_use(filters: Any, clear: str) -> SafeString:
    active = filters.chips()
    keep = _address_to_save(filters) if active or "q" in filters.chosen else ""
    return _chips(active, clear if active else "", keep) if active or keep else SafeString("")


def _address_to_save(filters: Any) -> str:
    """Where the list as it is narrowed is given a name, with one to begin with; empty for one that cannot be saved."""
    match = getattr(filters.request, "resolver_match", None)
    if match is None or match.view_name not in settings.SAVED_LISTS:
        return ""
    kept = {"vy": without(filters.request, AFTER, BEFORE), "namn": _name_to_save(filters, match.view_name)}
    return f"{reverse('new_saved_search')}?{urlencode(kept)}"


def _name_to_save(filters: Any, view_name: str) -> str:
    """The list as the menu calls it, the words that are searched for, and what it is narrowed by."""
    words = [each.value for each in filters.in_words()]
    if typed := filters.chosen.get("q"):
        words = [typed, *(each for each in words if each != typed)]
    said = ", ".join(words)
    label = next(
        (str(item.label) for group in MENU for item in group.items if item.url_name == view_name), ""
    )
    return f"{label}: {said}" if label and said else label or said


def _filter_bar(filters: Any, action: str, names: str, more: str) -> SafeString:
    fields, folded = (_joined(_filter(filters, name) for name in part.split()) for part in (names, more))
    return _form(action, fields, folded, _in_use(filters, action), hx_target="#list")


def _filter(filters: Any, name: str) -> SafeString:
    field = filters[name]
    if field.is_hidden:
        return mark_safe(str(field))  # noqa: S308 - drawn by Django
    if field.errors or not isinstance(field.field, (Choice, BooleanField)):  # free words are anybody's
        return filter_field(field)
    kind = (type(filters), get_language(), filters.offers, name, str(field.value() or ""))
    return _drawn_once(kind, lambda: filter_field(field))


# Every list in two languages, for bodies as they are offered to a contact person or to all, and each field with what is
# chosen in it: of some 10 kB each.
MOST_DRAWN = 1024
_DRAWN: dict[Hashable, SafeString] = {}


def _drawn_once(kind: Hashable, draw: Callable[[], SafeString]) -> SafeString:
    drawn = _DRAWN.get(kind)
    if drawn is None:  # what is kept may be thrown away by another thread at any time
        drawn = draw()
        if len(_DRAWN) >= MOST_DRAWN:
            _DRAWN.clear()
        _DRAWN[kind] = drawn
    return drawn


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 - safe parts


@register.simple_tag
def filter_form(
    action: str,
    fields: Any,
    more: Any,
    active: Any,
    clear: str = "",
    label: Any = "",
    hx_target: str = "",
) -> SafeString:
    """The form of <c-filter-bar>: drawn fields, more of them in a fold, and [(words, address without)] in use."""
    chips = _chips(active, clear) if active else SafeString("")
    return _form(action, fields, more, chips, label, hx_target)


def _form(
    action: str,
    fields: Any,
    more: Any,
    chips: SafeString,
    label: Any = "",
    hx_target: str = "",
    when: SafeString | None = None,
) -> SafeString:
    """The same with what is in use already drawn; `when` it fetches the list anew, if not when something is chosen."""
    fetches = format_html(_FETCHES, action=action, target=hx_target, when=when or _WHEN) if hx_target else ""
    folded = format_html(_FOLDED, gettext("More filters"), mark_safe(more)) if more else ""  # noqa: S308 - drawn
    return format_html(
        _FILTER_FORM,
        action=format_html(' action="{}"', action) if action else "",
        label=label or gettext("Filter the list"),
        fetches=fetches,
        fields=mark_safe(fields),  # noqa: S308 - drawn
        icon=icon("filter"),
        show=gettext("Show"),
        folded=folded,
        chips=chips,
    )


def _chips(active: Any, clear: str, keep: str = "") -> SafeString:
    remove, cross = gettext("Remove the filter"), icon("cancel")
    lines = format_html_join("", _CHIP, ((url, remove, words, cross) for words, url in active))
    end = (
        format_html('<li><a class="chip-clear" href="{}">{}</a></li>', clear, gettext("Clear all"))
        if clear
        else SafeString("")
    )
    if keep:
        words = gettext("Save the search")
        end += format_html('<li><a class="chip-clear" href="{}">{}{}</a></li>', keep, icon("star"), words)
    return format_html('<ul class="chips" aria-label="{}">{}{}</ul>', gettext("Filters in use"), lines, end)


_WHEN = SafeString(' hx-trigger="submit, change delay:150ms"')
_FETCHES = ' hx-get="{action}" hx-target="{target}" hx-select="{target}" hx-swap="outerHTML" hx-push-url="true"{when}'
# The latest question only is answered; how many were found is told in a place that stays, for screen readers.
_WHILE_TYPING = SafeString(
    ' hx-trigger="submit, change delay:150ms, input changed delay:300ms"'
    ' hx-sync="this:replace" hx-select-oob="#found-count:innerHTML"'
)
_FOLDED = (
    '<details class="filters-more"><summary>{}</summary><div class="filters-fields">{}</div></details>\n'
)
_FILTER_FORM = (
    '<form class="filters" method="get"{action} role="search" aria-label="{label}"{fetches}>\n'
    '<div class="filters-fields">{fields}'
    '<button class="button button-secondary" type="submit">{icon}{show}</button></div>\n{folded}{chips}</form>'
)
_CHIP = '<li><a class="chip" href="{}"><span class="sr">{} </span>{}{}</a></li>'


def filter_field(field: Any) -> SafeString:
    """A field of the filters above a list, as <c-field optional="no" /> draws it at many times the cost."""
    if field.errors:
        return mark_safe(render_to_string("forms/field.html", {"field": field, "optional": "no"}))  # noqa: S308
    shape = _FILTER_CHECK if field.widget_type == "checkbox" else _FILTER
    hint = format_html(_FILTER_HELP, field.auto_id, field.help_text) if field.help_text else ""
    drawn = control(field, field.help_text)
    target = field.id_for_label
    return format_html(
        shape,
        kind=field.widget_type,
        id=field.auto_id,
        label=field.label,
        target=target,
        hint=hint,
        control=drawn,
    )


_FILTER = (
    '<div class="field field-{kind}" id="{id}_field">'
    '<label class="field-label" for="{target}">{label}</label>{hint}{control}</div>'
)
_FILTER_CHECK = (
    '<div class="field field-check" id="{id}_field">'
    '<div class="check">{control}<label for="{target}">{label}</label></div>{hint}</div>'
)
_FILTER_HELP = '<div class="field-help" id="{}_helptext">{}</div>'


@register.simple_tag
def error_lines(form: Any = None, forms: Any = ()) -> list[dict[str, str]]:
    """Every error of one or several bound forms as text and the id of the field to go to."""
    lines = []
    for each in [form, *(forms or ())]:
        if not each or not getattr(each, "is_bound", False):
            continue
        lines += [{"text": error, "target": ""} for error in each.non_field_errors()]
        for field in each:
            target = _first_id(field)
            label = str(field.label)
            mark = "" if label.endswith("?") else ":"
            lines += [{"text": f"{label}{mark} {error}", "target": target} for error in field.errors]
    return lines


@register.simple_tag
def hit_count(shown: int | None = None, total: int | None = None, more: bool = False) -> str:
    """How many there are: "312 hits", "more than 1 000 hits", or only how many are shown."""
    if total is None:
        return "" if shown is None else ngettext("%(n)s shown", "%(n)s shown", shown) % {"n": number(shown)}
    if more:
        return gettext("more than %(n)s hits") % {"n": number(total)}
    return ngettext("%(n)s hit", "%(n)s hits", total) % {"n": number(total)}


@register.simple_tag
def page_turner(page: Any) -> SafeString:
    """Earlier and later rows of a list (governance.lists.Page), and how many there are: <c-pagination>."""
    return turner(page.previous_url, page.next_url, page.first_url, total=page.total, more=page.capped)


@register.simple_tag(takes_context=True)
def list_files(context: Context) -> SafeString:
    """The list as it is narrowed, all of it, to take along in each format that there is."""
    kept = context["request"].GET.copy()
    for name in (FILE, AFTER, BEFORE):
        kept.pop(name, None)
    query = f"{kept.urlencode()}&" if kept else ""
    links = "".join(
        f'<a class="button button-quiet" href="?{escape(query)}{FILE}={key}">{icon("download")}{name}</a>'
        for key, name in FORMATS.items()
    )
    words = gettext("The whole list as a file, at most %(most)s rows:") % {"most": number(MOST)}
    return mark_safe(  # noqa: S308 - the query is escaped; names and words are ours
        f'<p class="list-exports"><span class="muted">{escape(words)}</span>{links}</p>'
    )


@register.simple_tag
def turner(
    previous: str,
    following: str,
    first: str,
    shown: Any = None,
    total: Any = None,
    more: Any = False,
    label: Any = "",
) -> SafeString:
    """The same from its parts: addresses, empty where there is no way."""
    ways = (
        (first, "quiet", "", gettext("First"), ""),
        (previous, "secondary", ' rel="prev"', icon("back") + gettext("Previous"), ""),
        (following, "secondary", ' rel="next"', gettext("Next"), icon("next")),
    )
    lines = "".join(
        f'<li><a class="button button-{kind}"{rel} href="{escape(url)}">{words}{sign}</a></li>'
        for url, kind, rel, words, sign in ways
        if url
    )
    count, name = escape(hit_count(shown, total, more)), escape(label or gettext("Pages"))
    return mark_safe(  # noqa: S308 - addresses, count and name are escaped; the words are ours
        f'<nav class="pages" aria-label="{name}">\n<p class="pages-count">{count}</p>\n<ul>{lines}</ul>\n</nav>'
    )


@register.simple_tag
def progress_percent(value: Any, maximum: Any = 100) -> str:
    """How far something has come: 40 %."""
    done, whole = _decimal(value) or Decimal(0), _decimal(maximum) or Decimal(100)
    return percent(int(min(max(done / whole, Decimal(0)), Decimal(1)) * 100)) if whole else ""


@register.simple_tag
def ruling_parts(ruling: Any, refused: Any = False) -> dict[str, Any]:
    """A ruling (object or dict, as `who_decides` prints it) in the order and words a page shows it."""

    def part(name: str, default: Any = None) -> Any:
        if isinstance(ruling, dict):
            return ruling.get(name, default)
        return getattr(ruling, name, default)

    consult = part("consult") or []
    consult = [consult] if isinstance(consult, str) else consult
    explanation = part("explanation") or ""
    is_refused = bool(refused) or part("power") == "refused" or part("decides") == "nobody"
    # Who coordinates does so by the strategy, and takes no decision for the others.
    by_right = gettext("Task") if part("power") == "coordination" else gettext("By what right")
    facts = [
        (by_right, "" if is_refused else power(part("power"))),
        (gettext("Prepared by"), organ(part("prepared_by"))),
        (gettext("Handled in"), organ(part("handled_in"))),
        (gettext("To be asked first"), ", ".join(organ(each) for each in consult)),
        (gettext("Reported to"), organ(part("report_to"))),
    ]
    return {
        "decides": organ(part("decides")),
        "refused": is_refused,
        "regulated": bool(part("regulated", True)),
        "section": part("section"),
        "strategy": part("strategy") or "",
        "explanation": explanation() if callable(explanation) else explanation,
        "section_title": part("section_title") or "",
        "href": part("section_url") or "",
        "facts": [(label, value) for label, value in facts if value],
    }


def _first_id(field: Any) -> str:
    """The id a link must point at: the first of several choices, else the field itself."""
    if field.use_fieldset and field.subwidgets:
        return field.subwidgets[0].id_for_label or field.auto_id
    return field.id_for_label or field.auto_id


@lru_cache(maxsize=4096)
def _deadline(kind: str, icon_name: str, due: date, words: str) -> SafeString:
    return format_html(
        '<span class="deadline deadline-{}">{}<time datetime="{}">{}</time> '
        '<span class="deadline-words">{}</span></span>',
        kind,
        icon(icon_name),
        due.isoformat(),
        day(due),
        words,
    )


# So far away nobody counts days.
MANY_DAYS = 90


def _late_words(due: date, today: date) -> str:
    years, months = _far(due, today)
    if (
        years
    ):  # then what one wants to know is that nothing has been told since, and not how many years they are
        return gettext("nothing recorded since")
    if months:
        return ngettext("%(count)s month late", "%(count)s months late", months) % {"count": months}
    count = between(due, today)
    if not count:  # it was due before a day off, and nobody has worked since
        return pgettext("deadline", "late")
    return ngettext("%(count)s working day late", "%(count)s working days late", count) % {"count": count}


def _left_words(today: date, due: date) -> str:
    years, months = _far(today, due, nearly=1)
    if years:
        return ngettext("%(count)s year left", "%(count)s years left", years) % {"count": years}
    if months:
        return ngettext("%(count)s month left", "%(count)s months left", months) % {"count": months}
    count = left(today, due)
    return ngettext("%(count)s working day left", "%(count)s working days left", count) % {"count": count}


def _far(earlier: date, later: date, nearly: int = 0) -> tuple[int, int]:
    """Whole years, or else months, of a distance that is told in them; noughts when it is told in days.

    A year that lacks at most `nearly` months counts: four years less a day are not "three years left".
    """
    if (later - earlier).days <= MANY_DAYS:
        return 0, 0
    months = 12 * (later.year - earlier.year) + later.month - earlier.month - (later.day < earlier.day)
    return ((months + nearly) // 12, 0) if months >= 24 - nearly else (0, months)


def _display(thing: Any, status: Any) -> str:
    display = getattr(thing, "get_status_display", None)
    return display() if callable(display) else str(status).replace("_", " ")


def _decimal(value: Any) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        amount = Decimal(str(value))
    except (InvalidOperation, ValueError):
        return None
    return amount if amount.is_finite() else None


def _local(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


@cache
def _in_kronor(_language: str | None) -> str:
    return gettext("SEK %(amount)s").replace(" ", NBSP)


def _swedish() -> bool:
    return (get_language() or "sv").startswith("sv")
