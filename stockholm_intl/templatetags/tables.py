"""The tables of the long lists, drawn from their columns. Walking through a template for every cell of every row took a
third of a page's time (docs/performance.md); here each column is a heading and a function, and a row is one join."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.addresses import address_of
from governance.headings import heading, lang
from governance.language import choice_label, country_name
from governance.models import Scope
from governance.models.matter import decision_url
from governance.working_days import this_day

from .ui import (
    breakable,
    card_line,
    day,
    deadline,
    icon,
    kronor,
    number,
    percent,
    section_chip,
    status_tag,
    tag,
)

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
    """Visits: matters with body, `size`, `is_significant` and `clock_stands`."""
    return table(VISITS, rows, caption, table_id, _is_late)


@register.simple_tag
def decision_table(rows: Iterable[Any], caption: Any, table_id: str) -> SafeString:
    """Decisions with number and title of the matter, `cited` (strategy, section, its address) and `is_superseded`."""
    return table(DECISIONS, rows, caption, table_id)


@register.simple_tag
def membership_table(rows: Iterable[Any], caption: Any, table_id: str) -> SafeString:
    """Memberships: matters with body, membership, its organisation and `may_open`."""
    return table(MEMBERSHIPS, rows, caption, table_id, _is_overdue)


@register.simple_tag
def agreement_table(rows: Iterable[Any], caption: Any, table_id: str) -> SafeString:
    """Agreements: matters with body, agreement and `may_open`."""
    return table(AGREEMENTS, rows, caption, table_id)


@register.simple_tag
def review_table(rows: Iterable[Any], caption: Any, table_id: Any) -> SafeString:
    """Memberships by the day their review falls due: matters with body, `may_open` and `open_review`."""
    return table(REVIEWS, rows, caption, table_id, _is_overdue)


@register.simple_tag
def organisation_table(rows: Iterable[Any], caption: Any, table_id: str) -> SafeString:
    """Organisations with `others` (names) and `is_member`."""
    return table(ORGANISATIONS, rows, caption, table_id)


@register.simple_tag
def duplicate_table(rows: Iterable[Any], caption: Any, table_id: str) -> SafeString:
    """Likely duplicates with first and second."""
    return table(DUPLICATES, rows, caption, table_id)


@register.simple_tag
def person_table(rows: Iterable[Any], caption: Any, table_id: str) -> SafeString:
    """Persons at partners with `posts_held` (words)."""
    return table(PERSONS, rows, caption, table_id)


@register.simple_tag
def post_table(rows: Iterable[Any], caption: Any, table_id: str) -> SafeString:
    """Posts at one partner with their persons."""
    return table(POSTS, rows, caption, table_id)


@register.simple_tag
def together_table(rows: Iterable[Any], caption: Any, table_id: str) -> SafeString:
    """What the city has with a partner: matters with body and `may_open`."""
    return table(TOGETHER, rows, caption, table_id)


@register.simple_tag
def matter_timeline(rows: Iterable[Any], label: Any) -> SafeString:
    """Matters with body, `may_open` and, with a partner that has parts, `partners` (names), the latest first."""
    drawn = "".join(_event_of(matter) for matter in rows)
    return mark_safe(f'<ol class="timeline timeline-matters" aria-label="{_html(label)}">{drawn}</ol>')


@register.simple_tag
def project_table(rows: Iterable[Any], caption: Any, table_id: str) -> SafeString:
    """EU projects: matters with body, eu_project, `participating` (bodies) and `may_open`."""
    return table(PROJECTS, rows, caption, table_id)


@register.simple_tag
def event_table(rows: Iterable[Any], caption: Any, table_id: str) -> SafeString:
    """Events abroad: matters with body and `may_open`."""
    return table(EVENTS, rows, caption, table_id, _is_late)


@register.simple_tag
def event_line(matter: Any) -> SafeString:
    """One event where it is mentioned: its name, a link for those who may follow it, when, where and whose."""
    title = _html(_linked(matter.get_absolute_url(), matter.title, matter.may_open))
    words = [day(matter.starts_on), matter.city, matter.body.name, matter.status_label]
    return mark_safe(f'{title}<span class="under">{escape(" · ".join(filter(None, words)))}</span>')


@register.simple_tag
def declaration_table(rows: Iterable[Any], caption: Any, table_id: str) -> SafeString:
    """Declarations: matters with body, declaration and `may_open`."""
    return table(DECLARATIONS, rows, caption, table_id, _is_late)


@register.simple_tag
def referral_table(rows: Iterable[Any], caption: Any, table_id: str) -> SafeString:
    """Referrals: matters with body, referral, `asked`, `answered` and `may_open`."""
    return table(REFERRALS, rows, caption, table_id, _is_late)


@register.simple_tag
def answer_table(rows: Iterable[Any], caption: Any, table_id: str) -> SafeString:
    """Answers to referrals: matters with body and referral_answer."""
    return table(ANSWERS, rows, caption, table_id, _is_late)


@register.simple_tag
def aid_project_table(rows: Iterable[Any], caption: Any, table_id: str) -> SafeString:
    """Aid-like projects: matters with body, aid_project, `external` (what others pay) and `may_open`."""
    return table(AID_PROJECTS, rows, caption, table_id, _is_late)


@register.simple_tag
def example_table(rows: Iterable[Any], caption: Any, table_id: str) -> SafeString:
    """Good examples with body."""
    return table(EXAMPLES, rows, caption, table_id)


@register.simple_tag
def commitment_table(rows: Iterable[Any], caption: Any, table_id: str) -> SafeString:
    """Commitments with owner, `url` (the report, or empty) and the matter of their declaration."""
    return table(COMMITMENTS, rows, caption, table_id, _is_late)


@register.simple_tag
def question_table(rows: Iterable[Any], caption: Any, table_id: str) -> SafeString:
    """EU questions: matters with body, eu_question and `may_open`."""
    return table(QUESTIONS, rows, caption, table_id, _is_missed)


@register.simple_tag
def meeting_log(rows: Iterable[Any], caption: Any, table_id: str) -> SafeString:
    """Meetings with institutions: advocacy with the matter of its question, body and `may_open`."""
    return table(MEETING_LOG, rows, caption, table_id)


@register.simple_tag
def project_audit_table(rows: Iterable[Any], caption: Any, table_id: str) -> SafeString:
    """The auditor's questions: projects with body, `may_open`, `has_decision`, `has_documents`, `has_late_report`."""
    return table(AUDIT, rows, caption, table_id)


