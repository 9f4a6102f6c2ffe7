"""What repeats on the pages of a matter: its tabs, decisions, documents, changes and steps.

A matter can have hundreds of each. As in tables.py each is one join of text: what is not SafeString is escaped, and
words that are the same in every row are looked up once per language.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from html import escape
from types import SimpleNamespace
from typing import Any

from django import template
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator, capfirst
from django.utils.translation import get_language, gettext, pgettext
from django.utils.translation import gettext_lazy as _

from governance import coordination
from governance.acting import told_of
from governance.language import choice_label
from governance.models import Decision, DecisionEvent
from governance.models.standing import acting_for

from .tables import Column, table
from .ui import NBSP, filesize, icon, notice_icon, ruling_parts, section_chip

# ruff: noqa: S308 (what is not SafeString goes through escape)
register = template.Library()


class Words:
    """Words by short names, each looked up and escaped once per language: `WORDS.now.reasons`."""

    def __init__(self, **words: Any) -> None:
        self._words = words
        self._found: dict[str | None, SimpleNamespace] = {}

    @property
    def now(self) -> SimpleNamespace:
        """The words in the language of the page."""
        language = get_language()
        if language not in self._found:
            said = {name: escape(str(words)) for name, words in self._words.items()}
            self._found[language] = SimpleNamespace(**said)
        return self._found[language]


@register.simple_block_tag
def panel(
    content: str,
    title: Any = "",
    name: str = "",
    count: Any = "",
    flush: Any = "",
    tone: str = "",
    actions: str = "",
) -> SafeString:
    """What <c-panel> is, drawn without a template; `name` is its id."""
    css = f"panel{' panel-flush' if flush else ''}{f' panel-{escape(tone)}' if tone else ''}"
    named = escape(name)
    panel_id, title_id = (f' id="{named}"', f' id="{named}-title"') if name else ("", "")
    head = ""
    if title:
        counted = f' <span class="panel-count">{escape(str(count))}</span>' if count else ""
        beside = f'<div class="panel-actions">{_html(actions)}</div>' if actions else ""
        words = _html(title)
        head = (
            f'<div class="panel-head"><h2 class="panel-title"{title_id}>{words}{counted}</h2>{beside}</div>'
        )
    return mark_safe(
        f'<section class="{css}"{panel_id}>{head}<div class="panel-body">{content}</div></section>'
    )


@register.simple_block_tag
def within(content: str, css: str) -> SafeString:
    """A frame around its contents, or nothing where there are none."""
    return mark_safe(f'<div class="{css}">{content}</div>' if content.strip() else "")


@register.simple_tag
def tab_links(tabs: Iterable[tuple[Any, str, bool, int | None]], label: Any = "") -> SafeString:
    """What <c-tabs> is: (words, url, whether it is this page, how many or None)."""
    drawn = []
    for words, url, is_current, count in tabs:
        current = ' aria-current="page"' if is_current else ""
        counted = "" if count is None else f' <span class="tabs-count">{count}</span>'
        drawn.append(f'<li><a href="{escape(url)}"{current}>{_html(words)}{counted}</a></li>')
    name = _html(label or gettext("Parts of this page"))
    return mark_safe(f'<nav class="tabs" aria-label="{name}"><ul>{"".join(drawn)}</ul></nav>')


@register.simple_tag
def step_line(steps: Iterable[tuple[Any, str, Any]], label: Any = "") -> SafeString:
    """What <c-steps> is: (words, done, current or ahead, note)."""
    done, drawn = escape(gettext("done")), []
    for words, state, note in steps:
        current = ' aria-current="step"' if state == "current" else ""
        said = f'<span class="step-label">{_html(words)}</span>'
        said += f'<span class="sr"> ({done})</span>' if state == "done" else ""
        said += f'<span class="step-note">{_html(note)}</span>' if note else ""
        drawn.append(f'<li class="step step-{state}"{current}>{said}</li>')
    name = _html(label or gettext("Steps"))
    return mark_safe(f'<ol class="steps" aria-label="{name}">{"".join(drawn)}</ol>')


@register.simple_tag
def coordination_note(matter: Any) -> SafeString:
    """That the City Executive Office coordinates what concerns this counterpart, by which section; else nothing."""
    principle = (
        coordination.principle_for(matter.counterpart, matter.strategy) if matter.counterpart else None
    )
    if principle is None:
        return SafeString("")
    said = gettext(
        "The City Executive Office coordinates what the city does here. Who decides is not changed by it."
    )
    cited = section_chip(
        principle.section.number, principle.strategy.key, principle.section.get_absolute_url()
    )
    return mark_safe(
        f'<div class="notice notice-info" id="coordination">{notice_icon("info")}<div class="notice-text">'
        f"<p>{escape(said)} {cited}</p></div></div>"
    )


RULING_WORDS = Words(
    ruling=_("Ruling"),
    no_section=_("No section"),
    refused=_("Refused"),
    decides=_("Decides"),
    silent=_("The strategy does not regulate this. What is shown is a default that can be changed."),
)


@register.simple_tag
def ruling_box(
    ruling: Any,
    decides: Any = "",
    title: Any = "",
    refused: Any = "",
    href: str = "",
    more: Any = "",
    actions: Any = "",
) -> SafeString:
    """What <c-ruling> is: who decides, by what right, by which section and why; `more` stands below."""
    words, parts = RULING_WORDS.now, ruling_parts(ruling, refused)
    name = _html(title) if title else words.ruling
    css, head, note = "ruling", _html(title) if title else words.decides, ""
    if parts["refused"]:
        css, head = "ruling ruling-refused", f"{icon('stop')}{words.refused}"
    elif not parts["regulated"]:
        css, note = (
            "ruling ruling-silent",
            f'<p class="ruling-note">{icon("info")}<span>{words.silent}</span></p>',
        )
    section = f'<span class="ruling-nosection">{words.no_section}</span>'
    if parts["section"]:
        section = section_chip(
            parts["section"], parts["strategy"], href or parts["href"], parts["section_title"]
        )
    why = f'<p class="ruling-explanation">{_html(parts["explanation"])}</p>' if parts["explanation"] else ""
    facts = "".join(
        f"<div><dt>{_html(term)}</dt><dd>{_html(said)}</dd></div>" for term, said in parts["facts"]
    )
    below = f'<div class="ruling-actions">{_html(actions)}</div>' if actions else ""
    return mark_safe(
        f'<div role="group" class="{css}" aria-label="{name}"><div class="ruling-margin">{section}</div>'
        f'<div class="ruling-body"><p class="ruling-head">{head}</p>'
        f'<p class="ruling-decides">{_html(decides or parts["decides"])}</p>{why}'
        f'<dl class="ruling-facts">{facts}</dl>{note}{_html(more)}{below}</div></div>'
    )


def _html(value: Any) -> str:
    return value if isinstance(value, SafeString) else escape(str(value))


def _each(name: str, number: str) -> Callable[[int], str]:
    """The address of each thing that hangs on a matter, by its id; the routes are asked once."""
    before, after = reverse(name, args=[number, 0]).split("/0/")
    return lambda pk: f"{before}/{pk}/{after}"


def _clock() -> Callable[[datetime], tuple[str, str]]:
    """What tells a moment in the city's time, to the machine and to the reader. Zone and language are asked once."""
    zone, in_swedish = timezone.get_current_timezone(), (get_language() or "sv").startswith("sv")
    words = f"%Y-%m-%d kl.{NBSP}%H.%M" if in_swedish else "%Y-%m-%d %H:%M"

    def told(at: datetime) -> tuple[str, str]:
        local = at.astimezone(zone)
        return local.isoformat(), local.strftime(words)

    return told


