"""The tables of the network and of horizon scanning, drawn from their columns (see tables.py)."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from engagements.models import theme_label
from governance.addresses import address_of
from network.directory import substitute_of

from .tables import NOTHING, Column, table
from .ui import day, moment, number, tag

# ruff: noqa: S308 (what is not SafeString goes through escape)
register = template.Library()


@register.simple_tag
def network_table(kind: str, rows: Iterable[Any], caption: Any) -> SafeString:
    """The rows of a list of the network; `kind` says which (network.views.frame.Register)."""
    return table(TABLES[kind], rows, caption, f"network-{kind}")


def _titled(row: Any, title: Any = "", *under: Any) -> SafeString:
    """What leads to the row, and what is said under it in passing."""
    words = [str(each) for each in under if each]
    if getattr(row, "is_invented", False):
        words.append(gettext("invented example"))
    said = f'<span class="under">{escape(" · ".join(words))}</span>' if words else ""
    return mark_safe(f'<a href="{escape(row.get_absolute_url())}">{escape(str(title or row))}</a>{said}')


def _body(body: Any) -> SafeString:
    under = escape(body.administration_sv)
    said = f'<span class="under" lang="sv">{under}</span>' if under else ""
    return mark_safe(f'<a href="{address_of("body", body.slug)}">{escape(body.name)}</a>{said}')


def _contacts(body: Any) -> SafeString:
    """Each contact person with the mandate; or how serious it is that there is none."""
    if body.vacancy == "defect":
        return tag("danger", gettext("contact person missing"))
    if not body.contacts:
        return tag("neutral", gettext("no contact person"))
    return _lines(_contact(each) for each in body.contacts)


def _contact(appointment: Any) -> str:
    address = address_of("network:mandate", appointment.pk)
    mandate = getattr(appointment, "mandate", None)
    said = mandate.get_kind_display() if mandate and mandate.kind else gettext("mandate not stated")
    return (
        f'<a href="{address}">{escape(appointment.person.name)}</a>'
        f'<span class="under">{escape(capfirst(said))}</span>'
    )


def _of_mandates(body: Any, tell: Any) -> SafeString:
    return _lines(tell(each, getattr(each, "mandate", None)) for each in body.contacts)


def _lines(lines: Iterable[str]) -> SafeString:
    drawn = "".join(f"<li>{line}</li>" for line in lines)
    return mark_safe(f'<ul class="offices">{drawn}</ul>') if drawn else NOTHING


def _substitute(appointment: Any, _mandate: Any) -> str:
    name = escape(substitute_of(appointment))
    if appointment.stood_in_by:
        now = gettext("now")
        return f"{name} {tag('positive', now)}"
    return name or NOTHING


def _period(appointment: Any, _mandate: Any) -> str:
    return escape(f"{day(appointment.since)} – {day(appointment.until)}")


def _accepted(_appointment: Any, mandate: Any) -> str:
    if mandate and mandate.accepted_at:
        accepted_on = f'<span class="under">{escape(day(mandate.accepted_at))}</span>'
        accepted = tag("positive", gettext("has accepted"))
        return f"{accepted}{accepted_on}"
    return tag("waiting", gettext("not accepted"))


def _themes(_appointment: Any, mandate: Any) -> str:
    return escape(capfirst(mandate.themes_label)) if mandate and mandate.themes else NOTHING


def _message(row: Any) -> SafeString:
    return _titled(row, row.subject, row.author.name)


def _to(row: Any) -> str:
    kinds = [theme_label(row.theme)] if row.theme else []
    kinds += [row.get_body_kind_display()] if row.body_kind else []
    return capfirst(", ".join(kinds) or gettext("the whole network"))


def _read(row: Any) -> SafeString:
    counted = escape(gettext("%(read)s of %(sent)s") % {"read": row.count_read, "sent": row.count_sent})
    unread = tag("info", gettext("to read")) if row.is_unread else ""
    return mark_safe(f"{counted} {unread}".rstrip())


def _when(meeting: Any) -> SafeString:
    return mark_safe(escape(moment(meeting.starts_at)))


def _state_of_meeting(row: Any) -> SafeString:
    if row.is_cancelled:
        return tag("danger", gettext("called off"))
    return tag("neutral", gettext("held")) if row.is_over else tag("info", gettext("to come"))


def _coming(row: Any) -> str:
    return gettext("%(come)s of %(called)s") % {"come": row.count_come, "called": row.count_called}


def _state_of_question(row: Any) -> SafeString:
    return tag(row.tone, row.get_status_display())


def _able(row: Any) -> SafeString:
    words = [row.author.email] if row.author.email else []
    words += [gettext("invented example")] if row.is_invented else []
    return mark_safe(f'{escape(row.author.name)}<span class="under">{escape(" · ".join(words))}</span>')


def _what(row: Any) -> SafeString:
    beside = row.text if row.text != row.said else ""
    said = f'<span class="under">{escape(beside)}</span>' if beside else ""
    return mark_safe(f"{escape(capfirst(row.said))}{said}")


def _own(row: Any) -> SafeString:
    if not row.is_mine:
        return NOTHING
    ways = (("edit_competence", gettext("Change")), ("take_away_competence", gettext("Take away")))
    name = f'<span class="sr"> {escape(row.said)}</span>'
    links = (
        f'<a href="{address_of(f"network:{way}", row.pk)}">{escape(words)}{name}</a>' for way, words in ways
    )
    return mark_safe(" · ".join(links))


def _state_of_observation(row: Any) -> SafeString:
    return tag("positive", gettext("analysed")) if row.analysis_id else tag("info", gettext("not analysed"))


def _state_of_analysis(row: Any) -> SafeString:
    return tag("positive", gettext("acted on")) if row.matter_id else tag("waiting", gettext("no action yet"))


TABLES: dict[str, Sequence[Column]] = {
    "directory": (
        Column(_("Body"), _body),
        Column(_("Contact person"), _contacts),
        Column(_("Has accepted"), lambda body: _of_mandates(body, _accepted)),
        Column(_("Period"), lambda body: _of_mandates(body, _period), "nowrap"),
        Column(_("Substitute"), lambda body: _of_mandates(body, _substitute)),
        Column(_("Themes"), lambda body: _of_mandates(body, _themes)),
    ),
    "messages": (
        Column(_("Message"), _message),
        Column(_("To"), _to),
        Column(_("Sent"), lambda row: moment(row.written_at), "nowrap"),
        Column(_("Read by"), _read),
    ),
    "questions": (
        Column(_("Question"), lambda row: _titled(row, "", row.author.name)),
        Column(_("Theme"), lambda row: capfirst(row.theme_label)),
        Column(_("Asked"), lambda row: day(row.written_at), "nowrap"),
        Column(_("Answers"), lambda row: number(row.count_answers), "num"),
        Column(_("Status"), _state_of_question),
    ),
    "meetings": (
        Column(_("Meeting"), lambda row: _titled(row, "", row.place)),
        Column(_("When"), _when, "nowrap"),
        Column(_("Come"), _coming),
        Column(_("State"), _state_of_meeting),
    ),
    "competences": (
        Column(_("Person"), _able),
        Column(_("Kind"), lambda row: capfirst(row.get_kind_display())),
        Column(_("What"), _what),
        Column(_("Level"), lambda row: capfirst(row.get_level_display())),
        Column(_("Change"), _own),
    ),
    "trainings": (
        Column(_("Training"), lambda row: _titled(row, "", row.place)),
        Column(_("Day"), lambda row: day(row.held_on), "nowrap"),
        Column(_("Participants"), lambda row: number(row.count_in), "num"),
        Column(_("Seats"), lambda row: number(row.seats) if row.seats else NOTHING, "num"),
    ),
    "observations": (
        Column(_("Observation"), lambda row: _titled(row, "", row.source)),
        Column(_("So what for us"), lambda row: Truncator(row.so_what).chars(140)),
        Column(_("Theme"), lambda row: capfirst(row.theme_label)),
        Column(_("When"), lambda row: day(row.seen_on), "nowrap"),
        Column(_("State"), _state_of_observation),
    ),
    "analyses": (
        Column(_("Analysis"), lambda row: _titled(row, "", day(row.written_at))),
        Column(_("What it means for the city"), lambda row: Truncator(row.meaning).chars(140)),
        Column(_("Observations"), lambda row: number(row.count_observations), "num"),
        Column(_("State"), _state_of_analysis),
    ),
    "cities": (
        Column(_("City"), _titled),
        Column(_("What it is to us"), lambda row: capfirst(row.get_relation_display())),
        Column(_("Niche"), lambda row: row.niche),
        Column(_("Source"), lambda row: row.source),
    ),
    "indicators": (
        Column(_("Indicator"), lambda row: _titled(row, "", row.why)),
        Column(_("Definitions"), lambda row: number(row.count_definitions), "num"),
        Column(_("Values"), lambda row: number(row.count_values), "num"),
        Column(_("Latest year"), lambda row: str(row.latest or "–")),
    ),
    "rankings": (
        Column(_("Ranking"), lambda row: _titled(row, "", row.publisher)),
        Column(_("Places"), lambda row: number(row.count_places), "num"),
        Column(_("Latest year"), lambda row: str(row.latest or "–")),
    ),
}