@register.simple_tag
def body_table(rows: Iterable[Any], caption: Any, table_id: str) -> SafeString:
    """Bodies with their offices: views.organisation.Line."""
    return table(BODIES, rows, caption, table_id)


def _class(column: Column) -> str:
    return f' class="{column.css}"' if column.css else ""


def _html(value: Any) -> str:
    return value if isinstance(value, SafeString) else escape(str(value))


def _muted(words: str, sign: str = "") -> SafeString:
    """What is said in passing, with an icon before it or none."""
    return mark_safe(f'<span class="muted">{sign}{" " if sign else ""}{escape(words)}</span>')


def _titled(url: str, title: str, under: str, lang: str = "") -> SafeString:
    """The heading of a row: a link, and under it what identifies the thing. `title` and `under` are HTML, `lang` an
    attribute or nothing."""
    return mark_safe(f'<a href="{escape(url)}"{lang}>{title}</a><span class="under">{under}</span>')


def _is_late(matter: Any) -> bool:
    return matter.is_late


def _matter(matter: Any) -> SafeString:
    return _titled(
        matter.get_absolute_url(),
        _html(matter.marked or matter.heading),
        escape(card_line(matter)),
        matter.heading_lang,
    )


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
    titled = _titled(matter.get_absolute_url(), escape(matter.heading), escape(under), matter.heading_lang)
    return titled + for_whom(matter) + _on_agenda(matter)


def _on_agenda(matter: Any) -> SafeString:
    """On which coming agenda it stands already, where the list has looked for that."""
    item = getattr(matter, "on_agenda", None)
    if item is None:
        return SafeString("")
    words = gettext("On the agenda of %(day)s") % {"day": item.meeting.held_on.isoformat()}
    return SafeString(
        f'<span class="under"><a class="nowrap" href="{item.get_absolute_url()}">{escape(words)}</a></span>'
    )


@register.simple_tag
def for_whom(row: Any) -> SafeString:
    """A mark that something waits for one in another's place, with the name; nothing on what is one's own."""
    name = getattr(row, "acting_for", "")
    words = gettext("for %(who)s") % {"who": name}
    return SafeString(f" {tag('info', words)}" if name else "")


WORK = (
    Column(_("Matter"), _work),
    Column(_("Status"), status_tag),
    Column(_("Due"), lambda matter: deadline(matter.due_on) or NOTHING),
)