DOCUMENT_WORDS = Words(system=_("The system"))


@register.simple_tag
def document_table(documents: Iterable[Any], number: str) -> SafeString:
    """The files of a matter: documents.Line."""
    url, clock, words = _each("document", number), _clock(), DOCUMENT_WORDS.now

    def name(line: Any) -> SafeString:
        return mark_safe(
            f'<a href="{url(line.pk)}">{escape(line.name)}</a><span class="under checksum">SHA-256 {line.sha256}</span>'
        )

    columns = (
        Column(_("Name"), name),
        Column(_("Added"), lambda line: clock(line.created_at)[0][:10], "nowrap"),
        Column(_("By"), lambda line: line.by or mark_safe(words.system)),
        Column(_("Size"), lambda line: filesize(line.length), "num nowrap"),
    )
    return table(columns, documents, _("Documents"), "documents-table")


DECISION_WORDS = Words(
    silent=_("the strategy is silent"),
    corrected=_("Corrected by a later record."),
    correction=_("See the correction"),
    corrects=_("Corrects an earlier record."),
    first=_("See what was recorded first"),
    day=_("Decided on"),
    form=_("How it was decided"),
    paragraph=_("Paragraph"),
    immediately=_("approved immediately"),
    excerpt=_("Excerpt as PDF"),
    conflict=_("Conflict of interest"),
    delegate=_("Decided by"),
    source=_("Source of the power"),
    reasons=_("Reasons"),
    reservations=_("Reservations and special statements"),
    legal_force=_("Legal force"),
    after_appeal=_("the day after the three weeks in which it can be appealed, unless it is"),
    once_posted=_("counts from the day the minutes are posted"),
    notification=_("Notification"),
    not_notified=_("not yet notified"),
    why=_("Why %(body)s decides this"),
    no_rule=_("The ruling is part of the record."),
    recorded=_("Recorded by %(who)s, %(when)s."),
    file=_("The record as a file"),
    note=_("Note what happened"),
    correct=_("Correct the record"),
)


