"""What is printed of a meeting, as plain words: the agenda, the minutes, an excerpt. PDF and Word are drawn from them.

In Swedish, the language the city decides in. A matter under secrecy is named in its own excerpt and nowhere else.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from textwrap import shorten

from django.utils.text import capfirst, slugify
from django.utils.translation import override

from governance.language import Language
from governance.models import AgendaItem, Assignment, Attendance, Meeting

from .lifecycle import Status

Role = Attendance.Role
LANGUAGE: Language = "sv"
HIDDEN = "Ett sekretessmarkerat ärende"


@dataclass(frozen=True)
class Part:
    """One item: its number or §, what it is of, and texts under small headings; a text may stand without one.

    `group` is the list of the committee it stands on.
    """

    place: str
    title: str
    facts: str = ""
    texts: tuple[tuple[str, str], ...] = ()
    group: str = ""


@dataclass(frozen=True)
class Paper:
    """One print. `facts` stand below the title, `people` are those present, `absent` those who were called and did not
    come; `signatures` are lines to sign on."""

    kind: str
    sender: str
    title: str
    reference: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    people: tuple[tuple[str, str], ...] = ()
    absent: tuple[tuple[str, str], ...] = ()
    signatures: tuple[str, ...] = ()
    is_draft: bool = False
    # The subject line that a registry sorts the file by.
    subject: str = ""

    @property
    def name(self) -> str:
        """The name of its file, without what it ends in."""
        return slugify(f"{self.kind} {self.sender} {self.reference}".replace("/", "-"))

    @property
    def foot(self) -> str:
        """What stands at the foot of every page: whose paper it is, and of which meeting."""
        return f"{self.sender} · {self.kind} · {self.reference}"


def cited(meeting: Meeting) -> str:
    """How a decision cites the minutes, in the language of the record."""
    kind = "Protokoll" if meeting.decides else "Minnesanteckningar"
    return f"{kind} {meeting.minutes}".strip()


def agenda(meeting: Meeting) -> Paper:
    """Föredragningslista: what the body will take up, in order."""
    with override(LANGUAGE):
        return Paper(
            kind="Föredragningslista",
            sender=meeting.body.name_sv,
            title=f"Föredragningslista {meeting.held_on.isoformat()}",
            reference=meeting.held_on.isoformat(),
            facts=_when_and_where(meeting),
            parts=tuple(_proposed(n, item) for n, item in enumerate(_items(meeting), 1)),
        )


def minutes(meeting: Meeting) -> Paper:
    """Protokoll: what was decided, under which §. Until they are approved they say that they are a draft."""
    with override(LANGUAGE):
        is_draft = meeting.status not in (Status.APPROVED, Status.POSTED)
        return Paper(
            kind=cited(meeting),
            sender=meeting.body.name_sv,
            title=f"{cited(meeting)}, {meeting.held_on.isoformat()}",
            reference=meeting.held_on.isoformat(),
            facts=(*_when_and_where(meeting), *_approved_and_posted(meeting)),
            people=_present(meeting),
            absent=_absent(meeting),
            parts=tuple(_noted(n, item) for n, item in enumerate(_items(meeting), 1)),
            signatures=_signatures(meeting),
            is_draft=is_draft,
        )


def notes(meeting: Meeting) -> Paper:
    """Minnesanteckningar: what the preparatory committee said, for everybody; by itself it decides nothing."""
    return replace(minutes(meeting), signatures=())


def excerpt(item: AgendaItem) -> Paper:
    """Protokollsutdrag: one § with those who were present, for the file of its matter."""
    meeting = item.meeting
    with override(LANGUAGE):
        is_approved = item.immediate_approval or meeting.approved_on is not None
        return Paper(
            kind="Protokollsutdrag" if meeting.decides else "Utdrag ur minnesanteckningar",
            sender=meeting.body.name_sv,
            title=f"Utdrag ur {cited(meeting).lower()}, § {item.paragraph}",
            reference=f"{meeting.held_on.isoformat()} § {item.paragraph}",
            facts=(*_when_and_where(meeting), *_approved_and_posted(meeting, item)),
            people=_present(meeting),
            parts=(_part_of(f"§ {item.paragraph}", item, hides=False),),
            signatures=("Utdraget bestyrks",),
            is_draft=not is_approved,
        )


def _items(meeting: Meeting) -> Sequence[AgendaItem]:
    rows = meeting.items.select_related("matter__body").prefetch_related(
        "conflicts__attendance", "told__matter", "followed__owner", "followed__matter"
    )
    found = sorted(rows, key=lambda item: item.order)
    for item in found:
        item.meeting = meeting
    return found


def _when_and_where(meeting: Meeting) -> tuple[tuple[str, str], ...]:
    at = f" kl. {meeting.begins_at:%H.%M}" if meeting.begins_at else ""
    facts = (("Sammanträdesdag", meeting.held_on.isoformat() + at), ("Plats", meeting.place))
    return tuple(fact for fact in facts if fact[1])


def _approved_and_posted(meeting: Meeting, item: AgendaItem | None = None) -> tuple[tuple[str, str], ...]:
    approved = meeting.approved_on.isoformat() if meeting.approved_on else ""
    if meeting.approved_by:
        approved = f"{approved}, {meeting.approved_by}"
    if item is not None and item.immediate_approval:
        approved = f"omedelbart, {meeting.held_on.isoformat()}"
    facts = (
        ("Justerat", approved),
        (
            "Anslaget" if meeting.decides else "Publicerade",
            meeting.posted_on.isoformat() if meeting.posted_on else "",
        ),
    )
    return tuple(fact for fact in facts if fact[1])


def _present(meeting: Meeting) -> tuple[tuple[str, str], ...]:
    return tuple((row.name, _part_in_it(row)) for row in meeting.attendance.all() if row.is_present)


def _part_in_it(row: Attendance) -> str:
    parts = (
        row.role_label,
        f"tjänstgör för {row.serves_for}" if row.serves_for else "",
        "justerare" if row.approves else "",
    )
    return ", ".join(part for part in parts if part)


def _absent(meeting: Meeting) -> tuple[tuple[str, str], ...]:
    return tuple((row.name, row.role_label) for row in meeting.attendance.all() if row.is_present is False)


def _signatures(meeting: Meeting) -> tuple[str, ...]:
    """A line each for who led the meeting, who approves what was written, and who wrote it; with the names."""
    there = [row for row in meeting.attendance.all() if row.is_present]
    chairs = [row for row in there if row.role in (Role.CHAIR, Role.VICE_CHAIR)][:1]
    lines = [_signed("Ordförande", chairs)]
    lines += [f"Justerare: {row.name}" for row in there if row.approves and row not in chairs]
    keeper = "Sekreterare" if meeting.decides else "Vid anteckningarna"
    lines.append(_signed(keeper, [row for row in there if row.role == Role.SECRETARY][:1]))
    return tuple(lines)


def _signed(words: str, rows: Sequence[Attendance]) -> str:
    return ": ".join([words, *(row.name for row in rows)])


def _proposed(number: int, item: AgendaItem) -> Part:
    if _is_hidden(item):
        return Part(str(number), HIDDEN, group=_group(item))
    texts = [
        ("Föredragande", item.presenter),
        ("Förslag till beslut", item.proposal),
        ("Uppdrag", _followed(item)),
    ]
    if item.is_late:
        texts.insert(0, ("", "Extra ärende"))
    told = tuple(text for text in texts if text[1])
    return Part(str(number), _heading(item), _facts(item), told, _group(item))


def _group(item: AgendaItem) -> str:
    """The list of the committee that the item stands on."""
    return capfirst(item.stream_label)


def _noted(number: int, item: AgendaItem) -> Part:
    part = _part_of(f"§ {item.paragraph}" if item.paragraph else str(number), item, hides=True)
    return replace(part, group=_group(item))


def _part_of(place: str, item: AgendaItem, hides: bool) -> Part:
    if hides and _is_hidden(item):
        return Part(place, HIDDEN)
    texts = (
        ("Beslut" if item.meeting.decides else item.outcome_label.capitalize(), item.wording),
        ("Skäl", item.reasons),
        ("Jäv", ", ".join(row.attendance.name for row in item.conflicts.all())),
        ("Anmälda delegationsbeslut", _told(item)),
        ("Uppdrag", _followed(item)),
        ("Reservation", item.reservations),
        ("Särskilt uttalande", item.statements),
        ("", "Paragrafen justerades omedelbart." if item.immediate_approval else ""),
    )
    return Part(place, _heading(item), _facts(item), tuple(text for text in texts if text[1]))


def _told(item: AgendaItem) -> str:
    """The delegated decisions of a notification, one a line; those under secrecy by their number alone."""
    return "\n".join(
        f"{told.matter.number} {HIDDEN if told.matter.is_secret else told.matter.title}, {told.delegate_name},"
        f" {told.decided_on.isoformat()}"
        for told in item.told.all()
    )


def _followed(item: AgendaItem) -> str:
    """The assignments of a follow-up, one a line, as the body had them; those of a secret matter without words."""
    return "\n".join(_line_of(each, item.meeting) for each in item.followed.all())


def _line_of(assignment: Assignment, meeting: Meeting) -> str:
    matter = assignment.matter
    text = (
        HIDDEN if matter is not None and matter.is_secret else shorten(assignment.text, 160, placeholder=" …")
    )
    is_reported = assignment.closed_on is not None and assignment.closed_on <= meeting.held_on
    reported = f"redovisat {assignment.closed_on}" if is_reported else "inte redovisat"
    return f"{text}, {assignment.owner.name_sv}, senast {assignment.due_on}, {reported}"


def _heading(item: AgendaItem) -> str:
    return item.matter.title if item.matter else item.title


def _facts(item: AgendaItem) -> str:
    if item.matter is None:
        return ""
    parts = (item.matter.number, item.matter.diary_number, item.matter.body.name_sv)
    return " · ".join(part for part in parts if part)


def _is_hidden(item: AgendaItem) -> bool:
    return bool(item.matter and item.matter.is_secret)