def _visit_status(matter: Any) -> SafeString:
    if not matter.is_significant:
        return mark_safe(status_tag(matter))
    significant = gettext("significant")
    return mark_safe(f"{status_tag(matter)} {tag('info', significant)}")


def _answer_due(matter: Any) -> str:
    if matter.clock_stands:
        return _muted(gettext("clock stopped"), icon("paused"))
    return deadline(matter.due_on) if matter.due_on and not matter.closed_on else ""


VISITS = (
    Column(_("Request"), _matter),
    Column(_("Body"), lambda matter: matter.body.name),
    Column(_("Status"), _visit_status),
    Column(_("Visit"), lambda matter: day(matter.starts_on), "nowrap"),
    Column(_("Persons"), lambda matter: number(matter.size), "num"),
    Column(_("Next due"), _answer_due),
)


def _decision(decision: Any) -> SafeString:
    said = heading(decision.kind, decision.title)
    title, under = escape(said), decision.number
    if decision.is_superseded:
        title, under = f"<s>{title}</s>", " · ".join([under, gettext("corrected")])
    url = decision_url(decision.number, decision.pk)
    return _titled(url, title, escape(under), lang(decision.kind, said, decision.title))


def _decided_by(decision: Any) -> SafeString:
    under = f"§ {decision.paragraph}" if decision.paragraph else ""
    if decision.delegate_name:
        under = ", ".join([decision.delegate_name, gettext("by delegated power")])
    below = f'<span class="under">{escape(under)}</span>' if under else ""
    return mark_safe(f"{escape(decision.body_then)}{below}")


def _section(decision: Any) -> str:
    if not decision.cited:
        return _muted(gettext("silent"))
    key, number, url = decision.cited
    return section_chip(number, key, url)


DECISIONS = (
    Column(_("Matter"), _decision),
    Column(_("Decided by"), _decided_by),
    Column(_("Outcome"), lambda decision: decision.outcome_label),
    Column(_("Date"), lambda decision: day(decision.decided_on), "nowrap"),
    Column(_("Section"), _section),
)


def _is_overdue(matter: Any) -> bool:
    due = _review_due(matter)
    return bool(due and due < this_day())


def _review_due(matter: Any) -> Any:
    """A membership is due the day of its review, for as long as the city is a member."""
    return matter.due_on if matter.status == "member" else None


def _linked(url: str, title: str, may_open: bool, lang: str = "") -> str:
    """The title, a link for those who may follow it. `lang`: an attribute or nothing."""
    if may_open:
        return mark_safe(f'<a href="{escape(url)}"{lang}>{escape(title)}</a>')
    return mark_safe(f"<span{lang}>{escape(title)}</span>") if lang else title


def _membership(matter: Any) -> SafeString:
    words = [
        matter.number,
        matter.diary_number if matter.may_open else "",
        matter.membership.organisation.acronym,
    ]
    words += [gettext("secrecy marked")] if matter.is_secret else []
    title = _html(_linked(matter.get_absolute_url(), matter.title, matter.may_open))
    return mark_safe(f'{title}<span class="under">{escape(" · ".join(filter(None, words)))}</span>')


def _form_and_scope(matter: Any) -> str:
    form = choice_label(type(matter.membership).Kind, matter.membership.kind)
    return f"{capfirst(form)}, {choice_label(Scope, matter.scope)}"


def _member_since(matter: Any) -> str:
    membership = matter.membership
    if membership.joined_on:
        since = f"{membership.joined_on:%Y}" if membership.joined_year_only else day(membership.joined_on)
    elif matter.status in ("member", "leaving"):
        since = _muted(gettext("not known"))
    else:
        return ""
    if not membership.left_on:
        return mark_safe(since)
    left = gettext("left")
    return mark_safe(f'{since}<span class="under">{escape(left)} {day(membership.left_on)}</span>')


def _next_review(matter: Any) -> str:
    due = _review_due(matter)
    if not due:
        return ""
    when = f'<time datetime="{due.isoformat()}">{day(due)}</time>'
    if not _is_overdue(matter):
        return mark_safe(when)
    overdue = gettext("overdue")
    words = f'<span class="deadline-words">{escape(overdue)}</span>'
    return mark_safe(f'<span class="deadline deadline-late">{icon("late")}{when} {words}</span>')


MEMBERSHIPS = (
    Column(_("Organisation"), _membership),
    Column(_("Body"), lambda matter: matter.body.name),
    Column(_("Form and scope"), _form_and_scope),
    Column(_("Member since"), _member_since, "nowrap"),
    Column(_("Status"), status_tag),
    Column(_("Next review"), _next_review, "nowrap"),
)