@register.simple_tag
def decision_cards(decisions: Iterable[Any], number: str) -> SafeString:
    """Decisions of a matter in full, with what views.decisions gives them."""
    words, clock = DECISION_WORDS.now, _clock()
    urls = [_each(name, number) for name in ("decision_record", "decision_event", "decision_correct")]
    return mark_safe("\n".join(_decision_card(each, words, clock, *urls) for each in decisions))


def _decision_card(decision: Any, words: Any, clock: Any, record: Any, event: Any, correct: Any) -> str:
    name, css, title = f"beslut-{decision.pk}", "panel decision", _decided(decision)
    if decision.is_superseded:
        css, title = f"{css} decision-superseded", f"<s>{title}</s>"
    facts = "".join(
        f"<div><dt>{term}</dt><dd{css}>{said}</dd></div>" for term, css, said in _facts(decision, words)
    )
    return (
        f'<article class="{css}" id="{name}" aria-labelledby="{name}-title">'
        f'<div class="panel-head"><h2 class="panel-title" id="{name}-title">{title}</h2>'
        f'<div class="panel-actions">{_cited(decision, words)}</div></div><div class="panel-body">'
        f"{_corrections(decision, words)}"
        f'<p class="decision-wording prewrap">{escape(decision.wording)}</p>'
        f'<dl class="definitions definitions-2">{facts}</dl>'
        f"{_why(decision, words, clock, record)}{_to_do(decision, words, event, correct)}</div></article>"
    )


def _decided(decision: Any) -> str:
    return escape(f"{_who(decision)}: {decision.outcome_label}")


def _who(decision: Any) -> str:
    """Who decided: the body, or by its delegated power the person, the Mayor by the office."""
    if not decision.delegate_name:
        return str(decision.body_then)
    body = getattr(decision, "body", None)
    told = {"who": _delegate(decision), "body": body.in_a_sentence if body else decision.body_then}
    return gettext("%(who)s, by delegated power from %(body)s") % told


def _delegate(decision: Any) -> str:
    if getattr(decision, "is_the_mayors", False):
        return gettext("The Mayor of Stockholm, %(name)s") % {"name": decision.delegate_name}
    return str(decision.delegate_name)


def _cited(decision: Any, words: Any) -> str:
    if not decision.cited:
        return f'<span class="tag tag-neutral">{words.silent}</span>'
    key, number, url = decision.cited
    return section_chip(number, key, url)