def _agreement(matter: Any) -> SafeString:
    words = [matter.number, matter.diary_number if matter.may_open else "", matter.counterpart]
    words += [gettext("secrecy marked")] if matter.is_secret else []
    title = _html(_linked(matter.get_absolute_url(), matter.title, matter.may_open))
    return mark_safe(f'{title}<span class="under">{escape(" · ".join(filter(None, words)))}</span>')


def _type_and_scope(matter: Any) -> str:
    kind = choice_label(type(matter.agreement).Type, matter.agreement.type)
    return f"{capfirst(kind)}, {choice_label(Scope, matter.scope)}"


def _applies(matter: Any) -> SafeString:
    if matter.starts_on is None:
        return _muted(gettext("not known")) if matter.status == "unclear" else NOTHING
    first = matter.starts_on.year if matter.agreement.starts_year_only else day(matter.starts_on)
    return mark_safe(f"{first}–{day(matter.ends_on)}")


def _status_or_dormant(matter: Any) -> str:
    """That nothing happens in it is told beside the status."""
    if matter.agreement.dormant_since is None:
        return status_tag(matter)
    dormant = gettext("dormant")
    return mark_safe(f"{status_tag(matter)} {tag('waiting', dormant)}")


AGREEMENTS = (
    Column(_("Agreement"), _agreement),
    Column(_("Body"), lambda matter: matter.body.name),
    Column(_("Type and scope"), _type_and_scope),
    Column(_("Applies"), _applies, "nowrap"),
    Column(_("Status"), _status_or_dormant),
)


def _reviewed(matter: Any) -> str:
    return _linked(matter.get_absolute_url(), matter.title, matter.may_open)


def _review(matter: Any) -> str:
    if number := matter.open_review:
        return _linked(address_of("memberships:review", number), number, matter.may_open)
    if _is_overdue(matter):
        return gettext("opens within the hour")
    return _muted(gettext("not open yet"))


REVIEWS = (
    Column(_("Organisation"), _reviewed),
    Column(_("Due"), _next_review, "nowrap"),
    Column(_("Body"), lambda matter: matter.body.name),
    Column(_("Review"), _review),
)


def _line_of(matter: Any) -> SafeString:
    words = [capfirst(matter.kind_label), matter.number]
    words += [gettext("secrecy marked")] if matter.is_secret else []
    title = _html(_linked(matter.get_absolute_url(), matter.heading, matter.may_open, matter.heading_lang))
    return mark_safe(f'{title}<span class="under">{escape(" · ".join(words))}</span>')


def _body_and_span(matter: Any) -> SafeString:
    return mark_safe(f'{escape(matter.body.name)}<span class="under">{_span(matter)}</span>')


def _span(matter: Any) -> str:
    """The days of what lasts, or of the visit; what is missing is left out."""
    since, until = day(getattr(matter, "first_day", matter.starts_on)), day(matter.ends_on)
    if since == until:
        return since
    return f"{since}–{until}" if since or until else ""


TOGETHER = (
    Column(_("Matter"), _line_of),
    Column(_("Body and period"), _body_and_span),
    Column(_("Status"), status_tag),
)


def _person(person: Any) -> SafeString:
    invented = tag("neutral", gettext("invented example")) if person.is_invented else ""
    return mark_safe(f'<a href="{person.get_absolute_url()}">{escape(person.name)}</a> {invented}')


def _posts_held(person: Any) -> SafeString:
    return mark_safe("<br>".join(escape(words) for words in person.posts_held) or NOTHING)


PERSONS = (
    Column(_("Name"), _person),
    Column(_("Posts"), _posts_held),
    Column(_("Why we keep it"), lambda person: person.why),
)


def _pair(pair: Any) -> SafeString:
    names = f"{escape(pair.first.name)}<br>{escape(pair.second.name)}"
    return mark_safe(f'<a href="{address_of("engagements:duplicate", pair.pk)}">{names}</a>')


def _cities(pair: Any) -> SafeString:
    places = (each.city or country_name(each.country.code or "") for each in (pair.first, pair.second))
    return mark_safe("<br>".join(escape(place) or "–" for place in places))


def _shared(pair: Any) -> str:
    return pair.parted_because or ", ".join(pair.reason_labels)


DUPLICATES = (
    Column(_("Organisations"), _pair),
    Column(_("City"), _cities),
    Column(_("What they share, or why they are two"), _shared),
    Column(_("Likeness"), lambda pair: percent(int(pair.likeness)), "num"),
)


def _reached(post: Any) -> SafeString:
    mail = f'<a href="mailto:{escape(post.email)}">{breakable(post.email)}</a>' if post.email else ""
    return mark_safe("<br>".join(filter(None, [mail, escape(post.phone)])) or NOTHING)


POSTS = (
    Column(_("Name"), lambda post: _person(post.person)),
    Column(_("Title"), lambda post: post.title),
    Column(_("At work"), _reached),
    Column(_("Since"), lambda post: day(post.since), "nowrap"),
    Column(_("Until"), lambda post: day(post.until), "nowrap"),
)


def _event_of(matter: Any) -> SafeString:
    """One matter in a timeline: on the day it is about, or was opened; what it is, whose, and how it went."""
    when = matter.first_day or matter.opened_on
    title = _html(_linked(matter.get_absolute_url(), matter.heading, matter.may_open, matter.heading_lang))
    words = [capfirst(matter.kind_label), matter.body.name, _whole(matter.number), *_partners(matter)]
    words += [_whole(_span(matter)), gettext("secrecy marked") if matter.is_secret else ""]
    under = " · ".join(_html(each) for each in words if each)
    return mark_safe(
        f'<li class="timeline-entry timeline-{matter.status_tone or "neutral"}"><p class="timeline-when">'
        f'<time datetime="{day(when)}">{day(when)}</time></p>'
        f'<div class="timeline-what"><p class="timeline-title">{title} {status_tag(matter)}</p>'
        f'<p class="timeline-who">{under}</p></div></li>'
    )


def _whole(text: str) -> SafeString:
    """A number or days that no line breaks at their hyphens."""
    return mark_safe(f'<span class="nowrap">{escape(text)}</span>') if text else SafeString("")


def _partners(matter: Any) -> Sequence[str]:
    """With whom, where a timeline is of several."""
    return getattr(matter, "partners", ())


def _organisation(organisation: Any) -> SafeString:
    part_of = [gettext("part of %(name)s") % {"name": organisation.part_of}] if organisation.part_of else []
    others = " · ".join(filter(None, [organisation.acronym, *organisation.others, *part_of]))
    under = f'<span class="under">{escape(others)}</span>' if others else ""
    return mark_safe(f'<a href="{organisation.get_absolute_url()}">{escape(organisation.name)}</a>{under}')


def _is_member(organisation: Any) -> SafeString:
    tags = [tag("positive", gettext("the city is a member"))] if organisation.is_member else []
    tags += [tag("neutral", gettext("invented example"))] if organisation.is_invented else []
    return mark_safe(" ".join(tags))


ORGANISATIONS = (
    Column(_("Name"), _organisation),
    Column(_("Kind"), lambda organisation: choice_label(type(organisation).Kind, organisation.kind)),
    Column(_("Theme"), lambda organisation: organisation.theme_label),
    Column(_("Country"), lambda organisation: country_name(organisation.country.code or "")),
    Column(_("Membership"), _is_member),
)


def _project(matter: Any) -> SafeString:
    role = choice_label(type(matter.eu_project).Role, matter.eu_project.role)
    title = _html(_linked(matter.get_absolute_url(), matter.title, matter.may_open))
    words = [matter.number, role] + ([gettext("secrecy marked")] if matter.is_secret else [])
    return mark_safe(f'{title}<span class="under">{escape(" · ".join(words))}</span>')


def _bodies(matter: Any) -> SafeString:
    others = ", ".join(body.name for body in matter.participating)
    under = f'<span class="under">{escape(others)}</span>' if others else ""
    return mark_safe(f"{escape(matter.body.name)}{under}")


def _programme(matter: Any) -> SafeString:
    project = matter.eu_project
    under = f'<span class="under">{escape(project.call)}</span>' if project.call else ""
    return mark_safe(f"{escape(project.programme)}{under}")


def _project_period(matter: Any) -> SafeString:
    if matter.starts_on:
        return _period(matter)
    by, words = matter.eu_project.apply_by, escape(gettext("last day to apply"))
    return mark_safe(f'{day(by)}<span class="under">{words}</span>') if by else NOTHING


def _period(matter: Any) -> SafeString:
    return mark_safe(f'{day(matter.starts_on)}<span class="under">{day(matter.ends_on)}</span>')


def _project_days(matter: Any) -> SafeString:
    return _period(matter) if matter.starts_on and matter.ends_on else NOTHING