def _corrections(decision: Any, words: Any) -> str:
    said = []
    if decision.corrected_by:
        link = f'<a href="#beslut-{decision.corrected_by}">{words.correction}</a>'
        said.append(f"<p>{icon('info')} {words.corrected} {link}</p>")
    if decision.supersedes_id:
        link = f'<a href="#beslut-{decision.supersedes_id}">{words.first}</a>'
        said.append(f"<p>{icon('info')} {words.corrects} {link}</p>")
    return "".join(said)


PREWRAP = ' class="prewrap"'


def _facts(decision: Any, words: Any) -> Iterable[tuple[str, str, str]]:
    """Term, class and what is said, as HTML."""
    yield words.day, "", decision.decided_on.isoformat()
    yield words.form, "", escape(decision.form_label)
    if decision.paragraph:
        at_once = f" ({words.immediately})" if decision.immediate_approval else ""
        yield words.paragraph, "", _stands_in(decision, words) + at_once
    if absent := getattr(getattr(decision, "stands_in", None), "absent", ()):
        yield words.conflict, "", escape(", ".join(absent))
    if decision.delegate_name:
        yield words.delegate, "", escape(decision.delegate_name)
        yield words.source, "", escape(decision.power_source)
    if decision.reasons:
        yield words.reasons, PREWRAP, escape(decision.reasons)
    if decision.reservations:
        yield words.reservations, PREWRAP, escape(decision.reservations)
    for event in decision.noted:
        paragraph = f", § {event.paragraph}" if event.paragraph else ""
        kind = capfirst(choice_label(DecisionEvent.Kind, event.kind))
        yield escape(kind), "", escape(f"{event.happened_on.isoformat()}{paragraph}")
    if legal_force := decision.legal_force_on:
        yield words.legal_force, "", f"{legal_force.isoformat()} {_aside(words.after_appeal)}"
    elif decision.form == Decision.Form.MEETING:
        yield words.legal_force, "", _aside(words.once_posted)
    if decision.form == Decision.Form.DELEGATED and not decision.notified and not decision.is_superseded:
        yield words.notification, "", f'<span class="tag tag-waiting">{words.not_notified}</span>'


def _stands_in(decision: Any, words: Any) -> str:
    """The paragraph, its minutes and the excerpt, which one can open where they were kept here."""
    minutes = f", {decision.minutes}" if decision.minutes else ""
    told, where = escape(f"§ {decision.paragraph}{minutes}"), getattr(decision, "stands_in", None)
    if where is None or not where.minutes_url:
        return told
    link = f'<a href="{escape(where.minutes_url)}">{told}</a>'
    return (
        f'{link} · <a href="{escape(where.excerpt_url)}">{words.excerpt}</a>' if where.excerpt_url else link
    )


def _aside(words: str) -> str:
    return f'<span class="muted">{words}</span>'


def _why(decision: Any, words: Any, clock: Any, record: Any) -> str:
    recorded = words.recorded % {
        "who": escape(
            acting_for(decision.recorded_by.name, told_of(getattr(decision, "recorded_for", None)))
        ),
        "when": escape(clock(decision.recorded_at)[1]),
    }
    decider = decision.body.in_a_sentence if not decision.delegate_name else _delegate(decision)
    return (
        '<details class="decision-why">'
        f"<summary>{words.why % {'body': escape(decider)}}</summary>"
        f"<p>{escape(decision.explanation) if decision.explanation else words.no_rule}</p>"
        f'<p class="muted">{recorded} <a href="{record(decision.pk)}">{words.file}</a></p>'
        f'<p class="checksum">SHA-256 {decision.checksum}</p></details>'
    )


def _to_do(decision: Any, words: Any, event: Any, correct: Any) -> str:
    if not decision.may_record or decision.is_superseded:
        return ""
    note = ""
    if decision.may_get_events:
        note = f'<a class="button button-secondary" href="{event(decision.pk)}">{icon("add")}{words.note}</a>'
    link = f'<a class="button button-quiet" href="{correct(decision.pk)}">{words.correct}</a>'
    return f'<p class="cluster">{note}{link}</p>'


@register.simple_tag
def by_section(decision: Any) -> SafeString | str:
    """By which section of the strategy, said after the § of the minutes: two signs beside each other read as one."""
    chip = section_chip(decision.section.number, decision.strategy.key) if decision.section else ""
    return format_html(", {} {}", pgettext("section of a strategy", "by"), chip) if chip else ""