def _funding(matter: Any) -> str:
    project = matter.eu_project
    if not project.is_eu_money:
        return tag("neutral", gettext("not EU money"))
    if project.eu_funding_to_city is None:
        return _muted(gettext("not known"))
    return kronor(project.eu_funding_to_city)


PROJECTS = (
    Column(_("Project"), _project),
    Column(_("Lead and participating bodies"), _bodies),
    Column(_("Programme"), _programme),
    Column(_("Period"), _project_period, "nowrap"),
    Column(_("Status"), status_tag),
    Column(_("EU funding"), _funding, "num"),
)


def _event(matter: Any) -> SafeString:
    words = [matter.number, matter.counterpart]
    words += [gettext("invented example")] if matter.is_invented else []
    words += [gettext("secrecy marked")] if matter.is_secret else []
    title = _html(_linked(matter.get_absolute_url(), matter.title, matter.may_open))
    under = escape(" · ".join(filter(None, words)))
    if not matter.may_open and matter.status in ("proposed", "referred_back"):
        url, along = (
            address_of("engagements:travel_along", matter.number),
            escape(gettext("travel along")),
        )
        under = f'{under} · <a href="{url}">{along}<span class="sr">: {escape(matter.title)}</span></a>'
    return mark_safe(f'{title}<span class="under">{under}</span>')


def _place(matter: Any) -> str:
    return ", ".join(filter(None, (matter.city, country_name(str(matter.country or "")))))


def _event_status(matter: Any) -> SafeString:
    """Where it stands; of a journey that was made, or should have been, also when the report is due."""
    owes = matter.status == "carried_out" or (matter.status == "approved" and matter.is_late)
    due = f'<span class="under">{deadline(matter.due_on)}</span>' if owes and not matter.closed_on else ""
    return mark_safe(f"{status_tag(matter)}{due}")


EVENTS = (
    Column(_("Event"), _event),
    Column(_("Where"), _place),
    Column(_("When"), _period, "nowrap"),
    Column(_("Body"), lambda matter: matter.body.name),
    Column(_("Status"), _event_status, "nowrap"),
)


def _referral(matter: Any) -> SafeString:
    words = [matter.number, matter.diary_number if matter.may_open else ""]
    words += [gettext("secrecy marked")] if matter.is_secret else []
    words += [gettext("invented example")] if matter.is_invented else []
    title = _html(_linked(matter.get_absolute_url(), matter.title, matter.may_open))
    return mark_safe(f'{title}<span class="under">{escape(" · ".join(filter(None, words)))}</span>')


def _have_answered(matter: Any) -> str:
    if not matter.asked:
        return ""
    return gettext("%(answered)s of %(asked)s") % {"answered": matter.answered, "asked": matter.asked}


def _answer_by(matter: Any) -> str:
    """The last day to answer; once the answers are here, or nobody waits for them, only the day."""
    return deadline(matter.referral.answer_by) if matter.status == "out" else day(matter.referral.answer_by)


REFERRALS = (
    Column(_("Referral"), _referral),
    Column(_("Sent"), lambda matter: day(matter.referral.sent_on), "nowrap"),
    Column(_("Last day to answer"), _answer_by, "nowrap"),
    Column(_("Have answered"), _have_answered, "nowrap"),
    Column(_("Status"), status_tag),
)


def _answer(matter: Any) -> SafeString:
    title = _html(_linked(matter.get_absolute_url(), matter.heading, True, matter.heading_lang))
    return mark_safe(f'{title}<span class="under">{escape(card_line(matter))}</span>')


def _to_answer_by(matter: Any) -> str:
    answer = matter.referral_answer
    return deadline(answer.answer_by) if matter.due_on else day(answer.answer_by)


def _answer_status(matter: Any) -> SafeString:
    answer = matter.referral_answer
    under = gettext("submitted late") if answer.submitted_on and answer.is_late else ""
    under = gettext("asks for more time") if answer.waits_for_time else under
    return mark_safe(f'{status_tag(matter)}<span class="under">{escape(under)}</span>')


ANSWERS = (
    Column(_("Referral"), _answer),
    Column(_("Body"), lambda matter: matter.body.name),
    Column(_("Last day to answer"), _to_answer_by, "nowrap"),
    Column(_("Submitted"), lambda matter: day(matter.referral_answer.submitted_on), "nowrap"),
    Column(_("Status"), _answer_status),
)


def _declaration(matter: Any) -> SafeString:
    words = [matter.number, matter.counterpart]
    words += [gettext("secrecy marked")] if matter.is_secret else []
    title = _html(_linked(matter.get_absolute_url(), matter.title, matter.may_open))
    return mark_safe(f'{title}<span class="under">{escape(" · ".join(filter(None, words)))}</span>')


def _declaration_kind(matter: Any) -> SafeString:
    form = choice_label(type(matter.declaration).Kind, matter.declaration.kind)
    words = escape(f"{capfirst(form)}, {choice_label(Scope, matter.scope)}")
    burden = gettext("added burden") if matter.declaration.adds_burden else gettext("no added burden")
    return mark_safe(f'{words}<span class="under">{escape(burden)}</span>')


def _joined(matter: Any) -> SafeString:
    """Where it stands, and since when the city has joined."""
    declaration = matter.declaration
    since = day(declaration.joined_on) if declaration.joined_on else ""
    if since and declaration.joined_year_only:
        since = str(declaration.joined_on.year)
    words = gettext("joined %(since)s") % {"since": since}
    return mark_safe(f'{status_tag(matter)}<span class="under">{words if since else ""}</span>')


DECLARATIONS = (
    Column(_("Declaration or initiative"), _declaration),
    Column(_("Body"), lambda matter: matter.body.name),
    Column(_("Form and scope"), _declaration_kind),
    Column(_("Status"), _joined),
    Column(_("Next due"), _due),
)


def _aid_project(matter: Any) -> SafeString:
    words = [matter.number, matter.counterpart]
    words += [gettext("invented example")] if matter.is_invented else []
    words += [gettext("secrecy marked")] if matter.is_secret else []
    title = _html(_linked(matter.get_absolute_url(), matter.title, matter.may_open))
    return mark_safe(f'{title}<span class="under">{escape(" · ".join(filter(None, words)))}</span>')


def _paid_by_others(matter: Any) -> SafeString:
    """What it costs, and what of it nobody has promised to pay."""
    cost, external = matter.aid_project.total_cost, matter.external or 0
    left = gettext("%(own)s left for the city") % {"own": kronor(cost - external)} if external < cost else ""
    return mark_safe(f'{kronor(cost)}<span class="under">{escape(left)}</span>')


AID_PROJECTS = (
    Column(_("Project"), _aid_project),
    Column(_("Where"), _place),
    Column(_("Period"), _project_days, "nowrap"),
    Column(_("Body"), lambda matter: matter.body.name),
    Column(_("Whole cost"), _paid_by_others, "num"),
    Column(_("Status"), status_tag),
)


def _commitment(commitment: Any) -> SafeString:
    matter = commitment.declaration.matter
    under = _html(_linked(matter.get_absolute_url(), matter.title, matter.may_open))
    text = _html(_linked(commitment.url, commitment.text, commitment.url))
    return mark_safe(f'{text}<span class="under">{under}</span>')


def _fulfilled_by(commitment: Any) -> str:
    return deadline(commitment.due_on) if commitment.is_open else day(commitment.due_on)


def _came_of_it(commitment: Any) -> SafeString:
    closed = f'<span class="under">{day(commitment.closed_on)}</span>' if commitment.closed_on else ""
    return mark_safe(f"{status_tag(commitment)}{closed}")


COMMITMENTS = (
    Column(_("Commitment"), _commitment),
    Column(_("Responsible body"), lambda commitment: commitment.owner.name),
    Column(_("To be fulfilled by"), _fulfilled_by, "nowrap"),
    Column(_("Status"), _came_of_it),
)


def _is_missed(matter: Any) -> bool:
    last_day = matter.eu_question.last_day
    return bool(last_day and last_day < this_day() and _lacks_position(matter))


def _lacks_position(matter: Any) -> bool:
    return matter.closed_on is None and not matter.eu_question.has_position


def _question(matter: Any) -> SafeString:
    words = [matter.number, matter.eu_question.reference]
    words += [gettext("secrecy marked")] if matter.is_secret else []
    title = _html(_linked(matter.get_absolute_url(), matter.title, matter.may_open))
    return mark_safe(f'{title}<span class="under">{escape(" · ".join(filter(None, words)))}</span>')


def _decided_where(matter: Any) -> SafeString:
    question = matter.eu_question
    under = escape(capfirst(question.stage_label))
    return mark_safe(f'{escape(capfirst(question.institution_label))}<span class="under">{under}</span>')


def _last_day(matter: Any) -> str:
    last_day = matter.eu_question.last_day
    if not last_day:
        return ""
    return deadline(last_day) if _lacks_position(matter) else day(last_day)