@register.simple_tag
def decision_lines(decisions: Iterable[Any]) -> SafeString:
    """Decisions of a matter in a line each: views.decisions.Line."""
    return mark_safe(f'<ul class="plain-list">{"".join(map(_decision_line, decisions))}</ul>')


def _decision_line(decision: Any) -> str:
    said = f"{decision.decided_on.isoformat()} {_decided(decision)}"
    said += escape(f", § {decision.paragraph}") if decision.paragraph else ""
    return f'<li id="beslut-{decision.pk}">{f"<s>{said}</s>" if decision.is_superseded else said}</li>'


@register.simple_tag
def ground_table(answers: Iterable[Any], lines: Iterable[Any], strategy: Any) -> SafeString:
    """What was answered to the grounds of a strategy (authority.Table), each with its line in the sum."""

    def ground(row: Any) -> SafeString:
        number = strategy.section_numbers[row[0].ground.section_id]
        return mark_safe(f"{escape(row[0].ground.name)} {section_chip(number, strategy.key)}")

    columns = (
        Column(_("Ground"), ground),
        Column(_("Answer"), lambda row: row[0].get_verdict_display()),
        Column(_("Reason"), lambda row: linebreaksbr(row[0].reason)),
        Column(
            _("Points × weight"),
            lambda row: f"{row[1].points} × {row[1].weight} = {row[1].sum}",
            "num nowrap",
        ),
    )
    return table(columns, zip(answers, lines, strict=True), _("The grounds"), "grounds")


@register.simple_tag
def figure(label: Any, value: Any) -> SafeString:
    """What <c-figure> is where a number is only told."""
    return mark_safe(
        f'<li class="figure figure-neutral"><p class="figure-label">{_html(label)}</p>'
        f'<p class="figure-value">{_html(value)}</p></li>'
    )


CHANGE_WORDS = Words(before=_("before"), after=_("after"), empty=_("empty"))


@register.simple_tag
def change_timeline(entries: Iterable[Any]) -> SafeString:
    """Changes, latest first: history.Entry."""
    words, clock = CHANGE_WORDS.now, _clock()
    empty = f'<span class="changes-none">{words.empty}</span>'
    arrow = icon("next")

    def change(label: str, old: str, new: str) -> str:
        before = f'<del><span class="sr">{words.before}: </span>{escape(old)}</del>' if old else empty
        after = f'<ins><span class="sr">{words.after}: </span>{escape(new)}</ins>' if new else empty
        return f"<div><dt>{escape(label)}</dt><dd>{before}{arrow}{after}</dd></div>"

    drawn = []
    for entry in entries:
        changes = "".join(change(*each) for each in entry.changes)
        listed = f'<dl class="changes">{changes}</dl>' if changes else ""
        tone = " timeline-info" if entry.is_first else ""
        drawn.append(_event(tone, clock(entry.at), entry.title, entry.who, listed))
    return mark_safe(f'<ol class="timeline">{"".join(drawn)}</ol>')


LONGEST_NOTE = 600


@register.simple_tag
def event_timeline(events: Iterable[Any], label: Any) -> SafeString:
    """What has been done, latest first: `at`, `who`, `title` and `note` of each."""
    clock, drawn = _clock(), []
    for event in events:
        note = linebreaks(Truncator(event.note).chars(LONGEST_NOTE), autoescape=True) if event.note else ""
        drawn.append(_event(" timeline-neutral", clock(event.at), event.title, event.who, note))
    return mark_safe(f'<ol class="timeline" aria-label="{_html(label)}">{"".join(drawn)}</ol>')


def _event(tone: str, at: tuple[str, str], title: str, who: str, more: str) -> str:
    """What <c-timeline-entry> is; `more` is HTML."""
    by = f'<p class="timeline-who">{escape(who)}</p>' if who else ""
    return (
        f'<li class="timeline-entry{tone}"><p class="timeline-when"><time datetime="{at[0]}">{at[1]}</time></p>'
        f'<div class="timeline-what"><p class="timeline-title">{escape(title)}</p>{by}{more}</div></li>'
    )