QUESTIONS = (
    Column(_("EU question"), _question),
    Column(_("Body"), lambda matter: matter.body.name),
    Column(_("Decided where, and stage"), _decided_where),
    Column(_("Status"), status_tag),
    Column(_("Last day to act"), _last_day),
)


def _met(meeting: Any) -> SafeString:
    who = escape(", ".join(filter(None, (meeting.persons, meeting.posts))))
    where = escape(capfirst(", ".join(filter(None, (meeting.institution_label, meeting.unit)))))
    return mark_safe(f'{where}<span class="under">{who}</span>')


def _spoke_of(meeting: Any) -> SafeString:
    matter = meeting.eu_question.matter
    file = _linked(matter.get_absolute_url(), matter.title, matter.may_open)
    return mark_safe(f'{escape(meeting.subject)}<span class="under">{_html(file)}</span>')


def _spoke(meeting: Any) -> SafeString:
    body = meeting.eu_question.matter.body.name
    return mark_safe(f'{escape(meeting.from_city)}<span class="under">{escape(body)}</span>')


def _place_and_papers(meeting: Any) -> SafeString:
    return mark_safe(f'{escape(meeting.place)}<span class="under">{escape(meeting.papers)}</span>')


MEETING_LOG = (
    Column(_("Met"), _met),
    Column(_("Date"), lambda meeting: day(meeting.held_on), "nowrap"),
    Column(_("Subject"), _spoke_of),
    Column(_("From the city"), _spoke),
    Column(_("Place and papers"), _place_and_papers),
)


def _answered(flag: bool, yes: str, no: str) -> str:
    return tag("positive", yes) if flag else tag("danger", no)


def _responsibility(matter: Any) -> SafeString:
    named = (
        tag("positive", gettext("named")) if matter.responsible_id else tag("danger", gettext("nobody named"))
    )
    return mark_safe(f'{escape(matter.body.name)}<span class="under">{named}</span>')


def _financed(matter: Any) -> str:
    project = matter.eu_project
    has_share = project.own_share is not None and (project.own_share == 0 or project.own_share_source)
    if has_share and matter.has_decision:
        return tag("positive", gettext("decided with financing"))
    if matter.has_decision:
        return tag("waiting", gettext("decided, own contribution unknown"))
    return tag("danger", gettext("no decision in the register"))


AUDIT = (
    Column(_("Project"), lambda matter: _linked(matter.get_absolute_url(), matter.title, matter.may_open)),
    Column(_("Who answers for it"), _responsibility),
    Column(_("Decision with financing"), _financed),
    Column(
        _("Documents"),
        lambda matter: _answered(matter.has_documents, gettext("in the register"), gettext("none")),
    ),
    Column(
        _("Reports"),
        lambda matter: _answered(not matter.has_late_report, gettext("none late"), gettext("late")),
    ),
    Column(
        _("Outcome"),
        lambda matter: (
            _answered(bool(matter.eu_project.results), gettext("told"), gettext("not told"))
            if matter.status == "ended"
            else status_tag(matter)
        ),
    ),
)


def _body(line: Any) -> SafeString:
    body = line.body
    under = (
        f'<span class="under" lang="sv">{escape(body.administration_sv)}</span>'
        if body.administration_sv
        else ""
    )
    return mark_safe(f'<a href="{address_of("body", body.slug)}">{escape(body.name)}</a>{under}')


def _offices_today(line: Any) -> SafeString:
    missing = ""
    if line.without_contact == "defect":
        missing = tag("danger", gettext("contact person missing"))
    elif line.without_contact == "hint":
        missing = tag("neutral", gettext("no contact person"))
    vacant = _muted(gettext("vacant"))
    drawn = "".join(
        f'<li><span class="muted">{escape(title)}</span> {escape(", ".join(holders)) if holders else vacant}</li>'
        for title, holders in line.offices
    )
    return mark_safe(f'{missing}<ul class="offices">{drawn}</ul>' if drawn else missing)


BODIES = (Column(_("Body"), _body), Column(_("Offices today"), _offices_today))


def _example(row: Any) -> SafeString:
    words = [row.body.name, *([gettext("invented example")] if row.is_invented else [])]
    return _titled(row.get_absolute_url(), escape(row.title), escape(" · ".join(words)))


EXAMPLES = (
    Column(_("Good example"), _example),
    Column(_("Theme"), lambda row: capfirst(row.theme_label)),
    Column(_("Valid until"), lambda row: day(row.until), "nowrap"),
    Column(_("Status"), lambda row: tag(row.status_tone, row.status_label)),
)
